"""The names of the centre whose plan it is, from the title, the letterhead and the approval."""

import re
from collections.abc import Sequence

from msgspec import Struct

from xlplan.documents.plan_import.period import cut_at_periods
from xlplan.documents.plan_import.text_blocks import TextBlocks, is_day
from xlplan.domain.plan import UnitKind
from xlplan.domain.signatories import split_post_and_name
from xlplan.domain.unit_names import CENTRE, UnitName, find_organisation, read_unit_name
from xlplan.text.normalize import clean_spaces, match_key

# “(далі – Центр)”, and an abbreviation in brackets.
_CALLED = re.compile(
    # What is taken is not given back: many blanks in a row could be shared out in too many ways.
    r"\(\s*+(?:далі|надалі|скорочено|hereinafter|hereafter)\s*+(?:referred to as|called)?\s*+(?:the\s)?[-–—:]*+"
    r"\s*+[«„“\"]?+(?:(?<!\w)|(?=\w))(?P<name>[^()«»„“”\"]*?)[»”\"]?\s*+\)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?P<name>[^\W\d_]{2,10}(?:[ -][^\W\d_]{2,10})?)\)")
_ENGLISH_OF = re.compile(
    r"(?:plan|program(?:me)?|map)\s+(?:of|for)\s+(?:(?:activities|measures|work|events|actions)\s+(?:of|for)\s+)?"
    r"(?:the\s+)?(?P<name>[^\W\d].+)",
    re.IGNORECASE,
)
# What follows the name of an organisation in a title.
_BEHIND = re.compile(
    r"\.\s+(?:план|plan)(?!\w).*|[,;]?\s+(?:щодо|з\s+(?:питань|реалізації|виконання|метою)|із\s+реалізації|по\s+виконанню|спрямован\w+|для\s"
    r"|на\s+виконання|у\s+сфері|в\s+межах|regarding|concerning)(?!\w).*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:центр|установа|організація|(?:повна )?назва|найменування|centre|center|organi[sz]ation|(?:full )?name)"
    r"\s*:\s*",
    re.IGNORECASE,
)
# Who heads a centre. The decision of a council does not name it.
_HEADED = re.compile(
    r"(?:в\.?\s?о\.|т\.?\s?в\.?\s?о\.|директор|керівник|начальник|голова|завідувач|ректор|head|director)",
    re.IGNORECASE,
)
# What may be called otherwise beside the centre.
_OTHER_THINGS = frozenset(("план", "заходи", "програма", "закон", "порядок", "положення", "система", "plan"))
_SIGNS = {"місцевий": "МЦ", "регіональний": "РЦ"}


class CentreNames(Struct, frozen=True):
    """The names of a centre.

    Attributes:
        title: Its full name in the nominative; "" where the text names none.
        name: A name for everyday use.
        short: The short name that the text itself gives.
        typed: The words that the full name was read from.
        is_read: True if the text has the full name in the nominative.
        line: The line that is the full name and nothing else.
    """

    title: str = ""
    name: str = ""
    short: str = ""
    typed: str = ""
    is_read: bool = False
    line: str = ""


def read_centre_names(blocks: TextBlocks) -> CentreNames:
    """Return the names of the centre, from the title of its plan, a line of its own or the approval."""
    short = _short(" ".join((*blocks.title, *blocks.nearby, *blocks.approval)))
    title = " ".join(blocks.title)
    if found := _organisation(title):
        return _names(found, short)
    for line in reversed(blocks.nearby):
        if found := _own_line(line):
            return _names(found, short, line)
    approves = _who_approves(blocks.approval)
    if _HEADED.match(approves) and (found := _organisation(approves)):
        return _names(found, short)
    return CentreNames(short=short)


def _who_approves(lines: Sequence[str]) -> str:
    """Return the words of an approval without its day and the name of a person."""
    words = " ".join(line for line in lines if not is_day(line))
    return split_post_and_name(re.sub(r"\s+(?:від|from|dated)\s.*", "", words))[0]


def _organisation(text: str) -> UnitName | None:
    """Return the organisation that a title or an approval names."""
    plain = clean_spaces(_CALLED.sub(" ", _IN_BRACKETS.sub(" ", text)))
    parts = [_BEHIND.sub("", part).strip(" ,.") for part in cut_at_periods(plain)]
    found = next(filter(None, map(find_organisation, parts)), None)
    if found:
        return found
    english = next(filter(None, map(_ENGLISH_OF.search, parts)), None)
    name = english["name"].strip(" ,.") if english else ""
    return UnitName(name, name, "", UnitKind.OFFICE, match_key(name)) if name else None


def _own_line(line: str) -> UnitName | None:
    """Return the organisation that a line is, and nothing else: a letterhead, also with a label before it."""
    plain = clean_spaces(_CALLED.sub("", _LABEL.sub("", line))).strip(" .,")
    found = find_organisation(plain) or read_unit_name(plain)
    return found if found and found.is_read and found.typed == plain else None


def _names(found: UnitName, short: str, line: str = "") -> CentreNames:
    title = found.name[:1].upper() + found.name[1:]
    return CentreNames(title, _everyday(found, title), short, found.typed, found.is_read, line)


def _everyday(found: UnitName, title: str) -> str:
    """Return the name with an abbreviation of its kind: “Коростенський МЦ”. Without one the full name serves."""
    kinds = [sign for adjective, sign in _SIGNS.items() if adjective in map(match_key, found.adjectives)]
    own = [each for each in found.adjectives if match_key(each) not in _SIGNS]
    if found.head != CENTRE or not kinds or not own:
        return title
    words = " ".join(own)
    return f"{words[:1].upper()}{words[1:]} {kinds[0]}"


def _short(text: str) -> str:
    """Return the short name that a text gives; "" where it gives none."""
    for called in _CALLED.finditer(text):
        if called["name"].casefold() not in _OTHER_THINGS:
            return clean_spaces(called["name"])
    for match in _IN_BRACKETS.finditer(text):
        if shortens(match["name"], text[: match.start()]):
            return match["name"]
    return ""


def shortens(name: str, title: str) -> bool:
    """Tell if a name in capitals has the letters of a full name in their order: “ЛБ КМЦ”.

    Each word of it begins where a word of the full name does.
    """
    plain, full = clean_spaces(name), clean_spaces(title).casefold()
    letters = plain.replace(" ", "").replace("-", "")
    if not plain.isupper() or not letters.isalpha() or len(letters) < 2:
        return False
    at = 0
    for word in re.split(r"[ -]", plain.casefold()):
        start = re.compile(rf"(?<!\w){re.escape(word[0])}").search(full, at)
        if start is None:
            return False
        at = start.end()
        for letter in word[1:]:
            at = full.find(letter, at) + 1
            if at == 0:
                return False
    return True

"""Words beside the name of a unit in a text of executors: a number that is its share, a person, a post.

Nothing here knows the units: a text is only taken apart, and the caller tells if the rest of it is a name.
"""

import re

from msgspec import Struct

from xlplan.text.normalize import clean_spaces
from xlplan.text.text_cache import text_cache

# What a number in brackets or behind a dash counts when it is no share: a time, or a place within a building.
_NO_SHARE = (
    r"(?!квартал|кв\.|півріч|місяц|міс\.|р\.|рік|року|роки|поверх|корпус|кабінет|каб\.|січ|лют|берез|квіт|трав|черв"
    r"|лип|серп|верес|жовт|листоп|груд|quarter|half|month|year|floor|room|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)"
)
_COUNTED = rf"%|(?:(?:on|each)\s+)?{_NO_SHARE}[^\W\d_][^\d()\[\]\n;,:]{{0,40}}"
_AMOUNT = (
    rf"(?P<each>по\s+)?(?:(?:не менше(?: ніж)?|щонайменше|at least)\s+)?"
    rf"(?P<count>\d{{1,6}})(?:\s*(?P<words>{_COUNTED}))?\.?"
)
_DASH = r"[-‐‑‒–—−]"
# To compile all of these takes longer than Python to start, and a name of a unit in full needs none.
_NUMBER_BEHIND = (
    rf"\s*(?:{_DASH}|[:=])\s*{_AMOUNT}$",
    rf"\s*{_DASH}?\s*[(\[]\s*{_AMOUNT}\s*[)\]]$",
    r"\s+(?P<each>по\s+)(?P<count>\d{1,6})(?:\s+(?P<words>[^\W\d_]+))?$",
    r"\s*[×xх]\s?(?P<each>)(?P<count>\d{1,6})(?P<words>)$",
)
_NUMBER_BEFORE = rf"(?P<each>по\s+)?(?P<count>\d{{1,6}})\s+(?P<words>{_NO_SHARE}[^\W\d_]+)\s*(?:{_DASH}|:)\s+"
_CAPITAL = r"[А-ЯІЇЄҐA-Z]"
_WORD = rf"{_CAPITAL}[\w'’ʼ]+(?:-{_CAPITAL}[\w'’ʼ]+)?"
_INITIALS = rf"{_CAPITAL}\.\s?(?:{_CAPITAL}\.)?"
_PATRONYMIC = r"[А-ЯІЇЄҐ][\w'’ʼ]+(?:ович|йович|евич|івн|ївн|иніч|лліч)\w{0,3}"
_FULL_NAME = (
    rf"{_WORD}\s{_INITIALS}|{_INITIALS}\s?{_WORD}|{_WORD}\s{_WORD}\s{_PATRONYMIC}|{_WORD}\s{_PATRONYMIC}(?:\s{_WORD})?"
    rf"|(?:Mr|Ms|Mrs|Dr|Mx)\.?\s{_WORD}(?:\s{_WORD})?"
)
# Endings that surnames have and names of places and units do not.
_SURNAME = rf"{_CAPITAL}[\w'’ʼ]*(?:енк|єнк)(?:о|а|у|ом)|{_CAPITAL}[\w'’ʼ]{{2,}}(?:чук|щук|юк|ук|ишин)"
# Behind a dash or in brackets an adjective or another ending is a surname as well.
_LIKE_SURNAME = (
    rf"{_SURNAME}|{_CAPITAL}[\w'’ʼ]{{2,}}(?:ський|цький|зький|ська|цька|зька|ко|ак|як|ов|ова|єв|єва|ев|ева)"
)
_NAMED_TWICE = rf"(?:{_SURNAME})\s{_WORD}|{_WORD}\s(?:{_SURNAME})"
_POST_OF_PERSON = (
    r"(?:(?i:(?:в особі\s+)?(?:відп(?:овідальн\w+)?\.?(?: особа)?|викон\w+|начальник\w*|керівни\w+|завідувач\w*"
    r"|юрист\w*|спеціаліст\w*|директор\w*|фахів\w+|responsible|head|manager|lawyer))\s*[:–-]?\s+)?"
)
_PERSON = rf"{_POST_OF_PERSON}(?:{_FULL_NAME}|{_NAMED_TWICE}|{_SURNAME})\.?"
_BESIDE = rf"{_POST_OF_PERSON}(?:{_FULL_NAME}|{_NAMED_TWICE}|{_LIKE_SURNAME})"
_BEHIND_SIGN = (
    rf"\s*{_DASH}?\s*[(\[]\s*(?P<person>{_BESIDE})\s*[)\]]$",
    rf"\s*(?:{_DASH}|:)\s*(?P<person>{_BESIDE})$",
)
_BEHIND_SPACE = (rf"[\s,]+(?P<person>{_POST_OF_PERSON}(?:{_FULL_NAME}|{_SURNAME}))\.?$",)
_PERSON_BEFORE = rf"(?P<person>{_FULL_NAME}|{_NAMED_TWICE}|{_SURNAME})\s*(?:{_DASH}\s+|:\s*|(?=\())"
# A person without a sign before the name has one of the former, any other one of the latter. To look for these
# first spares most texts the patterns above, which take longer to compile than a plan to read.
_IN_NAMES = re.compile(r"\.|енк|єнк|ук|юк|ишин|ович|евич|івн|ївн|иніч|лліч|M[rsx]|Dr")
_SIGNS = re.compile(rf"{_DASH}|[:(\[]")
_FOR = r"(?:в\.?\s?о\.?|т\.?\s?в\.?\s?о\.?|виконув\w+ обов'язки|виконувач\w* обов'язків)\s+"
_DEPUTY = r"(?:перш\w+\s+)?заступни\w+\s+"
_BEFORE_POST = rf"(?:усі\s+|всі\s+)?(?:{_FOR})?(?:{_DEPUTY})?"
_ENGLISH_BEFORE = r"(?:(?:the|all|acting|first|deputy|vice|chief|head|senior|leading)\s+)*"
# The head of a centre, alone or with what a deputy of his is for.
_LEADER = (
    rf"(?:{_BEFORE_POST}(?:директор(?:и|а|у|ом|ка|ки|ці|ів|ами)?|керівник(?:а|ом)?)"
    r"(?:\s+(?:центру|установи|організації|мц|рц))?"
    rf"|{_ENGLISH_BEFORE}(?:director|chief executive)(?:s|'s deputy)?"
    r"(?:\s+of\s+the\s+(?:centre|center|organi[sz]ation))?)"
    rf"(?P<field>(?:\s+(?:з|із|зі|щодо|for)\s|\s*{_DASH}\s)[^,;\n]*)?"
)
_OF_UNIT = (
    rf"{_BEFORE_POST}(?:начальни(?:к|ц)\w{{0,3}}|керівни(?:к|ця|ці)\w{{0,3}}|завідувач\w{{0,3}}|завідуюч\w{{0,3}}"
    r"|директор(?:а|и|у|ом|ка|ки|ці|ів|ами)?|(?:(?:головн|провідн|старш)\w+\s+)?"
    r"(?:фахів(?:ець|ця|ці|ців|цем)|(?:спеціаліст|юрист|юрисконсульт|бухгалтер|адвокат|координатор|секретар)"
    r"(?:а|и|і|у|ем|ом|ка|ки|ів|ами)?))(?:\s+(?P<rest>\S.*))?"
)
_ENGLISH_OF_UNIT = (
    rf"{_ENGLISH_BEFORE}(?:head|chief|manager|director|lawyer|officer|accountant|coordinator)s?"
    r"(?:\s+(?:of|at|in)\s+(?:the\s+)?(?P<rest>\S.*))?"
)
_ENGLISH_BEHIND = r"(?P<rest>\S.*?)\s+(?:head|chief|manager|director)(?P<many>s)?"
# Of a post and what stands beside it: in any letters, over line ends too.
_ANY = re.IGNORECASE | re.DOTALL


class NumberBeside(Struct, frozen=True):
    """A number beside a name.

    Attributes:
        name: The text without it.
        count: The number.
        is_each: True if it is said of each unit that the text names: “по 2”.
        is_whole: False for a share in per cent.
    """

    name: str
    count: int
    is_each: bool = False
    is_whole: bool = True


class Post(Struct, frozen=True):
    """A post, such as “начальник відділу кадрів”.

    Attributes:
        of: The text that names the unit, in any case; "" where none is named.
        is_leader: True for the head of the centre and the deputies.
    """

    of: str = ""
    is_leader: bool = False


@text_cache
def number_beside(text: str) -> NumberBeside | None:
    """Return the number before or behind a name; None where there is none."""
    plain = clean_spaces(text).strip(" ,;")
    if not any(map(str.isdecimal, plain)):
        return None
    found = re.match(_NUMBER_BEFORE, plain, re.IGNORECASE)
    name = plain[found.end() :] if found else ""
    for pattern in () if found else _NUMBER_BEHIND:
        if found := re.search(pattern, plain, re.IGNORECASE):
            name = plain[: found.start()]
            break
    if found is None or not name.strip(" .,:"):
        return None
    words = found["words"] or ""
    return NumberBeside(
        name, int(found["count"]), bool(found["each"]), not words.startswith(("%", "відсот", "per c"))
    )


@text_cache
def person_beside(text: str) -> tuple[str, str] | None:
    """Return a text without the person that stands before or behind a name, and the person; None without one."""
    has_sign, has_name = bool(_SIGNS.search(text)), bool(_IN_NAMES.search(text))
    patterns = (*(_BEHIND_SIGN if has_sign else ()), *(_BEHIND_SPACE if has_name else ()))
    for pattern in patterns:
        found = re.search(pattern, text)
        if found and found.start():
            return text[: found.start()].strip(" ,"), found["person"]
    found = re.match(_PERSON_BEFORE, text) if has_sign and has_name else None
    if found and (rest := text[found.end() :].strip(" ,()")):
        return rest, found["person"]
    return None


@text_cache
def is_person(text: str) -> bool:
    """Tell if a text is the name of a person, with a post before it or without."""
    plain = clean_spaces(text).strip(" ,()")
    return bool(_IN_NAMES.search(plain) and re.fullmatch(_PERSON, plain))


@text_cache
def read_post(text: str) -> Post | None:
    """Return the post that a text names; None for any other text."""
    plain = clean_spaces(text).strip(" .,:")
    if re.fullmatch(_LEADER, plain, re.IGNORECASE):
        return Post(is_leader=True)
    if found := re.fullmatch(_OF_UNIT, plain, _ANY) or re.fullmatch(_ENGLISH_OF_UNIT, plain, _ANY):
        return Post(found["rest"] or "")
    if found := re.fullmatch(_ENGLISH_BEHIND, plain, _ANY):
        return Post(found["rest"] + (found["many"] or ""))
    return None

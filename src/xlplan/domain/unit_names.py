"""Names of units as plans word them: the noun that a name begins with, its nominative, and what tells it apart.

A unit is named by a head noun, adjectives before it and words behind it: “Хорошівське бюро правової допомоги”,
“відділ фінансів, бухгалтерського обліку та звітності”, “Department of Finance”, “Legal department”.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.plan import UnitKind
from xlplan.text.inflection import (
    ANY_CASE,
    Case,
    Gender,
    Noun,
    in_nominative,
    noun,
    shared_cases,
    unchanged_noun,
)
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.text_cache import text_cache

BUREAU, CENTRE, PART = "бюро", "центр", "підрозділ"
_NOUNS: Mapping[UnitKind, str] = {
    UnitKind.OFFICE: "центр апарат керівництво адміністрація дирекція офіс",
    UnitKind.DEPARTMENT: (
        "відділ сектор управління департамент служба група бухгалтерія канцелярія підрозділ відділення "
        "секретаріат приймальня інспекція філія лабораторія кафедра факультет"
    ),
}
_ENGLISH_NOUNS: Mapping[UnitKind, str] = {
    UnitKind.BUREAU: "bureau",
    UnitKind.OFFICE: "office centre center headquarters management administration",
    UnitKind.DEPARTMENT: (
        "department division team unit section branch group service secretariat directorate sector"
    ),
}
HEADS: Mapping[str, tuple[Noun, UnitKind]] = {
    BUREAU: (unchanged_noun(BUREAU, Gender.NEUTER), UnitKind.BUREAU),
    **{word: (noun(word), kind) for kind, words in _NOUNS.items() for word in words.split(" ")},
}
# Of organisations that are no part of a centre, so they carry out no measure.
_ORGANISATIONS = (
    "установа організація спілка асоціація фонд товариство підприємство заклад інститут школа рада "
    "комітет лікарня бібліотека суд міністерство агентство університет академія коледж об'єднання "
    "представництво музей палата"
)
ENGLISH_HEADS = {word: kind for kind, words in _ENGLISH_NOUNS.items() for word in words.split(" ")}
_Heads = Mapping[str, tuple[Noun, UnitKind]]
_ALL_HEADS: _Heads = {
    **HEADS,
    **{word: (noun(word), UnitKind.OFFICE) for word in _ORGANISATIONS.split(" ")},
}
_BY_FORM = {form: word for word, (each, _kind) in HEADS.items() for form in each.forms}
_ALL_BY_FORM = {form: word for word, (each, _kind) in _ALL_HEADS.items() for form in each.forms}
# Abbreviations that hold a head noun: бюро правової допомоги, місцевий центр.
_BUREAU_SIGN = re.compile(r"бп[дп]")
_CENTRE_SIGN = re.compile(r"[^\W\d_]{0,4}[мр]ц")
_CUT_SHORT = {"відд": "відділ", "сект": "сектор", "упр": "управління", "деп": "департамент"}
_MOST_ADJECTIVES = 4
# The words of a title among which a name of an organisation begins.
_MOST_WORDS = 200
_EDGES = " .,:;"
_QUOTES = re.compile(r"[«»„“”\"]")
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_ENGLISH_LINKS = frozenset(("of", "for", "on"))
# Two spellings of one thing in the names of units of legal aid.
_RESPELLED = (
    (re.compile("безплатн"), "безоплатн"),
    (re.compile("правничої"), "правової"),
    (re.compile("безоплатної вторинної правової допомоги"), "бвпд"),
    (re.compile("безоплатної правової допомоги"), "бпд"),
)
# What all units of a kind have in their names tells none from another.
_OF_ALL_BUREAUS = re.compile(r"(?:бп[дп]|бвпд|пд|правової допомоги)?")
_OF_ALL_CENTRES = re.compile(r"(?:(?:з|із) надання б?в?пд)?")
_OF_THE_CENTRE = re.compile(r"(?:центру|мц|рц|установи|організації)?")
_LOCAL = "місцевий"
_ACTION = "управління"
_INSTRUMENTAL = re.compile(r"(?:ом|ем|єм|ою|ею|єю|ами|ями|стю)$")
# An abbreviation before a name: КНП «Міська лікарня», ЦНАП Одеської ради.
_LEGAL_FORM = re.compile(r"(?!ПЛАН)[А-ЯІЇЄҐ]{2,5} (?:[«„“\"]|[А-ЯІЇЄҐ][а-яіїєґ])")
# The people of a unit, who stand before its name: “Працівники Хорошівського БПД”.
_PERSON = (
    r"працівник(?:и|ів|ами|ам|ом|а|у)?|співробітник(?:и|ів|ами|ам|ом|а|у)?|спеціаліст(?:и|ів|ами|ам|ом|а|у)?"
    r"|фахів(?:ець|ці|ців|цями|цям|цем|ця|цю)|представник(?:и|ів|ами|ам|ом|а|у)?|колектив(?:ом|у)?|персонал(?:ом|у)?"
)
_STAFF = r"(?:staff|employees|personnel|specialists|workers|members)(?:\s+(?:of|from|at|in)(?:\s+the)?)?"
_PEOPLE = re.compile(rf"(?:(?:(?:усі|всі|all)\s+)?(?:{_PERSON}|{_STAFF})(?!\w)\s*)+", re.IGNORECASE)


class UnitName(Struct, frozen=True):
    """A name of a unit, taken apart.

    Attributes:
        typed: The name as it stands in the text.
        name: The name in the nominative.
        head: The head noun in the nominative, in small letters.
        kind: The kind of the unit.
        key: What two spellings of one name share.
        cases: The cases in which the typed name may stand.
        adjectives: The words before the head noun, in the nominative.
        rest: The words behind it.
    """

    typed: str
    name: str
    head: str
    kind: UnitKind
    key: str
    cases: frozenset[Case] = ANY_CASE
    adjectives: tuple[str, ...] = ()
    rest: str = ""

    @property
    def is_bare(self) -> bool:
        """True where nothing tells the unit from others of its kind."""
        return not self.adjectives and (
            not self.rest or bool(_usual_rest(self.head).fullmatch(respell(self.rest)))
        )

    @property
    def is_read(self) -> bool:
        """True where the text has the name in the nominative."""
        return self.typed == self.name


@text_cache
def without_people(text: str) -> str:
    """Return a text with clean spaces without the word for the people of a unit before it."""
    plain = clean_spaces(text)
    people = _PEOPLE.match(plain)
    return plain[people.end() if people else 0 :]


def read_unit_name(text: str) -> UnitName | None:
    """Return the name that a text is, in any case; None where it does not begin as the name of a unit does."""
    typed = _without_quotes(clean_spaces(text).strip(_EDGES))
    return _ukrainian(typed) or _english(typed)


def find_organisation(text: str) -> UnitName | None:
    """Return the first name of an organisation in a text, up to its end, in any case; None where there is none."""
    words = clean_spaces(text).split(" ")
    for at in range(min(len(words), _MOST_WORDS)):
        typed = " ".join(words[at:]).strip(_EDGES)
        opening = typed[:1] if _QUOTES.match(typed) else ""
        found = _ukrainian(typed[len(opening) :], _ALL_BY_FORM)
        if found and not found.is_bare and not is_action(found):
            return replace(found, typed=typed, name=opening + found.name)
        if _LEGAL_FORM.match(typed) and not text.isupper():
            return UnitName(typed, typed, "", UnitKind.OFFICE, match_key(typed))
    return None


def is_action(unit: UnitName) -> bool:
    """Tell if a name is that of an action, which has the noun of a unit: “управління персоналом”."""
    return unit.head == _ACTION and not unit.adjectives and bool(_INSTRUMENTAL.search(unit.rest.partition(" ")[0]))


def is_head(word: str) -> bool:
    """Tell if a word is the noun of a kind of unit, in any case, or an abbreviation that holds one."""
    return word.casefold() in ENGLISH_HEADS or _head(word) is not None or _sign(word) is not None


def _without_quotes(text: str) -> str:
    """Return a text without quotation marks around the whole of it."""
    whole = len(_QUOTES.findall(text)) == 2 and _QUOTES.match(text) and _QUOTES.match(text[-1])
    return text[1:-1].strip(_EDGES) if whole else text


def _ukrainian(typed: str, by_form: Mapping[str, str] = _BY_FORM) -> UnitName | None:
    words = typed.split(" ")
    for at, word in enumerate(words[: _MOST_ADJECTIVES + 1]):
        bare = word.strip(_EDGES)
        if head := _head(bare, by_form):
            return _of_words(typed, words[:at], word, words[at + 1 :], head)
        if sign := _sign(word if word.endswith(".") else bare):
            return _of_words(typed, words[:at], word, words[at + 1 :], sign)
        if _QUOTES.search(word):
            return None
    return None


def _head(word: str, by_form: Mapping[str, str] = _BY_FORM) -> tuple[str, Noun, UnitKind] | None:
    """Return the head noun that a word is a form of. A compound has it behind a hyphen: “прес-служба”."""
    before, hyphen, last = word.rpartition("-")
    name = by_form.get(match_key(last))
    if name is None or (hyphen and not before.isalpha()):
        return None
    known, kind = _ALL_HEADS[name]
    if hyphen:
        forms = {f"{match_key(before)}-{form}": cases for form, cases in known.forms.items()}
        known = Noun(f"{before.lower()}-{known.nominative}", known.gender, forms)
    return name, known, kind


def _sign(word: str) -> tuple[str, Noun, UnitKind] | None:
    """Return the head noun that an abbreviation stands for, with the abbreviation as a noun."""
    key = match_key(word)
    if word.endswith(".") and (head := _CUT_SHORT.get(key.strip(_EDGES))):
        return head, unchanged_noun(word.strip(_EDGES), HEADS[head][0].gender), HEADS[head][1]
    if not word.isupper():
        return None
    if _BUREAU_SIGN.fullmatch(key):
        return BUREAU, unchanged_noun(word, Gender.NEUTER), UnitKind.BUREAU
    if _CENTRE_SIGN.fullmatch(key):
        return CENTRE, unchanged_noun(word, Gender.MASCULINE), UnitKind.OFFICE
    return None


def _of_words(
    typed: str, before: Sequence[str], word: str, after: Sequence[str], head: tuple[str, Noun, UnitKind]
) -> UnitName | None:
    """Return the name of which the words before the head noun are adjectives; None where they are not."""
    name, known, kind = head
    # Before an abbreviation another may stand for an adjective: ЛБ КМЦ.
    is_sign = known.nominative == word.strip(_EDGES) and word.isupper()
    signs = [each for each in before if each.isupper() and len(each) > 1] if is_sign else []
    cases = shared_cases([each for each in before if each not in signs], word.strip(_EDGES), known)
    if not cases:
        return None
    *adjectives, noun_word = in_nominative(before, word.strip(_EDGES), known)
    adjectives = [old if old in signs else new for old, new in zip(before, adjectives, strict=True)]
    rest = " ".join(after)
    ending = word[len(word.rstrip(_EDGES)) :]
    if Case.NOMINATIVE in cases:
        nominative = typed
    else:
        nominative = " ".join(filter(None, (*adjectives, noun_word + ending, rest)))
    return UnitName(
        typed,
        nominative,
        name,
        _kind_of(kind, rest),
        _key(name, match_key(known.nominative), adjectives, rest),
        cases,
        tuple(adjectives),
        rest,
    )


def _kind_of(kind: UnitKind, rest: str) -> UnitKind:
    """Return the kind of a unit. A department may hold the name of a bureau: сектор «Вінницьке бюро …»."""
    quoted = re.match(r"[«„“\"](.+?)[»“”\"]", rest)
    inner = read_unit_name(quoted[1]) if quoted else None
    return inner.kind if inner and kind is UnitKind.DEPARTMENT else kind


def _key(head: str, noun_key: str, adjectives: Sequence[str], rest: str) -> str:
    telling = [each for each in map(match_key, adjectives) if each != _LOCAL]
    words = respell(rest)
    # Without adjectives the words behind are all that tells a centre or a bureau.
    if (telling or head not in (BUREAU, CENTRE)) and _usual_rest(head).fullmatch(words):
        words = ""
    is_plain_sign = noun_key in ("мц", "бпд", "бпп", *_CUT_SHORT)
    noun_part = head if is_plain_sign else "регіональний центр" if noun_key == "рц" else noun_key
    return " ".join(filter(None, (*telling, noun_part, words)))


def _usual_rest(head: str) -> re.Pattern[str]:
    if head == BUREAU:
        return _OF_ALL_BUREAUS
    return _OF_ALL_CENTRES if head == CENTRE else _OF_THE_CENTRE


def respell(text: str) -> str:
    """Return the match key of a text, with one spelling for legal aid and without quotation marks."""
    key = match_key(_QUOTES.sub("", text)).strip(_EDGES)
    for pattern, spelling in _RESPELLED:
        key = pattern.sub(spelling, key)
    return key


def _english(typed: str) -> UnitName | None:
    """Return the name with its noun at the end, or at the beginning before “of”: “Department of Finance”."""
    name = typed[found.end() :] if (found := _ARTICLE.match(typed)) else typed
    words = [word.strip(_EDGES).casefold() for word in name.partition(" (")[0].split(" ")]
    for at in (len(words) - 1, 0):
        kind = ENGLISH_HEADS.get(words[at])
        is_first = at == 0 and len(words) > 1
        if kind and not (is_first and not _follows_head(words[1])) and not _is_post(words):
            before = () if is_first else tuple(name.split(" ")[:at])
            rest = " ".join(name.split(" ")[1:]) if is_first else ""
            return UnitName(name, name, words[at], kind, name.casefold(), ANY_CASE, before, rest)
    return None


def _follows_head(word: str) -> bool:
    return word in _ENGLISH_LINKS or word[:1] in "№#" or word[:1].isdigit() or word in ("no", "no.")


def _is_post(words: Sequence[str]) -> bool:
    """Tell if English words name a person: “head of the legal department”."""
    return len(words) > 1 and words[1] in ("of", "for", "at", "in") and words[0] not in ENGLISH_HEADS

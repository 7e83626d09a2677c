"""Cases of Ukrainian words: the nominative of a name that stands in another case, by the endings of its words.

A name is a noun with adjectives before it: “Коростенського місцевого центру” is “Коростенський місцевий центр”.
The noun is known, for its ending alone tells neither its case nor its gender. What follows it never changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from xlplan.text.normalize import match_key


class Case(Enum):
    """A case of a word in the singular. The vocative names nobody, so it is left out."""

    NOMINATIVE = 1
    GENITIVE = 2
    DATIVE = 3
    ACCUSATIVE = 4
    INSTRUMENTAL = 5
    LOCATIVE = 6


class Gender(Enum):
    """The gender of a noun, which its adjectives follow."""

    MASCULINE = 1
    FEMININE = 2
    NEUTER = 3


ANY_CASE = frozenset(Case)
_BY_LETTER = dict(zip("NGDAIL", Case, strict=True))
_NOMINATIVES = {Gender.MASCULINE: ("ий", "ій"), Gender.FEMININE: ("а", "я"), Gender.NEUTER: ("е", "є")}
# Endings of adjectives with their cases, of hard and of soft stems. Source: the Ukrainian orthography of 2019.
_OF_BOTH = "ого:GA ому:DL им:I ім:L", "ього:GA ьому:DL ім:IL"
_ADJECTIVES: Mapping[Gender, tuple[str, str]] = {
    Gender.MASCULINE: (f"ий:NA {_OF_BOTH[0]}", f"ій:NA {_OF_BOTH[1]}"),
    Gender.NEUTER: (f"е:NA {_OF_BOTH[0]}", f"є:NA {_OF_BOTH[1]}"),
    Gender.FEMININE: ("а:N ої:G ій:DL у:A ою:I", "я:N ьої:G ій:DL ю:A ьою:I"),
}
# Stems of the soft adjectives that names of organisations have. A hard stem has the same endings in some cases.
_SOFT_STEM = re.compile(r"(?:трет|(?:[ео]ред|верх|ниж|край|задн?|дав|сус[іi]д|дорож|вну?тріш|зовніш)н)$")
# Endings of nouns with their cases: the ending of the nominative, its gender, the ending of each form.
_NOUNS = (
    ("ія", Gender.FEMININE, "ія:N ії:GDL ію:A ією:I"),
    ("я", Gender.FEMININE, "я:N і:GDL ю:A ею:I єю:I"),
    ("ка", Gender.FEMININE, "ка:N ки:G ці:DL ку:A кою:I"),
    ("а", Gender.FEMININE, "а:N и:G і:DL у:A ою:I"),
    ("о", Gender.NEUTER, "о:NA а:G у:DL ом:I і:L"),
    ("", Gender.MASCULINE, ":NA а:G у:GDL ові:DL ом:I і:L"),
)
_NEUTER_IN_YA = re.compile(r"(?:ння|ття|лля|ддя|ззя|сся|ччя|жжя|б'я|в'я)$")
_NEUTER_FORMS = "я:NGA ю:D ям:I і:L"
# Of adjectives and nouns; a plural names no single unit, so its cases tell nothing.
_IN_PLURAL = "и:N і:N ів:G их:G ам:D им:D ами:I ими:I ах:L е:N є:N й:N ь:N ї:N ем:I"
_PLURALS = ("и", "ів", "", "ам", "ами", "ах")
_ORDINAL = re.compile(
    r"(\d+)-?(?:(?P<nominative>й|ий|ша|га|тя|та|ма|ше|ге|тє|те|ме|е)|го|ого|му|ому|м|им|ої|ій|у|ю|ою)",
    re.IGNORECASE,
)
_NEUTER_ORDINALS = {1: "ше", 2: "ге", 3: "тє", 7: "ме", 8: "ме"}
# Stems shorter than this are other words.
_SHORTEST_STEM = 2
_COMMON_STEM = 4


class Noun(Struct, frozen=True):
    """A noun that may stand in any case.

    Attributes:
        nominative: The noun as a dictionary has it.
        gender: Its gender.
        forms: The cases of each of its forms, by match key.
    """

    nominative: str
    gender: Gender
    forms: Mapping[str, frozenset[Case]]

    def cases(self, word: str) -> frozenset[Case]:
        """Return the cases that a word may be of this noun; none where it is another word."""
        return self.forms.get(match_key(word), frozenset())


def noun(nominative: str) -> Noun:
    """Return a noun with its forms, by the ending of its nominative."""
    if _NEUTER_IN_YA.search(nominative):
        return Noun(nominative, Gender.NEUTER, _forms(nominative[:-1], _NEUTER_FORMS))
    ending, gender, forms = _ending(nominative)
    return Noun(nominative, gender, _forms(nominative[: len(nominative) - len(ending)], forms))


def plural_forms(nominative: str) -> tuple[str, ...]:
    """Return the forms of a noun in the plural, the nominative first: “відділи”, “відділів” and so on."""
    if _NEUTER_IN_YA.search(nominative):
        stem = nominative[:-1]
        # Of two like consonants before the ending one is left in the genitive: “управлінь”.
        return (*(stem + ending for ending in ("я", "ям", "ями", "ях")), f"{stem[:-1]}ь")
    stem = nominative[: -len(_ending(nominative)[0])] if _ending(nominative)[0] else nominative
    endings = ("ії", "ій", "іям", "іями", "іях") if nominative.endswith("ія") else _PLURALS
    return tuple(stem + ending for ending in endings)


def unchanged_noun(nominative: str, gender: Gender) -> Noun:
    """Return a noun that has one form in every case: “бюро”, an abbreviation."""
    return Noun(nominative, gender, {match_key(nominative): ANY_CASE})


def _ending(nominative: str) -> tuple[str, Gender, str]:
    return next(each for each in _NOUNS if nominative.endswith(each[0]))


def _forms(stem: str, forms: str) -> dict[str, frozenset[Case]]:
    return {match_key(stem + ending): cases for ending, cases in _endings(forms).items()}


@lru_cache(maxsize=64)
def _endings(forms: str) -> Mapping[str, frozenset[Case]]:
    """Return endings with their cases from a line of the tables above."""
    pairs = (each.partition(":") for each in forms.split(" "))
    return {ending: frozenset(_BY_LETTER[letter] for letter in letters) for ending, _colon, letters in pairs}


def adjective_cases(word: str, gender: Gender) -> frozenset[Case]:
    """Return the cases that a word may be as an adjective of a gender; none where it is no such adjective."""
    if ordinal := _ORDINAL.fullmatch(word):
        plain = frozenset((Case.NOMINATIVE, Case.ACCUSATIVE))
        return plain if ordinal["nominative"] else ANY_CASE - {Case.NOMINATIVE}
    found: set[Case] = set()
    for _stem, _is_soft, cases in _adjective_readings(word, gender):
        found |= cases
    return frozenset(found)


def adjective_nominative(word: str, gender: Gender) -> str:
    """Return the nominative of an adjective of a gender, in capitals where it is; the word if it is none."""
    if ordinal := _ORDINAL.fullmatch(word):
        return word if ordinal["nominative"] else _ordinal_nominative(word, int(ordinal[1]), gender)
    readings = list(_adjective_readings(word, gender))
    if not readings or any(Case.NOMINATIVE in cases for _stem, _is_soft, cases in readings):
        return word
    stem, is_soft, _cases = readings[0]
    ending = _NOMINATIVES[gender][is_soft]
    return stem + (ending.upper() if word.isupper() and len(word) > 1 else ending)


def _adjective_readings(word: str, gender: Gender) -> Iterator[tuple[str, bool, frozenset[Case]]]:
    """Yield the stem of an adjective, True for a soft one, and its cases; the likelier reading first."""
    plain = word.casefold()
    for is_soft, forms in enumerate(_ADJECTIVES[gender]):
        for ending, cases in _endings(forms).items():
            stem = word[: len(word) - len(ending)]
            if not plain.endswith(ending) or len(stem) < _SHORTEST_STEM or stem[-1] in "ьЬ":
                continue
            if ending in ("ій", "ім") and is_soft != bool(_SOFT_STEM.search(stem.casefold())):
                continue
            yield stem, bool(is_soft), cases


def _ordinal_nominative(word: str, number: int, gender: Gender) -> str:
    if gender is Gender.MASCULINE:
        return f"{number}-й"
    if gender is Gender.NEUTER:
        ending = "те" if number in range(10, 20) else _NEUTER_ORDINALS.get(number % 10, "те")
        return f"{number}-{ending}"
    return word


def in_nominative(adjectives: Sequence[str], word: str, known: Noun) -> tuple[str, ...]:
    """Return adjectives and their noun in the nominative, in capitals where they are.

    Args:
        adjectives: The words before the noun.
        word: The noun as it stands in the text.
        known: The noun that it is a form of.
    """
    return (
        *(adjective_nominative(each, known.gender) for each in adjectives),
        _with_capitals(known.nominative, word),
    )


def shared_cases(adjectives: Iterable[str], word: str, known: Noun) -> frozenset[Case]:
    """Return the cases in which adjectives and their noun agree; none where they are no adjectives of it."""
    cases = known.cases(word)
    for each in adjectives:
        cases &= adjective_cases(each, known.gender)
    return cases


def _with_capitals(text: str, like: str) -> str:
    """Return a text in capitals as another one has them."""
    if len(like) > 1 and like.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if like[:1].isupper() else text


# Endings by which two forms of a word may differ, also in the plural: “відділ” and “відділами”.
_ENDINGS = frozenset(
    match_key(ending)
    for forms in (*chain(*_ADJECTIVES.values()), *(each[2] for each in _NOUNS), _NEUTER_FORMS, _IN_PLURAL)
    for ending in _endings(forms)
)


def are_forms_of_one(one: str, other: str) -> bool:
    """Tell if two match keys are one name in two forms: word by word with the same beginning and usual endings."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_are_forms, words, others))


def _are_forms(one: str, other: str) -> bool:
    if one == other:
        return True
    stem = 0
    while stem < min(len(one), len(other)) and one[stem] == other[stem]:
        stem += 1
    return any(one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in range(_COMMON_STEM, stem + 1))

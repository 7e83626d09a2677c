"""Names that mean several units of a plan at once: “усі бюро”, “структурні підрозділи”, “all departments”."""

import re
from collections.abc import Iterable

from msgspec import Struct

from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.unit_names import BUREAU, ENGLISH_HEADS, HEADS, PART, UnitName, find_organisation, respell
from xlplan.text.inflection import adjective_cases, adjective_nominative, plural_forms
from xlplan.text.normalize import clean_spaces, match_key

_ALL_UNITS = ""
_EACH = re.compile(r"кож[енн][^\W\d_]*")
_ALL = {
    **dict.fromkeys(("усі", "усіх", "усіма", "усім"), "усі"),
    **dict.fromkeys(("всі", "всіх", "всіма", "всім"), "всі"),
    **dict.fromkeys(("інші", "інших", "іншими", "іншим"), "інші"),
}
_OWN = re.compile(r"(?:структурн|самостійн|територіальн|відокремлен)(?P<ending>і|их|ими|им|ий|ого|ому)")
_PEOPLE = frozenset(
    ("працівники", "працівників", "працівниками", "співробітники", "співробітників", "спеціалісти")
)
_PLURAL_OF = {match_key(form): head for head in HEADS if head != BUREAU for form in plural_forms(head)}
# Forms that are of one thing as well: “служби” is also the genitive of “служба”.
_SINGULAR = frozenset(form for each, _kind in HEADS.values() for form in each.forms)
_OF_BUREAUS = re.compile(r"(?:бп[дп]|бвпд|пд|правової допомоги|центру|мц|рц|кмц)?")
_OF_CENTRE = re.compile(r"(?:центру|апарату|установи|організації|управління|департаменту|мц|рц|кмц)?")
_ENGLISH = re.compile(
    r"(?:(?P<all>all|each|every)(?: of)?(?: the)? |the )?(?:structural |other )?(?P<head>[a-z]+?)(?P<plural>s|x)?"
    r"(?: of the (?:centre|center|organi[sz]ation))?"
)
_ENGLISH_ALL = ("department", "unit", "staff", "employee")


class GroupName(Struct, frozen=True):
    """A name of several units.

    Attributes:
        typed: The name as it stands in the text.
        name: The name in the nominative.
        head: The head noun that its units share; "" for all units of the plan.
        is_all: True if a word such as “усі” says that all are meant.
        office: The name of the centre's office, where it is named beside the others.
    """

    typed: str
    name: str
    head: str
    is_all: bool
    office: UnitName | None = None

    @property
    def key(self) -> str:
        """The key that two names of the same units share."""
        return f"{self.office.key}+{self.head}" if self.office else self.head

    def members(self, units: Iterable[tuple[Unit, str, str]]) -> tuple[Unit, ...]:
        """Return the units that it means.

        Args:
            units: All units, each with its head noun and the key of its name.
        """
        return tuple(
            unit
            for unit, head, key in units
            if self.head in (_ALL_UNITS, head)
            or (self.head == BUREAU and unit.kind is UnitKind.BUREAU)
            or (self.office and key == self.office.key)
        )


def read_group(text: str) -> GroupName | None:
    """Return the name of a group that a text is, in any case; None for any other text."""
    typed = clean_spaces(text).strip(" .,:;")
    return _ukrainian(typed) or _english(typed)


def _ukrainian(typed: str) -> GroupName | None:
    words = typed.split(" ")
    named: list[str] = []
    first = match_key(words[0])
    is_all = first in _ALL
    is_each = bool(_EACH.fullmatch(first)) and len(words) > 1
    if is_all:
        named.append(_as_capital(_ALL[first], words[0]))
    at = int(is_all or is_each)
    if at < len(words) and (own := _OWN.fullmatch(match_key(words[at]))):
        named.append(words[at][: -len(own["ending"])] + ("ий" if is_each else "і"))
        at += 1
    key = match_key(words[at]) if at < len(words) else ""
    rest = " ".join(words[at + 1 :])
    if is_each:
        return _each(typed, words[0], named, key, rest)
    if key in _PEOPLE or (is_all and not key):
        return _of_people(typed, words, rest, is_all)
    head = _head_of(key, is_all)
    if head is None or not _is_usual(head, rest):
        return None
    noun = words[at] if head == BUREAU else _as_capital(plural_forms(head)[0], words[at])
    name = " ".join(filter(None, (*named, noun, rest)))
    return GroupName(typed, name, _ALL_UNITS if head == PART else head, is_all)


def _head_of(key: str, is_all: bool) -> str | None:
    """Return the head noun of which a word is a plural; None where it may be one unit, and no word says “усі”."""
    if key == BUREAU or re.fullmatch(r"бп[дп]", key):
        return BUREAU
    return _PLURAL_OF.get(key) if is_all or key not in _SINGULAR else None


def _each(typed: str, first: str, own: list[str], key: str, rest: str) -> GroupName | None:
    head = next((head for head, (noun, _kind) in HEADS.items() if key in noun.forms), None)
    if head is None or not _is_usual(head, rest):
        return None
    known, _kind = HEADS[head]
    each = adjective_nominative(first, known.gender) if adjective_cases(first, known.gender) else first
    name = " ".join(filter(None, (each, *own, known.nominative, rest)))
    return GroupName(typed, name, _ALL_UNITS if head == PART else head, is_all=True)


def _of_people(typed: str, words: list[str], rest: str, is_all: bool) -> GroupName | None:
    if len(words) == 1 and not is_all:
        return None
    return (
        GroupName(typed, typed, _ALL_UNITS, is_all=True)
        if is_all and _OF_CENTRE.fullmatch(respell(rest))
        else None
    )


def _is_usual(head: str, rest: str) -> bool:
    """Tell if nothing behind the head noun names one of its units."""
    if (_OF_BUREAUS if head == BUREAU else _OF_CENTRE).fullmatch(respell(rest)):
        return True
    office = find_organisation(rest)
    return office is not None and office.typed == rest and office.kind is UnitKind.OFFICE and not office.is_read


def _as_capital(text: str, like: str) -> str:
    return text[:1].upper() + text[1:] if like[:1].isupper() else text


def _english(typed: str) -> GroupName | None:
    found = _ENGLISH.fullmatch(typed.casefold())
    if found is None:
        return None
    head, is_all = found["head"], found["all"] is not None
    if head not in ENGLISH_HEADS and head not in ("staff", "employee"):
        return None
    if not found["plural"] and not is_all:
        return None
    return GroupName(typed, typed, _ALL_UNITS if head in _ENGLISH_ALL else head, is_all)

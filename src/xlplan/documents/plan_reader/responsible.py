"""The names in `Відповідальний`: the units and groups that a text means, however paper spells them."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.executor_words import is_person, number_beside, person_beside, read_post
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_executor_kinds import PLAN_OFFICIAL_UNCLEAR, PLAN_PERSON_ALONE
from xlplan.domain.findings.plan_kinds import PLAN_UNIT_UNKNOWN
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.sheets import UNITS
from xlplan.domain.unit_names import without_people
from xlplan.text.inflection import are_forms_of_one
from xlplan.text.normalize import clean_spaces, closest_match, is_dash, match_key
from xlplan.text.translation import quote

# A centre may have many units; these are enough to show how they are written.
_MOST_NAMED = 8

# Separators between two names. A name may hold all of these but the first two, so the longest known name is taken.
_WITH = r"(?:спільно|разом) (?:з|із|зі)|за участ[юі]|(?:together|jointly) with"
_BETWEEN = re.compile(
    rf"\s*[;,/&]\s*|\s*\n\s*|\s+(?:та|і|й|and|{_WITH})\s+|\s+(?=працівник)",
    re.IGNORECASE,
)
_ALL = ("усі ", "всі ", "all ")
_HARD = re.compile(r"[;\n]")


class Name(Struct, frozen=True):
    """A name as written.

    Attributes:
        seen: The text.
        known: The known name that it means; "" where it is unknown.
        has_number: True if a number stands beside the known name.
        is_official: True for a post that is read as a unit or a group.
        person: The person beside the known name, or the whole text where it is a person.
        worded: The text without a number and a person beside the name.
    """

    seen: str
    known: str = ""
    has_number: bool = False
    is_official: bool = False
    person: str = ""
    worded: str = ""

    @property
    def plain(self) -> bool:
        """True if the name is written as it is known."""
        return match_key(self.seen) == match_key(self.known)

    @property
    def is_of_people(self) -> bool:
        """True for the people of a unit or a group: “Працівники Хорошівського БПД”, as a plan words it."""
        return without_people(self.worded) != clean_spaces(self.worded)

    @property
    def words(self) -> str:
        """The words of the plan for a unit or a group; the known name where they are the same in other letters."""
        words = self.worded.strip(" ,:;")
        return self.known if match_key(words) == match_key(self.known) or ";" in words else words


class UnitsByName(dict[str, tuple[Unit, ...]]):
    """The units by match key: one under its own name, several under the name of a group.

    Attributes:
        names_in: The names in texts of executors. A plan repeats such texts, and each is looked at several times.
    """

    def __init__(self, units: Mapping[str, tuple[Unit, ...]]) -> None:
        super().__init__(units)
        self.names_in: dict[str, tuple[Name, ...]] = {}


def read_names(text: str, meant: UnitsByName) -> tuple[Name, ...]:
    """Return the names in a cell's text, in order. Between them stands “;”, a new line, a comma, “/”, “&” or “та”.

    A name is recognised by its own words, also in another case and after “Працівники”, where exactly one unit or
    group fits. A text between known names stays whole. A person is no name, unless the cell has no other.

    Args:
        text: The text of the cell.
        meant: The units by match key.
    """
    every = every_name(text, meant)
    return tuple(name for name in every if not _is_person(name)) or every


def persons_in(text: str, meant: UnitsByName) -> tuple[str, ...]:
    """Return the persons in a cell's text that stand beside names of units."""
    every = every_name(text, meant)
    return () if all(map(_is_person, every)) else tuple(name.person for name in every if name.person)


def _is_person(name: Name) -> bool:
    return bool(name.person) and not name.known


def every_name(text: str, meant: UnitsByName) -> tuple[Name, ...]:
    """Return the names in a cell's text, as `read_names`, with the persons beside them."""
    if text not in meant.names_in:
        meant.names_in[text] = _find_names(text, meant)
    return meant.names_in[text]


def _find_names(text: str, meant: UnitsByName) -> tuple[Name, ...]:
    if is_dash(text):
        return ()
    names: list[Name] = []
    unknown: list[tuple[int, int]] = []
    parts = _parts(text)
    at = 0
    while at < len(parts):
        end, name = _longest(text, parts, at, meant)
        if name or (unknown and _HARD.search(text[unknown[-1][1] : parts[at][0]])):
            names += _unknown(text, unknown)
            unknown = []
        if name:
            names.append(name)
        else:
            unknown.append(parts[at])
        at = end
    return tuple(name for name in (*names, *_unknown(text, unknown)) if name.seen)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return start and end of the pieces between all separators."""
    parts, start = [], 0
    for between in _BETWEEN.finditer(text):
        parts.append((start, between.start()))
        start = between.end()
    parts.append((start, len(text)))
    return [(start, end) for start, end in parts if _bare(text[start:end]) and not is_dash(text[start:end])]


def _longest(text: str, parts: list[tuple[int, int]], at: int, meant: UnitsByName) -> tuple[int, Name | None]:
    """Return the end of the longest name that begins at a part, and it; else the next part and None."""
    for end in range(len(parts), at, -1):
        if name := _understood(clean_spaces(text[parts[at][0] : parts[end - 1][1]]), meant):
            return end, name
    return at + 1, None


def _understood(seen: str, meant: UnitsByName) -> Name | None:
    """Return a text as a known name, alone or beside a number, a person or a post; or as a person; else None."""
    if known := _known(_bare(seen), meant):
        return Name(seen, known, worded=seen)
    if (number := number_beside(seen)) and (name := _understood(number.name, meant)) and name.known:
        return replace(name, seen=seen, has_number=True)
    if is_person(seen):
        return Name(seen, person=seen)
    if (beside := person_beside(seen)) and (name := _understood(beside[0], meant)) and name.known:
        return replace(name, seen=seen, person=beside[1])
    if (post := read_post(seen)) and (known := _office(meant) if post.is_leader else _led(post.of, meant)):
        return Name(seen, known, is_official=True, worded=seen)
    return None


def _led(text: str, meant: UnitsByName) -> str:
    """Return the unit or the group that is named behind a post; “начальники бюро” are those of all bureaus."""
    bare = _bare(text)
    every = (_known(f"{word}{bare}", meant) for word in ("", *_ALL)) if bare else ()
    return next((known for known in every if known), "")


def _office(meant: UnitsByName) -> str:
    """Return the name of the only unit that is the centre's office; "" where there is none or are several."""
    offices = {unit.name for units in meant.values() for unit in units if unit.kind is UnitKind.OFFICE}
    return offices.pop() if len(offices) == 1 else ""


def _bare(text: str) -> str:
    return without_people(text).strip(" .,:;")


def _known(bare: str, meant: UnitsByName) -> str:
    key = match_key(bare)
    alike = [key] if key in meant else [each for each in meant if are_forms_of_one(key, each)]
    return _spelling_of(alike[0], meant) if len(alike) == 1 else ""


def _spelling_of(key: str, meant: UnitsByName) -> str:
    """Return the name with match key `key`, as the list of units spells it."""
    unit = meant[key][0]
    return next(name for name in (unit.name, *unit.groups) if match_key(name) == key)


def _unknown(text: str, parts: list[tuple[int, int]]) -> list[Name]:
    return [Name(clean_spaces(text[parts[0][0] : parts[-1][1]]))] if parts else []


def known_names(meant: UnitsByName) -> list[str]:
    """Return all names of units, then all names of groups."""
    units = dict.fromkeys(unit for each in meant.values() for unit in each)
    return list(
        dict.fromkeys([*(unit.name for unit in units), *(group for unit in units for group in unit.groups)])
    )


def unknown_name(seen: str, known: list[str], place: Location) -> Finding:
    """Return the finding on a text of executors that is no known name: a person, a post, or an unknown unit."""
    if is_person(seen):
        return PLAN_PERSON_ALONE.at(place, seen=seen)
    if read_post(seen):
        return PLAN_OFFICIAL_UNCLEAR.at(place, seen=seen, sheet=UNITS.name)
    return unknown_unit(seen, known, place)


def unknown_unit(seen: str, known: list[str], place: Location) -> Finding:
    """Return the finding that no unit has this name, with the most similar name, or with all names."""
    nearest = closest_match(seen, known)
    names = ", ".join(map(quote, [nearest] if nearest else known[:_MOST_NAMED]))
    names += ", …" if not nearest and len(known) > _MOST_NAMED else ""
    return PLAN_UNIT_UNKNOWN.at(place, seen=seen, known=names)

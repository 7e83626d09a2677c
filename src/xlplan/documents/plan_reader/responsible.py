"""The names in `Відповідальний`: the units and groups that a text means, however paper spells them."""

import re
from dataclasses import dataclass

from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_kinds import PLAN_UNIT_UNKNOWN
from xlplan.domain.plan import Unit
from xlplan.domain.unit_names import without_people
from xlplan.text.inflection import are_forms_of_one
from xlplan.text.normalize import clean_spaces, closest_match, is_dash, match_key
from xlplan.text.translation import quote

UnitsByName = dict[str, tuple[Unit, ...]]
# A centre may have many units; these are enough to show how they are written.
_MOST_NAMED = 8

# Separators between two names. A name may hold all of these but the first two, so the longest known name is taken.
_WITH = r"(?:спільно|разом) (?:з|із|зі)|за участ[юі]|(?:together|jointly) with"
_BETWEEN = re.compile(
    rf"\s*[;,/&]\s*|\s*\n\s*|\s+(?:та|і|й|and|{_WITH})\s+|\s+(?=працівник)",
    re.IGNORECASE,
)
_HARD = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Name:
    """A name as written, and the known name that it means; "" where it is unknown."""

    seen: str
    known: str = ""

    @property
    def plain(self) -> bool:
        """True if the name is written as it is known."""
        return match_key(self.seen) == match_key(self.known)


def read_names(text: str, meant: UnitsByName) -> tuple[Name, ...]:
    """Return the names in a cell's text, in order. Between them stands “;”, a new line, a comma, “/”, “&” or “та”.

    A name is recognised by its own words, also in another case and after “Працівники”, where exactly one unit or
    group fits. A text between known names stays whole.

    Args:
        text: The text of the cell.
        meant: The units by match key.
    """
    if is_dash(text):
        return ()
    names: list[Name] = []
    unknown: list[tuple[int, int]] = []
    parts = _parts(text)
    at = 0
    while at < len(parts):
        end, known = _longest(text, parts, at, meant)
        if known or (unknown and _HARD.search(text[unknown[-1][1] : parts[at][0]])):
            names += _unknown(text, unknown)
            unknown = []
        if known:
            names.append(Name(clean_spaces(text[parts[at][0] : parts[end - 1][1]]), known))
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


def _longest(text: str, parts: list[tuple[int, int]], at: int, meant: UnitsByName) -> tuple[int, str]:
    """Return the end of the longest known name that begins at a part, and that name; else the next part and ""."""
    for end in range(len(parts), at, -1):
        if known := _known(_bare(text[parts[at][0] : parts[end - 1][1]]), meant):
            return end, known
    return at + 1, ""


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


def unknown_unit(seen: str, known: list[str], place: Location) -> Finding:
    """Return the finding that no unit has this name, with the most similar name, or with all names."""
    nearest = closest_match(seen, known)
    names = ", ".join(map(quote, [nearest] if nearest else known[:_MOST_NAMED]))
    names += ", …" if not nearest and len(known) > _MOST_NAMED else ""
    return PLAN_UNIT_UNKNOWN.at(place, seen=seen, known=names)

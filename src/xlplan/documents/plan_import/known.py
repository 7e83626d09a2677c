"""The centre and the units that a workspace knows, in place of values that an import would propose or ask."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.plan_import.details import DetailsFound
from xlplan.documents.plan_import.units import UnitsFound
from xlplan.documents.plan_reader.reader import read_centre
from xlplan.documents.plan_writer.noted_cells import read_noted
from xlplan.domain.findings.plan_import_kinds import IMPORT_UNIT_NEW, IMPORT_UNITS_LISTED
from xlplan.domain.plan import Unit
from xlplan.domain.sheets import DETAILS, UNITS
from xlplan.text.normalize import match_key

# A document names its centre in full, and never by its code.
_NAMES = ("code", "name", "title", "short")


class KnownCentre(Struct, frozen=True):
    """The centre and the units that a workspace knows before an import.

    Attributes:
        details: The lines of `Реквізити` about the centre, by name.
        units: The units.
    """

    details: Mapping[str, str] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()


NOTHING_KNOWN = KnownCentre()


def read_settled(path: Path) -> KnownCentre:
    """Return the centre and the units of an earlier import as far as it knew them: what it proposed has a note.

    Raises:
        OSError: The file cannot be reached.
    """
    centre = read_centre(path)
    if centre is None:
        return NOTHING_KNOWN
    details, units = centre
    noted = read_noted(path)
    own = tuple(unit for at, unit in enumerate(units) if (UNITS.name, at, "code") not in noted)
    # A note stands at the first unit of a group alone, so it is of every unit of the group.
    if any((sheet, column) == (UNITS.name, "groups") for sheet, _row, column in noted):
        own = tuple(replace(unit, groups=()) for unit in own)
    settled = {name: text for name, text in details.items() if (DETAILS.name, -1, name) not in noted}
    return KnownCentre(settled, own)


def with_known_details(about: DetailsFound, known: KnownCentre) -> DetailsFound:
    """Return the details with what is known, where the document does not give it or it is only proposed."""
    doubted = {name for name, _finding in about.doubts}
    taken = {
        name: value
        for name in _NAMES
        if (value := known.details.get(name)) and (name not in about.details or _is_own(name, doubted))
    }
    details: dict[str, str | date] = {**about.details, **taken}
    return replace(about, details=details, doubts=tuple(each for each in about.doubts if each[0] not in taken))


def _is_own(name: str, doubted: set[str]) -> bool:
    """Tell if a proposed line gives way to what is known. The full name stays: it is the document's own."""
    return name in doubted and name != "title"


def with_known_units(found: UnitsFound, known: KnownCentre) -> UnitsFound:
    """Return the units with the codes, kinds and addresses that are known; what is known is not doubted."""
    by_name = {match_key(unit.name): unit for unit in known.units}
    settled = [by_name.get(match_key(unit.name)) for unit in found.units]
    units = tuple(
        replace(unit, code=own.code, kind=own.kind, email=own.email) if own else unit
        for unit, own in zip(found.units, settled, strict=True)
    )
    listed = ", ".join(unit.name for unit in known.units)
    new = [
        (at, "name", IMPORT_UNIT_NEW.at(name=unit.name, known=listed))
        for at, unit in enumerate(found.units)
        if known.units and settled[at] is None
    ]
    every = all(settled) and len(settled) == len(known.units)
    doubts = tuple(
        (at, column, finding)
        for at, column, finding in found.doubts
        if not (settled[at] and column != "groups" and (finding.kind is not IMPORT_UNITS_LISTED or every))
    )
    return replace(found, units=units, doubts=(*doubts, *new))

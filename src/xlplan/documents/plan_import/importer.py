"""A document in the centre's own layout as the cells of a plan workbook, with what is doubtful in them."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from xlplan.documents.plan_import.details import DetailsFound, read_details_around
from xlplan.documents.plan_import.doubts import Doubt
from xlplan.documents.plan_import.events import share_cells
from xlplan.documents.plan_import.figures import indicator_rows, short_name
from xlplan.documents.plan_import.known import NOTHING_KNOWN, KnownCentre, with_known_details, with_known_units
from xlplan.documents.plan_import.rows import (
    ImportedRow,
    column_by_cell,
    executors_of,
    persons_of,
    plan_cells,
    read_rows,
    with_target,
)
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_import.table import FoundTable, find_table
from xlplan.documents.plan_import.units import UnitsFound, find_units
from xlplan.documents.plan_reader.cleanup import TARGETS
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_writer.cells import PlanCell, PlanRows
from xlplan.domain.findings.finding import Finding, Location, Severity
from xlplan.domain.findings.plan_import_kinds import IMPORT_LINE_LEFT_OUT, IMPORT_PERSONS_LEFT_OUT
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_QUARTER_BY_TERM,
    IMPORT_SHORT_NAME,
    IMPORT_TARGET_SUMMED,
)
from xlplan.domain.findings.plan_kinds import (
    PLAN_CENTRE_ROW,
    PLAN_CODE_TAKEN,
    PLAN_LEVEL_EMPTY,
    PLAN_NAME_UNDERSTOOD,
)
from xlplan.domain.findings.plan_layout_kinds import PLAN_HEADINGS_READ
from xlplan.domain.period_reading import read_period
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, UNITS
from xlplan.domain.target_reading import read_target
from xlplan.domain.term_reading import read_term
from xlplan.domain.unit_of_measure import to_number
from xlplan.text.translation import _

# Every plan on paper has these, and the lists of columns, units and measures that are printed show them.
_USUAL = (PLAN_HEADINGS_READ, PLAN_CODE_TAKEN, PLAN_NAME_UNDERSTOOD, PLAN_CENTRE_ROW, PLAN_LEVEL_EMPTY)


class ImportedPlan(Struct, frozen=True):
    """A plan as it was understood.

    Attributes:
        rows: The cells of its workbook.
        doubts: The cells that a person should look at.
        units: The units, as they are written into the workbook.
        headings: How the headings of the table are read.
        findings: What was seen in the document and is in no cell, or is there otherwise.
    """

    rows: PlanRows
    doubts: tuple[Doubt, ...] = ()
    units: UnitsFound = field(default_factory=UnitsFound)
    headings: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()


def import_source(source: Source, known: KnownCentre = NOTHING_KNOWN) -> ImportedPlan | tuple[Finding, ...]:
    """Return the plan in a document, or the findings that say why there is none.

    Args:
        source: The document.
        known: What the workspace knows of its centre already.
    """
    table = find_table(source)
    if not isinstance(table, FoundTable):
        return table
    about = with_known_details(read_details_around(table.above, table.below), known)
    period = read_period(str(about.details.get("period", "")))
    quarters = period[1] if period else ()
    details, found, short = _names(table, about, known)
    units = with_known_units(found, known)
    told: list[Finding] = []
    own = [str(details[name]) for name in ("short", "name", "title") if details.get(name)]
    rows = read_rows(indicator_rows(table.rows, units, own), units, told)
    rows, doubts = _with_sums(rows)
    rows, by_term = _with_quarters(rows, quarters)
    shares, share_doubts = share_cells(rows, units, quarters)
    doubts = [*_details_doubts(about, short), *_unit_doubts(units), *doubts, *by_term, *share_doubts]
    doubts += _executor_doubts(rows, table.rows, units)
    # What was seen in the document's tables is seen again in that of the plan.
    findings = dict.fromkeys([*source.findings, *table.findings, *told])
    seen, cell_doubts = _findings_by_cell(list(findings), rows)
    place = Location(source.file)
    left = [IMPORT_LINE_LEFT_OUT.at(place, seen=line) for line in about.unread]
    if persons := dict.fromkeys(person for row in table.rows for person in persons_of(row, units)):
        left.append(IMPORT_PERSONS_LEFT_OUT.at(place, seen="; ".join(persons).rstrip(".")))
    return ImportedPlan(
        PlanRows(details, _unit_cells(units.units), plan_cells(rows, quarters), shares),
        tuple(dict.fromkeys([*doubts, *cell_doubts])),
        units,
        tuple(finding for finding in table.findings if finding.kind is PLAN_HEADINGS_READ),
        (*seen, *left),
    )


def _names(
    table: FoundTable, about: DetailsFound, known: KnownCentre
) -> tuple[Mapping[str, str | date], UnitsFound, str]:
    """Return the details, the units, and the centre's short name where rows of figures give it; else ""."""
    texts = _executor_texts(table.rows)
    title = str(about.details.get("title", ""))
    own = [str(about.details[name]) for name in ("title", "name", "short") if about.details.get(name)]
    short = (
        "" if about.details.get("short") else short_name(table.rows, find_units(texts, own, known.units), title)
    )
    details = {**about.details, "short": short} if short else about.details
    return details, find_units(texts, [*own, *([short] if short else [])], known.units), short


def _executor_texts(rows: Sequence[Row]) -> list[str]:
    """Return the texts of the executors' column, once for each cell: one merged downward is one."""
    texts: list[str] = []
    before: tuple[object, object] = (None, None)
    for row in rows:
        value = row.value("responsible")
        now = (value, row.value("measure") or before[1])
        if isinstance(value, str) and now != before:
            texts.append(value)
        before = now
    return texts


def _unit_cells(units: Sequence[Unit]) -> list[dict[str, PlanCell]]:
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": _(unit.kind.value),
            "groups": "; ".join(unit.groups),
            "email": unit.email,
        }
        for unit in units
    ]


def _details_doubts(about: DetailsFound, short: str) -> list[Doubt]:
    doubts = [
        Doubt(DETAILS.name, -1, name, finding) for name, finding in about.doubts if not (short and name == "short")
    ]
    if short:
        doubts.append(Doubt(DETAILS.name, -1, "short", IMPORT_SHORT_NAME.at(name=short, sheet=SHARES.name)))
    return doubts


def _unit_doubts(units: UnitsFound) -> list[Doubt]:
    return [Doubt(UNITS.name, at, name, finding) for at, name, finding in units.doubts]


def _executor_doubts(rows: Sequence[ImportedRow], read: Sequence[Row], units: UnitsFound) -> list[Doubt]:
    """Return the doubts of executors that name no unit, each once for a cell."""
    cells = {(row.grid.sheet, row.at): row for row in read}
    doubts: list[Doubt] = []
    before: object = None
    for at, each in enumerate(rows):
        row = cells[each.row.grid.sheet, each.row.at]
        if each.is_empty or row.value("responsible") == before:
            continue
        before = row.value("responsible")
        doubts += [
            Doubt(PLAN.name, at, "responsible", name.doubt) for name in executors_of(row, units) if name.doubt
        ]
    return doubts


def _with_sums(rows: Sequence[ImportedRow]) -> tuple[list[ImportedRow], list[Doubt]]:
    """Return the rows, those with the numbers of units alone with the sums of these as targets, marked."""
    whole: list[ImportedRow] = []
    doubts: list[Doubt] = []
    for at, own in enumerate(rows):
        row = own
        for name in TARGETS if own.lacks_target else ():
            targets = [read_target(figures.row.value(name)) for figures in own.units]
            counts = [target.count for target in targets if target and target.count is not None]
            if counts and len(counts) == sum(bool(figures.row.text(name)) for figures in own.units):
                number = to_number(sum(counts))
                row = with_target(row, name, number)
                doubts.append(Doubt(PLAN.name, at, name, IMPORT_TARGET_SUMMED.at(number=number)))
        whole.append(row)
    return whole, doubts


def _with_quarters(
    rows: Sequence[ImportedRow], quarters: tuple[Quarter, ...]
) -> tuple[list[ImportedRow], list[Doubt]]:
    """Return the rows, those of a yearly plan with a number in all in the quarter of their term, marked."""
    placed: list[ImportedRow] = []
    doubts: list[Doubt] = []
    for at, own in enumerate(rows):
        row = own
        target = read_target(own.row.value("total"))
        is_alone = len(quarters) > 1 and not any(own.row.text(name) for name in QUARTER_COLUMNS)
        term = read_term(own.levels["term"])
        due = term.quarters_of(quarters) if term and is_alone and target and target.count is not None else ()
        if len(due) == 1:
            name = QUARTER_COLUMNS[due[0].number - 1]
            row = with_target(own, name, own.row.value("total"))
            told = IMPORT_QUARTER_BY_TERM.at(number=own.row.text("total"), term=own.levels["term"])
            doubts.append(Doubt(PLAN.name, at, name, told))
        placed.append(row)
    return placed, doubts


def _findings_by_cell(
    findings: Sequence[Finding], rows: Sequence[ImportedRow]
) -> tuple[list[Finding], list[Doubt]]:
    """Return what is told of the document, and as doubts what is said of cells that are in the workbook."""
    columns = column_by_cell(rows)
    seen: list[Finding] = []
    doubts: list[Doubt] = []
    for finding in findings:
        spot = columns.get((finding.location.sheet, finding.location.cell))
        if finding.kind in _USUAL:
            continue
        if spot and finding.severity is not Severity.NOTE:
            doubts.append(Doubt(PLAN.name, *spot, finding))
        else:
            seen.append(finding)
    return seen, doubts

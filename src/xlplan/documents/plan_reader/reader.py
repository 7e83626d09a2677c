"""The reader of the plan workbook: a plan, or every fault with its cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from xlplan.documents.plan_reader.across_units import ratio_faults
from xlplan.documents.plan_reader.cleanup import clean_rows, merge_centre_rows
from xlplan.documents.plan_reader.column_shift import shifted_columns
from xlplan.documents.plan_reader.details import (
    detail_texts,
    read_details,
    read_quarters,
    read_units,
    units_by_name,
)
from xlplan.documents.plan_reader.grid import Grid
from xlplan.documents.plan_reader.measures import read_measures
from xlplan.documents.plan_reader.merged_cells import spread_targets
from xlplan.documents.plan_reader.previous_codes import place_of_descent
from xlplan.documents.plan_reader.responsible import UnitsByName
from xlplan.documents.plan_reader.shares import read_shares
from xlplan.documents.plan_reader.table import Row, find_grid, rows_below
from xlplan.documents.plan_reader.workbook import open_grids
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.findings.plan_kinds import PLAN_SHEET_EMPTY
from xlplan.domain.plan import Centre, EmptyLevel, Measure, Plan, PlannedEvent, Share, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, UNITS, Sheet
from xlplan.text.translation import _


class PlanReading(Struct, frozen=True):
    """The content of a plan workbook as far as it is clear, also where something must be corrected first."""

    centre: Centre | None
    units: tuple[Unit, ...]
    measures: tuple[Measure, ...]
    shares: tuple[Share, ...]
    events: tuple[PlannedEvent, ...]
    findings: tuple[Finding, ...]
    # By row code, the cell in which a person says what the row continues.
    places: Mapping[str, Location] = field(default_factory=dict)
    empty_levels: tuple[EmptyLevel, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan; None where a finding is an error."""
        if self.centre is None or errors_of(self.findings):
            return None
        return Plan(self.centre, self.units, self.measures, self.shares, self.events, self.empty_levels)


def read_beginning(path: Path) -> tuple[dict[str, str], tuple[Unit, ...]] | None:
    """Return the details and the units of a plan workbook that holds no measure and no share; None for any other.

    Raises:
        OSError: The file cannot be reached.
    """
    grids, damage = open_grids(path)
    if damage or any(_rows(grids, sheet, path, [], may_be_empty=True) for sheet in (PLAN, SHARES)):
        return None
    return _centre_of(grids, path)


def read_centre(path: Path) -> tuple[dict[str, str], tuple[Unit, ...]] | None:
    """Return the details and the units of a plan workbook; None where the file is none.

    Raises:
        OSError: The file cannot be reached.
    """
    grids, damage = open_grids(path)
    return None if damage else _centre_of(grids, path)


def _centre_of(grids: dict[str, Grid], path: Path) -> tuple[dict[str, str], tuple[Unit, ...]] | None:
    details = find_grid(grids, DETAILS, path.name, [])
    units = read_units(_rows(grids, UNITS, path, [], may_be_empty=True), [])
    return (detail_texts(details), units) if details else None


def read_plan(path: Path) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Return the plan in a workbook, and all findings. There is no plan where a finding is an error.

    Headings and words are read in either language. Source of the rules: design, plan workbook.

    Raises:
        OSError: The file cannot be reached.
    """
    understood = interpret_plan(path)
    return understood.plan, understood.findings


def interpret_plan(path: Path) -> PlanReading:
    """Read a plan workbook (xlsx, xlsm, ods or xls) as far as it is clear, with all findings at once.

    Measures keep the plan's own order.

    Raises:
        OSError: The file cannot be reached.
    """
    grids, damage = open_grids(path)
    if damage:
        return PlanReading(None, (), (), (), (), (damage,))
    findings: list[Finding] = []
    details = find_grid(grids, DETAILS, path.name, findings)
    centre = read_details(details, findings) if details else None
    # Without a centre the targets are still read: every fault is told at once.
    quarters = centre.quarters if centre else read_quarters(details) if details else ()
    units = read_units(_rows(grids, UNITS, path, findings), findings)
    meant = units_by_name(units)
    table = _plan_rows(grids, path, meant, quarters, findings)
    rows = merge_centre_rows(table or (), centre, units, findings)
    planned = read_measures(rows, meant, quarters, findings)
    findings += ratio_faults(planned.measures, planned.rows, units)
    rows = _rows(grids, SHARES, path, findings, may_be_empty=True)
    # Where nobody can read the measures, every share would be one of an unknown measure.
    rows = () if table is None else rows
    measures, shares, events = read_shares(rows, planned, units, quarters, findings)
    places = {key: place_of_descent(row, key) for key, row in planned.rows.items()}
    return PlanReading(centre, units, measures, shares, events, tuple(findings), places, planned.empty_levels)


def _rows(
    grids: dict[str, Grid], sheet: Sheet, path: Path, findings: list[Finding], may_be_empty: bool = False
) -> tuple[Row, ...]:
    grid = find_grid(grids, sheet, path.name, findings)
    rows = rows_below(grid, sheet, findings) if grid else None
    rows = rows and clean_rows(rows, sheet, findings)
    if grid and rows == () and not may_be_empty:
        findings.append(PLAN_SHEET_EMPTY.at(grid.place(0, 0), sheet=grid.sheet))
    return rows or ()


def _plan_rows(
    grids: dict[str, Grid],
    path: Path,
    meant: UnitsByName,
    quarters: tuple[Quarter, ...],
    findings: list[Finding],
) -> tuple[Row, ...] | None:
    """Return the rows of `План`; None, with findings, where nobody can tell its columns."""
    grid = find_grid(grids, PLAN, path.name, findings)
    if grid is None:
        return None
    told: list[Finding] = []
    rows = rows_below(grid, PLAN, told, quarters)
    if rows and (shifted := shifted_columns(rows, meant)):
        findings.append(shifted)
        return None
    findings += told
    rows = rows and clean_rows(spread_targets(rows, quarters, findings), PLAN, findings)
    if rows == ():
        findings.append(PLAN_SHEET_EMPTY.at(grid.place(0, 0), sheet=grid.sheet))
    return rows


def find_plan(
    files: Sequence[Path], folder: Path, quarters: tuple[Quarter, ...]
) -> tuple[Plan, Path, tuple[Finding, ...]]:
    """Return the one plan among `files` that covers all these quarters, its workbook and its findings.

    Args:
        files: The plan workbooks of `folder`.
        folder: The folder, for the message.
        quarters: The quarters to cover.

    Raises:
        XlplanError: No plan or several plans cover them, or the workbooks cannot be read.
    """
    plans: list[tuple[Plan, Path, tuple[Finding, ...]]] = []
    faulty: list[Finding] = []
    for path in files:
        plan, findings = read_plan(path)
        if plan is None:
            faulty += errors_of(findings)
        else:
            plans.append((plan, path, findings))
    covering = [each for each in plans if set(quarters) <= set(each[0].centre.quarters)]
    if len(covering) == 1:
        return covering[0]
    wanted = ", ".join(str(quarter) for quarter in quarters)
    if covering:
        raise XlplanError(
            _("Several plan workbooks cover {quarter}: {files}. Leave one of them in {folder}.").format(
                quarter=wanted,
                files=", ".join(path.name for _plan, path, _findings in covering),
                folder=folder,
            )
        )
    if faulty:
        raise XlplanError(*(str(finding) for finding in faulty))
    known = ", ".join(str(each) for plan, _path, _findings in plans for each in plan.centre.quarters)
    if len(quarters) > 1:
        raise XlplanError(
            _("No plan covers all of {quarters}; covered: {known}. Name one of these.").format(
                quarters=wanted, known=known
            )
        )
    raise XlplanError(
        _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
            quarter=wanted, known=known
        )
    )

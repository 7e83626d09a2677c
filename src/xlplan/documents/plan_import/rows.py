"""The rows of a plan's table as rows of `План`: levels filled down, codes and events told apart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_import.figures import IndicatorRow, UnitFigures
from xlplan.documents.plan_import.units import Executor, UnitsFound, read_executors
from xlplan.documents.plan_reader.cleanup import TARGETS
from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.event_lists import EventList
from xlplan.documents.plan_reader.grid import cell_text
from xlplan.documents.plan_reader.levels import HEADS, LEVELS, fill_levels
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_writer.cells import PlanCell, mark_absent_levels
from xlplan.domain.findings.finding import Finding
from xlplan.domain.quarter import Quarter
from xlplan.domain.unit_of_measure import to_number
from xlplan.text.normalize import is_dash

_COUNT = re.compile(r"\d{1,12}")
_WORDS = ("indicator", "counting", "note", "adds_up", "better", "unit_of_measure", "across_units", "continues")


class ImportedRow(Struct, frozen=True):
    """A row for `План`.

    Attributes:
        row: The row of the table; its targets are those of the centre.
        levels: The texts from direction to term.
        lists: The events in the measure's cell.
        units: The figures of units under the indicator.
        lacks_target: The table gives numbers for units and none for the centre.
        is_empty: The row is that of a level without a measure.
        named: The names in the executors' cell that is in force in the row.
        words: The executors in the words of the document; "" where these are the names.
    """

    row: Row
    levels: Mapping[str, str]
    lists: tuple[EventList, ...] = ()
    units: tuple[UnitFigures, ...] = ()
    lacks_target: bool = False
    is_empty: bool = False
    named: tuple[Executor, ...] = ()
    words: str = ""


def executors_of(row: Row, found: UnitsFound) -> tuple[Executor, ...]:
    """Return the names in a row's cell of executors. A person beside them is left out."""
    every = _every_name(row, found)
    return tuple(each for each in every if not each.is_person) or every


def persons_of(row: Row, found: UnitsFound) -> tuple[str, ...]:
    """Return the persons who are left out of a row's cell of executors."""
    names = executors_of(row, found)
    return tuple(each.seen for each in _every_name(row, found) if each not in names)


def _every_name(row: Row, found: UnitsFound) -> tuple[Executor, ...]:
    value = row.value("responsible")
    return read_executors(value, found) if isinstance(value, str) and not is_dash(value) else ()


def read_rows(rows: Sequence[IndicatorRow], found: UnitsFound, findings: list[Finding]) -> list[ImportedRow]:
    """Return the rows with their levels. Executors stand in the words of the document, where these can be read."""
    beside = {_spot(each.row): each for each in rows}
    meant = units_by_name(found.units)
    named = tuple(_with_names(each.row, found, meant) for each in rows)
    imported: list[ImportedRow] = []
    for each in fill_levels(named, meant, findings):
        own = beside[_spot(each.row)]
        executors = executors_of(own.row, found)
        if not executors and imported and imported[-1].levels["code"] == each.levels["code"]:
            executors = imported[-1].named
        row = ImportedRow(each.row, each.levels, each.lists, own.units, own.lacks_target, each.is_empty, executors)
        row = replace(row, words="; ".join(each.executors))
        imported.append(row)
    return imported


def _spot(row: Row) -> tuple[str, int]:
    return row.grid.sheet, row.at


def _with_names(row: Row, found: UnitsFound, meant: UnitsByName) -> Row:
    names = "; ".join(dict.fromkeys(_words(each, meant) for each in executors_of(row, found)))
    return row.with_value("responsible", names) if names else row


def _words(executor: Executor, meant: UnitsByName) -> str:
    """Return an executor as typed, where a plan workbook reads the same from it; else his name, as for a post."""
    names = read_names(executor.seen, meant)
    is_read = executor.is_known and len(names) == 1 and names[0].known == executor.name
    return names[0].words if is_read and not executor.is_official else executor.name


def plan_cells(rows: Iterable[ImportedRow], quarters: tuple[Quarter, ...]) -> list[dict[str, PlanCell]]:
    """Return the rows of `План`. Targets stand as they are typed.

    Args:
        rows: The rows.
        quarters: The quarters of the plan; empty where its period is unclear.
    """
    cells: list[dict[str, PlanCell]] = []
    for each in rows:
        names = HEADS if each.is_empty else LEVELS
        own: dict[str, PlanCell] = {name: each.levels[name] if name in names else "" for name in LEVELS}
        own["responsible"] = each.words or own["responsible"]
        if each.is_empty:
            own["note"] = each.row.text("note")
        else:
            own |= {name: each.row.text(name) for name in _WORDS if each.row.text(name)}
            own |= target_cells(each.row, quarters)
        cells.append(mark_absent_levels(own, cells[-1] if cells else {}))
    return cells


def target_cells(row: Row, quarters: tuple[Quarter, ...]) -> dict[str, PlanCell]:
    """Return the targets of a row as typed. The count of a plan for one quarter is its total too."""
    cells = {name: cell for name in TARGETS if (cell := typed_cell(row, name)) != ""}
    if len(quarters) == 1 and set(cells) == {"total"} and isinstance(cells["total"], int):
        cells[QUARTER_COLUMNS[quarters[0].number - 1]] = cells["total"]
    return cells


def typed_cell(row: Row, name: str) -> PlanCell:
    """Return the cell of a target as typed: a plain number as a number, a dash as the answer that it is."""
    value = row.value(name)
    if value is None and name in row.columns:
        dash = row.grid.value(row.elsewhere.get(name, row.at), row.columns[name])
        return dash.strip() if isinstance(dash, str) and is_dash(dash) else ""
    return _cell(value)


def _cell(value: object) -> PlanCell:
    if isinstance(value, bool) or value is None or isinstance(value, date):
        return cell_text(value)
    if isinstance(value, int | float | Decimal):
        return to_number(Decimal(str(value)))
    text = cell_text(value)
    return int(text) if _COUNT.fullmatch(text) else text


def column_by_cell(rows: Sequence[ImportedRow]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the position of each row and the name of the column by sheet and address of the table's cell."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for at, each in enumerate(rows):
        for name in each.row.columns:
            place = each.row.place(name)
            found.setdefault((place.sheet, place.cell), (at, name))
    return found


def with_target(row: ImportedRow, name: str, value: object) -> ImportedRow:
    """Return a row with another target."""
    return replace(row, row=row.row.with_value(name, value))

"""Cells that the checks of a plan workbook read: addresses for formulas, contents for values.

Rows count from 1, as in formulas. `last` is the last row of the ranges.
"""

from collections.abc import Iterable, Mapping
from itertools import compress
from typing import cast

from xlsxwriter.utility import xl_col_to_name

from xlplan.documents.cell_values import Scalar, Value, cell_value, equal
from xlplan.documents.formulas import Expression
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_writer.cells import PlanCell, PlanRows, spreadsheet_value
from xlplan.documents.plan_writer.checks import (
    CHECK,
    PERIOD,
    PLAN_QUARTERS,
    ROW_QUARTERS,
    column_of,
    plan_check,
    share_check,
)
from xlplan.documents.plan_writer.guidance import FIRST_ROW
from xlplan.domain.sheets import DETAIL_LINES, DETAILS, PLAN, SHARES, Sheet


def formula_texts(check: Expression, sheet: Sheet, rows: Iterable[int], last: int) -> list[str]:
    """Return the formula of a check, without its `=`, for rows of its sheet."""
    ranges, letters = _range_addresses(last), _letters(sheet)
    return [check.excel({**ranges, **_row_addresses(sheet, letters, row)}) for row in rows]


def plan_checks(rows: PlanRows) -> list[str]:
    """Return what `Перевірка` shows in each row of `План`."""
    return _values(plan_check(), rows.plan, _range_contents(rows))


def share_checks(rows: PlanRows) -> list[str]:
    """Return what `Частки разом` shows in each row of `Розподіл`."""
    return _values(share_check(), rows.shares, _range_contents(rows))


def _values(check: Expression, rows: Iterable[Mapping[str, PlanCell]], ranges: Mapping[str, Value]) -> list[str]:
    names = sorted(check.names - {*ranges, ROW_QUARTERS.name})
    # Rows with equal cells show the same text. A count that is split among many units has many such rows.
    known: dict[tuple[Scalar, ...], str] = {}
    of_code: dict[Scalar, Mapping[str, Value]] = {}
    shown = []
    for row in rows:
        contents = tuple(_content(row, name) for name in names)
        if contents not in known:
            quarters = tuple(_content(row, name) for name in QUARTER_COLUMNS)
            code = _content(row, "code")
            if code not in of_code:
                of_code[code] = _rows_of_code(ranges, code)
            cells = {**of_code[code], **dict(zip(names, contents, strict=True)), ROW_QUARTERS.name: quarters}
            known[contents] = str(check.value(cells))
        shown.append(known[contents])
    return shown


def _range_addresses(last: int) -> dict[str, str]:
    line = FIRST_ROW - 1 + [detail.name for detail in DETAIL_LINES].index("period")
    addresses = {PERIOD.name: f"'{DETAILS.shown}'!$B${line}"}
    for sheet in (PLAN, SHARES):
        for name, letter in _letters(sheet).items():
            addresses[column_of(sheet, name).name] = _range(sheet, letter, letter, last)
    first, fourth = (_letters(PLAN)[name] for name in (QUARTER_COLUMNS[0], QUARTER_COLUMNS[-1]))
    return {**addresses, PLAN_QUARTERS.name: _range(PLAN, first, fourth, last)}


def _range(sheet: Sheet, left: str, right: str, last: int) -> str:
    return f"'{sheet.shown}'!${left}${FIRST_ROW}:${right}${last}"


def _row_addresses(sheet: Sheet, letters: Mapping[str, str], row: int) -> dict[str, str]:
    addresses = {name: f"${letter}{row}" for name, letter in letters.items()}
    # The check stands to the right of the columns.
    addresses[CHECK.name] = f"${xl_col_to_name(len(sheet.columns))}{row}"
    if sheet is PLAN:
        addresses[ROW_QUARTERS.name] = f"{addresses[QUARTER_COLUMNS[0]]}:{addresses[QUARTER_COLUMNS[-1]]}"
    return addresses


def _letters(sheet: Sheet) -> dict[str, str]:
    return {column.name: xl_col_to_name(position) for position, column in enumerate(sheet.columns)}


def _range_contents(rows: PlanRows) -> dict[str, Value]:
    """Return the filled rows of every range; the blank rows below them change no check."""
    contents: dict[str, Value] = {PERIOD.name: cell_value(rows.details.get("period"))}
    for sheet, rows_of_sheet in ((PLAN, rows.plan), (SHARES, rows.shares)):
        for column in sheet.columns:
            cells = tuple(_content(row, column.name) for row in rows_of_sheet)
            contents[column_of(sheet, column.name).name] = cells
    contents[PLAN_QUARTERS.name] = tuple(contents[column_of(PLAN, name).name] for name in QUARTER_COLUMNS)
    return contents


def _rows_of_code(ranges: Mapping[str, Value], code: Scalar) -> dict[str, Value]:
    """Return the ranges without the rows of other codes.

    A check adds up rows of its own code alone. To find them once, and not in each sum, makes long plans fast.
    """
    kept = dict(ranges)
    for sheet in (PLAN, SHARES):
        codes = _column(ranges, sheet, "code")
        is_own = [equal(each, code) for each in codes]
        for column in sheet.columns:
            own = tuple(compress(_column(ranges, sheet, column.name), is_own))
            kept[column_of(sheet, column.name).name] = own
    kept[PLAN_QUARTERS.name] = tuple(kept[column_of(PLAN, name).name] for name in QUARTER_COLUMNS)
    return kept


def _column(ranges: Mapping[str, Value], sheet: Sheet, name: str) -> tuple[Scalar, ...]:
    return cast(tuple[Scalar, ...], ranges[column_of(sheet, name).name])


def _content(row: Mapping[str, PlanCell], name: str) -> Scalar:
    return cell_value(spreadsheet_value(row.get(name, "")))

"""Looks of a plan workbook that react to typing: grey repeated texts, red sums that do not fit."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from xlplan.documents.formulas import Expression
from xlplan.documents.plan_writer.check_cells import formula_texts
from xlplan.documents.plan_writer.checks import check_fits, check_is_fault, shares_differ, total_differs
from xlplan.documents.plan_writer.guidance import FIRST_ROW
from xlplan.documents.style import FAULT, MUTED, STATUS_INK, Formats
from xlplan.domain.sheets import PLAN, SHARES, Sheet
from xlplan.domain.status import Status

# A text that repeats the row above. Editors need it, so it is legible; it is told by its slant too.
_REPEATED = {"font_color": MUTED, "italic": True}
_LEVELS = ("direction", "task", "subtask", "purpose")


def colour_plan(formats: Formats, sheet: Any, last: int) -> None:
    """Make repeated texts grey, and a total and its check red where the sums do not fit."""
    letters = {column.name: xl_col_to_name(position) for position, column in enumerate(PLAN.columns)}
    row, above = FIRST_ROW, FIRST_ROW - 1
    repeated = formats.conditional(**_REPEATED)
    for name in (*_LEVELS, "code", "measure", "responsible", "term"):
        letter = letters[name]
        same = letter if name in _LEVELS else letters["code"]
        condition = f'AND(${letter}{row}<>"",${letter}{row}=${letter}{above},${same}{row}=${same}{above})'
        _add_rule(sheet, _column_range(letter, last), condition, repeated)
    fault = formats.conditional(bg_color=FAULT)
    _add_rule(sheet, _column_range(letters["total"], last), _condition(total_differs(), PLAN, last), fault)
    check = xl_col_to_name(len(PLAN.columns))
    _add_rule(
        sheet,
        _column_range(check, last),
        _condition(check_is_fault(), PLAN, last),
        formats.conditional(bg_color=FAULT, font_color=STATUS_INK[Status.SHORT]),
    )
    _add_rule(
        sheet,
        _column_range(check, last),
        _condition(check_fits(), PLAN, last),
        formats.conditional(font_color=STATUS_INK[Status.MET]),
    )


def colour_shares(formats: Formats, sheet: Any, last: int) -> None:
    """Make repeated codes and indicators grey, and a sum of shares red that is not the target."""
    row, above = FIRST_ROW, FIRST_ROW - 1
    repeated = formats.conditional(**_REPEATED)
    for letter in ("A", "B"):
        condition = f'AND(${letter}{row}<>"",$A{row}=$A{above},${letter}{row}=${letter}{above})'
        _add_rule(sheet, _column_range(letter, last), condition, repeated)
    check = xl_col_to_name(len(SHARES.columns))
    _add_rule(
        sheet,
        _column_range(check, last),
        _condition(shares_differ(), SHARES, last),
        formats.conditional(bg_color=FAULT, font_color=STATUS_INK[Status.SHORT]),
    )


def _condition(check: Expression, sheet: Sheet, last: int) -> str:
    (text,) = formula_texts(check, sheet, [FIRST_ROW], last)
    return text


def _column_range(letter: str, last: int) -> str:
    return f"{letter}{FIRST_ROW}:{letter}{last}"


def _add_rule(sheet: Any, cells: str, condition: str, cell_format: Any) -> None:
    rule = {"type": "formula", "criteria": f"={condition}", "format": cell_format}
    sheet.conditional_format(cells, rule)

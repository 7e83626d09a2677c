"""The colours of a plan workbook that follow what one types: pale repeated texts, red sums that do not fit."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from xlplan.documents.formulas import Expression
from xlplan.documents.plan_writer.check_cells import formula_texts
from xlplan.documents.plan_writer.checks import check_fits, check_is_fault, shares_differ, total_differs
from xlplan.documents.plan_writer.guidance import FIRST_ROW
from xlplan.documents.style import FAULT, STATUS_INK, Formats
from xlplan.domain.sheets import PLAN, SHARES, Sheet
from xlplan.domain.status import Status

# A text that repeats the row above: there for whoever edits, out of the way of whoever reads.
_REPEATED = "#DDE2EA"
_GROUPS = ("direction", "task", "subtask", "purpose")


def colour_plan(formats: Formats, sheet: Any, last: int) -> None:
    """Pale repeated texts; a red total, and a red check, where the sums do not fit."""
    at = {column.name: xl_col_to_name(position) for position, column in enumerate(PLAN.columns)}
    row, above = FIRST_ROW, FIRST_ROW - 1
    pale = formats.bare(font_color=_REPEATED)
    for name in (*_GROUPS, "code", "measure", "responsible", "term"):
        same = at[name] if name in _GROUPS else at["code"]
        condition = f'AND(${at[name]}{row}<>"",${at[name]}{row}=${at[name]}{above},${same}{row}=${same}{above})'
        _colour(sheet, _down(at[name], last), condition, pale)
    fault = formats.bare(bg_color=FAULT)
    _colour(sheet, _down(at["total"], last), _condition(total_differs(), PLAN, last), fault)
    check = xl_col_to_name(len(PLAN.columns))
    _colour(
        sheet,
        _down(check, last),
        _condition(check_is_fault(), PLAN, last),
        formats.bare(bg_color=FAULT, font_color=STATUS_INK[Status.SHORT]),
    )
    _colour(
        sheet,
        _down(check, last),
        _condition(check_fits(), PLAN, last),
        formats.bare(font_color=STATUS_INK[Status.MET]),
    )


def colour_shares(formats: Formats, sheet: Any, last: int) -> None:
    """Pale repeated codes and indicators; a red sum of shares that is not the target."""
    row, above = FIRST_ROW, FIRST_ROW - 1
    pale = formats.bare(font_color=_REPEATED)
    for letter in ("A", "B"):
        condition = f'AND(${letter}{row}<>"",$A{row}=$A{above},${letter}{row}=${letter}{above})'
        _colour(sheet, _down(letter, last), condition, pale)
    check = xl_col_to_name(len(SHARES.columns))
    _colour(
        sheet,
        _down(check, last),
        _condition(shares_differ(), SHARES, last),
        formats.bare(bg_color=FAULT, font_color=STATUS_INK[Status.SHORT]),
    )


def _condition(check: Expression, sheet: Sheet, last: int) -> str:
    (text,) = formula_texts(check, sheet, [FIRST_ROW], last)
    return text


def _down(letter: str, last: int) -> str:
    return f"{letter}{FIRST_ROW}:{letter}{last}"


def _colour(sheet: Any, reach: str, condition: str, look: Any) -> None:
    rule = {"type": "formula", "criteria": f"={condition}", "format": look}
    sheet.conditional_format(reach, rule)

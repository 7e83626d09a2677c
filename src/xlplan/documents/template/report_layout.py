"""The box at the top of `Звіт` that says whether it can be sent, and the colours that lead to what is missing."""

from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.formulas import quoted
from xlplan.documents.template import row_state as states
from xlplan.documents.template.columns import Columns
from xlplan.documents.template.entry_cells import ENTRY_BRIGHT
from xlplan.domain.plan import Issue
from xlplan.domain.status import Status
from xlplan.text.translation import _


def write_box(
    sheet: Any, formats: style.Formats, columns: Columns, issue: Issue, said: list[str], rows: tuple[int, int]
) -> None:
    """Writes the box. `said`: what the states say; `rows`: the first and the last row that has one, from 0."""
    first, end = columns.at["reason"], columns.at["state"]
    cells = xl_range_abs(rows[0], end, rows[1], end)
    owed = states.owed(issue.rows)
    fill = {"bg_color": "#FFF1CC", "font_color": "#7A5A00", "valign": "vcenter", "bold": True, "indent": 1}
    lines = (
        (states.verdict_formula(cells), states.verdict(said), {"font_size": 13, "top": 2}),
        (states.progress_formula(cells, owed), states.progress(said, owed), {"bottom": 2}),
    )
    for row, (formula, value, looks) in enumerate(lines):
        for column in range(first, end + 1):
            side = {"left": 2} if column == first else {"right": 2} if column == end else {}
            look = formats(**fill, **looks, **side, border_color=style.ENTRY_LINE)
            if column == first:
                sheet.write_formula(row, column, formula, look, value)
            else:
                sheet.write_blank(row, column, None, look)
    ready = f"={xl_rowcol_to_cell(0, first, True, True)}={quoted(_('Ready to send'))}"
    good = _rule_look(formats, style.STATUS_INK[Status.MET], style.STATUS_FILL[Status.MET])
    sheet.conditional_format(0, first, 1, end, {"type": "formula", "criteria": ready, "format": good})


def _rule_look(formats: style.Formats, ink: str | None, fill: str | None) -> Any:
    """A format that changes only ink and fill, for a conditional format."""
    return formats.bare(**({"font_color": ink} if ink else {}), **({"bg_color": fill} if fill else {}))


def colour(sheet: Any, formats: style.Formats, columns: Columns, rows: tuple[int, int]) -> None:
    """Colours the cells of the rows (first and last, from 0) by what their states say."""
    first, last = rows
    cell = xl_rowcol_to_cell(first, columns.at["state"], col_abs=True)
    short_ink, short_fill = style.STATUS_INK[Status.SHORT], style.STATUS_FILL[Status.SHORT]
    unexplained = f"ISNUMBER(FIND({quoted(_(states.GIVE_REASON))},{cell}))"
    wrong = f'LEFT({cell},1)="{states.WRONG}"'
    silent = f"{cell}={quoted(states.describe())}"
    asked = f"{cell}={quoted(states.promise_open())}"
    unanswered = f'AND(LEFT({cell},1)="{states.OPEN}",NOT(OR({silent},{asked})))'
    rules = [
        ("state", unexplained, short_ink, short_fill),
        ("state", wrong, short_ink, short_fill),
        ("state", f'LEFT({cell},1)="{Status.SHORT.sign}"', short_ink, None),
        ("state", f'LEFT({cell},1)="{states.OPEN}"', "#7A5A00", "#FFF1CC"),
        ("state", f'LEFT({cell},1)="{Status.MET.sign}"', style.STATUS_INK[Status.MET], None),
        ("state", f'LEFT({cell},1)="{Status.OVER.sign}"', style.STATUS_INK[Status.OVER], None),
        ("done", wrong, short_ink, style.FAULT),
        ("done", unanswered, None, ENTRY_BRIGHT),
        ("description", silent, None, ENTRY_BRIGHT),
        ("reason", unexplained, None, style.FAULT),
        ("kept", asked, None, ENTRY_BRIGHT),
    ]
    for name, criteria, ink, fill in rules:
        if name not in columns.at:
            continue
        look = _rule_look(formats, ink, fill)
        rule = {"type": "formula", "criteria": f"={criteria}", "format": look, "stop_if_true": name == "state"}
        at = columns.at[name]
        sheet.conditional_format(first, at, last, at, rule)

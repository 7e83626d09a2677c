"""Columns of the sheet `Звіт`, its box, its colours, and the cells of the year so far.

The columns of the year so far stand there only where the unit has a history.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.cell_values import Value, cell_number
from xlplan.documents.formulas import quote_text
from xlplan.documents.template import row_state as states
from xlplan.documents.template.computed_cells import FormRows, write_share
from xlplan.documents.template.entry_cells import ENTRY_BRIGHT, CellWriter
from xlplan.documents.template.event_cells import EventCells
from xlplan.documents.template.number_cells import done_to_date_check, target_to_date
from xlplan.domain.issue import Issue, IssueRow, RowHistory
from xlplan.domain.plan import Better
from xlplan.domain.sheets import REPORT, Column
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS
from xlplan.text.translation import _

_WIDTHS = {
    "key": 8, "measure": 42, "indicator": 22, "target": 11, "done": 12, "description": 29, "reason": 25,
    "action": 25, "promised": 23, "kept": 13, "state": 19, "target_to_date": 12, "done_to_date": 12,
}  # fmt: skip
# Beside the columns of the past the others are narrower, so a laptop shows all of them.
_NARROWER = {"measure": 35, "indicator": 17, "description": 24, "reason": 20, "action": 20, "state": 18}
_NUMBERS = ("target", "done", "target_to_date", "done_to_date")
_BOLD_FACTOR = 1.1
_PROMISE, _TO_DATE = ("promised", "kept"), ("target_to_date", "done_to_date")


class ReportColumns(Struct, frozen=True, dict=True):
    """Columns in order, with their widths in characters by name."""

    columns: tuple[Column, ...]
    widths: Mapping[str, float]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The position of each column, from 0, by name."""
        return {column.name: position for position, column in enumerate(self.columns)}

    @property
    def last(self) -> int:
        """The position of the last column."""
        return len(self.columns) - 1

    @cached_property
    def layout(self) -> Hashable:
        """Tells columns with these names and widths from others."""
        return tuple(column.name for column in self.columns), self.shown_widths

    @property
    def shown_widths(self) -> tuple[float, ...]:
        """The widths in the order of the columns."""
        return tuple(self.widths[column.name] for column in self.columns)


def report_columns(issue: Issue) -> ReportColumns:
    """Return the columns of the report sheet of an issue."""
    promised = any(row.promised for row in issue.rows)
    to_date = any(row.past for row in issue.rows)
    hidden = {*(() if promised else _PROMISE), *(() if to_date else _TO_DATE)}
    columns = tuple(column for column in REPORT.columns if column.name not in hidden)
    widths = _NARROWER if promised or to_date else {}
    least = max(map(_width_of_numbers, issue.rows), default=0.0)
    wide = {name: max(_WIDTHS[name], least) for name in _NUMBERS}
    return ReportColumns(columns, {**_WIDTHS, **widths, **wide})


def _width_of_numbers(row: IssueRow) -> float:
    """Return the width in which the numbers of a row are seen; a program shows # signs in a narrower column.

    Numbers of whole things are short.
    """
    unit = row.unit_of_measure
    target = None if unit == WHOLE_THINGS else target_to_date(row) or row.target.count
    if target is None:
        return 0.0
    shown = f"≤ {target:,.{unit.decimals}f}{' %' if unit.is_percentage else ''}"
    return len(shown) * _BOLD_FACTOR + 2


def write_readiness_box(
    sheet: Any,
    formats: style.Formats,
    columns: ReportColumns,
    issue: Issue,
    state_texts: Mapping[str, str],
    rows: FormRows,
    actions: Sequence[Value],
    events: EventCells,
) -> None:
    """Write the box above the rows: whether the return can be sent, and what is missing.

    Args:
        sheet: An XlsxWriter worksheet.
        formats: The formats of the workbook.
        columns: The columns of the sheet.
        issue: The issue of the template.
        state_texts: The states of the rows, by row code.
        rows: The rows of the form.
        actions: The answers under `action`, in the order of the states.
        events: The cells of the answers on events.
    """
    first, end = columns.positions["reason"], columns.positions["state"]
    action = columns.positions["action"]
    cells = {"states": xl_range_abs(rows.first, end, rows.last, end), **events.addresses}
    cells["actions"] = xl_range_abs(rows.first, action, rows.last, action)
    computed = [row.key for row in issue.rows if row.ratio]
    cells |= states.computed_addresses(xl_rowcol_to_cell(rows.numbers[key], end, True, True) for key in computed)
    box = _Box(
        tuple(cells.items()),
        states.count_owed(issue.rows),
        tuple(state_texts.values()),
        tuple(state_texts[key] for key in computed),
        tuple(actions),
        tuple(events.values.items()),
    )
    sheet.once(("box", columns.layout, box), lambda: _write_box(sheet, formats, (first, end), box))


class _Box(Struct, frozen=True):
    """All that the box depends on: the cells that it counts, what they show, and how many answers are owed."""

    cells: tuple[tuple[str, str], ...]
    owed: int
    states: tuple[str, ...]
    computed: tuple[str, ...]
    actions: tuple[Value, ...]
    events: tuple[tuple[str, Value], ...]


def _write_box(sheet: Any, formats: style.Formats, columns: tuple[int, int], box: _Box) -> None:
    """Write the box over columns, the first and the last."""
    (first, end), cells = columns, dict(box.cells)
    fill = {
        "bg_color": style.STATUS_FILL[Status.NOT_RETURNED],
        "font_color": style.STATUS_INK[Status.NOT_RETURNED],
        "valign": "vcenter",
        "bold": True,
        "indent": 1,
    }
    lines = (
        (states.readiness_check(), states.readiness(box.states), {"font_size": 13, "top": 2}),
        (
            states.progress_check(box.owed, len(box.computed)),
            states.progress(box.states, box.owed, box.computed, box.actions, dict(box.events)),
            {"bottom": 2, "text_wrap": True},
        ),
    )
    merged = formats(**fill, bottom=2, left=2, right=2, text_wrap=True, border_color=style.ENTRY_LINE)
    sheet.merge_range(1, first, 1, end, "", merged)
    for row, (check, value, properties) in enumerate(lines):
        if row == 1:
            sheet.write_formula(row, first, f"={check.excel(cells)}", merged, value)
            continue
        for column in range(first, end + 1):
            side = {"left": 2} if column == first else {"right": 2} if column == end else {}
            cell_format = formats(**fill, **properties, **side, border_color=style.ENTRY_LINE)
            if column == first:
                sheet.write_formula(row, column, f"={check.excel(cells)}", cell_format, value)
            else:
                sheet.write_blank(row, column, None, cell_format)
    ready = f"={xl_rowcol_to_cell(0, first, True, True)}={quote_text(_('Ready to send'))}"
    good = _rule_format(formats, style.STATUS_INK[Status.MET], style.STATUS_FILL[Status.MET])
    sheet.conditional_format(0, first, 1, end, {"type": "formula", "criteria": ready, "format": good})


def _rule_format(formats: style.Formats, ink: str | None, fill: str | None) -> Any:
    """Return a conditional format that changes only ink and fill."""
    return formats.conditional(**({"font_color": ink} if ink else {}), **({"bg_color": fill} if fill else {}))


def write_colour_rules(sheet: Any, formats: style.Formats, columns: ReportColumns, rows: tuple[int, int]) -> None:
    """Colour the cells of the rows (first and last, from 0) by their states."""
    first, last = rows
    cell = xl_rowcol_to_cell(first, columns.positions["state"], col_abs=True)
    open_colours = style.STATUS_INK[Status.NOT_RETURNED], style.STATUS_FILL[Status.NOT_RETURNED]
    short_ink, short_fill = style.STATUS_INK[Status.SHORT], style.STATUS_FILL[Status.SHORT]
    unexplained = f"ISNUMBER(FIND({quote_text(_(states.GIVE_REASON))},{cell}))"
    wrong = f'LEFT({cell},1)="{states.WRONG_SIGN}"'
    silent = f"{cell}={quote_text(states.describe_text())}"
    promise_open = f"{cell}={quote_text(states.promise_open_text())}"
    unanswered = f'AND(LEFT({cell},1)="{states.OPEN_SIGN}",NOT(OR({silent},{promise_open})))'
    rules = [
        ("state", unexplained, short_ink, short_fill),
        ("state", wrong, short_ink, short_fill),
        ("state", f'LEFT({cell},1)="{Status.SHORT.sign}"', short_ink, None),
        ("state", f'LEFT({cell},1)="{states.OPEN_SIGN}"', *open_colours),
        ("state", f'LEFT({cell},1)="{Status.MET.sign}"', style.STATUS_INK[Status.MET], None),
        ("state", f'LEFT({cell},1)="{Status.OVER.sign}"', style.STATUS_INK[Status.OVER], None),
        ("done", wrong, short_ink, style.FAULT),
        ("done", unanswered, None, ENTRY_BRIGHT),
        ("description", silent, None, ENTRY_BRIGHT),
        ("reason", unexplained, None, style.FAULT),
        ("kept", promise_open, None, ENTRY_BRIGHT),
    ]
    for name, criteria, ink, fill in rules:
        if name not in columns.positions:
            continue
        cell_format = _rule_format(formats, ink, fill)
        rule = {
            "type": "formula",
            "criteria": f"={criteria}",
            "format": cell_format,
            "stop_if_true": name == "state",
        }
        column = columns.positions[name]
        sheet.conditional_format(first, column, last, column, rule)


def write_to_date(writer: CellWriter, positions: Mapping[str, int], rows: FormRows, row: IssueRow) -> None:
    """Write the plan of the year so far as a number, and the result of the year so far as a formula."""
    past, unit, row_number = row.past or RowHistory(), row.unit_of_measure, rows.numbers[row.key]
    has_format = unit != WHOLE_THINGS or row.better is Better.LESS
    planned: dict[str, object] = {"align": "center", "font_color": style.MUTED}
    if has_format:
        planned["num_format"] = style.count_format(row.better, unit)
    target = target_to_date(row)
    shown = None if target is None else cell_number(target)
    writer.write_locked(row_number, positions["target_to_date"], shown, **planned)
    column, value = positions["done_to_date"], rows.done_to_date(row)
    if row.ratio is not None:
        write_share(writer, rows, row, column, value, font_color=style.MUTED)
        return
    properties = {"border": 1, "border_color": style.LINE, "valign": "vcenter", "align": "center"}
    number = {} if unit == WHOLE_THINGS else {"num_format": style.number_format(unit)}
    cell_format = writer.formats(font_color=style.MUTED, **properties, **number)
    formula = done_to_date_check(past, unit).excel({"done": xl_rowcol_to_cell(row_number, positions["done"])})
    writer.sheet.write_formula(row_number, column, f"={formula}", cell_format, value)

"""The sheet `Звіт` of a template: what was asked for, and room for the answers."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from xlplan.books import style
from xlplan.books.layout import ENTRY_COLUMNS, REPORT
from xlplan.books.template import state as states
from xlplan.books.template.cells import ENTRY_BRIGHT, TEXT, Marks, Pen, heading_look, protect, row_height
from xlplan.books.template.formula import quoted
from xlplan.books.template.hints import done_hint, put, words_hint
from xlplan.books.template.identity import form_code_line
from xlplan.model import Better, Counting, Issue, IssueRow
from xlplan.status import Status
from xlplan.target import TargetKind
from xlplan.texts import _

HEADING_ROW = 4
_WIDTHS = {
    "key": 8, "measure": 42, "indicator": 22, "target": 11, "done": 11,
    "description": 29, "reason": 25, "action": 25, "state": 19,
}  # fmt: skip
_AT = {column.name: position for position, column in enumerate(REPORT.columns)}
_BOX = _AT["reason"]
_LAST = len(REPORT.columns) - 1
_LEAST_HEIGHT = 44.0
_GROUP_WIDTH = 178

Answers = Mapping[str, states.Answers]


def write_report_sheet(
    sheet: Any, formats: style.Formats, issue: Issue, answers: Answers, marks: Marks
) -> tuple[int, ...]:
    """Fills the sheet; returns the numbers (from 1) of the rows that hold answers."""
    pen = Pen(sheet, formats)
    _set_up(sheet, issue)
    _write_head(sheet, formats, issue)
    at = HEADING_ROW + 1
    answered, said = [], []
    for item in _with_groups(issue.rows):
        if isinstance(item, IssueRow):
            given = answers.get(item.key, {})
            _write_row(pen, at, item, given, marks)
            answered.append(at + 1)
            said.append(states.state(item, given))
        else:
            _write_group(sheet, formats, at, *item)
        at += 1
    last = max(at - 1, HEADING_ROW + 1)
    _write_box(sheet, formats, issue, said, last)
    _colour(sheet, formats, last)
    sheet.autofilter(HEADING_ROW, 0, last, _LAST)
    _hush(sheet, last)
    if answered:
        sheet.set_selection(answered[0] - 1, _AT["done"], answered[0] - 1, _AT["done"])
    protect(sheet)
    return tuple(answered)


def measure_shown(row: IssueRow) -> str:
    """The cell of `Захід`: the measure, and under it a line with a bullet for each planned event."""
    nameless = _("an event the plan does not name")
    return "\n".join((row.measure, *(f"• {event.title or nameless}" for event in row.events)))


def _with_groups(rows: tuple[IssueRow, ...]) -> Iterator[IssueRow | tuple[str, bool]]:
    """The rows, with a (text, is it a direction) before each new direction and task."""
    direction = task = ""
    for row in rows:
        if row.direction and row.direction != direction:
            task = ""
            yield from ((line, True) for line in wrap(row.direction, _GROUP_WIDTH))
        direction = row.direction
        if row.task and row.task != task:
            yield from ((line, False) for line in wrap(_("Task {task}").format(task=row.task), _GROUP_WIDTH))
        task = row.task
        yield row


def _set_up(sheet: Any, issue: Issue) -> None:
    for name, width in _WIDTHS.items():
        sheet.set_column(_AT[name], _AT[name], width)
    # So that all columns, `Стан` with them, are in sight on a laptop.
    sheet.set_zoom(90)
    sheet.freeze_panes(HEADING_ROW + 1, _AT["measure"] + 1)
    style.set_page(sheet, HEADING_ROW, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.set_row(0, 25)
    sheet.set_row(1, 16)
    sheet.set_row(2, 16)
    sheet.set_row(3, 6)
    sheet.set_row(HEADING_ROW, 32)


def _hush(sheet: Any, last: int) -> None:
    """Keeps Excel's green corners away: a code is a text on purpose, and each kind of row has its own formula."""
    cells = xl_range(0, 0, last, _LAST)
    sheet.ignore_errors({"number_stored_as_text": cells, "formula_differs": cells})


def _write_head(sheet: Any, formats: style.Formats, issue: Issue) -> None:
    sheet.write_string(
        0, 0, _("Report on the plan · {quarter}").format(quarter=issue.quarter.title), formats.title
    )
    about = unit_line(issue)
    subtitle = formats(font_color=style.MUTED, valign="vcenter", quote_prefix=True)
    sheet.write_string(1, 0, about, subtitle)
    guide = _(
        "Fill in the bright yellow cells; the pale ones if there is something to add. "
        "Tab leads from one to the next. The rest is locked."
    )
    sheet.write_string(2, 0, guide, formats(bold=True, font_color=style.TEXT, valign="vcenter"))
    form_code_line(sheet, formats, 2, _BOX, issue)
    for column in REPORT.columns:
        entry = column.name in ENTRY_COLUMNS
        sheet.write_string(HEADING_ROW, _AT[column.name], column.shown, heading_look(formats, entry))


def unit_line(issue: Issue) -> str:
    """Who it is for and when it is due; the centre last, for it may be long."""
    return _("{unit} · send by {due} · {centre}").format(
        unit=issue.unit.name, due=f"{issue.due:%d.%m.%Y}", centre=issue.centre
    )


def _write_group(sheet: Any, formats: style.Formats, at: int, text: str, direction: bool) -> None:
    fill = style.BAND if direction else style.BAND_LIGHT
    looks = {"bold": True, "font_color": style.INK} if direction else {"italic": True, "font_color": "#475569"}
    shown = formats(bg_color=fill, valign="vcenter", indent=1, quote_prefix=True, num_format=TEXT, **looks)
    sheet.set_row(at, 21 if direction else 18)
    for column in range(_LAST + 1):
        sheet.write_blank(at, column, None, shown)
    sheet.write_string(at, _AT["measure"], text, shown)


def _write_row(pen: Pen, at: int, row: IssueRow, given: states.Answers, marks: Marks) -> None:
    measure = measure_shown(row)
    shown = {"measure": measure, "indicator": row.indicator, "target": row.target.shown, **given}
    texts = [(value, _WIDTHS[name]) for name, value in shown.items() if name in _WIDTHS]
    pen.sheet.set_row(at, row_height(texts, _LEAST_HEIGHT))
    pen.locked(at, _AT["key"], row.key, font_color=style.MUTED)
    pen.locked(at, _AT["measure"], measure)
    pen.locked(at, _AT["indicator"], row.indicator)
    _write_target(pen, at, row)
    for name in ENTRY_COLUMNS:
        looks = {"bold": True, "align": "center"} if name == "done" else {"num_format": TEXT}
        pen.entry(at, _AT[name], given.get(name), marks.get(("", row.key, name), ()), **looks)
    cells = {name: xl_rowcol_to_cell(at, _AT[name]) for name in ENTRY_COLUMNS}
    put(pen.sheet, at, _AT["done"], done_hint(row, cells["done"]))
    for name in ENTRY_COLUMNS[1:]:
        put(pen.sheet, at, _AT[name], words_hint(row, name))
    look = pen.formats(
        text_wrap=True,
        border=1,
        border_color=style.LINE,
        bold=True,
        font_color=style.MUTED,
        valign="vcenter",
        indent=1,
    )
    pen.sheet.write_formula(at, _AT["state"], states.state_formula(row, cells), look, states.state(row, given))


def _write_target(pen: Pen, at: int, row: IssueRow) -> None:
    if row.target.kind is not TargetKind.COUNT:
        pen.locked(at, _AT["target"], row.target.shown, italic=True, align="center", font_color=style.MUTED)
        return
    # The words stand in the number format, so that the cell stays a number for whoever reads it.
    shown = '"≤ "0' if row.better is Better.LESS else "0"
    joint = row.counting is Counting.JOINT
    shown += f'" {_(Counting.JOINT.value)}"' if joint else ""
    looks = {"italic": True} if joint else {"bold": True}
    pen.locked(at, _AT["target"], row.target.count, num_format=shown, align="center", **looks)


def _write_box(sheet: Any, formats: style.Formats, issue: Issue, said: list[str], last: int) -> None:
    cells = xl_range_abs(HEADING_ROW + 1, _AT["state"], last, _AT["state"])
    owed = states.owed(issue.rows)
    fill = {"bg_color": "#FFF1CC", "font_color": "#7A5A00", "valign": "vcenter", "bold": True, "indent": 1}
    lines = (
        (states.verdict_formula(cells), states.verdict(said), {"font_size": 13, "top": 2}),
        (states.progress_formula(cells, owed), states.progress(said, owed), {"bottom": 2}),
    )
    for row, (formula, value, looks) in enumerate(lines):
        for column in range(_BOX, _LAST + 1):
            side = {"left": 2} if column == _BOX else {"right": 2} if column == _LAST else {}
            look = formats(**fill, **looks, **side, border_color=style.ENTRY_LINE)
            if column == _BOX:
                sheet.write_formula(row, column, formula, look, value)
            else:
                sheet.write_blank(row, column, None, look)
    ready = f"={xl_rowcol_to_cell(0, _BOX, True, True)}={quoted(_('Ready to send'))}"
    good = formats_for_rule(formats, style.STATUS_INK[Status.MET], style.STATUS_FILL[Status.MET])
    sheet.conditional_format(0, _BOX, 1, _LAST, {"type": "formula", "criteria": ready, "format": good})


def formats_for_rule(formats: style.Formats, ink: str | None, fill: str | None) -> Any:
    """A format that changes only ink and fill, for a conditional format."""
    return formats.bare(**({"font_color": ink} if ink else {}), **({"bg_color": fill} if fill else {}))


def _colour(sheet: Any, formats: style.Formats, last: int) -> None:
    first = HEADING_ROW + 1
    cell = xl_rowcol_to_cell(first, _AT["state"], col_abs=True)
    short_ink, short_fill = style.STATUS_INK[Status.SHORT], style.STATUS_FILL[Status.SHORT]
    unexplained = f"ISNUMBER(FIND({quoted(_(states.GIVE_REASON))},{cell}))"
    wrong = f'LEFT({cell},1)="{states.WRONG}"'
    silent = f"{cell}={quoted(states.describe())}"
    unanswered = f'AND(LEFT({cell},1)="{states.OPEN}",{cell}<>{quoted(states.describe())})'
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
    ]
    for name, criteria, ink, fill in rules:
        look = formats_for_rule(formats, ink, fill)
        rule = {"type": "formula", "criteria": f"={criteria}", "format": look, "stop_if_true": name == "state"}
        sheet.conditional_format(first, _AT[name], last, _AT[name], rule)

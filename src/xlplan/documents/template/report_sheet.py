"""The sheet `Звіт` of a template: what was asked for, and room for the answers."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.template import row_state as states
from xlplan.documents.template.entry_cells import ENTRY_BRIGHT, TEXT, CellWriter, Marks, heading_look, row_height
from xlplan.documents.template.hints import done_hint, kept_hint, put, words_hint
from xlplan.documents.template.identity import form_code_line
from xlplan.documents.template.report_layout import Columns, colour, columns_of, write_box, write_to_date
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Better, Counting
from xlplan.domain.sheets import ENTRY_COLUMNS, REPORT_ENTRIES
from xlplan.domain.target import TargetKind
from xlplan.text.translation import _

HEADING_ROW = 4
_LEGEND_ROW = 3
_LEAST_HEIGHT = 44.0
_GROUP_WIDTH = 178

Answers = Mapping[str, states.Answers]


def write_report_sheet(
    sheet: Any, formats: style.Formats, issue: Issue, answers: Answers, marks: Marks
) -> tuple[int, ...]:
    """Fills the sheet; returns the numbers (from 1) of the rows that hold answers."""
    pen = CellWriter(sheet, formats)
    columns = columns_of(issue)
    _set_up(sheet, columns, issue)
    _write_head(sheet, formats, columns, issue)
    at = HEADING_ROW + 1
    answered, said = [], []
    for item in _with_groups(issue.rows):
        if isinstance(item, IssueRow):
            given = answers.get(item.key, {})
            said.append(_write_row(pen, columns, at, item, given, marks))
            answered.append(at + 1)
        else:
            _write_group(sheet, formats, columns, at, *item)
        at += 1
    last = max(at - 1, HEADING_ROW + 1)
    rows = (HEADING_ROW + 1, last)
    write_box(sheet, formats, columns, issue, said, rows)
    colour(sheet, formats, columns, rows)
    sheet.autofilter(HEADING_ROW, 0, last, columns.last)
    _hush(sheet, last, columns.last)
    if answered:
        sheet.set_selection(answered[0] - 1, columns.at["done"], answered[0] - 1, columns.at["done"])
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


def _set_up(sheet: Any, columns: Columns, issue: Issue) -> None:
    for name, at in columns.at.items():
        sheet.set_column(at, at, columns.widths[name])
    sheet.set_zoom(columns.zoom)
    sheet.freeze_panes(HEADING_ROW + 1, columns.at["measure"] + 1)
    style.set_page(sheet, HEADING_ROW, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.set_row(0, 25)
    sheet.set_row(1, 16)
    sheet.set_row(2, 16)
    sheet.set_row(_LEGEND_ROW, 17)
    sheet.set_row(HEADING_ROW, 32)


def _hush(sheet: Any, last: int, right: int) -> None:
    """Keeps Excel's green corners away: a code is a text on purpose, and each kind of row has its own formula."""
    cells = xl_range(0, 0, last, right)
    sheet.ignore_errors({"number_stored_as_text": cells, "formula_differs": cells})


def _write_head(sheet: Any, formats: style.Formats, columns: Columns, issue: Issue) -> None:
    sheet.write_string(
        0, 0, _("Report on the plan · {quarter}").format(quarter=issue.quarter.title), formats.title
    )
    about = unit_line(issue)
    subtitle = formats(font_color=style.MUTED, valign="vcenter", quote_prefix=True)
    sheet.write_string(1, 0, about, subtitle)
    guide = _("Fill in the yellow cells; Tab leads from one to the next. The rest is locked.")
    sheet.write_string(2, 0, guide, formats(bold=True, font_color=style.TEXT, valign="vcenter"))
    form_code_line(sheet, formats, 2, columns.at["reason"], issue)
    _write_legend(sheet, formats, columns)
    for column in columns.every:
        look = heading_look(formats, column.name in REPORT_ENTRIES)
        sheet.write_string(HEADING_ROW, columns.at[column.name], column.shown, look)


def _write_legend(sheet: Any, formats: style.Formats, columns: Columns) -> None:
    """The colours, each with the sign that the state shows and what it asks for."""
    legend = {
        "measure": (ENTRY_BRIGHT, states.signed(states.OPEN, _("must be filled in"))),
        "indicator": (style.ENTRY, _("if there is something to add")),
        "description": (style.FAULT, states.signed(states.WRONG, _("correct it or give the reason"))),
    }
    for name, (fill, words) in legend.items():
        look = formats(bg_color=fill, font_size=9, valign="vcenter", indent=1, border=1, border_color="#FFFFFF")
        sheet.write_string(_LEGEND_ROW, columns.at[name], words, look)


def unit_line(issue: Issue) -> str:
    """Who it is for and when it is due; the centre last, for it may be long."""
    return _("{unit} · send by {due} · {centre}").format(
        unit=issue.unit.name, due=f"{issue.due:%d.%m.%Y}", centre=issue.centre
    )


def _write_group(
    sheet: Any, formats: style.Formats, columns: Columns, at: int, text: str, direction: bool
) -> None:
    fill = style.BAND if direction else style.BAND_LIGHT
    looks = {"bold": True, "font_color": style.INK} if direction else {"italic": True, "font_color": "#475569"}
    shown = formats(bg_color=fill, valign="vcenter", indent=1, quote_prefix=True, num_format=TEXT, **looks)
    sheet.set_row(at, 21 if direction else 18)
    for column in range(columns.last + 1):
        sheet.write_blank(at, column, None, shown)
    sheet.write_string(at, columns.at["measure"], text, shown)


def _write_row(
    pen: CellWriter, columns: Columns, at: int, row: IssueRow, given: states.Answers, marks: Marks
) -> str:
    """Write a row and return its state."""
    place = columns.at
    measure, promised = measure_shown(row), _promised_shown(row)
    shown = {
        "measure": measure,
        "indicator": row.indicator,
        "target": row.target.shown,
        "promised": promised,
        **given,
    }
    texts = [(value, columns.widths[name]) for name, value in shown.items() if name in place]
    pen.sheet.set_row(at, row_height(texts, _LEAST_HEIGHT))
    pen.locked(at, place["key"], row.key, font_color=style.MUTED)
    pen.locked(at, place["measure"], measure)
    pen.locked(at, place["indicator"], row.indicator)
    _write_target(pen, at, place["target"], row)
    for name in ENTRY_COLUMNS:
        looks = {"bold": True, "align": "center"} if name == "done" else {"num_format": TEXT}
        pen.entry(at, place[name], given.get(name), marks.get(("", row.key, name), ()), **looks)
    cells = {name: xl_rowcol_to_cell(at, place[name]) for name in REPORT_ENTRIES if name in place}
    put(pen.sheet, at, place["done"], done_hint(row, cells["done"]))
    for name in ENTRY_COLUMNS[1:]:
        put(pen.sheet, at, place[name], words_hint(row, name))
    if "kept" in place:
        _write_promise(pen, place, at, row, given, marks)
    look = pen.formats(
        text_wrap=True,
        border=1,
        border_color=style.LINE,
        bold=True,
        font_color=style.MUTED,
        valign="vcenter",
        indent=1,
    )
    formula, state = f"={states.state_check(row).excel(cells)}", states.state(row, given)
    pen.sheet.write_formula(at, place["state"], formula, look, state)
    if "done_to_date" in place:
        write_to_date(pen, place, at, row, given.get("done"))
    return state


def _promised_shown(row: IssueRow) -> str:
    if not row.past or not row.promised:
        return ""
    return _("{number} fell short last quarter. Promised: {promised}").format(
        number=row.past.shortfall, promised=row.promised
    )


def _write_promise(
    pen: CellWriter, place: Mapping[str, int], at: int, row: IssueRow, given: states.Answers, marks: Marks
) -> None:
    """What was promised last quarter, and room for yes or no; nothing where nothing was."""
    if not row.promised:
        for name in ("promised", "kept"):
            pen.locked(at, place[name], None, bg_color=style.BAND_LIGHT)
        return
    pen.locked(at, place["promised"], _promised_shown(row), italic=True)
    faults = marks.get(("", row.key, "kept"), ())
    pen.entry(at, place["kept"], given.get("kept"), faults, align="center", num_format=TEXT)
    put(pen.sheet, at, place["kept"], kept_hint(row))


def _write_target(pen: CellWriter, at: int, column: int, row: IssueRow) -> None:
    if row.target.kind is not TargetKind.COUNT:
        pen.locked(at, column, row.target.shown, italic=True, align="center", font_color=style.MUTED)
        return
    # The words stand in the number format, so that the cell stays a number for whoever reads it.
    shown = '"≤ "0' if row.better is Better.LESS else "0"
    joint = row.counting is Counting.JOINT
    shown += f'" {_(Counting.JOINT.value)}"' if joint else ""
    looks = {"italic": True} if joint else {"bold": True}
    pen.locked(at, column, row.target.count, num_format=shown, align="center", **looks)

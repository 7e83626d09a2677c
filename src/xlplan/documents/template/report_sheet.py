"""Sheet `Звіт` of a template: the targets of the unit, and room for its answers."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from textwrap import wrap
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.cell_values import cell_number, cell_value
from xlplan.documents.template import row_state as states
from xlplan.documents.template.computed_cells import FormRows, write_share, write_share_colours
from xlplan.documents.template.entry_cells import (
    ENTRY_BRIGHT,
    TEXT,
    CellFindings,
    CellWriter,
    heading_format,
    row_height,
)
from xlplan.documents.template.event_cells import EventCells
from xlplan.documents.template.hints import (
    PlacedHint,
    computed_hint,
    done_hint,
    place_hint,
    promise_hint,
    words_hint,
    write_hints,
)
from xlplan.documents.template.identity import write_form_code
from xlplan.documents.template.report_layout import (
    ReportColumns,
    report_columns,
    write_colour_rules,
    write_readiness_box,
    write_to_date,
)
from xlplan.domain.findings.finding import Severity
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Better, Counting
from xlplan.domain.sheets import ENTRY_COLUMNS, REPORT_ENTRIES
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import indicator_title, show_number
from xlplan.text.translation import _

HEADING_ROW = 4
_LEGEND_ROW = 3
_LEAST_HEIGHT = 44.0
_GROUP_WIDTH = 178

Answers = Mapping[str, states.Answers]


class _WrittenRow(NamedTuple):
    """The result of writing a row: its state, and the hints of its cells."""

    state: str
    hints: tuple[PlacedHint, ...]


def write_report_sheet(
    sheet: Any,
    formats: style.Formats,
    issue: Issue,
    answers: Answers,
    findings: CellFindings,
    events: EventCells,
) -> tuple[int, ...]:
    """Fill the sheet.

    Returns:
        The numbers, from 1, of the rows that hold answers.
    """
    writer = CellWriter(sheet, formats)
    columns = report_columns(issue)
    _set_up(sheet, columns, issue)
    _write_head(sheet, formats, columns, issue, _has_doubts(findings))
    lines = tuple(enumerate(_rows_with_groups(issue.rows), HEADING_ROW + 1))
    rows = _form_rows(lines, answers)
    written = _write_lines(writer, columns, rows, lines, issue.on_track, answers, findings)
    state_texts = {key: each.state for key, each in written.items()}
    actions = [cell_value(answers.get(key, {}).get("action")) for key in state_texts]
    write_readiness_box(sheet, formats, columns, issue, state_texts, rows, actions, events)
    write_share_colours(writer, rows, columns.positions["done"])
    sheet.once(
        ("colours", columns.layout, rows.last),
        lambda: write_colour_rules(sheet, formats, columns, (rows.first, rows.last)),
    )
    write_hints(sheet, chain.from_iterable(each.hints for each in written.values()))
    writer.end_marks()
    sheet.autofilter(HEADING_ROW, 0, rows.last, columns.last)
    _ignore_warnings(sheet, rows.last, columns.last)
    entered = [rows.numbers[row.key] for row in issue.rows if row.ratio is None]
    if entered:
        sheet.set_selection(entered[0], columns.positions["done"], entered[0], columns.positions["done"])
    return tuple(rows.numbers[row.key] + 1 for row in issue.rows)


def _write_lines(
    writer: CellWriter,
    columns: ReportColumns,
    rows: FormRows,
    lines: Sequence[tuple[int, IssueRow | tuple[str, bool]]],
    on_track: float,
    answers: Answers,
    findings: CellFindings,
) -> dict[str, _WrittenRow]:
    """Write the rows and the titles between them; return what comes of each row by its code."""
    sheet, written = writer.sheet, {}
    for number, item in lines:
        if not isinstance(item, IssueRow):
            write = partial(_write_group, sheet, writer.formats, columns, number, *item)
            sheet.once(("title", columns.layout, number, *item), write)
            continue
        of_row = answers.get(item.key, {})
        write_row = partial(_write_row, writer, columns, rows, item, on_track, of_row, findings)
        if item.ratio:
            # It depends on two other rows.
            written[item.key] = write_row()
            continue
        typed = tuple((name, type(value), value) for name, value in of_row.items())
        key = ("row", columns.layout, number, item, item.key in rows.needed, on_track, typed)
        written[item.key] = sheet.once(key, write_row)
    return written


def _row_hints(
    positions: Mapping[str, int], rows: FormRows, row: IssueRow, on_track: float
) -> Iterator[PlacedHint]:
    """Yield the hints of the cells that a row's unit fills."""
    number, done = rows.numbers[row.key], positions["done"]
    cell = xl_rowcol_to_cell(number, done)
    needed = row.key in rows.needed
    yield place_hint(number, done, computed_hint(row) if row.ratio else done_hint(row, cell, on_track, needed))
    for name in ENTRY_COLUMNS[1:]:
        yield place_hint(number, positions[name], words_hint(row, name))
    if row.promised and "kept" in positions:
        yield place_hint(number, positions["kept"], promise_hint(row))


def _form_rows(lines: Sequence[tuple[int, IssueRow | tuple[str, bool]]], answers: Answers) -> FormRows:
    """Return the rows of the sheet with the places that they get, titles between them left out."""
    numbered = [(number, item) for number, item in lines if isinstance(item, IssueRow)]
    return FormRows(
        numbers={row.key: number for number, row in numbered},
        rows={row.key: row for _number, row in numbered},
        answers={key: answers_of_row.get("done") for key, answers_of_row in answers.items()},
        first=HEADING_ROW + 1,
        last=max((number for number, _item in lines), default=HEADING_ROW + 1),
    )


def measure_text(row: IssueRow) -> str:
    """Return the cell of `Захід`: the measure, and under it a line with a bullet for each planned event."""
    nameless = _("an event the plan does not name")
    return "\n".join((row.measure, *(f"• {event.title or nameless}" for event in row.events)))


def _rows_with_groups(rows: tuple[IssueRow, ...]) -> Iterator[IssueRow | tuple[str, bool]]:
    """Yield the rows, and before each new direction or task its text with True for a direction."""
    direction = task = ""
    for row in rows:
        if row.direction and row.direction != direction:
            task = ""
            yield from ((line, True) for line in _wrapped(row.direction))
        direction = row.direction
        if row.task and row.task != task:
            yield from ((line, False) for line in _wrapped(_("Task {task}").format(task=row.task)))
        task = row.task
        yield row


@lru_cache(maxsize=1024)
def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(wrap(text, _GROUP_WIDTH))


def _set_up(sheet: Any, columns: ReportColumns, issue: Issue) -> None:
    for name, position in columns.positions.items():
        sheet.set_column(position, position, columns.widths[name])
    sheet.freeze_panes(HEADING_ROW + 1, columns.positions["measure"] + 1)
    style.set_page(sheet, HEADING_ROW, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.set_row(0, 25)
    sheet.set_row(1, 29)
    sheet.set_row(2, 16)
    sheet.set_row(_LEGEND_ROW, 17)
    headings = [column.shown for column in columns.columns]
    sheet.set_row(HEADING_ROW, style.filter_heading_height(headings, columns.shown_widths))


def _ignore_warnings(sheet: Any, last: int, right: int) -> None:
    """Switch off the green corners of Excel.

    A code is a text on purpose, and each kind of row has a formula of its own.
    """
    cells = xl_range(0, 0, last, right)
    sheet.ignore_errors({"number_stored_as_text": cells, "formula_differs": cells})


def _has_doubts(findings: CellFindings) -> bool:
    return any(finding.severity is Severity.WARNING for found in findings.values() for finding in found)


def _write_head(
    sheet: Any, formats: style.Formats, columns: ReportColumns, issue: Issue, has_doubts: bool
) -> None:
    title = _("Report on the plan · {quarter}").format(quarter=issue.quarter.title)
    sheet.write_string(0, 0, title, formats.title)
    about = unit_line(issue)
    subtitle = formats(font_color=style.MUTED, valign="vcenter", quote_prefix=True)
    sheet.write_string(1, 0, about, subtitle)
    write_form_code(sheet, formats, 2, columns.positions["reason"], issue)
    sheet.once(("head", columns.layout, has_doubts), lambda: _write_guide(sheet, formats, columns, has_doubts))


def _write_guide(sheet: Any, formats: style.Formats, columns: ReportColumns, has_doubts: bool) -> None:
    """Write what all templates with these columns have alike: how to fill it in, the colours, the headings."""
    guide = _("Fill in the yellow cells: Tab goes on, Enter goes down. The rest is locked.")
    sheet.write_string(2, 0, guide, formats(bold=True, font_color=style.TEXT, valign="vcenter"))
    _write_legend(sheet, formats, columns, has_doubts)
    for column in columns.columns:
        cell_format = heading_format(formats, column.name in REPORT_ENTRIES)
        sheet.write_string(HEADING_ROW, columns.positions[column.name], column.shown, cell_format)


def _write_legend(sheet: Any, formats: style.Formats, columns: ReportColumns, has_doubts: bool) -> None:
    """Write the colours, each with the sign of the state and its meaning; amber only where cells have it."""
    legend = {
        "measure": (ENTRY_BRIGHT, states.with_sign(states.OPEN_SIGN, _("must be filled in"))),
        "indicator": (style.ENTRY, _("if there is something to add")),
        "description": (style.FAULT, states.with_sign(states.WRONG_SIGN, _("correct it or give the reason"))),
    }
    if has_doubts:
        legend["reason"] = (style.DOUBT, _("look at it; it may stay"))
    for name, (fill, words) in legend.items():
        cell_format = formats(
            bg_color=fill, font_size=9, valign="vcenter", indent=1, border=1, border_color="#FFFFFF"
        )
        sheet.write_string(_LEGEND_ROW, columns.positions[name], words, cell_format)


def unit_line(issue: Issue) -> str:
    """Return the unit and the due date, with the centre last because its name may be long."""
    return _("{unit} · send by {due} · {centre}").format(
        unit=issue.unit.name, due=f"{issue.due:%d.%m.%Y}", centre=issue.centre
    )


def _write_group(
    sheet: Any, formats: style.Formats, columns: ReportColumns, row_number: int, text: str, direction: bool
) -> None:
    fill = style.BAND if direction else style.BAND_LIGHT
    properties = (
        {"bold": True, "font_color": style.INK} if direction else {"italic": True, "font_color": "#475569"}
    )
    shown = formats(bg_color=fill, valign="vcenter", indent=1, quote_prefix=True, num_format=TEXT, **properties)
    sheet.set_row(row_number, 21 if direction else 18)
    for column in range(columns.last + 1):
        sheet.write_blank(row_number, column, None, shown)
    sheet.write_string(row_number, columns.positions["measure"], text, shown)


def _write_row(
    writer: CellWriter,
    columns: ReportColumns,
    rows: FormRows,
    row: IssueRow,
    on_track: float,
    answers_of_row: states.Answers,
    findings: CellFindings,
) -> _WrittenRow:
    """Write a row. Its target is met from its part `on_track`."""
    positions, row_number = columns.positions, rows.numbers[row.key]
    measure, promised = measure_text(row), _promise_text(row)
    indicator = indicator_title(row.indicator, row.unit_of_measure)
    shown = {
        "measure": measure,
        "indicator": indicator,
        "target": target_words(row.target, Better.MORE, row.unit_of_measure),
        "promised": promised,
        **answers_of_row,
    }
    texts = [(value, columns.widths[name]) for name, value in shown.items() if name in positions]
    writer.sheet.set_row(row_number, row_height(texts, _LEAST_HEIGHT))
    writer.write_locked(row_number, positions["key"], row.key, font_color=style.MUTED)
    writer.write_locked(row_number, positions["measure"], measure)
    writer.write_locked(row_number, positions["indicator"], indicator)
    _write_target(writer, row_number, positions["target"], row)
    done = rows.done(row)
    if row.ratio:
        write_share(writer, rows, row, positions["done"], done, bold=True, bg_color=style.BAND_LIGHT)
    for name in ENTRY_COLUMNS[1:] if row.ratio else ENTRY_COLUMNS:
        properties = {"bold": True, "align": "center"} if name == "done" else {"num_format": TEXT}
        writer.write_entry(
            row_number,
            positions[name],
            answers_of_row.get(name),
            findings.get(("", row.key, name), ()),
            **properties,
        )
    cells = {name: xl_rowcol_to_cell(row_number, positions[name]) for name in REPORT_ENTRIES if name in positions}
    needed = row.key in rows.needed
    if "kept" in positions:
        _write_promise(writer, positions, row_number, row, answers_of_row, findings)
    cell_format = writer.formats(
        text_wrap=True,
        border=1,
        border_color=style.LINE,
        bold=True,
        font_color=style.MUTED,
        valign="vcenter",
        indent=1,
    )
    cells |= rows.count_cells(row, positions["done"])
    formula = f"={states.state_check(row, on_track, needed).excel(cells)}"
    state = states.state(row, {**answers_of_row, "done": done, **rows.counts(row)}, on_track, needed)
    writer.sheet.write_formula(row_number, positions["state"], formula, cell_format, state)
    if "done_to_date" in positions:
        write_to_date(writer, positions, rows, row)
    return _WrittenRow(state, tuple(_row_hints(positions, rows, row, on_track)))


def _promise_text(row: IssueRow) -> str:
    if not row.past or not row.promised:
        return ""
    template = _("{number} fell short last quarter. Promised: {promised}")
    if row.better is Better.LESS:
        template = _("{number} over the limit last quarter. Promised: {promised}")
    number = show_number(row.past.shortfall or 0, row.unit_of_measure)
    return template.format(number=number, promised=row.promised)


def _write_promise(
    writer: CellWriter,
    positions: Mapping[str, int],
    row_number: int,
    row: IssueRow,
    answers_of_row: states.Answers,
    findings: CellFindings,
) -> None:
    """Write the promise of the last quarter and room for yes or no; two locked cells without a promise."""
    if not row.promised:
        for name in ("promised", "kept"):
            writer.write_locked(row_number, positions[name], None, bg_color=style.BAND_LIGHT)
        return
    writer.write_locked(row_number, positions["promised"], _promise_text(row), italic=True)
    faults = findings.get(("", row.key, "kept"), ())
    writer.write_entry(
        row_number, positions["kept"], answers_of_row.get("kept"), faults, align="center", num_format=TEXT
    )


def _write_target(writer: CellWriter, row_number: int, column: int, row: IssueRow) -> None:
    if row.target.kind is not TargetKind.COUNT:
        writer.write_locked(
            row_number, column, row.target.words, italic=True, align="center", font_color=style.MUTED
        )
        return
    shown = style.count_format(row.better, row.unit_of_measure)
    joint = row.counting is Counting.JOINT
    shown += f'" {_(Counting.JOINT.value)}"' if joint else ""
    properties = {"italic": True} if joint else {"bold": True}
    count = cell_number(row.target.count or 0)
    writer.write_locked(row_number, column, count, num_format=shown, align="center", **properties)

"""The sheet of signature: the signed figures, the control totals, and the files behind the figures."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.page_fit import (
    height_of,
    page_points,
    pixels_of,
    scale_of,
)
from xlplan.documents.report import data, plan_fact, units
from xlplan.documents.report.cells import LINE_BELOW, MOMENT, Cell, clip_to_cell, row_height, write_cell
from xlplan.documents.report.context import ControlCells, ReportContext
from xlplan.documents.report.links import LinkWriter, sheet_name, to_file
from xlplan.documents.report.pages import (
    MOST_BREAKS,
    PageFiller,
)
from xlplan.documents.report.phrases import in_time_text
from xlplan.documents.report.sheet import ReportSheet, set_widths, start_sheet
from xlplan.documents.report.table import TableColumn, TableRow, add_table, write_rows
from xlplan.documents.report.units_of_measure import rounded, sum_group, sum_groups
from xlplan.documents.style import (
    INK,
    LINE,
    MUTED,
    STATUS_INK,
    number_format,
)
from xlplan.domain.decision_words import decision_words, person_words
from xlplan.domain.figure_words import action_of, reason_of
from xlplan.domain.plan import Unit
from xlplan.domain.report import RemarkKind
from xlplan.domain.status import Status
from xlplan.domain.submission import AcceptedReturn, ReturnState
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, to_number
from xlplan.text.translation import N_, _, ngettext

# A page whose letters are at least so much of their size is one page rather than two.
_LEAST_SHRUNK = 0.8
_LABEL_COLUMN, _VALUE_COLUMN, _LAST_COLUMN = 1, 2, 5
AGREES = "✓"


class CountedReturn(Struct, frozen=True):
    """A unit, its return that counts, and the number of the return in the list."""

    number: int
    unit: Unit
    returned: AcceptedReturn


def _in_time(row: TableRow[CountedReturn]) -> Cell:
    return replace(row.number(None), value=in_time_text(row.item.returned.timeliness))


def _sha256(row: TableRow[CountedReturn]) -> Cell:
    returned = row.item.returned
    cell = row.link(returned.sha256, to_file(row.report.link(returned.sha256)), returned.shown_file, font_size=8)
    # Without a link it has the font size of the other cells.
    return replace(cell, format=row.text("").format)


# The columns of the list of files. The rest of the sheet uses the same columns.
SHEET: ReportSheet[TableColumn[CountedReturn]] = ReportSheet(
    N_("Signature"),
    (
        TableColumn("number", N_("No."), 6, lambda row: row.number(row.item.number)),
        TableColumn("unit", N_("Unit"), 40, lambda row: row.text(row.item.unit.name)),
        TableColumn("received", N_("Received"), 22, lambda row: row.time(row.item.returned.received_at, MOMENT)),
        TableColumn("attempt", N_("Attempt"), 18, lambda row: row.number(row.item.returned.attempt)),
        TableColumn("in_time", N_("In time"), 18, _in_time),
        TableColumn("sha256", N_("SHA-256"), 70, _sha256),
    ),
    heading_row=0,
    after=(plan_fact.SHEET, data.SHEET, units.SHEET),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write one page for the signature, then the list of the files that the figures come from."""
    title = _("Signature · {quarter}").format(quarter=report.period_title)
    start_sheet(sheet, report, title, _edition_text(report), SHEET.heading_row)
    set_widths(sheet, SHEET.columns)
    row = _write_heading(sheet, report, 2, _("What is signed"))
    for label, text in _facts(report):
        row += 1
        _write_fact(sheet, row, report, label, text)
    for status in Status:
        count = len(report.figures.with_status(status))
        if count:
            row += 1
            _write_fact(sheet, row, report, _("Indicators: {status}").format(status=status.shown), "")
            cell_format = report.formats(bold=True, font_color=STATUS_INK[status], align="left", valign="vcenter")
            sheet.write_formula(
                row, _VALUE_COLUMN, f"={report.positions.rows.count_of(status)}", cell_format, count
            )
    row = _write_decisions(sheet, report, row + 2)
    row = _write_heading(sheet, report, row + 2, _("Control totals"))
    row = _write_controls(sheet, report, row)
    row = _write_signature(sheet, report, row + 2)
    last = _write_files(sheet, report, row + 2)
    _set_pages(sheet, row + 1, last)


def _set_pages(sheet: Any, signed: int, last: int) -> None:
    """Keep what is signed on one page with its signature; the files follow on it where they have room.

    `signed`: the last row above the list of files. `last`: the last row of the sheet.
    """
    widest = scale_of(pixels_of(column.width for column in SHEET.columns))
    above, below = height_of(sheet, range(signed + 1)), height_of(sheet, range(signed + 1, last + 1))
    room = page_points(1.0)
    if above + below <= room / (widest * _LEAST_SHRUNK):
        sheet.fit_to_pages(1, 1)
        return
    scale = min(widest, math.floor(100 * room / above) / 100)
    sheet.set_print_scale(max(10, round(100 * scale)))
    title = height_of(sheet, [0])
    pages = PageFiller(page_points(scale) - title)
    sheet.repeat_rows(0)
    first = signed + 1
    head, tail = range(first, min(first + 4, last + 1)), max(first + 4, last - 2)
    pages.add(first, [height_of(sheet, [row]) for row in head])
    for row in range(first + 4, tail):
        pages.add(row, [height_of(sheet, [row])])
    pages.add(tail, [height_of(sheet, [row]) for row in range(tail, last + 1)])
    sheet.set_h_pagebreaks([first, *pages.breaks][:MOST_BREAKS])


def _write_decisions(sheet: Any, report: ReportContext, row: int) -> int:
    """Write who decided what about the quarter, and the state of the decision log; return the last row."""
    record = report.content.record
    units = {unit.code: unit.name for unit in report.figures.units}
    row = _write_heading(sheet, report, row, _("Decisions on the quarter"))
    for entry in record.entries:
        row += 1
        moment = f"{entry.at.astimezone(report.made_at.tzinfo):%d.%m.%Y %H:%M}"
        words = decision_words(entry.decision, units)
        reason = f" — {entry.decision.reason}" if entry.decision.reason else ""
        _write_fact(sheet, row, report, f"{moment} · {person_words(entry.actor.person)}", f"{words}{reason}")
    row += 1
    head = _("entry {number}, SHA-256 {sha256}").format(number=record.number, sha256=record.sha256 or "—")
    _write_fact(sheet, row, report, _("Decision log"), head)
    return row


def _edition_text(report: ReportContext) -> str:
    edition = report.content.edition
    if edition is None:
        text = _("Working copy as of {moment}: it follows every return and is not signed.")
        return text.format(moment=f"{report.made_at:%d.%m.%Y %H:%M}")
    text = _("Edition {number}, closed on {moment} by {by}. {note}")
    moment = f"{edition.closed_at:%d.%m.%Y %H:%M}"
    return text.format(
        number=edition.number, moment=moment, by=person_words(edition.by), note=edition.note
    ).strip()


def _facts(report: ReportContext) -> Iterator[tuple[str, str]]:
    figures, version, edition = report.figures, report.content.version, report.content.edition
    yield _("Centre"), figures.plan.centre.title or figures.plan.centre.name
    yield _("Report"), report.period_title
    text = _("version {version} of {day}")
    adopted = text.format(version=version.number, day=f"{version.adopted_on:%d.%m.%Y}")
    yield _("Plan"), f"{adopted} · {version.reason}" if version.reason else adopted
    yield _("Edition"), str(edition.number) if edition else _("working copy")
    text, counts = _("{accepted} of {owed}, in time {in_time}"), figures.return_counts
    yield (
        _("Returns accepted"),
        text.format(accepted=counts.accepted, owed=counts.owed, in_time=counts.in_time),
    )
    all_returned = _("none") if figures.missing_earlier else _("none: all have returned")
    yield _("Not returned"), ", ".join(unit.name for unit in figures.silent_units) or all_returned
    if to_correct := figures.with_state(ReturnState.TO_CORRECT):
        yield _("of these, sent back to correct"), ", ".join(unit.name for unit in to_correct)
    if figures.incomplete_units:
        yield _("Rows asked anew"), ", ".join(unit.name for unit in figures.incomplete_units)
    for quarter, missing in figures.missing_earlier:
        label = _("Not returned, quarter {numeral}").format(numeral=quarter.numeral)
        yield label, ", ".join(unit.name for unit in missing)
    without_reason = sum(not reason_of(shortfall) for shortfall in report.shortfalls)
    without_action = sum(not action_of(shortfall) for shortfall in report.shortfalls)
    text = _("{number}, without a reason {unsaid}, without what will be done {undone}")
    yield _("Shortfalls"), text.format(number=len(report.shortfalls), unsaid=without_reason, undone=without_action)
    kinds = [remark.kind for remark in report.content.remarks]
    text = _("warnings {warnings}, possible double counts {double}, waivers {waived}")
    yield (
        _("Findings"),
        text.format(
            warnings=kinds.count(RemarkKind.WARNING),
            double=kinds.count(RemarkKind.DOUBLE),
            waived=kinds.count(RemarkKind.WAIVED),
        ),
    )


def _write_heading(sheet: Any, report: ReportContext, row: int, text: str) -> int:
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, text, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))
    return row


def _write_fact(sheet: Any, row: int, report: ReportContext, label: str, text: str) -> None:
    formats = report.formats
    sheet.write_string(row, _LABEL_COLUMN, label, formats.text(font_color=MUTED, valign="vcenter"))
    # A text runs on over the empty cells to its right. It wraps only if it is longer than the page.
    room = sum(column.width for column in SHEET.columns[_VALUE_COLUMN:])
    if len(text) < room * 0.85:
        sheet.set_row(row, 17)
        sheet.write_string(row, _VALUE_COLUMN, text, formats(quote_prefix=True, valign="vcenter", bold=True))
        return
    cell_format = formats.text(valign="vcenter", bold=True)
    sheet.set_row(row, row_height([(text, room)], 17))
    sheet.merge_range(row, _VALUE_COLUMN, row, _LAST_COLUMN, "", cell_format)
    sheet.write_string(row, _VALUE_COLUMN, clip_to_cell(text), cell_format)


def _write_controls(sheet: Any, report: ReportContext, row: int) -> int:
    """Write the sums of the sheets side by side with a cell that compares them; return the last row."""
    row += 1
    headings = ("", plan_fact.SHEET.shown, data.SHEET.shown, units.SHEET.shown, _("Control"))
    for column, text in enumerate(headings, _LABEL_COLUMN):
        sheet.write_string(row, column, text, report.formats.heading)
    first, cells, agree = row + 1, [], True
    for row, control in enumerate(_controls(report), first):
        agree = _write_control(sheet, report, row, control) and agree
        cells.append(
            (control.label, f"{sheet_name(SHEET.shown)}!{xl_rowcol_to_cell(row, _LAST_COLUMN, True, True)}")
        )
    warning = report.formats.conditional(font_color=STATUS_INK[Status.SHORT])
    criteria = {"type": "cell", "criteria": "!=", "value": f'"{AGREES}"', "format": warning}
    sheet.conditional_format(first, _LAST_COLUMN, row, _LAST_COLUMN, criteria)
    report.positions.control = ControlCells(cells, agree)
    return row


class _Control(Struct, frozen=True):
    """A sum that several sheets have: its label, its unit of measure, its expression and value on each sheet.

    An expression is "" where the sheet has no formula for it.
    """

    label: str
    unit: UnitOfMeasure
    sums: Sequence[tuple[str, Number]]


def _controls(report: ReportContext) -> Iterator[_Control]:
    """Yield the control of each sum. Only rows of one unit of measure whose units add up are added together."""
    for group, unit in sum_groups(report.figures).items():
        figures = [each for each in report.figures.indicators if sum_group(each.indicator) == group]
        for name, words, numbers in (
            ("target", _("Target"), [figure.target.count for figure in figures]),
            ("done", _("Done"), [figure.done for figure in figures]),
            ("done_to_date", _("Done to date"), [figure.done_to_date for figure in figures]),
        ):
            label = f"{words}, {unit.word}" if unit.word else words
            yield _Control(label, unit, _sums(report, name, group, unit, numbers))


def _sums(
    report: ReportContext, name: str, group: str, unit: UnitOfMeasure, own: Iterable[Number | None]
) -> Sequence[tuple[str, Number]]:
    """Return the expression and the value of a sum on each sheet that has it."""
    rows, totals = report.positions.rows, report.positions.data
    in_data = totals.sums.get(group, {}).get(name, 0)
    sums = [(rows.sum_of(name, unit), sum(number or 0 for number in own))]
    sums.append((data.sum_of(name, totals, unit), in_data))
    if name == "done":
        sums.append(report.positions.units.done[group])
    return [(rounded(expression, unit) if expression else "", to_number(total)) for expression, total in sums]


def _write_control(sheet: Any, report: ReportContext, row: int, control: _Control) -> bool:
    """Write one control and return True if its sums agree."""
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE}
    formats, unit = report.formats, control.unit
    sheet.write_string(row, _LABEL_COLUMN, control.label, formats(**line, valign="vcenter"))
    sheet.write_blank(row, _LAST_COLUMN - 1, None, formats(**line))
    number_look = formats(**line, align="center", num_format=number_format(unit))
    for column, (expression, number) in enumerate(control.sums, _VALUE_COLUMN):
        formula = f"={expression}" if expression else ""
        write_cell(sheet, row, column, Cell(number, number_look, formula=formula))
    columns = range(_VALUE_COLUMN, _VALUE_COLUMN + len(control.sums))
    own, *others = (xl_rowcol_to_cell(row, column) for column in columns)
    differences = "&".join(f'{_difference(own, other, unit)}&" "' for other in others)
    same = ",".join(f"{own}={other}" for other in others)
    first, *rest = (number for _expression, number in control.sums)
    agrees = all(number == first for number in rest)
    value = AGREES if agrees else "✗ " + "".join(f"{first - number:+} " for number in rest).replace("-", "−")
    cell_format = formats(**line, bold=True, align="center", font_color=STATUS_INK[Status.MET])
    sheet.write_formula(row, _LAST_COLUMN, f'=IF(AND({same}),"{AGREES}","✗ "&{differences})', cell_format, value)
    return agrees


def _difference(own: str, other: str, unit: UnitOfMeasure) -> str:
    """Return the expression of a difference with its sign.

    A format of TEXT with decimals reads otherwise where the program's language writes a comma.
    """
    if not unit.decimals:
        return f'TEXT({own}-{other},"+0;−0;0")'
    return f'IF({own}>{other},"+",IF({own}<{other},"−",""))&ABS({rounded(f"{own}-{other}", unit)})'


def _write_signature(sheet: Any, report: ReportContext, row: int) -> int:
    formats, centre = report.formats, report.figures.plan.centre
    small = formats(font_size=8, font_color=MUTED, align="center", valign="top")
    line = formats(bottom=1, bottom_color=INK)
    post = centre.approved_by or _("Director")
    for role in (post, _("Prepared by")):
        sheet.set_row(row, 34)
        sheet.write_string(row, _LABEL_COLUMN, role, formats.text(valign="bottom", bold=True))
        for column in range(_VALUE_COLUMN, _LAST_COLUMN + 1):
            sheet.write_blank(row, column, None, line)
        for column, label in (
            (_VALUE_COLUMN, _("signature")),
            (_VALUE_COLUMN + 2, _("date")),
            (_LAST_COLUMN, _("name")),
        ):
            sheet.write_string(row + 1, column, label, small)
        row += 2
    return row


def _write_files(sheet: Any, report: ReportContext, row: int) -> int:
    """Write the list of the files, with its heading in row `row`; return the last row."""
    figures = report.figures
    returned = [(unit, figures.returns[unit.code]) for unit in figures.units if unit.code in figures.returns]
    text = ngettext(
        "{number} file that the figures come from", "{number} files that the figures come from", len(returned)
    )
    _write_heading(sheet, report, row, text)
    if not returned:
        return row
    options = {"name": _("Sources"), "autofilter": False}
    add_table(sheet, report, SHEET.columns, row + 1, len(returned), options)
    rows = [TableRow(CountedReturn(number, *pair), report, LINE_BELOW) for number, pair in enumerate(returned, 1)]
    write_rows(sheet, LinkWriter(sheet), SHEET.columns, row + 2, rows, least_height=None)
    return row + 1 + len(rows)

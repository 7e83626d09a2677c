"""The sheet of submissions: who returned what and when, and who did not."""

from datetime import datetime
from typing import Any

from xlplan.documents.report.common import MOMENT, Report, clip_to_cell, row_height, start_sheet, write_table
from xlplan.documents.report.links import Links, to_file
from xlplan.documents.report.sheets import SUBMISSIONS
from xlplan.documents.style import LINE, LINK, MUTED, STATUS_FILL, STATUS_INK, TEXT
from xlplan.domain.report import SubmissionRow
from xlplan.domain.status import Status
from xlplan.text.translation import _

HEADING_ROW = 2
_WIDTHS = {
    "unit": 28, "state": 20, "received": 17, "in_time": 20, "attempt": 9, "file": 40, "findings": 12, "sha256": 60,
}  # fmt: skip
_AT = {column.name: position for position, column in enumerate(SUBMISSIONS.columns)}


def write_submissions(sheet: Any, report: Report) -> None:
    """Writes a row for every file received, and one for each unit that owes a return and sent none."""
    figures = report.figures
    title = _("Submissions · {quarter}").format(quarter=figures.period.quarter.title)
    note = _("Due by {due}. Bold: the submission that counts. A file's name leads to the file as it was received.")
    start_sheet(sheet, report, title, note.format(due=f"{figures.period.due:%d.%m.%Y}"), HEADING_ROW)
    listed = {each.unit for each in report.contents.submissions}
    silence = figures.period.status_without_return
    silent = [unit.name for unit in figures.units if unit.name not in listed and unit.code not in figures.returns]
    links = Links(sheet)
    rows = (*report.contents.submissions, *(SubmissionRow(name, _(silence.value)) for name in silent))
    write_table(sheet, report, SUBMISSIONS, _WIDTHS, HEADING_ROW, len(rows), _("Submissions"))
    for row, each in enumerate(rows, HEADING_ROW + 1):
        _write_row(sheet, row, report, each, links)


def wall_clock(moment: datetime) -> datetime:
    """The moment as a clock on the wall shows it; a cell knows no time zones."""
    return moment.replace(tzinfo=None, microsecond=0)


def _write_row(sheet: Any, row: int, report: Report, each: SubmissionRow, links: Links) -> None:
    formats = report.formats
    sent = each.received_at is not None
    status = Status.MET if each.counts else Status.EXPECTED
    if not sent:
        status = report.figures.period.status_without_return
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    ink = TEXT if each.counts or not sent else MUTED
    text = formats.text(**line, font_color=ink, bold=each.counts)
    plain = formats.text(**line, font_color=ink)
    middle = formats.text(**line, font_color=ink, align="center")
    state = formats.text(**line, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status], bold=each.counts)
    widths = [(each.unit, _WIDTHS["unit"]), (each.state, _WIDTHS["state"]), (each.file, _WIDTHS["file"])]
    sheet.set_row(row, row_height(widths, 20))
    for column in _AT.values():
        sheet.write_blank(row, column, None, plain)
    sheet.write_string(row, _AT["unit"], clip_to_cell(each.unit), text)
    words = status.shown if not sent else f"{status.sign} {each.state}" if each.counts else each.state
    sheet.write_string(row, _AT["state"], words, state)
    if each.received_at is not None:
        moment = formats(**line, font_color=ink, num_format=MOMENT, align="center")
        sheet.write_datetime(row, _AT["received"], wall_clock(each.received_at), moment)
    if each.in_time is not None:
        colours = {"font_color": STATUS_INK[Status.NOT_RETURNED], "bg_color": STATUS_FILL[Status.NOT_RETURNED]}
        late = formats.text(**line, **colours, bold=True, align="center")
        sheet.write_string(
            row, _AT["in_time"], _("yes") if each.in_time else _("no, late"), middle if each.in_time else late
        )
    for name, value in (("attempt", each.attempt), ("findings", each.findings)):
        if value is not None:
            sheet.write_number(row, _AT[name], value, formats(**line, font_color=ink, align="center"))
    if each.file:
        to = to_file(report.link(each.sha256) if each.sha256 else "")
        linked = formats.text(**line, font_color=LINK, underline=1)
        links.write(row, _AT["file"], clip_to_cell(each.file), to, linked, plain)
    if each.sha256:
        sheet.write_string(row, _AT["sha256"], each.sha256, formats.text(**line, font_color=ink, font_size=8))

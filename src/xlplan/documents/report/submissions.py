"""The sheet of submissions: the files received for each unit, and the units that sent none."""

from typing import Any

from msgspec.structs import replace

from xlplan.documents.report.cells import LINE_BELOW, MOMENT, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_file
from xlplan.documents.report.pages import fit_pages
from xlplan.documents.report.phrases import due_sentence, in_time_text
from xlplan.documents.report.sheet import ReportSheet, start_sheet
from xlplan.documents.report.table import TableColumn, TableRow, write_table
from xlplan.documents.report.year_returns import has_year_returns, write_year_returns
from xlplan.documents.style import MUTED, TEXT
from xlplan.domain.deadline import Timeliness
from xlplan.domain.report import SubmissionRow
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _


def _state(row: TableRow[SubmissionRow]) -> Cell:
    submission = row.item
    if submission.received_at is None:
        silence = row.report.figures.period.status_without_return
        return row.status(silence.shown, silence, bold=False)
    if not submission.counts:
        return row.status(submission.state, Status.EXPECTED, bold=False)
    cell = row.status(f"{Status.MET.sign} {submission.state}", Status.MET, bold=True)
    return replace(cell, measured=submission.state)


def _received(row: TableRow[SubmissionRow]) -> Cell:
    received_at = row.item.received_at
    return row.text("") if received_at is None else row.time(received_at, MOMENT)


def _in_time(row: TableRow[SubmissionRow]) -> Cell:
    timeliness = row.item.timeliness
    if timeliness is None:
        return row.text("")
    if timeliness is Timeliness.LATE:
        return row.status(in_time_text(timeliness), Status.NOT_RETURNED, bold=True, align="center")
    return row.text(in_time_text(timeliness), align="center")


def _number(row: TableRow[SubmissionRow], value: int | None) -> Cell:
    return row.text("") if value is None else row.number(value)


def _file(row: TableRow[SubmissionRow]) -> Cell:
    submission = row.item
    return row.link(submission.file, to_file(row.report.link(submission.sha256)) if submission.sha256 else "")


def _sha256(row: TableRow[SubmissionRow]) -> Cell:
    return row.text(row.item.sha256, font_size=8) if row.item.sha256 else row.text("")


def _mail_came(row: TableRow[SubmissionRow]) -> Cell:
    came_at = row.item.mail_came_at
    return row.text("") if came_at is None else row.time(came_at, MOMENT)


SHEET: ReportSheet[TableColumn[SubmissionRow]] = ReportSheet(
    N_("Submissions"),
    (
        TableColumn("unit", N_("Unit"), 28, lambda row: row.text(row.item.unit, bold=row.item.counts), margin=0),
        TableColumn("state", N_("State"), 20, _state, margin=0),
        TableColumn("received", N_("Received"), 17, _received),
        TableColumn("in_time", N_("In time"), 20, _in_time),
        TableColumn("attempt", N_("Attempt"), 10, lambda row: _number(row, row.item.attempt)),
        TableColumn("file", N_("File"), 40, _file, margin=0),
        TableColumn("findings", N_("Findings"), 14, lambda row: _number(row, row.item.findings)),
        TableColumn("sha256", N_("SHA-256"), 60, _sha256),
    ),
)
# The columns of files that came by mail; a workbook without any has none of them.
MAIL_COLUMNS: tuple[TableColumn[SubmissionRow], ...] = (
    TableColumn("sender", N_("By mail from"), 30, lambda row: row.text(row.item.sender), margin=0),
    TableColumn("mail_came", N_("Mail came"), 17, _mail_came),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write a row for each file received, and one for each unit that owes a return and sent none."""
    figures = report.figures
    title = _("Submissions · {quarter}").format(quarter=report.quarter_title)
    note = _("Bold: the submission that counts. A file's name leads to the file as it was received.")
    start_sheet(sheet, report, title, f"{due_sentence(figures.period.deadline)} {note}", SHEET.heading_row)
    listed = {submission.unit for submission in report.content.submissions}
    silent = [
        SubmissionRow(unit.name, _(figures.period.status_without_return.value))
        for unit in figures.units
        if unit.name not in listed and unit.code not in figures.returns
    ]
    rows = [_row(submission, report) for submission in (*report.content.submissions, *silent)]
    came_by_mail = any(submission.mail_came_at for submission in report.content.submissions)
    # The hash stands last: it alone may lie beyond the edge of a small screen.
    *others, sha256 = SHEET.columns
    contract = replace(SHEET, columns=(*others, *MAIL_COLUMNS, sha256)) if came_by_mail else SHEET
    write_table(sheet, report, contract, rows, LinkWriter(sheet))
    last = SHEET.heading_row + len(rows)
    if has_year_returns(figures):
        last = write_year_returns(sheet, report, last + 2)
    fit_pages(sheet, contract.columns, last)


def _row(submission: SubmissionRow, report: ReportContext) -> TableRow[SubmissionRow]:
    ink = TEXT if submission.counts or submission.received_at is None else MUTED
    return TableRow(submission, report, {**LINE_BELOW, "font_color": ink})

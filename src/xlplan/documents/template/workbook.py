"""Template workbook: a unit receives it, fills it in and sends it back."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from xlplan.documents import style
from xlplan.documents.page_fit import zoom_of
from xlplan.documents.template.entry_cells import findings_by_cell, protect_sheet
from xlplan.documents.template.event_cells import EventAnswers, event_cells
from xlplan.documents.template.events_sheet import EVENT_WIDTHS, write_events_sheet
from xlplan.documents.template.help_sheet import write_help_sheet
from xlplan.documents.template.identity import write_identity
from xlplan.documents.template.protection import lock_workbook
from xlplan.documents.template.report_layout import report_columns
from xlplan.documents.template.report_sheet import Answers, write_report_sheet
from xlplan.documents.template.template_sheet import TemplateSheet
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.sheets import EVENTS, HELP, REPORT
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _


def write_template(
    path: Path,
    issue: Issue,
    made_at: datetime,
    answers: Answers | None = None,
    event_answers: EventAnswers = (),
    findings: tuple[Finding, ...] = (),
    password: str = "",
) -> None:
    """Write the locked template of an issue to `path`, whole or not at all.

    The same arguments give the same bytes.

    Args:
        path: The workbook to write.
        issue: The issue of the template.
        made_at: The date of the workbook.
        answers: Prior answers as they were typed: row code -> column name of `ENTRY_COLUMNS` -> value.
        event_answers: Rows of events as they were typed, by column name of `EVENTS`.
        findings: They colour the cells whose row and heading they name, each with a note.
        password: It locks the sheets. Without it anybody can remove the lock.

    Raises:
        PermissionError: Another program holds `path` open.
    """
    atomic_write_bytes(path, template_bytes(issue, made_at, answers, event_answers, findings, password))


def template_bytes(
    issue: Issue,
    made_at: datetime,
    answers: Answers | None = None,
    event_answers: EventAnswers = (),
    findings: tuple[Finding, ...] = (),
    password: str = "",
) -> bytes:
    """Return the workbook that `write_template` writes, as bytes."""
    content = BytesIO()
    book = Workbook(content, {**style.BASE_OPTIONS, "in_memory": True})
    growing_rows = fill_workbook(book, issue, made_at, answers or {}, event_answers, findings)
    book.close()
    return lock_workbook(content.getvalue(), password, lock_salt(issue), growing_rows)


def lock_salt(issue: Issue) -> str:
    """Return the salt for the password of the sheets. All templates of a centre for a quarter have one."""
    return f"{issue.centre} {issue.quarter}"


def fill_workbook(
    book: Any,
    issue: Issue,
    made_at: datetime,
    answers: Answers,
    event_answers: EventAnswers,
    findings: tuple[Finding, ...] = (),
) -> tuple[int, ...]:
    """Write the sheets of a template into a workbook of XlsxWriter, or into one that records them.

    Returns:
        The numbers, from 1, of the rows of the first sheet that grow with their text.
    """
    formats = style.Formats(book)
    title = _("Report on the plan · {quarter}").format(quarter=issue.quarter.title)
    style.set_properties(book, f"{title} · {issue.unit.name}", issue.centre, made_at)
    sheets = (book.add_worksheet(sheet.shown, TemplateSheet) for sheet in (REPORT, EVENTS, HELP))
    report, events, help_sheet = sheets
    keys = write_identity(book, issue)
    cell_findings = findings_by_cell(findings)
    growing_rows = write_report_sheet(
        report, formats, issue, answers, cell_findings, event_cells(issue, event_answers)
    )
    write_events_sheet(events, formats, issue, event_answers, cell_findings, keys)
    write_help_sheet(help_sheet, formats, issue)
    zoom = zoom_of((report_columns(issue).shown_widths, EVENT_WIDTHS))
    for sheet in (report, events, help_sheet):
        sheet.set_zoom(zoom)
        protect_sheet(sheet)
    return growing_rows

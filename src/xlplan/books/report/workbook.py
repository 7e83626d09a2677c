"""The consolidated workbook of a quarter, written whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from xlplan.books import layout
from xlplan.books.report.data import write_data
from xlplan.books.report.long_sheet import LongSheet
from xlplan.books.report.parts import Report
from xlplan.books.report.plan_fact import write_plan_fact
from xlplan.books.report.restated import RESTATED, write_restated
from xlplan.books.report.shortfalls import write_shortfalls
from xlplan.books.report.submissions import write_submissions
from xlplan.books.report.summary import write_summary
from xlplan.books.style import BASE, Formats, set_properties
from xlplan.edition import Restated
from xlplan.figure import QuarterFigures, Shortfall, SubmissionRow
from xlplan.files.whole import write_whole
from xlplan.texts import _

# With a row for each unit and indicator.
_LONG = (layout.PLAN_FACT, layout.DATA)


def write_report(
    path: Path,
    figures: QuarterFigures,
    shortfalls: tuple[Shortfall, ...],
    submissions: tuple[SubmissionRow, ...],
    made: datetime,
    plan_version: int,
    archive: Callable[[str], str] | None = None,
    restated: Restated | None = None,
) -> None:
    """Writes the consolidated workbook over `path`; the same input gives the same bytes.

    `made` and the times of the submissions are shown as they are: the centre's own time. `archive` gives for a
    SHA-256 the way from the workbook's folder to the archived file, with slashes, or "" where there is none.
    `restated`: the edition that it is, to be opened for reading only, with a sheet of what it says otherwise than
    the one before it; None for the working copy.
    PermissionError where another program holds `path` open; what was there is then untouched.
    """

    def write(beside: Path) -> None:
        with beside.open("wb") as out, Workbook(out, BASE) as book:
            link = archive or (lambda _sha256: "")
            content = Report(figures, shortfalls, submissions, made, plan_version, link, Formats(book))
            if restated:
                book.read_only_recommended()
            _fill(book, content, restated)

    write_whole(path, write)


def _fill(book: Workbook, report: Report, restated: Restated | None) -> None:
    centre = report.figures.plan.centre.name
    title = _("Plan and fact of {centre}, {quarter}").format(
        centre=centre, quarter=report.figures.period.quarter.title
    )
    if restated:
        title += " · " + _("edition {number}").format(number=restated.edition.number)
    set_properties(book, title, centre, report.made)
    sheets = {
        contract.name: book.add_worksheet(contract.shown, LongSheet if contract in _LONG else None)
        for contract in (
            layout.SUMMARY,
            *((RESTATED,) if restated and restated.before else ()),
            layout.PLAN_FACT,
            layout.SHORTFALLS,
            layout.SUBMISSIONS,
            layout.DATA,
        )
    }
    # The summary stands first and is written last: its formulas need to know where the figures stand.
    places = write_plan_fact(sheets[layout.PLAN_FACT.name], report)
    write_shortfalls(sheets[layout.SHORTFALLS.name], report, places)
    write_submissions(sheets[layout.SUBMISSIONS.name], report)
    if restated and restated.before:
        write_restated(sheets[RESTATED.name], report, restated, restated.before, places)
    totals = write_data(sheets[layout.DATA.name], report)
    write_summary(book, sheets[layout.SUMMARY.name], report, places, totals)

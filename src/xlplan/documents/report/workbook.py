"""The consolidated workbook of a quarter, written whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from xlplan.documents.report import sheets
from xlplan.documents.report.changes import RESTATED, write_restated
from xlplan.documents.report.common import Report
from xlplan.documents.report.data import write_data
from xlplan.documents.report.events import write_register
from xlplan.documents.report.findings import write_remarks
from xlplan.documents.report.plan_fact import write_plan_fact
from xlplan.documents.report.shortfalls import write_shortfalls
from xlplan.documents.report.signature import Totals, write_sign_off
from xlplan.documents.report.streaming_sheet import LongSheet
from xlplan.documents.report.submissions import write_submissions
from xlplan.documents.report.summary import write_summary
from xlplan.documents.report.units import write_unit_map
from xlplan.documents.style import BASE_OPTIONS, Formats, set_properties
from xlplan.domain.edition import Restatement
from xlplan.domain.report import ReportContent
from xlplan.storage.atomic import atomic_write
from xlplan.text.translation import _

# With a row or a cell for each unit and indicator.
_LONG = (sheets.PLAN_FACT, sheets.UNIT_MAP, sheets.DATA)


def write_report(
    path: Path,
    contents: ReportContent,
    made: datetime,
    archive: Callable[[str], str] | None = None,
    restated: Restatement | None = None,
) -> None:
    """Writes the consolidated workbook over `path`; the same input gives the same bytes.

    `made` and the times of the submissions are shown as they are: the centre's own time. `archive` gives for a
    SHA-256 the way from the workbook's folder to the archived file, with slashes, or "" where there is none.
    `restated`: what an edition says otherwise than the one before it, on a sheet of its own. An edition is to be
    opened for reading only.
    PermissionError where another program holds `path` open; what was there is then untouched.
    """

    def write(beside: Path) -> None:
        with beside.open("wb") as out, Workbook(out, BASE_OPTIONS) as book:
            link = archive or (lambda _sha256: "")
            if contents.edition:
                book.read_only_recommended()
            _fill(book, Report(contents, made, link, Formats(book)), restated)

    atomic_write(path, write)


def _fill(book: Workbook, report: Report, restated: Restatement | None) -> None:
    centre = report.figures.plan.centre.name
    title = _("Plan and fact of {centre}, {quarter}").format(centre=centre, quarter=report.period)
    if report.contents.edition:
        title += " · " + _("edition {number}").format(number=report.contents.edition.number)
    set_properties(book, title, centre, report.made)
    first, *others = sheets.ALL
    every = (first, *((RESTATED,) if restated else ()), *others)
    made = {each: book.add_worksheet(each.shown, LongSheet if each in _LONG else None) for each in every}
    # The summary stands first and is written last: its formulas need to know where the figures stand.
    places = write_plan_fact(made[sheets.PLAN_FACT], report)
    if restated:
        write_restated(made[RESTATED], report, restated, places)
    write_shortfalls(made[sheets.SHORTFALLS], report, places)
    units = write_unit_map(made[sheets.UNIT_MAP], report, places)
    write_register(made[sheets.REGISTER], report, places)
    write_submissions(made[sheets.SUBMISSIONS], report)
    write_remarks(made[sheets.REMARKS], report, places)
    totals = Totals(places, write_data(made[sheets.DATA], report), units)
    checks = write_sign_off(made[sheets.SIGN_OFF], report, totals)
    write_summary(book, made[sheets.SUMMARY], report, totals, checks)

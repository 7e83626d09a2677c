"""The sheet of trends: the course of the indicators over the quarters of this year and the last."""

from typing import Any

from xlplan.documents.report import plan_fact
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.course_table import COLUMNS, TRENDS, CourseTable
from xlplan.documents.report.course_words import course_words
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, start_sheet
from xlplan.documents.style import Formats
from xlplan.domain.history import Course

SHEET: ReportSheet[ReportColumn] = ReportSheet(TRENDS, COLUMNS, heading_row=4, after=(plan_fact.SHEET,))
# The heights of the title and of the three lines under it.
HEIGHT_ABOVE = 28 + 3 * 18.0


def write(sheet: Any, report: ReportContext) -> None:
    """Write a few rows for each row of the plan: target, result as reported, result now, status.

    Rows of earlier quarters belong to it by their line of descent. Those that the plan does not have any more
    stand at the end. Source: design, consolidated workbook.
    """
    course = report.content.course
    start_sheet(sheet, report, f"{SHEET.shown} · {report.quarter_title}", "", SHEET.heading_row)
    write_words(sheet, report.formats, course)
    table = CourseTable(sheet, report.formats, course.told, report.positions.rows.link_to_indicator)
    table.write(SHEET.heading_row, HEIGHT_ABOVE)


def write_words(sheet: Any, formats: Formats, course: Course) -> None:
    """Write the three lines between the title and the headings."""
    looks = (formats.subtitle, formats.subtitle, formats(bold=True, valign="vcenter"))
    for row, (line, look) in enumerate(zip(course_words(course), looks, strict=True), 1):
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, line, look)

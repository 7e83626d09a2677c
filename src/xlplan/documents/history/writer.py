"""The history as a workbook for pivot tables, and as CSV for open data."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from xlsxwriter import Workbook

from xlplan.documents.history.columns import COLUMNS, HistoryContent, Value
from xlplan.documents.page_fit import keep_off_paper, zoom_of
from xlplan.documents.plan_csv.columns import guard
from xlplan.documents.report.cells import clip_to_cell
from xlplan.documents.report.course import HEIGHT_ABOVE, write_words
from xlplan.documents.report.course_table import TRENDS, CourseTable
from xlplan.documents.report.streaming_sheet import StreamedCell, StreamingSheet
from xlplan.documents.report.text_sheet import TextSheet
from xlplan.documents.report.workbook import write_workbook
from xlplan.documents.style import Formats, count_format, number_format, set_page, set_properties
from xlplan.domain.history import HistoryRow
from xlplan.domain.unit_of_measure import decimals_of
from xlplan.text.translation import N_, _

HISTORY = N_("History")
_HEADING_ROW = 4
_CODES = 4


def history_csv(content: HistoryContent) -> bytes:
    """Return the rows as CSV in UTF-8: numbers with a point, and no text that programs would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    for row in content.rows:
        writer.writerow([_csv_text(column.value(content, row)) for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def _csv_text(value: Value) -> str:
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return guard(value or "")


def write_history(path: Path, content: HistoryContent, made_at: datetime) -> None:
    """Write the workbook over `path`. The same input gives the same bytes.

    Args:
        path: The file to write.
        content: The content of the workbook.
        made_at: The time that it shows.
    """
    centre = content.plan.centre.name
    title = f"{_(HISTORY)} · {period_text(content)} · {centre}"

    def fill(book: Workbook) -> None:
        formats = Formats(book)
        set_properties(book, title, centre, made_at)
        trends, table = book.add_worksheet(_(TRENDS), TextSheet), book.add_worksheet(_(HISTORY), StreamingSheet)
        for sheet in (trends, table):
            sheet.inert_format = formats.inert
        foot = f"{centre} · {period_text(content)} · {made_at:%d.%m.%Y %H:%M}"
        zoom = _write_trends(trends, formats, content, foot)
        _write_table(table, formats, content, foot)
        for sheet in (trends, table):
            sheet.set_zoom(zoom)

    write_workbook(path, fill)


def period_text(content: HistoryContent) -> str:
    """Return the first and the last quarter."""
    return " – ".join(dict.fromkeys((str(content.quarters[0]), str(content.quarters[-1]))))


def _write_trends(sheet: Any, formats: Formats, content: HistoryContent, foot: str) -> int:
    """Write the sheet, and return the zoom at which a small screen shows it whole."""
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"{_(TRENDS)} · {period_text(content)}", formats.title)
    set_page(sheet, _HEADING_ROW, foot)
    write_words(sheet, formats, content.course)
    table = CourseTable(sheet, formats, content.course.told, lambda _key: "")
    table.write(_HEADING_ROW, HEIGHT_ABOVE)
    return zoom_of([table.widths])


def _write_table(sheet: StreamingSheet, formats: Formats, content: HistoryContent, foot: str) -> None:
    """Write one Excel Table from A1 on."""
    sheet.set_row(0, 32)
    headings = [{"header": column.shown, "header_format": formats.heading} for column in COLUMNS]
    options = {"name": _(HISTORY), "columns": headings, "style": "Table Style Light 1"}
    for position, column in enumerate(COLUMNS):
        sheet.set_column(position, position, column.width)
    sheet.add_table_at_top(max(len(content.rows), 1), len(COLUMNS) - 1, options)
    sheet.freeze_panes(1, _CODES)
    set_page(sheet, 0, foot)
    keep_off_paper(sheet, len(COLUMNS))
    for number, row in enumerate(content.rows, 1):
        sheet.append_row(number, [sheet.part(_cells(formats, content, row))])


def _cells(formats: Formats, content: HistoryContent, row: HistoryRow) -> Iterator[StreamedCell]:
    text = formats(quote_prefix=True, align="left", indent=1)
    indicator = row.row.indicator
    for position, column in enumerate(COLUMNS):
        value = column.value(content, row)
        if isinstance(value, int | Decimal):
            unit = indicator.unit_of_measure
            unit = replace(unit, decimals=max(unit.decimals, decimals_of(value)))
            digits = count_format(indicator.better, unit) if column.is_target else number_format(unit)
            yield position, value, formats(num_format=digits, align="center")
        elif value:
            yield position, clip_to_cell(value), text

"""Tables whose columns make the cells, with one row for each item."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct

from xlplan.documents.report.cells import Cell, clip_to_cell, row_height, usable_width, wall_clock, write_cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, heading_height, set_widths
from xlplan.documents.style import LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number

Item = TypeVar("Item")


class TableRow(Struct, Generic[Item], frozen=True):
    """One row of a table, which makes its cells.

    Attributes:
        item: The item that the row shows.
        report: The context of the workbook.
        style: The format properties of all cells of the row. A cell's own properties come before them.
    """

    item: Item
    report: ReportContext
    style: Mapping[str, object]

    def text(self, text: str, **style: object) -> Cell:
        """Return a cell with a text; a blank one for ""."""
        properties = {**self.style, **style}
        return Cell(text, self.report.formats.text(**properties), _font_size(properties))

    def status(self, text: str, status: Status, **style: object) -> Cell:
        """Return a cell with a text in the colours of a status."""
        return self.text(text, **{"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], **style})

    def number(self, value: Number | None, **style: object) -> Cell:
        """Return a cell with a number; a blank one for None."""
        return Cell(value, self.report.formats(**{**self.style, "align": "center", **style}))

    def time(self, value: datetime, num_format: str) -> Cell:
        """Return a cell with a time, in the time zone that the value has."""
        properties = {**self.style, "num_format": num_format, "align": "center"}
        return Cell(wall_clock(value), self.report.formats(**properties))

    def link(self, text: str, target: str, tip: str = "", **style: object) -> Cell:
        """Return a cell with a text that leads to `target`; a cell without a link for ""."""
        plain = {**self.style, **style}
        linked = {**self.style, "font_color": LINK, "underline": 1, **style}
        formats = self.report.formats
        size = _font_size(plain)
        return Cell(text, formats.text(**plain), size, link=target, link_format=formats.text(**linked), tip=tip)

    def link_to_indicator(self, key: str) -> Cell:
        """Return a cell with a row code that leads to its row in plan and fact."""
        return self.link(key, self.report.positions.rows.link_to_indicator(key))


class TableColumn(ReportColumn, Generic[Item], frozen=True):
    """A column that makes the cell of each row.

    Attributes:
        cell: Returns the cell.
        margin: The characters of the width that a text leaves free. None: the text does not set the row's height.
    """

    cell: Callable[[TableRow[Item]], Cell]
    margin: float | None = None


def write_table(
    sheet: Any,
    report: ReportContext,
    contract: ReportSheet[TableColumn[Item]],
    rows: Sequence[TableRow[Item]],
    links: LinkWriter,
    least_height: float = 20,
) -> None:
    """Write headings and rows as an Excel Table with the name of its sheet."""
    set_widths(sheet, contract.columns)
    sheet.set_row(contract.heading_row, heading_height(contract.columns))
    add_table(sheet, report, contract.columns, contract.heading_row, len(rows), {"name": contract.shown})
    write_rows(sheet, links, contract.columns, contract.heading_row + 1, rows, least_height)


def add_table(
    sheet: Any,
    report: ReportContext,
    columns: Sequence[ReportColumn],
    row: int,
    rows: int,
    options: Mapping[str, object],
) -> None:
    """Add an Excel Table of `rows` rows under the headings in row `row`, from 0. Its cells have their own formats.

    The name in `options` must be one word that no other table of the workbook has.
    """
    has_filter = options.get("autofilter", True)
    header_format = report.formats.filter_heading if has_filter else report.formats.heading
    headings = [{"header": column.shown, "header_format": header_format} for column in columns]
    last_row, last_column = row + max(rows, 1), len(columns) - 1
    sheet.add_table(row, 0, last_row, last_column, {"columns": headings, "style": None, **options})


def write_rows(
    sheet: Any,
    links: LinkWriter,
    columns: Sequence[TableColumn[Item]],
    first: int,
    rows: Iterable[TableRow[Item]],
    least_height: float | None = 20,
) -> None:
    """Write the rows, beginning in row `first`, from 0.

    Args:
        sheet: The worksheet.
        links: Writes the links of the worksheet.
        columns: The columns that make the cells.
        first: The first row.
        rows: The rows in order.
        least_height: The smallest height in points. None leaves the heights of the rows as they are.
    """
    for row, content in enumerate(rows, first):
        cells = [column.cell(content) for column in columns]
        if least_height is not None:
            sheet.set_row(row, row_height(_measured(columns, cells), least_height))
        for position, cell in enumerate(cells):
            if cell.link and isinstance(cell.value, str):
                text = clip_to_cell(cell.value)
                links.write(row, position, text, cell.link, cell.link_format, cell.format, cell.tip)
            else:
                write_cell(sheet, row, position, cell)


def _measured(columns: Sequence[TableColumn[Any]], cells: Sequence[Cell]) -> list[tuple[str, float]]:
    return [
        (cell.measured_text, usable_width(column.width, cell.font_size, column.margin))
        for column, cell in zip(columns, cells, strict=True)
        if column.margin is not None
    ]


def _font_size(properties: Mapping[str, object]) -> float:
    size = properties.get("font_size", 10)
    return size if isinstance(size, int | float) else 10

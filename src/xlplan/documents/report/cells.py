"""Cells of the consolidated workbook: their content, and the heights of rows that their texts need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from xlplan.documents.style import LINE, count_lines
from xlplan.domain.unit_of_measure import Number

LINE_HEIGHT = 12.75
# Source: Excel specifications and limits.
_LONGEST_TEXT = 32_767
_TALLEST_ROW = 409
MOMENT = "dd.mm.yyyy hh:mm"
DAY = "dd.mm.yyyy"
# A thin line under each row of a table.
LINE_BELOW: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}


class Cell(Struct, frozen=True):
    """The content of a cell.

    Attributes:
        value: A text, a number or a time; None or "" makes a blank cell. For a formula, the cached value.
        format: The XlsxWriter format.
        font_size: The size in points by which the text is measured for the height of its row.
        formula: The formula, with its `=`.
        link: The target of a link, such as `internal:'Sheet'!A1`; "" for no link.
        link_format: The format in place of `format` if there is a link.
        tip: The text that programs show over the link.
        measured: The text that sets the height of the row, if it is not the value.
    """

    value: str | Number | float | datetime | None
    format: Any
    font_size: float = 10
    formula: str = ""
    link: str = ""
    link_format: Any = None
    tip: str = ""
    measured: str | None = None

    @property
    def measured_text(self) -> str:
        """The text that sets the height of the row."""
        if self.measured is not None:
            return self.measured
        return self.value if isinstance(self.value, str) else ""


def row_height(cells: Sequence[tuple[str, float]], least: float = 18) -> float:
    """Return the row height in points that shows all of these texts in columns of these widths in characters."""
    lines = 1
    for text, width in cells:
        if len(text) * 1.05 > width or "\n" in text:
            lines = max(lines, count_lines(text, width))
    return min(_TALLEST_ROW, max(least, lines * LINE_HEIGHT + 4.5))


def usable_width(width: float, font_size: float, margin: float) -> float:
    """Return how many characters fit into a column. Its width counts letters of 10 points."""
    return width * 10 / font_size - margin


def clip_to_cell(text: str) -> str:
    """Return as much of `text` as a cell can hold. An ellipsis shows a cut."""
    if len(text) * 2 <= _LONGEST_TEXT:
        return text
    raw = text.encode("utf-16-le", "replace")
    if len(raw) // 2 <= _LONGEST_TEXT:
        return text
    return raw[: (_LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"


def wall_clock(moment: datetime) -> datetime:
    """Return the time without its zone, because cells have none."""
    return moment.replace(tzinfo=None, microsecond=0)


def write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    """Write one cell, without its link."""
    value = cell.value
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, cell.format, "" if value is None else value)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, cell.format)
    elif isinstance(value, str):
        sheet.write_string(row, column, clip_to_cell(value), cell.format)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, cell.format)
    else:
        sheet.write_number(row, column, value, cell.format)

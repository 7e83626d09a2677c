"""Style of every workbook: inks, fills, page set-up, formats."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from xlplan.domain.findings.finding import Severity
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, UnitOfMeasure
from xlplan.text.translation import _

FONT = "Arial"
INK = "#1F3864"
TEXT = "#222222"
MUTED = "#5F6673"
LINE = "#C9CED6"
BAND = "#E8EDF5"
BAND_LIGHT = "#F5F7FA"
ENTRY = "#FFF7D6"
ENTRY_LINE = "#D9B84A"
ENTRY_HEAD = "#F2CF66"
FAULT = "#FAD4C8"
DOUBT = "#FFC46B"
LINK = "#1D5FA8"

# The unit of a column's width is a digit of the workbook's base font. The base is the font of the cells, because
# Excel's own font is missing in other programs, and columns would then change their width.
BASE_OPTIONS = {
    "default_format_properties": {"font_name": FONT, "font_size": 10, "font_scheme": False},
    "default_row_height": 17,
}

# Programs draw the button of a filter into the lower edge of a heading.
FILTER_HEADING: Mapping[str, object] = {
    "bold": True,
    "font_size": 9,
    "font_color": "#FFFFFF",
    "bg_color": INK,
    "align": "center",
    "valign": "top",
}

# Each is legible on its fill, and the colour-blind tell all of them apart.
STATUS_INK = {
    Status.MET: "#0B6B4F",
    Status.OVER: "#1D4A96",
    Status.SHORT: "#8F2410",
    Status.NOT_RETURNED: "#855C00",
    Status.EXPECTED: MUTED,
    Status.NOTHING_AROSE: MUTED,
    Status.NOT_JUDGED: MUTED,
    Status.NO_BASE: MUTED,
}
STATUS_FILL = {
    Status.MET: "#CCEBD9",
    Status.OVER: "#D9E4FC",
    Status.SHORT: "#FAD3C3",
    Status.NOT_RETURNED: "#FFF3B0",
    Status.EXPECTED: "#F4F5F7",
    Status.NOTHING_AROSE: "#F4F5F7",
    Status.NOT_JUDGED: "#F4F5F7",
    Status.NO_BASE: "#F4F5F7",
}

# A cell with a note only asks nothing, and keeps its colour.
SEVERITY_FILL = {Severity.ERROR: FAULT, Severity.WARNING: DOUBT}


# A program that opens a CSV runs a text that begins with one of these. Source: OWASP, CSV injection.
RUN_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
# A CSV holds what a cell shows. This shows a text with an apostrophe before it, and leaves the text as it is.
_SHOWN_IN_CSV = 'General;General;General;"\'"@'


def number_format(unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return the number format of a row's numbers: its decimals, and the sign of a percentage as plain text.

    A cell of 98 shows `98,0 %` and stays 98. The word of any other unit stands beside the indicator.
    """
    if unit == WHOLE_THINGS:
        return "0"
    digits = f"#,##0.{'0' * unit.decimals}" if unit.decimals else "#,##0"
    return f'{digits}" %"' if unit.is_percentage else digits


def count_format(better: Better, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return the number format of a target: a ceiling is shown as one.

    The sign is part of the format, so the cell stays a number for every reader and formula.
    """
    return f'"≤ "{number_format(unit)}' if better is Better.LESS else number_format(unit)


def partial_format(unit: UnitOfMeasure) -> str:
    """Return the number format of a figure that lacks a return: a star follows the number."""
    digits = number_format(unit)
    return f'{digits[:-1]} *"' if digits.endswith('"') else f'{digits}" *"'


def filter_heading_height(headings: Iterable[str], widths: Iterable[float]) -> float:
    """Return the height in points of a row of headings with room under them for the buttons of a filter."""
    lines = max(count_lines(heading, width) for heading, width in zip(headings, widths, strict=False))
    return 21.0 + 12 * lines


class Formats:
    """Formats of one workbook, each made once.

    A text format keeps every text a text.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        # The same properties come in several orders, and most often in one in which they came before.
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._by_order: dict[tuple[tuple[str, object], ...], Any] = {}
        self._properties: dict[Any, dict[str, object]] = {}
        self._inert: dict[Any, Any] = {}

    def __call__(self, **properties: object) -> Any:
        """Return an XlsxWriter format with the common font and these properties."""
        order = tuple(properties.items())
        known = self._by_order.get(order)
        if known is None:
            known = self._by_order[order] = self._in_any_order(properties)
        return known

    def _in_any_order(self, properties: dict[str, object]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10, "font_color": TEXT, "valign": "top"}
            self._formats[key] = self._book.add_format({**base, **properties})
            self._properties[self._formats[key]] = {**base, **properties}
        return self._formats[key]

    def inert(self, cell_format: Any) -> Any:
        """Return the format for a text that begins with one of `RUN_SIGNS`, in place of `cell_format`."""
        if cell_format not in self._inert:
            properties = {
                **self._properties.get(cell_format, {}),
                "num_format": _SHOWN_IN_CSV,
                "quote_prefix": True,
            }
            self._inert[cell_format] = self._book.add_format(properties)
        return self._inert[cell_format]

    def text(self, **properties: object) -> Any:
        """Return a wrapped text format; a value that begins with = + - @ stays a text in every program."""
        return self(text_wrap=True, quote_prefix=True, **properties)

    def conditional(self, **properties: object) -> Any:
        """Return a format with these properties alone, for a conditional format that changes nothing else."""
        return self._book.add_format(properties)

    @property
    def title(self) -> Any:
        """Format of the title in A1."""
        return self(bold=True, font_size=16, font_color=INK, valign="vcenter")

    @property
    def subtitle(self) -> Any:
        """Format of the lines under the title."""
        return self(font_color=MUTED, valign="vcenter")

    @property
    def heading(self) -> Any:
        """Format of a heading row."""
        return self(
            bold=True, font_color="#FFFFFF", bg_color=INK, text_wrap=True, align="center", valign="vcenter"
        )

    @property
    def filter_heading(self) -> Any:
        """Format of a heading above whose lower edge a program draws the button of a filter."""
        return self(text_wrap=True, **FILTER_HEADING)


def set_page(sheet: Any, heading_row: int, footer: str) -> None:
    """Set a sheet up for printing: A4 landscape, one page wide, page numbers in the footer.

    Args:
        sheet: An XlsxWriter worksheet.
        heading_row: The row, counted from 0, that is repeated on every page.
        footer: The text on the left of the footer.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(heading_row)
    sheet.hide_gridlines(2)
    page = _("page {page} of {pages}").format(page="&P", pages="&N")
    sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8{page}")


def set_properties(book: Any, title: str, centre: str, made_at: datetime) -> None:
    """Set the document properties.

    The time stamp is `made_at`, so the same content gives the same bytes.
    """
    book.set_properties({"title": title, "author": centre, "company": centre, "created": made_at.astimezone(UTC)})


@lru_cache(maxsize=4096)
def count_lines(text: str, width: float) -> int:
    """Return the number of lines that `text` takes in a column of `width` characters.

    Row heights follow from it. They fit in every program.
    """
    # A Cyrillic letter of bold Arial 10 is about as wide as a unit of width, a space takes about 0.6 of one.
    # A line ends between words or after a hyphen.
    total = 0
    for paragraph in text.split("\n"):
        used = 0.0
        total += 1
        for word in paragraph.replace("-", "- ").split(" "):
            size = len(word) * 1.03
            if used and used + size > width:
                total += 1
                used = 0.0
            # A word longer than the column, such as a web address, is broken.
            total += int(size // width) if size > width else 0
            used += size + 0.6
    return total

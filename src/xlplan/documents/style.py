"""One look for every workbook: ink, fills, page set-up, and writing that never guesses what a text means."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from xlplan.domain.status import Status
from xlplan.text.translation import _

FONT = "Arial"
INK = "#1F3864"
TEXT = "#222222"
MUTED = "#6B7280"
LINE = "#C9CED6"
BAND = "#E8EDF5"
BAND_LIGHT = "#F5F7FA"
ENTRY = "#FFF7D6"
ENTRY_LINE = "#D9B84A"
ENTRY_HEAD = "#F2CF66"
FAULT = "#FAD4C8"
LINK = "#1D5FA8"

# Columns are measured in digits of a workbook's base font. With the font of its cells for a base, they are as wide
# in a program that lacks Excel's own.
BASE_OPTIONS = {
    "default_format_properties": {"font_name": FONT, "font_size": 10, "font_scheme": False},
    "default_row_height": 17,
}

# Told apart by lightness as well as by hue, so that they stay apart for the colour-blind and in grey print.
STATUS_INK = {
    Status.MET: "#0F6B4A",
    Status.OVER: "#1D4F91",
    Status.SHORT: "#B23A0E",
    Status.NOT_RETURNED: "#7A5A00",
    Status.EXPECTED: "#6B7280",
    Status.NOTHING_AROSE: "#6B7280",
    Status.NOT_JUDGED: "#6B7280",
}
STATUS_FILL = {
    Status.MET: "#E6F4EC",
    Status.OVER: "#E5EDF9",
    Status.SHORT: "#FDE4DB",
    Status.NOT_RETURNED: "#FFF1CC",
    Status.EXPECTED: "#F1F3F5",
    Status.NOTHING_AROSE: "#F1F3F5",
    Status.NOT_JUDGED: "#F1F3F5",
}


class Formats:
    """The formats of one workbook, each made once; every text format keeps a text a text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        """An XlsxWriter format with the common font and these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10, "font_color": TEXT, "valign": "top"}
            self._formats[key] = self._book.add_format({**base, **properties})
        return self._formats[key]

    def text(self, **properties: object) -> Any:
        """A wrapped text format; a value that begins with = + - @ stays text in every program."""
        return self(text_wrap=True, quote_prefix=True, **properties)

    def conditional(self, **properties: object) -> Any:
        """A format of these properties alone, for a conditional format that leaves the rest as it is."""
        return self._book.add_format(properties)

    @property
    def title(self) -> Any:
        """For A1."""
        return self(bold=True, font_size=16, font_color=INK, valign="vcenter")

    @property
    def subtitle(self) -> Any:
        """For the lines under the title."""
        return self(font_color=MUTED, valign="vcenter")

    @property
    def heading(self) -> Any:
        """For a heading row."""
        return self(
            bold=True, font_color="#FFFFFF", bg_color=INK, text_wrap=True, align="center", valign="vcenter"
        )


def set_page(sheet: Any, heading_row: int, footer: str) -> None:
    """A4 landscape, one page wide, the heading row (from 0) repeated, `footer` and page numbers below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(heading_row)
    sheet.hide_gridlines(2)
    page = _("page {page} of {pages}").format(page="&P", pages="&N")
    sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8{page}")


def set_properties(book: Any, title: str, centre: str, made_at: datetime) -> None:
    """Document properties; `made` fixes the time stamp, so that the same content gives the same bytes."""
    book.set_properties({"title": title, "author": centre, "company": centre, "created": made_at.astimezone(UTC)})


@lru_cache(maxsize=4096)
def count_lines(text: str, width: float) -> int:
    """How many lines `text` takes in a column of `width` characters, for row heights that fit in every program."""
    # In Cyrillic a letter of bold Arial 10 is about as wide as a unit of width, a space little more than half.
    # Words wrap whole, or after a hyphen.
    total = 0
    for paragraph in text.split("\n"):
        used = 0.0
        total += 1
        for word in paragraph.replace("-", "- ").split(" "):
            size = len(word) * 1.03
            if used and used + size > width:
                total += 1
                used = 0.0
            # A word longer than the column, such as a web address, is broken to fit.
            total += int(size // width) if size > width else 0
            used += size + 0.6
    return total

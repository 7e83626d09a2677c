"""The values that a Word document is written from: paragraphs, runs, bars, cells with their places in a table."""

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from xlplan.documents.word_writer.styles import Style
from xlplan.domain.unit_of_measure import Number

ALL_EDGES = "tblr"


class StyledRun(Struct, frozen=True):
    """A text with one look.

    A line feed is a line break within the paragraph, a tab goes to the next stop of the paragraph. A highlighted
    text is one that an editor must deal with; highlights are found by the search of Word and LibreOffice.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    highlighted: bool = False


class ShareBar(Struct, frozen=True):
    """A bar that shows a share of a whole.

    It is dark letters' ground beside light letters' ground, both of blanks: it prints in black and white, and a
    screen reader reads nothing. So the number always stands beside it, as a text.

    Attributes:
        share: The share. Below 0 the bar is light, above 1 it is dark.
        length: The number of blanks in the whole bar. A blank is a quarter of the type size.
    """

    share: Fraction | Number
    length: int = 20

    @property
    def dark(self) -> int:
        """The number of dark blanks. Only nothing has none, and only the whole has all of them."""
        if self.share <= 0:
            return 0
        if self.share >= 1:
            return self.length
        return min(max(round(self.share * self.length), 1), self.length - 1)


class TabStop(Struct, frozen=True):
    """A place in a line to which a tab goes.

    Attributes:
        part: The place as a part of the width between the margins or of the cell: 0 is its left edge, 1 its right.
        align: The side of the text that stands there: `left`, `center`, `right`.
        is_line: A line to write on fills the way to the place.
    """

    part: float
    align: str = "left"
    is_line: bool = False


class StyledParagraph(Struct, frozen=True):
    """A paragraph.

    Attributes:
        pieces: Its texts, runs and bars, in the order of reading.
        style: Its style, which has the look. The other attributes are what differs from it in this place.
        align: `left`, `center`, `right`, `both`; "" is that of the style.
        indent: The left indent as a part of the width between the margins.
        tabs: The places to which the tabs of its runs go.
        before, after: The space in points above and below it; None is that of the style.
        with_next: It stays on one page with the next paragraph.
        on_new_page: It begins a page.
    """

    pieces: tuple[str | StyledRun | ShareBar, ...]
    style: Style = Style.BODY
    align: str = ""
    indent: float = 0
    tabs: tuple[TabStop, ...] = ()
    before: float | None = None
    after: float | None = None
    with_next: bool = False
    on_new_page: bool = False

    @property
    def text(self) -> str:
        """The text without its looks. A bar has none."""
        texts = (piece.text if isinstance(piece, StyledRun) else piece for piece in self.pieces)
        return "".join(text for text in texts if isinstance(text, str))


class PlacedCell(Struct, frozen=True):
    """A cell of a table, or several merged cells. Rows and columns count from 0.

    Attributes:
        row, column: The place of its upper left corner.
        paragraphs: Its content. A cell without any is blank.
        down, across: The rows and columns that it takes.
        edges: The lines that are drawn around it: t, b, l, r.
        valign: `top`, `center`, `bottom`.
        shade: The ground in per cent of black; 0 is white.
    """

    row: int
    column: int
    paragraphs: tuple[StyledParagraph, ...] = ()
    down: int = 1
    across: int = 1
    edges: str = ALL_EDGES
    valign: str = "top"
    shade: int = 0


class PlacedTable(Struct, frozen=True):
    """A table. It is as wide as the text between the margins.

    Attributes:
        cells: Its cells; a place without a cell is a blank one.
        widths: The widths of its columns, in any unit: they are scaled to the page.
        headings: The number of first rows that are headings. They are repeated on every page.
        title: The title of the table for a screen reader.
        description: The sentence that tells a screen reader what the table holds and how.
        with_next: The rows that stay on one page with the row, or behind the last one the paragraph, below them.
    """

    cells: tuple[PlacedCell, ...]
    widths: tuple[float, ...]
    headings: int
    title: str
    description: str = ""
    with_next: frozenset[int] = frozenset()


def plain_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | StyledRun | ShareBar | StyledParagraph]],
    widths: Sequence[float],
    title: str,
    description: str = "",
    aligns: Sequence[str] = (),
) -> PlacedTable:
    """Return a table with one row of headings and a cell for each value.

    Args:
        headings: The words of the heading row.
        rows: The values of the rows below. A text may hold line feeds.
        widths: The widths of the columns, in any unit.
        title: The title for a screen reader.
        description: What the table holds, for a screen reader.
        aligns: The side of the text in each column: `left`, `center`, `right`. By default all are left.
    """
    sides = aligns or ("",) * len(headings)
    head = (
        PlacedCell(0, column, (StyledParagraph((words,), Style.TABLE_HEADING),), valign="center", shade=8)
        for column, words in enumerate(headings)
    )
    body = (
        PlacedCell(row, column, (_in_table(value, side),))
        for row, values in enumerate(rows, start=1)
        for column, (value, side) in enumerate(zip(values, sides, strict=True))
    )
    return PlacedTable((*head, *body), tuple(widths), 1, title, description)


def _in_table(value: str | StyledRun | ShareBar | StyledParagraph, align: str) -> StyledParagraph:
    if isinstance(value, StyledParagraph):
        return value
    return StyledParagraph((value,), Style.TABLE_TEXT, align)

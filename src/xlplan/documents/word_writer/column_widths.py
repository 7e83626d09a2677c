"""Widths of the columns of a table: scaled to the page, with room for the longest word of each heading."""

from itertools import accumulate

from xlplan.documents.text_metrics import widest_word
from xlplan.documents.word_writer.content import PlacedTable
from xlplan.documents.word_writer.styles import Style

# Twentieths of a point in a pixel.
_PIXEL = 15
# The type sizes of headings in the base of xlplan. Their letters are bold, which makes them wider.
_SIZES = {Style.TABLE_HEADING: 12, Style.FORM_HEADING: 9}
_BOLD_FACTOR = 1.08
# In pixels: the inner margins that a centre's own table style may have beyond those that a word is measured with.
_MORE_PADDING = 8


def column_edges(table: PlacedTable, width: int) -> list[int]:
    """Return the edges of the columns of a table so wide, from 0 to `width`, in twentieths of a point.

    No word of a heading breaks as long as another column has room to give.
    """
    wanted = [width * each / sum(table.widths) for each in table.widths]
    needed = _needed(table)
    lacking = sum(max(0.0, need - has) for need, has in zip(needed, wanted, strict=True))
    spare = sum(max(0.0, has - need) for need, has in zip(needed, wanted, strict=True))
    given = min(1.0, lacking / spare) if spare else 0.0
    settled = [
        need if need > has else has - given * (has - need) for need, has in zip(needed, wanted, strict=True)
    ]
    return [0, *(round(width * end / sum(settled)) for end in accumulate(settled))]


def _needed(table: PlacedTable) -> list[float]:
    """Return the width that the longest word of each column's headings takes."""
    needed = [0.0] * len(table.widths)
    for cell in table.cells:
        if cell.row < table.headings and cell.across == 1:
            for paragraph in cell.paragraphs:
                size = _SIZES.get(paragraph.style, _SIZES[Style.TABLE_HEADING])
                word = _BOLD_FACTOR * widest_word(paragraph.text, size) + _MORE_PADDING
                needed[cell.column] = max(needed[cell.column], word * _PIXEL)
    return needed

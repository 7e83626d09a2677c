"""Paragraphs and tables as the XML of Word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xlplan.documents.word_writer.column_widths import column_edges
from xlplan.documents.word_writer.content import (
    ALL_EDGES,
    PlacedCell,
    PlacedTable,
    ShareBar,
    StyledParagraph,
    StyledRun,
    TabStop,
)
from xlplan.documents.word_writer.styles import Style

# Lengths are in twentieths of a point.
POINT = 20
# What no XML may hold, and half letters.
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIDES = (("t", "top"), ("l", "left"), ("b", "bottom"), ("r", "right"))
# A letter of 12 points is about so wide; a page that lies across holds so many lines under its headings.
_LETTER, _MOST_LINES = 132, 28
_DARK, _LIGHT = "404040", "D9D9D9"
_BLANK = "\u00a0"
_FIRST_TAG = re.compile(r"<w:\w+")
_BREAKS = re.compile(r"([\t\n])")
# Names of styles to their identifiers in the document.
Identifiers = Mapping[Style, str]


def parse(xml: str) -> Any:
    """Return the element of an XML whose prefix is not declared yet."""
    return parse_xml(_FIRST_TAG.sub(lambda tag: f"{tag[0]} {nsdecls('w')}", xml, count=1))


def paragraph_xml(paragraph: StyledParagraph, styles: Identifiers, width: int, with_next: bool = False) -> str:
    """Return the XML of a paragraph.

    Args:
        paragraph: The paragraph.
        styles: The identifiers of the styles.
        width: The width of its page or cell.
        with_next: It stays with the next one, whatever it says itself.
    """
    looks = [f"<w:pStyle w:val={quoteattr(styles[paragraph.style])}/>"]
    if with_next or paragraph.with_next:
        looks.append("<w:keepNext/>")
    if paragraph.on_new_page:
        looks.append("<w:pageBreakBefore/>")
    if paragraph.tabs:
        looks.append(f"<w:tabs>{''.join(_tab_stop(stop, width) for stop in paragraph.tabs)}</w:tabs>")
    spaces = (("before", paragraph.before), ("after", paragraph.after))
    if spacing := "".join(f' w:{side}="{round(points * POINT)}"' for side, points in spaces if points is not None):
        looks.append(f"<w:spacing{spacing}/>")
    if paragraph.indent:
        looks.append(f'<w:ind w:left="{round(paragraph.indent * width)}" w:firstLine="0"/>')
    if paragraph.align:
        looks.append(f'<w:jc w:val="{paragraph.align}"/>')
    return f"<w:p><w:pPr>{''.join(looks)}</w:pPr>{''.join(map(_piece, paragraph.pieces))}</w:p>"


def _tab_stop(stop: TabStop, width: int) -> str:
    line = ' w:leader="underscore"' if stop.is_line else ""
    return f'<w:tab w:val="{stop.align}"{line} w:pos="{round(stop.part * width)}"/>'


def _piece(piece: str | StyledRun | ShareBar) -> str:
    if isinstance(piece, ShareBar):
        grounds = ((piece.dark, _DARK), (piece.length - piece.dark, _LIGHT))
        return "".join(
            _run(_BLANK * number, f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>')
            for number, fill in grounds
            if number
        )
    if isinstance(piece, str):
        return _run(piece)
    looks = (
        ("<w:b/><w:bCs/>", piece.bold),
        ("<w:i/><w:iCs/>", piece.italic),
        ('<w:highlight w:val="yellow"/>', piece.highlighted),
        ('<w:u w:val="single"/>', piece.underlined),
    )
    return _run(piece.text, "".join(element for element, has in looks if has))


def _run(text: str, looks: str = "") -> str:
    if not text:
        return ""
    signs = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    parts = (
        signs.get(part) or f'<w:t xml:space="preserve">{escape(_INVALID.sub("", part))}</w:t>'
        for part in _BREAKS.split(text)
        if part
    )
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f"<w:r>{properties}{''.join(parts)}</w:r>"


def table_xml(table: PlacedTable, styles: Identifiers, width: int) -> str:
    """Return the XML of a table as wide as the text.

    No row breaks across pages but one that may be taller than a page: LibreOffice would not show the rest of it.
    The first rows of headings are repeated on every page.

    Args:
        table: The table.
        styles: The identifiers of the styles.
        width: The width of the text.
    """
    edges = column_edges(table, width)
    columns = "".join(f'<w:gridCol w:w="{end - start}"/>' for start, end in pairwise(edges))
    rows = max((cell.row + cell.down for cell in table.cells), default=0)
    at = _by_place(table.cells)
    tall = _tall_rows(table.cells, edges)

    def row_marks(row: int) -> str:
        heading = "<w:tblHeader/>" if row < table.headings else ""
        return heading if row in tall else f"<w:cantSplit/>{heading}"

    texts = f"<w:tblCaption w:val={quoteattr(_clean(table.title))}/>"
    if table.description:
        texts += f"<w:tblDescription w:val={quoteattr(_clean(table.description))}/>"
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(styles[Style.TABLE])}/>"
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/>{texts}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        + "".join(
            _row(at, row, edges, styles, row_marks(row), row in table.with_next - tall) for row in range(rows)
        )
        + "</w:tbl>"
    )


def _by_place(cells: Iterable[PlacedCell]) -> dict[tuple[int, int], PlacedCell]:
    """Return the cell that begins at a place or continues there from above, at its first column."""
    return {(cell.row + row, cell.column): cell for cell in cells for row in range(cell.down)}


def _tall_rows(cells: Iterable[PlacedCell], edges: Sequence[int]) -> set[int]:
    """Return the rows that may be taller than a page."""
    tall: set[int] = set()
    for cell in cells:
        width = edges[cell.column + cell.across] - edges[cell.column]
        letters = max(1, width // _LETTER)
        texts = (part for paragraph in cell.paragraphs for part in paragraph.text.split("\n"))
        lines = sum(1 + len(text) // letters for text in texts)
        if lines - cell.down > _MOST_LINES:
            tall.update(range(cell.row, cell.row + cell.down))
    return tall


def _row(
    at: Mapping[tuple[int, int], PlacedCell],
    row: int,
    edges: Sequence[int],
    styles: Identifiers,
    marks: str,
    with_next: bool,
) -> str:
    cells = []
    column = 0
    while column < len(edges) - 1:
        cell = at.get((row, column), PlacedCell(row, column))
        cells.append(_cell(cell, row, edges[column + cell.across] - edges[column], styles, with_next))
        column += cell.across
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: PlacedCell, row: int, width: int, styles: Identifiers, with_next: bool) -> str:
    looks = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.across > 1:
        looks.append(f'<w:gridSpan w:val="{cell.across}"/>')
    begins = row == cell.row
    if cell.down > 1:
        looks.append('<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>")
    if cell.edges != ALL_EDGES:
        gone = "".join(f'<w:{side} w:val="nil"/>' for edge, side in _SIDES if edge not in cell.edges)
        looks.append(f"<w:tcBorders>{gone}</w:tcBorders>")
    if cell.shade:
        ground = f"{round(255 * (1 - cell.shade / 100)):02X}" * 3
        looks.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>')
    if cell.valign != "top":
        looks.append(f'<w:vAlign w:val="{cell.valign}"/>')
    paragraphs = cell.paragraphs if begins and cell.paragraphs else (StyledParagraph((), _blank_style(cell)),)
    content = "".join(paragraph_xml(each, styles, width, with_next) for each in paragraphs)
    return f"<w:tc><w:tcPr>{''.join(looks)}</w:tcPr>{content}</w:tc>"


def _blank_style(cell: PlacedCell) -> Style:
    return cell.paragraphs[0].style if cell.paragraphs else Style.TABLE_TEXT


def _clean(text: str) -> str:
    return _INVALID.sub("", text)

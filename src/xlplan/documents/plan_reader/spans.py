"""Which cells of an ods or xls are merged downward: what the fast readers do not tell."""

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import NamedTuple
from xml.etree import ElementTree

from xlplan.documents.formats.grid import Parts, UnreadableError
from xlplan.documents.formats.xlsx import parsed

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class Span(NamedTuple):
    """A merged range: its first row, the row after its last, and its first column, from 0."""

    first: int
    end: int
    column: int


def spans_of_xls(content: bytes) -> Mapping[str, tuple[Span, ...]]:
    """By sheet. UnreadableError. Source of the shape: MS-XLS, as xlrd gives it."""
    # Each reader costs its import only where it is needed.
    import xlrd

    try:
        # xlrd tells merged cells only together with all formats.
        book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), formatting_info=True)
    except Exception:  # a damaged file leads it into almost anything
        raise UnreadableError("file-damaged") from None
    return {
        sheet.name: tuple(Span(first, end, column) for first, end, column, _last in sheet.merged_cells)
        for sheet in book.sheets()
    }


def spans_of_ods(parts: Parts) -> Mapping[str, tuple[Span, ...]]:
    """By sheet. Source of the shape: OpenDocument 1.3, part 3, tables."""
    tables = parsed(parts["content.xml"]).iter(f"{_TABLE}table")
    return {table.get(f"{_TABLE}name", ""): tuple(_spans(table)) for table in tables}


def _spans(table: ElementTree.Element) -> Iterator[Span]:
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            if (down := _count(cell, "number-rows-spanned")) > 1:
                yield Span(at, at + down, column)
            column += _count(cell, "number-columns-repeated")
        at += _count(row, "number-rows-repeated")


def _count(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() else 1

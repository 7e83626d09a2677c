"""Merged cells of a plan workbook: where they are, and their values filled downward."""

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from xml.etree import ElementTree

from xlplan.documents.formats.grid import MergedRange, Parts, UnreadableError
from xlplan.documents.formats.xml_parts import parse_xml
from xlplan.domain.findings.file_kinds import (
    FILE_DAMAGED,
)

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def merged_in_xls(content: bytes) -> Mapping[str, tuple[MergedRange, ...]]:
    """Return the merged ranges by sheet. Source of the structure: MS-XLS, as xlrd reads it.

    Raises:
        UnreadableError: The file is damaged.
    """
    # The import takes time, so it happens only where it is needed.
    import xlrd

    try:
        # xlrd reports merged cells only together with all formats.
        book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), formatting_info=True)
    except Exception:  # xlrd fails on a damaged file with errors of any type
        raise UnreadableError(FILE_DAMAGED) from None
    return {sheet.name: tuple(MergedRange(*area) for area in sheet.merged_cells) for sheet in book.sheets()}


def merged_in_ods(parts: Parts) -> Mapping[str, tuple[MergedRange, ...]]:
    """Return the merged ranges by sheet. Source of the structure: OpenDocument 1.3, part 3, tables."""
    tables = parse_xml(parts["content.xml"]).iter(f"{_TABLE}table")
    return {table.get(f"{_TABLE}name", ""): tuple(_merged_ranges(table)) for table in tables}


def _merged_ranges(table: ElementTree.Element) -> Iterator[MergedRange]:
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            across = _count(cell, "number-columns-spanned")
            if (down := _count(cell, "number-rows-spanned")) > 1:
                yield MergedRange(at, at + down, column, column + across)
            column += _count(cell, "number-columns-repeated")
        at += _count(row, "number-rows-repeated")


def _count(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() else 1


def fill_merged(rows: list[list[object]], spans: Iterable[MergedRange]) -> tuple[tuple[object, ...], ...]:
    """Fill merged cells downward only: a caption merged across a table is no value of the columns it covers."""
    for span in spans:
        if span.first < len(rows) and span.column < len(rows[span.first]):
            for below in range(span.first, min(span.end, len(rows))):
                rows[below][span.column] = rows[span.first][span.column]
    return tuple(tuple(row) for row in rows)

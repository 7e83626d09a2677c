"""The records of an xls that tell what is merged and hidden, and if any font looks unusual.

xlrd reads merged and hidden cells only together with the style of every cell, which takes half as long again as
the cells themselves. A pass over the headers of the records costs a twentieth. Source of the records: MS-XLS, 2.4.
"""

import struct
from collections.abc import Mapping

from msgspec import Struct, field

from xlplan.documents.formats.grid import MergedRange

_HEADER = struct.Struct("<HH")
_BOF, _EOF = 0x0809, 0x000A
_FONT, _ROW, _COLUMNS, _MERGED = 0x0031, 0x0208, 0x007D, 0x00E5
_WANTED = frozenset((_BOF, _EOF, _FONT, _ROW, _COLUMNS, _MERGED))
_FONT_BODY = struct.Struct("<HHHHH")
_ROW_FLAGS = 12
_COLUMNS_BODY = struct.Struct("<HH4xH")
_AREA = struct.Struct("<HHHH")
_STRUCK, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x08, 0x20, 0x01
_RAISED = 1
_LAST_COLUMN = 255


class SheetRecords(Struct):
    """The details that the records of one sheet tell: merged ranges, and hidden rows and columns from 0."""

    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class WorkbookRecords(Struct, frozen=True):
    """The details that the records of a workbook tell.

    Attributes:
        sheets: The records of each sheet, by the place in the stream where the sheet begins.
        has_unusual_font: A font strikes out or raises.
    """

    sheets: Mapping[int, SheetRecords] = field(default_factory=dict)
    has_unusual_font: bool = False


def read_records(stream: bytes, start: int, length: int) -> WorkbookRecords:
    """Return what the records of the stream `Workbook` tell.

    Args:
        stream: The bytes that hold the stream.
        start: The place where the stream begins.
        length: Its length.
    """
    sheets: dict[int, SheetRecords] = {}
    has_unusual_font = False
    # A chart in a sheet is a stream of records within those of the sheet.
    depth = 0
    sheet = SheetRecords()
    at, end = start, min(start + length, len(stream)) - _HEADER.size
    unpack = _HEADER.unpack_from
    while at <= end:
        kind, size = unpack(stream, at)
        if kind in _WANTED:
            body = stream[at + _HEADER.size : at + _HEADER.size + size]
            if kind == _BOF:
                depth += 1
                if depth == 1:
                    sheet = sheets[at] = SheetRecords()
            elif kind == _EOF:
                depth = max(0, depth - 1)
            elif kind == _FONT:
                has_unusual_font = has_unusual_font or _is_unusual(body)
            elif depth == 1:
                _take(sheet, kind, body)
        at += _HEADER.size + size
    return WorkbookRecords(sheets, has_unusual_font)


def _is_unusual(body: bytes) -> bool:
    if len(body) < _FONT_BODY.size:
        return False
    _height, flags, _color, _weight, escapement = _FONT_BODY.unpack_from(body)
    return bool(flags & _STRUCK) or escapement == _RAISED


def _take(sheet: SheetRecords, kind: int, body: bytes) -> None:
    """Note what a record tells; one that is cut off tells nothing."""
    try:
        if kind == _ROW:
            # No unpacking: a sheet has a record for each row, and hardly one is hidden.
            if len(body) > _ROW_FLAGS and body[_ROW_FLAGS] & _HIDDEN_ROW:
                sheet.hidden_rows.add(int.from_bytes(body[:2], "little"))
        elif kind == _COLUMNS:
            first, last, flags = _COLUMNS_BODY.unpack_from(body)
            if flags & _HIDDEN_COLUMN:
                sheet.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        else:
            count = int.from_bytes(body[:2], "little")
            for number in range(count):
                top, bottom, left, right = _AREA.unpack_from(body, 2 + number * _AREA.size)
                sheet.merged.append(MergedRange(top, bottom + 1, left, right + 1))
    except struct.error:
        return

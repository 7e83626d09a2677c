"""Records of an xls, laid out by hand. Source: MS-XLS, 2.4."""

import struct

import pytest

from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.formats.xls_records import read_records

BOF, EOF = (0x0809, b"\0" * 16), (0x000A, b"")


def stream(*records: tuple[int, bytes]) -> bytes:
    """These records, one after another."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def font(flags: int = 0, escapement: int = 0) -> tuple[int, bytes]:
    return 0x0031, struct.pack("<HHHHHBBBB", 200, flags, 0x7FFF, 400, escapement, 0, 0, 0, 0)


def row(number: int, flags: int) -> tuple[int, bytes]:
    return 0x0208, struct.pack("<HHHHHHBBH", number, 0, 5, 255, 0, 0, flags, 1, 15)


def columns(first: int, last: int, flags: int) -> tuple[int, bytes]:
    return 0x007D, struct.pack("<HHHHHH", first, last, 2000, 15, flags, 0)


def merged(*areas: tuple[int, int, int, int]) -> tuple[int, bytes]:
    return 0x00E5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<HHHH", *area) for area in areas)


def test_each_sheet_tells_what_is_merged_and_hidden_in_it() -> None:
    book = stream(BOF, font(), EOF)
    first = stream(BOF, columns(3, 4, 1), columns(5, 5, 0), row(7, 0x20), row(8, 0x40), merged((1, 2, 0, 0)), EOF)
    second = stream(BOF, merged((0, 0, 1, 6), (3, 5, 2, 2)), EOF)
    records = read_records(b"12345" + book + first + second, 5, len(book + first + second)).sheets
    one, two = records[5 + len(book)], records[5 + len(book + first)]
    assert (one.hidden_rows, one.hidden_columns, one.merged) == ({7}, {3, 4}, [MergedRange(1, 3, 0, 1)])
    assert two.merged == [MergedRange(0, 1, 1, 7), MergedRange(3, 6, 2, 3)]


def test_a_chart_in_a_sheet_is_no_sheet() -> None:
    chart = stream(BOF, row(1, 0x20), EOF)
    data = stream(BOF) + chart + stream(row(2, 0x20), EOF)
    assert [sheet.hidden_rows for sheet in read_records(data, 0, len(data)).sheets.values()] == [{2}]


@pytest.mark.parametrize(
    ("flags", "escapement", "is_unusual"),
    [(0, 0, False), (0x08, 0, True), (0, 1, True), (0, 2, False), (0x02, 0, False)],
)
def test_a_font_that_strikes_out_or_raises_is_unusual(flags: int, escapement: int, is_unusual: bool) -> None:
    data = stream(BOF, font(), font(flags, escapement), EOF)
    assert read_records(data, 0, len(data)).has_unusual_font is is_unusual


def test_records_that_are_cut_off_tell_nothing() -> None:
    whole = stream(BOF, font(0x08), row(7, 0x20), columns(3, 4, 1), merged((1, 2, 0, 0)))
    for end in range(len(whole)):
        read_records(whole[:end], 0, len(whole))
    lying = stream(BOF, (0x00E5, b"\xff\xff" + b"\0" * 8), (0x007D, b"\0"), (0x0208, b"\1"), (0x0031, b"\1"))
    (sheet,) = read_records(lying, 0, len(lying)).sheets.values()
    assert (sheet.merged, sheet.hidden_rows, sheet.hidden_columns) == ([MergedRange(0, 1, 0, 1)], set(), set())

"""The lock of the structure, on the smallest of workbooks."""

import re
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook

from xlplan.documents.template.protection import lock_structure


def _book() -> bytes:
    content = BytesIO()
    book = Workbook(content)
    first, second = book.add_worksheet(), book.add_worksheet()
    for sheet in (first, second):
        sheet.set_row(0, 40)
        sheet.set_row(1, 50)
    book.close()
    return content.getvalue()


def _part(book: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(book)) as parts:
        return parts.read(name)


def test_the_lock_stands_where_the_schema_wants_it() -> None:
    locked = _part(lock_structure(_book()), "xl/workbook.xml")
    assert b'<workbookProtection lockStructure="1"/><bookViews>' in locked


def test_only_growing_rows_of_the_first_sheet_lose_their_fixed_height() -> None:
    locked = lock_structure(_book(), growing_rows=(2,))
    first, second = (_part(locked, f"xl/worksheets/sheet{number}.xml") for number in (1, 2))
    assert re.findall(rb'<row r="(\d+)"[^>]*customHeight', first) == [b"1"]
    assert re.findall(rb'<row r="(\d+)"[^>]*ht="', first) == [b"1", b"2"]
    assert second.count(b"customHeight") == 2


def test_every_other_part_stays_as_it_was() -> None:
    before = _book()
    with ZipFile(BytesIO(before)) as parts:
        names = parts.namelist()
    changed = [name for name in names if _part(before, name) != _part(lock_structure(before), name)]
    assert changed == ["xl/workbook.xml"]


def test_locking_is_reproducible() -> None:
    book = _book()
    assert lock_structure(book) == lock_structure(book)

"""The locks of the structure and of the sheets, on the smallest of workbooks."""

import re
from base64 import b64decode, b64encode
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook

from xlplan.documents.template.protection import hash_password, lock_workbook


def _book() -> bytes:
    content = BytesIO()
    book = Workbook(content)
    first, second = book.add_worksheet(), book.add_worksheet()
    for sheet in (first, second):
        sheet.set_row(0, 40)
        sheet.set_row(1, 50)
    second.protect()
    book.close()
    return content.getvalue()


def _locked(
    book: bytes, password: str = "", salt: str = "Центр 2021-Q2", growing_rows: tuple[int, ...] = ()
) -> bytes:
    return lock_workbook(book, password, salt, growing_rows)


def _lock_of(book: bytes, number: int = 2) -> dict[str, str]:
    """The attributes of a sheet's lock."""
    element = re.search(rb"<sheetProtection ([^>]*)/>", _part(book, f"xl/worksheets/sheet{number}.xml"))
    return dict(re.findall(r'(\w+)="([^"]*)"', element[1].decode())) if element else {}


def _part(book: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(book)) as parts:
        return parts.read(name)


def test_the_lock_stands_where_the_schema_wants_it() -> None:
    locked = _part(_locked(_book()), "xl/workbook.xml")
    assert b'<workbookProtection lockStructure="1"/><bookViews>' in locked


def test_only_growing_rows_of_the_first_sheet_lose_their_fixed_height() -> None:
    locked = _locked(_book(), growing_rows=(2,))
    first, second = (_part(locked, f"xl/worksheets/sheet{number}.xml") for number in (1, 2))
    assert re.findall(rb'<row r="(\d+)"[^>]*customHeight', first) == [b"1"]
    assert re.findall(rb'<row r="(\d+)"[^>]*ht="', first) == [b"1", b"2"]
    assert second.count(b"customHeight") == 2


def test_every_other_part_stays_as_it_was() -> None:
    before = _book()
    with ZipFile(BytesIO(before)) as parts:
        names = parts.namelist()
    changed = [name for name in names if _part(before, name) != _part(_locked(before), name)]
    assert changed == ["xl/workbook.xml"]


def test_locking_is_reproducible() -> None:
    book = _book()
    assert _locked(book) == _locked(book)


def test_a_password_is_hashed_as_excel_hashes_it() -> None:
    # A sheet that Excel locked with the password "password".
    salt = b64decode("Furur6jnDIFaQBhHQBXzFA==")
    assert b64encode(hash_password("password", salt)) == (
        b"Ua4h+FTPQI0+aCSbQ1Ya9fDYsddMzCfAypD1u1TBGmNONIy6sRfJBLDoMhOfbCv0i5Q2t1JOm4okjSvC1CsJYw=="
    )


def test_the_lock_of_a_sheet_holds_the_slow_hash_and_not_the_short_one() -> None:
    lock = _lock_of(_locked(_book(), "замок"))
    assert (lock["algorithmName"], lock["spinCount"], lock["sheet"]) == ("SHA-512", "100000", "1")
    assert "password" not in lock
    assert b64decode(lock["hashValue"]) == hash_password("замок", b64decode(lock["saltValue"]))


def test_a_sheet_that_is_not_locked_gets_no_password() -> None:
    assert _lock_of(_locked(_book(), "замок"), 1) == {}


def test_without_a_password_the_lock_has_none() -> None:
    assert _lock_of(_locked(_book())) == {"sheet": "1", "objects": "1", "scenarios": "1"}


def test_one_password_has_another_hash_in_another_centre() -> None:
    locks = [_lock_of(_locked(_book(), "замок", salt)) for salt in ("Перший центр", "Другий центр")]
    assert locks[0]["saltValue"] != locks[1]["saltValue"]
    assert locks[0]["hashValue"] != locks[1]["hashValue"]

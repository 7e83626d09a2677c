"""A file that has stopped changing may still lack its end: then it is waited for, but not without end."""

import io
import os
import time
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.storage.test_mail_containers import WORKBOOK, mail
from tests.support.hostile.raw_bytes import xlsx
from xlplan.storage.inbox import list_files
from xlplan.storage.settling import is_complete


def is_there(folder: Path, content: bytes, age: float = 0) -> bool:
    path = folder / "Звіт.xlsx"
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return is_complete(path, list_files(folder)[path])


def commented(comment: bytes) -> bytes:
    """A workbook with a comment behind it."""
    content = io.BytesIO(xlsx())
    with ZipFile(content, "a") as packed:
        packed.comment = comment
    return content.getvalue()


def nested() -> bytes:
    """A zip that holds a whole one, unpacked, before something else."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as packed:
        packed.writestr("a.xlsx", xlsx())
        packed.writestr("b.xlsx", b"x" * 1000)
    return content.getvalue()


WHOLE = {
    "workbook": xlsx(),
    "workbook with a comment": commented(b"a comment" * 7000),
    "zip in a zip": nested(),
    "mail": mail(("звіт.xlsx", WORKBOOK * 1000)).as_bytes(),
}


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_whole_file_is_there_at_once(tmp_path: Path, content: bytes) -> None:
    assert is_there(tmp_path, content)


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_file_cut_anywhere_is_waited_for_ten_minutes(tmp_path: Path, content: bytes) -> None:
    for end in range(200, len(content) - 30, max(1, len(content) // 50)):
        assert not is_there(tmp_path, content[:end]), end
        assert not is_there(tmp_path, content[:end], age=590), end
    assert is_there(tmp_path, content[:200], age=610)


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_file_made_as_zeros_and_filled_in_part_is_waited_for(tmp_path: Path, content: bytes) -> None:
    for end in (0, 100, min(1000, len(content) // 2)):
        zeros = bytes(len(content) - end + 5000)
        assert not is_there(tmp_path, content[:end] + zeros), end
        assert is_there(tmp_path, content[:end] + zeros, age=610), end


@pytest.mark.parametrize("content", [b"", bytes(1), bytes(100_000), bytes(5000) + b"the end comes first"])
def test_an_empty_file_and_zeros_are_waited_for(tmp_path: Path, content: bytes) -> None:
    assert not is_there(tmp_path, content)
    assert is_there(tmp_path, content, age=610)


@pytest.mark.parametrize("zeros", [1, 511, 4096, 70_000, 2_000_000])
def test_zeros_behind_a_whole_workbook_are_nothing(tmp_path: Path, zeros: int) -> None:
    assert is_there(tmp_path, xlsx() + bytes(zeros))


def test_a_file_whose_end_cannot_be_told_is_there(tmp_path: Path) -> None:
    for content in (b"any other file", b"%PDF-1.7", "Звіт буде завтра.".encode()):
        assert is_there(tmp_path, content)


def test_a_time_that_no_clock_shows_is_not_waited_for(tmp_path: Path) -> None:
    assert not is_there(tmp_path, b"", age=-3600)
    assert is_there(tmp_path, b"", age=-10 * 86_400)


@pytest.mark.office
def test_an_xls_reaches_to_its_last_sector(tmp_path: Path, office: object) -> None:
    source = tmp_path / "книга.xlsx"
    from openpyxl import Workbook

    book = Workbook()
    for number in range(2000):
        book.worksheets[0].append([number, f"рядок {number}"])
    book.save(source)
    content = office(source, "xls").read_bytes()  # type: ignore[operator]
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert is_there(inbox, content)
    for end in (600, len(content) // 2, len(content) - 2000):
        assert not is_there(inbox, content[:end])
        assert not is_there(inbox, content[:end] + bytes(8192))

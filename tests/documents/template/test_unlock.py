"""A workbook without its locks says the same, and anything in it can be changed."""

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tests.support.template_samples import MADE, issue
from xlplan.documents.template.protection import remove_locks
from xlplan.documents.template.workbook import template_bytes
from xlplan.domain.errors import XlplanError
from xlplan.services.templates.template_file import unlock as unlock_in
from xlplan.storage.settings import Settings
from xlplan.storage.workspace import Workspace

_LOCK = re.compile(rb"<(sheet|workbook)Protection [^>]*/>")


def unlock(path: Path) -> Path:
    return unlock_in(Workspace(path.parent, Settings()), path)


def template(folder: Path) -> Path:
    path = folder / "Хорошівське БПД.xlsx"
    path.write_bytes(template_bytes(issue(), MADE, password="таємниця"))
    return path


def test_a_template_is_locked_with_the_password_and_its_copy_without_any(tmp_path: Path) -> None:
    path = template(tmp_path)
    before = path.read_bytes()
    locked, free = openpyxl.load_workbook(path), openpyxl.load_workbook(unlock(path))
    assert all(sheet.protection.sheet and sheet.protection.hashValue for sheet in locked)
    assert not any(sheet.protection.sheet for sheet in free)
    assert (locked.security.lockStructure, free.security) == (True, None)
    assert path.read_bytes() == before
    assert (tmp_path / "Хорошівське БПД (без захисту).xlsx").exists()


def test_nothing_but_the_locks_is_taken_out(tmp_path: Path) -> None:
    path = template(tmp_path)
    with ZipFile(path) as locked, ZipFile(unlock(path)) as free:
        assert locked.namelist() == free.namelist()
        for name in locked.namelist():
            assert _LOCK.sub(b"", locked.read(name)) == free.read(name)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_none(content: bytes) -> None:
    assert remove_locks(content) is None


def test_a_copy_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    path = template(tmp_path)
    unlock(path)
    with pytest.raises(XlplanError, match="без захисту"):
        unlock(path)


@pytest.mark.parametrize("name", ["немає.xlsx", "лист.txt"])
def test_a_file_that_cannot_be_unlocked_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "лист.txt").write_text("Лист", "utf-8")
    with pytest.raises(XlplanError, match=name.replace(".", r"\.")):
        unlock(tmp_path / name)

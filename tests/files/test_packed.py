"""A zip of returns is unpacked as if its files had been dropped; every other zip stays as it is."""

import zipfile
from pathlib import Path

import pytest

from xlplan.files.inbox import adopt, claim, claiming, release
from xlplan.files.packed import unpacked


def drop(folder: Path, *members: str) -> Path:
    """A zip in the inbox that holds these files, all with the same content."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    with zipfile.ZipFile(inbox / "пошта.zip", "w") as packed:
        for name in members:
            packed.writestr(name, "content")
    return inbox


def unpack(folder: Path, inbox: Path) -> list[str]:
    """The names of the claims that the only file in the inbox makes; all are released."""
    with claiming(inbox) as owner:
        taken = claim(owner, inbox / "пошта.zip")
        assert taken
        claims = list(unpacked(folder / "archive", owner, taken))
        found = [each.name for each in claims]
        for each in claims:
            release(each)
    assert list(inbox.iterdir()) == []
    return found


def test_each_file_of_a_zip_is_claimed_and_the_zip_is_archived(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "звіти/b.xlsx", "звіти/c.xls", "звіти/", "__MACOSX/._b.xlsx", "Thumbs.db")
    assert unpack(tmp_path, inbox) == ["b.xlsx", "c.xls"]
    assert [path.suffix for path in (tmp_path / "archive").glob("*/*")] == [".zip"]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype", "xl/workbook.xml"])
def test_a_workbook_is_a_zip_that_stays_whole(tmp_path: Path, part: str) -> None:
    assert unpack(tmp_path, drop(tmp_path, part, "x.xml")) == ["пошта.zip"]


@pytest.mark.parametrize("members", [(), ("тека/",), ("Thumbs.db",)])
def test_a_zip_without_files_stays_for_the_gate(tmp_path: Path, members: tuple[str, ...]) -> None:
    assert unpack(tmp_path, drop(tmp_path, *members)) == ["пошта.zip"]


def test_a_damaged_zip_stays_for_the_gate(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx", "b.xlsx")
    path = inbox / "пошта.zip"
    path.write_bytes(path.read_bytes().replace(b"content", b"Content", 1))
    assert unpack(tmp_path, inbox) == ["пошта.zip"]


def test_a_file_never_leaves_the_inbox_by_its_name(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "../../a.xlsx", "/etc/b.xlsx", "c:\\d\\e.xlsx", "..")
    assert unpack(tmp_path, inbox) == ["a.xlsx", "b.xlsx", "e.xlsx", "_"]


def test_names_packed_on_windows_are_read(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx")
    path = inbox / "пошта.zip"
    path.write_bytes(path.read_bytes().replace(b"a.xlsx", "Овруч.xlsx".encode("cp866")[4:]))
    assert unpack(tmp_path, inbox) == ["ч.xlsx"]


def test_a_zip_half_unpacked_by_a_dead_process_is_unpacked_again(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx")
    dead = inbox / ".claimed" / "dead"
    (dead / "1").mkdir(parents=True)
    (inbox / "пошта.zip").rename(dead / "1" / "пошта.zip")
    (dead / "2").mkdir()
    (dead / "2" / ".half").write_bytes(b"a.x")
    (inbox / ".claimed" / "dead.lock").touch()
    with claiming(inbox) as owner:
        claims = [each for held in adopt(inbox, owner) for each in unpacked(tmp_path / "archive", owner, held)]
        assert [each.name for each in claims] == ["a.xlsx"]
        release(claims[0])
    assert list(inbox.iterdir()) == []

"""A backup that would harm is refused in one sentence, before anything of it is used."""

import hashlib
import stat
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.storage.backup_manifest import MANIFEST_NAME, Manifest, is_place
from xlplan.storage.backup_reading import open_backup, require_whole, stored_path
from xlplan.storage.backup_writing import write_onto, write_zip

NOW = datetime(2021, 7, 5, 10, tzinfo=UTC)
PARTS = {"xlplan.toml": b"language = 'uk'\n", "xlplan.db": b"ledger", "archive/ab/звіт.xlsx": b"return"}


def manifest_of(parts: Mapping[str, bytes]) -> Manifest:
    return Manifest(
        "abc", NOW, "0.1", {path: hashlib.sha256(content).hexdigest() for path, content in parts.items()}
    )


def packed(path: Path, parts: Mapping[str, bytes], manifest: Manifest | None = None) -> Path:
    """A zip as a stranger would make it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        file.writestr(MANIFEST_NAME, (manifest or manifest_of(parts)).text)
    return path


def check(path: Path) -> None:
    with open_backup(path) as backup:
        require_whole(backup)


def refused(path: Path) -> str:
    with pytest.raises(XlplanError) as raised:
        check(path)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def files_in(folder: Path, parts: Mapping[str, bytes]) -> list[tuple[str, Path]]:
    """The parts as files."""
    for number, content in enumerate(parts.values()):
        (folder / f"part {number}").write_bytes(content)
    return [(path, folder / f"part {number}") for number, path in enumerate(parts)]


def test_a_backup_of_plain_files_is_whole(tmp_path: Path) -> None:
    check(packed(tmp_path / "a.zip", PARTS))


@pytest.mark.parametrize(
    "place",
    [
        "../xlplan.toml",
        "archive/../../evil",
        "/etc/passwd",
        "archive//a",
        "archive/.",
        "C:/evil",
        "archive/C:evil",
        "archive\\evil",
        "archive/a\x00b",
        "archive/NUL",
        "archive/aux.xlsx",
        "archive/a.",
        "archive/a ",
        "archive",
        "inbox/a.xlsx",
        "evil.exe",
        "archive/" + "a" * 300,
    ],
)
def test_a_path_that_no_workspace_has_is_refused(tmp_path: Path, place: str) -> None:
    assert not is_place(place)
    refused(packed(tmp_path / "a.zip", {**PARTS, place: b"evil"}))


def test_two_names_that_are_one_file_on_some_system_are_refused(tmp_path: Path) -> None:
    assert "звіт.xlsx" in refused(packed(tmp_path / "a.zip", {**PARTS, "archive/ab/ЗВІТ.xlsx": b"other"}))


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in PARTS.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK if name.startswith("archive") else stat.S_IFREG) << 16
            file.writestr(info, content)
        file.writestr(MANIFEST_NAME, manifest_of(PARTS).text)
    refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    refused(packed(tmp_path / "a.zip", {**PARTS, "archive/ab/big.xlsx": b"\0" * 101_000_000}))


@pytest.mark.parametrize(
    "manifest",
    [
        manifest_of({**PARTS, "archive/ab/звіт.xlsx": b"other"}),
        manifest_of({**PARTS, "archive/ab/more.xlsx": b"more"}),
        manifest_of({name: content for name, content in PARTS.items() if not name.startswith("archive")}),
        manifest_of({name: content for name, content in PARTS.items() if name != "xlplan.db"}),
    ],
)
def test_a_manifest_that_lies_is_refused(tmp_path: Path, manifest: Manifest) -> None:
    refused(packed(tmp_path / "a.zip", PARTS, manifest))


@pytest.mark.parametrize(
    "head", ["", "# xlplan-backup 2 {}", "# xlplan-backup 1 {}", "# xlplan-backup 1 [1]", "\0"]
)
def test_a_manifest_of_another_form_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in PARTS.items():
            file.writestr(name, content)
        file.writestr(MANIFEST_NAME, manifest_of(PARTS).text.replace(manifest_of({}).text.strip(), head))
    refused(path)


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 half a zip"])
def test_what_is_no_backup_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "a.zip" in refused(path)


def test_a_workbook_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<a/>")
    assert "a.xlsx" in refused(path)


def test_a_flipped_bit_anywhere_in_a_backup_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, manifest_of({}), files_in(tmp_path, PARTS))
    content = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        places = [info.header_offset + 30 + len(info.filename.encode()) for info in file.infolist()]
    for place in places:
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        refused(path)


def test_a_backup_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, manifest_of({}), files_in(tmp_path, PARTS))
    path.write_bytes(path.read_bytes()[:-30])
    refused(path)


def test_a_folder_of_backups_holds_each_file_once(tmp_path: Path) -> None:
    folder = tmp_path / "копії"
    first = write_onto(folder, manifest_of({}), files_in(tmp_path, PARTS))
    second = write_onto(folder, manifest_of({}), files_in(tmp_path, {**PARTS, "archive/ab/new.xlsx": b"new"}))
    assert (first.copied, second.copied) == (3, 1)
    check(folder)


def test_a_file_with_wrong_bytes_in_a_folder_of_backups_is_refused_and_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "копії"
    files = files_in(tmp_path, PARTS)
    sha256 = write_onto(folder, manifest_of({}), files).manifest.files["archive/ab/звіт.xlsx"]
    stored_path(folder, sha256).write_bytes(b"evil")
    assert "звіт.xlsx" in refused(folder)
    assert write_onto(folder, manifest_of({}), files).replaced == [sha256]
    check(folder)


def test_a_folder_without_one_of_its_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "копії"
    sha256 = write_onto(folder, manifest_of({}), files_in(tmp_path, PARTS)).manifest.files["xlplan.db"]
    stored_path(folder, sha256).unlink()
    assert "xlplan.db" in refused(folder)


@pytest.mark.posix(reason="Windows goes by the folder")
def test_a_backup_is_for_the_eyes_of_its_owner(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", manifest_of({}), files_in(tmp_path, PARTS))
    write_onto(tmp_path / "копії", manifest_of({}), files_in(tmp_path, PARTS))
    written = [tmp_path / "a.zip", *(path for path in (tmp_path / "копії").rglob("*") if path.is_file())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_a_file_that_goes_away_meanwhile_is_left_out_and_one_of_the_archive_is_an_error(tmp_path: Path) -> None:
    files = files_in(tmp_path, PARTS)
    gone = tmp_path / "gone"
    written = write_zip(tmp_path / "a.zip", manifest_of({}), [*files, ("outbox/gone.html", gone)])
    assert set(written.manifest.files) == set(PARTS)
    with pytest.raises(FileNotFoundError):
        write_zip(tmp_path / "b.zip", manifest_of({}), [*files, ("archive/ab/gone.xlsx", gone)])
    assert not (tmp_path / "b.zip").exists()


def test_a_tool_for_hashes_reads_the_manifest(tmp_path: Path) -> None:
    text = manifest_of(PARTS).text
    head, *lines = text.splitlines()
    # sha256sum passes over lines that begin so.
    assert head.startswith("#")
    assert lines == sorted(
        (f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in PARTS.items()),
        key=lambda line: line.partition("  ")[2],
    )

"""The inbox: its files, when they settle, and its folders."""

import os
import socket
import tempfile
import time
from pathlib import Path

import pytest

from tests.support.paths import link_to
from xlplan.storage.claims import claimant
from xlplan.storage.inbox import ExclusionKind, list_files, read_inbox, remove_empty_folders, stable_files

BY_PRODUCTS = (
    "~$Звіт.xlsx",
    ".~lock.Звіт.xlsx#",
    "Thumbs.db",
    "desktop.ini",
    "._Звіт.xlsx",
    ".DS_Store",
    ".gitkeep",
    ".sync_4f1c2a3b.db",
    ".sync_4f1c2a3b.db-wal",
    "._sync_4f1c2a3b.db",
    ".owncloudsync.log",
    ".nfs000000000123",
)
HALF_FETCHED = (
    "Звіт.xlsx.part",
    "a.tmp",
    "Звіт.xlsx.crdownload",
    "Звіт.xlsx.filepart",
    "Звіт.xlsx.partial",
    "Звіт.xlsx.opdownload",
    "Звіт.xlsx.aria2",
    "Звіт.xlsx.!sync",
    "Звіт.xlsx.~7f3a",
    ".Звіт.xlsx.~7f3a",
    ".Звіт.xlsx.Ab12Cd",
    ".goutputstream-X1Y2Z3",
    ".syncthing.Звіт.xlsx.tmp",
    "~syncthing~Звіт.xlsx.tmp",
    ".Звіт.xlsx.icloud",
    ".getxfer.3333.222.mega",
    ".sftpgo-upload.c2m9s9m10d.Звіт.xlsx",
    "Звіт.xlsx~",
)
FOREIGN = (
    ".Trash-1000/files/Звіт.xlsx",
    ".Trashes/501/Звіт.xlsx",
    "#recycle/Звіт.xlsx",
    "@Recycle/Звіт.xlsx",
    ".stversions/Звіт~20210703-101500.xlsx",
    "@eaDir/Звіт.xlsx@SynoEAStream",
    "$RECYCLE.BIN/S-1-5-21/$RABC123.xlsx",
    "Звіт.xlsx.download/Звіт.xlsx",
    ".dropbox.cache/2021-07-05/Звіт.xlsx",
    ".tmp.driveupload/144479",
    ".debris/2021-07-05/Звіт.xlsx",
    "System Volume Information/tracking.log",
    "lost+found/#1234",
    "~snapshot/hourly.0/Звіт.xlsx",
    "пошта/.stversions/Звіт.xlsx",
)


def put(folder: Path, name: str, age: float = 0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - age,) * 2)
    return path


@pytest.mark.parametrize("name", BY_PRODUCTS)
def test_a_by_product_is_no_return_and_nothing_is_said_of_it(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, age=10_000)
    content = read_inbox(tmp_path)
    assert not content.files
    assert not content.exclusions


@pytest.mark.parametrize("name", HALF_FETCHED)
def test_a_half_fetched_file_is_no_return_and_is_told_of_when_nobody_fetches_it_any_more(
    tmp_path: Path, name: str
) -> None:
    path = put(tmp_path, name)
    assert not list_files(tmp_path)
    assert not read_inbox(tmp_path).exclusions
    put(tmp_path, name, age=10_000)
    assert [(each.path, each.kind) for each in read_inbox(tmp_path).exclusions] == [(path, ExclusionKind.FOREIGN)]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_of_another_program_is_passed_over_told_of_and_never_removed(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name)
    content = read_inbox(tmp_path)
    assert not content.files
    (exclusion,) = content.exclusions
    assert exclusion.kind is ExclusionKind.FOREIGN
    path.unlink()
    for folder in (folder for folder in path.parents if folder.is_relative_to(tmp_path) and folder != tmp_path):
        os.utime(folder, (1, 1))
    remove_empty_folders(tmp_path, [path])
    assert path.parent.is_dir()


def test_an_empty_folder_of_another_program_is_not_worth_a_word(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert not read_inbox(tmp_path).exclusions


@pytest.mark.parametrize(
    "name",
    ["Звіт (1).xlsx", "№5.xlsx", "~Звіт.xlsx", "$ звіт.xlsx", "@звіт.xlsx", "звіт.sync-conflict-20210703.xlsx"],
)
def test_a_person_s_file_under_an_odd_name_is_a_file(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert [path.name for path in list_files(tmp_path)] == [name]


@pytest.mark.posix(reason="Windows keeps no pipes and sockets in folders")
def test_a_pipe_and_a_socket_are_told_of_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Звіт.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        content = read_inbox(tmp_path)
    assert not content.files
    assert [(each.path.name, each.kind) for each in content.exclusions] == [
        ("s", ExclusionKind.SPECIAL),
        ("Звіт.xlsx", ExclusionKind.SPECIAL),
    ]


@pytest.mark.posix(reason="on Windows no mode keeps the owner of a folder from reading it")
def test_a_folder_that_may_not_be_read_is_told_of_and_the_others_are_read() -> None:
    with tempfile.TemporaryDirectory() as made:
        inbox = Path(made)
        inbox.chmod(0o755)
        put(inbox, "чужа/Звіт.xlsx")
        put(inbox, "наша/Звіт.xlsx")
        (inbox / "чужа").chmod(0)
        # Root may read everything.
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            content = read_inbox(inbox)
        finally:
            os.seteuid(user)
            (inbox / "чужа").chmod(0o755)
    assert [path.parent.name for path in content.files] == ["наша"]
    assert [(each.path.name, each.kind) for each in content.exclusions] == [("чужа", ExclusionKind.UNREADABLE)]


def test_a_file_in_a_dropped_folder_has_arrived_too(tmp_path: Path) -> None:
    (tmp_path / "пошта" / "липень").mkdir(parents=True)
    (tmp_path / "пошта" / "липень" / "Звіт.xlsx").touch()
    assert [path.name for path in list_files(tmp_path)] == ["Звіт.xlsx"]


def test_a_file_settles_when_two_looks_see_the_same_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"half")
    first = list_files(tmp_path)
    path.write_bytes(b"half and more")
    second = list_files(tmp_path)
    assert stable_files(first, second) == {}
    assert list(stable_files(second, list_files(tmp_path))) == [path]


def test_a_file_that_only_changed_its_time_has_not_settled(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    first = list_files(tmp_path)
    os.utime(path, ns=(1, 1))
    assert stable_files(first, list_files(tmp_path)) == {}


def test_the_newest_of_several_files_comes_last(tmp_path: Path) -> None:
    for name, moment in (("б.xlsx", 1), ("в.xlsx", 3), ("а.xlsx", 2)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (moment, moment))
    seen = list_files(tmp_path)
    assert [path.name for path in stable_files(seen, seen)] == ["б.xlsx", "а.xlsx", "в.xlsx"]


def test_folders_go_that_the_files_taken_have_emptied(tmp_path: Path) -> None:
    (tmp_path / "пошта" / "липень").mkdir(parents=True)
    (tmp_path / "інше").mkdir()
    (tmp_path / "інше" / "~$x.xlsx").touch()
    remove_empty_folders(tmp_path, [tmp_path / "пошта" / "липень" / "Звіт.xlsx", tmp_path / "інше" / "Звіт.xlsx"])
    assert [path.name for path in tmp_path.iterdir()] == ["інше"]


def test_a_new_empty_folder_waits_for_its_files_and_a_forsaken_one_goes(tmp_path: Path) -> None:
    (tmp_path / "нова").mkdir()
    (tmp_path / "давня").mkdir()
    os.utime(tmp_path / "давня", (1, 1))
    remove_empty_folders(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["нова"]


def test_the_folders_in_the_inbox_are_known_but_for_the_claims(tmp_path: Path) -> None:
    (tmp_path / "пошта" / "липень").mkdir(parents=True)
    with claimant(tmp_path):
        assert read_inbox(tmp_path).folders == (tmp_path / "пошта", tmp_path / "пошта" / "липень")


def test_a_link_is_no_return_and_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    inbox, elsewhere = tmp_path / "inbox", tmp_path / "чуже"
    inbox.mkdir()
    elsewhere.mkdir()
    (elsewhere / "таємне.xlsx").touch()
    (inbox / "Звіт.xlsx").touch()
    file = link_to(elsewhere / "таємне.xlsx", inbox / "посилання.xlsx")
    folder = link_to(elsewhere, inbox / "тека")
    dangling = link_to(elsewhere / "немає.xlsx", inbox / "я.xlsx")
    assert [path.name for path in list_files(inbox)] == ["Звіт.xlsx"]
    links = {each.path: each.kind for each in read_inbox(inbox).exclusions}
    assert links == dict.fromkeys((file, folder, dangling), ExclusionKind.LINK)

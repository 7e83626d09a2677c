"""The inbox: its files, when they settle, and its folders."""

import os
from pathlib import Path

import pytest

from tests.support.paths import link_to
from xlplan.storage.claims import claimant
from xlplan.storage.inbox import folders, list_files, list_links, remove_empty_folders, stable_files


@pytest.mark.parametrize(
    "name",
    [
        "~$Звіт.xlsx",
        ".~lock.Звіт.xlsx#",
        "Звіт.xlsx.part",
        "a.tmp",
        "Thumbs.db",
        "desktop.ini",
        "._Звіт.xlsx",
        ".gitkeep",
    ],
)
def test_what_programs_leave_behind_is_no_return(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert not list_files(tmp_path)


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
        assert folders(tmp_path) == (tmp_path / "пошта", tmp_path / "пошта" / "липень")


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
    assert set(list_links(inbox)) == {file, folder, dangling}

"""The inbox: files settle, one process claims each, and a dead process's claims are taken over."""

import os
from pathlib import Path

import pytest

from xlplan.files.inbox import adopt, claim, claim_copy, claiming, look, release, settled, tidy


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
    assert not look(tmp_path)


def test_a_file_in_a_dropped_folder_has_arrived_too(tmp_path: Path) -> None:
    (tmp_path / "пошта" / "липень").mkdir(parents=True)
    (tmp_path / "пошта" / "липень" / "Звіт.xlsx").touch()
    assert [path.name for path in look(tmp_path)] == ["Звіт.xlsx"]


def test_a_file_settles_when_two_looks_see_the_same_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"half")
    first = look(tmp_path)
    path.write_bytes(b"half and more")
    second = look(tmp_path)
    assert settled(first, second) == ()
    assert settled(second, look(tmp_path)) == (path,)


def test_a_file_that_only_changed_its_time_has_not_settled(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    first = look(tmp_path)
    os.utime(path, ns=(1, 1))
    assert settled(first, look(tmp_path)) == ()


def test_a_file_is_claimed_by_one_process_only(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    with claiming(tmp_path) as mine, claiming(tmp_path) as theirs:
        taken = claim(mine, path)
        assert taken is not None
        assert taken.name == "Звіт.xlsx"
        assert claim(theirs, path) is None
        release(taken)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_claimed_of_a_file_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claiming(tmp_path / "inbox") as mine:
        release(claim_copy(mine, tmp_path / "Звіт.xlsx"))
    assert (tmp_path / "Звіт.xlsx").exists()


def test_a_living_process_keeps_its_claims(tmp_path: Path) -> None:
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claiming(tmp_path) as theirs, claiming(tmp_path) as mine:
        taken = claim(theirs, tmp_path / "Звіт.xlsx")
        assert taken is not None
        assert list(adopt(tmp_path, mine)) == []
        release(taken)


def test_the_claims_of_a_dead_process_are_taken_over_with_their_ids(tmp_path: Path) -> None:
    dead = tmp_path / ".claimed" / "dead" / "claim-1"
    dead.mkdir(parents=True)
    (dead / "Звіт.xlsx").write_bytes(b"x")
    (tmp_path / ".claimed" / "dead" / "claim-2").mkdir()
    (tmp_path / ".claimed" / "dead.lock").touch()
    (tmp_path / ".claimed" / "died before it had a folder.lock").touch()
    with claiming(tmp_path) as mine:
        taken = list(adopt(tmp_path, mine))
        assert [(each.id, each.name) for each in taken] == [("claim-1", "Звіт.xlsx")]
        release(taken[0])
    assert list(tmp_path.iterdir()) == []


def test_emptied_folders_go(tmp_path: Path) -> None:
    (tmp_path / "пошта" / "липень").mkdir(parents=True)
    (tmp_path / "інше").mkdir()
    (tmp_path / "інше" / "~$x.xlsx").touch()
    tidy(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["інше"]

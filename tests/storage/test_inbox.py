"""The inbox: files settle, one process claims each, and a dead process's claims are taken over."""

import multiprocessing
import os
from pathlib import Path

import pytest
from filelock import FileLock

from xlplan.storage.claims import Claim, claim, claim_bytes, claim_copy, claim_folder, recover_claims, release
from xlplan.storage.inbox import folders, list_files, remove_empty_folders, stable_files


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


def test_a_file_is_claimed_by_one_process_only(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    with claim_folder(tmp_path) as mine, claim_folder(tmp_path) as theirs:
        taken = claim(mine, path)
        assert taken is not None
        assert taken.name == "Звіт.xlsx"
        assert claim(theirs, path) is None
        release(taken)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_again_after_it_had_settled_is_let_be(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    seen = list_files(tmp_path)[path]
    path.write_bytes(b"half of anoth")
    with claim_folder(tmp_path) as mine:
        assert claim(mine, path, seen) is None
    assert path.read_bytes() == b"half of anoth"
    assert [each.name for each in tmp_path.iterdir()] == ["Звіт.xlsx"]


@pytest.mark.parametrize("name", ["ї" * 200 + ".xlsx", "🗒" * 100, "a." + "b" * 300, "звіт.xlsx"])
def test_a_name_from_a_zip_is_cut_to_what_a_file_may_be_called(tmp_path: Path, name: str) -> None:
    with claim_folder(tmp_path) as mine:
        taken = claim_bytes(mine, name, b"x")
        assert taken.path.suffix == Path(name).suffix or len(Path(name).suffix) > 10
        assert len(taken.path.name.encode()) <= 200
        release(taken)


def test_a_copy_is_claimed_of_a_file_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claim_folder(tmp_path / "inbox") as mine:
        release(claim_copy(mine, tmp_path / "Звіт.xlsx"))
    assert (tmp_path / "Звіт.xlsx").exists()


def test_a_living_process_keeps_its_claims(tmp_path: Path) -> None:
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claim_folder(tmp_path) as theirs, claim_folder(tmp_path) as mine:
        taken = claim(theirs, tmp_path / "Звіт.xlsx")
        assert taken is not None
        assert list(recover_claims(tmp_path, mine)) == []
        release(taken)


def test_the_claims_of_a_dead_process_are_taken_over_with_their_ids(tmp_path: Path) -> None:
    dead = tmp_path / ".claimed" / "dead" / "claim-1"
    dead.mkdir(parents=True)
    (dead / "Звіт.xlsx").write_bytes(b"x")
    (tmp_path / ".claimed" / "dead" / "claim-2").mkdir()
    (tmp_path / ".claimed" / "dead.lock").touch()
    (tmp_path / ".claimed" / "died before it had a folder.lock").touch()
    with claim_folder(tmp_path) as mine:
        taken = list(recover_claims(tmp_path, mine))
        assert [(each.id, each.name) for each in taken] == [("claim-1", "Звіт.xlsx")]
        release(taken[0])
    assert list(tmp_path.iterdir()) == []


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
    with claim_folder(tmp_path):
        assert folders(tmp_path) == (tmp_path / "пошта", tmp_path / "пошта" / "липень")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.xlsx", "a b.xlsx"),
        ("Звіти".encode("cp1251") + b".xlsx", "\ufffd\ufffd\ufffd\ufffd.xlsx"),
        (b"\n", "_"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_is_one_line_that_the_ledger_can_hold(tmp_path: Path, name: bytes, shown: str) -> None:
    assert Claim("1", tmp_path / os.fsdecode(name)).name == shown


def work_through(inbox: Path, rounds: int) -> None:
    """What a watcher does to the inbox, again and again."""
    for _ in range(rounds):
        seen = list_files(inbox)
        with claim_folder(inbox) as owner:
            taken = [*recover_claims(inbox, owner), *(claim(owner, path) for path in seen)]
            for each in filter(None, taken):
                release(each)
        remove_empty_folders(inbox, seen)


def test_several_watchers_share_an_inbox_without_stumbling_over_each_other(tmp_path: Path) -> None:
    for number in range(60):
        folder = tmp_path / str(number % 5)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.xlsx").touch()
    context = multiprocessing.get_context("spawn")
    watchers = [context.Process(target=work_through, args=(tmp_path, 50)) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    assert [watcher.exitcode for watcher in watchers] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seen", [FileNotFoundError, FileExistsError])
def test_a_folder_of_claims_that_another_watcher_removes_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: type[OSError]
) -> None:
    """The lock sees the folder vanish: before it is made a file in it, or between two looks at it."""
    acquire = FileLock.acquire
    removals = [seen()]

    def acquired(lock: FileLock) -> object:
        if removals:
            (tmp_path / ".claimed").rmdir()
            raise removals.pop()
        return acquire(lock)

    monkeypatch.setattr(FileLock, "acquire", acquired)
    with claim_folder(tmp_path) as owner:
        assert owner.is_dir()
    assert removals == []


def test_a_file_in_the_place_of_the_claims_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ".claimed").touch()
    with pytest.raises(FileExistsError), claim_folder(tmp_path):
        pass

"""Claims: one process takes a file, and a claim is taken up again whatever ended the process that made it."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.child_ways import QUICK
from tests.support.open_files import HOLDING_KEEPS, open_elsewhere
from xlplan.storage.claims import Claim, claim, claim_bytes, claim_copy, claimant, recover_claims, release
from xlplan.storage.file_lock import FileLock
from xlplan.storage.inbox import list_files, remove_empty_folders
from xlplan.storage.long_paths import shown_path


def test_a_file_is_claimed_by_one_process_only(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    with claimant(tmp_path) as mine, claimant(tmp_path) as theirs:
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
    with claimant(tmp_path) as mine:
        assert claim(mine, path, seen) is None
    assert path.read_bytes() == b"half of anoth"
    assert [each.name for each in tmp_path.iterdir()] == ["Звіт.xlsx"]


@pytest.mark.parametrize("name", ["ї" * 200 + ".xlsx", "🗒" * 100, "a." + "b" * 300, "звіт.xlsx"])
def test_a_name_from_a_zip_is_cut_to_what_a_file_may_be_called(tmp_path: Path, name: str) -> None:
    with claimant(tmp_path) as mine:
        taken = claim_bytes(mine, name, b"x")
        assert taken.path.suffix == Path(name).suffix or len(Path(name).suffix) > 10
        assert len(taken.path.name.encode()) <= 200
        release(taken)


def test_a_copy_is_claimed_of_a_file_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claimant(tmp_path / "inbox") as mine:
        release(claim_copy(mine, tmp_path / "Звіт.xlsx"))
    assert (tmp_path / "Звіт.xlsx").exists()


def test_a_living_process_keeps_its_claims(tmp_path: Path) -> None:
    (tmp_path / "Звіт.xlsx").write_bytes(b"x")
    with claimant(tmp_path) as theirs, claimant(tmp_path) as mine:
        taken = claim(theirs, tmp_path / "Звіт.xlsx")
        assert taken is not None
        assert list(recover_claims(mine)) == []
        release(taken)


def failed_pass(inbox: Path, *names: str) -> list[Claim]:
    """Claims of a pass that an error ended: the ledger was busy, the disk was full, a receipt was held open."""
    taken: list[Claim | None] = []
    with suppress(RuntimeError), claimant(inbox) as owner:
        for name in names:
            (inbox / name).write_bytes(b"x")
            taken.append(claim(owner, inbox / name))
        raise RuntimeError("the ledger is held")
    return [each for each in taken if each]


def test_the_claims_of_a_pass_that_failed_are_taken_over_with_their_ids(tmp_path: Path) -> None:
    left = failed_pass(tmp_path, "Звіт.xlsx", "Звіт 2.xlsx")
    with claimant(tmp_path) as mine:
        taken = list(recover_claims(mine))
        assert sorted(each.id for each in taken) == sorted(each.id for each in left)
        assert sorted(each.name for each in taken) == ["Звіт 2.xlsx", "Звіт.xlsx"]
        for each in taken:
            release(each)
    assert list(tmp_path.iterdir()) == []


def test_a_claim_is_taken_over_where_its_lock_file_is_gone(tmp_path: Path) -> None:
    """Windows removes it when it is let go; a person may."""
    failed_pass(tmp_path, "Звіт.xlsx")
    for lock in (tmp_path / ".claimed").glob("*.lock"):
        lock.unlink()
    with claimant(tmp_path) as mine:
        assert [each.name for each in recover_claims(mine)] == ["Звіт.xlsx"]


def test_a_claim_that_fails_again_and_again_keeps_its_id(tmp_path: Path) -> None:
    (left,) = failed_pass(tmp_path, "Звіт.xlsx")
    for _again in range(3):
        with suppress(RuntimeError), claimant(tmp_path) as mine:
            assert [each.id for each in recover_claims(mine)] == [left.id]
            raise RuntimeError("the ledger is held")
    with claimant(tmp_path) as mine:
        release(next(recover_claims(mine)))
    assert list(tmp_path.iterdir()) == []


def test_a_claim_that_was_taken_over_is_no_third_process_s(tmp_path: Path) -> None:
    failed_pass(tmp_path, "Звіт.xlsx")
    with claimant(tmp_path) as mine, claimant(tmp_path) as third:
        assert len(list(recover_claims(mine))) == 1
        assert list(recover_claims(third)) == []


def test_the_claims_of_an_earlier_version_are_taken_over(tmp_path: Path) -> None:
    """It kept them in a folder for each process, which was killed or failed."""
    killed, failed = "1" * 32, "2" * 32
    for process, name in ((killed, "Звіт.xlsx"), (failed, "Звіт 2.xlsx")):
        (tmp_path / ".claimed" / process / f"claim of {process}").mkdir(parents=True)
        (tmp_path / ".claimed" / process / f"claim of {process}" / name).write_bytes(b"x")
    (tmp_path / ".claimed" / killed / "empty").mkdir()
    (tmp_path / ".claimed" / f"{killed}.lock").touch()
    with claimant(tmp_path) as mine:
        taken = list(recover_claims(mine))
        assert [(each.id, each.name) for each in taken] == [
            (f"claim of {killed}", "Звіт.xlsx"),
            (f"claim of {failed}", "Звіт 2.xlsx"),
        ]
        for each in taken:
            release(each)
    assert list(tmp_path.iterdir()) == []


def test_what_a_process_killed_before_its_first_file_left_goes(tmp_path: Path) -> None:
    (tmp_path / ".claimed" / "abcd234567").mkdir(parents=True)
    (tmp_path / ".claimed" / "abcd234567" / ".half").touch()
    (tmp_path / ".claimed" / "efgh.lock").touch()
    with claimant(tmp_path) as mine:
        assert list(recover_claims(mine)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_claim_makes_the_path_at_most_twenty_characters_longer(tmp_path: Path) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(b"x")
    with claimant(tmp_path) as mine:
        taken = claim(mine, path)
        assert taken is not None
        assert len(shown_path(taken.path)) - len(str(path)) <= 20
        release(taken)


def test_a_file_with_the_longest_path_that_windows_allows_is_claimed(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 190:
        folder /= "д" * min(40, 199 - len(str(folder)))
    folder.mkdir(parents=True)
    # At 260 characters Windows refuses.
    path = folder / ("ї" * (259 - len(str(folder)) - len("/.xlsx")) + ".xlsx")
    path.write_bytes(b"x")
    with claimant(tmp_path) as mine:
        taken = claim(mine, path)
        assert taken is not None
        assert taken.path.read_bytes() == b"x"
        release(taken)


def test_a_file_that_a_program_has_open_stays_and_the_others_are_taken(tmp_path: Path) -> None:
    names = ["відкритий.xlsx", "звіт.xlsx"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    with open_elsewhere(tmp_path / names[0]), claimant(tmp_path) as mine:
        taken = [claim(mine, tmp_path / name) for name in names]
        assert [each is not None for each in taken] == [not HOLDING_KEEPS, True]
        for each in filter(None, taken):
            release(each)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.xlsx", "a b.xlsx"),
        ("Звіти".encode("cp1251") + b".xlsx", "\ufffd\ufffd\ufffd\ufffd.xlsx"),
        (b"\n", "_"),
    ],
)
@pytest.mark.posix(reason="Windows has no such names")
def test_a_name_is_one_line_that_the_ledger_can_hold(tmp_path: Path, name: bytes, shown: str) -> None:
    assert Claim("1", tmp_path / os.fsdecode(name)).name == shown


def work_through(inbox: Path, rounds: int) -> None:
    """What a watcher does to the inbox, again and again."""
    for _ in range(rounds):
        seen = list_files(inbox)
        with claimant(inbox) as owner:
            taken = [*recover_claims(owner), *(claim(owner, path) for path in seen)]
            for each in filter(None, taken):
                release(each)
        remove_empty_folders(inbox, seen)


def test_several_watchers_share_an_inbox_without_stumbling_over_each_other(tmp_path: Path) -> None:
    for number in range(60):
        folder = tmp_path / str(number % 5)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.xlsx").touch()
    context = QUICK
    watchers = [context.Process(target=work_through, args=(tmp_path, 50)) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    assert [watcher.exitcode for watcher in watchers] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_claims_that_another_watcher_removes_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = FileLock.acquire
    removed: list[FileLock] = []

    def acquired(lock: FileLock) -> None:
        if not removed:
            (tmp_path / ".claimed").rmdir()
            removed.append(lock)
        acquire(lock)

    monkeypatch.setattr(FileLock, "acquire", acquired)
    with claimant(tmp_path) as owner:
        assert owner.folder.is_dir()
    assert len(removed) == 1


def test_a_file_in_the_place_of_the_claims_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ".claimed").touch()
    with pytest.raises(FileExistsError), claimant(tmp_path):
        pass

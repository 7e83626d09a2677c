"""A file that somebody else made or changed is never overwritten, deleted or taken for ours."""

from pathlib import Path

import pytest

from tests.support.paths import link_to
from xlplan.domain.errors import XlplanError
from xlplan.storage.own_files import is_own, own_place, remove_own, write_own

RECORD = "xlplan.sha256"


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    write_own(root / RECORD, path, lambda beside: beside.write_text(text, "utf-8"))
    return path


def test_a_file_that_was_written_is_ours(tmp_path: Path) -> None:
    path = write(tmp_path, "квитанції/0001 Бюро.html", "прийнято")
    assert is_own(tmp_path / RECORD, path)


def test_a_file_of_another_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(b"x")
    assert not is_own(tmp_path / RECORD, path)


def test_a_file_that_somebody_changed_is_not_ours_any_more(tmp_path: Path) -> None:
    path = write(tmp_path, "звіт.xlsx", "наш")
    path.write_text("змінено", "utf-8")
    assert not is_own(tmp_path / RECORD, path)


def test_a_copy_of_our_file_under_another_name_is_not_ours(tmp_path: Path) -> None:
    path = write(tmp_path, "звіт.xlsx", "наш")
    copy = tmp_path / "звіт для директора.xlsx"
    copy.write_bytes(path.read_bytes())
    assert not is_own(tmp_path / RECORD, copy)


def test_the_files_stay_ours_where_the_workspace_is_moved(tmp_path: Path) -> None:
    write(tmp_path / "центр", "outbox/звіт.xlsx", "наш")
    (tmp_path / "центр").rename(tmp_path / "архів центру")
    root = tmp_path / "архів центру"
    assert is_own(root / RECORD, root / "outbox" / "звіт.xlsx")


def test_the_place_beside_a_file_of_another_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(b"x")
    assert own_place(tmp_path / RECORD, path) == tmp_path / "звіт (2).xlsx"


def test_the_numbered_place_stays_the_same_while_the_file_in_it_is_ours(tmp_path: Path) -> None:
    (tmp_path / "звіт.xlsx").write_bytes(b"x")
    write(tmp_path, "звіт (2).xlsx", "наш")
    assert own_place(tmp_path / RECORD, tmp_path / "звіт.xlsx") == tmp_path / "звіт (2).xlsx"


def test_a_file_of_ours_is_removed_and_one_of_another_stays(tmp_path: Path) -> None:
    ours = write(tmp_path, "наш.xlsx", "наш")
    other = tmp_path / "чужий.xlsx"
    other.write_bytes(b"x")
    assert remove_own(tmp_path / RECORD, ours)
    assert not remove_own(tmp_path / RECORD, other)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["чужий.xlsx"]


def test_a_process_killed_after_the_record_leaves_the_older_file_ours(tmp_path: Path) -> None:
    path = write(tmp_path, "звіт.xlsx", "старий")

    def killed(beside: Path) -> None:
        beside.write_text("новий", "utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_own(tmp_path / RECORD, path, killed)
    assert is_own(tmp_path / RECORD, path)


def test_a_link_is_not_ours_and_its_target_is_not_written(tmp_path: Path) -> None:
    target = tmp_path / "чужий.xlsx"
    target.write_bytes(b"x")
    link = link_to(target, tmp_path / "звіт.xlsx")
    assert not is_own(tmp_path / RECORD, link)
    assert own_place(tmp_path / RECORD, link) == tmp_path / "звіт (2).xlsx"


def test_nothing_is_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "центр", tmp_path / "чуже"
    (root / "outbox").mkdir(parents=True)
    elsewhere.mkdir()
    link_to(elsewhere, root / "outbox" / "квитанції")
    with pytest.raises(XlplanError, match="квитанції"):
        write(root, "outbox/квитанції/0001.html", "прийнято")
    assert not list(elsewhere.iterdir())


def test_a_folder_right_below_the_workspace_may_be_a_link(tmp_path: Path) -> None:
    root, disk = tmp_path / "центр", tmp_path / "диск"
    root.mkdir()
    disk.mkdir()
    link_to(disk, root / "outbox")
    write(root, "outbox/звіт.xlsx", "наш")
    assert (disk / "звіт.xlsx").read_text("utf-8") == "наш"

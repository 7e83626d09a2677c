"""A folder is tried by doing in it what the work does, and nothing is left there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.held_files import read_only
from xlplan.storage import folder_trial
from xlplan.storage.folder_trial import Step, try_folder


def test_a_good_folder_passes_and_is_left_as_it_was(tmp_path: Path) -> None:
    trial = try_folder(tmp_path)
    assert (trial.failed, trial.problem) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_the_time_is_that_of_the_disk(tmp_path: Path) -> None:
    written_at = try_folder(tmp_path).written_at
    assert written_at is not None
    assert abs(datetime.now(UTC) - written_at) < timedelta(minutes=1)


def test_a_folder_that_is_not_there_fails_at_the_first_step_and_is_named(tmp_path: Path) -> None:
    trial = try_folder(tmp_path / "немає")
    assert trial.failed is Step.LIST
    assert trial.problem is not None
    assert trial.problem.filename == str(tmp_path / "немає")


@pytest.mark.posix(reason="folders of Windows have other rights")
def test_a_folder_that_takes_nothing_fails_at_the_writing(tmp_path: Path) -> None:
    with read_only(tmp_path):
        trial = try_folder(tmp_path)
    assert trial.failed is Step.WRITE
    assert isinstance(trial.problem, PermissionError)


def test_a_lock_that_keeps_nobody_out_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_trial, "_keeps_others_out", lambda _path: False)
    trial = try_folder(tmp_path)
    assert (trial.failed, trial.problem) == (Step.LOCK, None)
    assert list(tmp_path.iterdir()) == []

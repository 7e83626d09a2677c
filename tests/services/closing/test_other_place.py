"""Two copies of a workspace are told apart when one of them closes a quarter."""

from pathlib import Path

import pytest

from tests.support.centre import QUARTER, at, call, call_by, copy_of, send, take_files
from tests.support.decided_centre import close_quarter
from xlplan.domain.errors import XlplanError
from xlplan.domain.sign_off import OtherPlace
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.closing import prepare_closing


@pytest.fixture
def original(centre: Workspace) -> Workspace:
    """A centre whose last decision was made where it lies."""
    send(centre, "HOR")
    send(centre, "LUG")
    take_files(centre)
    call_by("Марія", withdraw_return, centre, lambda: at(6), QUARTER, "LUG", "не той файл")
    return centre


def place_at_sign_off(centre: Workspace) -> OtherPlace | None:
    sheet = call(prepare_closing, centre, lambda: at(12), QUARTER).sign_off
    assert sheet is not None
    return sheet.other_place


def test_where_the_last_decision_was_made_nothing_is_said(original: Workspace) -> None:
    assert place_at_sign_off(original) is None


def test_a_copy_says_at_the_sign_off_that_the_original_is_still_there(original: Workspace, tmp_path: Path) -> None:
    place = place_at_sign_off(copy_of(original.root, tmp_path / "копія"))
    assert place is not None
    assert (place.folder, place.is_there) == (str(original.root), True)


def test_a_workspace_that_was_moved_says_where_it_was(original: Workspace, tmp_path: Path) -> None:
    original.root.rename(tmp_path / "на новому місці")
    place = place_at_sign_off(find_workspace(tmp_path / "на новому місці"))
    assert place is not None
    assert (place.folder, place.is_there) == (str(original.root), False)


def test_after_a_decision_at_the_new_place_nothing_is_said_any_more(original: Workspace, tmp_path: Path) -> None:
    original.root.rename(tmp_path / "на новому місці")
    moved = find_workspace(tmp_path / "на новому місці")
    call_by("Марія", withdraw_return, moved, lambda: at(8), QUARTER, "HOR", "не той файл")
    assert place_at_sign_off(moved) is None


def test_a_copy_does_not_close_once_the_original_has_gone_on(original: Workspace, tmp_path: Path) -> None:
    copy = copy_of(original.root, tmp_path / "копія")
    close_quarter(original, 12)
    with pytest.raises(XlplanError, match=r"копія .*рішення № 5"):
        close_quarter(copy, 13)
    assert not copy.edition(QUARTER, 1).exists()


def test_editions_of_two_copies_differ_in_the_decision_log_that_they_name(
    original: Workspace, tmp_path: Path
) -> None:
    copy = copy_of(original.root, tmp_path / "копія")
    call_by("Іван", withdraw_return, copy, lambda: at(8), QUARTER, "HOR", "не той файл")
    close_quarter(copy, 12)
    close_quarter(original, 12)
    logs = [each.decision_log.read_text("utf-8").splitlines() for each in (copy, original)]
    assert logs[0][:4] == logs[1][:4]
    assert logs[0][4] != logs[1][4]


def test_issuing_in_a_copy_is_not_hindered(original: Workspace, tmp_path: Path) -> None:
    assert call(issue_templates, copy_of(original.root, tmp_path / "копія"), lambda: at(7), QUARTER).is_complete

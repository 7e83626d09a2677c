"""A quarter that still runs, or whose returns are still in time, has an open point in its sign-off sheet."""

from datetime import datetime

from tests.support.centre import QUARTER, at, call, send, take_files
from xlplan.domain.findings.quarter_kinds import DUE_DAY_AHEAD, QUARTER_RUNNING
from xlplan.domain.sign_off import OpenFinding
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import prepare_closing

EARLY = (QUARTER_RUNNING, DUE_DAY_AHEAD)


def early(centre: Workspace, moment: datetime) -> list[OpenFinding]:
    sign_off = call(prepare_closing, centre, lambda: moment, QUARTER).sign_off
    assert sign_off is not None
    return [each for each in sign_off.open_findings if each.finding.kind in EARLY]


def test_on_its_last_day_a_quarter_still_runs(centre: Workspace) -> None:
    (found,) = early(centre, at(30, 6))
    assert found.finding.kind is QUARTER_RUNNING
    assert "30.06.2021" in str(found.finding)
    assert found.unit == ""


def test_up_to_the_due_day_returns_are_still_in_time(centre: Workspace) -> None:
    (found,) = early(centre, at(9))
    assert found.finding.kind is DUE_DAY_AHEAD
    assert "09.07.2021" in str(found.finding)
    assert early(centre, at(10)) == []


def test_once_all_have_returned_nothing_is_waited_for(centre: Workspace) -> None:
    for unit in ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL"):
        send(centre, unit)
    take_files(centre, at(2))
    assert early(centre, at(3)) == []
    assert len(early(centre, at(29, 6))) == 1

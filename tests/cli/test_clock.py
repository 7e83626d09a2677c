"""What the command line says of a doubted clock, and the commands that put right what a wrong one did."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import QUARTER, ZONE, call, send, take
from tests.support.revision import by_order, edit
from xlplan.cli import main
from xlplan.services.plan.adopt import adopt_plan
from xlplan.storage.workspace import Workspace

AHEAD = datetime(2095, 1, 12, 10, 0, tzinfo=ZONE)


def run(centre: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *[str(each) for each in arguments]])


@pytest.fixture
def ahead(prepared: Prepare) -> Workspace:
    """A return was taken while the clock was ahead by decades."""
    return prepared(_taken_ahead)


def _taken_ahead(centre: Workspace) -> None:
    send(centre, "HOR")
    take(centre, AHEAD)


def test_a_decision_is_refused_until_the_person_calls_the_clock_right(ahead: Workspace) -> None:
    for command in (("close", QUARTER, "--yes"), ("withdraw", QUARTER, "--unit", "HOR", "--reason", "помилка")):
        result = run(ahead, *command)
        assert result.exit_code == 1
        assert "12.01.2095" in result.output
        assert "--clock-is-right" in result.output
    assert run(ahead, "close", QUARTER, "--yes", "--clock-is-right").exit_code == 0
    assert run(ahead, "reopen", QUARTER, "--reason", "лист бюро").exit_code == 0
    assert "до 12.01.2095" in run(ahead, "log").output


def test_intake_and_status_say_it_and_do_their_work(ahead: Workspace) -> None:
    send(ahead, "NAR")
    result = run(ahead, "intake")
    assert result.exit_code == 0
    assert "! Годинник показує" in result.stderr
    assert run(ahead, "status").output.startswith("! Годинник показує")
    assert json.loads(run(ahead, "status", "--json").stdout)["clock_before"] == AHEAD.isoformat()


def test_doctor_finds_it(ahead: Workspace) -> None:
    result = run(ahead, "doctor")
    assert result.exit_code == 1
    assert "✗ Годинник показує" in result.output


def test_an_adoption_with_the_clock_ahead_is_taken_back(centre: Workspace) -> None:
    edit(centre, by_order)
    call(adopt_plan, centre, lambda: AHEAD, None, "наказ № 17")
    edit(centre, lambda plan: plan)
    assert run(centre, "plan", "adopt", "--undo").exit_code == 1
    assert run(centre, "plan", "adopt", "--undo", "--reason", "годинник", "--on", "01.07.2021").exit_code == 2
    undone = run(centre, "plan", "adopt", "--undo", "--reason", "годинник")
    assert undone.exit_code == 0
    assert "Скасовано: редакція плану 2" in undone.output
    assert "Діє: редакція плану 1" in undone.output
    adopted = run(centre, "plan", "adopt", "--reason", "наказ № 17")
    assert adopted.exit_code == 0
    assert "редакція плану 3" in adopted.output


def test_an_issue_after_the_due_day_says_so_in_one_line(centre: Workspace) -> None:
    result = run(centre, "issue", QUARTER)
    assert result.exit_code == 0
    (line,) = (line for line in result.output.splitlines() if "годинник" in line)
    assert line.startswith("  ! Строк")

"""A return for a closed quarter waits: it is listed, named at the reopening, and counts from then on."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, send, take_files
from xlplan.cli import main
from xlplan.domain.submission import ReturnState
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.year import quarter_basis
from xlplan.services.closing.decisions import waiting_returns
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing

GAP = {"1.1.1": {"done": 0.5}}


@pytest.fixture
def closed(prepared: Prepare) -> Workspace:
    """A quarter closed with one return, after which one came that is right and one that is to correct."""
    return prepared(_closed_before_two_came)


def _closed_before_two_came(centre: Workspace) -> None:
    send(centre, "LUG")
    take_files(centre)
    with open_workspace(centre, lambda: at(12)) as context:
        close(context, prepare_closing(context, QUARTER))
    send(centre, "MAL")
    take_files(centre, at(14))
    send(centre, "HOR", GAP)
    take_files(centre, at(15))


def xlplan(centre: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *arguments])


def status(centre: Workspace) -> dict[str, object]:
    (quarter,) = json.loads(xlplan(centre, "status", "--json").output)["quarters"]
    return dict(quarter)


def states(centre: Workspace) -> dict[str, ReturnState]:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        basis = quarter_basis(connection, QUARTER)
    assert basis is not None
    return {unit: basis.state_of(unit) for unit in ("LUG", "MAL", "HOR")}


def test_status_lists_what_waits_for_people_and_programs(closed: Workspace) -> None:
    told = xlplan(closed, "status").output
    assert "щоб урахувати: xlplan reopen 2021-Q2" in told
    assert "Малинське БПД · Малинське БПД.xlsx · 14.07.2021 10:00 · спроба 1 · чекає" in told
    assert "Хорошівське БПД · Хорошівське БПД.xlsx · 15.07.2021 10:00 · спроба 1 · на доопрацюванні" in told
    quarter = status(closed)
    waiting = quarter["waiting"]
    assert isinstance(waiting, list)
    assert {each["unit"]: each["counts_once_reopened"] for each in waiting} == {
        "Малинське БПД": True,
        "Хорошівське БПД": False,
    }
    assert (quarter["state"], quarter["accepted"]) == ("closed", 1)
    returns = quarter["returns"]
    assert isinstance(returns, list)
    assert {each["state"] for each in returns} == {"accepted", "submitted", "to correct", "issued"}


def test_a_file_that_came_after_the_closing_changes_nothing_of_what_was_signed(closed: Workspace) -> None:
    assert states(closed) == {
        "LUG": ReturnState.ACCEPTED,
        "MAL": ReturnState.NONE,
        "HOR": ReturnState.NONE,
    }


def test_reopen_without_a_reason_names_what_would_count_and_changes_nothing(closed: Workspace) -> None:
    told = xlplan(closed, "reopen", "2021-Q2")
    assert told.exit_code == 2
    assert "Якщо відкрити, буде враховано:" in told.output
    assert "Малинське БПД.xlsx" in told.output
    assert "потрібна причина" in told.output
    assert status(closed)["state"] == "closed"


def test_reopen_names_what_counts_from_now_on_and_what_is_to_correct(closed: Workspace) -> None:
    told = xlplan(closed, "reopen", "2021-Q2", "--reason", "лист № 5").output
    counted, to_correct = told.partition("Ще на доопрацюванні")[::2]
    assert "Відтепер ураховано:" in counted
    assert "Малинське БПД.xlsx" in counted
    assert "Хорошівське БПД.xlsx" in to_correct
    quarter = status(closed)
    assert (quarter["state"], quarter["accepted"], quarter["waiting"]) == ("reopened", 2, [])
    assert states(closed) == {
        "LUG": ReturnState.ACCEPTED,
        "MAL": ReturnState.ACCEPTED,
        "HOR": ReturnState.TO_CORRECT,
    }


def test_of_several_files_of_a_unit_the_last_accepted_waits(closed: Workspace) -> None:
    send(closed, "MAL", {"1.4.2": {"description": "уточнено"}}, "друга.xlsx")
    take_files(closed, at(16))
    waiting = call(waiting_returns, closed, at, QUARTER)
    assert [
        (each.waiting.submission.file, each.waiting.attempt) for each in waiting if each.waiting.will_count
    ] == [("друга.xlsx", 2)]


def test_the_receipts_say_what_the_files_wait_for(closed: Workspace) -> None:
    pages = [path.read_text("utf-8") for path in sorted(closed.outbox.rglob("квитанції/*.html"))]
    _accepted, kept, to_correct = pages
    assert "квартал закрито, звіт чекає" in kept
    assert "звіт буде враховано, коли квартал відкриють знову" in kept
    assert "Квартал закрито: виправлений файл чекатиме" in to_correct
    assert "До того звіт не враховано" not in to_correct

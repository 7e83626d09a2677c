"""The watcher: events wake a scan, and nothing that a round hits ends it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Queue
from typing import Any

import pytest

from tests.centre import at, send
from xlplan.edges.round import Round, deal_with_inbox
from xlplan.edges.watch import watch
from xlplan.errors import XlplanError
from xlplan.steps.intake.answer import Answered
from xlplan.submission import Outcome
from xlplan.workspace import Workspace

PATIENCE = 60.0


@dataclass
class Heard:
    """What a watcher told while it ran."""

    files: "Queue[Answered]" = field(default_factory=Queue)
    rounds: "Queue[Round]" = field(default_factory=Queue)
    complaints: "Queue[BaseException]" = field(default_factory=Queue)
    stop: threading.Event = field(default_factory=threading.Event)


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def heard(centre: Workspace, request: pytest.FixtureRequest) -> Iterator[Heard]:
    """A watcher at work on the centre."""
    told = Heard()
    quick = centre.settings.model_copy(update={"quiet_seconds": 0.05, "rescan_seconds": 3600})
    workspace = Workspace(centre.root, quick)
    arguments = (workspace, at, told.stop, request.param, told.files.put, told.rounds.put, told.complaints.put)
    thread = threading.Thread(target=watch, args=arguments)
    thread.start()
    yield told
    told.stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_file_dropped_while_watching_is_answered_and_the_quarter_consolidated(
    centre: Workspace, heard: Heard
) -> None:
    send(centre, "HOR")
    assert heard.files.get(timeout=PATIENCE).outcome is Outcome.ACCEPTED
    (report,) = heard.rounds.get(timeout=PATIENCE).reports
    assert report.path.exists()


def test_a_second_file_wakes_it_again(centre: Workspace, heard: Heard) -> None:
    send(centre, "HOR")
    heard.rounds.get(timeout=PATIENCE)
    send(centre, "MAL")
    units = {heard.files.get(timeout=PATIENCE).unit for _ in range(2)}
    assert units == {"Хорошівське БПД", "Малинське БПД"}


def test_a_failure_is_told_and_the_watch_goes_on(centre: Workspace, heard: Heard) -> None:
    ledger = centre.ledger.rename(centre.root / "ledger-elsewhere.db")
    centre.ledger.write_bytes(b"this is no ledger, but long enough to be taken for a file of one" * 100)
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    assert "xlplan.db" in str(heard.complaints.get(timeout=PATIENCE))
    centre.ledger.unlink()
    ledger.rename(centre.ledger)
    send(centre, "MAL")
    outcomes = {heard.files.get(timeout=PATIENCE).outcome for _ in range(2)}
    assert outcomes == {Outcome.NOT_TAKEN, Outcome.ACCEPTED}


def test_a_folder_made_while_watching_stays_for_the_files_that_are_copied_into_it(
    centre: Workspace, heard: Heard
) -> None:
    folder = centre.inbox / "пошта"
    folder.mkdir()
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    assert heard.files.get(timeout=PATIENCE).file == "лист.txt"
    send(centre, "HOR", name="пошта/звіт.xlsx")
    assert heard.files.get(timeout=PATIENCE).file == "звіт.xlsx"


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
def test_nothing_is_done_while_nothing_comes(
    centre: Workspace, polling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[None] = []
    stop = threading.Event()

    def counted(*arguments: Any) -> Round:
        rounds.append(None)
        threading.Timer(1.5, stop.set).start()
        return deal_with_inbox(*arguments)

    monkeypatch.setattr("xlplan.edges.watch.deal_with_inbox", counted)
    settings = centre.settings.model_copy(update={"quiet_seconds": 0.05, "rescan_seconds": 3600})
    watch(Workspace(centre.root, settings), at, stop, polling, *[lambda _heard: None] * 3)
    assert len(rounds) == 1


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
def test_a_missing_inbox_is_said_in_a_sentence(centre: Workspace, polling: bool) -> None:
    centre.inbox.rmdir()
    complaints: list[BaseException] = []
    stop = threading.Event()

    def complain(problem: BaseException) -> None:
        complaints.append(problem)
        stop.set()

    try:
        watch(centre, at, stop, polling, lambda _file: None, lambda _round: None, complain)
    except XlplanError as problem:
        complaints.append(problem)
    assert all(isinstance(problem, XlplanError) and "inbox" in str(problem) for problem in complaints)
    assert complaints

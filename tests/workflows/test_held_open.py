"""The consolidated workbook held open in Excel: the watcher gives it its name back as soon as that is free."""

import threading
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

from tests.support.centre import QUARTER, at, call, send, take
from xlplan.services.report.status import read_status
from xlplan.storage.publish import Obstacle
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.intake_round import RoundResult
from xlplan.workflows.watcher import WatchListener, watch

PATIENCE = 60.0


class Rounds(WatchListener):
    """Keeps the rounds that did something, and what ended others."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds: Queue[RoundResult] = Queue()
        self.complaints: Queue[BaseException] = Queue()

    def round_ended(self, result: RoundResult) -> None:
        if result.did_something:
            self.rounds.put(result)

    def round_failed(self, problem: BaseException) -> None:
        self.complaints.put(problem)


@pytest.fixture
def held(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Excel has the consolidated workbook open, until the event is set."""
    send(centre, "HOR")
    take(centre)
    free = threading.Event()
    real, usual = Path.replace, centre.report(QUARTER)

    def replace(source: Path, target: Path) -> Path:
        if target == usual and not free.is_set():
            raise PermissionError(13, "open in Excel", str(target))
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    return free


def test_status_names_the_one_that_waits_beside(centre: Workspace, held: threading.Event) -> None:
    send(centre, "MAL")
    done = take(centre)
    assert done.still_held == (centre.report(QUARTER),)
    (quarter,) = call(read_status, centre, at).quarters
    assert [path.name for path in quarter.waiting_workbooks] == ["Зведений звіт 2021-Q2 05.07 10-00.xlsx"]


def test_while_it_is_open_no_round_writes_it_again(centre: Workspace, held: threading.Event) -> None:
    send(centre, "MAL")
    take(centre)
    again = take(centre, at(5, hour=11))
    assert (again.reports, again.reclaimed, again.did_something) == ((), (), False)


def test_the_watcher_takes_the_name_over_without_another_return(centre: Workspace, held: threading.Event) -> None:
    heard = Rounds()
    # The rescan is an hour away: what takes the name over is not the rescan.
    settings = replace(centre.settings, quiet_seconds=0.05, rescan_seconds=3600)
    workspace = Workspace(centre.root, settings)

    thread = threading.Thread(target=watch, args=(workspace, at, heard, False))
    send(centre, "MAL")
    thread.start()
    try:
        first = heard.rounds.get(timeout=PATIENCE)
        beside = first.reports[0].path
        newer = beside.read_bytes()
        assert first.reports[0].obstacle is Obstacle.HELD
        held.set()
        assert heard.rounds.get(timeout=PATIENCE).reclaimed == (centre.report(QUARTER),)
    finally:
        heard.stop.set()
        thread.join(PATIENCE)
    assert heard.complaints.empty()
    assert centre.report(QUARTER).read_bytes() == newer
    assert not beside.exists()


def test_the_last_working_copy_gets_its_name_also_after_the_quarter_was_closed(
    centre: Workspace, held: threading.Event
) -> None:
    send(centre, "MAL")
    newer = take(centre).reports[0].path.read_bytes()
    call(close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))
    held.set()
    assert take(centre, at(13)).reclaimed == (centre.report(QUARTER),)
    assert centre.report(QUARTER).read_bytes() == newer

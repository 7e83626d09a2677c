"""The consolidated workbook held open in Excel: the watcher gives it its name back as soon as that is free."""

import threading
from collections.abc import Iterator, Sequence
from queue import Queue

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, send, take
from tests.support.child_ways import children_of_this_process
from tests.support.held_open import HeldWorkbook
from xlplan.services.report.consolidate import ConsolidationResult
from xlplan.services.report.status import read_status
from xlplan.storage.publish import Obstacle
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.intake_round import RoundResult
from xlplan.workflows.watcher import WatchListener, watch

PATIENCE = 60.0


class Rounds(WatchListener):
    """Keeps the rounds that gave a workbook its name back, the workbooks that were written, and what failed."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds: Queue[RoundResult] = Queue()
        self.workbooks: Queue[ConsolidationResult] = Queue()
        self.complaints: Queue[BaseException] = Queue()

    def round_ended(self, result: RoundResult) -> None:
        if result.reclaimed:
            self.rounds.put(result)

    def workbooks_written(self, reports: Sequence[ConsolidationResult]) -> None:
        for report in reports:
            self.workbooks.put(report)

    def workbooks_failed(self, problem: BaseException) -> None:
        self.complaints.put(problem)

    def round_failed(self, problem: BaseException) -> None:
        self.complaints.put(problem)


@pytest.fixture
def held(
    returned: Workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HeldWorkbook]:
    """Excel has the consolidated workbook open, until it is closed there."""
    with children_of_this_process():
        yield HeldWorkbook(returned.report(QUARTER), tmp_path_factory.mktemp("held"), monkeypatch)


def test_status_names_the_one_that_waits_beside(centre: Workspace, held: HeldWorkbook) -> None:
    send(centre, "MAL")
    done = take(centre)
    assert done.still_held == (centre.report(QUARTER),)
    (quarter,) = call(read_status, centre, at).quarters
    assert [path.name for path in quarter.waiting_workbooks] == ["Зведений звіт 2021-Q2 05.07 10-00.xlsx"]


def test_while_it_is_open_no_round_writes_it_again(centre: Workspace, held: HeldWorkbook) -> None:
    send(centre, "MAL")
    take(centre)
    again = take(centre, at(5, hour=11))
    assert (again.reports, again.reclaimed, again.did_something) == ((), (), False)


def test_the_watcher_takes_the_name_over_without_another_return(centre: Workspace, held: HeldWorkbook) -> None:
    heard = Rounds()
    # The rescan is an hour away: what takes the name over is not the rescan.
    settings = replace(centre.settings, quiet_seconds=0.05, rescan_seconds=3600)
    workspace = Workspace(centre.root, settings)

    thread = threading.Thread(target=watch, args=(workspace, at, heard, False))
    send(centre, "MAL")
    thread.start()
    try:
        first = heard.workbooks.get(timeout=PATIENCE)
        beside = first.path
        newer = beside.read_bytes()
        assert first.obstacle is Obstacle.HELD
        held.close()
        assert heard.rounds.get(timeout=PATIENCE).reclaimed == (centre.report(QUARTER),)
    finally:
        heard.stop.set()
        thread.join(PATIENCE)
    assert heard.complaints.empty()
    assert centre.report(QUARTER).read_bytes() == newer
    assert not beside.exists()


def test_the_last_working_copy_gets_its_name_also_after_the_quarter_was_closed(
    centre: Workspace, held: HeldWorkbook
) -> None:
    send(centre, "MAL")
    newer = take(centre).reports[0].path.read_bytes()
    call(close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))
    held.close()
    assert take(centre, at(13)).reclaimed == (centre.report(QUARTER),)
    assert centre.report(QUARTER).read_bytes() == newer

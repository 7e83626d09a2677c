"""`watch --answer`: every file that comes is answered by a letter, once, and what failed is tried again later."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from queue import Queue

import pytest
from msgspec.structs import replace

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, send, take
from tests.support.mail_centre import drafts, with_addresses, with_mail
from tests.support.smtp_server import PASSWORD, RunningServer, mail_server
from xlplan.cli.output.console_listener import ConsoleListener
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterState, Means
from xlplan.ledger.locks import LockName, lock_by_file
from xlplan.services.mail.dispatch import MailResult, UnitProblem
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace
from xlplan.workflows.answering import Answering
from xlplan.workflows.letters import LetterOptions, return_answers
from xlplan.workflows.watcher import WatchListener, watch

PATIENCE = 60.0


@pytest.fixture
def mailed(prepared: Prepare) -> Workspace:
    return prepared(with_addresses)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with mail_server(tmp_path) as running:
        yield running


def ready(workspace: Workspace) -> Answering:
    answering = Answering()
    call(answering.prepare, workspace, at)
    return answering


def answered(answering: Answering, workspace: Workspace, moment: datetime | None = None) -> list[str]:
    result = call(answering.run, workspace, lambda: moment or at())
    return [record.letter.unit for record in result.records] if result else []


def test_only_what_comes_from_now_on_is_answered_where_no_letter_ever_was(mailed: Workspace) -> None:
    send(mailed, "HOR")
    take(mailed)
    answering = ready(mailed)
    assert answered(answering, mailed) == []
    send(mailed, "LUG")
    take(mailed)
    assert answered(answering, mailed) == ["LUG"]
    assert answered(answering, mailed) == []


def test_what_came_before_a_watch_was_ended_is_answered_by_the_next_one(mailed: Workspace) -> None:
    send(mailed, "HOR")
    take(mailed)
    call(return_answers, mailed, at, None, LetterOptions())
    send(mailed, "LUG")
    take(mailed)
    assert answered(ready(mailed), mailed) == ["LUG"]


def test_what_failed_is_tried_again_after_some_minutes_and_not_with_every_round(
    mailed: Workspace, server: RunningServer
) -> None:
    workspace = with_mail(mailed, **server.settings())
    answering = ready(workspace)
    server.box.recipients["hor@buro.example"] = "450 later"
    send(workspace, "HOR")
    take(workspace)
    assert answered(answering, workspace) == ["HOR"]
    server.box.recipients.clear()
    assert answered(answering, workspace, at() + timedelta(minutes=1)) == []
    assert answered(answering, workspace, at() + timedelta(minutes=11)) == ["HOR"]
    assert answered(answering, workspace, at() + timedelta(minutes=30)) == []
    assert len(server.box.letters) == 1


class Heard(WatchListener):
    """What a watcher told of letters while it ran."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Queue[MailResult] = Queue()
        self.looked = threading.Event()

    def round_ended(self, _result: object) -> None:
        self.looked.set()

    def letters_sent(self, result: MailResult) -> None:
        self.sent.put(result)


@pytest.mark.slow
def test_answers_go_out_while_a_workbook_is_being_written(mailed: Workspace) -> None:
    settings = replace(mailed.settings, quiet_seconds=0.05, rescan_seconds=3600)
    told = Heard()
    thread = threading.Thread(target=watch, args=(Workspace(mailed.root, settings), at, told, False, True))
    thread.start()
    try:
        assert told.looked.wait(PATIENCE)
        # Whoever wants to write the workbook waits for this process.
        with lock_by_file(mailed.ledger_file, LockName.REPORT):
            send(mailed, "HOR")
            told.sent.get(timeout=PATIENCE)
            assert not mailed.report(QUARTER).exists()
    finally:
        told.stop.set()
        thread.join(PATIENCE)
    assert mailed.report(QUARTER).exists()


@pytest.mark.slow
def test_a_file_dropped_while_watching_is_answered_by_a_letter(mailed: Workspace) -> None:
    settings = replace(mailed.settings, quiet_seconds=0.05, rescan_seconds=3600)
    told = Heard()
    thread = threading.Thread(target=watch, args=(Workspace(mailed.root, settings), at, told, False, True))
    thread.start()
    try:
        assert told.looked.wait(PATIENCE)
        send(mailed, "HOR")
        (record,) = told.sent.get(timeout=PATIENCE).records
        assert (record.letter.unit, record.state) == ("HOR", LetterState.WRITTEN)
    finally:
        told.stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    assert set(drafts(mailed)) == {"HOR"}


def test_a_problem_with_letters_is_told_once_until_all_of_them_go_again(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    listener = ConsoleListener(centre, at)
    broken = MailResult(Means.SMTP, problems=(UnitProblem("Бюро", "немає адреси."),))
    for _round in range(3):
        listener.letters_sent(broken)
        listener.letters_failed(XlplanError("Сервер мовчить."))
    assert len(capsys.readouterr().err.splitlines()) == 2
    listener.letters_sent(MailResult(Means.SMTP))
    listener.letters_sent(broken)
    assert "Бюро: немає адреси." in capsys.readouterr().err

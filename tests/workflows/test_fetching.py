"""Mail that is fetched beside a watcher: at intervals, without holding it, and again after whatever went wrong."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.services.mail.conftest import _mail_server, server
from tests.support.bad_line import bad_line
from tests.support.centre import at
from tests.support.mail_server import MailServer
from tests.support.mailed import mailed, return_of, with_mailbox
from xlplan.services.mail.fetch import FetchResult, SeenMessage
from xlplan.storage.workspace import Workspace
from xlplan.workflows.fetching import fetching

__all__ = ["_mail_server", "server"]
pytestmark = [pytest.mark.slow, pytest.mark.posix(reason="Dovecot is a program of Linux")]
PATIENCE = 60.0


class Heard:
    """A listener that keeps what it hears, and lets a test wait for it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.ended: list[FetchResult] = []
        self.failed: list[BaseException] = []
        self.seen: list[SeenMessage] = []
        self._news = threading.Condition()

    def stopped(self) -> bool:
        return self.stop.is_set()

    def message_seen(self, message: SeenMessage) -> None:
        self._keep(self.seen, message)

    def fetch_ended(self, result: FetchResult) -> None:
        self._keep(self.ended, result)

    def fetch_failed(self, problem: BaseException) -> None:
        self._keep(self.failed, problem)

    def _keep(self, kept: list[Any], news: object) -> None:
        with self._news:
            kept.append(news)
            self._news.notify_all()

    def wait_for(self, kept: list[Any], count: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: len(kept) >= count, PATIENCE), (self.ended, self.failed)


@pytest.fixture
def heard() -> Iterator[Heard]:
    listener = Heard()
    yield listener
    listener.stop.set()


def test_it_looks_at_once_and_again_at_intervals(centre: Workspace, server: MailServer, heard: Heard) -> None:
    office = with_mailbox(centre, server)
    with fetching(office, at, heard, heard.stop, 0.1):
        heard.wait_for(heard.ended, 2)
        server.deliver(mailed(return_of(centre)))
        heard.wait_for(heard.seen, 1)
    assert len(list(office.inbox.iterdir())) == 1
    assert not heard.failed


def test_a_server_that_comes_back_is_fetched_from(centre: Workspace, server: MailServer, heard: Heard) -> None:
    server.deliver(mailed(return_of(centre)))
    with bad_line(server.tls, limit=5000) as line:
        office = with_mailbox(centre, server, port=line.port)
        with fetching(office, at, heard, heard.stop, 0.1):
            heard.wait_for(heard.ended, 2)
            assert all(each.problem for each in heard.ended)
            line.mend()
            heard.wait_for(heard.seen, 1)


def test_a_silent_server_does_not_hold_the_end_of_the_watch(
    centre: Workspace, server: MailServer, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplan.workflows.fetching._LONGEST_END_SECONDS", 0.5)
    with bad_line(server.tls, limit=0, stalls=True) as line:
        office = with_mailbox(centre, server, port=line.port, timeout_seconds=600.0)
        with fetching(office, at, heard, heard.stop, 0.1):
            assert line.reached.wait(PATIENCE)
        assert not heard.ended


def test_a_workspace_that_is_away_is_told_and_tried_again(
    centre: Workspace, server: MailServer, heard: Heard
) -> None:
    office = with_mailbox(centre, server)
    away = office.inbox.rename(office.root / "away")
    with fetching(office, at, heard, heard.stop, 0.1):
        heard.wait_for(heard.failed, 1)
        away.rename(office.inbox)
        heard.wait_for(heard.ended, 1)


def test_a_refused_password_is_tried_less_and_less_often(
    centre: Workspace, server: MailServer, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLPLAN_MAIL_PASSWORD", "не той")
    waits: list[float | None] = []

    class Counted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout)
            return super().wait(0.01)

    stop = Counted()
    with fetching(with_mailbox(centre, server), at, heard, stop, 300.0):
        heard.wait_for(heard.ended, 6)
    assert waits[:5] == [600.0, 1200.0, 2400.0, 3600.0, 3600.0]


def test_settings_without_a_mailbox_are_a_failure(centre: Workspace, heard: Heard) -> None:
    with fetching(replace(centre), at, heard, heard.stop, 0.1):
        heard.wait_for(heard.failed, 1)

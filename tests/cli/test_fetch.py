"""The command `fetch`, and a watcher that fetches: what they say, and how they end."""

import shutil
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import at
from tests.support.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.support.mailed import mailed, return_of
from tests.support.watcher_process import answers, until, watching
from xlplan.cli import main
from xlplan.cli.commands.fetch import IntervalType
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace, find_workspace

on_linux = [pytest.mark.slow, pytest.mark.posix(reason="Dovecot is a program of Linux")]


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def office(centre: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A centre whose settings file names an empty mailbox."""
    shutil.rmtree(server.folder / "mail" / USER, ignore_errors=True)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    return named(centre, server)


def named(centre: Workspace, server: MailServer, **others: object) -> Workspace:
    """The centre with the mailbox in its settings file. The messages of 2021 are not too old."""
    lines = {"server": "localhost", "port": server.tls, "user": USER, "certificate": str(server.certificate)}
    table = "".join(f"{key} = {value!r}\n" for key, value in {**lines, "days": 3600, **others}.items())
    path = centre.root / "xlplan.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[mail.fetch]\n{table}", "utf-8")
    return find_workspace(centre.root)


def run(centre: Workspace, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *words])


class TestCommand:
    pytestmark = on_linux

    def test_it_names_what_it_fetched_and_what_it_left(self, office: Workspace, server: MailServer) -> None:
        server.deliver(mailed(return_of(office)), came_at=at(4))
        server.deliver(mailed(subject="Питання від 0671234567"), came_at=at(3))
        said = run(office, "fetch")
        assert said.exit_code == 0
        assert "04.07.2021 10:00 · horoshiv@example.org · Хорошівське БПД.xlsx → inbox" in said.output
        assert (
            "03.07.2021 10:00 · horoshiv@example.org · «Питання від [приховано]». Таблиці в листі" in said.output
        )
        assert "покладено 1 лист" in said.output
        assert run(office, "fetch").output.splitlines()[-1] == "Нових листів зі звітами немає."

    def test_what_keeps_it_from_the_mailbox_is_one_sentence(
        self, office: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(VARIABLE, "не той")
        said = run(office, "fetch")
        assert said.exit_code == 1
        assert USER in said.output
        assert "не той" not in said.output


class TestWatcher:
    pytestmark = on_linux

    def test_it_fetches_and_answers(self, office: Workspace, server: MailServer) -> None:
        server.deliver(mailed(return_of(office, "HOR")))
        with watching(office, options=("--fetch", "30s")) as watcher:
            until(lambda: len(answers(office)) == 1, "answered", watcher)
            assert "horoshiv@example.org" in watcher.said
            assert answers(office)[0]["mail"]["from"] == "…@example.org"
            assert watcher.stop() == 0

    def test_without_a_mailbox_it_does_not_begin(self, centre: Workspace) -> None:
        said = run(centre, "watch", "--fetch", "5m")
        assert (said.exit_code, "[mail.fetch]" in said.output) == (1, True)


@pytest.mark.parametrize(
    ("written", "seconds"), [("5m", 300), ("5", 300), ("30s", 30), ("1h", 3600), ("10 хв", 600), ("1 год.", 3600)]
)
def test_an_interval_is_read_as_people_write_it(written: str, seconds: float) -> None:
    assert IntervalType().convert(written, None, None) == seconds


@pytest.mark.parametrize("written", ["", "0", "5s", "25h", "-5m", "often", "5 5", "²m"])
def test_what_is_no_interval_is_refused(centre: Workspace, written: str) -> None:
    said = run(centre, "watch", "--fetch", written)
    assert said.exit_code == 2

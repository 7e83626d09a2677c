"""What the watcher prints of a problem that lasts: once, in a sentence, whatever its words name each time."""

import errno
import time
from pathlib import Path

import pytest

from tests.support.centre import at
from xlplan.cli.output.console_listener import ConsoleListener
from xlplan.domain.clock_doubt import ClockDoubt
from xlplan.domain.errors import XlplanError
from xlplan.services.intake.inbox_pass import PassResult
from xlplan.services.intake.results import FailedFile
from xlplan.services.mail.fetch import FetchResult
from xlplan.services.report.board import BoardResult
from xlplan.storage.imap import MailFolderError
from xlplan.storage.inbox import Exclusion, ExclusionKind
from xlplan.storage.workspace import Workspace
from xlplan.workflows.intake_round import RoundResult


@pytest.fixture
def listener(centre: Workspace) -> ConsoleListener:
    return ConsoleListener(centre, at)


def full(temporary: str) -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", f"outbox/{temporary}")


def test_a_disk_that_stays_full_is_told_once(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str]
) -> None:
    for temporary in (".xlplan-0123abcd.xlsx", ".xlplan-ffff0000.xlsx", ".xlplan-11112222.xlsx"):
        listener.round_failed(full(temporary))
    (told,) = capsys.readouterr().err.splitlines()
    assert "немає місця" in told
    assert told.endswith("Нічого не втрачено: файли чекають, спробу буде повторено.")


def test_a_board_that_cannot_be_written_is_told_once_and_so_is_that_it_can_again(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str], centre: Workspace
) -> None:
    failed = BoardResult(centre.board, is_new=False, failure="На диску немає місця.")
    for board in (failed, failed, BoardResult(centre.board, is_new=True), BoardResult(centre.board, is_new=False)):
        listener.round_ended(RoundResult(PassResult((), ()), (), board=board))
    said = capsys.readouterr()
    (told,) = said.err.splitlines()
    assert "Стан.html не оновлено" in told
    (again,) = said.out.splitlines()
    assert again.endswith("Роботу відновлено.")


def test_another_problem_is_told_as_well(listener: ConsoleListener, capsys: pytest.CaptureFixture[str]) -> None:
    for problem in (full("a"), OSError(errno.EMFILE, "x"), XlplanError("Теки немає."), full("a")):
        listener.round_failed(problem)
    first, second, third = capsys.readouterr().err.splitlines()
    assert "немає місця" in first
    assert "забагато файлів" in second
    assert third.endswith("! Теки немає.")


def test_a_file_without_its_end_is_told_once_and_only_when_nobody_copies_it_any_more(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str], centre: Workspace
) -> None:
    path, now = centre.inbox / "звіт.xlsx", time.time()
    for until in (now + 599, now + 500, now + 500):
        listener.round_ended(RoundResult(PassResult((), (path,), unfinished={path: until}), ()))
    (told,) = capsys.readouterr().err.splitlines()
    assert "звіт.xlsx без кінця" in told


def test_a_lasting_fault_is_told_and_logged_once(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    kept = [object() for _number in range(2)]
    for each in kept:
        listener.round_failed(TypeError(f"no use for {each!r}"))
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert caplog.text.count("Python 3") == 1


def test_a_file_that_stays_closed_to_us_is_told_once_and_each_file_is(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("a.xlsx", "a.xlsx", "б.xlsx"):
        (tmp_path / name).touch()
        listener.file_failed(FailedFile(name, PermissionError(errno.EACCES, "x", str(tmp_path / name))))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "a.xlsx: опрацювати не вдалося." in told[0]
    assert "відкрито в іншій програмі" in told[0]
    assert "б.xlsx" in told[1]


def test_a_link_in_the_inbox_is_told_once_and_again_when_it_comes_back(
    listener: ConsoleListener, centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    link = (Exclusion(centre.inbox / "звіт.xlsx", ExclusionKind.LINK),)
    for exclusions in (link, link, (), link):
        listener.round_ended(RoundResult(PassResult((), (), exclusions=exclusions), ()))
    assert capsys.readouterr().err.count("звіт.xlsx — це посилання") == 2


def test_what_other_programs_keep_in_the_inbox_is_told_once_in_one_sentence(
    listener: ConsoleListener, centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    bins = tuple(Exclusion(centre.inbox / name, ExclusionKind.FOREIGN) for name in ("#recycle", ".stversions"))
    for exclusions in (bins, (), bins[:1], bins):
        listener.round_ended(RoundResult(PassResult((), (), exclusions=exclusions), ()))
    (told,) = capsys.readouterr().err.splitlines()
    assert "#recycle" in told
    assert ".stversions" in told


def test_a_doubted_clock_is_told_once_for_each_last_entry(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str]
) -> None:
    for last_entry in (at(12), at(12), at(13)):
        doubt = ClockDoubt(at(3, 1), last_entry)
        listener.round_ended(RoundResult(PassResult((), (), clock_doubt=doubt), ()))
    first, second = capsys.readouterr().err.splitlines()
    assert "! Годинник показує 03.01.2021 10:00, а останній запис журналу — 12.07.2021 10:00." in first
    assert "13.07.2021" in second


def fetched(problem: MailFolderError | None = None, *refused: tuple[int, str]) -> FetchResult:
    return FetchResult((), 0, refused, problem)


def test_a_mail_server_that_stays_away_is_told_once_until_it_comes_back(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str]
) -> None:
    away = MailFolderError("imap.example.org не відповідає.")
    for problem in (away, away, None, None, away):
        listener.fetch_ended(fetched(problem))
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 2
    assert "не відповідає. Нічого не втрачено: листи лишаються у скриньці" in told.err.splitlines()[0]
    assert len(told.out.splitlines()) == 1


def test_a_message_that_the_server_does_not_give_is_told_once(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str]
) -> None:
    for _round in range(3):
        listener.fetch_ended(fetched(None, (7, "cannot be converted")))
    (told,) = capsys.readouterr().err.splitlines()
    assert "лист № 7: cannot be converted" in told


def test_a_mail_server_that_is_away_keeps_no_problem_of_the_inbox_from_being_told(
    listener: ConsoleListener, capsys: pytest.CaptureFixture[str]
) -> None:
    listener.fetch_ended(fetched(MailFolderError("imap.example.org не відповідає.")))
    listener.round_failed(full("a"))
    listener.fetch_ended(fetched())
    listener.round_failed(full("a"))
    assert len(capsys.readouterr().err.splitlines()) == 2

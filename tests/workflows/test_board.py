"""The board is rewritten with every answer and decision, once for a burst, and is in nobody's way."""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.services.intake.test_kill import KILLED
from tests.support.centre import QUARTER, Hurried, at, call, new_centre, send, take
from tests.support.failing_calls import calls_of, run
from tests.support.html_pages import page_problems
from tests.support.mail_centre import with_addresses
from tests.support.page_facts import BoardPage
from xlplan.cli import main
from xlplan.cli.output.console_listener import ConsoleListener
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.publish import Obstacle
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.board import board_problem, refresh_board
from xlplan.workflows.closing import close, dismiss, prepare_closing, reopen, undo_withdrawal, withdraw
from xlplan.workflows.intake_round import run_intake_round
from xlplan.workflows.issuing import issue
from xlplan.workflows.letters import LetterOptions, send_templates
from xlplan.workflows.report_pdf import rewrite_report

HEADING = "ІІ квартал 2021 року"


def times_written(centre: Workspace) -> int:
    """How often the page was written so far."""
    return centre.own_files.read_text("utf-8").count(f"outbox/{centre.board.name}\n")


def headline(centre: Workspace) -> str:
    return BoardPage(centre).headline(HEADING)


def test_it_follows_the_quarter_from_the_issue_to_the_second_edition(centre: Workspace) -> None:
    call(issue, centre, lambda: at(14, 6), QUARTER)
    assert headline(centre).startswith("Прийнято звітів: 0 з 6. Не надійшло 6 звітів.")
    send(centre, "HOR")
    (centre.inbox / "лист.txt").write_text("це не звіт", "utf-8")
    take(centre)
    assert headline(centre).startswith("Прийнято звітів: 1 з 6. Не надійшло 5 звітів.")
    assert "лист.txt" in BoardPage(centre).section("Неприйняті файли").text
    call(dismiss, centre, lambda: at(6), "лист.txt", "лист, не звіт")
    assert "Неприйняті файли" not in [each.text for each in BoardPage(centre).root.all("h2")]
    call(withdraw, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    assert headline(centre).startswith("Прийнято звітів: 0 з 6.")
    assert "відкликано: не той файл" in BoardPage(centre).section(HEADING).text
    call(undo_withdrawal, centre, lambda: at(8), QUARTER, "HOR", "таки той")
    assert headline(centre).startswith("Прийнято звітів: 1 з 6.")
    call(close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))
    assert headline(centre).endswith("Закрито 12.07.2021.")
    call(reopen, centre, lambda: at(13), QUARTER, "надійде ще один")
    assert headline(centre).endswith("Відкрито знову: надійде ще один")


def test_a_workbook_that_was_asked_for_gets_its_link(centre: Workspace) -> None:
    call(rewrite_report, centre, at, QUARTER)
    assert centre.report(QUARTER).resolve() in BoardPage(centre).places()


def test_a_burst_rewrites_it_once_and_a_round_without_news_not_at_all(returned: Workspace) -> None:
    before = times_written(returned)
    for unit in ("LUG", "MAL", "OVR"):
        send(returned, unit)
    take(returned)
    assert times_written(returned) == before + 1
    take(returned)
    assert times_written(returned) == before + 1


def test_a_receipt_does_not_wait_for_it(centre: Workspace) -> None:
    seen: list[bool] = []

    class Looking(Hurried):
        def file_answered(self, result: IntakeResult) -> None:
            seen.append(result.receipt.is_file() and not centre.board.exists())

    centre.board.unlink(missing_ok=True)
    send(centre, "HOR")
    call(run_intake_round, centre, at, Looking())
    assert seen == [True]
    assert centre.board.is_file()


@pytest.fixture
def held(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A program has the page open; the function lets it go."""
    send(centre, "HOR")
    take(centre)
    real, free = Path.replace, threading.Event()

    def replace(source: Path, target: Path) -> Path:
        if target == centre.board and not free.is_set():
            raise PermissionError(13, "open in a program", str(target))
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    return free.set


def test_a_page_held_open_is_told_once_and_written_as_soon_as_it_is_free(
    centre: Workspace, held: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    listener = ConsoleListener(centre, at)
    old = centre.board.read_bytes()
    for unit in ("MAL", "LUG"):
        send(centre, unit)
        result = take(centre)
        assert result.board is not None
        assert result.board.obstacle is Obstacle.HELD
        listener.round_ended(result)
    assert centre.board.read_bytes() == old
    (told,) = [line for line in capsys.readouterr().err.splitlines() if "Стан.html" in line]
    assert "відкрито в програмі" in told
    held()
    result = take(centre)
    assert result.board is not None
    assert result.board.obstacle is None
    listener.round_ended(result)
    assert "Стан.html" not in capsys.readouterr().err
    assert headline(centre).startswith("Прийнято звітів: 3 з 6.")


def test_a_page_that_somebody_changed_is_left_alone_and_told(returned: Workspace) -> None:
    returned.board.write_text("моє", "utf-8")
    send(returned, "MAL")
    done = CliRunner().invoke(main, ["--workspace", str(returned.root), "intake"])
    assert returned.board.read_text("utf-8") == "моє"
    assert "змінено вручну" in done.output
    returned.board.unlink()
    take(returned)
    assert headline(returned).startswith("Прийнято звітів: 2 з 6.")


def test_no_failure_of_it_ends_a_round_or_a_decision(centre: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    centre.board.unlink(missing_ok=True)
    centre.board.mkdir()
    send(centre, "HOR")
    result = take(centre)
    assert len(result.reports) == 1
    assert result.board is not None
    assert "Стан.html" in board_problem(result.board)
    with caplog.at_level(logging.INFO):
        call(withdraw, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    assert any("Стан.html" in message for message in caplog.messages)


def test_status_and_the_next_steps_name_it_once(returned: Workspace) -> None:
    for command in (["status"], []):
        done = CliRunner().invoke(main, ["--workspace", str(returned.root), *command])
        assert done.output.count("Стан.html") == 1, done.output


def test_a_workspace_with_english_names_has_an_english_one(tmp_path: Path) -> None:
    workspace = new_centre(tmp_path / "centre")
    text = (workspace.root / "xlplan.toml").read_text("utf-8").replace("file_names = 'uk'", "file_names = 'en'")
    (workspace.root / "xlplan.toml").write_text(text, "utf-8")
    shutil.rmtree(workspace.outbox)
    english = find_workspace(workspace.root)
    send(english, "HOR")
    take(english)
    assert [path.name for path in english.outbox.glob("*.html")] == ["Status.html"]


REFRESH = "from xlplan.workflows.board import refresh_board; refresh_board(context)"


@pytest.mark.slow
@pytest.mark.posix(reason="strace, which ends a process at a call, is a program of Linux")
def test_killed_at_any_of_its_writes_it_leaves_a_whole_page_and_the_next_look_a_new_one(
    returned: Workspace, tmp_path: Path
) -> None:
    send(returned, "MAL")
    # What is recorded is not yet shown.
    call(process_inbox, returned, at, Hurried())

    def copied(name: str) -> Path:
        place = tmp_path / name / "центр"
        shutil.copytree(returned.root, place)
        return place

    whole = copied("whole")
    calls = calls_of(whole, REFRESH)
    assert headline(find_workspace(whole)).startswith("Прийнято звітів: 2 з 6.")
    for name, number in calls:
        place = copied(f"{name}-{number}")
        assert run(place, REFRESH, f"--inject={name}:signal=SIGKILL:when={number}") in KILLED
        workspace = find_workspace(place)
        assert page_problems(workspace.board.read_text("utf-8")) == []
        call(refresh_board, workspace, at)
        assert headline(workspace).startswith("Прийнято звітів: 2 з 6.")
        shutil.rmtree(place.parent)
    assert len(calls) > 5


def test_letters_stand_on_it_as_soon_as_they_are_written_and_lead_to_their_drafts(centre: Workspace) -> None:
    mailed = with_addresses(centre)
    call(send_templates, mailed, lambda: at(1), QUARTER, LetterOptions(is_dry_run=True))
    before = mailed.board.read_bytes() if mailed.board.exists() else b""
    call(send_templates, mailed, lambda: at(1), QUARTER, LetterOptions())
    assert mailed.board.read_bytes() != before
    page = BoardPage(mailed)
    rows = page.section("Листи").all("tr")[1:]
    assert len(rows) == 6
    assert {row.all("td")[3].text for row in rows} == {"записано чернеткою"}
    drafts = [place for place in page.places() if place.suffix == ".eml"]
    assert sorted(drafts) == sorted(path.resolve() for path in mailed.outbox.rglob("*.eml"))
    assert page.section(HEADING).text.count("лист: шаблон, записано чернеткою") == 6

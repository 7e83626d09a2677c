"""`xlplan send`, `remind` and `return`: what they print, their exit codes, and the trace that letters leave."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import at, call, send, take
from tests.support.mail_centre import CODES, with_addresses, with_mail
from tests.support.smtp_server import PASSWORD, hang_up, mail_server
from xlplan.cli import main
from xlplan.services.report.status import read_status
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace

QUARTER = "2021-Q2"


@pytest.fixture
def mailed(prepared: Prepare) -> Workspace:
    return prepared(with_addresses)


def xlplan(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])


def test_a_dry_run_shows_to_whom_what_goes_with_it_and_the_text_of_one(mailed: Workspace) -> None:
    shown = xlplan(mailed, "send", QUARTER, "--dry-run")
    assert shown.exit_code == 0
    assert "Пішло б 6 листів; нічого не надіслано й не записано." in shown.output
    assert "✉ Хорошівське БПД → hor@buro.example" in shown.output
    assert "Тема: Шаблон звіту за ІІ квартал 2021 року: Хорошівське БПД" in shown.output
    assert "Вкладення: Хорошівське БПД.xlsx (" in shown.output
    assert shown.output.count("| Доброго дня!") == 1
    assert not mailed.letters.exists()


def test_drafts_are_named_and_never_called_sent(mailed: Workspace) -> None:
    written = xlplan(mailed, "send", QUARTER)
    assert written.exit_code == 0
    assert written.output.count("записано чернеткою") == len(CODES)
    assert "надіслано" not in written.output
    assert "outbox/листи/2021-Q2 Хорошівське БПД (HOR) - шаблон.eml" in written.output.replace("\\", "/")
    again = xlplan(mailed, "send", QUARTER)
    assert again.exit_code == 0
    assert "xlplan send 2021-Q2 --unit HOR --again" in again.output


def test_units_without_an_address_are_named_together_and_the_exit_code_says_so(centre: Workspace) -> None:
    workspace = with_addresses(centre, {"HOR": "hor@buro.example"})
    result = xlplan(workspace, "send", QUARTER)
    assert result.exit_code == 1
    assert "! Коростенський МЦ, Лугинське БПД, " in result.output
    assert result.output.count("немає електронної адреси") == 1
    assert "аркуш «Підрозділи», стовпець «Електронна пошта»" in result.output
    assert "Хорошівське БПД · hor@buro.example · записано чернеткою" in result.output


def test_a_quarter_must_be_named(mailed: Workspace) -> None:
    result = xlplan(mailed, "send")
    assert result.exit_code == 2
    assert "xlplan send 2021-Q2" in result.output


def test_the_texts_are_written_to_be_reworded_and_stay(mailed: Workspace) -> None:
    assert xlplan(mailed, "send", "--texts").exit_code == 0
    folder = mailed.templates / "листи"
    assert {path.name for path in folder.iterdir()} == {"шаблон.txt", "нагадування.txt", "відповідь.txt"}
    own = folder / "шаблон.txt"
    own.write_text("Тема: своє\n\nСвоє.\n", "utf-8")
    again = xlplan(mailed, "send", "--texts")
    assert again.output.count("Уже є і залишається") == 3
    assert "| Своє." in xlplan(mailed, "send", QUARTER, "--dry-run").output


def test_the_texts_as_written_fill_in_like_those_of_xlplan(mailed: Workspace) -> None:
    before = xlplan(mailed, "send", QUARTER, "--dry-run").output
    xlplan(mailed, "send", "--texts")
    assert xlplan(mailed, "send", QUARTER, "--dry-run").output == before


def test_status_log_and_explain_tell_of_the_letters(mailed: Workspace) -> None:
    send(mailed, "HOR")
    take(mailed)
    xlplan(mailed, "send", QUARTER)
    xlplan(mailed, "return")
    status = xlplan(mailed, "status", QUARTER).output
    assert status.count("✎ шаблон: записано чернеткою") == len(CODES) - 1
    assert status.count("✎ відповідь: записано чернеткою") == 1
    told = json.loads(xlplan(mailed, "status", QUARTER, "--json").output)["quarters"][0]["returns"]
    (letter,) = next(each["letters"] for each in told if each["unit"] == "Хорошівське БПД")
    assert (letter["kind"], letter["state"], letter["to"]) == (
        "answer",
        "written as a draft",
        ["hor@buro.example"],
    )
    assert len(letter["sha256"]) == 64
    log = xlplan(mailed, "log").output
    assert "лист для Хорошівське БПД: відповідь, записано чернеткою · hor@buro.example" in log
    row = call(read_status, mailed, at).quarters[0].returns
    assert row
    assert "✎ відповідь: записано чернеткою" in xlplan(mailed, "explain", QUARTER, "1.1.1", "--unit", "HOR").output


def test_nobody_is_reminded_long_after_the_due_day_unless_a_person_says_so(mailed: Workspace) -> None:
    quiet = xlplan(mailed, "remind")
    assert quiet.exit_code == 0
    assert "сьогодні нагадувань немає" in quiet.output
    told = xlplan(mailed, "remind", "--now")
    assert told.output.count("записано чернеткою") == len(CODES)
    twice = xlplan(mailed, "remind", "--now")
    assert twice.output.count("сьогоднішнього листа досить") == len(CODES)
    assert twice.exit_code == 0


def test_the_next_step_after_an_issue_is_to_send(mailed: Workspace) -> None:
    assert "xlplan send 2021-Q2" in xlplan(mailed).output
    xlplan(mailed, "send", QUARTER)
    assert "xlplan send 2021-Q2" not in xlplan(mailed).output


def test_without_addresses_nobody_is_told_to_send(centre: Workspace) -> None:
    assert "xlplan send" not in xlplan(centre).output


def test_a_letter_that_nobody_knows_of_is_asked_about_with_the_command_that_sends_it(
    mailed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with mail_server(tmp_path) as server:
        workspace = with_mail(mailed, **server.settings())
        server.box.before_answer = hang_up
        first = xlplan(workspace, "send", QUARTER, "--unit", "HOR")
        assert first.exit_code == 1
        assert "? Хорошівське БПД · hor@buro.example · невідомо, чи надіслано" in first.output
        second = xlplan(workspace, "send", QUARTER, "--unit", "HOR")
        assert second.exit_code == 1
        assert "Спершу запитайте підрозділ" in second.output
        assert "xlplan send 2021-Q2 --unit HOR --again" in second.output
        assert len(server.box.letters) == 1


def test_a_fault_within_the_sending_shows_and_logs_no_password(
    mailed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)

    def fail(*_arguments: object) -> None:
        raise RuntimeError("a fault of our own")

    monkeypatch.setattr("xlplan.services.mail.dispatch.finish_letter", fail)
    with mail_server(tmp_path) as server:
        workspace = with_mail(mailed, **server.settings())
        result = xlplan(workspace, "send", QUARTER)
    assert result.exit_code == 1
    assert "a fault of our own" in result.output
    log = workspace.log.read_text("utf-8")
    assert "Traceback" in log
    for each in (PASSWORD, PASSWORD.encode().hex()):
        assert each not in log + result.output


@pytest.mark.skipif(sys.platform != "linux", reason="the list of processes is read from /proc")
def test_the_password_is_on_no_command_line_of_ours(
    mailed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    seen: list[bytes] = []
    with mail_server(tmp_path) as server:
        server.box.before_answer = lambda _smtp: seen.extend(
            path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()
        )
        workspace = with_mail(mailed, **server.settings())
        assert xlplan(workspace, "send", QUARTER, "--unit", "HOR").exit_code == 0
    assert seen
    assert not any(PASSWORD.encode() in each for each in seen)

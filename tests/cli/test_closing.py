"""The commands by which the coordinator decides, as their user meets them: words, files and exit codes."""

import json
import os
import re

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import QUARTER, send, take, take_files
from tests.support.forked_command import begin_command
from tests.support.rows_only import rows_only
from xlplan.cli import main
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language


def at(centre: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *[str(each) for each in arguments]])


@pytest.fixture
def returned(prepared: Prepare) -> Workspace:
    """One bureau of six has returned, and does not say what will be done about a shortfall."""
    return prepared(_one_shortfall)


def _one_shortfall(centre: Workspace) -> None:
    send(centre, "HOR", {"1.2.1": {"done": 0, "reason": "карантин", "action": None}})
    take(centre)


def on_a_terminal(centre: Workspace, answer: str) -> tuple[int, str]:
    """Closing before a terminal at which somebody types `answer`: the exit code, and all that is shown."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    told = centre.root.parent / "told"
    with told.open("wb") as file:
        streams = theirs, file.fileno(), file.fileno()
        process = begin_command(["--workspace", str(centre.root), "close", str(QUARTER)], streams)
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    process.join(120)
    os.close(ours)
    assert process.exitcode is not None
    return process.exitcode, told.read_text("utf-8")


@pytest.mark.posix(reason="Windows has no pseudo-terminal that Python can open")
def test_close_shows_what_stands_open_and_asks_before_a_terminal(returned: Workspace) -> None:
    code, shown = on_a_terminal(returned, "n")
    assert code == 1
    assert "Прийнято звітів: 1 з 6" in shown
    assert "Народицьке БПД [unit-missing]" in shown
    assert "рядок 1.2.1" in shown
    assert "[action-missing]" in shown
    assert "Не закрито" in shown
    assert not returned.edition(QUARTER, 1).exists()
    code, shown = on_a_terminal(returned, "y")
    assert code == 0
    assert "випуск 1" in shown
    assert returned.edition(QUARTER, 1).exists()


def test_without_a_terminal_closing_needs_yes(returned: Workspace) -> None:
    result = at(returned, "close", QUARTER)
    assert result.exit_code == 2
    assert "--yes" in result.output
    assert not returned.edition(QUARTER, 1).exists()
    assert at(returned, "close", QUARTER, "--yes").exit_code == 0
    again = at(returned, "close", QUARTER, "--yes")
    assert again.exit_code == 0
    assert re.search(r"закрито \d\d\.\d\d\.\d{4}: .*випуск 1", again.output)


def test_a_reopened_quarter_closes_with_a_second_edition_that_says_what_changed(returned: Workspace) -> None:
    at(returned, "close", QUARTER, "--yes")
    assert at(returned, "reopen", QUARTER).exit_code == 2
    assert at(returned, "reopen", QUARTER, "--reason", " ").exit_code == 1
    result = at(returned, "reopen", QUARTER, "--reason", "лист бюро")
    assert result.exit_code == 0
    assert "випуск 1 лишається таким, як його підписано" in result.output
    assert "випуск 2 нічим не відрізнятиметься від випуску 1" in at(returned, "close", QUARTER).output
    assert "(випуск 2).xlsx" in at(returned, "close", QUARTER, "--yes").output


def test_before_closing_again_the_terminal_tells_the_changes_as_their_sheet_then_does(returned: Workspace) -> None:
    at(returned, "close", QUARTER, "--yes")
    send(returned, "HOR", {"1.2.1": {"done": 7}}, "пізно.xlsx")
    take_files(returned)
    at(returned, "reopen", QUARTER, "--reason", "лист бюро")
    shown = at(returned, "close", QUARTER).output
    assert at(returned, "close", QUARTER, "--yes").exit_code == 0
    sheet = rows_only(returned.edition(QUARTER, 2))["Що змінилося"]
    told = re.search(r"відрізнятиметься від випуску 1 [ву] (\d+) рядк", shown)
    assert told
    assert str(sheet["A3"].value).startswith(f"{told[1]} ряд")
    assert str(sheet["A4"].value).startswith("Підсумок змін: ")
    assert str(sheet["A4"].value) in shown


def test_status_says_that_a_quarter_is_closed_and_what_came_after(returned: Workspace) -> None:
    at(returned, "close", QUARTER, "--yes")
    send(returned, "HOR", {"1.2.1": {"description": "виправлено"}}, "пізно.xlsx")
    take_files(returned)
    shown = at(returned, "status", QUARTER).output
    assert "закрито · випуск 1" in shown
    assert "Надійшло після закриття" in shown
    (quarter,) = json.loads(at(returned, "status", "--json").output)["quarters"]
    assert quarter["closed"]
    assert [(each["number"], each["whole"]) for each in quarter["editions"]] == [(1, True)]
    assert [each["unit"] for each in quarter["returns"] if each["waits"]] == ["Хорошівське БПД"]


def test_consolidating_a_closed_quarter_says_what_counts_and_what_to_do(returned: Workspace) -> None:
    at(returned, "close", QUARTER, "--yes")
    result = at(returned, "consolidate", QUARTER)
    assert result.exit_code == 1
    assert "xlplan reopen 2021-Q2" in result.output


def test_withdraw_says_what_counts_now(returned: Workspace) -> None:
    result = at(returned, "withdraw", QUARTER, "--unit", "HOR", "--reason", "чернетка")
    assert result.exit_code == 0
    assert "«Хорошівське БПД.xlsx» більше не враховується" in result.output
    assert "прийнято звітів 0 із 6" in result.output
    assert "відкликано: чернетка" in at(returned, "status", QUARTER).output
    assert at(returned, "withdraw", QUARTER, "--unit", "HOR", "--reason", "чернетка").exit_code == 1


def test_status_shows_what_is_kept_and_does_not_count_on_a_line_of_its_own(returned: Workspace) -> None:
    at(returned, "withdraw", QUARTER, "--unit", "HOR", "--reason", "чернетка")
    lines = at(returned, "status", QUARTER).output.splitlines()
    place = next(number for number, line in enumerate(lines) if "Хорошівське БПД " in line)
    assert lines[place].strip().startswith("◌ Хорошівське БПД")
    assert "Хорошівське БПД.xlsx" not in lines[place]
    assert re.match(r"  ◷ +збережено, не враховано", lines[place + 1])
    assert "відкликано: чернетка" in lines[place + 1]
    (quarter,) = json.loads(at(returned, "status", "--json").output)["quarters"]
    assert [each["standing"] for each in quarter["returns"] if each["file"]] == ["withdrawn"]


def test_an_undone_withdrawal_is_told_and_explained(returned: Workspace) -> None:
    why = ("--unit", "HOR", "--reason")
    at(returned, "withdraw", QUARTER, *why, "чернетка")
    result = at(returned, "withdraw", QUARTER, *why, "усе гаразд", "--undo")
    assert result.exit_code == 0
    assert "відкликання файлу «Хорошівське БПД.xlsx»" in result.output
    assert "Він знову враховується." in result.output
    assert "прийнято звітів 1 із 6" in result.output
    shown = at(returned, "explain", QUARTER, "1.2.1", "--unit", "HOR").output
    assert re.search(r"відкликано .*: чернетка[\s\S]*відкликання скасовано .*: усе гаразд", shown)
    assert at(returned, "withdraw", QUARTER, *why, "усе гаразд", "--undo").exit_code == 1


def test_a_waiver_is_shown_at_the_sign_off(returned: Workspace) -> None:
    waive = ("waive", QUARTER, "--unit", "Хорошівське БПД", "--code", "action-missing", "--reason", "усно")
    assert at(returned, *waive, "--until", "31.12.2099").exit_code == 0
    shown = at(returned, "close", QUARTER).output
    assert "Винятки: 1" in shown
    assert "[action-missing] · причина" not in shown
    assert "Слово у квадратних дужках — код зауваження для «xlplan waive»" in shown
    assert "причина: усно · до 31.12.2099" in shown
    assert at(returned, *waive, "--until", "завтра").exit_code == 2


def test_a_unit_whose_file_was_sent_back_is_named_as_such_at_the_sign_off(returned: Workspace) -> None:
    send(returned, "MAL", {"1.4.2": {"done": "багато"}})
    take_files(returned)
    shown = at(returned, "close", QUARTER).output
    assert "Малинське БПД (на доопрацюванні) [unit-missing]" in shown
    assert "Народицьке БПД [unit-missing]" in shown


def test_explain_tells_the_story_or_the_nearest_codes(returned: Workspace) -> None:
    shown = at(returned, "explain", QUARTER, "1.2.1", "--unit", "HOR").output
    for words in ("редакція плану 1 від 10.03.2021", "Звіт!E", "SHA-256 ", "спроба 1", "причина: карантин"):
        assert words in shown
    assert "action-missing" not in shown
    result = at(returned, "explain", QUARTER, "1.2.11")
    assert result.exit_code == 1
    assert "1.2.1" in result.output
    for lang in ("uk", "en"):
        (told,) = json.loads(at(returned, "--lang", lang, "explain", QUARTER, "1.2.1", "--json").output)
        assert told["units"][0]["submissions"][0]["standing"] == "counts"
    use_language("uk")

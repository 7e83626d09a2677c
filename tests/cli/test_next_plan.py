"""`xlplan plan new --from` as a coordinator meets it: what it says, its exit codes, and where it is offered."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, at, call, call_by
from tests.support.rows_only import rows_only
from xlplan.cli import main
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing

NAME = "План 2021-Q3.xlsx"


def run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])


def test_it_says_where_the_plan_is_what_stands_beside_it_and_what_is_empty(centre: Workspace) -> None:
    result = run(centre, "plan", "new", "--from", "2021-Q2")
    assert result.exit_code == 0
    assert [line.strip() for line in result.output.splitlines()] == [
        f"План на ІІІ квартал 2021 року розпочато в {Path('templates', NAME)}.",
        "Звідки: редакція плану 1 від 10.03.2021 · затверджено 10.03.2021: Директор Коростенського місцевого "
        "центру з надання БПД у Житомирській області. Перенесено: 37 заходів.",
        "Поруч, праворуч від «Перевірка»: «План 2021-Q2».",
        "За тим планом не прийнято жодного звіту, тож виконаного немає.",
        "Ще порожнє: дата й номер затвердження, план 32 рядків, частки підрозділів і заплановані події.",
        "5 планів словами («за потреби», «постійно») лишилося: вони й далі просять того самого.",
        f'Далі: заповніть її та виконайте «xlplan plan check "{Path("templates", NAME)}"»: команда назве кожен '
        "рядок без плану.",
    ]


def test_the_check_of_it_finds_no_fault_and_names_what_is_still_empty(centre: Workspace) -> None:
    run(centre, "plan", "new", "--from", "2021-Q2")
    result = run(centre, "plan", "check", str(centre.templates / NAME))
    assert result.exit_code == 0
    assert "План числом: 0 · словами: 5 · не задано: 32" in result.output
    assert "не читається" not in result.output
    assert "1.4.10" in result.output


def test_beside_the_last_plan_the_check_names_the_file_to_adopt(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(centre.root)
    run(centre, "plan", "new", "--from", "2021-Q2")
    result = run(centre, "plan", "check", str(centre.templates / NAME))
    assert result.output.strip().splitlines()[-1].endswith(f'xlplan plan adopt "{Path("templates", NAME)}"')


def test_words_of_the_time_that_is_over_are_told(centre: Workspace, tmp_path: Path) -> None:
    path = next(centre.templates.glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["План"]
    headings = [cell.value for cell in sheet[5]]
    sheet.cell(6, headings.index("Термін") + 1).value = "до 30.06.2021"
    sheet.cell(7, headings.index("Мета та основний результат") + 1).value = "Підсумки ІІ кварталу"
    book.save(path)
    assert run(centre, "plan", "adopt", str(path), "--reason", "наказ", "--on", "01.07.2021").exit_code == 0
    output = run(centre, "plan", "new", "--from", "2021-Q2").output
    assert "Терміни, у яких названо час, порожні: 1.1.1." in output
    assert "У словах цих заходів названо час попереднього плану; перегляньте їх: 1.1.2." in output


def test_another_file_may_be_named_and_none_is_overwritten(centre: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "мій.xlsx"
    assert run(centre, "plan", "new", str(own), "--from", "2021-Q2").exit_code == 0
    before = own.read_bytes()
    again = run(centre, "plan", "new", str(own), "--from", "2021-Q2")
    assert (again.exit_code, "мій.xlsx" in again.output) == (1, True)
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    ("period", "code", "named"), [("2022", 1, "2021-Q2"), ("2021", 1, "2021-Q2"), ("минулий", 2, "2026-Q1")]
)
def test_a_period_without_a_plan_is_answered_in_a_sentence(
    centre: Workspace, period: str, code: int, named: str
) -> None:
    result = run(centre, "plan", "new", "--from", period)
    assert (result.exit_code, named in result.output) == (code, True)


def test_it_is_the_next_step_once_the_plan_is_over(centre: Workspace) -> None:
    call_by("director", close, centre, at, call(prepare_closing, centre, at, QUARTER))
    assert "xlplan plan new --from 2021-Q2" in run(centre).output


def test_in_english_it_is_english(centre: Workspace) -> None:
    output = run(centre, "--lang", "en", "plan", "new", "--from", "2021-Q2").output
    assert "Still empty: day and number of the approval, the targets of 32 rows" in output
    sheet = rows_only(centre.templates / "План 2021-Q3.xlsx")["Plan"]
    assert [cell.value for cell in sheet[5]][-1] == "Target 2021-Q2"

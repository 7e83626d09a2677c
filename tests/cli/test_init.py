"""`init`: what it asks, what its options say, and the plan workbook that it begins."""

import os
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner, Result

from tests.support.rows_only import rows_only
from tests.support.terminal import typed_on_a_terminal
from xlplan.cli import main
from xlplan.documents.plan_reader.reader import interpret_plan, read_plan
from xlplan.storage.settings import read_settings

OPTIONS = ("--centre", "Коростенський МЦ", "--code", "kr", "--period", "2021-Q2", "--contact", "О. Іваненко")
UNITS = ("--unit", "Коростенський МЦ", "--unit", "Хорошівське БПД")


def init(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), *options])


def test_what_the_options_name_is_in_the_plan_workbook_and_the_settings(tmp_path: Path) -> None:
    result = init(tmp_path, *OPTIONS, *UNITS)
    assert result.exit_code == 0, result.output
    reading = interpret_plan(tmp_path / "templates" / "План.xlsx")
    assert reading.centre is not None
    assert (reading.centre.code, reading.centre.name, reading.centre.year) == ("KR", "Коростенський МЦ", 2021)
    assert [(unit.code, unit.name) for unit in reading.units] == [
        ("KOR", "Коростенський МЦ"),
        ("KHO", "Хорошівське БПД"),
    ]
    assert read_settings(tmp_path / "xlplan.toml").contact == "О. Іваненко"
    assert "KHO" in result.output


PASTED = "Відділ права; Відділ фінансів, обліку та звітності;\nБюро допомоги\n"


def test_a_pasted_list_of_units_is_divided_by_semicolons_and_lines_and_not_by_commas(tmp_path: Path) -> None:
    init(tmp_path, "--unit", PASTED, "--unit", "Архів")
    units = interpret_plan(tmp_path / "templates" / "План.xlsx").units
    names = ["Відділ права", "Відділ фінансів, обліку та звітності", "Бюро допомоги", "Архів"]
    assert [unit.name for unit in units] == names


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_a_list_pasted_at_the_question_is_divided_too(tmp_path: Path) -> None:
    output = typed_on_a_terminal(tmp_path, "Центр\n\n\nYouth; Housing, Debt and Advice;\nFinance\n\n\n\n", "init")
    units = interpret_plan(tmp_path / "templates" / "План.xlsx").units
    assert [unit.name for unit in units] == ["Youth", "Housing, Debt and Advice", "Finance"], output


def test_a_year_is_a_period_too(tmp_path: Path) -> None:
    init(tmp_path, "--centre", "Центр", "--code", "LB", "--period", "2023")
    centre = interpret_plan(tmp_path / "templates" / "План.xlsx").centre
    assert centre is not None
    assert len(centre.quarters) == 4


@pytest.mark.parametrize("wrong", [("--period", "зима"), ("--code", "дуже довгий"), ("--timezone", "Марс")])
def test_what_cannot_be_read_is_wrong_usage_and_nothing_is_made(tmp_path: Path, wrong: tuple[str, str]) -> None:
    result = init(tmp_path / "центр", *wrong)
    assert result.exit_code == 2
    assert f"«{wrong[1]}»" in result.output
    assert not (tmp_path / "центр").exists()


@pytest.mark.parametrize("option", ["--centre", "--code", "--unit"])
@pytest.mark.parametrize("typed", ["2026", "2026 рік"])
def test_a_period_is_no_name_and_no_code(tmp_path: Path, option: str, typed: str) -> None:
    result = init(tmp_path / "центр", option, typed)
    assert result.exit_code == 2
    assert f"«{typed}»" in result.output
    assert not (tmp_path / "центр").exists()


@pytest.mark.parametrize("typed", ["2026-1", "I-2026", "1 кв 2026"])
def test_a_quarter_is_a_period_in_the_usual_spellings(tmp_path: Path, typed: str) -> None:
    init(tmp_path, "--centre", "Центр", "--code", "LB", "--period", typed)
    centre = interpret_plan(tmp_path / "templates" / "План.xlsx").centre
    assert centre is not None
    assert [str(quarter) for quarter in centre.quarters] == ["2026-Q1"]


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    assert init(tmp_path).exit_code == 0


def test_the_next_steps_leave_out_none(tmp_path: Path) -> None:
    output = init(tmp_path).output
    steps = [output.index(step) for step in ("templates/", "plan check", "plan adopt", "xlplan issue")]
    assert steps == sorted(steps)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_what_no_option_names_is_asked(tmp_path: Path) -> None:
    keys = "Коростенський МЦ\nнадто довгий код\nKR\n2021-Q2\nХорошівське БПД\nЛугинське БПД\n\n\nМарс\nwarsaw\n"
    output = typed_on_a_terminal(tmp_path, keys, "init")
    assert "«надто довгий код» — це не код" in output
    assert "«Марс» — не часовий пояс" in output
    assert read_settings(tmp_path / "xlplan.toml").timezone == "Europe/Warsaw"
    reading = interpret_plan(tmp_path / "templates" / "План.xlsx")
    assert reading.centre is not None
    assert reading.centre.code == "KR"
    assert [unit.name for unit in reading.units] == ["Хорошівське БПД", "Лугинське БПД"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_yes_asks_nothing_on_a_terminal(tmp_path: Path) -> None:
    assert "?" not in typed_on_a_terminal(tmp_path, "", "init", "--yes")
    assert (tmp_path / "xlplan.toml").exists()


def test_the_example_is_a_filled_plan_that_can_be_adopted(tmp_path: Path) -> None:
    result = init(tmp_path, "--example")
    assert result.exit_code == 0, result.output
    (workbook,) = (tmp_path / "templates").glob("*.xlsx")
    assert workbook.name == "План 2021-Q2.xlsx"
    assert workbook.name in result.output
    plan, _findings = read_plan(workbook)
    assert plan is not None
    assert len(plan.units) == 6
    assert not any((tmp_path / "inbox").iterdir())
    adopted = CliRunner().invoke(main, ["--workspace", str(tmp_path), "plan", "adopt"])
    assert adopted.exit_code == 0, adopted.output


def test_the_example_has_the_sheets_of_the_language(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["--lang", "en", "init", str(tmp_path), "--example"])
    (workbook,) = (tmp_path / "templates").glob("*.xlsx")
    assert workbook.name == "Plan 2021-Q2.xlsx"
    assert rows_only(workbook).sheetnames == ["Details", "Units", "Plan", "Shares"]


@pytest.mark.parametrize(
    "own", [("--centre", "Центр"), ("--unit", "Бюро"), ("--period", "2026"), ("--code", "KR")]
)
def test_the_example_takes_no_centre_of_ones_own(tmp_path: Path, own: tuple[str, str]) -> None:
    result = init(tmp_path / "центр", "--example", *own)
    assert result.exit_code == 2
    assert not (tmp_path / "центр").exists()


def test_the_example_keeps_the_contact_that_is_named(tmp_path: Path) -> None:
    init(tmp_path, "--example", "--contact", "О. Іваненко")
    assert read_settings(tmp_path / "xlplan.toml").contact == "О. Іваненко"


def test_the_example_does_not_join_a_plan_that_is_there(tmp_path: Path) -> None:
    init(tmp_path / "перша", "--example")
    (tmp_path / "друга" / "templates").mkdir(parents=True)
    copyfile(next((tmp_path / "перша" / "templates").iterdir()), tmp_path / "друга" / "templates" / "План.xlsx")
    assert init(tmp_path / "друга", "--example").exit_code == 1
    assert not (tmp_path / "друга" / "xlplan.toml").exists()


def test_the_time_zone_is_the_one_that_an_option_names(tmp_path: Path) -> None:
    assert "America/New_York" in init(tmp_path, "--timezone", "New York").output
    assert read_settings(tmp_path / "xlplan.toml").timezone == "America/New_York"

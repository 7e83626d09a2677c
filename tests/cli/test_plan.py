"""`xlplan plan check` as a coordinator meets it: what was understood, what needs a look, and exit codes."""

import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from tests.conftest import Office
from tests.support.centre import at
from tests.support.own_form import write_own_form
from tests.support.paths import ROOT
from tests.support.plan_workbook import plan_book, planned
from tests.support.thoroughness import spread
from xlplan.cli import main
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

KOROSTEN = next((ROOT / "templates").glob("*.xlsx"))


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "центр", at(), with_plan=False)


def check(workspace: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), "plan", "check", *map(str, arguments)])


def test_a_sound_plan_ends_with_0_and_says_what_was_understood(empty: Workspace) -> None:
    (empty.templates / KOROSTEN.name).write_bytes(KOROSTEN.read_bytes())
    result = check(empty)
    assert result.exit_code == 0
    top = result.output.split("\n\n")[0].splitlines()
    assert [line.strip() for line in top] == [
        str(Path("templates", KOROSTEN.name)),
        "Коростенський МЦ · ІІ квартал 2021 року",
        "6 підрозділів · 4 напрями · 12 завдань · 37 заходів · 37 показників",
        "План числом: 25 · словами: 5 · не задано: 7 · контрольні суми за кварталами: ІІ — 72",
        "33 частки підрозділів · 41 запланована подія",
    ]
    assert result.output.strip().splitlines()[-1] == "План можна прийняти: xlplan plan adopt"


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_plan_copied_without_its_locks_stays_the_only_one(empty: Workspace, lang: str) -> None:
    plan = empty.templates / KOROSTEN.name
    plan.write_bytes(KOROSTEN.read_bytes())
    unlocked = CliRunner().invoke(main, ["--workspace", str(empty.root), "--lang", lang, "unlock", str(plan)])
    assert unlocked.exit_code == 0
    assert len(list(empty.templates.iterdir())) == 2
    assert empty.plan_workbooks == [plan]


def test_of_many_findings_of_one_kind_three_are_shown_and_the_rest_are_named(empty: Workspace) -> None:
    (empty.templates / KOROSTEN.name).write_bytes(KOROSTEN.read_bytes())
    output = check(empty).output
    assert output.count("Примітка в плані") == 3
    assert "… і ще 4: 3.1.5, 3.1.6, 4.3.1, 4.4.1" in output


def test_errors_come_first_and_end_with_3(empty: Workspace) -> None:
    rows = [planned(f"1.{at}", "Лекцiї", "Усі", "лекції", None, f"{at} лекцій") for at in range(1, 9)]
    plan_book(empty.templates / "План.xlsx", plan=rows)
    result = check(empty)
    assert result.exit_code == 3
    assert re.findall(r"План!(\S+) · (\S+):", result.output.split("До відома")[0]) == [
        (f"K{at + 1}", f"1.{at}") for at in range(1, 9)
    ]
    assert "Виправте в книзі 8 помилок" in result.output


def test_faults_that_say_the_same_are_one_line_with_all_their_cells(empty: Workspace) -> None:
    rows = [planned(f"1.{at}", "Лекції", "Усі", "лекції", None, "5 лекцій") for at in range(1, 27)]
    plan_book(empty.templates / "План.xlsx", plan=rows)
    assert re.findall(r"✗ (План!\S+): План записано як «5 лекцій»", check(empty).output) == ["План!K2–K27"]


def test_the_same_fault_in_one_row_names_the_row_once(empty: Workspace) -> None:
    plan_book(empty.templates / "План.xlsx", plan=[planned("1.1", "Лекції", "Усі", "лекції", None, *["100%"] * 5)])
    assert re.findall(r"✗ (План!\S+ · \S+): План записано", check(empty).output) == ["План!K2–O2 · 1.1"]


def test_notes_that_say_the_same_keep_the_names_of_their_rows(empty: Workspace) -> None:
    rows = [[*planned(f"1.{at}", "Лекції", "Усі", f"лекції {at}", None, 1)[:15], "сумнів"] for at in (1, 2)]
    plan_book(empty.templates / "План.xlsx", plan=rows)
    assert re.findall(r"· (План!\S+ · \S+): Примітка в плані", check(empty).output) == [
        "План!P2 · 1.1",
        "План!P3 · 1.2",
    ]


def test_of_many_faults_of_one_kind_five_are_told_and_each_other_cell_is_named(empty: Workspace) -> None:
    rows = [planned(f"1.{at}", "Лекції", "Усі", "лекції", None, f"{at} лекцій") for at in range(1, 27)]
    plan_book(empty.templates / "План.xlsx", plan=rows)
    output = check(empty).output
    assert output.count("✗ План!") == 5
    assert "… і ще 21: План!K7–K27" in output
    assert "Виправте в книзі 26 помилок" in output


def test_a_file_is_checked_wherever_it_lies(empty: Workspace, tmp_path: Path) -> None:
    path = plan_book(tmp_path / "інший.xlsx")
    assert check(empty, path).exit_code == 0
    assert check(empty).exit_code == 1
    missing = check(empty, tmp_path / "немає.xlsx")
    assert (missing.exit_code, "немає.xlsx" in missing.output) == (1, True)


def test_the_copy_with_notes_lies_beside_and_is_no_plan_of_its_own(empty: Workspace) -> None:
    plan_book(empty.templates / "План.xlsx", plan=[planned("1.1", "Лекції", "Усі", "лекції", None, "5 лекцій")])
    (empty.templates / "~$План.xlsx").touch()
    assert check(empty, "--write-back").exit_code == 3
    copy = empty.templates / "План (зауваження).xlsx"
    assert "5 лекцій" in openpyxl.load_workbook(copy)["План"]["K2"].comment.text
    assert empty.plan_workbooks == [empty.templates / "План.xlsx"]
    assert check(empty, copy, "--write-back").exit_code == 3
    assert sorted(path.name for path in empty.templates.iterdir()) == [
        "~$План.xlsx", "План (зауваження).xlsx", "План.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_copy_with_notes_that_somebody_edited_stays_and_the_new_one_gets_a_number(
    empty: Workspace, lang: str
) -> None:
    faulty = plan_book(
        empty.templates / "План.xlsx", plan=[planned("1.1", "Лекції", "Усі", "лекції", None, "5 лекцій")]
    )
    command = ["--lang", lang, "--workspace", str(empty.root), "plan"]
    CliRunner().invoke(main, [*command, "check", "--write-back"])
    (first,) = set(empty.templates.iterdir()) - {faulty}
    first.write_bytes(faulty.read_bytes())
    edited = first.read_bytes()
    result = CliRunner().invoke(main, [*command, "check", "--write-back"])
    second = first.with_stem(f"{first.stem} (2)")
    assert second.name in result.output
    assert (first.read_bytes(), second.exists()) == (edited, True)
    # A copy that nobody has edited is made anew in its place, also from another copy.
    CliRunner().invoke(main, [*command, "check", str(first), "--write-back"])
    assert set(empty.templates.iterdir()) == {faulty, first, second}
    assert first.read_bytes() == edited


@pytest.mark.parametrize(
    ("lang", "suffix"), spread([("en", ".xlsm"), ("uk", ".xlsm"), ("en", ".xlsx"), ("uk", ".xlsx")], 4)
)
def test_after_a_copy_with_notes_each_command_still_knows_the_one_plan(
    empty: Workspace, lang: str, suffix: str
) -> None:
    plan = empty.templates / f"План{suffix}"
    plan.write_bytes(KOROSTEN.read_bytes())
    other = "en" if lang == "uk" else "uk"
    at = ["--workspace", str(empty.root), "plan"]
    for _time in range(2):
        CliRunner().invoke(main, ["--lang", lang, *at, "check", "--write-back"])
        for copy in set(empty.templates.iterdir()) - {plan}:
            copy.write_bytes(b"edited")
    assert len(list(empty.templates.iterdir())) == 3
    for language in (lang, other):
        for command in (["check"], ["export"], ["adopt"], ["diff"], ["print", "2021-Q2"]):
            result = CliRunner().invoke(main, ["--lang", language, *at, *command])
            assert result.exit_code == 0, result.output


def test_a_new_plan_replaces_nothing(empty: Workspace, tmp_path: Path) -> None:
    for path in (empty.templates / "План.xlsx", tmp_path / "мій.xlsx"):
        path.write_bytes(b"mine")
        result = CliRunner().invoke(main, ["--workspace", str(empty.root), "plan", "new", str(path)])
        assert (result.exit_code, path.read_bytes()) == (1, b"mine")


@pytest.mark.office
def test_notes_on_an_ods_are_refused_with_what_to_do(empty: Workspace, tmp_path: Path, office: Office) -> None:
    path = plan_book(tmp_path / "План.xlsx", plan=[planned("1.1", "Лекції", "Усі", "лекції", None, "5 лекцій")])
    ods = office(path, "ods")
    assert check(empty, ods).exit_code == 3
    result = check(empty, ods, "--write-back")
    assert result.exit_code == 1
    assert "Збережіть «План.ods» як .xlsx" in result.output
    assert "План!K2" in result.output


def test_it_speaks_english_too(empty: Workspace) -> None:
    plan_book(empty.templates / "План.xlsx")
    arguments = ["--lang", "en", "--workspace", str(empty.root), "plan", "check"]
    output = CliRunner().invoke(main, arguments).output
    use_language("uk")
    assert "3 units · 1 measure · 1 indicator" in output
    assert "The plan can be adopted" in output


def test_a_workbook_in_a_form_of_ones_own_is_sent_to_the_import(empty: Workspace, tmp_path: Path) -> None:
    book = write_own_form(tmp_path / "мій план.xlsx")
    result = check(empty, book)
    assert result.exit_code == 3
    assert f'xlplan plan import "{book}"' in " ".join(result.output.split())
    assert result.output.count("✗") == 1
    assert "ще раз" not in result.output

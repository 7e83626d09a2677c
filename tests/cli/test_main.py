"""The command line as its user meets it: words, files and exit codes."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tests.support.centre import QUARTER, send
from tests.support.paths import ROOT, link_to
from xlplan.cli import main
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def at(centre: Workspace, *arguments: object) -> Result:
    return run("--workspace", centre.root, *arguments)


def test_every_command_is_in_the_readme_and_every_command_there_exists() -> None:
    documented = set(re.findall(r"^\| `xlplan (\w+)", (ROOT / "README.md").read_text("utf-8"), re.M))
    assert isinstance(main, click.Group)
    assert documented == set(main.commands)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_every_command_says_what_it_does_in_the_language_asked_for(lang: str) -> None:
    assert isinstance(main, click.Group)
    for name in main.commands:
        words = run("--lang", lang, name, "--help").output.split("Options:")[0]
        assert bool(re.search("[а-я]", words)) == (lang == "uk"), name
    use_language("uk")


def test_no_workspace_here_is_one_sentence_with_what_to_do(tmp_path: Path) -> None:
    result = run("--workspace", tmp_path, "status")
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert "xlplan init" in result.output


def test_a_settings_file_with_an_unknown_key_is_refused_by_name(centre: Workspace) -> None:
    with (centre.root / "xlplan.toml").open("a", encoding="utf-8") as file:
        file.write("deadline = 5\n")
    result = at(centre, "status")
    assert result.exit_code == 1
    assert "xlplan.toml" in result.output
    assert "«deadline»" in result.output


@pytest.mark.parametrize("typed", ["2021-2", "II-2021", "2 кв 2021", "2021 Q2", "ІІ квартал 2021 року"])
def test_a_quarter_is_taken_in_the_usual_spellings(centre: Workspace, typed: str) -> None:
    result = at(centre, "status", typed)
    assert result.exit_code == 0, result.output
    assert str(QUARTER.title) in result.output


@pytest.mark.parametrize("command", [("issue",), ("plan", "print")])
def test_a_quarter_without_a_year_is_asked_for_with_the_years_of_the_plan(
    centre: Workspace, command: tuple[str, ...]
) -> None:
    result = at(centre, *command, "1 квартал")
    assert result.exit_code == 2
    assert "«1 квартал» — без року. Напишіть і рік: 2021-Q1." in result.output


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (("issue", "1", "квартал", "2026"), "1 квартал 2026"),
        (("plan", "import", "План", "роботи", "2026.docx"), "План роботи 2026.docx"),
        (("plan", "check", "План", "2026.xlsx"), "План 2026.xlsx"),
        (("identify", "мій", "звіт.xlsx"), "мій звіт.xlsx"),
    ],
)
def test_a_name_with_blanks_and_without_quotes_is_shown_in_quotes(
    centre: Workspace, typed: tuple[str, ...], name: str
) -> None:
    result = at(centre, *typed)
    assert result.exit_code == 2
    assert f'Назву з пробілами візьміть у лапки: "{name}"' in result.output


def test_two_quarters_where_one_is_taken_are_no_name_in_pieces(centre: Workspace) -> None:
    assert "лапки" not in at(centre, "issue", "2021-Q2", "2021-Q3").output


@pytest.mark.parametrize(
    "command", [("close", "2026-Q1"), ("explain", "2026-Q1", "1.1.1"), ("consolidate", "2026-Q1")]
)
def test_a_command_that_comes_too_early_says_what_is_first(tmp_path: Path, command: tuple[str, ...]) -> None:
    run("init", tmp_path)
    result = run("--workspace", tmp_path, *command)
    assert result.exit_code == 1
    assert "xlplan plan adopt" in result.output
    assert "-." not in result.output


def test_a_word_that_is_no_quarter_is_wrong_usage(centre: Workspace) -> None:
    result = at(centre, "issue", "літо")
    assert result.exit_code == 2
    assert "Напишіть так: 2021-Q1." in result.output


def test_a_quarter_may_be_written_in_words(centre: Workspace) -> None:
    assert at(centre, "status", "ІІ квартал 2021 року").exit_code == 0


def test_init_makes_a_workspace_that_says_what_comes_next(tmp_path: Path) -> None:
    result = run("init", tmp_path / "Новий центр")
    assert result.exit_code == 0
    made = {path.name for path in (tmp_path / "Новий центр").iterdir()}
    assert {"xlplan.toml", "templates", "inbox", "outbox", "archive"} <= made
    assert "xlplan issue" in result.output
    assert run("init", tmp_path / "Новий центр").exit_code == 1


def test_init_keeps_the_plan_that_is_there_and_says_so(tmp_path: Path) -> None:
    plan = tmp_path / "templates" / "План.xlsx"
    plan.parent.mkdir()
    plan.write_bytes(b"mine")
    result = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert result.exit_code == 0
    assert f"лишається як був: {Path('templates', 'План.xlsx')}" in result.output
    assert [(path.name, path.read_bytes()) for path in plan.parent.iterdir()] == [("План.xlsx", b"mine")]


def test_init_beside_a_plan_of_another_name_makes_no_second_one(tmp_path: Path) -> None:
    plan = tmp_path / "templates" / "план_2021.ods"
    plan.parent.mkdir()
    plan.touch()
    assert CliRunner().invoke(main, ["init", str(tmp_path)]).exit_code == 0
    assert list(plan.parent.iterdir()) == [plan]


@pytest.mark.parametrize("name", ["центр", "центр/templates", "центр/inbox"])
def test_init_where_a_folder_is_a_file_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    taken = tmp_path / name
    taken.parent.mkdir(exist_ok=True)
    taken.write_bytes(b"mine")
    result = CliRunner().invoke(main, ["init", str(tmp_path / "центр")])
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "це файл, а тут потрібна тека" in result.output
    assert taken.read_bytes() == b"mine"


def test_a_blank_plan_says_what_to_fill_in(tmp_path: Path) -> None:
    run("init", tmp_path / "новий")
    result = run("--workspace", tmp_path / "новий", "plan", "adopt")
    assert result.exit_code == 1
    assert "Реквізити!" in result.output


def test_intake_ends_with_3_where_a_return_needs_correction(centre: Workspace) -> None:
    send(centre, "HOR")
    assert at(centre, "intake").exit_code == 0
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    result = at(centre, "intake")
    assert result.exit_code == 3
    assert "на доопрацюванні" in result.output


def test_an_empty_inbox_is_said_so(centre: Workspace) -> None:
    result = at(centre, "intake")
    assert (result.exit_code, result.output.strip()) == (0, "Тека inbox порожня.")


def test_status_for_programs_keeps_its_words_in_every_language(centre: Workspace) -> None:
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    at(centre, "intake")
    for lang in ("uk", "en"):
        told = json.loads(at(centre, "--lang", lang, "status", QUARTER, "--json").output)
        (quarter,) = told["quarters"]
        assert quarter["quarter"] == "2021-Q2"
        states = {each["unit"]: each["state"] for each in quarter["returns"]}
        assert states["Малинське БПД"] == "to correct"
        (finding,) = next(each["findings"] for each in quarter["returns"] if each["findings"])
        assert (finding["code"], finding["row"]) == ("entry-not-a-number", "1.4.2")
    use_language("uk")


def test_a_bug_is_logged_with_versions_and_told_in_one_sentence(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplan.services.report.status.read_status", lambda *_: 1 / 0)
    result = at(centre, "status")
    assert result.exit_code == 1
    assert str(centre.log) in result.output
    log = centre.log.read_text("utf-8")
    assert "ZeroDivisionError" in log
    assert "Python 3" in log


def test_the_demonstration_plays_the_whole_round(played_demo: tuple[Path, str]) -> None:
    folder, told_by_command = played_demo
    places = [path for path in map(Path, map(str.strip, told_by_command.splitlines())) if path.is_absolute()]
    assert places
    assert [path for path in places if not path.exists()] == []
    told = json.loads(run("--workspace", folder, "status", "--json").output)
    states = {each["unit"]: (each["state"], each["attempts"]) for each in told["quarters"][0]["returns"]}
    assert states == {
        "Коростенський МЦ": ("accepted", 1),
        "Хорошівське БПД": ("accepted", 1),
        "Лугинське БПД": ("accepted", 1),
        "Народицьке БПД": ("issued", 0),
        "Овруцьке БПД": ("accepted", 2),
        "Малинське БПД": ("accepted", 1),
    }
    assert len(told["not_taken"]) == 1
    assert not list((folder / "inbox").iterdir())


def test_the_demonstration_plays_again_over_itself_but_never_over_anything_else(tmp_path: Path) -> None:
    (tmp_path / "мої файли").mkdir()
    (tmp_path / "мої файли" / "звіт.docx").touch()
    result = run("demo", tmp_path / "мої файли")
    assert result.exit_code == 1
    assert (tmp_path / "мої файли" / "звіт.docx").exists()


def test_the_demonstration_s_plan_is_the_workspace_s_plan() -> None:
    sample = ROOT / "src/xlplan/workflows/demo_data/korosten-2021-q2.xlsx"
    (plan,) = (ROOT / "templates").glob("*.xlsx")
    assert sample.read_bytes() == plan.read_bytes()


def test_identify_says_whose_a_file_is_without_taking_it(centre: Workspace) -> None:
    path = send(centre, "HOR")
    result = at(centre, "identify", path)
    assert result.exit_code == 0
    assert "Це Хорошівське БПД · ІІ квартал 2021 року" in result.output
    assert "4 з 4" in result.output
    assert path.exists()


def test_identify_asks_about_rows_without_a_form_code(centre: Workspace) -> None:
    book = load_workbook(send(centre, "HOR"))
    for name in book.sheetnames[1:]:
        del book[name]
    book["Звіт"].delete_rows(1, 4)
    book.defined_names.clear()
    del book.custom_doc_props["xlplan-form"]  # type: ignore[attr-defined]
    book.save(centre.root / "блок.xlsx")
    result = at(centre, "identify", centre.root / "блок.xlsx")
    assert result.exit_code == 0
    assert "схоже на Хорошівське БПД" in result.output
    assert "21 з 21" in result.output
    assert "Запитайте підрозділ" in result.output


def test_what_other_programs_keep_in_the_inbox_is_told_and_left_alone(centre: Workspace) -> None:
    kept = centre.inbox / "#recycle" / "Звіт.xlsx"
    kept.parent.mkdir()
    kept.write_bytes(send(centre, "HOR").read_bytes())
    result = at(centre, "intake")
    assert result.exit_code == 0
    assert result.output.count("#recycle") == 1
    assert kept.exists()
    assert [each.parent.name for each in centre.root.rglob("*.xlsx") if "recycle" in str(each)] == ["#recycle"]


def test_a_link_in_the_inbox_is_told_and_left_alone(centre: Workspace) -> None:
    send(centre, "HOR")
    target = centre.root / "деінде.xlsx"
    (centre.inbox / next(centre.inbox.iterdir()).name).rename(target)
    link_to(target, centre.inbox / "звіт.xlsx")
    result = run("--workspace", centre.root, "intake")
    assert result.exit_code == 1
    assert "звіт.xlsx — це посилання" in result.output
    assert target.exists()
    assert not centre.answers.exists()

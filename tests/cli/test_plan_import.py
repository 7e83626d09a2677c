"""`xlplan plan import` of a document, as a coordinator meets it: what is told, which file is made, exit codes."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from tests.conftest import Office
from tests.support.centre import at
from tests.support.own_form import write_own_form
from tests.support.paper_plans import write_quarterly_plan
from tests.support.rows_only import rows_only
from tests.support.word_files import docx
from xlplan.cli import main
from xlplan.domain.new_centre import NewCentre
from xlplan.domain.plan import Unit, UnitKind
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "центр", at(), with_plan=False)


def run(workspace: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), "plan", *map(str, arguments)])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Result]:
    """A workspace into which a document was brought, and what was told."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("imported")
    workspace = new_workspace(folder / "центр", at(), with_plan=False)
    return workspace, run(workspace, "import", write_quarterly_plan(folder / "наш план.docx"))


def cells_of(path: Path) -> list[list[object]]:
    """The values of every sheet of a workbook, row by row."""
    return [[cell.value for cell in row] for sheet in rows_only(path) for row in sheet]


def test_a_document_becomes_a_workbook_that_is_called_by_its_period(imported: tuple[Workspace, Result]) -> None:
    workspace, result = imported

    assert result.exit_code == 0
    assert (workspace.templates / "План 2021-Q2.xlsx").is_file()


def test_it_tells_columns_details_units_measures_doubts_and_the_next_step(
    imported: tuple[Workspace, Result],
) -> None:
    output = imported[1].output

    told = [
        "План із наш план.docx перенесено до книги",
        "D «Найменування заходу для виконання завдання» — Захід",
        "Період: ІІ квартал 2021 року",
        "Хорошівське БПД · бюро",
        "6 підрозділів · 4 напрями · 12 завдань · 37 заходів · 37 показників",
        "1.1.2 Зустрічі, семінари, круглі столи та спіл…: Лугинське БПД, Народицьке БПД · розподілено",
        "Помаранчеві клітинки книги",
        "Далі: відкрийте",
        "xlplan plan adopt",
    ]
    assert [words for words in told if words not in " ".join(output.split())] == []


def test_doubts_of_one_kind_are_told_together(imported: tuple[Workspace, Result]) -> None:
    output = imported[1].output

    assert output.count("запропоновано код") == 3


def test_what_is_asked_of_a_cell_is_not_said_again_as_a_fault(empty: Workspace, tmp_path: Path) -> None:
    output = run(empty, "import", write_own_form(tmp_path / "план.xlsx")).output

    assert output.count("Реквізити!B5") == 1


def test_the_workbook_is_what_plan_check_reads(imported: tuple[Workspace, Result]) -> None:
    checked = run(imported[0], "check")

    assert "37 заходів" in checked.output


@pytest.mark.parametrize("ending", ["docx", "xls", "ods"])
def test_every_format_gives_the_same_workbook(
    empty: Workspace, tmp_path: Path, office: Office, ending: str
) -> None:
    spreadsheet = write_own_form(tmp_path / "план.xlsx")
    other = tmp_path / f"план.{ending}"
    other = write_own_form(other) if ending == "docx" else office(spreadsheet, ending)

    for number, document in enumerate((spreadsheet, other)):
        assert run(empty, "import", document, "--to", tmp_path / f"{number}.xlsx").exit_code == 0

    assert cells_of(tmp_path / "0.xlsx") == cells_of(tmp_path / "1.xlsx")


def test_the_workbook_may_lie_anywhere(empty: Workspace, tmp_path: Path) -> None:
    result = run(empty, "import", write_own_form(tmp_path / "план.xlsx"), "--to", tmp_path / "інший.xlsx")

    assert result.exit_code == 0
    assert (tmp_path / "інший.xlsx").is_file()


def test_the_empty_workbook_of_init_gives_way_and_what_it_names_is_taken_over(tmp_path: Path) -> None:
    known = NewCentre("Коростенський МЦ", "KR", units=(Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU),))
    workspace = new_workspace(tmp_path / "центр", at(), centre=known)

    output = run(workspace, "import", write_quarterly_plan(tmp_path / "наш план.docx")).output

    assert [path.name for path in workspace.plan_workbooks] == ["План 2021-Q2.xlsx"]
    assert "Код центру: KR" in output
    assert "HOR · Хорошівське БПД · бюро" in output


def test_an_empty_workbook_that_somebody_changed_stays_and_that_is_told(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "центр", at())
    blank = workspace.new_plan()
    book = openpyxl.load_workbook(blank)
    book["Реквізити"]["B5"] = "KR"
    book.save(blank)

    output = run(workspace, "import", write_quarterly_plan(tmp_path / "наш план.docx")).output

    assert blank.is_file()
    assert "Код центру: KR" in output
    assert "немає жодного заходу" in output


def test_codes_of_units_are_those_of_the_plan_before(centre: Workspace, tmp_path: Path) -> None:
    output = run(centre, "import", write_quarterly_plan(tmp_path / "наш план.docx")).output

    assert "HOR · Хорошівське БПД · бюро" in output
    assert "запропоновано код" not in output


def test_nothing_that_a_person_changed_is_overwritten(empty: Workspace, tmp_path: Path) -> None:
    document = write_own_form(tmp_path / "план.xlsx")
    run(empty, "import", document)

    again = run(empty, "import", document)
    assert again.exit_code == 0
    assert "на місце тієї, яку зроблено раніше" in again.output

    (workbook,) = empty.plan_workbooks
    workbook.write_bytes(workbook.read_bytes() + b" ")
    refused = run(empty, "import", document)
    assert refused.exit_code == 1
    assert "видаліть або перенесіть" in refused.output


def test_a_document_of_which_no_plan_can_be_made_ends_with_1_and_a_sentence(
    empty: Workspace, tmp_path: Path
) -> None:
    letter = tmp_path / "лист.docx"
    letter.write_bytes(docx("Шановні колеги!"))

    result = run(empty, "import", letter)

    assert result.exit_code == 1
    assert "лист.docx" in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert list(empty.templates.iterdir()) == []


def test_it_speaks_english_too(empty: Workspace, tmp_path: Path) -> None:
    document = write_own_form(tmp_path / "план.xlsx")
    use_language("en")

    output = (
        CliRunner()
        .invoke(main, ["--workspace", str(empty.root), "--lang", "en", "plan", "import", str(document)])
        .output
    )

    assert "is now the workbook" in output
    assert "Next: open" in output


def book(path: Path, *rows: tuple[object, ...]) -> Path:
    """A yearly plan of the centre's own, with these rows under its headings."""
    headings = ("№ з/п", "Завдання", "Захід", "Виконавець", "Показник", "І", "ІІ", "ІІІ", "IV", "Разом")
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for each in (("ПЛАН діяльності на 2026 рік",), headings, *rows):
        sheet.append(list(each))
    workbook.save(path)
    return path


def faulty_plan(path: Path) -> Path:
    return book(path, (1, "1.1 Доступ", "Виїзди", "Лугове БПД", "виїзди", 1, 1, 1, 1, 40))


def amber(path: Path) -> dict[str, str]:
    """The notes of a workbook's amber cells, by sheet and address."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in openpyxl.load_workbook(path)
        for row in sheet
        for cell in row
        if cell.comment
    }


def test_a_fault_of_the_workbook_is_amber_as_well_and_counted_once(empty: Workspace, tmp_path: Path) -> None:
    output = " ".join(run(empty, "import", faulty_plan(tmp_path / "наш.xlsx")).output.split())

    notes = amber(empty.templates / "План 2026.xlsx")
    assert "40" in notes["План!O6"]
    assert "Обов'язково виправити (1)" in output.replace("’", "'")
    assert f"Помаранчеві клітинки книги, кожна з приміткою ({len(notes) - 1})" in output
    assert f" {len(notes) - 1} помаранчевих клітинок" in output
    assert "виправте 1 помилку (її клітинка теж помаранчева)" in output


def test_a_workbook_elsewhere_leaves_the_empty_plan_of_templates(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "центр", at(), centre=NewCentre("Коростенський МЦ", "KR"))
    blanks = workspace.plan_workbooks

    output = run(workspace, "import", write_own_form(tmp_path / "план.xlsx"), "--to", tmp_path / "x.xlsx").output

    assert workspace.plan_workbooks == blanks
    assert "Код центру: KR" in output


def test_a_plan_workbook_is_sent_to_the_check_by_a_path_that_can_be_pasted(
    empty: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(empty, "import", write_own_form(tmp_path / "план.xlsx"))
    monkeypatch.chdir(empty.root)

    refused = run(empty, "import", Path("templates", "План 2026.xlsx"))

    assert f'xlplan plan check "{Path("templates", "План 2026.xlsx")}"' in refused.output


def test_a_plan_with_faults_is_refused_by_adopt_as_the_check_tells_them(empty: Workspace, tmp_path: Path) -> None:
    run(empty, "import", faulty_plan(tmp_path / "наш.xlsx"))

    refused = run(empty, "adopt")

    assert refused.exit_code == 1
    assert "не прийнято" in refused.output
    assert "Обов’язково виправити (" in refused.output.replace("'", "’")
    checked = run(empty, "check").output
    assert [line for line in refused.output.splitlines() if line.startswith("  ✗") and line not in checked] == []

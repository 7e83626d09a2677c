"""The copy of a plan workbook with findings as notes on its cells: nothing else in it is another."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.conftest import Office
from tests.support.paths import ROOT
from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.marked_return.marker import note_findings
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.text.translation import use_language

KOROSTEN = ROOT / "templates" / "План Коростенського МЦ 2021-Q2.xlsx"
LIVOBEREZHNYI = ROOT / "examples" / "livoberezhnyi-2023" / "templates" / "План Лівобережного КМЦ 2023.xlsx"


def noted(path: Path, out: Path) -> Any:
    """The copy, opened, with the notes that `check` writes into it."""
    findings = [finding for finding in read_plan(path)[1] if finding.location.cell]
    assert note_findings(path, out, findings)
    return openpyxl.load_workbook(out)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [
        planned("1.1", "Лекції", "Хорошевське БПД", "лекції", None, 1, 1, 1, 1, "=SUM(K2:N2)"),
        planned("1.2", "Лекцiї", "Усі", "лекції", None, "5 лекцій"),
    ]
    return plan_book(tmp_path / "План.xlsx", plan=rows)


def test_each_finding_is_a_note_on_its_cell(faulty: Path, tmp_path: Path) -> None:
    sheet = noted(faulty, tmp_path / "copy.xlsx")["План"]
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert list(notes) == ["G2", "O2", "F3", "K3"]
    assert notes["G2"].startswith("Що не так: «Хорошевське БПД»")
    assert "Як виправити: " in notes["G2"]
    assert notes["F3"].startswith("До відома: ")


def test_errors_and_warnings_show_the_colour_of_a_fault_until_they_are_changed(
    faulty: Path, tmp_path: Path
) -> None:
    sheet = noted(faulty, tmp_path / "copy.xlsx")["План"]
    rules = {str(area.sqref): rule for area in sheet.conditional_formatting for rule in area.rules}
    assert set(rules) == {"G2", "O2", "K3"}
    assert 'EXACT(K3,"5 лекцій")' in rules["K3"].formula[0]


def looks(book: Any) -> Callable[[Any], tuple[object, ...]]:
    """What tells all that a cell of a book holds and shows, but its note. Many cells share a style."""

    @cache
    def style(number: int) -> tuple[object, ...]:
        cell = styled[number]
        return cell.number_format, repr(cell.fill), repr(cell.font), repr(cell.border), cell.quotePrefix

    styled = {cell.style_id: cell for sheet in book for row in sheet.iter_rows() for cell in row}
    return lambda cell: (cell.value, *style(cell.style_id))


@pytest.fixture(scope="module", params=[KOROSTEN, LIVOBEREZHNYI], ids=["quarterly", "annual"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A real plan and its copy with notes."""
    use_language("uk")
    path = tmp_path_factory.mktemp("noted") / request.param.name
    noted(request.param, path)
    return request.param, path


def test_nothing_but_the_notes_is_another(real: tuple[Path, Path]) -> None:
    original, copy = map(openpyxl.load_workbook, real)
    look, look_of_copy = looks(original), looks(copy)
    assert copy.sheetnames == original.sheetnames
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                assert look_of_copy(copy[sheet.title][cell.coordinate]) == look(cell)
        rules = len(sheet.data_validations.dataValidation)
        assert len(copy[sheet.title].data_validations.dataValidation) == rules


def test_the_copy_reads_as_the_plan_itself(real: tuple[Path, Path]) -> None:
    original, copy = real
    assert read_plan(copy) == read_plan(original)


def test_a_second_round_leaves_only_its_own_notes(faulty: Path, tmp_path: Path) -> None:
    book = noted(faulty, tmp_path / "copy.xlsx")
    book["План"]["G2"] = "Хорошівське БПД"
    book["План"]["O2"] = 4
    book.save(tmp_path / "copy.xlsx")
    sheet = noted(tmp_path / "copy.xlsx", tmp_path / "copy.xlsx")["План"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["F3", "K3"]
    assert {str(area.sqref) for area in sheet.conditional_formatting} == {"K3"}


def test_a_note_of_the_coordinator_s_own_stays(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["План"]["G2"].comment = openpyxl.comments.Comment("запитати Олену", "Ірина")
    book.save(faulty)
    first = noted(faulty, tmp_path / "copy.xlsx")["План"]["G2"].comment
    assert first.text.startswith("Що не так: ")
    assert first.text.endswith("запитати Олену")


@pytest.mark.office
def test_formulas_keep_their_values(tmp_path: Path, office: Office) -> None:
    rows = [planned("1.1", "Лекцiї", "Усі", "лекції", None, 1, 1, 1, 1, "=SUM(K2:N2)")]
    plan_book(tmp_path / "План.xlsx", plan=rows)
    calculated = office(tmp_path / "План.xlsx", "xlsx")
    book = noted(calculated, tmp_path / "copy.xlsx")
    assert book["План"]["O2"].value == "=SUM(K2:N2)"
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx", data_only=True)["План"]["O2"].value == 4
    assert read_plan(tmp_path / "copy.xlsx")[0] == read_plan(calculated)[0] is not None


def test_no_copy_is_made_that_would_lose_something(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(faulty.read_bytes()[:2000])
    assert not note_findings(tmp_path / "broken.xlsx", tmp_path / "copy.xlsx", ())
    with ZipFile(faulty, "a") as parts:
        parts.writestr("xl/media/image1.png", b"a picture")
    assert not note_findings(faulty, tmp_path / "copy.xlsx", ())
    assert not (tmp_path / "copy.xlsx").exists()

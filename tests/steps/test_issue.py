"""Issuing: a template for each unit, recorded before it is written."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.centre import QUARTER, at, issue_of, new_centre
from xlplan.errors import XlplanError
from xlplan.ledger import queries
from xlplan.ledger.store import open_ledger
from xlplan.model import Counting
from xlplan.quarter import Quarter
from xlplan.steps.issue import issue_templates
from xlplan.workspace import Workspace


def test_each_unit_gets_a_template_with_its_own_rows(centre: Workspace) -> None:
    names = {path.name for path in (centre.templates / "2021-Q2").iterdir()}
    assert names == {
        "Коростенський МЦ.xlsx",
        "Хорошівське БПД.xlsx",
        "Лугинське БПД.xlsx",
        "Народицьке БПД.xlsx",
        "Овруцьке БПД.xlsx",
        "Малинське БПД.xlsx",
    }
    rows = {row.key: row for row in issue_of(centre, "HOR").rows}
    assert rows["1.1.1"].target.count == 1
    assert "1.1.2" not in rows
    assert rows["1.4.9"].counting is Counting.JOINT
    assert rows["1.4.9"].target.count == 6
    assert [event.title for event in rows["1.5.6"].events] == [
        "консультування осіб у відділі сприяння зайнятості у Хорошівському районі"
    ]


def test_issuing_again_changes_nothing(centre: Workspace) -> None:
    before = {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}
    again = issue_templates(centre, QUARTER, at)
    assert (len(again.written), len(again.unchanged)) == (0, 6)
    assert before == {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}


def test_a_template_that_was_deleted_comes_back_the_same(centre: Workspace) -> None:
    path = centre.template(QUARTER, "Малинське БПД")
    before = path.read_bytes()
    path.unlink()
    assert issue_templates(centre, QUARTER, at).written == (path,)
    assert path.read_bytes() == before


def test_only_the_units_whose_rows_changed_get_a_new_form_code(centre: Workspace) -> None:
    before = {code: issue_of(centre, code).form_code for code in ("HOR", "MAL")}
    plan = centre.templates / "План.xlsx"
    book = load_workbook(plan)
    sheet = book["План"]
    row = next(row for row in sheet.iter_rows() if any(cell.value == "1.1.1" for cell in row))
    for cell in row:
        if cell.value == 1:
            cell.value = 2
    book.save(plan)
    issued = issue_templates(centre, QUARTER, at)
    assert [path.name for path in issued.written] == ["Хорошівське БПД.xlsx"]
    assert issue_of(centre, "HOR").form_code != before["HOR"]
    assert issue_of(centre, "MAL").form_code == before["MAL"]
    assert issue_of(centre, "HOR").plan_version == 2


def test_only_one_unit_can_be_issued_by_name_or_code(tmp_path: Path) -> None:
    workspace = new_centre(tmp_path / "a")
    shutil.rmtree(workspace.templates / "2021-Q2")
    assert len(issue_templates(workspace, QUARTER, at, "MAL").written) == 1
    assert len(issue_templates(workspace, QUARTER, at, "Лугинське БПД").written) == 1
    with pytest.raises(XlplanError, match=r"Бердичів.*MAL"):
        issue_templates(workspace, QUARTER, at, "Бердичів")


def test_a_quarter_that_the_plan_has_not_is_named_with_those_it_has(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"2021-Q3.*2021-Q2"):
        issue_templates(centre, Quarter(2021, 3), at)


def test_a_plan_with_two_faults_is_refused_with_both_and_their_cells(centre: Workspace) -> None:
    plan = centre.templates / "План.xlsx"
    book = load_workbook(plan)
    sheet = book["План"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    cells["постійно"].value = "колись"
    cells["Лугинське БПД; Народицьке БПД"].value = "Лугінське БПД; Народицьке БПД"
    book.save(plan)
    with pytest.raises(XlplanError) as raised:
        issue_templates(centre, QUARTER, at)
    sentences = str(raised.value).splitlines()
    assert cells["постійно"].coordinate in " ".join(sentences)
    assert any("колись" in each and "План!" in each for each in sentences)
    assert any("Лугінське БПД" in each and "Лугинське БПД" in each for each in sentences)


def test_without_a_plan_workbook_the_sentence_says_where_it_belongs(centre: Workspace) -> None:
    (centre.templates / "План.xlsx").unlink()
    with pytest.raises(XlplanError, match="templates"):
        issue_templates(centre, QUARTER, at)


def test_two_plans_for_one_quarter_are_not_guessed_between(centre: Workspace) -> None:
    shutil.copyfile(centre.templates / "План.xlsx", centre.templates / "План (копія).xlsx")
    with pytest.raises(XlplanError, match=r"План \(копія\)\.xlsx, План\.xlsx"):
        issue_templates(centre, QUARTER, at)


def test_the_plan_workbook_itself_is_archived(centre: Workspace) -> None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        ((_version, sha256),) = queries.plan_versions(connection)
    assert (
        next((centre.archive / sha256[:2]).iterdir()).read_bytes() == (centre.templates / "План.xlsx").read_bytes()
    )

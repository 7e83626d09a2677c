"""The whole round on the real Korosten plan, as the demonstration plays it."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from tests.conftest import Office
from tests.documents.report.test_recalculation import computed
from tests.support.paths import ROOT
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.storage.workspace import Workspace
from xlplan.workflows.demo import QUARTER

PLANS = (*sorted((ROOT / "templates").glob("*.xlsx")), *sorted((ROOT / "examples").glob("*/templates/*.xlsx")))


@pytest.fixture(scope="session")
def played(demonstration: Workspace) -> Workspace:
    return demonstration


def workbooks(played: Workspace) -> list[Path]:
    """What xlplan wrote: six templates and the consolidated workbook."""
    return [*sorted((played.templates / str(QUARTER)).glob("*.xlsx")), played.report(QUARTER)]


def test_six_templates_and_one_consolidated_workbook_are_written(played: Workspace) -> None:
    assert len(workbooks(played)) == 7


def test_openxml_audit_finds_nothing_in_any_workbook(played: Workspace) -> None:
    for path in (*workbooks(played), *PLANS):
        result = OpenXmlValidator().validate(path)
        assert result.is_valid, (path, result.errors)


@pytest.mark.office
def test_libreoffice_opens_every_workbook(played: Workspace, office: Office) -> None:
    for path in (*workbooks(played), *PLANS):
        with CalamineWorkbook.from_path(str(office(path, "xlsx"))) as theirs:
            assert theirs.sheet_names == load_workbook(path).sheetnames


@pytest.mark.office
def test_libreoffice_computes_the_figures_that_the_consolidated_workbook_shows(
    played: Workspace, office: Office, tmp_path: Path
) -> None:
    path = shutil.copyfile(played.report(QUARTER), tmp_path / "зведення.xlsx")
    theirs = computed(path, office)
    shown = load_workbook(path, data_only=True)
    compared = 0
    for sheet in load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            assert isinstance(cell, Cell)
            ours = shown[sheet.title][cell.coordinate].value
            assert ("" if ours is None else ours) == pytest.approx(
                theirs[sheet.title][cell.row - 1][cell.column - 1]
            ), (sheet.title, cell.coordinate)
            compared += 1
    assert compared > 100


def test_the_sheets_of_the_consolidated_workbook_are_the_contract(played: Workspace) -> None:
    names = load_workbook(played.report(QUARTER)).sheetnames
    assert names == [
        "Зведення",
        "План-факт",
        "Недовиконання",
        "Підрозділи",
        "Заходи",
        "Подання",
        "Зауваження",
        "Дані",
        "Підпис",
        "Динаміка",
    ]


def test_the_missing_bureau_is_named_on_the_first_sheet(played: Workspace) -> None:
    sheet = load_workbook(played.report(QUARTER), data_only=True)["Зведення"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("Не подав звіт 1 підрозділ із 6: Народицьке БПД" in text for text in texts)


def test_every_file_that_arrived_is_in_the_archive_and_has_a_receipt(played: Workspace) -> None:
    kept = [path for path in played.archive.glob("*/*") if path.is_file()]
    # The plan, five returns, one corrected copy, one file that is none of ours.
    assert Counter(path.suffix for path in kept) == {".xlsx": 7, ".csv": 1}
    receipts = list(played.outbox.rglob("квитанції/*.html"))
    assert sorted(path.name[:4] for path in receipts) == [f"{number:04}" for number in range(1, 8)]


def test_both_real_plans_are_read_without_a_fault() -> None:
    counts = {}
    for path in PLANS:
        plan, _findings = read_plan(path)
        assert plan is not None
        counts[plan.centre.code] = (len(plan.measures), len(plan.events), len(plan.units))
    assert counts == {"KR": (37, 41, 6), "LB": (52, 0, 3)}


def test_every_invented_answer_says_that_it_is_invented(played: Workspace) -> None:
    sheet = load_workbook(played.report(QUARTER), data_only=True)["Дані"]
    heads = {cell.value: column for column, cell in enumerate(sheet[1])}
    reasons = [row[heads["Причина невиконання"]].value for row in sheet.iter_rows(min_row=2)]
    assert [reason for reason in reasons if reason]
    assert all("вигадано" in str(reason) for reason in reasons if reason)


def test_the_settings_of_both_examples_are_those_that_init_writes() -> None:
    from xlplan.storage.settings import Settings, read_settings

    for folder in (ROOT, ROOT / "examples" / "livoberezhnyi-2023"):
        assert read_settings(folder / "xlplan.toml") == Settings()

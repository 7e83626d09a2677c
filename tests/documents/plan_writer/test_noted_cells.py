"""Cells of a new plan workbook that a person should look at."""

from datetime import datetime
from pathlib import Path

import openpyxl

from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.noted_cells import NotedCells, place_of_cell
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.findings.plan_import_kinds import IMPORT_DETAIL_ASKED
from xlplan.domain.sheets import DETAILS, PLAN, UNITS

_ROWS = PlanRows(
    {"name": "Центр"}, [{"code": "", "name": "Бюро"}], [{"code": "1.1", "measure": "Лекції", "total": 4}]
)
_NOON = datetime(2026, 1, 1, 12)
_ASKED = IMPORT_DETAIL_ASKED.at(heading="Код")


def _written(path: Path, noted: NotedCells) -> openpyxl.Workbook:
    write_plan_rows(path, _ROWS, _NOON, noted=noted)
    return openpyxl.load_workbook(path)


def test_a_doubtful_cell_is_amber_and_its_note_says_why(tmp_path: Path) -> None:
    noted = {
        (DETAILS.name, -1, "code"): [_ASKED],
        (UNITS.name, 0, "code"): [_ASKED],
        (PLAN.name, 0, "total"): [_ASKED],
    }

    book = _written(tmp_path / "План.xlsx", noted)

    for key in noted:
        place = place_of_cell("План.xlsx", key)
        cell = book[place.sheet][place.cell]
        assert cell.fill.fgColor.rgb == "FFFFC46B"
        assert cell.comment.text == f"{_ASKED.problem} {_ASKED.remedy}"


def test_a_doubtful_cell_keeps_its_value(tmp_path: Path) -> None:
    book = _written(tmp_path / "План.xlsx", {(PLAN.name, 0, "total"): [_ASKED]})

    assert book[PLAN.shown][place_of_cell("", (PLAN.name, 0, "total")).cell].value == 4


def test_no_other_cell_is_noted(tmp_path: Path) -> None:
    book = _written(tmp_path / "План.xlsx", {(PLAN.name, 0, "total"): [_ASKED]})

    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.comment] == ["O6"]

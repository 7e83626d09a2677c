"""What a screen reader says of workbooks: charts have words, tables have headings, sheets begin with a title."""

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.support.look_at import look_at
from tests.support.report_sample import written
from tests.support.template_samples import MADE, issue
from tests.support.year_sample import YEAR, year_figures, year_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.documents.template.workbook import write_template
from xlplan.text.translation import use_language

LANGUAGES = ("uk", "en")
_DRAWN = re.compile(r"<xdr:cNvPr [^>]*>")


@pytest.fixture(params=LANGUAGES, scope="module")
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A plan, a template, and the report of a year, in one language."""
    use_language(request.param)
    folder = tmp_path_factory.mktemp("books")
    write_plan(folder / "plan.xlsx", year_plan(), MADE)
    write_template(folder / "template.xlsx", issue(), MADE)
    written(folder / "report.xlsx", year_figures(YEAR[3]))
    return sorted(folder.glob("*.xlsx"))


def test_every_chart_and_picture_is_told_in_words(books: list[Path]) -> None:
    told = []
    for path in books:
        with ZipFile(path) as parts:
            for name in (each for each in parts.namelist() if each.startswith("xl/drawings/drawing")):
                drawn = _DRAWN.findall(parts.read(name).decode())
                told += [(re.findall(r'descr="([^"]*)"', each) or [""])[0] for each in drawn]
    assert len(told) >= 3
    assert all(len(text.split()) > 3 for text in told), told


def test_every_table_has_a_row_of_headings_that_differ(books: list[Path]) -> None:
    for path in books:
        for sheet in look_at(path):
            for table in sheet.tables.values():
                headings = [column.name for column in table.tableColumns]
                assert table.headerRowCount == 1, table.name
                assert all(headings), table.name
                assert len(set(headings)) == len(headings), table.name


def test_every_sheet_begins_in_its_first_cell_and_is_read_from_the_left(books: list[Path]) -> None:
    for path in books:
        for sheet in look_at(path):
            if sheet.sheet_state == "visible":
                assert sheet["A1"].value, (path.name, sheet.title)
                assert not sheet.sheet_view.rightToLeft


def test_headings_stand_on_every_page_that_is_printed(books: list[Path]) -> None:
    for path in books:
        sheets: list[Any] = [each for each in look_at(path) if each.sheet_state == "visible"]
        for sheet in sheets:
            assert sheet.print_title_rows, (path.name, sheet.title)

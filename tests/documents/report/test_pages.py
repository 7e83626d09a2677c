"""The report on paper and on a small screen: pages, zoom, headings, and nothing to save in what nobody touched."""

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.support.letter_widths import bold_pixels
from tests.support.look_at import look_at
from tests.support.measured_figures import measured_figures
from tests.support.report_sample import FULL, written, written_of
from tests.support.small_plan import figures_of, measure, plan_of
from tests.support.year_sample import YEAR, year_figures
from xlplan.documents.page_fit import pixels_of, zoom_of
from xlplan.documents.report import changes, shortfalls, year_returns
from xlplan.documents.report.pages import PageFiller
from xlplan.documents.report.sheet import ReportColumn, heading_height
from xlplan.documents.report.workbook import SHEETS
from xlplan.documents.style import STATUS_FILL
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.status import Status
from xlplan.text.translation import _, use_language

LANGUAGES = ("uk", "en")
# Of 1366 pixels the numbers of the rows, the outline, the scroll bar and the side bar take these.
SCREEN, TAKEN = 1366, 160
# The width of the button of a filter, in pixels at 100 per cent.
BUTTON = 20
WITHOUT_FILTER = ("Summary", "Units", "Signature", "promises", "returns of the year", "files")
VOLATILE = re.compile(r"\b(TODAY|NOW|OFFSET|INDIRECT|RAND|RANDBETWEEN|CELL|INFO)\(")


@pytest.fixture(scope="module")
def year_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("year") / "a.xlsx", year_figures(YEAR[2]))


def tables() -> Iterable[tuple[str, Iterable[ReportColumn]]]:
    for module in SHEETS:
        yield module.SHEET.name, module.SHEET.columns
    yield "promises", shortfalls._PROMISE_COLUMNS
    yield "files", changes._FILE_COLUMNS
    yield "returns of the year", year_returns.COLUMNS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_breaks_inside_a_word(language: str) -> None:
    use_language(language)
    broken = [
        (name, column.name, word)
        for name, columns in tables()
        for column in columns
        # Narrow headings of the map of units stand upright.
        if not (name == "Units" and column.width < 10)
        for heading in (column.heading, getattr(column, "heading_of_year", ""))
        for word in re.split(r" |(?<=-)", _(heading) if heading else "")
        # Into the lines of a heading with a filter LibreOffice lets no letter stand over the width of its button.
        if min(bold_pixels(word, 9) + BUTTON, bold_pixels(word) if name in WITHOUT_FILTER else math.inf)
        > column.width * 7
    ]
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_the_longest_heading_is_room_for_the_button_of_a_filter(language: str) -> None:
    use_language(language)
    for _name, columns in tables():
        shown = [column for column in columns if column.width >= 10]
        if shown:
            assert heading_height(shown) - heading_height(shown, filtered=False) >= 15


@pytest.mark.parametrize("number", range(4))
def test_all_sheets_have_one_zoom_at_which_their_columns_are_whole_on_a_small_screen(
    tmp_path: Path, number: int
) -> None:
    book = look_at(written(tmp_path / "a.xlsx", year_figures(YEAR[number])))
    (zoom,) = {int(sheet.sheet_view.zoomScale or 0) for sheet in book}
    assert zoom
    for sheet in book:
        if sheet.title not in ("Підрозділи", "Дані"):
            assert pixels_of(_widths(sheet)) * zoom / 100 <= SCREEN - TAKEN, sheet.title


def _widths(sheet: Any) -> list[float]:
    shown = (each for each in sheet.column_dimensions.values() if not each.hidden)
    return [each.width - 0.71 for each in shown for _column in range(each.min, each.max + 1)]


def test_a_sheet_that_is_too_wide_for_any_zoom_keeps_its_letters_legible() -> None:
    assert zoom_of([[10.0] * 100]) == 62
    assert zoom_of([[10.0] * 5]) == 85


@pytest.mark.parametrize("figures", [year_figures(YEAR[3]), measured_figures(2)], ids=["year", "measured"])
def test_an_untouched_report_gives_no_program_a_reason_to_save_it(tmp_path: Path, figures: QuarterFigures) -> None:
    with ZipFile(written(tmp_path / "a.xlsx", figures)) as parts:
        workbook = parts.read("xl/workbook.xml").decode()
        sheets = " ".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
    assert "fullCalcOnLoad" not in workbook
    assert int(re.findall(r'calcId="(\d+)"', workbook)[0]) >= 191029
    assert VOLATILE.search(sheets) is None


def test_the_data_are_not_printed(year_book: Path) -> None:
    sheet = look_at(year_book)["Дані"]
    column = sheet.print_area.split("!")[-1].split("$")[1]
    assert sheet.column_dimensions[column].hidden
    assert sheet[f"{column}1"].value is None
    assert sheet.tables["Дані"].ref.split(":")[1].rstrip("0123456789") < column


def test_the_pages_of_a_year_repeat_code_measure_and_indicator_and_begin_with_the_year(year_book: Path) -> None:
    sheet: Any = look_at(year_book)["План-факт"]
    assert sheet.print_title_cols == "$A:$C"
    assert [sheet.cell(3, column).value for column in (1, 2, 3)] == ["Код", "Захід / підрозділ", "Показник"]
    (first_of_year,) = (each.id + 1 for each in sheet.col_breaks.brk)
    assert sheet.cell(3, first_of_year).value == "План з початку року"
    assert "План-факт · ІІІ квартал 2023 року" in (sheet.oddHeader.left.text or "")


def test_on_the_pages_of_a_year_a_level_is_whole_over_the_columns_that_they_repeat(year_book: Path) -> None:
    sheet = look_at(year_book)["План-факт"]
    merged = sheet.merged_cells.ranges
    assert {(each.min_col, each.max_col, each.size["rows"]) for each in merged} == {(1, 3, 1)}
    assert not any(sheet.cell(each.min_row, 4).value for each in merged)


def test_a_tint_is_of_the_time_that_its_page_shows(year_book: Path) -> None:
    sheet: Any = look_at(year_book, values=True)["План-факт"]
    columns = {str(cell.value): int(cell.column or 0) for cell in sheet[3]}
    seen = set()
    for row in (cells[0].row for cells in sheet.iter_rows(min_row=4) if cells[0].value and cells[2].value):
        quarter, year = (
            str(sheet.cell(row, columns[name]).value).startswith("▼")
            for name in ("Статус", "Статус з початку року")
        )
        tinted = [
            sheet.cell(row, columns[name]).fill.fgColor.rgb == f"FF{STATUS_FILL[Status.SHORT][1:]}"
            for name in ("Виконано", "Виконано з початку року", "Показник")
        ]
        seen.add((quarter, year))
        assert tinted == [quarter, year, False]
    assert {(True, True), (False, True), (False, False)} <= seen


def test_rows_that_belong_together_stay_on_one_page() -> None:
    pages = PageFiller(100)
    pages.add(0, [40, 40])
    pages.add(2, [30, 30])
    pages.add(4, [30])
    assert pages.breaks == [2]


def test_rows_that_are_more_than_a_page_are_parted_where_it_ends() -> None:
    pages = PageFiller(100)
    pages.add(0, [30])
    pages.add(1, [40, 40, 40, 40])
    pages.add(5, [30])
    assert pages.breaks == [1, 3, 5]


def test_a_short_rest_is_taken_by_the_pages_before_it(tmp_path: Path) -> None:
    plan = plan_of(*(measure(f"1.{number}", 3, "lead", "A") for number in range(1, 80)))
    pages = []
    for short in (36, 44, 75):
        said = {"A": {f"1.{number}": 0 for number in range(1, short)}}
        sheet = look_at(written(tmp_path / "a.xlsx", figures_of(plan, said)))["Недовиконання"]
        pages.append(sheet.page_setup.fitToHeight or 1)
    assert pages == [1, 1, 2]


def test_the_signature_is_on_one_page_with_what_is_signed(tmp_path: Path) -> None:
    sheet = look_at(written_of(tmp_path / "a.xlsx", FULL))["Підпис"]
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)

"""The sheet of trends: what stands in it, what its bars are over, how it is printed."""

import re
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.look_at import look_at
from tests.support.measured_figures import measured_figures
from tests.support.report_sample import FULL, SAID, written, written_of
from tests.support.small_plan import QUARTER, figures_of, measure, plan_of
from tests.support.year_sample import YEAR, year_figures
from xlplan.aggregation.history import course_of, seen_now, seen_then
from xlplan.aggregation.snapshot import snapshot_of
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.history import Course, QuarterHistory
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import ReportContent
from xlplan.text.translation import use_language

FIRST_QUARTER = 4


def sheet_of(path: Path) -> Worksheet:
    sheet = look_at(path)["Динаміка"]
    assert isinstance(sheet, Worksheet)
    return sheet


def entries(sheet: Worksheet) -> dict[str, dict[str, list[object]]]:
    """By code, the cells of the quarters in each row of an entry."""
    found: dict[str, dict[str, list[object]]] = {}
    for row in sheet.iter_rows(min_row=6, values_only=True):
        found.setdefault(str(row[0]), {})[str(row[2])] = list(row[FIRST_QUARTER - 1 :])
    return found


def corrected(then: QuarterFigures, now: QuarterFigures) -> Course:
    """The course of one quarter that was signed with other figures than it has now."""
    signed = seen_then(snapshot_of(then, {}), then.plan, {})
    history = QuarterHistory(QUARTER, seen_now(now.basis, now.indicators), signed)
    return course_of([history], now.plan, now.basis.lines, 1.0)


def with_course(course: Course) -> ReportContent:
    return replace(FULL, course=course)


def of_two_quarters(course: Course) -> ReportContent:
    """A course of one quarter, beside an earlier one that has none of its rows."""
    return with_course(replace(course, quarters=(Quarter(2021, 1), QUARTER)))


def test_before_the_first_closing_nothing_is_called_reported(tmp_path: Path) -> None:
    sheet = sheet_of(written_of(tmp_path / "a.xlsx", of_two_quarters(FULL.course)))
    assert sheet["A2"].value == "Жодного кварталу ще не закрито: числа такі, як тепер."
    told = {kind: cells[1] for kind, cells in entries(sheet)["1.1"].items()}
    assert told == {"План": 3, "Тепер": 2, "Статус": "▼"}


def test_one_quarter_alone_is_no_course_and_takes_no_pages(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path / "a.xlsx"))
    assert str(sheet["A2"].value).startswith("Поки що є лише один квартал")
    assert sheet.max_row == 5


def test_a_blank_is_no_zero_and_its_sign_says_why(tmp_path: Path) -> None:
    sheet = sheet_of(written_of(tmp_path / "a.xlsx", of_two_quarters(FULL.course)))
    told = {code: {kind: cells[1] for kind, cells in rows.items()} for code, rows in entries(sheet).items()}
    assert (told["2.3"]["Тепер"], told["2.3"]["Статус"]) == (None, "◌")
    assert (told["2.1"]["План"], told["2.1"]["Тепер"], told["2.1"]["Статус"]) == ("за потреби", None, "∅")
    assert (told["2.5"]["Тепер"], told["2.5"]["Статус"]) == (1, "▼")


def test_a_result_that_was_corrected_stands_beside_the_one_that_was_signed(tmp_path: Path) -> None:
    plan = FULL.figures.plan
    now = figures_of(plan, {**SAID, "A": {**SAID["A"], "1.1": 1, "2.1": 4}})
    path = written_of(tmp_path / "a.xlsx", with_course(corrected(FULL.figures, now)))
    sheet = sheet_of(path)
    told = entries(sheet)
    assert told["1.1"] == {"План": [3], "Звітовано": [2], "Тепер": [1], "Статус": ["▼"]}
    assert (told["2.1"]["Звітовано"], told["2.1"]["Тепер"]) == (["∅"], [4])
    assert sheet["A4"].value == "Змінилося після підписання кварталу: 1.1 (2021-Q2), 2.1 (2021-Q2)."
    rows = {(row[0].value, row[2].value): row[3] for row in sheet.iter_rows(min_row=6)}
    marked = [place for place, cell in rows.items() if cell.fill.fgColor.rgb == "FFFFF7D6"]
    assert marked == [("1.1", "Тепер"), ("2.1", "Тепер")]


def test_a_sum_that_lacks_a_unit_has_a_star_as_reported_and_now(tmp_path: Path) -> None:
    path = written_of(tmp_path / "a.xlsx", of_two_quarters(corrected(FULL.figures, FULL.figures)))
    rows = {(row[0].value, row[2].value): row[4] for row in sheet_of(path).iter_rows(min_row=6)}
    stars = {place for place, cell in rows.items() if "*" in cell.number_format}
    assert stars == {("1.2", "Звітовано"), ("1.2", "Тепер"), ("1.3", "Звітовано"), ("1.3", "Тепер")}


@pytest.mark.parametrize(
    "figures", [year_figures(YEAR[3]), measured_figures(4)], ids=["counts", "units of measure"]
)
def test_the_bars_are_over_numbers_and_blanks_alone(tmp_path: Path, figures: QuarterFigures) -> None:
    path = written(tmp_path / "a.xlsx", figures)
    with zipfile.ZipFile(path) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    (ranges,) = (found for text in texts if (found := re.findall(r"<xm:f>'Динаміка'!([^<]+)</xm:f>", text)))
    sheet = sheet_of(path)
    ranges.sort(key=lambda cells: int(cells.rpartition("D")[2].rpartition(":")[0]))
    assert len(ranges) == len(figures.indicators)
    for cells in ranges:
        (row,) = sheet[cells.replace("$", "")]
        assert sheet.cell(row[0].row, 3).value == "Тепер"
        assert {type(cell.value) for cell in row} <= {int, float, type(None)}
    shown = [sheet[cells.rpartition(":")[2].replace("$", "")].value for cells in ranges]
    assert shown == [None if each.done is None else float(each.done) for each in figures.indicators]


def test_a_row_that_the_plan_does_not_have_any_more_stands_at_the_end(tmp_path: Path) -> None:
    before = figures_of(
        plan_of(measure("1.1", 3, "lead", "A"), measure("1.9", 2, "lead", "A", title="Лекції")), {}
    )
    now = figures_of(plan_of(measure("1.1", 3, "lead", "A")), {})
    histories = [
        QuarterHistory(quarter, seen_now(figures.basis, figures.indicators))
        for quarter, figures in ((Quarter(2021, 1), before), (QUARTER, now))
    ]
    course = course_of(histories, now.plan, {"1.1": ("1.1",)}, 1.0)
    sheet = sheet_of(written_of(tmp_path / "a.xlsx", with_course(course)))
    column = [row[0].value for row in sheet.iter_rows(min_row=6)]
    assert column == [*["1.1"] * 3, "Рядки, яких у плані вже немає", *["1.9"] * 3]


def test_no_page_break_tears_an_entry_apart(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path / "a.xlsx", year_figures(YEAR[3])))
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert breaks
    assert {sheet.cell(row + 1, 3).value for row in breaks} == {"План"}
    assert sheet.print_title_rows == "$1:$5"
    assert not sheet.col_breaks.brk


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_no_heading_breaks_inside_a_word_and_all_fits_a_screen(tmp_path: Path, lang: str) -> None:
    use_language(lang)
    path = written(tmp_path / "a.xlsx", measured_figures(4))
    sheet = look_at(path).worksheets[-1]
    total = 0.0
    for position, cell in enumerate(sheet[5], 1):
        groups = sheet.column_dimensions.values()
        (width,) = (each.width for each in groups if (each.min or 0) <= position <= (each.max or 0))
        assert max(len(word) for word in str(cell.value).split()) * 1.03 <= width, cell.value
        total += width * 7 + 5
    assert total <= 1366

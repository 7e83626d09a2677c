"""The table of a plan in a document: found wherever it lies; what is no plan is refused in one sentence."""

import pytest

from tests.support.plan_sources import FILE, TITLE, YEAR_HEADINGS, grid, plan_in, refusal, year
from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_import.table import FoundTable, find_table, lines_of_cells
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_IS_PLAN_WORKBOOK,
    IMPORT_NO_TABLE,
    IMPORT_TABLE_EMPTY,
    IMPORT_TABLE_UNKNOWN,
    IMPORT_TABLES_SEVERAL,
)
from xlplan.domain.findings.plan_layout_kinds import PLAN_HEADINGS_ALIKE, PLAN_HEADINGS_UNCLEAR
from xlplan.domain.sheets import DETAILS, PLAN, UNITS

ROW = ("1.1 Доступ", "1.1.1 Виїзди", "Озерянське БПД", "виїзди", 1, 1, 1, 1, 4)
SECOND = ("1.2 Якість", "1.2.1 Перевірки", "Озерянське БПД", "перевірки", 2, 2, 2, 2, 8)


def found(source: Source) -> FoundTable:
    table = find_table(source)
    assert isinstance(table, FoundTable), table
    return table


def measures(source: Source) -> list[str]:
    return [row.text("measure") for row in found(source).rows]


def test_the_lines_above_and_below_a_table_are_told_apart() -> None:
    table = found(Source(FILE, ("ЗАТВЕРДЖЕНО", TITLE, grid(YEAR_HEADINGS, ROW), "Директор", "О. ПЕТРЕНКО")))

    assert table.above == ("ЗАТВЕРДЖЕНО", TITLE)
    assert table.below == ("Директор", "О. ПЕТРЕНКО")


def test_on_a_sheet_title_and_signature_stand_in_cells_above_and_below_the_table() -> None:
    sheet = grid([TITLE], [], YEAR_HEADINGS, ROW, [], ["Директор", None, None, "О. ПЕТРЕНКО"])

    table = found(Source(FILE, (sheet,)))

    assert table.above == (TITLE,)
    assert table.below == ("Директор\tО. ПЕТРЕНКО",)
    assert [row.text("measure") for row in table.rows] == ["1.1.1 Виїзди"]


def test_a_signature_right_below_the_last_row_is_no_row() -> None:
    sheet = grid(YEAR_HEADINGS, ROW, ["Заступник директора", "О. ПЕТРЕНКО"])

    table = found(Source(FILE, (sheet,)))

    assert len(table.rows) == 1
    assert table.below == ("Заступник директора\tО. ПЕТРЕНКО",)


def test_a_table_without_headings_is_text_in_columns() -> None:
    approval = grid(["ПОГОДЖЕНО", "ЗАТВЕРДЖЕНО"], ["Голова ради", "Директор"], name="таблиця 1")

    table = found(Source(FILE, (approval, TITLE, grid(YEAR_HEADINGS, ROW, name="таблиця 2"))))

    assert table.above == ("ПОГОДЖЕНО", "Голова ради", "ЗАТВЕРДЖЕНО", "Директор", TITLE)


def test_a_cell_merged_downward_is_one_line() -> None:
    assert lines_of_cells([["Герб", "Наказ"], ["Герб", "№ 3"]]) == ["Герб", "Наказ", "№ 3"]


def test_two_rows_of_headings_are_one() -> None:
    above = ("Завдання", "Найменування заходу", "Виконавці", "Показник", "Значення за кварталами", *[None] * 4)
    below = (*[None] * 4, "I", "II", "III", "IV", "Разом")
    merged = [MergedRange(0, 2, at, at + 1) for at in range(4)] + [MergedRange(0, 1, 4, 9)]

    table = found(Source(FILE, (TITLE, grid(above, below, ROW, merged=merged))))

    assert [table.rows[0].text(name) for name in ("q1", "total")] == ["1", "4"]


def test_a_row_that_numbers_the_columns_is_none_of_the_plan() -> None:
    assert measures(year(tuple(range(1, 10)), ROW)) == ["1.1.1 Виїзди"]


def test_a_row_that_numbers_the_columns_is_known_by_a_column_that_is_not_read_too() -> None:
    headings = ("№", "Куратор робіт", *YEAR_HEADINGS)
    sheet = grid(headings, tuple(range(1, 12)), (1, "О. П.", *ROW))

    assert measures(Source(FILE, (TITLE, sheet))) == ["1.1.1 Виїзди"]


def test_a_table_that_goes_on_under_the_same_headings_is_one() -> None:
    parts = (TITLE, grid(YEAR_HEADINGS, ROW), "Продовження", grid(YEAR_HEADINGS, SECOND, name="таблиця 2"))

    assert measures(Source(FILE, parts)) == ["1.1.1 Виїзди", "1.2.1 Перевірки"]


def test_two_tables_with_the_same_codes_are_two_plans_and_asked_about() -> None:
    parts = (grid(YEAR_HEADINGS, ROW, name="2025"), grid(YEAR_HEADINGS, ROW, name="2026"))

    (finding,) = refusal(Source(FILE, parts))

    assert finding.kind is IMPORT_TABLES_SEVERAL
    assert all(name in finding.problem for name in ("2025", "2026"))


@pytest.mark.parametrize("parts", [(), ("План на 2026 рік", "Заходи: лекції"), (grid([None], ["  "]),)])
def test_a_document_without_a_table_is_told(parts: tuple[str, ...]) -> None:
    assert [finding.kind for finding in refusal(Source(FILE, parts))] == [IMPORT_NO_TABLE]


def test_a_table_of_another_form_is_told_with_its_headings() -> None:
    (finding,) = refusal(Source(FILE, (grid(["Прізвище", "Посада", "Оклад"], ["Петренко", "юрист", 9000]),)))

    assert finding.kind is IMPORT_TABLE_UNKNOWN
    assert "«Прізвище», «Посада», «Оклад»" in finding.problem


def test_a_heading_that_cannot_be_told_is_asked_about() -> None:
    headings = ("Завдання", "Найменування заходу", "Хтось", "Показник", "I", "II", "III", "IV", "Разом")

    (finding,) = refusal(Source(FILE, (grid(headings, ROW),)))

    assert finding.kind is PLAN_HEADINGS_UNCLEAR
    assert "«Хтось»" in finding.problem


def test_two_columns_that_could_be_the_same_are_asked_about() -> None:
    headings = ("Виконавці", "Найменування заходу", "Відповідальний", "Показник", "I", "II", "III", "IV", "Разом")

    (finding,) = refusal(Source(FILE, (grid(headings, ROW),)))

    assert finding.kind is PLAN_HEADINGS_ALIKE


def test_a_table_without_a_row_is_told() -> None:
    assert [finding.kind for finding in refusal(year())] == [IMPORT_TABLE_EMPTY]


def test_a_plan_workbook_is_nothing_to_import() -> None:
    sheets = (grid(["Код центру", "KR"], name=sheet.shown) for sheet in (DETAILS, UNITS, PLAN))

    assert [finding.kind for finding in refusal(Source(FILE, tuple(sheets)))] == [IMPORT_IS_PLAN_WORKBOOK]


def test_the_headings_are_told_as_they_are_read() -> None:
    (told,) = plan_in(year(ROW)).headings

    assert "B «Найменування заходу» — Захід" in told.problem

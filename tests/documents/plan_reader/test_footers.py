"""What stands under a table and signs it is no direction, no task, no measure and no unit; it is told."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import ONE, PLAN_HEADINGS, UNITS, plan_book, planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan

HOR = "Хорошівське БПД"
PAPER = ["№ з/п", "Найменування заходу", "Виконавець", "Показник", "I", "II", "III", "IV", "Разом"]
SECOND = planned("1.2", "Тренінги", HOR, "тренінги", None, 1, 1, 1, 1, 4)
Row = Sequence[object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def at(column: int, *texts: str | None) -> list[object]:
    return [*[None] * column, *texts]


FOOTERS: list[list[Row]] = [
    [at(0, "Директор", None, None, None, None, "Оксана ПЕТРЕНКО")],
    [at(1, "Директор", None, "О. ПЕТРЕНКО")],
    [at(0, "Директор центру О. ПЕТРЕНКО")],
    [at(0, "В.о. директора                    ______________ О.В. Петренко")],
    [at(5, "Заступник начальника відділу", None, None, "О. КОВАЛЕНКО")],
    [at(5, "Заступник начальника відділу"), at(5, "правової допомоги"), at(8, "Олена КОВАЛЕНКО")],
    [at(0, "Виконавець: Іваненко, тел. (04142) 5-12-12")],
    [at(0, "Виконавець Іваненко Олена Петрівна"), at(0, "тел. 0671234567")],
    [at(5, "Погоджено:"), at(5, "Головний бухгалтер", "Іваненко І. П.")],
    [at(6, "О. ПЕТРЕНКО")],
    [at(0, "Підготувала: провідна спеціалістка Марія КОВАЛЬ"), at(0, "10.03.2021")],
    [at(0, "* — план можна змінити наказом директора"), at(0, "Директор", None, "О. ПЕТРЕНКО")],
    [at(0, "«___» ________ 2021 року"), at(0, "М.П.")],
    [at(4, "Director", "Jane DOE"), at(4, "Prepared by: John Smith, tel. 123")],
    [at(2, "Head of Department"), at(2, "J. Doe")],
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_signature_is_left_out_and_told(path: Path, footer: list[Row]) -> None:
    width = len(PLAN_HEADINGS)
    rows = [[*row, *[None] * (width - len(row))] for row in footer]
    reading = interpret_plan(plan_book(path, plan=[ONE, SECOND, *rows]))
    assert reading.plan, [str(finding) for finding in reading.findings]
    assert [each.code for each in reading.measures] == ["1.1", "1.2"]
    assert {finding.code for finding in reading.findings} == {"plan-row-left-out"}
    assert len(reading.findings) == len(footer)


def test_a_signature_merged_over_the_width_is_no_direction(path: Path) -> None:
    row = ["Директор центру з надання допомоги Оксана ПЕТРЕНКО", *[None] * 14]
    reading = interpret_plan(plan_book(path, plan=[ONE, row], merged=["A3:O3"]))
    assert [finding.code for finding in reading.findings] == ["plan-row-left-out"]


def test_a_signature_under_each_of_two_tables_is_left_out(path: Path) -> None:
    row = ["Директор", *[None] * 6, "О. ПЕТРЕНКО", *[None] * 7]
    reading = interpret_plan(plan_book(path, plan=[ONE, row, PLAN_HEADINGS, SECOND, row]))
    assert [each.code for each in reading.measures] == ["1.1", "1.2"]
    assert reading.plan


@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_a_signature_under_a_pasted_table_is_left_out_in_any_column(path: Path, column: int) -> None:
    rows: list[Row] = [
        PAPER,
        [1, "Захід 1.1 Лекції", HOR, "лекції", 1, 1, 1, 1, 4],
        at(column, "Директор", None, "О. ПЕТРЕНКО"),
    ]
    reading = interpret_plan(plan_book(path, plan=rows))
    assert reading.plan, [str(finding) for finding in reading.findings]
    assert [(each.code, each.direction, each.task) for each in reading.measures] == [("1.1", "", "")]


def test_quotation_marks_in_two_cells_leave_no_blank_to_sign_in(path: Path) -> None:
    row = ["7. Порожнє", None, None, "«", *[None] * 11, "»"]
    reading = interpret_plan(plan_book(path, plan=[ONE, row]))
    assert [level.direction for level in reading.empty_levels] == ["7. Порожнє"]


@pytest.mark.parametrize("row", [["Директор", "О. ПЕТРЕНКО"], ["О. ПЕТРЕНКО"], ["Директор центру О. ПЕТРЕНКО"]])
def test_a_name_under_the_list_of_units_is_no_unit(path: Path, row: Row) -> None:
    reading: PlanReading = interpret_plan(plan_book(path, units=[*UNITS, row]))
    assert [unit.code for unit in reading.units] == ["KOR", "HOR", "LUG"]
    assert {finding.code for finding in reading.findings} == {"plan-row-left-out"}


@pytest.mark.parametrize(
    "row",
    [
        planned("1.2", "Директор О. ПЕТРЕНКО проводить прийом", HOR, "прийоми", None, 1, 1, 1, 1, 4),
        planned(None, None, None, "Керівник О. ПЕТРЕНКО: виступи", None, 1, 1, 1, 1, 4),
        planned(None, "- зустріч з директором ліцею О. ПЕТРЕНКОМ 12.05.2021"),
    ],
)
def test_a_row_of_the_plan_may_name_a_person(path: Path, row: Row) -> None:
    reading = interpret_plan(plan_book(path, plan=[ONE, row]))
    assert "plan-row-left-out" not in {finding.code for finding in reading.findings}
    assert reading.plan


@pytest.mark.parametrize("codes", [("HOR", None), (None, None)])
def test_a_unit_without_a_code_is_asked_for_it_and_no_signature(path: Path, codes: tuple[str | None, ...]) -> None:
    names = ("Коростенське БПД", HOR)
    units = [[code, name, "бюро", None] if code else [None, name] for code, name in zip(codes, names, strict=True)]
    reading = interpret_plan(plan_book(path, units=units))
    unclear = [each.location.cell for each in reading.findings if each.code == "plan-unit-unclear"]
    assert {cell[1:] for cell in unclear} == {str(row) for row, code in enumerate(codes, start=2) if not code}

"""A plan in the centre's own layout as rows of `План`: levels, codes, targets as typed, figures under a name."""

from tests.support.plan_sources import (
    FILE,
    QUARTER_HEADINGS,
    QUARTERLY,
    TITLE,
    doubted,
    grid,
    plan_in,
    quarter,
    year,
)
from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.plan_import.importer import ImportedPlan
from xlplan.documents.plan_import.source import Source
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_QUARTER_BY_TERM,
    IMPORT_SHORT_NAME,
    IMPORT_TARGET_SUMMED,
)
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import DETAILS, PLAN

HEADINGS = ("№", "Завдання", "Захід", "Відповідальний", "Показник", "I", "II", "III", "IV", "Разом")


def column(plan: ImportedPlan, name: str) -> list[object]:
    return [row.get(name, "") for row in plan.rows.plan]


def test_the_code_and_the_levels_come_out_of_the_texts() -> None:
    rows = (
        ("Завдання 1.1. Доступ", "Захід 1.1.1 Виїзди", "Озерянське БПД", "виїзди", 1, 1, 1, 1, 4),
        (None, "1.1.2. Лекції", "Озерянське БПД", "лекції", 1, 1, 1, 1, 4),
    )

    plan = plan_in(year(*rows))

    assert column(plan, "task") == ["1.1 Доступ"] * 2
    assert column(plan, "code") == ["1.1.1", "1.1.2"]
    assert column(plan, "measure") == ["Виїзди", "Лекції"]


def test_a_direction_over_the_whole_width_is_a_level() -> None:
    table = grid(
        HEADINGS, ["1. Люди знають свої права"], [1, "1.1 Доступ", "1.1.1 Виїзди", "Озерянське БПД", "виїзди"]
    )

    assert column(plan_in(Source(FILE, (TITLE, table))), "direction") == ["1. Люди знають свої права"]


def test_a_task_without_a_measure_stays_a_row() -> None:
    rows = (
        ("1.1 Доступ", "1.1.1 Виїзди", "Озерянське БПД", "", "виїзди", 1),
        ("1.2 Перенаправлення", *[None] * 5),
        ("1.3 Якість", "1.3.1 Перевірки", "Озерянське БПД", "", "перевірки", 1),
    )

    plan = plan_in(quarter(*rows))

    assert column(plan, "task") == ["1.1 Доступ", "1.2 Перенаправлення", "1.3 Якість"]
    assert column(plan, "measure") == ["Виїзди", "", "Перевірки"]


def test_targets_stand_as_they_are_typed_and_plain_numbers_as_numbers() -> None:
    row = ("1.1 А", "1.1.1 Б", "Озерянське БПД", "в", "12", "не менше 3", "12,5", "—", "100%")

    plan = plan_in(year(row))

    assert [plan.rows.plan[0][name] for name in ("q1", "q2", "q3", "q4", "total")] == [
        *(12, "не менше 3", "12,5", "—", "100%")
    ]


def test_the_count_of_a_plan_for_one_quarter_stands_in_its_quarter_too() -> None:
    plan = plan_in(quarter(("1.1 А", "1.1.1 Б", "Озерянське БПД", "", "в", "3")))

    assert (plan.rows.plan[0]["q2"], plan.rows.plan[0]["total"]) == (3, 3)


def test_a_number_for_the_year_stands_in_the_quarter_that_its_term_names_and_is_marked() -> None:
    row = ("1.1 А", "1.1.1 Б", "Озерянське БПД", "ІІІ квартал", "в", "3")

    plan = plan_in(Source(FILE, (TITLE, grid(QUARTER_HEADINGS, row))))

    assert (plan.rows.plan[0]["q3"], plan.rows.plan[0]["total"]) == (3, 3)
    assert doubted(plan, PLAN.name)[0, "q3"] == [IMPORT_QUARTER_BY_TERM.code]


def test_words_merged_over_the_quarters_are_of_the_year() -> None:
    row = ["1", "1.1 А", "1.1.1 Б", "Озерянське БПД", "в", "за потреби"]
    table = grid(HEADINGS, row, merged=[MergedRange(1, 2, 5, 10)])

    plan = plan_in(Source(FILE, (TITLE, table)))

    assert (plan.rows.plan[0].get("q1", ""), plan.rows.plan[0]["total"]) == ("", "за потреби")


def test_a_number_merged_over_quarters_is_asked_about_at_its_cell() -> None:
    row: list[CellValue] = ["1", "1.1 А", "1.1.1 Б", "Озерянське БПД", "в", 5]
    table = grid(HEADINGS, row, merged=[MergedRange(1, 2, 5, 7)])

    plan = plan_in(Source(FILE, (TITLE, table)))

    assert doubted(plan, PLAN.name)[0, "q1"] == ["plan-target-merged"]


def figures(*names_and_numbers: tuple[CellValue, ...]) -> ImportedPlan:
    """A yearly plan with the rows of two indicators; under each, rows of figures by name."""
    rows: list[list[CellValue]] = []
    for number in (1, 2):
        rows.append([number, "1.1 А", f"1.1.{number} Б", "Озерянське БПД; Сосницьке БПД", "Кількість лекцій"])
        rows += [[None, None, None, None, *each] for each in names_and_numbers]
    return plan_in(Source(FILE, (TITLE, grid(HEADINGS, *rows))))


def test_a_row_of_the_centre_under_the_name_of_an_indicator_is_its_target() -> None:
    plan = figures(("ВМЦ", 2, 2, 2, 2, 8))

    assert column(plan, "indicator") == ["Кількість лекцій"] * 2
    assert column(plan, "total") == [8, 8]
    assert plan.rows.details["short"] == "ВМЦ"
    assert doubted(plan, DETAILS.name)[-1, "short"] == [IMPORT_SHORT_NAME.code]


def test_rows_of_units_under_it_are_their_shares() -> None:
    plan = figures(("ВМЦ", 3, 3, 3, 3, 12), ("Озерянське БПД", 2, 2, 2, 2, 8), ("Сосницьке БПД", 1, 1, 1, 1, 4))

    shares = [(row["code"], row["unit"], row["quarter"], row["share"]) for row in plan.rows.shares]
    assert shares[0] == ("1.1.1", "Озерянське БПД", "І", 2)
    assert len(shares) == 16
    assert column(plan, "total") == [12, 12]


def test_the_sum_of_units_is_proposed_where_the_centre_has_no_row() -> None:
    plan = figures(("Озерянське БПД", 2, 2, 2, 2, 8), ("Сосницьке БПД", 1, 1, 1, 1, 4))

    assert column(plan, "q1") == [3, 3]
    assert doubted(plan, PLAN.name)[0, "q1"] == [IMPORT_TARGET_SUMMED.code]


def test_a_second_indicator_is_no_row_of_figures() -> None:
    rows = (
        ("1.1 А", "1.1.1 Б", "Озерянське БПД", "Кількість лекцій", None, None, None, None, None),
        (None, None, None, "Кількість слухачів", 5, 5, 5, 5, 20),
    )

    assert column(plan_in(year(*rows)), "indicator") == ["Кількість лекцій", "Кількість слухачів"]


def test_an_executor_that_is_no_unit_is_asked_about_once_for_its_cell() -> None:
    row = ["1.1 А", "1.1.1 Б", "за дорученням директора", "", "в", "1"]
    second = [None, None, "за дорученням директора", "", "г", "1"]
    table = grid(("Завдання", "Захід", "Виконавці", "Термін", "Показник", "План"), row, second)

    plan = plan_in(Source(FILE, (QUARTERLY, table)))

    assert doubted(plan, PLAN.name) == {(0, "responsible"): ["import-executor-unclear"]}


def test_a_line_of_the_document_that_is_in_no_cell_is_told() -> None:
    plan = plan_in(
        Source(FILE, (*year(("1.1 А", "1.1.1 Б", "Озерянське БПД", "в", 1, 1, 1, 1, 4)).parts, "* за погодженням"))
    )

    assert [finding.code for finding in plan.findings] == ["import-line-left-out"]

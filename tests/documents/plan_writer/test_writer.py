"""Writing the plan workbook: what is written reads back as the same plan, and a person can go on editing it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.any_plan import plans
from tests.support.look_at import look_at
from tests.support.thoroughness import examples
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.domain.plan import (
    AddsUp,
    Better,
    Centre,
    Counting,
    Indicator,
    Measure,
    Plan,
    PlannedEvent,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure, to_number
from xlplan.text.translation import use_language

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
Q1, Q2, Q3, Q4 = QUARTERS = tuple(Quarter(2021, number) for number in range(1, 5))
CENTRE = Centre(
    "KR",
    "Центр",
    "Місцевий центр",
    "2021 рік",
    2021,
    QUARTERS,
    "Директор",
    date(2021, 1, 5),
    "О. Коваленко",
    "План",
)
UNITS = (
    Unit("KOR", "Центр", UnitKind.OFFICE, ("Усі",)),
    Unit("HOR", "Хорошів", UnitKind.BUREAU, ("Усі", "Бюро"), "hor@example.org"),
    Unit("LUG", "Лугини", UnitKind.BUREAU, ("Усі", "Бюро")),
)
CONSTANT = Target(TargetKind.CONTINUOUS, "постійно")


def lead(key: str, title: str = "лекції", **more: object) -> Indicator:
    return Indicator(key, title, Counting.LEAD, ((Q1, count_target(2)),), count_target(2), **more)  # type: ignore[arg-type]


FULL = Plan(
    CENTRE,
    UNITS,
    (
        Measure("1.1", "Лекції", ("HOR",), (lead("1.1"), lead("1.1/2", "слухачі")), "1. Доступ", "1.1", "а", "б",
                "Хорошів", "щомісяця"),
        Measure("1.10", "=1+1", ("HOR", "LUG"),
                (Indicator("1.10", "зустрічі", Counting.SPLIT, ((Q1, count_target(3)), (Q2, count_target(2))),
                           count_target(5)),),
                "1. Доступ", "1.1", "", "", "Бюро", ""),
        Measure("2.1", "Сайт", ("KOR", "HOR", "LUG"),
                (Indicator("2.1", "записи", Counting.JOINT, tuple((each, CONSTANT) for each in QUARTERS), CONSTANT,
                           AddsUp.LAST, Better.LESS, "сумнів"),), "", "", "", "", "Усі", ""),
    ),
    (Share("1.10", "HOR", Q1, 1), Share("1.10", "LUG", Q1, 2), Share("1.10", "HOR", Q2, 2)),
    (
        PlannedEvent("1.1#1", "HOR", Q1, "лекція в суді", "14.01.2021"),
        PlannedEvent("1.1#2", "HOR", Q1),
        PlannedEvent("1.10#1", "LUG", Q1, "зустріч"),
        PlannedEvent("1.10#2", "HOR", Q1),
        PlannedEvent("1.10#3", "LUG", Q1, "друга зустріч"),
        PlannedEvent("1.10#4", "HOR", Q2, "зустріч у школі", "травень"),
    ),
)  # fmt: skip


@pytest.fixture(params=["uk", "en"])
def _each_language(request: pytest.FixtureRequest) -> Iterator[None]:
    use_language(request.param)
    yield
    use_language("uk")


@pytest.mark.usefixtures("_each_language")
def test_a_plan_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", FULL, MADE)
    plan, findings = read_plan(tmp_path / "plan.xlsx")
    assert plan == FULL, [str(finding) for finding in findings]


def test_a_column_has_room_for_the_decimals_of_its_numbers(tmp_path: Path) -> None:
    money = UnitOfMeasure("грн", 2)
    number = count_target(to_number(Decimal("1234567.25")))
    costs = Indicator("1.1", "витрати", Counting.LEAD, ((Q1, number),), number, unit_of_measure=money)
    (lectures, *_others) = FULL.measures
    measures = (replace(lectures, indicators=(costs,)),)
    write_plan(tmp_path / "plan.xlsx", replace(FULL, measures=measures, shares=(), events=()), MADE)
    sheet = look_at(tmp_path / "plan.xlsx")["План"]
    assert sheet["K6"].value == 1234567.25
    assert sheet.column_dimensions["K"].width > len("1234567.25")


def test_less_than_one_per_cent_is_written_with_its_sign(tmp_path: Path) -> None:
    number = count_target(Decimal("0.5"))
    errors = lead("1.1", "частка помилок", unit_of_measure=PERCENTAGE, adds_up=AddsUp.LAST)
    errors = replace(errors, targets=((Q1, number),), total=number)
    (lectures, *_others) = FULL.measures
    plan = replace(FULL, measures=(replace(lectures, indicators=(errors,)),), shares=(), events=())
    write_plan(tmp_path / "plan.xlsx", plan, MADE)
    assert look_at(tmp_path / "plan.xlsx")["План"]["K6"].value == "0,5\xa0%"
    assert read_plan(tmp_path / "plan.xlsx")[0] == plan


def test_one_event_row_for_each_of_a_units_share(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", FULL, MADE)
    rows = look_at(tmp_path / "plan.xlsx")["Розподіл"].iter_rows(min_row=6, values_only=True)
    assert [row[4] for row in rows if row[0] == "1.10" and row[2] == "Лугини"] == [1, 1]


def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", FULL, MADE)
    cell = look_at(tmp_path / "plan.xlsx")["План"]["F8"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_codes_are_text_also_in_the_rows_that_are_still_empty(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", None, MADE)
    sheet = look_at(tmp_path / "plan.xlsx")["План"]
    assert {sheet.cell(row, 5).number_format for row in range(6, 36)} == {"@"}
    assert sheet.column_dimensions["E"].number_format == "@"


def test_a_blank_plan_says_what_is_to_be_filled_in(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", None, MADE)
    plan, findings = read_plan(tmp_path / "plan.xlsx")
    assert plan is None
    assert [(each.code, each.location.sheet) for each in findings] == [
        *[("plan-detail-missing", "Реквізити")] * 4,
        ("plan-sheet-empty", "Підрозділи"),
        ("plan-sheet-empty", "План"),
    ]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_plan(tmp_path / name, FULL, MADE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_prompts_fit_into_a_spreadsheet(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", None, MADE)
    book = look_at(tmp_path / "plan.xlsx")
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    assert len(rules) == 5 + 14 + 7
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules)


@pytest.mark.parametrize("plan", [FULL, None], ids=["full", "blank"])
def test_the_workbook_is_valid(tmp_path: Path, plan: Plan | None) -> None:
    write_plan(tmp_path / "plan.xlsx", plan, MADE)
    result = OpenXmlValidator().validate(tmp_path / "plan.xlsx")
    assert result.is_valid, result.errors


@pytest.mark.slow
@settings(max_examples=examples(25, 6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_any_plan_reads_back_as_it_was_written(tmp_path: Path, plan: Plan) -> None:
    write_plan(tmp_path / "plan.xlsx", plan, MADE)
    read, findings = read_plan(tmp_path / "plan.xlsx")
    assert read == plan, [str(finding) for finding in findings]

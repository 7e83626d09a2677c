"""Numbers that are not counts in a plan: units of measure, limits, rules across units, computed shares."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.plan import AcrossUnits, AddsUp, Better, Counting, Indicator, Plan, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN
from xlplan.domain.unit_of_measure import PERCENTAGE, WHOLE_THINGS, UnitOfMeasure
from xlplan.text.translation import use_language

HOR, ALL = "Хорошівське БПД", "Усі"
Q1 = Quarter(2021, 1)
Rows = Sequence[Sequence[object]]


def row(
    *values: object, code: str = "1.1", units: object = HOR, title: str = "заняття", **more: Any
) -> list[object]:
    """A row of `План` with targets for I, II, III, IV and in all; further cells by their headings."""
    cells = planned(code, "Лекції", units, title, more.pop("counting", None), *values)
    headings = {
        "unit": "Одиниця",
        "across": "По підрозділах",
        "adds_up": "Підсумок",
        "better": "Краще",
    }
    for name, value in more.items():
        cells[PLAN_HEADINGS.index(headings[name])] = value
    return cells


def share(unit: str, count: object, code: str = "1.1") -> list[object]:
    """A row of `Розподіл` for the first quarter."""
    return [code, None, unit, "I", count]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def plan_of(path: Path, rows: Rows, shares: Rows = ()) -> Plan:
    plan, findings = read_plan(plan_book(path, plan=rows, shares=shares))
    assert plan is not None, [str(finding) for finding in findings]
    return plan


def indicator_of(path: Path, *rows: Sequence[object]) -> Indicator:
    return plan_of(path, rows).measures[0].indicators[0]


def faults_of(path: Path, rows: Rows, shares: Rows = ()) -> list[Finding]:
    plan, findings = read_plan(plan_book(path, plan=rows, shares=shares))
    errors = [each for each in findings if each.severity is Severity.ERROR]
    assert (plan is None) == bool(errors)
    return errors


def found(path: Path, rows: Rows, shares: Rows = ()) -> list[tuple[str, str]]:
    """Each error by its code and cell."""
    return [(each.code, each.location.cell) for each in faults_of(path, rows, shares)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (None, WHOLE_THINGS),
        ("—", WHOLE_THINGS),
        ("%", PERCENTAGE),
        ("%; 2", UnitOfMeasure("%", 2)),
        ("відсотків", PERCENTAGE),
        ("Відсотки; 2", UnitOfMeasure("%", 2)),
        ("per cent", PERCENTAGE),
        ("грн", UnitOfMeasure("грн", 2)),
        ("год", UnitOfMeasure("год", 1)),
        ("тис. грн; 1", UnitOfMeasure("тис. грн", 1)),
        ("день;1", UnitOfMeasure("день", 1)),
        ("шт.", UnitOfMeasure("шт.", 0)),
    ],
)
def test_a_row_names_what_it_counts(path: Path, text: str | None, unit: UnitOfMeasure) -> None:
    assert indicator_of(path, row(1, unit=text)).unit_of_measure == unit


@pytest.mark.parametrize("text", ["год; 5", "; 1", "год; багато", "1", 1, 0.5, "..."])
def test_an_unclear_unit_of_measure_is_found(path: Path, text: object) -> None:
    assert found(path, [row(1, unit=text)]) == [("plan-unit-of-measure-unclear", "S2")]


@pytest.mark.parametrize(
    ("unit", "typed", "number"),
    [
        ("год", 5.5, "5.5"),
        ("год", "5,5", "5.5"),
        ("год", "5,5 год", "5.5"),
        ("год", 0.1 + 0.2, "0.3"),
        ("грн", "11 000,50", "11000.50"),
        ("грн", "11\N{THIN SPACE}000", "11000"),
        ("тис. грн", "40 тис. грн", "40"),
        ("%", 90, "90"),
        ("%", "98 %", "98"),
        ("%", "0,5 %", "0.5"),
    ],
)
def test_a_target_has_the_decimals_of_its_row(path: Path, unit: str, typed: object, number: str) -> None:
    assert indicator_of(path, row(typed, unit=unit)).target(Q1).count == Decimal(number)


@pytest.mark.parametrize("unit", [None, "год", "грн", "%"])
@pytest.mark.parametrize("typed", ["11,000", "11.000"])
def test_thousands_with_a_comma_or_a_point_are_asked_about_in_every_row(
    path: Path, unit: str | None, typed: str
) -> None:
    (fault,) = faults_of(path, [row(typed, unit=unit)])
    assert (fault.code, fault.location.cell) == ("plan-target-ambiguous", "K2")
    assert "або 11000, або 11." in fault.problem


def test_the_four_quarters_of_a_pasted_plan_with_thousands_are_each_asked_about(path: Path) -> None:
    rows = [row("11,000", "12,000", "13,000", "14,000", "50,000", title="видано книжок")]
    assert found(path, rows) == [("plan-target-ambiguous", f"{column}2") for column in "KLMNO"]


def test_thousands_with_any_blank_are_read_and_noted(path: Path) -> None:
    typed = ["11 000", "12\N{NO-BREAK SPACE}000", "13\N{NARROW NO-BREAK SPACE}000", "14\u2003000", 50000]
    plan, findings = read_plan(plan_book(path, plan=[row(*typed, title="видано книжок")]))
    assert plan is not None
    assert [target.count for _quarter, target in plan.measures[0].indicators[0].targets] == [
        11000,
        12000,
        13000,
        14000,
    ]
    assert [each.code for each in findings] == ["plan-number-read"] * 4


@pytest.mark.parametrize("shown", [1, 0.9])
def test_a_target_shown_as_per_cent_is_asked_about_where_the_row_counts_things(path: Path, shown: float) -> None:
    book = openpyxl.load_workbook(plan_book(path, plan=[row(shown)]))
    book["План"]["K2"].number_format = "0%"
    book.save(path)
    assert [(each.code, each.location.cell) for each in read_plan(path)[1]] == [("plan-target-percent", "K2")]


@pytest.mark.parametrize(("shown", "number"), [(1, 100), (0.9, 90), (0.985, Decimal("98.5"))])
def test_a_target_shown_as_per_cent_is_a_percentage_in_a_row_of_percentages(
    path: Path, shown: float, number: object
) -> None:
    book = openpyxl.load_workbook(plan_book(path, plan=[row(shown, unit="%")]))
    book["План"]["K2"].number_format = "0.0%"
    book.save(path)
    plan, findings = read_plan(path)
    assert plan is not None
    assert plan.measures[0].indicators[0].target(Q1).count == number
    assert not findings


def test_a_plain_share_in_a_row_of_percentages_is_asked_about(path: Path) -> None:
    (fault,) = faults_of(path, [row(0.9, unit="%")])
    assert (fault.code, fault.location.cell) == ("plan-target-share", "K2")
    assert "90 % або 0,9 %" in fault.problem


@pytest.mark.parametrize(
    ("unit", "typed", "example"), [(None, 5.5, "день; 1"), ("год", 5.25, "год; 2"), ("грн", "0,125", "грн; 3")]
)
def test_more_decimals_than_the_row_allows_are_never_rounded(
    path: Path, unit: str | None, typed: object, example: str
) -> None:
    (fault,) = faults_of(path, [row(typed, unit=unit)])
    assert (fault.code, fault.location.cell) == ("plan-target-decimals", "K2")
    assert example in fault.remedy


@pytest.mark.parametrize(
    "words", ["не більше 3", "до 3", "≤ 3", "щонайбільше 3", "в межах 3", "at most 3", "up to 3"]
)
def test_a_ceiling_in_words_makes_its_row_a_ceiling(path: Path, words: str) -> None:
    indicator = indicator_of(path, row(words))
    assert (indicator.better, indicator.target(Q1).count) == (Better.LESS, 3)
    assert indicator.target(Q1).words == words


@pytest.mark.parametrize("words", ["не менше 20", "≥ 20", "щонайменше 20", "at least 20", "20"])
def test_a_floor_in_words_is_a_target_to_reach(path: Path, words: str) -> None:
    indicator = indicator_of(path, row(words))
    assert (indicator.better, indicator.target(Q1).count) == (Better.MORE, 20)


def test_numbers_without_words_belong_to_the_ceiling_of_their_row(path: Path) -> None:
    indicator = indicator_of(path, row("не більше 3", 4, 3, 2, 12))
    assert (indicator.better, indicator.total.count) == (Better.LESS, 12)


@pytest.mark.parametrize(
    ("values", "more", "cell", "other"),
    [
        (("не більше 3", "не менше 4"), {}, "L2", "K2"),
        (("не менше 3", None, None, None, "до 3"), {}, "O2", "K2"),
        (("не більше 3",), {"better": "більше"}, "K2", "R2"),
        (("не менше 3",), {"better": "менше"}, "K2", "R2"),
    ],
)
def test_a_ceiling_and_a_floor_in_one_row_contradict_each_other(
    path: Path, values: tuple[object, ...], more: dict[str, Any], cell: str, other: str
) -> None:
    faults = [each for each in faults_of(path, [row(*values, **more)]) if each.code == "plan-limits-clash"]
    assert [each.location.cell for each in faults] == [cell]
    assert other in faults[0].problem


def test_a_share_must_not_be_a_ceiling_where_its_target_is_to_be_reached(path: Path) -> None:
    (fault,) = faults_of(path, [row("не менше 3", units=ALL)], [share(HOR, "до 3")])
    assert (fault.code, fault.location.sheet, fault.location.cell) == ("plan-limits-clash", "Розподіл", "E2")
    assert "План!K2" in fault.problem


def test_a_number_read_from_words_is_noted_as_it_is_understood(path: Path) -> None:
    _plan, findings = read_plan(plan_book(path, plan=[row("не більше 5,5 год", unit="год")]))
    assert [each.code for each in findings] == ["plan-number-read"]
    assert "не більше 5,5\N{NO-BREAK SPACE}год" in findings[0].problem


def test_quarters_add_up_exactly(path: Path) -> None:
    indicator = indicator_of(path, row(0.1, 0.2, 0.3, 0.1, 0.7, unit="год"))
    assert indicator.total.count == Decimal("0.7")


@pytest.mark.parametrize(
    ("values", "more", "code"),
    [
        ((1.5, 1.5, None, None, 3.5), {"unit": "год"}, "plan-total-differs"),
        ((90, 95, None, None, 93), {"unit": "%", "adds_up": "середнє"}, "plan-total-not-mean"),
        ((90, 95, None, None, 92.5), {"unit": "%", "adds_up": "середнє"}, None),
        ((1, 2, None, None, 2), {"adds_up": "середнє"}, None),
        ((90, 95, None, None, 80), {"unit": "%"}, None),
    ],
)
def test_a_total_is_compared_by_the_rule_of_its_row(
    path: Path, values: tuple[object, ...], more: dict[str, Any], code: str | None
) -> None:
    assert found(path, [row(*values, **more)]) == ([(code, "O2")] if code else [])


def test_percentages_of_quarters_take_the_latest_unless_the_row_says_mean(path: Path) -> None:
    assert indicator_of(path, row(90, unit="%")).adds_up is AddsUp.LAST
    assert indicator_of(path, row(90, unit="%", adds_up="середнє")).adds_up is AddsUp.MEAN
    assert indicator_of(path, row(90, unit="год")).adds_up is AddsUp.SUM


def test_percentages_are_not_added_up_over_quarters(path: Path) -> None:
    assert found(path, [row(90, unit="%", adds_up="сума")]) == [("plan-percent-summed", "Q2")]


@pytest.mark.parametrize("across", [None, "сума"])
def test_a_percentage_of_several_units_says_how_the_centre_s_is_made(path: Path, across: str | None) -> None:
    (fault,) = faults_of(path, [row(90, unit="%", units=ALL, across=across)])
    assert (fault.code, fault.location.cell) == ("plan-percent-across", "T2")
    assert "середнє" in fault.remedy
    assert "частка 1.2.1/2 від 1.2.1" in fault.remedy


def test_a_plan_without_the_column_is_told_of_a_percentage_of_several_units_beside_it(path: Path) -> None:
    book = openpyxl.load_workbook(plan_book(path, plan=[row(90, unit="%", units=ALL)]))
    book["План"].delete_cols(PLAN_HEADINGS.index("По підрозділах") + 1)
    book.save(path)
    assert [(each.code, each.location.cell) for each in read_plan(path)[1]] == [("plan-percent-across", "S2")]


@pytest.mark.parametrize("more", [{"units": HOR}, {"units": ALL, "counting": "головний виконавець"}])
def test_a_percentage_that_one_unit_reports_needs_no_rule(path: Path, more: dict[str, Any]) -> None:
    indicator = indicator_of(path, row(90, unit="%", **more))
    assert (indicator.across_units, indicator.counting) == (AcrossUnits.SUM, Counting.LEAD)


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ("середнє", AcrossUnits.MEAN),
        ("найбільше", AcrossUnits.GREATEST),
        ("Найменше", AcrossUnits.LEAST),
        ("mean", AcrossUnits.MEAN),
        ("greatest", AcrossUnits.GREATEST),
        ("least", AcrossUnits.LEAST),
    ],
)
def test_a_rule_across_units_gives_each_unit_its_own_target(path: Path, word: str, rule: AcrossUnits) -> None:
    shares = [share(HOR, 80), share("Лугинське БПД", 99.5)]
    plan = plan_of(path, [row(90, unit="%", units=ALL, across=word)], shares)
    indicator = plan.measures[0].indicators[0]
    assert (indicator.across_units, indicator.counting) == (rule, Counting.SPLIT)
    assert plan.share("1.1", "LUG", Q1) == Decimal("99.5")


def test_an_unclear_rule_across_units_is_found(path: Path) -> None:
    (fault,) = faults_of(path, [row(90, unit="год", across="медіана")])
    assert (fault.code, fault.location.cell) == ("plan-across-unclear", "T2")
    assert "сума, середнє, найбільше, найменше" in fault.remedy


@pytest.mark.parametrize("across", ["середнє", "частка 1.2 від 1.3"])
def test_a_joint_target_is_added_up(path: Path, across: str) -> None:
    rows = [row(90, unit="%", units=ALL, across=across, counting="спільно"), *counts()]
    assert found(path, rows) == [("plan-joint-across", "J2")]


def test_shares_of_hours_add_up_exactly(path: Path) -> None:
    rows = [row(0.3, unit="год", units=ALL)]
    assert found(path, rows, [share(HOR, 0.1), share("Лугинське БПД", 0.2)]) == []
    assert found(path, rows, [share(HOR, 0.1), share("Лугинське БПД", 0.1)]) == [("plan-shares-differ", "K2")]


def test_events_are_compared_with_counts_alone(path: Path) -> None:
    events = [["1.1", None, HOR, "I", None, "лекція"]] * 2
    plan, findings = read_plan(plan_book(path, plan=[row(5.5, unit="год")], shares=events))
    assert plan is not None
    assert not findings


def counts(units: str = ALL, **more: Any) -> list[list[object]]:
    """Two rows that units report, 1.2 and 1.3: a part and its whole."""
    return [row(4, code=code, units=units, title=f"справи {code}", **more) for code in ("1.2", "1.3")]


def test_a_share_is_computed_from_two_rows(path: Path) -> None:
    indicator = indicator_of(path, row(90, units=ALL, across="частка 1.2 від 1.3"), *counts())
    assert indicator.ratio == Ratio("1.2", "1.3")
    assert (indicator.unit_of_measure, indicator.adds_up, indicator.counting, indicator.across_units) == (
        *(PERCENTAGE, AddsUp.LAST, Counting.SPLIT, AcrossUnits.SUM),
    )


@pytest.mark.parametrize(
    "words",
    [
        "Частка 1.2/2 від 1.2",
        "частка  1.2 / 2  від  1.2/1.",
        "частка Захід 1.2/2 від Захід № 1.2",
        "share of 1.2/2 in 1.2",
        "share of 1.2/2 of 1.2",
    ],
)
def test_the_rows_of_a_share_are_named_in_any_spelling_of_their_codes(path: Path, words: str) -> None:
    rows = [row(90, across=words), *(row(4, code="1.2", title=title) for title in ("розглянуто", "надійшло"))]
    assert indicator_of(path, *rows).ratio == Ratio("1.2/2", "1.2")


def test_a_share_that_one_unit_reports_is_its_own(path: Path) -> None:
    indicator = indicator_of(path, row(90, across="частка 1.2 від 1.3"), *counts(HOR))
    assert indicator.counting is Counting.LEAD


def test_a_share_may_have_decimals_of_its_own(path: Path) -> None:
    indicator = indicator_of(path, row(90.25, unit="%; 2", across="частка 1.2 від 1.3"), *counts(HOR))
    assert indicator.unit_of_measure == UnitOfMeasure("%", 2)


def test_a_unit_may_have_its_own_target_for_a_share(path: Path) -> None:
    plan = plan_of(path, [row(90, units=ALL, across="частка 1.2 від 1.3"), *counts()], [share(HOR, 80)])
    assert plan.share("1.1", "HOR", Q1) == 80


SHARES: dict[str, tuple[list[list[object]], tuple[str, str]]] = {
    "a row that the plan lacks": (
        [row(90, units=ALL, across="частка 1.2 від 9.9"), *counts()],
        ("plan-ratio-unknown", "T2"),
    ),
    "a row in itself": (
        [row(90, units=ALL, across="частка 1.2 від 1.2/1"), *counts()],
        ("plan-ratio-alone", "T2"),
    ),
    "a computed row": (
        [
            row(90, units=ALL, across="частка 1.2 від 1.3"),
            *counts(),
            row(90, code="1.4", title="друга", units=ALL, across="частка 1.1 від 1.3"),
        ],
        ("plan-ratio-of-computed", "T5"),
    ),
    "rows that are not added up over units": (
        [row(90, units=ALL, across="частка 1.2 від 1.3"), counts(across="найбільше")[0], counts()[1]],
        ("plan-ratio-not-summed", "T2"),
    ),
    "rows that are not added up over quarters": (
        [row(90, units=ALL, across="частка 1.2 від 1.3"), counts()[0], counts(adds_up="останнє")[1]],
        ("plan-ratio-not-summed", "T2"),
    ),
    "rows of different units of measure": (
        [row(90, units=ALL, across="частка 1.2 від 1.3"), counts(unit="год")[0], counts()[1]],
        ("plan-ratio-mixed", "T2"),
    ),
    "another unit of measure than per cent": (
        [row(90, unit="год", units=ALL, across="частка 1.2 від 1.3"), *counts()],
        ("plan-ratio-not-percent", "S2"),
    ),
    "a rule for its year": (
        [row(90, units=ALL, across="частка 1.2 від 1.3", adds_up="останнє"), *counts()],
        ("plan-ratio-adds-up", "Q2"),
    ),
    "a sum for its year": (
        [row(90, units=ALL, across="частка 1.2 від 1.3", adds_up="сума"), *counts()],
        ("plan-ratio-adds-up", "Q2"),
    ),
    "units that do not report both counts": (
        [row(90, units=ALL, across="частка 1.2 від 1.3"), counts()[0], counts(HOR)[1]],
        ("plan-ratio-units", "G2"),
    ),
    "fewer units than report both counts": (
        [row(90, units=HOR, across="частка 1.2 від 1.3"), *counts()],
        ("plan-ratio-units", "G2"),
    ),
    "no second row": ([row(90, units=ALL, across="частка 1.2"), *counts()], ("plan-across-unclear", "T2")),
}


@pytest.mark.parametrize("case", SHARES)
def test_a_share_that_cannot_be_computed_is_found(path: Path, case: str) -> None:
    rows, fault = SHARES[case]
    assert found(path, rows) == [fault]


def test_an_english_plan_says_the_same(path: Path) -> None:
    use_language("en")
    rows = [
        row("at least 90 %", units=ALL, across="share of 1.2 in 1.3"),
        *counts(),
        row("within 40 тис. грн", code="1.4", title="costs", unit="тис. грн"),
        row(
            "no more than 5.5",
            code="1.5",
            title="days",
            units=ALL,
            unit="day; 1",
            across="greatest",
            adds_up="mean",
        ),
    ]
    book = openpyxl.load_workbook(plan_book(path, plan=rows))
    for cell, column in zip(book["План"][1], PLAN.columns, strict=True):
        cell.value = column.heading
    book.save(path)
    plan, findings = read_plan(path)
    assert plan is not None, [str(each) for each in findings]
    days = plan.indicator("1.5")
    assert plan.indicator("1.1").ratio == Ratio("1.2", "1.3")
    assert plan.indicator("1.4").better is Better.LESS
    assert (days.unit_of_measure, days.across_units, days.adds_up) == (
        *(UnitOfMeasure("day", 1), AcrossUnits.GREATEST, AddsUp.MEAN),
    )
    assert (days.target(Q1).count, days.better) == (Decimal("5.5"), Better.LESS)


def test_words_of_a_limit_hold_for_every_quarter_that_they_are_merged_over(path: Path) -> None:
    rows = [row("5,5", None, None, None, unit="год")]
    plan_book(path, plan=rows, merged=["K2:N2"])
    assert [(each.code, each.location.cell) for each in read_plan(path)[1] if each.severity is Severity.ERROR] == [
        ("plan-target-merged", "K2")
    ]

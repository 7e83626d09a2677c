"""Events listed in a measure's cell: told from text by their looks, placed by their dates, asked where unclear."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.text.translation import use_language

HOR, LUG = "Хорошівське БПД", "Лугинське БПД"
YEAR = [2, 2, 2, 2, 8]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def read(
    path: Path,
    measure: str,
    targets: Sequence[object],
    responsible: str = HOR,
    shares: Sequence[Sequence[object]] = (),
    period: str = "2021 рік",
) -> PlanReading:
    row = planned("1.1", measure, responsible, "лекції", None, *targets)
    return interpret_plan(plan_book(path, plan=[row], shares=shares, details={"Період": period}))


def events(reading: PlanReading) -> list[tuple[str, str, int]]:
    return [(event.title, event.on, event.quarter.number) for event in reading.events]


def codes(reading: PlanReading) -> set[str]:
    return {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "measure",
    [
        "Лекції:\n- лекція у ліцеї № 2\n- робоча зустріч у коледжі\n- проведення семінару в бібліотеці",
        "Lectures:\n- lecture at the lyceum\n- Workshop for teachers\n- open day at the office",
        "Лекції:\n1) лекція у ліцеї\n2) семінар у школі\n3) тренінг у громаді",
        "Провести: 1) лекцію у ліцеї; 2) семінар у школі; 3) тренінг у громаді",
        "Лекції:\nа) лекція у ліцеї\nб) семінар у школі\nв) тренінг у громаді",
        "Лекції\n1. лекція у ліцеї\n2. семінар у школі\n3. тренінг у громаді",
    ],
)
def test_a_list_of_what_looks_like_events_is_one_however_many_are_planned(path: Path, measure: str) -> None:
    reading = read(path, measure, [None, 7])
    assert [quarter for _title, _on, quarter in events(reading)] == [2, 2, 2]
    assert reading.plan
    assert not reading.measures[0].title.endswith(":")


@pytest.mark.parametrize("targets", [[None, 2], [None, None, None, None, 2]])
def test_a_list_of_as_many_as_the_row_plans_is_one_of_events(path: Path, targets: list[object]) -> None:
    reading = read(path, "Лекції для:\n- дітей\n- дорослих", targets, period="ІІ квартал 2021 року")
    assert [title for title, _on, _quarter in events(reading)] == ["дітей", "дорослих"]


@pytest.mark.parametrize(
    ("measure", "seen"),
    [
        ("Проведення:\n- лекцій\n- семінарів", "2, перший — «лекцій»"),
        ("Інформування з питань:\n1) субсидій;\n2) пенсій;\n3) землі", "3, перший — «субсидій»"),
        ("Забезпечити: а) облік; б) звітність", "2, перший — «облік»"),
    ],
)
def test_a_list_that_may_be_text_stays_in_it_and_is_asked_about(path: Path, measure: str, seen: str) -> None:
    reading = read(path, measure, YEAR)
    (asked,) = [finding for finding in reading.findings if finding.code == "plan-list-kept"]
    assert seen in asked.problem
    assert events(reading) == []
    assert reading.measures[0].title == " ".join(measure.split())


@pytest.mark.parametrize(
    "measure",
    [
        "Лекції:\n- 12.02.2021 лекція у школі\n- 15 травня: у ліцеї",
        "Лекції\n- 12.02.2021 лекція у школі\n- 15 травня – у ліцеї",
        "Лекції\n12.02.2021 лекція у школі\n15 травня – у ліцеї",
        "Лекції\n- лекція у школі (12.02.2021)\n- у ліцеї, 15 травня",
        "Лекції:\n1) 12.02.2021 лекція у школі\n2) у ліцеї – 15 травня",
    ],
)
def test_a_date_goes_to_the_date_of_its_event_and_tells_its_quarter(path: Path, measure: str) -> None:
    reading = read(path, measure, YEAR)
    assert events(reading) == [("лекція у школі", "12.02.2021", 1), ("у ліцеї", "15 травня", 2)]


def test_an_event_may_have_a_month_or_a_quarter_for_its_date(path: Path) -> None:
    measure = (
        "Лекції\n- у березні – лекція у школі\n- до 20.06 – семінар\n- лекція (ІІІ квартал)\n- тренінг – жовтень"
    )
    assert [(on, quarter) for _title, on, quarter in events(read(path, measure, YEAR))] == [
        ("у березні", 1),
        ("до 20.06", 2),
        ("ІІІ квартал", 3),
        ("жовтень", 4),
    ]


@pytest.mark.parametrize("period", ["2021 рік", "ІІ квартал 2021 року"])
def test_a_date_outside_of_the_plan_is_asked_about(path: Path, period: str) -> None:
    reading = read(path, "Лекції\n- 12.02.2020 лекція у школі", [None, 1], period=period)
    assert "plan-event-outside" in codes(reading)
    assert reading.plan is None


def test_a_date_that_falls_in_two_quarters_is_asked_about(path: Path) -> None:
    assert "plan-event-spans" in codes(read(path, "Лекції\n- березень–квітень: лекція у школі", YEAR))


def test_an_event_whose_quarter_nobody_can_tell_is_asked_about(path: Path) -> None:
    assert "plan-event-when" in codes(read(path, "Лекції\n- лекція у школі", YEAR))


def test_the_term_of_a_measure_tells_the_quarter_where_no_target_does(path: Path) -> None:
    row = planned("1.1", "Лекції\n- лекція у школі", HOR, "лекції", None, None, None, None, None, 1)
    row[7] = "до 20 травня"
    assert [quarter for *_other, quarter in events(interpret_plan(plan_book(path, plan=[row])))] == [2]


def test_an_event_that_the_sheet_of_shares_has_is_not_listed_twice(path: Path) -> None:
    share = ["1.1", None, HOR, "I", None, "лекція у школі", "12.02.2021"]
    reading = read(path, "Лекції\n- 12.02.2021 лекція у школі", YEAR, shares=[share])
    assert events(reading) == [("лекція у школі", "12.02.2021", 1)]


def test_the_date_of_a_share_tells_its_quarter(path: Path) -> None:
    share = ["1.1", None, HOR, None, None, "лекція у школі", "12 травня"]
    assert events(read(path, "Лекції", YEAR, shares=[share])) == [("лекція у школі", "12 травня", 2)]


def test_a_date_that_its_quarter_contradicts_is_asked_about(path: Path) -> None:
    share = ["1.1", None, HOR, "I", None, "лекція у школі", "12.05.2021"]
    assert "plan-event-outside" in codes(read(path, "Лекції", YEAR, shares=[share]))


def test_signs_that_nobody_sees_hide_no_list(path: Path) -> None:
    measure = "Лек\u00adції:\r\n\u200b-\u00a0лек\u00adція у школі\r\n\u2060• семінар у ліцеї"
    assert [title for title, *_other in events(read(path, measure, [None, 2]))] == [
        "лекція у школі",
        "семінар у ліцеї",
    ]


def test_as_many_units_as_events_hold_one_each(path: Path) -> None:
    reading = read(path, "Лекції:\n1) лекція у школі\n2) семінар у ліцеї", [None, 2], f"{HOR}\n{LUG}")
    assert [event.unit for event in reading.events] == ["HOR", "LUG"]


def test_events_are_told_in_english(path: Path) -> None:
    use_language("en")
    reading = read(path, "Lectures:\n- 12 May 2021: lecture at school\n- workshop (June)", [None, 2])
    assert [(title, on) for title, on, _quarter in events(reading)] == [
        ("lecture at school", "12 May 2021"),
        ("workshop", "June"),
    ]


def test_as_many_units_as_events_in_rows_below_hold_one_each(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", f"{HOR}\n{LUG}", "лекції", None, None, 2),
        planned(None, "- лекція у школі"),
        planned(None, "- семінар у ліцеї"),
    ]
    reading = interpret_plan(plan_book(path, plan=rows))
    assert [(event.title, event.unit) for event in reading.events] == [
        ("лекція у школі", "HOR"),
        ("семінар у ліцеї", "LUG"),
    ]


def test_a_dash_alone_among_events_is_one_without_a_description(path: Path) -> None:
    reading = read(path, "Лекції\n- лекція у школі\n-", [None, 2], f"{HOR}\n{LUG}")
    assert [(event.title, event.unit) for event in reading.events] == [("лекція у школі", "HOR"), ("", "LUG")]
    assert "plan-event-unnamed" in codes(reading)


def test_a_single_item_after_a_colon_is_a_list_too(path: Path) -> None:
    assert [title for title, *_other in events(read(path, "Лекції:\n1) лекція у школі", [None, 1]))] == [
        "лекція у школі"
    ]


BOTH = f"{HOR}; {LUG}"


@pytest.mark.parametrize(
    "event",
    [
        f"лекція (лютий, {LUG})",
        f"лекція ({LUG}, лютий)",
        f"лекція – лютий, {LUG}",
        f"лекція, {LUG}, лютий",
        f"лютий: лекція ({LUG})",
        f"лекція (лютий; працівники {LUG.replace('ське', 'ського')})",
    ],
)
def test_an_event_names_its_date_and_its_unit(path: Path, event: str) -> None:
    reading = read(path, f"Лекції:\n- {event}", [1, 1, 1, 1, 4], BOTH)
    (only,) = reading.events
    assert (only.title, only.on.casefold(), only.unit, only.quarter.number) == ("лекція", "лютий", "LUG", 1)


def test_a_unit_that_is_not_responsible_belongs_to_the_text_of_an_event(path: Path) -> None:
    (only,) = read(path, f"Лекції:\n- лекція ({LUG})", [1], HOR).events
    assert (only.title, only.unit) == (f"лекція ({LUG})", "HOR")


def test_what_stands_beside_an_event_and_is_neither_belongs_to_its_text(path: Path) -> None:
    (only,) = read(path, f"Лекції:\n- лекція (лютий, {LUG}, ліцей)", [1], LUG).events
    assert only.title == f"лекція (лютий, {LUG}, ліцей)"


@pytest.mark.parametrize(
    ("indicator", "is_said"),
    [
        ("працівників, осіб", False),
        ("навчання працівників, осіб", False),
        ("кількість учасників заходів", False),
        ("консультацій", False),
        ("documents", False),
        ("лекцій", True),
        ("кількість заходів для працівників", True),
        ("lectures held", True),
        # Nobody can tell what these count, and one event of five is no list of them.
        ("охоплення", False),
    ],
)
def test_one_event_is_fewer_than_planned_only_where_events_are_counted(
    path: Path, indicator: str, is_said: bool
) -> None:
    row = planned("1.1", "Навчання:\n- лекція у ліцеї", HOR, indicator, None, None, 5)
    assert ("plan-events-differ" in codes(interpret_plan(plan_book(path, plan=[row])))) is is_said


def test_numbers_that_are_nearly_the_events_named_suggest_that_these_are_counted(path: Path) -> None:
    row = planned("1.1", "Навчання:\n- лекція у ліцеї\n- семінар у школі", HOR, "охоплення", None, None, 3)
    assert "plan-events-differ" in codes(interpret_plan(plan_book(path, plan=[row])))


@pytest.mark.parametrize(
    ("first", "second", "holder"),
    [
        (("учасники", 40), ("лекції", 2), "лекції"),
        (("лекції", 2), ("учасники", 40), "лекції"),
        (("people reached", 40), ("workshops held", 7), "workshops held"),
        (("скарги", 9), ("години", 9), "скарги"),
    ],
)
def test_events_of_a_measure_are_listed_once_under_the_indicator_that_counts_them(
    path: Path, first: tuple[str, int], second: tuple[str, int], holder: str
) -> None:
    measure = "Лекції:\n- лекція у ліцеї\n- лекція у школі"
    rows = [planned("1.1", measure, HOR, title, None, None, number) for title, number in (first, second)]
    reading = interpret_plan(plan_book(path, plan=rows, shares=[], details={"Період": "2021 рік"}))
    titles = {indicator.key: indicator.title for each in reading.measures for indicator in each.indicators}
    assert [(titles[event.key.partition("#")[0]], event.title) for event in reading.events] == [
        (holder, "лекція у ліцеї"),
        (holder, "лекція у школі"),
    ]


def test_an_event_that_the_sheet_lists_under_another_indicator_is_not_listed_twice(path: Path) -> None:
    measure = "Лекції:\n- лекція у ліцеї\n- лекція у школі"
    rows = [planned("1.1", measure, HOR, title, None, None, 2) for title in ("лекції", "зустрічі")]
    shares = [["1.1", "зустрічі", HOR, "ІІ", None, event, None] for event in ("лекція у ліцеї", "лекція у школі")]
    reading = interpret_plan(plan_book(path, plan=rows, shares=shares, details={"Період": "2021 рік"}))
    assert [event.key.partition("#")[0] for event in reading.events] == ["1.1/2", "1.1/2"]

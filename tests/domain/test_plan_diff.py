"""What differs between two plans: every change is told, once, as an order would tell it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.revision import NEW, by_order
from tests.support.small_plan import QUARTER, measure, plan_of, typed
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Better,
    Counting,
    EmptyLevel,
    Measure,
    Plan,
    PlannedEvent,
    Ratio,
    Share,
    UnitKind,
)
from xlplan.domain.plan_diff import compare_plans
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure
from xlplan.text.translation import use_language

NBSP = "\N{NO-BREAK SPACE}"
PLAN = replace(
    plan_of(
        measure("1.1", 3, "split", "AB", title="Лекції"),
        measure("1.2", "постійно", "joint", "ABC", title="Сайт"),
        measure("1.3", None, "lead", "C", title="Звірки"),
        shares={"1.1": {"A": 1, "B": 2}},
    ),
    events=(PlannedEvent("1.1#1", "A", QUARTER, "лекція в суді", "14.05.2021"),),
)


def told(new: Plan, old: Plan = PLAN) -> list[tuple[str, str]]:
    return [(change.measure, change.text) for change in compare_plans(old, new)]


def with_measure(at: int, **changes: object) -> Plan:
    measures = list(PLAN.measures)
    measures[at] = replace(measures[at], **changes)
    return replace(PLAN, measures=tuple(measures))


def with_indicator(at: int, **changes: object) -> Plan:
    (indicator,) = PLAN.measures[at].indicators
    return with_measure(at, indicators=(replace(indicator, **changes),))


def test_a_plan_differs_in_nothing_from_itself() -> None:
    assert told(PLAN) == []


def test_a_ceiling_is_called_one_and_its_turn_is_told_once() -> None:
    ceiling = with_indicator(0, better=Better.LESS)
    higher = with_indicator(0, better=Better.LESS, targets=((QUARTER, typed(4)),))
    assert told(higher, ceiling) == [("1.1", "ІІ квартал 2021 року: «не більше 3» замінити на «не більше 4»")]
    assert ("1.1", "Краще: «більше» замінити на «менше»") in told(ceiling)
    assert not any("«3»" in text for _code, text in told(ceiling))


def test_a_target_is_replaced_in_its_quarter() -> None:
    new = with_indicator(0, targets=((QUARTER, typed(4)),))
    assert told(new) == [("1.1", "ІІ квартал 2021 року: «3» замінити на «4»")]


def test_a_target_that_was_not_there_is_set_and_one_that_goes_is_dropped_never_zero() -> None:
    assert told(with_indicator(2, targets=((QUARTER, typed(2)),))) == [
        ("1.3", "ІІ квартал 2021 року: установити «2»")
    ]
    assert told(with_indicator(0, targets=())) == [("1.1", "ІІ квартал 2021 року: вилучити «3»")]


def test_typed_words_are_quoted_as_the_plan_has_them() -> None:
    new = with_indicator(1, targets=((QUARTER, typed("за потреби")),))
    assert told(new) == [("1.2", "ІІ квартал 2021 року: «постійно» замінити на «за потреби»")]


def test_a_share_is_replaced_with_the_unit_named() -> None:
    shares = (Share("1.1", "A", QUARTER, 2), Share("1.1", "B", QUARTER, 1))
    assert told(replace(PLAN, shares=shares)) == [
        ("1.1", "частка «Хорошівське БПД», ІІ квартал 2021 року: «1» замінити на «2»"),
        ("1.1", "частка «Народицьке БПД», ІІ квартал 2021 року: «2» замінити на «1»"),
    ]


def worded(words: str) -> Plan:
    return with_measure(0, responsible="Хорошівське БПД", executors=(words,))


def test_other_words_for_the_same_executor_are_told_as_they_are_printed() -> None:
    assert told(worded("Начальник Хорошівського БПД"), worded("Працівники Хорошівського БПД")) == [
        ("1.1", "Відповідальний: «Працівники Хорошівського БПД» замінити на «Начальник Хорошівського БПД»")
    ]


def test_a_plan_that_was_recorded_without_words_is_compared_by_the_names_of_units() -> None:
    recorded = with_measure(0, responsible="Хорошівське БПД")
    assert told(worded("Працівники Хорошівського БПД"), recorded) == []
    renamed = with_measure(0, responsible="Народицьке БПД", executors=("Працівники Народицького БПД",))
    assert told(renamed, recorded) == [("1.1", "Відповідальний: «Хорошівське БПД» замінити на «Народицьке БПД»")]


def test_a_dropped_measure_is_one_change_and_takes_its_shares_and_events_along() -> None:
    new = replace(PLAN, measures=PLAN.measures[1:], shares=(), events=())
    assert told(new) == [("1.1", "вилучити")]


def test_a_new_measure_is_told_in_full() -> None:
    old = replace(PLAN, measures=PLAN.measures[1:], shares=(), events=())
    assert told(PLAN, old) == [
        (
            "1.1",
            "доповнити заходом; відповідальний: —; «зустрічі»: ІІ квартал 2021 року — 3; у тому числі "
            "Хорошівське БПД — 1, Народицьке БПД — 2; події: лекція в суді (Хорошівське БПД)",
        )
    ]


def test_an_event_is_added_and_dropped() -> None:
    moved = replace(PLAN, events=(replace(PLAN.events[0], unit="B"),))
    assert told(moved) == [
        (
            "1.1",
            "доповнити запланованою подією «лекція в суді» (Народицьке БПД, ІІ квартал 2021 року, 14.05.2021)",
        ),
        (
            "1.1",
            "вилучити заплановану подію «лекція в суді» (Хорошівське БПД, ІІ квартал 2021 року, 14.05.2021)",
        ),
    ]


def test_an_order_reads_in_english_too() -> None:
    use_language("en")
    assert told(with_measure(2, title="Audits")) == [("1.3", "Measure: replace “Звірки” with “Audits”")]


def test_the_changes_of_a_plan_as_a_whole_come_first() -> None:
    new = replace(
        with_measure(0, term="щомісяця"),
        centre=replace(PLAN.centre, approved_on=date(2021, 5, 12)),
        units=(*PLAN.units[:2], replace(PLAN.units[2], name="Овруч")),
    )
    assert told(new) == [
        ("", "Дата затвердження: установити «12.05.2021»"),
        ("", "Підрозділ C: «Овруцьке БПД» замінити на «Овруч»"),
        ("1.1", "Термін: установити «щомісяця»"),
    ]


def with_two(**changes: object) -> Plan:
    """The plan with a second indicator under its first measure."""
    (indicator,) = PLAN.measures[0].indicators
    second = replace(indicator, key="1.1/2", title="слухачі", targets=((QUARTER, typed(90)),))
    return with_measure(0, indicators=(indicator, replace(second, **changes)))


def test_an_indicator_that_is_added_is_told_with_its_targets() -> None:
    assert told(with_two()) == [("1.1", "доповнити показником «слухачі»: ІІ квартал 2021 року — 90")]
    bare = with_two(targets=())
    assert told(bare) == [("1.1", "доповнити показником «слухачі»: без плану")]
    year = with_two(targets=((QUARTER, typed(90)), (Quarter(2021, 3), typed("за потреби"))))
    assert told(year) == [
        ("1.1", "доповнити показником «слухачі»: ІІ квартал 2021 року — 90, ІІІ квартал 2021 року — за потреби")
    ]


def test_an_indicator_that_is_dropped_is_told() -> None:
    assert told(PLAN, with_two()) == [("1.1", "вилучити показник «слухачі»")]


def test_of_several_indicators_a_change_names_its_own() -> None:
    assert told(with_two(targets=((QUARTER, typed(80)),)), with_two()) == [
        ("1.1", "слухачі, ІІ квартал 2021 року: «90» замінити на «80»")
    ]


def without_a_unit(plan: Plan) -> Plan:
    """The plan without its unit B, that has a share and an event in it."""
    (indicator,) = plan.measures[0].indicators
    alone = replace(plan.measures[0], units=("A",), indicators=(indicator,))
    (second, third) = plan.measures[1:]
    return replace(
        plan,
        units=(plan.units[0], plan.units[2]),
        measures=(alone, replace(second, units=("A", "C")), third),
        shares=tuple(share for share in plan.shares if share.unit != "B"),
        events=tuple(event for event in plan.events if event.unit != "B"),
    )


def test_a_unit_that_goes_takes_its_shares_and_events_along_and_is_told_by_name() -> None:
    old = replace(PLAN, events=(*PLAN.events, PlannedEvent("1.1#2", "B", QUARTER, "лекція в школі")))
    new = without_a_unit(old)
    assert told(new, old) == [
        ("", "вилучити підрозділ «Народицьке БПД» (B)"),
        ("1.1", "Підрозділи: «Хорошівське БПД, Народицьке БПД» замінити на «Хорошівське БПД»"),
        ("1.1", "частка «Народицьке БПД», ІІ квартал 2021 року: вилучити «2»"),
        ("1.1", "вилучити заплановану подію «лекція в школі» (Народицьке БПД, ІІ квартал 2021 року)"),
        (
            "1.2",
            "Підрозділи: «Хорошівське БПД, Народицьке БПД, Овруцьке БПД» замінити на "
            "«Хорошівське БПД, Овруцьке БПД»",
        ),
    ]
    assert told(old, new) == [
        ("", "доповнити підрозділом «Народицьке БПД» (B)"),
        ("1.1", "Підрозділи: «Хорошівське БПД» замінити на «Хорошівське БПД, Народицьке БПД»"),
        ("1.1", "частка «Народицьке БПД», ІІ квартал 2021 року: установити «2»"),
        (
            "1.1",
            "доповнити запланованою подією «лекція в школі» (Народицьке БПД, ІІ квартал 2021 року)",
        ),
        (
            "1.2",
            "Підрозділи: «Хорошівське БПД, Овруцьке БПД» замінити на "
            "«Хорошівське БПД, Народицьке БПД, Овруцьке БПД»",
        ),
    ]


def test_what_changed_about_a_unit_is_told_under_its_code() -> None:
    unit = replace(PLAN.units[0], kind=UnitKind.DEPARTMENT, groups=("бюро", "усі"), email="hor@example.org")
    assert told(replace(PLAN, units=(unit, *PLAN.units[1:]))) == [
        ("", "Вид A: «бюро» замінити на «відділ»"),
        ("", "Групи A: установити «бюро; усі»"),
        ("", "Електронна пошта A: установити «hor@example.org»"),
    ]


def test_units_are_told_where_the_words_for_them_stay_the_same() -> None:
    group = with_measure(0, responsible="усі бюро")
    fewer = replace(group, measures=(replace(group.measures[0], units=("A",)), *group.measures[1:]))
    units = "Підрозділи: «Хорошівське БПД, Народицьке БПД» замінити на «Хорошівське БПД»"
    assert told(fewer, group) == [("1.1", units)]
    assert told(with_measure(0, responsible="Хорошів", units=("A",)), group) == [
        ("1.1", "Відповідальний: «усі бюро» замінити на «Хорошів»")
    ]


def test_another_order_of_the_measures_is_told_last_and_once() -> None:
    new = replace(PLAN, measures=PLAN.measures[::-1])
    assert told(new) == [("", "змінити порядок заходів")]
    added = replace(PLAN, measures=(NEW, *PLAN.measures))
    assert [measure for measure, _text in told(added)] == [NEW.code]


def test_a_word_of_the_catalogue_is_told_in_the_language_in_use() -> None:
    use_language("uk")
    assert told(with_indicator(0, counting=Counting.JOINT)) == [
        ("1.1", "Облік: «розподілено» замінити на «спільно»")
    ]
    use_language("en")
    assert told(with_indicator(0, counting=Counting.JOINT)) == [("1.1", "Counting: replace “split” with “joint”")]


HOURS = UnitOfMeasure("год", 1)


def test_units_and_rules_are_told_in_the_words_of_the_plan() -> None:
    new = with_indicator(1, unit_of_measure=HOURS, across_units=AcrossUnits.GREATEST)
    assert told(new) == [
        ("1.2", "Одиниця: «цілі числа» замінити на «год»"),
        ("1.2", "По підрозділах: «сума» замінити на «найбільше»"),
        ("1.2", "1.2 починається заново: подане раніше не додається"),
    ]


def test_a_share_that_is_computed_is_told_with_its_two_rows() -> None:
    new = with_indicator(0, unit_of_measure=PERCENTAGE, ratio=Ratio("1.2", "1.3"))
    assert ("1.1", "По підрозділах: «сума» замінити на «частка 1.2 від 1.3»") in told(new)
    assert ("1.1", "По підрозділах: «частка 1.2 від 1.3» замінити на «сума»") in told(PLAN, new)


def test_numbers_are_told_in_their_unit_of_measure() -> None:
    old = with_indicator(0, unit_of_measure=HOURS, targets=((QUARTER, count_target(Decimal("5.5"))),))
    new = with_indicator(0, unit_of_measure=HOURS, targets=((QUARTER, count_target(6)),))
    assert told(new, old) == [("1.1", f"ІІ квартал 2021 року: «5,5{NBSP}год» замінити на «6{NBSP}год»")]


def test_other_words_for_the_same_number_are_told() -> None:
    new = with_indicator(0, targets=((QUARTER, Target(TargetKind.COUNT, "не менше 3", 3)),))
    assert told(new) == [("1.1", "ІІ квартал 2021 року: «3» замінити на «не менше 3»")]


def test_a_new_measure_is_told_with_its_unit_and_rule() -> None:
    (indicator,) = NEW.indicators
    targets = ((QUARTER, count_target(Decimal("1.5"))),)
    hours = replace(indicator, unit_of_measure=HOURS, across_units=AcrossUnits.MEAN, targets=targets)
    new = replace(PLAN, measures=(*PLAN.measures, replace(NEW, indicators=(hours,))))
    ((_code, text),) = told(new)
    assert f"1,5{NBSP}год; середнє" in text


def test_a_total_is_told_where_no_quarter_tells_it() -> None:
    alone = with_indicator(0, total=typed(3))
    assert told(alone) == [("1.1", "Разом: установити «3»")]
    with_target = with_indicator(0, targets=((QUARTER, typed(4)),), total=typed(4))
    assert told(with_target, alone) == [("1.1", "ІІ квартал 2021 року: «3» замінити на «4»")]
    in_words = with_indicator(0, targets=((QUARTER, typed(4)),), total=typed("за потреби"))
    assert told(in_words, alone)[1:] == [("1.1", "Разом: «3» замінити на «за потреби»")]
    quarters = ((QUARTER, typed(4)), (Quarter(2021, 3), typed(1)))
    both = with_indicator(0, targets=quarters, total=typed(5))
    assert told(both, alone) == [
        ("1.1", "ІІ квартал 2021 року: «3» замінити на «4»"),
        ("1.1", "ІІІ квартал 2021 року: установити «1»"),
        ("1.1", "Разом: «3» замінити на «5»"),
    ]
    # Only the first of the two quarters changed: the total is told as well.
    first = with_indicator(0, targets=((QUARTER, typed(6)), quarters[1]), total=typed(7))
    assert told(first, both)[1:] == [("1.1", "Разом: «5» замінити на «7»")]


def test_a_share_of_nothing_is_a_share_and_an_event_without_a_name_is_one() -> None:
    none = replace(PLAN, shares=(replace(PLAN.shares[0], count=0), PLAN.shares[1]))
    assert told(none) == [("1.1", "частка «Хорошівське БПД», ІІ квартал 2021 року: «1» замінити на «0»")]
    nameless = replace(PLAN, events=(*PLAN.events, PlannedEvent("1.1#2", "A", QUARTER)))
    assert told(nameless) == [("1.1", "доповнити запланованою подією «…» (Хорошівське БПД, ІІ квартал 2021 року)")]


MUTATIONS = {
    "title": with_measure(0, title="Семінари"),
    "direction": with_measure(0, direction="2. Якість"),
    "task": with_measure(0, task="1.2. Інше"),
    "subtask": with_measure(0, subtask="1.1.1. Інше"),
    "purpose": with_measure(0, purpose="мета"),
    "responsible": with_measure(0, responsible="усі"),
    "units": with_measure(0, units=("A",)),
    "term": with_measure(0, term="щомісяця"),
    "indicator": with_indicator(0, title="слухачі"),
    "counting": with_indicator(0, counting=Counting.JOINT),
    "adds up": with_indicator(0, adds_up=AddsUp.LAST),
    "better": with_indicator(0, better=Better.LESS),
    "note": with_indicator(0, note="сумнів"),
    "unit of measure": with_indicator(0, unit_of_measure=UnitOfMeasure("год", 1)),
    "decimals": with_indicator(0, unit_of_measure=UnitOfMeasure("год", 0)),
    "rule across units": with_indicator(0, across_units=AcrossUnits.MEAN),
    "computed share": with_indicator(0, ratio=Ratio("1.2", "1.3")),
    "words of a count": with_indicator(0, targets=((QUARTER, Target(TargetKind.COUNT, "не менше 3", 3)),)),
    "total": with_indicator(0, total=typed(9)),
    "measures": replace(PLAN, measures=(*PLAN.measures, NEW)),
    "order": replace(PLAN, measures=PLAN.measures[::-1]),
    "units of the plan": replace(PLAN, units=PLAN.units[:2]),
    "group": replace(PLAN, units=(replace(PLAN.units[0], groups=("усі",)), *PLAN.units[1:])),
    "e-mail": replace(PLAN, units=(replace(PLAN.units[0], email="a@b"), *PLAN.units[1:])),
    "signed by": replace(PLAN, centre=replace(PLAN.centre, signed_by="О. Коваленко")),
}


@pytest.mark.parametrize("what", MUTATIONS)
def test_no_change_goes_untold(what: str) -> None:
    new = MUTATIONS[what]
    # A plan may name a unit that only its shares still know.
    old = replace(PLAN, shares=(), events=()) if what == "units of the plan" else PLAN
    assert told(replace(new, shares=old.shares, events=old.events), old)
    assert told(old, replace(new, shares=old.shares, events=old.events))


@given(st.permutations(range(3)), st.sets(st.sampled_from(range(3)), min_size=1), st.integers(0, 5))
def test_equal_plans_only_differ_in_nothing(order: list[int], kept: set[int], number: int) -> None:
    measures = tuple(PLAN.measures[at] for at in order if at in kept)
    (indicator,) = measures[0].indicators
    aimed = replace(measures[0], indicators=(replace(indicator, targets=((QUARTER, typed(number)),)),))
    new = replace(PLAN, measures=(aimed, *measures[1:]))
    same = new.measures == PLAN.measures
    assert (told(new) == []) == same


def test_the_real_revision_reads_like_an_order(korosten: Plan) -> None:
    assert [(change.measure, change.text) for change in compare_plans(korosten, by_order(korosten))] == [
        ("1.1.2", "ІІ квартал 2021 року: «2» замінити на «3»"),
        ("1.1.2", "частка «Лугинське БПД», ІІ квартал 2021 року: «1» замінити на «2»"),
        (
            "1.4.11",
            "доповнити заходом; відповідальний: Хорошівське БПД; «лекції»: ІІ квартал 2021 року — 2",
        ),
        ("3.1.4", "вилучити"),
    ]


def recoded(measure: Measure, code: str, **changes: object) -> Measure:
    """The measure under another code."""
    indicators = tuple(
        replace(each, key=each.key.replace(measure.code, code, 1), **changes) for each in measure.indicators
    )
    return replace(measure, code=code, indicators=indicators)


SOUND = replace(PLAN, shares=(), events=())
LECTURES, SITE, AUDITS = SOUND.measures


def test_a_measure_that_only_moved_is_told_by_its_codes() -> None:
    new = replace(SOUND, measures=(LECTURES, NEW, recoded(SITE, "1.3"), recoded(AUDITS, "1.4")))
    assert [text for code, text in told(new, SOUND) if code != NEW.code] == ["1.2 стає 1.3", "1.3 стає 1.4"]
    assert told(new, SOUND)[0][1].startswith("доповнити заходом")


def test_what_changed_of_a_measure_that_moved_is_compared_with_what_it_was() -> None:
    moved = recoded(LECTURES, "1.9", targets=((QUARTER, typed(4)),))
    shares = (Share("1.9", "A", QUARTER, 1), Share("1.9", "B", QUARTER, 3))
    new = replace(PLAN, measures=(moved, SITE, AUDITS), shares=shares, events=())
    assert told(new) == [
        ("1.9", "1.1 стає 1.9"),
        ("1.9", "ІІ квартал 2021 року: «3» замінити на «4»"),
        ("1.9", "частка «Народицьке БПД», ІІ квартал 2021 року: «2» замінити на «3»"),
        (
            "1.9",
            "вилучити заплановану подію «лекція в суді» (Хорошівське БПД, ІІ квартал 2021 року, 14.05.2021)",
        ),
    ]


def test_an_indicator_that_moved_is_told_by_its_row_codes() -> None:
    old = with_two()
    first, second = old.measures[0].indicators
    third = replace(first, key="1.1", title="публікації")
    now = (third, replace(first, key="1.1/2"), replace(second, key="1.1/3"))
    new = replace(
        old, measures=(replace(old.measures[0], indicators=now), *old.measures[1:]), shares=(), events=()
    )
    assert told(new, replace(old, shares=(), events=())) == [
        ("1.1", "1.1 стає 1.1/2"),
        ("1.1", "1.1/2 стає 1.1/3"),
        ("1.1", "доповнити показником «публікації»: ІІ квартал 2021 року — 3"),
    ]


def test_merged_rows_are_told_and_none_of_them_is_dropped() -> None:
    merged = recoded(LECTURES, "1.1", continues=("1.1", "1.3"))
    assert told(replace(SOUND, measures=(merged, SITE)), SOUND) == [("1.1", "1.1 і 1.3 об'єднано в 1.1")]


def test_another_row_under_an_old_code_is_a_new_one_and_the_old_one_is_dropped() -> None:
    other = replace(recoded(AUDITS, "1.3", continues=()), title="Виїзди до громад")
    added, dropped = told(replace(SOUND, measures=(LECTURES, SITE, other)), SOUND)
    assert added[1].startswith("доповнити заходом")
    assert dropped == ("1.3", "вилучити")


def test_the_same_words_that_are_called_new_begin_anew() -> None:
    anew = recoded(AUDITS, "1.3", continues=())
    assert told(replace(SOUND, measures=(LECTURES, SITE, anew)), SOUND) == [
        ("1.3", "1.3 починається заново: подане раніше не додається")
    ]


def test_where_nobody_can_tell_the_same_code_is_compared() -> None:
    other = replace(AUDITS, title="Виїзди до громад")
    assert told(replace(SOUND, measures=(LECTURES, SITE, other)), SOUND) == [
        ("1.3", "Захід: «Звірки» замінити на «Виїзди до громад»")
    ]


# Levels without measures.

EMPTY = EmptyLevel("1. Напрям", "1.4 Сайт", "", "Довіра", "1.3")
WITH_EMPTY = replace(PLAN, empty_levels=(EMPTY,))


def test_a_task_without_measures_that_comes_or_goes_is_told() -> None:
    assert told(WITH_EMPTY) == [
        ("", "доповнити рядком «1.4 Сайт» без заходів; Мета та основний результат: «Довіра»")
    ]
    assert told(PLAN, WITH_EMPTY) == [("", "вилучити «1.4 Сайт», що не має заходів")]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"purpose": "Знання"}, "«1.4 Сайт», Мета та основний результат: «Довіра» замінити на «Знання»"),
        ({"task": "1.4 Сторінка"}, "«1.4 Сторінка», Завдання: «1.4 Сайт» замінити на «1.4 Сторінка»"),
        ({"note": "сумнів"}, "«1.4 Сайт», Примітка: установити «сумнів»"),
        ({"before": ""}, "перенести «1.4 Сайт»: у кінці плану"),
        ({"before": "1.2"}, "перенести «1.4 Сайт»: перед заходом 1.2"),
    ],
)
def test_what_changes_of_it_is_told(changes: dict[str, str], text: str) -> None:
    new = replace(WITH_EMPTY, empty_levels=(replace(EMPTY, **changes),))
    assert told(new, WITH_EMPTY) == [("", text)]


def test_it_stays_where_the_measure_after_it_has_another_code_or_goes() -> None:
    gone = replace(WITH_EMPTY, measures=PLAN.measures[:2], empty_levels=(replace(EMPTY, before=""),))
    assert [text for _code, text in told(gone, WITH_EMPTY)] == ["вилучити"]


def test_its_first_measure_is_told_alone_and_its_last_one_leaves_it_behind() -> None:
    own = replace(
        measure("1.4.1", 1, "lead", "A", title="Новини"), direction="1. Напрям", task="1.4 Сайт", purpose="Довіра"
    )
    filled = replace(PLAN, measures=(*PLAN.measures, own))
    assert [code for code, _text in told(filled, replace(WITH_EMPTY, empty_levels=(EMPTY,)))] == ["1.4.1"]
    assert told(WITH_EMPTY, filled) == [("1.4.1", "вилучити"), ("", "«1.4 Сайт» залишити без заходів")]

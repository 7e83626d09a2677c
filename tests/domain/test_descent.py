"""Which row of an earlier plan a row continues: by its words, wherever it stands. What is not plain is asked."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.any_plan import plans
from tests.support.small_plan import plan_of, typed
from tests.support.thoroughness import examples
from xlplan.domain.descent import Descent, DescentProblem, lines_of, rows_of_plan, trace_descent
from xlplan.domain.plan import AddsUp, Better, Counting, Indicator, Measure, Plan
from xlplan.domain.quarter import Quarter

QUARTER = Quarter(2021, 2)
NEW: tuple[str, ...] = ()


def row(
    code: str,
    title: str,
    *indicators: str,
    continues: tuple[str, ...] | None = None,
    adds_up: AddsUp = AddsUp.SUM,
    better: Better = Better.MORE,
) -> Measure:
    """A measure with these indicators, one by default; all of them have the same note and rules."""
    made = tuple(
        Indicator(
            code if at == 1 else f"{code}/{at}",
            name,
            Counting.LEAD,
            ((QUARTER, typed(1)),),
            adds_up=adds_up,
            better=better,
            continues=continues,
        )
        for at, name in enumerate(indicators or ("заходи",), 1)
    )
    return Measure(code, title, ("A",), made)


def traced(before: list[Measure], now: list[Measure], is_same_year: bool = True) -> Descent:
    return trace_descent(plan_of(*before), plan_of(*now), is_same_year)


def asked(descent: Descent) -> dict[str, tuple[DescentProblem, tuple[str, ...]]]:
    return {
        each.row.key: (each.problem, tuple(source.key for source in each.candidates)) for each in descent.open_rows
    }


TABLES, PAPERS, LECTURES = "Проведення круглих столів", "Публікації у пресі", "Лекції у школах"

PLAIN: dict[str, tuple[list[Measure], list[Measure], Mapping[str, tuple[str, ...]]]] = {
    "the same row": ([row("1.1", TABLES)], [row("1.1", TABLES)], {"1.1": ("1.1",)}),
    "a typing error mended": ([row("1.1", "Проведеня круглих столів")], [row("1.1", TABLES)], {"1.1": ("1.1",)}),
    "words inflected": ([row("1.1", "Круглий стіл")], [row("1.1", "Круглі столи")], {"1.1": ("1.1",)}),
    "words added": ([row("1.1", TABLES)], [row("1.1", f"{TABLES} у громадах")], {"1.1": ("1.1",)}),
    "a row that is dropped": ([row("1.1", TABLES), row("1.2", PAPERS)], [row("1.2", PAPERS)], {"1.2": ("1.2",)}),
    "a row that is new": ([row("1.1", TABLES)], [row("1.1", TABLES), row("1.2", PAPERS)], {"1.2": NEW}),
    "a row that moved and was reworded": (
        [row("1.1", "Круглий стіл")],
        [row("2", "Круглі столи")],
        {"2": ("1.1",)},
    ),
    "an indicator inserted before others": (
        [row("1.4", TABLES, "столи", "учасники")],
        [row("1.4", TABLES, "публікації", "столи", "учасники")],
        {"1.4": NEW, "1.4/2": ("1.4",), "1.4/3": ("1.4/2",)},
    ),
    "a measure inserted so that all codes shift": (
        [row("1.1", TABLES), row("1.2", PAPERS), row("1.3", LECTURES)],
        [row("1.1", "Виїзди до громад"), row("1.2", TABLES), row("1.3", PAPERS), row("1.4", LECTURES)],
        {"1.1": NEW, "1.2": ("1.1",), "1.3": ("1.2",), "1.4": ("1.3",)},
    ),
    "two rows that change places": (
        [row("1.1", TABLES), row("1.2", PAPERS)],
        [row("1.1", PAPERS), row("1.2", TABLES)],
        {"1.1": ("1.2",), "1.2": ("1.1",)},
    ),
    "rows with equal words that stay": (
        [row("1.1", TABLES), row("1.2", TABLES)],
        [row("1.1", TABLES), row("1.2", TABLES)],
        {"1.1": ("1.1",), "1.2": ("1.2",)},
    ),
    "of rows with equal words the last one moves": (
        [row("1.1", TABLES), row("1.2", TABLES)],
        [row("1.1", TABLES), row("1.2", PAPERS), row("1.3", TABLES)],
        {"1.1": ("1.1",), "1.2": NEW, "1.3": ("1.2",)},
    ),
    "a merge that is named": (
        [row("1.3", TABLES), row("1.4", LECTURES), row("1.5", PAPERS)],
        [row("1.3", f"{TABLES} і публікації", continues=("1.3", "1.5")), row("1.4", LECTURES)],
        {"1.3": ("1.3", "1.5"), "1.4": ("1.4",)},
    ),
    "a split that continues in one row": (
        [row("1.1", TABLES)],
        [row("1.1", f"{TABLES} у школах", continues=("1.1",)), row("1.2", f"{TABLES} у громадах")],
        {"1.1": ("1.1",), "1.2": NEW},
    ),
    "other words that are named as new": ([row("1.1", TABLES)], [row("1.1", PAPERS, continues=NEW)], {"1.1": NEW}),
    "other words that are named as the same": (
        [row("1.1", TABLES)],
        [row("1.1", PAPERS, continues=("1.1",))],
        {"1.1": ("1.1",)},
    ),
    "a note about an older version": (
        [row("1.2", TABLES, continues=("1.1",)), row("1.1", PAPERS)],
        [row("1.2", TABLES, continues=("1.1",)), row("1.1", PAPERS)],
        {"1.2": ("1.2",), "1.1": ("1.1",)},
    ),
    "a row that moves with a note about an older version": (
        [row("1.1", PAPERS), row("1.2", TABLES, continues=("1.1",))],
        [row("1.1", PAPERS), row("1.2", LECTURES), row("1.3", TABLES, continues=("1.1",))],
        {"1.1": ("1.1",), "1.2": NEW, "1.3": ("1.2",)},
    ),
    "a note “new” of an older version": (
        [row("1.1", TABLES, continues=NEW)],
        [row("1.1", TABLES, continues=NEW)],
        {"1.1": ("1.1",)},
    ),
    "a rule that changed": ([row("1.1", TABLES)], [row("1.1", TABLES, adds_up=AddsUp.LAST)], {"1.1": NEW}),
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_descent_is_followed_and_nothing_is_asked(case: str) -> None:
    before, now, parents = PLAIN[case]
    descent = traced(before, now)
    assert asked(descent) == {}
    assert {key: descent.parents[key] for key in parents} == parents


UNCLEAR: dict[str, tuple[list[Measure], list[Measure], Mapping[str, tuple[DescentProblem, tuple[str, ...]]]]] = {
    "other words under one code": (
        [row("1.1", "Круглі столи")],
        [row("1.1", "Публікації")],
        {"1.1": (DescentProblem.UNLIKE, ("1.1",))},
    ),
    "one word replaced": (
        [row("1.1", "Проведення круглих столів у громадах")],
        [row("1.1", "Проведення семінарів у громадах")],
        {"1.1": (DescentProblem.UNLIKE, ("1.1",))},
    ),
    "another indicator under the same measure": (
        [row("1.1", TABLES, "кількість заходів")],
        [row("1.1", TABLES, "кількість осіб")],
        {"1.1": (DescentProblem.UNLIKE, ("1.1",))},
    ),
    "two rows with equal words that both move": (
        [row("1.1", TABLES), row("1.2", TABLES)],
        [row("1.3", TABLES), row("1.4", TABLES)],
        {
            "1.3": (DescentProblem.SEVERAL, ("1.1", "1.2")),
            "1.4": (DescentProblem.SEVERAL, ("1.1", "1.2")),
        },
    ),
    "rows with equal words whose codes shift": (
        [row("1.1", TABLES), row("1.2", TABLES)],
        [row("1.1", PAPERS), row("1.2", TABLES), row("1.3", TABLES)],
        {
            "1.2": (DescentProblem.SEVERAL, ("1.1", "1.2")),
            "1.3": (DescentProblem.SEVERAL, ("1.1", "1.2")),
        },
    ),
    "two rows with the words of one": (
        [row("1.1", TABLES)],
        [row("1.3", TABLES), row("1.4", TABLES)],
        {"1.3": (DescentProblem.SHARED, ("1.1",)), "1.4": (DescentProblem.SHARED, ("1.1",))},
    ),
    "a split that nobody named": (
        [row("1.1", TABLES)],
        [row("1.1", f"{TABLES} у школах"), row("1.2", f"{TABLES} у громадах")],
        {"1.1": (DescentProblem.SHARED, ("1.1",)), "1.2": (DescentProblem.SHARED, ("1.1",))},
    ),
    "the old words under a new code, and like words under the old one": (
        [row("1.1", TABLES)],
        [row("1.1", f"{TABLES} у школах"), row("1.2", TABLES)],
        {"1.1": (DescentProblem.SHARED, ("1.1",)), "1.2": (DescentProblem.SHARED, ("1.1",))},
    ),
    "a merge that nobody named": (
        [row("1.1", f"{TABLES} у школах"), row("1.2", f"{TABLES} у громадах")],
        [row("1.5", TABLES)],
        {"1.5": (DescentProblem.SEVERAL, ("1.1", "1.2"))},
    ),
    "one code claimed twice": (
        [row("1.1", TABLES)],
        [row("1.2", LECTURES, continues=("1.1",)), row("1.3", PAPERS, continues=("1.1",))],
        {
            "1.2": (DescentProblem.CLAIMED_TWICE, ("1.1",)),
            "1.3": (DescentProblem.CLAIMED_TWICE, ("1.1",)),
        },
    ),
    "one code claimed by another row and by its own words": (
        [row("1.1", TABLES)],
        [row("1.1", TABLES), row("1.2", LECTURES, continues=("1.1",))],
        {"1.1": (DescentProblem.CLAIMED_TWICE, ("1.1",))},
    ),
    "a code that was not there": (
        [row("1.1", TABLES)],
        [row("1.1", TABLES), row("1.2", LECTURES, continues=("7.7",))],
        {"1.2": (DescentProblem.UNKNOWN, ())},
    ),
    "a changed rule that is named": (
        [row("1.1", TABLES)],
        [row("1.1", TABLES, continues=("1.1",), better=Better.LESS)],
        {"1.1": (DescentProblem.OTHER_RULE, ("1.1",))},
    ),
    "a merge of rows that do not add up": (
        [row("1.1", TABLES, adds_up=AddsUp.LAST), row("1.2", PAPERS, adds_up=AddsUp.LAST)],
        [row("1.1", TABLES, continues=("1.1", "1.2"), adds_up=AddsUp.LAST)],
        {"1.1": (DescentProblem.NOT_ADDABLE, ("1.1", "1.2"))},
    ),
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_what_is_not_plain_is_asked_with_the_rows_that_it_is_about(case: str) -> None:
    before, now, problems = UNCLEAR[case]
    assert asked(traced(before, now)) == problems


@pytest.mark.parametrize("case", UNCLEAR)
def test_between_years_nothing_is_asked(case: str) -> None:
    before, now, problems = UNCLEAR[case]
    descent = traced(before, now, is_same_year=False)
    assert descent.open_rows == ()
    assert descent.begun_anew == ()
    assert all(descent.parents[key] == NEW for key in problems)


def test_a_row_that_begins_anew_by_its_rule_is_told() -> None:
    descent = traced([row("1.1", TABLES)], [row("1.4", TABLES, better=Better.LESS)])
    (told,) = descent.begun_anew
    assert (told.row.key, told.problem) == ("1.4", DescentProblem.OTHER_RULE)
    assert [source.key for source in told.candidates] == ["1.1"]


def test_a_new_row_much_like_a_row_that_is_gone_is_told_and_not_asked() -> None:
    before = [row("1.1", "Проведення лекцій для школярів"), row("1.2", PAPERS)]
    descent = traced(before, [row("1.2", PAPERS), row("1.5", "Проведення лекцій для студентів")])
    assert descent.open_rows == ()
    (told,) = descent.begun_anew
    assert (told.row.key, told.problem) == ("1.5", DescentProblem.SIMILAR)
    kept = traced(before, [*before, row("1.5", "Проведення лекцій для студентів")])
    assert kept.begun_anew == ()


@settings(max_examples=examples(100, 30))
@given(plans())
def test_a_plan_descends_from_itself_row_by_row(plan: Plan) -> None:
    descent = trace_descent(plan, plan)
    assert descent.open_rows == ()
    assert descent.begun_anew == ()
    assert descent.parents == {key: (key,) for key in rows_of_plan(plan)}


WORDS = ("лекції", "столи", "виїзди", "звірки", "буклети", "вебінари")


@given(st.permutations(range(len(WORDS))), st.integers(0, 3))
def test_a_permutation_of_codes_is_followed(order: list[int], first: int) -> None:
    before = [row(f"1.{at}", word) for at, word in enumerate(WORDS)]
    now = [row(f"1.{at + first}", WORDS[old]) for at, old in enumerate(order)]
    descent = traced(before, now)
    assert descent.open_rows == ()
    assert descent.parents == {f"1.{at + first}": (f"1.{old}",) for at, old in enumerate(order)}


TITLES = ("лекції", "лекція", "лекції у школах", "лекції у школах міста", "столи", "лекції не у школах")
CODES = ("1.1", "1.2", "1.3", "1.4")
any_rows = st.dictionaries(
    st.sampled_from(CODES),
    st.tuples(
        st.sampled_from(TITLES),
        st.none() | st.lists(st.sampled_from(CODES), max_size=2).map(tuple),
        st.sampled_from(AddsUp),
    ),
    min_size=1,
).map(
    lambda rows: plan_of(
        *(row(code, title, continues=named, adds_up=rule) for code, (title, named, rule) in rows.items())
    )
)


@given(any_rows, any_rows, any_rows)
def test_a_row_before_is_claimed_at_most_once_and_no_line_is_shared(
    first: Plan, second: Plan, third: Plan
) -> None:
    taken: set[str] = set()
    lines = lines_of(Descent({}), {}, first, taken)
    for before, now in ((first, second), (second, third)):
        taken |= {line for carried in lines.values() for line in carried}
        descent = trace_descent(before, now)
        assert descent.parents.keys() == rows_of_plan(now).keys()
        claimed = [key for keys in descent.parents.values() for key in keys]
        assert len(claimed) == len(set(claimed))
        assert not {each.row.key for each in descent.open_rows} & {
            key for key, parents in descent.parents.items() if parents
        }
        lines = lines_of(descent, lines, now, taken)
        carried_lines = [line for carried in lines.values() for line in carried]
        assert len(carried_lines) == len(set(carried_lines))


@settings(max_examples=examples(100, 30))
@given(plans(), st.randoms(use_true_random=False))
def test_a_real_plan_with_its_codes_shuffled_keeps_each_row_with_words_of_its_own(
    plan: Plan, random: object
) -> None:
    words = [each.words for each in rows_of_plan(plan).values()]
    assume(len(set(words)) == len(words))
    codes = [measure.code for measure in plan.measures]
    random.shuffle(codes)  # type: ignore[attr-defined]
    now = replace(plan, measures=tuple(map(recoded, plan.measures, codes)))
    descent = trace_descent(plan, now)
    assert descent.open_rows == ()
    old = dict(zip(codes, (measure.code for measure in plan.measures), strict=True))
    for key, parents in descent.parents.items():
        code, slash, number = key.partition("/")
        assert parents == (f"{old[code]}{slash}{number}",)


def recoded(measure: Measure, code: str) -> Measure:
    """The measure under another code."""
    indicators = tuple(replace(each, key=each.key.replace(measure.code, code, 1)) for each in measure.indicators)
    return replace(measure, code=code, indicators=indicators)


def test_the_real_plan_keeps_its_rows_when_a_measure_is_inserted_at_its_start(korosten: Plan) -> None:
    shifted = [recoded(each, f"9.{each.code}") for each in korosten.measures]
    now = replace(korosten, measures=(row("1.1.1", "Виїзди до громад"), *shifted))
    descent = trace_descent(korosten, now)
    assert descent.open_rows == ()
    assert descent.parents == {"1.1.1": NEW, **{f"9.{key}": (key,) for key in rows_of_plan(korosten)}}

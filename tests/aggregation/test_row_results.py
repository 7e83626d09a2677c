"""Results of a plan's rows for the next plan: a number, what stands in its place, and whether it is whole."""

from msgspec.structs import replace

from tests.support.small_plan import figures_of, measure, plan_of
from xlplan.aggregation.quarter import results_by_row
from xlplan.domain.figures import RowResult
from xlplan.domain.status import Status

PLAN = plan_of(measure("1.1", 5, "joint", "AB", earlier=4))
LINES = {"1.1": ("1.1",)}


def test_the_result_of_a_year_is_that_since_its_start_and_of_a_quarter_its_own() -> None:
    figures = figures_of(PLAN, {"A": {"1.1": 2}, "B": {"1.1": 1}}, earlier={"A": {"1.1": 4}, "B": {"1.1": 0}})
    assert results_by_row(figures, LINES, to_date=True) == {"1.1": RowResult(7, False, None)}
    assert results_by_row(figures, LINES, to_date=False) == {"1.1": RowResult(3, False, None)}


def test_a_number_that_lacks_a_return_is_told() -> None:
    figures = figures_of(PLAN, {"A": {"1.1": 2}}, earlier={"A": {"1.1": 4}, "B": {"1.1": 0}})
    assert results_by_row(figures, LINES, to_date=True) == {"1.1": RowResult(6, True, None)}
    assert results_by_row(figures, LINES, to_date=False) == {"1.1": RowResult(2, True, None)}


def test_without_a_number_it_says_whether_nothing_arose_or_nobody_answered() -> None:
    plan = plan_of(measure("1.1", "за потреби", "joint", "A"))
    for answers, status in (({"A": {"1.1": "∅"}}, Status.NOTHING_AROSE), ({}, Status.NOT_RETURNED)):
        result = results_by_row(figures_of(plan, answers), LINES, to_date=False)["1.1"]
        assert (result.done, result.status) == (None, status)


def test_of_a_row_that_was_answered_in_words_nothing_is_said() -> None:
    plan = plan_of(measure("1.1", "постійно", "joint", "A"))
    result = results_by_row(figures_of(plan, {"A": {"1.1": "оновлено"}}), LINES, to_date=True)["1.1"]
    assert result == RowResult(None, False, None)


def test_a_row_follows_its_line_and_not_its_code() -> None:
    figures = figures_of(PLAN, {"A": {"1.1": 2}, "B": {"1.1": 1}})
    lines = {"1.1": ("1.1~2",), "1.2": ("1.1",)}
    assert results_by_row(figures, lines, to_date=False) == {"1.2": RowResult(3, False, None)}


def test_the_results_of_rows_that_were_merged_since_add_up() -> None:
    plan = plan_of(measure("1.1", 5, "joint", "A"), measure("1.2", 5, "joint", "A", title="Інші"))
    figures = figures_of(plan, {"A": {"1.1": 2, "1.2": 3}})
    basis = replace(figures.basis, lines={"1.1": ("1.1",), "1.2": ("1.2",)})
    merged = results_by_row(replace(figures, basis=basis), {"1.1": ("1.1", "1.2")}, to_date=False)
    assert merged == {"1.1": RowResult(5, False, None)}

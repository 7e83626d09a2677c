"""The centre's number by the rule across units, and what a silent unit leaves open."""

from decimal import Decimal

import pytest

from tests.support.measured_rows import YEAR, figures_of_rows
from xlplan.domain.plan import AcrossUnits, AddsUp, Better, Counting, Indicator, Share
from xlplan.domain.status import Status
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, Number, UnitOfMeasure

HOURS = UnitOfMeasure("год", 1)
MEAN, GREATEST, LEAST = AcrossUnits.MEAN, AcrossUnits.GREATEST, AcrossUnits.LEAST


def row(
    across: AcrossUnits,
    target: Number | None = 90,
    unit: UnitOfMeasure = PERCENTAGE,
    adds_up: AddsUp = AddsUp.LAST,
    better: Better = Better.MORE,
) -> Indicator:
    targets = tuple((quarter, count_target(target)) for quarter in YEAR) if target is not None else ()
    return Indicator(
        "1.1",
        "показник",
        Counting.SPLIT,
        targets,
        adds_up=adds_up,
        better=better,
        unit_of_measure=unit,
        across_units=across,
    )


def cells(*values: str) -> dict[str, dict[str, str]]:
    """The answers of units A, B, C; a unit without one is silent."""
    return {unit: {"1.1": value} for unit, value in zip("ABC", values, strict=False) if value != "-"}


JOINED = [
    (AcrossUnits.SUM, HOURS, ("0.1", "0.2", "5.5"), "5.8"),
    (MEAN, PERCENTAGE, ("90", "80", "85.5"), "85.2"),
    # Halves go away from zero: 0.25 is 0.3.
    (MEAN, PERCENTAGE, ("0.2", "0.3"), "0.3"),
    (GREATEST, HOURS, ("5.5", "7", "0"), "7"),
    (LEAST, HOURS, ("5.5", "7", "0"), "0"),
    # A unit that had nothing to report has no number, and no part in a mean.
    (MEAN, PERCENTAGE, ("90", "∅", "80"), "85"),
    (LEAST, PERCENTAGE, ("90", "∅", "80"), "80"),
]


@pytest.mark.parametrize(("across", "unit", "values", "expected"), JOINED)
def test_the_rule_across_units_makes_the_centres_number(
    across: AcrossUnits, unit: UnitOfMeasure, values: tuple[str, ...], expected: str
) -> None:
    adds_up = AddsUp.SUM if unit == HOURS else AddsUp.LAST
    figure = figures_of_rows([row(across, unit=unit, adds_up=adds_up)], [cells(*values)], "ABC"[: len(values)])
    assert figure["1.1"].done == Decimal(expected)


def test_a_unit_without_a_target_of_its_own_has_that_of_the_measure() -> None:
    shares = [Share("1.1", "A", YEAR[0], Decimal("92.5"))]
    figure = figures_of_rows([row(MEAN)], [cells("90", "90", "90")], shares=shares)["1.1"]
    assert [unit.target.count for unit in figure.units] == [Decimal("92.5"), 90, 90]
    assert [unit.status for unit in figure.units] == [Status.SHORT, Status.MET, Status.MET]
    assert (figure.target.count, figure.status) == (90, Status.MET)


# The rule, which way is good, the cells of A and B while C is silent, and the status of the centre.
STILL_OPEN = [
    (MEAN, Better.MORE, ("100", "100"), Status.NOT_RETURNED),
    (MEAN, Better.MORE, ("0", "0"), Status.NOT_RETURNED),
    (GREATEST, Better.MORE, ("95", "10"), Status.OVER),
    (GREATEST, Better.MORE, ("20", "10"), Status.NOT_RETURNED),
    (LEAST, Better.MORE, ("95", "99"), Status.NOT_RETURNED),
    (LEAST, Better.MORE, ("95", "80"), Status.SHORT),
    (GREATEST, Better.LESS, ("95", "10"), Status.SHORT),
    (GREATEST, Better.LESS, ("20", "10"), Status.NOT_RETURNED),
    (LEAST, Better.LESS, ("95", "99"), Status.NOT_RETURNED),
    (LEAST, Better.LESS, ("95", "80"), Status.MET),
]


@pytest.mark.parametrize(("across", "better", "values", "expected"), STILL_OPEN)
def test_a_silent_unit_leaves_open_what_it_can_still_change(
    across: AcrossUnits, better: Better, values: tuple[str, str], expected: Status
) -> None:
    figure = figures_of_rows([row(across, better=better)], [cells(*values, "-")])["1.1"]
    assert figure.status is expected
    assert [unit.code for unit in figure.waiting_units] == ["C"]
    assert figure.is_partial_to_date


# The rules of units and quarters, which way is good, the cells of A in two quarters and that of B in the first.
OPEN_OF_THE_YEAR = [
    # B has 95 on average. Its second quarter may make less of that, or more.
    (GREATEST, AddsUp.MEAN, Better.LESS, ("20", "20"), "95"),
    (GREATEST, AddsUp.MEAN, Better.MORE, ("20", "20"), "95"),
    (LEAST, AddsUp.MEAN, Better.MORE, ("95", "95"), "80"),
    # B has 100 together, the least of all. Its second quarter adds to that.
    (LEAST, AddsUp.SUM, Better.MORE, ("95", "95"), "100"),
]


@pytest.mark.parametrize(("across", "adds_up", "better", "of_a", "of_b"), OPEN_OF_THE_YEAR)
def test_a_unit_that_is_silent_in_a_quarter_leaves_open_what_that_can_change_of_its_year(
    across: AcrossUnits, adds_up: AddsUp, better: Better, of_a: tuple[str, str], of_b: str
) -> None:
    rows = [row(across, better=better, adds_up=adds_up)]
    figure = figures_of_rows(rows, [cells(of_a[0], of_b), cells(of_a[1], "-")], "AB")["1.1"]
    assert figure.status_to_date is Status.NOT_RETURNED
    assert figure.is_partial_to_date


def test_a_shortfall_is_known_while_a_unit_is_silent_only_where_the_unit_cannot_make_it_up() -> None:
    least = figures_of_rows([row(LEAST)], [cells("95", "80.5", "-")])["1.1"]
    mean = figures_of_rows([row(MEAN)], [cells("10", "20", "-")])["1.1"]
    assert (least.shortfall, least.unknown) == (Decimal("9.5"), None)
    assert (mean.shortfall, mean.unknown) == (0, None)


def test_a_mean_over_quarters_takes_those_with_a_number() -> None:
    rows = [row(MEAN, adds_up=AddsUp.MEAN)]
    quarters = [cells("80", "90", "100"), cells("81", "-", "100"), cells("80.5", "90", "∅")]
    figure = figures_of_rows(rows, quarters)["1.1"]
    assert [unit.done_to_date for unit in figure.units] == [Decimal("80.5"), 90, 100]
    # (80.5 + 90 + 100) / 3 = 90.1666…
    assert figure.done_to_date == Decimal("90.2")
    assert (figure.target_to_date, figure.target_year) == (90, 90)
    assert (figure.backlog, figure.forecast) == (None, None)
    assert figure.is_partial_to_date


@pytest.mark.parametrize(("across", "carried"), [(AcrossUnits.SUM, 0.5), (MEAN, None), (GREATEST, None)])
def test_only_numbers_that_add_up_over_the_units_have_a_backlog_of_a_unit(
    across: AcrossUnits, carried: float | None
) -> None:
    rows = [row(across, target=Decimal("2.5"), unit=HOURS, adds_up=AddsUp.SUM)]
    shares = [Share("1.1", "A", quarter, Decimal("2.5")) for quarter in YEAR]
    figure = figures_of_rows(rows, [cells("2"), cells("2.5")], "A", shares)["1.1"]
    assert [unit.backlog for unit in figure.units] == [carried]


def test_a_percentage_of_the_year_is_that_of_the_latest_quarter() -> None:
    figure = figures_of_rows([row(MEAN)], [cells("80", "90", "100"), cells("90", "95", "100")])["1.1"]
    assert (figure.done, figure.done_to_date) == (95, 95)


def test_hours_add_up_to_the_last_digit() -> None:
    """0.1 + 0.2 is 0.3, in every sum of the year."""
    rows = [row(AcrossUnits.SUM, target=Decimal("0.3"), unit=HOURS, adds_up=AddsUp.SUM)]
    figure = figures_of_rows(rows, [cells("0.1", "0.1", "0.1"), cells("0.1", "0.2", "0")])["1.1"]
    assert (figure.done, figure.done_to_date, figure.target_to_date) == (
        Decimal("0.3"),
        Decimal("0.6"),
        Decimal("0.6"),
    )
    assert (figure.deviation, figure.status, figure.status_to_date) == (0, Status.MET, Status.MET)
    assert figure.forecast == Decimal("1.2")


def test_the_mean_of_a_year_in_which_one_unit_followed_another_is_that_of_the_quarters() -> None:
    """Unit A reports 90 % in the first quarter, B 92 % in the second: 91 %, and never 182 %."""
    rows = [row(AcrossUnits.SUM, adds_up=AddsUp.MEAN)]
    figure = figures_of_rows(rows, [cells("90", "∅", "∅"), cells("∅", "92", "∅")])["1.1"]
    assert figure.done_to_date == 91


def test_a_mean_of_quarters_whose_units_add_up_is_the_mean_of_their_sums() -> None:
    rows = [row(AcrossUnits.SUM, unit=HOURS, adds_up=AddsUp.MEAN)]
    figure = figures_of_rows(rows, [cells("10", "5", "0.5"), cells("20", "-", "0.5")])["1.1"]
    assert figure.done_to_date == 18

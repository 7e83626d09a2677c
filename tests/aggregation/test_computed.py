"""Computed indicators: the share of a unit, of the centre and of the year, and what is no share."""

from decimal import Decimal

import pytest

from tests.support.measured_rows import YEAR, figures_of_rows
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.plan import AddsUp, Counting, Indicator, Ratio
from xlplan.domain.status import Status
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import PERCENTAGE

WHOLE = Indicator("1.1", "звернень", Counting.JOINT, ())
PART = Indicator("1.2", "з них у строк", Counting.JOINT, ())
SHARE = Indicator(
    "1.3",
    "частка",
    Counting.SPLIT,
    tuple((quarter, count_target(90)) for quarter in YEAR),
    adds_up=AddsUp.LAST,
    unit_of_measure=PERCENTAGE,
    ratio=Ratio("1.2", "1.1"),
)


def cells(**counts: str) -> dict[str, dict[str, str]]:
    """A="9/10": unit A reports 9 of 10."""
    pairs = {unit: text.split("/") for unit, text in counts.items()}
    return {unit: {"1.2": part, "1.1": whole} for unit, (part, whole) in pairs.items()}


def share(*quarters: dict[str, dict[str, str]], units: str = "ABC") -> IndicatorFigure:
    # The share stands before its counts: the order of rows does not matter.
    return figures_of_rows([SHARE, WHOLE, PART], quarters, units)["1.3"]


def test_the_share_of_the_centre_is_a_sum_over_a_sum() -> None:
    figure = share(cells(A="9/10", B="1/2", C="90/100"))
    assert [unit.entry.number for unit in figure.units] == [90, 50, 90]
    # 100 of 112, and not the mean of 90, 50 and 90.
    assert (figure.done, figure.status, figure.shortfall) == (Decimal("89.3"), Status.SHORT, Decimal("0.7"))


def test_the_share_of_the_year_is_a_sum_over_a_sum() -> None:
    figure = share(cells(A="1/2", B="0/0", C="1/1"), cells(A="9/10", B="3/4", C="5/5"))
    # 10 of 12, 3 of 4, 6 of 6, and 19 of 22 together.
    assert [unit.done_to_date for unit in figure.units] == [Decimal("83.3"), 75, 100]
    assert (figure.done_to_date, figure.target_to_date) == (Decimal("86.4"), 90)
    assert figure.status_to_date is Status.SHORT


def test_a_whole_of_zero_is_nothing_to_compute_from_and_is_never_judged() -> None:
    figure = share(cells(A="0/0", B="∅/∅"), units="AB")
    assert [unit.status for unit in figure.units] == [Status.NO_BASE, Status.NO_BASE]
    assert (figure.done, figure.status, figure.deviation, figure.percent) == (None, Status.NO_BASE, None, None)
    assert (figure.shortfall, figure.status_to_date, figure.waiting_units) == (None, Status.NO_BASE, ())


def test_a_unit_with_nothing_to_compute_from_does_not_lower_the_share() -> None:
    figure = share(cells(A="0/0", B="9/10"), units="AB")
    assert (figure.done, figure.status) == (90, Status.MET)


@pytest.mark.parametrize("counts", ["/10", "9/", "/"])
def test_a_share_without_one_of_its_counts_is_missing(counts: str) -> None:
    figure = share(cells(A=counts, B="9/10"), units="AB")
    assert [unit.code for unit in figure.waiting_units] == ["A"]
    # The count that A did report has no part in the share of the centre.
    assert (figure.done, figure.status) == (90, Status.NOT_RETURNED)


def test_a_silent_unit_may_change_a_share_both_ways() -> None:
    for counts in ("10/10", "0/10"):
        figure = share(cells(A=counts, B=counts))
        assert (figure.status, figure.unknown) == (Status.NOT_RETURNED, None)
        assert figure.is_partial_to_date


def test_a_share_of_the_year_counts_quarters_before_the_share_was_asked() -> None:
    figure = share(cells(A="1/2", B="1/2", C="1/2"), {}, cells(A="2/2", B="2/2", C="2/2"))
    assert figure.done_to_date == 75
    assert figure.is_partial_to_date


def test_a_count_without_the_other_one_has_no_part_in_the_share_of_the_year() -> None:
    figure = share(cells(A="1/2", B="/10"), cells(A="1/2", B="1/4"), units="AB")
    assert [unit.done_to_date for unit in figure.units] == [50, 25]
    # 3 of 8; the ten of B in the first quarter lack their part.
    assert figure.done_to_date == Decimal("37.5")

"""A clock before the last entry of the ledger is doubted; one a little behind is another machine's."""

from datetime import UTC, date, timedelta

import pytest

from tests.support.centre import QUARTER, at
from xlplan.domain.clock_doubt import TOLERANCE, ClockDoubt, QuarterDoubt, doubt_clock, doubt_quarter


def test_a_clock_after_the_last_entry_is_believed() -> None:
    assert doubt_clock(at(6), at(5)) is None
    assert doubt_clock(at(6), None) is None


def test_a_clock_a_little_behind_is_that_of_another_machine() -> None:
    assert doubt_clock(at(5) - TOLERANCE, at(5)) is None


def test_a_clock_further_behind_is_doubted() -> None:
    now = at(5) - TOLERANCE - timedelta(seconds=1)
    assert doubt_clock(now, at(5)) == ClockDoubt(now, at(5))


def test_the_words_have_both_times_in_the_time_zone_of_the_clock() -> None:
    doubt = ClockDoubt(at(3, 1), at(12, 7).astimezone(UTC))
    assert doubt.text == "Годинник показує 03.01.2021 10:00, а останній запис журналу — 12.07.2021 10:00"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2020, 12, 29), QuarterDoubt.FAR_AHEAD),
        (date(2020, 12, 30), None),
        (date(2021, 7, 9), None),
        (date(2021, 7, 10), QuarterDoubt.PAST),
    ],
)
def test_an_issue_is_odd_long_before_the_quarter_and_after_its_due_day(
    today: date, expected: QuarterDoubt | None
) -> None:
    assert doubt_quarter(QUARTER, date(2021, 7, 9), today) is expected

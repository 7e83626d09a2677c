"""A return is in time to the end of its due day, wherever that is asked."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.support.small_plan import DUE, QUARTER
from xlplan.domain.deadline import Deadline, Timeliness, due_day_problem
from xlplan.domain.figures import Period
from xlplan.domain.status import Status

ZONE = ZoneInfo("Europe/Kyiv")
BEFORE, AFTER = date(2021, 7, 9), date(2021, 7, 11)


@pytest.mark.parametrize(("day", "late"), [(BEFORE, False), (DUE, False), (AFTER, True)])
def test_the_due_day_is_the_last_one_in_time(day: date, late: bool) -> None:
    for moment in (day, datetime.combine(day, time.min, ZONE), datetime.combine(day, time.max, ZONE)):
        assert Deadline(DUE).is_past(moment) is late
    assert Period(QUARTER, day, DUE).status_without_return is (Status.NOT_RETURNED if late else Status.EXPECTED)


@pytest.mark.parametrize(
    ("grace_days", "day", "told"),
    [
        (0, 9, Timeliness.IN_TIME),
        (0, 10, Timeliness.LATE),
        (3, 9, Timeliness.IN_TIME),
        (3, 10, Timeliness.IN_GRACE),
        (3, 12, Timeliness.IN_GRACE),
        (3, 13, Timeliness.LATE),
    ],
)
def test_days_of_grace_count_as_in_time(grace_days: int, day: int, told: Timeliness) -> None:
    deadline = Deadline(date(2021, 7, 9), grace_days)
    assert deadline.timeliness(datetime(2021, 7, day, 23, 59, tzinfo=ZONE)) is told
    assert deadline.is_past(date(2021, 7, day)) is (told is Timeliness.LATE)


def test_a_unit_is_expected_as_long_as_its_return_would_count_as_in_time() -> None:
    due = date(2021, 7, 9)
    shown = [Period(QUARTER, date(2021, 7, day), due, grace_days=2).status_without_return for day in (10, 11, 12)]
    assert shown == [Status.EXPECTED, Status.EXPECTED, Status.NOT_RETURNED]


def test_a_due_day_before_the_end_of_its_quarter_or_a_year_after_it_is_a_slip_of_the_pen() -> None:
    days = {date(2021, 6, 29): False, date(2021, 6, 30): True, date(2022, 7, 1): True, date(2022, 7, 2): False}
    assert {day: not due_day_problem(QUARTER, day) for day in days} == days

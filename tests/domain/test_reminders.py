"""Units are reminded on the days that the settings name, once, and a day that was missed is made good."""

from datetime import date

import pytest

from xlplan.domain.reminders import ReminderDays

DUE = date(2021, 7, 9)
DAYS = ReminderDays(before=(3, 0), after=(1,))


def day(number: int) -> date:
    return date(2021, 7, number)


@pytest.mark.parametrize(
    ("today", "last", "is_due"),
    [
        (5, None, False),
        (6, None, True),
        (6, 6, False),
        (6, 5, True),
        # The computer was off on the named day.
        (7, None, True),
        (8, None, True),
        (8, 6, False),
        # On the due day, and the day after it.
        (9, 6, True),
        (10, 9, True),
        (10, 10, False),
        (12, 9, True),
        (13, 9, False),
    ],
)
def test_a_day_of_reminding(today: int, last: int | None, is_due: bool) -> None:
    assert DAYS.is_due(DUE, day(today), day(last) if last else None) is is_due


def test_the_next_day_is_told_until_none_is_left() -> None:
    assert DAYS.next_day(DUE, day(1)) == day(6)
    assert DAYS.next_day(DUE, day(9)) == day(10)
    assert DAYS.next_day(DUE, day(10)) is None


def test_without_days_nobody_is_reminded() -> None:
    nobody = ReminderDays((), ())
    assert not nobody.is_due(DUE, DUE, None)
    assert nobody.next_day(DUE, DUE) is None

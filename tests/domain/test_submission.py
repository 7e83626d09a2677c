"""A return is in time to the end of its due day, wherever that is asked."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.support.small_plan import DUE, QUARTER
from xlplan.domain.due_day import is_late
from xlplan.domain.figures import Period
from xlplan.domain.status import Status

ZONE = ZoneInfo("Europe/Kyiv")
BEFORE, AFTER = date(2021, 7, 9), date(2021, 7, 11)


@pytest.mark.parametrize(("day", "late"), [(BEFORE, False), (DUE, False), (AFTER, True)])
def test_the_due_day_is_the_last_one_in_time(day: date, late: bool) -> None:
    assert is_late(day, DUE) is late
    assert is_late(datetime.combine(day, time.min, ZONE), DUE) is late
    assert is_late(datetime.combine(day, time.max, ZONE), DUE) is late
    assert Period(QUARTER, day, DUE).status_without_return is (Status.NOT_RETURNED if late else Status.EXPECTED)

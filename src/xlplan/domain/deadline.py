"""The deadline of a quarter's returns: the due day, and the days of grace after it."""

from datetime import date, datetime, timedelta
from enum import Enum

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.text.translation import N_, _

# A due day further from its quarter is a slip of the pen, such as a wrong year.
_LONGEST_DAYS = 366


class Timeliness(Enum):
    """The answer to “did it come in time?”; the value is the catalogue's word for it."""

    IN_TIME = N_("in time")
    IN_GRACE = N_("in the days of grace")
    LATE = N_("late")


class Deadline(Struct, frozen=True):
    """The deadline of a quarter's returns.

    `due`: the due day, which is the last day in time and the only one that units are told.
    `grace_days`: the days after it on which a return still counts as in time.
    """

    due: date
    grace_days: int = 0

    @property
    def last_day(self) -> date:
        """The last day on which a return counts as in time."""
        return self.due + timedelta(days=self.grace_days)

    def is_past(self, moment: date) -> bool:
        """Tell whether a moment is past the due day and the days of grace."""
        return self.timeliness(moment) is Timeliness.LATE

    def days_left(self, moment: date) -> int:
        """Return the number of days from a moment to the due day; less than 0 after it."""
        return (self.due - (moment.date() if isinstance(moment, datetime) else moment)).days

    def timeliness(self, moment: date) -> Timeliness:
        """Return whether a return that came at a moment is in time.

        Args:
            moment: A time, or a day, in the centre's own time zone.
        """
        days_after = -self.days_left(moment)
        if days_after <= 0:
            return Timeliness.IN_TIME
        return Timeliness.IN_GRACE if days_after <= self.grace_days else Timeliness.LATE


class DeadlineRecord(Struct, frozen=True):
    """The deadline of a quarter as it was recorded at an issue. The latest record counts, for every unit.

    `is_named`: whoever issued named the due day. Without that it came from the settings.
    """

    quarter: Quarter
    due: date
    grace_days: int
    is_named: bool
    at: datetime
    by: str

    @property
    def deadline(self) -> Deadline:
        """The deadline."""
        return Deadline(self.due, self.grace_days)


def due_day_problem(quarter: Quarter, due: date) -> str:
    """Return what is wrong with a due day of a quarter; "" where nothing is."""
    if due < quarter.last_day:
        return _("{day} is before the end of the {quarter}, {last}").format(
            day=f"{due:%d.%m.%Y}", quarter=quarter.title, last=f"{quarter.last_day:%d.%m.%Y}"
        )
    if (due - quarter.last_day).days > _LONGEST_DAYS:
        return _("{day} is more than a year after the end of the {quarter}").format(
            day=f"{due:%d.%m.%Y}", quarter=quarter.title
        )
    return ""

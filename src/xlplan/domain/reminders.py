"""The days on which units that owe a return are reminded."""

from collections.abc import Collection
from datetime import date, timedelta

from msgspec import Struct

# A computer that is off on Saturday and Sunday reminds on Monday.
_DAYS_TO_CATCH_UP = 2


class ReminderDays(Struct, frozen=True):
    """The days of the settings: so many before the due day, and so many after it."""

    before: Collection[int]
    after: Collection[int]

    def named(self, due: date) -> tuple[date, ...]:
        """Return the days for a due day, in order."""
        found = {due - timedelta(days=each) for each in self.before} | {
            due + timedelta(days=each) for each in self.after
        }
        return tuple(sorted(found))

    def is_due(self, due: date, today: date, last: date | None) -> bool:
        """Tell if a unit is to be reminded today.

        A day that has just passed without a reminder is made good.

        Args:
            due: The due day.
            today: The day.
            last: The day of its last letter; None before the first one.
        """
        oldest = today - timedelta(days=_DAYS_TO_CATCH_UP)
        come = [day for day in self.named(due) if oldest <= day <= today]
        return bool(come) and (last is None or last < come[-1])

    def next_day(self, due: date, today: date) -> date | None:
        """Return the next day after today; None where none is left."""
        return next((day for day in self.named(due) if day > today), None)

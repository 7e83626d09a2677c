"""Doubts about the clock: a clock before the last entry of the ledger, or far from that of another machine."""

from datetime import date, datetime, timedelta
from enum import Enum

from msgspec import Struct

from xlplan.domain.deadline import Deadline
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import _

# The clocks of several machines that write to one ledger differ by this at most.
TOLERANCE = timedelta(minutes=10)


class ClockDoubt(Struct, frozen=True):
    """A clock that shows an earlier time than the last entry of the ledger has."""

    now: datetime
    last_entry: datetime

    @property
    def text(self) -> str:
        """The doubt in words, both times in the time zone of the clock. No point stands at the end."""
        return _("The clock shows {now}, and the last entry of the ledger is of {last}").format(
            now=f"{self.now:%d.%m.%Y %H:%M}", last=f"{self.last_entry.astimezone(self.now.tzinfo):%d.%m.%Y %H:%M}"
        )


# Templates go out in the quarter itself, or some weeks before it.
_EARLIEST_ISSUE = timedelta(days=92)


class QuarterDoubt(Enum):
    """The reason to doubt the quarter of an issue, or the clock."""

    PAST = "past"
    FAR_AHEAD = "far ahead"


def doubt_quarter(quarter: Quarter, due: date, today: date) -> QuarterDoubt | None:
    """Return the doubt about an issue; None where nothing is odd.

    Args:
        quarter: The quarter.
        due: The due day of its returns.
        today: The day that the clock shows.
    """
    if Deadline(due).is_past(today):
        return QuarterDoubt.PAST
    return QuarterDoubt.FAR_AHEAD if today < quarter.first_day - _EARLIEST_ISSUE else None


def doubt_clock(now: datetime, last_entry: datetime | None) -> ClockDoubt | None:
    """Return the doubt about a clock; None where it may be right.

    Args:
        now: The time that the clock shows.
        last_entry: The latest time in the ledger. None for an empty one.
    """
    if last_entry is None or now >= last_entry - TOLERANCE:
        return None
    return ClockDoubt(now, last_entry)

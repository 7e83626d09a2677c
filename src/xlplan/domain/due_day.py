"""The due day of a return: the last day on which it is in time."""

from datetime import date, datetime


def is_late(moment: date, due: date) -> bool:
    """Tell whether a moment is past the due day, which is the last day in time.

    Args:
        moment: A time, or a day, in the centre's own time zone.
        due: The due day.
    """
    day = moment.date() if isinstance(moment, datetime) else moment
    return day > due

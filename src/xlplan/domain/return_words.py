"""The words for how the returns of a quarter stand, the same on the terminal and on the board."""

from datetime import datetime

from msgspec.structs import asdict

from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.messages import Sender
from xlplan.domain.return_counts import ReturnCounts
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import _, ngettext

# A sign for each state, which tells it without colour.
STATE_SIGNS = {
    ReturnState.ACCEPTED: "✓",
    ReturnState.ASKED_ANEW: "↻",
    ReturnState.TO_CORRECT: "✎",
    ReturnState.SUBMITTED: "◷",
    ReturnState.NONE: "◌",
}


def counts_text(counts: ReturnCounts, with_shares: bool = True) -> str:
    """Return how many returns are accepted of those owed, and how many came in time."""
    if counts.completeness is None or counts.timeliness is None or not with_shares:
        return _("accepted {accepted} of {owed}, in time {in_time}").format(**asdict(counts))
    return _("accepted {accepted} of {owed} ({complete:.0%}), in time {in_time} ({timely:.0%})").format(
        **asdict(counts), complete=counts.completeness, timely=counts.timeliness
    )


def deadline_text(deadline: Deadline) -> str:
    """Return the due day, and the last day of grace if there are any."""
    due = _("due {day}").format(day=f"{deadline.due:%d.%m.%Y}")
    if not deadline.grace_days:
        return due
    grace = _("with days of grace until {day}").format(day=f"{deadline.last_day:%d.%m.%Y}")
    return f"{due}, {grace}"


def time_left_sentence(deadline: Deadline, moment: datetime) -> str:
    """Return the sentence on how many days are left to the due day, or how long ago it was."""
    days, day = deadline.days_left(moment), f"{deadline.due:%d.%m.%Y}"
    if days > 0:
        return ngettext("{number} day is left until {day}.", "{number} days are left until {day}.", days, day=day)
    if days == 0:
        return _("Today, {day}, is the last day.").format(day=day)
    if deadline.timeliness(moment) is Timeliness.IN_GRACE:
        last = f"{deadline.last_day:%d.%m.%Y}"
        return _("Returns were due by {day}; until {last} they still count as in time.").format(day=day, last=last)
    return ngettext(
        "Returns were due by {day}, {number} day ago.",
        "Returns were due by {day}, {number} days ago.",
        -days,
        day=day,
    )


def other_sender_text(sender: Sender) -> str:
    """Return the sentence about a file that came from an address which is none of its unit's."""
    return _(
        "It came by mail from {address}, which is no address of the unit in the plan. "
        "Make sure that it is theirs, or correct the plan."
    ).format(address=sender.address or "—")

"""The indicator of a measure to which the events in its cell belong: they are listed once, and not under each."""

import re
from collections.abc import Sequence

from msgspec import Struct

from xlplan.domain.unit_of_measure import Number

_EVENTS = re.compile(
    r"захід|заход|лекці|семінар|зустріч|тренінг|виїзд|виїзн|стол[иіаів]|вебінар|занят|прийом|акці|нарад|конференц|ярмар"
    r"|event|workshop|session|meeting|seminar|training|lecture|talk|visit|clinic|webinar|class|course|conference|fair",
    re.IGNORECASE,
)
_OF_EVENTS = re.compile(
    r"учасни|осіб|людей|слухач|відвідувач|присутн|годин|частк|відсот|скарг|звернен|%"
    r"|participant|attend|people|person|hour|share|percent|satisf|complain|volunteer",
    re.IGNORECASE,
)


class CountedThing(Struct, frozen=True):
    """The thing that an indicator counts.

    Attributes:
        words: Its text, with its unit of measure.
        planned: How many the plan has in all; None where its target is no number.
        is_whole: True if it counts whole things.
    """

    words: str
    planned: Number | None
    is_whole: bool


def indicator_of_events(indicators: Sequence[CountedThing], number: int) -> int:
    """Return the position of the indicator that counts the events of a measure.

    It is the one that counts whole things and plans as many; or whose words are those of events; or the first one.

    Args:
        indicators: The indicators of the measure; at least one.
        number: How many events are listed.
    """

    def fits(at: int) -> tuple[bool, bool, bool]:
        own = indicators[at]
        is_of_events = bool(_EVENTS.search(own.words)) and not _OF_EVENTS.search(own.words)
        return own.is_whole and own.planned is not None, own.planned == number, is_of_events

    return max(range(len(indicators)), key=fits)

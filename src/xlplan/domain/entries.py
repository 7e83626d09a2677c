"""Entries: the answers that a return reports, one for each row and one for each event, as frozen values."""

from enum import Enum

from msgspec import Struct

from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import N_


class EntryKind(Enum):
    """The kinds of answer. Missing is never zero. Only a computed row has NO_BASE: the whole of its share is 0."""

    NUMBER = "number"
    NOTHING_AROSE = "nothing arose"
    MISSING = "missing"
    NO_BASE = "no base"

    # An enum's own hash is a call in Python, and the report looks up a kind for each of its cells.
    __hash__ = object.__hash__


class Entry(Struct, frozen=True):
    """One reported answer and the cell that holds it. `kept`: whether the promise of the last quarter was kept."""

    key: str
    kind: EntryKind
    number: Number | None = None
    description: str = ""
    reason: str = ""
    action: str = ""
    sheet: str = ""
    cell: str = ""
    kept: bool | None = None

    def __post_init__(self) -> None:
        if (self.kind is EntryKind.NUMBER) != (self.number is not None):
            raise ValueError("an entry has a number exactly where its kind is NUMBER")


class EventEntry(Struct, frozen=True):
    """One event that a unit reported, texts as typed.

    `event` is the planned event's key, "" for another event.
    """

    event: str
    key: str
    title: str
    held_on: str = ""
    people: str = ""
    link: str = ""
    sheet: str = ""
    cell: str = ""
    place: str = ""
    form: str = ""
    partner: str = ""


# Answers to a yes-or-no question.
YES, NO = N_("yes"), N_("no")

# Forms in which an event is held.
EVENT_FORMS = (N_("in person"), N_("online"), N_("both ways"))

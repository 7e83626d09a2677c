"""What came back: a returned workbook as read, cell by cell, and the entries it turns out to hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import N_, _


class EntryKind(Enum):
    """The three kinds of answer. Missing is never zero."""

    NUMBER = "number"
    NOTHING_AROSE = "nothing arose"
    MISSING = "missing"


@dataclass(frozen=True)
class Entry:
    """One reported answer, and the cell it stands in. `kept`: whether what was promised last quarter was done."""

    key: str
    kind: EntryKind
    number: int | None = None
    description: str = ""
    reason: str = ""
    action: str = ""
    sheet: str = ""
    cell: str = ""
    kept: bool | None = None

    def __post_init__(self) -> None:
        if (self.kind is EntryKind.NUMBER) != (self.number is not None):
            raise ValueError("an entry has a number exactly where its kind is NUMBER")


@dataclass(frozen=True)
class EventEntry:
    """What a unit said of one event: texts as typed. `event` is the planned event's key, "" for another one."""

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


# The answers to a question of yes or no.
YES, NO = N_("yes"), N_("no")

# How an event was held.
EVENT_FORMS = (N_("in person"), N_("online"), N_("both ways"))


class Outcome(Enum):
    """How a file that arrived was answered; the value is the catalogue's word for it."""

    ACCEPTED = N_("accepted")
    TO_CORRECT = N_("to correct")
    NOT_TAKEN = N_("not taken")


class SubmissionState(Enum):
    """What has become of a submission; the value is the catalogue's word for it."""

    COUNTS = N_("counts")
    SUPERSEDED = N_("superseded")
    TO_CORRECT = N_("to correct")
    NOT_TAKEN = N_("not taken")
    WITHDRAWN = N_("withdrawn")
    LATE = N_("came after the closing")


@dataclass(frozen=True)
class Verdict:
    """What a file turned out to be: whose return, what it reports, what is wrong with it."""

    outcome: Outcome
    issue: Issue | None
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    filled_by: str = ""
    saved_at: datetime | None = None


def is_late(moment: date, due: date) -> bool:
    """Tell whether a moment is past the due day, which is the last day in time.

    Args:
        moment: A time, or a day, in the centre's own time zone.
        due: The due day.
    """
    day = moment.date() if isinstance(moment, datetime) else moment
    return day > due


@dataclass(frozen=True)
class Attempt:
    """Which submission of its return a file is, counted from 1, and until which day the return is awaited.

    `is_late`: whether that day had passed when it came.
    """

    number: int
    due: date
    is_late: bool

    @property
    def due_sentence(self) -> str:
        """Until when a corrected file is awaited, as a sentence."""
        day = f"{self.due:%d.%m.%Y}"
        if self.is_late:
            return _("The return was due by {day}: send the corrected file as soon as you can.").format(day=day)
        return _("Send the corrected file by {day}.").format(day=day)


@dataclass(frozen=True)
class MarkedReturn:
    """A file to correct. `is_own`: it is the unit's own file, not a fresh template."""

    name: str
    is_own: bool = True
    has_pink_cells: bool = True


@dataclass(frozen=True)
class Submission:
    """A file that was read, as the ledger keeps it. `number` is its receipt's, `filled_by` who filled it in.

    `saved_at`: when the file says that it was last saved; a hint, for clocks differ.
    """

    number: int
    sha256: str
    file: str
    received_at: datetime
    outcome: Outcome
    form_code: str | None
    quarter: Quarter | None
    unit: str | None
    filled_by: str = ""
    saved_at: datetime | None = None


@dataclass(frozen=True)
class Source:
    """Where a figure stands: the file it came in, its SHA-256, the sheet and the cell."""

    file: str
    sha256: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class AcceptedReturn:
    """The latest accepted submission of a unit for a quarter, as the ledger gives it to the figures.

    `asked_again`: the row codes that a later version of the plan asks anew; `entries` lacks them.
    """

    unit: str
    file: str
    sha256: str
    received_at: datetime
    attempt: int
    in_time: bool
    entries: Mapping[str, Entry] = field(default_factory=dict)
    asked_again: tuple[str, ...] = ()

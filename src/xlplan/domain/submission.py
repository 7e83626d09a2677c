"""Submissions: a file received for a return, and its verdict, as frozen values."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cached_property

from msgspec import Struct, field

from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import N_, _


class Outcome(Enum):
    """The outcome for a file that arrived; the value is the catalogue's word for it."""

    ACCEPTED = N_("accepted")
    TO_CORRECT = N_("to correct")
    NOT_TAKEN = N_("not taken")


class SubmissionState(Enum):
    """The state of a submission; the value is the catalogue's word for it."""

    COUNTS = N_("counts")
    SUPERSEDED = N_("superseded")
    TO_CORRECT = N_("to correct")
    NOT_TAKEN = N_("not taken")
    WITHDRAWN = N_("withdrawn")
    LATE = N_("came after the closing")


class ReturnState(Enum):
    """The answer to “has it returned?”; the value is the catalogue's word for it.

    Source: design, life of a return.
    """

    ACCEPTED = N_("accepted")
    ASKED_ANEW = N_("accepted, rows asked anew")
    TO_CORRECT = N_("to correct")
    SUBMITTED = N_("submitted")
    NONE = N_("not returned")


class Verdict(Struct, frozen=True):
    """The verdict on a file: whose return it is, its entries, and its findings."""

    outcome: Outcome
    issue: Issue | None
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    filled_by: str = ""
    saved_at: datetime | None = None


class Attempt(Struct, frozen=True):
    """The number of a submission among those of its return, from 1, and the due day of the return.

    `is_late`: the submission came after that day.
    """

    number: int
    due: date
    is_late: bool

    @property
    def due_sentence(self) -> str:
        """A sentence that says until when a corrected file may come."""
        day = f"{self.due:%d.%m.%Y}"
        if self.is_late:
            return _("The return was due by {day}: send the corrected file as soon as you can.").format(day=day)
        return _("Send the corrected file by {day}.").format(day=day)


class MarkedReturn(Struct, frozen=True):
    """A file to correct. `is_own`: it is the unit's own file, not a fresh template.

    `has_pink_cells`: it has cells that must be corrected. `has_amber_cells`: it has cells to look at.
    `has_lost_links`: links in it that led to other files or pages were removed.
    """

    name: str
    is_own: bool = True
    has_pink_cells: bool = True
    has_amber_cells: bool = False
    has_lost_links: bool = False


class Submission(Struct, frozen=True):
    """A file that was read, as the ledger keeps it. `number` is the number of its receipt.

    `filled_by`: the person who filled it in. `saved_at`: the time of the last save according to the file. It is a
    hint, because clocks differ.
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

    @property
    def shown_file(self) -> str:
        """The name of the file as others than its unit see it, without personal data."""
        return hide_personal_data(self.file)


class Source(Struct, frozen=True):
    """The source of a figure: the file, its SHA-256, the sheet and the cell."""

    file: str
    sha256: str
    sheet: str
    cell: str


class AcceptedReturn(Struct, frozen=True, dict=True):
    """The return of a unit that counts for a quarter, as the ledger gives it to the figures.

    `entries`: by the row codes of the plan in force. `asked_again`: the row codes that a later version of the plan
    asks again; `entries` lacks them.
    `timeliness`: that of the first accepted return that was not withdrawn.
    `corrected`: this is a later one.
    """

    unit: str
    file: str
    sha256: str
    received_at: datetime
    attempt: int
    timeliness: Timeliness
    entries: Mapping[str, Entry] = field(default_factory=dict)
    asked_again: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def in_time(self) -> bool:
        """Tells that it counts as in time: it came by the due day, or on a day of grace."""
        return self.timeliness is not Timeliness.LATE

    # The report shows it in each row of the return.
    @cached_property
    def shown_file(self) -> str:
        """The name of the file as others than its unit see it, without personal data."""
        return hide_personal_data(self.file)


def return_state(accepted: AcceptedReturn | None, is_to_correct: bool, is_waiting: bool = False) -> ReturnState:
    """Return whether a unit has returned.

    Args:
        accepted: Its return that counts; None where none does.
        is_to_correct: Its latest file must be corrected.
        is_waiting: A file came after the closing, and will count once the quarter is reopened.
    """
    if accepted:
        return ReturnState.ASKED_ANEW if accepted.asked_again else ReturnState.ACCEPTED
    if is_to_correct:
        return ReturnState.TO_CORRECT
    return ReturnState.SUBMITTED if is_waiting else ReturnState.NONE

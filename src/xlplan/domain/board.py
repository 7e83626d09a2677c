"""The board: where the returns of a centre stand at one time, as values. `services/report/board.py` fills it.

A place is the path of a file as seen from the folder of the board, with forward slashes; "" where there is none.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.findings.finding import Finding
from xlplan.domain.letters import LetterKind, LetterState
from xlplan.domain.messages import Sender
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import ReturnCounts, YearReturns
from xlplan.domain.standing import Answer, Light
from xlplan.domain.submission import ReturnState


class BoardFile(Struct, frozen=True):
    """A file that the board leads to."""

    name: str
    place: str


class BoardAnswer(Struct, frozen=True):
    """A file that came, and the answer to it.

    Attributes:
        number: The number of its receipt.
        received_at: The time at which it came.
        file: Its name, without personal data.
        answer: The answer to it as it stands now.
        unit: The name of its unit; "" if nobody's.
        findings: What must be corrected in it, or why it was not taken.
        reason: Why it was withdrawn; "" if it was not.
        original: The place of the file as it came.
        receipt: The place of its receipt.
        to_correct: The place of the marked file.
    """

    number: int
    received_at: datetime
    file: str
    answer: Answer
    unit: str = ""
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    original: str = ""
    receipt: str = ""
    to_correct: str = ""


class BoardLetter(Struct, frozen=True):
    """A letter to a unit.

    Attributes:
        at: The time at which it was sent or written.
        unit: The name of the unit.
        kind: Its kind.
        subject: Its subject.
        state: What has become of it.
        draft: The place of the draft; "" for a letter that went by a server, and where the draft is gone.
    """

    at: datetime
    unit: str
    kind: LetterKind
    subject: str
    state: LetterState
    draft: str = ""


class BoardReturn(Struct, frozen=True):
    """The return that a unit owes.

    Attributes:
        unit: The name of the unit.
        state: The state of the return.
        is_overdue: The deadline has passed without it.
        timeliness: That of its first accepted file; None without one.
        attempts: The number of files that came for it.
        shown: The file that counts, or else the latest one. None where none came.
        beside: The latest file, where another one counts or it is kept. None otherwise.
        rows_asked_again: The row codes that a newer template asks again.
        template: The place of its template.
        letter: The last letter to the unit about the quarter; None where there is none.
    """

    unit: str
    state: ReturnState
    is_overdue: bool = False
    timeliness: Timeliness | None = None
    attempts: int = 0
    shown: BoardAnswer | None = None
    beside: BoardAnswer | None = None
    rows_asked_again: tuple[str, ...] = ()
    template: str = ""
    letter: BoardLetter | None = None

    @property
    def is_to_correct(self) -> bool:
        """Tells that the unit has something to correct or to answer anew, whether or not a file of it counts."""
        is_latest_to_correct = self.beside is not None and self.beside.answer is Answer.TO_CORRECT
        return self.state in (ReturnState.TO_CORRECT, ReturnState.ASKED_ANEW) or is_latest_to_correct


class BoardWaiting(Struct, frozen=True):
    """A file that came after the closing. `will_count`: it counts once the quarter is reopened."""

    unit: str
    file: str
    received_at: datetime
    will_count: bool


class BoardQuarter(Struct, frozen=True):
    """A quarter on the board.

    Attributes:
        quarter: The quarter.
        deadline: The deadline of its returns.
        returns: The returns that are owed, in the order of the units.
        counts: Their numbers.
        closed_at: The time of the closing; None while the quarter is open.
        reopened: The reason of the reopening; "" where there was none.
        not_issued: The names of the units without a template.
        waiting: The files that came after the closing.
        files: The workbooks of the quarter and the folders of answers.
        other_senders: The names of files that came by mail from an address which is none of their unit's.
    """

    quarter: Quarter
    deadline: Deadline
    returns: tuple[BoardReturn, ...]
    counts: ReturnCounts
    closed_at: datetime | None = None
    reopened: str = ""
    not_issued: tuple[str, ...] = ()
    waiting: tuple[BoardWaiting, ...] = ()
    files: tuple[BoardFile, ...] = ()
    other_senders: tuple[tuple[str, Sender], ...] = ()

    @property
    def to_correct(self) -> tuple[BoardReturn, ...]:
        """The returns with something to correct."""
        return tuple(each for each in self.returns if each.is_to_correct)

    @property
    def missing(self) -> tuple[BoardReturn, ...]:
        """The returns that have not come."""
        return tuple(each for each in self.returns if each.state is ReturnState.NONE and not each.is_to_correct)

    @property
    def accepted(self) -> tuple[BoardReturn, ...]:
        """The accepted returns."""
        return tuple(each for each in self.returns if each.state is ReturnState.ACCEPTED)

    def number_in(self, state: ReturnState) -> int:
        """Return the number of returns in a state."""
        return sum(each.state is state for each in self.returns)

    def light(self, moment: datetime) -> Light:
        """Return the colour of the quarter: green with every return, red without one after the deadline."""
        if self.counts.accepted == self.counts.owed:
            return Light.GREEN
        return Light.RED if self.deadline.is_past(moment) else Light.AMBER


class Board(Struct, frozen=True):
    """The board of a workspace.

    Attributes:
        centre: The name of the centre; "" before anything was issued.
        made_at: The time that the board is of.
        quarters: The open quarters, and closed ones for which something waits. Without any, the last one.
        years: The returns of the years of these quarters.
        answers: The last answers, newest first.
        not_taken: The files that were not taken and not put aside, newest first.
        more_not_taken: The number of further ones.
        letters: The last letters, newest first.
        refresh_seconds: After so many seconds a browser loads the page anew; 0 if it does not.
    """

    centre: str
    made_at: datetime
    quarters: tuple[BoardQuarter, ...] = ()
    years: Mapping[int, YearReturns] = field(default_factory=dict)
    answers: tuple[BoardAnswer, ...] = ()
    not_taken: tuple[BoardAnswer, ...] = ()
    more_not_taken: int = 0
    letters: tuple[BoardLetter, ...] = ()
    refresh_seconds: int = 0

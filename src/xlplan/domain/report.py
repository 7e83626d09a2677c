"""Content of the consolidated workbook other than its figures: submissions, events, remarks."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from msgspec import Struct, field

from xlplan.domain.deadline import Timeliness
from xlplan.domain.decision_log import DecisionRecord
from xlplan.domain.edition import Edition, LedgerPosition
from xlplan.domain.entries import EventEntry
from xlplan.domain.figures import QuarterFigures, Returns, Shortfall, YearBasis, YearShortfall
from xlplan.domain.history import Course
from xlplan.domain.plan import PlanVersion, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Source
from xlplan.text.translation import N_, _


class SubmissionRow(Struct, frozen=True):
    """One file received for a return, as the report lists it. A unit that sent none has a row without a file.

    `state` is the word that people see. `received_at` is in the centre's own time.
    `counts`: the figures come from this file.
    `sender`: who sent it by mail, as all may see it; "" for a file that came another way. `mail_came_at`: when.
    """

    unit: str
    state: str
    received_at: datetime | None = None
    timeliness: Timeliness | None = None
    attempt: int | None = None
    file: str = ""
    findings: int | None = None
    sha256: str = ""
    counts: bool = False
    sender: str = ""
    mail_came_at: datetime | None = None


class EventState(Enum):
    """The state of an event; the value is the catalogue's word for it."""

    HELD = N_("held")
    NOT_MENTIONED = N_("nothing said of it")
    NOT_RETURNED = Status.NOT_RETURNED.value
    EXPECTED = Status.EXPECTED.value

    @property
    def shown(self) -> str:
        """The sign and the word, in the language in use."""
        return f"{_EVENT_SIGNS[self]} {_(self.value)}"


_EVENT_SIGNS = {
    EventState.HELD: "✓",
    EventState.NOT_MENTIONED: "⚠",
    EventState.NOT_RETURNED: Status.NOT_RETURNED.sign,
    EventState.EXPECTED: Status.EXPECTED.sign,
}


class EventRow(Struct, frozen=True):
    """One event of the register.

    `is_planned`: the plan has it. `planned_on`: its date in the plan, as the plan writes it.
    `entry`: what the unit reported of it; None where it reported nothing.
    `people`: the number of people reached; None where none was reported or the text is no plain number.
    """

    unit: Unit
    key: str
    title: str
    is_planned: bool
    planned_on: str
    state: EventState
    entry: EventEntry | None = None
    people: int | None = None
    source: Source | None = None


class RemarkKind(Enum):
    """The kind of a remark; the value is the catalogue's word for it."""

    DOUBLE = N_("possible double count")
    WARNING = N_("warning")
    WAIVED = N_("waiver")


class Remark(Struct, frozen=True):
    """One line of the sheet of remarks: whom it concerns, where it stands, what it says and what to do."""

    kind: RemarkKind
    units: str
    key: str
    text: str
    remedy: str = ""
    source: Source | None = None


class ReportContent(Struct, frozen=True):
    """Everything that a consolidated workbook is written from.

    `edition`: None for a working copy. `record`: the decisions behind it.
    `course`: the course of the rows over the quarters of this year and the last.
    `year_shortfalls`: of a year that is over, worst first; none before its end.
    """

    figures: QuarterFigures
    shortfalls: tuple[Shortfall, ...]
    version: PlanVersion
    submissions: tuple[SubmissionRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    edition: Edition | None = None
    record: DecisionRecord = field(default_factory=DecisionRecord)
    course: Course = field(default_factory=Course)
    year_shortfalls: tuple[YearShortfall, ...] = ()


class QuarterSnapshot(Struct, frozen=True):
    """A quarter as a consolidated workbook shows it.

    `year`: what the quarters of its year rest on.
    `closing_edition`: the edition by which the quarter is closed; None while it is open.
    """

    content: ReportContent
    year: YearBasis
    position: LedgerPosition
    closing_edition: Edition | None

    @property
    def figures(self) -> QuarterFigures:
        """The figures of the quarter."""
        return self.content.figures

    @property
    def returns(self) -> Mapping[Quarter, Returns]:
        """The returns that count, for the quarter and the earlier ones of its year."""
        return {each: basis.returns for each, basis in self.year.items() if each <= self.quarter}

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """The shortfalls, worst first."""
        return self.content.shortfalls

    @property
    def version(self) -> PlanVersion:
        """The version of the plan that counts for the quarter."""
        return self.content.version

    @property
    def quarter(self) -> Quarter:
        """The quarter."""
        return self.figures.period.quarter

"""Explanation of a figure, from the version of the plan to the cell of a file, as frozen values."""

from collections.abc import Iterable

from msgspec import Struct

from xlplan.domain.decisions import Note, Withdrawal
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.findings.finding import Finding
from xlplan.domain.letters import LetterRecord
from xlplan.domain.plan import PlanVersion, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Submission, SubmissionState
from xlplan.domain.target import Target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure


class ShareCounts(Struct, frozen=True):
    """The two counts of a computed share; None where nothing was reported. A share needs both."""

    part: Number | None = None
    whole: Number | None = None

    @classmethod
    def total(cls, counts: Iterable["ShareCounts"]) -> "ShareCounts":
        """Return the sum of counts. One without the other has no part in it."""
        both = [(each.part, each.whole) for each in counts if each.part is not None and each.whole is not None]
        return cls(sum(part for part, _whole in both), sum(whole for _part, whole in both)) if both else cls()


class ShareEntries(Struct, frozen=True):
    """The entries of the two counts of a computed share in one file; None where it has none."""

    ratio: Ratio
    part: Entry | None
    whole: Entry | None


class SubmissionAnswer(Struct, frozen=True):
    """The answer of one submission to a row.

    `entry` is None where its template had no such row. `findings`: those on this row. They quote what could not be
    read. `withdrawals`: every withdrawal of the submission and every undoing of one, oldest first.
    `share`: the two counts of a computed row in the file; None for any other row.
    `elsewhere`: where the file lies that came in on another machine; "" for any other one.
    """

    submission: Submission
    attempt: int
    state: SubmissionState
    entry: Entry | None
    findings: tuple[Finding, ...]
    withdrawal: Withdrawal | None
    withdrawals: tuple[Withdrawal, ...] = ()
    share: ShareEntries | None = None
    elsewhere: str = ""


class UnitExplanation(Struct, frozen=True):
    """A unit's part of a figure.

    `answers`: of every submission, oldest first. `quarters`: the entry that counts in each quarter of the year so
    far, under the row code of that quarter; several where rows were merged since, None where there is none.
    `asked_again`: the plan changed this row after the return was made, so its answer does not count.
    `counts`: the two counts of a computed row in each quarter of the year so far; () for any other row.
    `letters`: the letters to the unit about this quarter, oldest first.
    """

    figure: UnitFigure
    answers: tuple[SubmissionAnswer, ...]
    quarters: tuple[tuple[Quarter, Entry | None], ...]
    asked_again: bool
    counts: tuple[tuple[Quarter, ShareCounts], ...] = ()
    letters: tuple[LetterRecord, ...] = ()

    @property
    def counts_to_date(self) -> ShareCounts | None:
        """The two counts of a computed row since the start of the year; None for any other row."""
        return ShareCounts.total(counts for _quarter, counts in self.counts) if self.counts else None


class Explanation(Struct, frozen=True):
    """Explanation of an indicator's figure in a quarter.

    `targets`: for each quarter of the year so far, with the row code of that quarter.
    `editions`: the row in each edition of the quarter, None where it has no such row.
    `closing_edition`: the edition by which the quarter is closed.
    `note`: the coordinator's reason for a shortfall of the centre; None where there is none.
    `counts` and `counts_to_date`: the two counts of a computed row, over all units that reported both; None for
    any other row. `counted`: the unit of measure of these counts.
    """

    quarter: Quarter
    version: PlanVersion
    figure: IndicatorFigure
    targets: tuple[tuple[Quarter, str, Target], ...]
    units: tuple[UnitExplanation, ...]
    editions: tuple[tuple[Edition, SnapshotRow | None], ...]
    closing_edition: Edition | None
    note: Note | None = None
    counts: ShareCounts | None = None
    counts_to_date: ShareCounts | None = None
    counted: UnitOfMeasure = WHOLE_THINGS

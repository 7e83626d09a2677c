"""Explanation of a figure, from the version of the plan to the cell of a file, as frozen values."""

from dataclasses import dataclass

from xlplan.domain.decisions import Note, Withdrawal
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import PlanVersion, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Submission, SubmissionState
from xlplan.domain.target import Target
from xlplan.domain.unit_of_measure import Number


@dataclass(frozen=True)
class ShareCounts:
    """The two counts of a computed share: of a unit or the centre, in a quarter or since the start of the year."""

    part: Number | None
    whole: Number | None


@dataclass(frozen=True)
class ShareEntries:
    """A unit's entries of the two counts of a computed share in a quarter; None where it has none."""

    quarter: Quarter
    ratio: Ratio
    part: Entry | None
    whole: Entry | None


@dataclass(frozen=True)
class SubmissionAnswer:
    """The answer of one submission to a row.

    `entry` is None where its template had no such row. `findings`: those on this row. They quote what could not be
    read. `withdrawals`: every withdrawal of the submission and every undoing of one, oldest first.
    `share`: the two counts of a computed row in the file; None for any other row.
    """

    submission: Submission
    attempt: int
    state: SubmissionState
    entry: Entry | None
    findings: tuple[Finding, ...]
    withdrawal: Withdrawal | None
    withdrawals: tuple[Withdrawal, ...] = ()
    share: ShareEntries | None = None


@dataclass(frozen=True)
class UnitExplanation:
    """A unit's part of a figure.

    `answers`: of every submission, oldest first. `quarters`: the entry that counts in each quarter of the year so
    far, under the row code of that quarter; several where rows were merged since, None where there is none.
    `asked_again`: the plan changed this row after the return was made, so its answer does not count.
    `shares`: the two counts behind each of `quarters` of a computed row; () for any other row.
    `counts_to_date`: the two counts since the start of the year.
    """

    figure: UnitFigure
    answers: tuple[SubmissionAnswer, ...]
    quarters: tuple[tuple[Quarter, Entry | None], ...]
    asked_again: bool
    shares: tuple[ShareEntries, ...] = ()
    counts_to_date: ShareCounts | None = None


@dataclass(frozen=True)
class Explanation:
    """Explanation of an indicator's figure in a quarter.

    `targets`: for each quarter of the year so far, with the row code of that quarter.
    `editions`: the row in each edition of the quarter, None where it has no such row.
    `closing_edition`: the edition by which the quarter is closed.
    `note`: the coordinator's reason for a shortfall of the centre; None where there is none.
    `counts` and `counts_to_date`: the two counts of a computed share, over the units that reported both.
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

"""What the ledger holds of a quarter, gathered: the figures, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlplan.edition import Basis, Edition
from xlplan.figure import QuarterFigures, Returns, Shortfall, SubmissionRow
from xlplan.model import PlanVersion
from xlplan.quarter import Quarter


@dataclass(frozen=True)
class Gathered:
    """A quarter as a consolidated workbook tells it.

    `returns`: for the quarter and the earlier ones of its year, what counts of each unit. `closed_by`: the edition
    by which the quarter is closed, None while it is open.
    """

    figures: QuarterFigures
    shortfalls: tuple[Shortfall, ...]
    submissions: tuple[SubmissionRow, ...]
    version: PlanVersion
    returns: Mapping[Quarter, Returns]
    basis: Basis
    closed_by: Edition | None

    @property
    def quarter(self) -> Quarter:
        """Which quarter it is."""
        return self.figures.period.quarter

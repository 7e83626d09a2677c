"""What the ledger holds of a quarter, gathered: the figures, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlplan.domain.edition import Basis, Edition
from xlplan.domain.figures import QuarterFigures, Returns, Shortfall
from xlplan.domain.plan import PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import Contents


@dataclass(frozen=True)
class Gathered:
    """A quarter as a consolidated workbook tells it.

    `returns`: for the quarter and the earlier ones of its year, what counts of each unit. `closed_by`: the edition
    by which the quarter is closed, None while it is open.
    """

    contents: Contents
    returns: Mapping[Quarter, Returns]
    basis: Basis
    closed_by: Edition | None

    @property
    def figures(self) -> QuarterFigures:
        """Its figures."""
        return self.contents.figures

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Its shortfalls, worst first."""
        return self.contents.shortfalls

    @property
    def version(self) -> PlanVersion:
        """The version of the plan by which it is told."""
        return self.contents.version

    @property
    def quarter(self) -> Quarter:
        """Which quarter it is."""
        return self.figures.period.quarter

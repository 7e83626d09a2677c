"""Issues: templates made for one unit and quarter, with their rows, as frozen values.

The ledger stores issues as JSON by the names of these fields, so the names stay.
"""

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from xlplan.domain.form_code import FormCode
from xlplan.domain.plan import (
    AddsUp,
    Better,
    Counting,
    Indicator,
    Measure,
    Plan,
    PlannedEvent,
    Ratio,
    Unit,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure

if TYPE_CHECKING:
    from xlplan.domain.descent import Lines


class RowHistory(Struct, frozen=True):
    """A unit's accepted quarters of the year so far, behind a row when it is issued.

    `target` and `done`: planned and reported in them; None where nothing was. `adds_up`: how this quarter joins
    them. Under MEAN they are sums, over `target_quarters` and `done_quarters` quarters.
    `shortfall`: what the last of them missed of its own target. `promised`: the promise about it.
    """

    target: Number | None = None
    done: Number | None = None
    adds_up: AddsUp = AddsUp.SUM
    shortfall: Number | None = None
    promised: str = ""
    target_quarters: int = 0
    done_quarters: int = 0


class IssueRow(Struct, frozen=True):
    """One row of a template: an indicator with the target that this unit sees.

    `target` is the unit's own share where the counting is SPLIT, else the indicator's whole target.
    `lines`: the lines of descent that the row carries, its own first.
    `ratio`: the row codes of the two counts, where xlplan computes the result and the unit reports none.
    """

    key: str
    measure: str
    indicator: str
    target: Target
    counting: Counting
    better: Better = Better.MORE
    direction: str = ""
    task: str = ""
    events: tuple[PlannedEvent, ...] = ()
    past: RowHistory | None = None
    lines: tuple[str, ...] = ()
    unit_of_measure: UnitOfMeasure = WHOLE_THINGS
    ratio: Ratio | None = None

    @property
    def line(self) -> str:
        """The row's own line of descent. Rows of different plans with one line are the same row."""
        return self.lines[0] if self.lines else self.key

    @property
    def promised(self) -> str:
        """The promise that the unit made when the last quarter fell short; "" without one."""
        return self.past.promised if self.past else ""

    @property
    def is_judged(self) -> bool:
        """Tells that this unit alone can fall short of the target."""
        return self.target.kind is TargetKind.COUNT and self.counting is not Counting.JOINT


class Issue(Struct, frozen=True):
    """One template made for one unit and quarter. The ledger keeps it for good.

    `contact`: the person whom the unit asks. `on_track`: the part of a target from which it counts as met.
    """

    form_code: FormCode
    centre: str
    unit: Unit
    plan_version: int
    issued_on: date
    due: date
    rows: tuple[IssueRow, ...]
    contact: str = ""
    on_track: float = 1.0

    @property
    def quarter(self) -> Quarter:
        """The quarter of the issue."""
        return self.form_code.quarter


class IssueStanding(Struct, frozen=True):
    """An issue, and what replaced it.

    `current`: the issue that counts now for the same unit and quarter; it may be the same one.
    `newest_quarter`: the latest quarter for which anything was issued to the unit.
    """

    issue: Issue
    current: Issue
    newest_quarter: Quarter


def needed_counts(rows: Iterable[IssueRow]) -> frozenset[str]:
    """Return the codes of the rows whose counts a share with a target is computed from.

    Their numbers are needed even where they have no targets of their own.
    """
    ratios = [row.ratio for row in rows if row.ratio and row.target.kind is TargetKind.COUNT]
    return frozenset(key for ratio in ratios for key in (ratio.part, ratio.whole))


def reporting_units(measure: Measure, indicator: Indicator) -> tuple[str, ...]:
    """Return the codes of the units that report an indicator: all of its measure, or the first where one leads."""
    return measure.units[:1] if indicator.counting is Counting.LEAD else measure.units


def unit_target(plan: Plan, indicator: Indicator, unit: str, quarter: Quarter) -> Target:
    """Return the target that a unit sees: its own share of a split count, else the indicator's target.

    Where the units' numbers are not added up, a unit without a target of its own has that of the measure.
    """
    total = indicator.target(quarter)
    if indicator.counting is not Counting.SPLIT or total.kind is not TargetKind.COUNT:
        return total
    own = plan.share(indicator.key, unit, quarter)
    if own is not None:
        return count_target(own)
    return UNSET if indicator.adds_units else total


def rows_of(
    plan: Plan, unit: Unit, quarter: Quarter, lines: "Lines" = MappingProxyType({})
) -> tuple[IssueRow, ...]:
    """Return the rows of a unit's template, in the plan's order.

    There are none where the unit has nothing to report.

    Args:
        plan: The plan that counts for the quarter.
        unit: The unit.
        quarter: The quarter.
        lines: The lines of descent of the plan's rows.
    """
    rows = []
    own_events = [event for event in plan.events if event.unit == unit.code and event.quarter == quarter]
    for measure in plan.measures:
        if unit.code not in measure.unit_set:
            continue
        for indicator in measure.indicators:
            if indicator.counting is Counting.LEAD and unit.code != measure.units[0]:
                continue
            events = tuple(event for event in own_events if event.key.rpartition("#")[0] == indicator.key)
            rows.append(
                IssueRow(
                    key=indicator.key,
                    measure=measure.title,
                    indicator=indicator.title,
                    target=unit_target(plan, indicator, unit.code, quarter),
                    counting=indicator.counting,
                    better=indicator.better,
                    direction=measure.direction,
                    task=measure.task,
                    events=events,
                    lines=lines.get(indicator.key, ()),
                    unit_of_measure=indicator.unit_of_measure,
                    ratio=indicator.ratio,
                )
            )
    return tuple(rows)

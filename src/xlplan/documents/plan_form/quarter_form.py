"""Form of a quarter: each measure with its events, the units that hold them, and its values."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from xlplan.documents.plan_form.columns import FormColumn, FormColumns, columns_in_use
from xlplan.documents.plan_form.form_parts import (
    HEADING,
    MEASURE,
    level_text,
    measure_text,
    table_body,
    value_box,
)
from xlplan.documents.plan_form.pages import CENTRED, Box, Form
from xlplan.documents.plan_form.title_and_signatures import build_form
from xlplan.domain.executor_wording import ExecutorWording
from xlplan.domain.plan import Counting, EmptyLevel, Indicator, Measure, Plan, PlannedEvent, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import indicator_title, show_number
from xlplan.text.translation import N_, _

_COLUMNS = (
    FormColumn("number", N_("Item no."), 28, is_text=False),
    FormColumn("task", N_("Name of the task"), 130),
    # The paper form has none, for no plan of a quarter had subtasks.
    FormColumn("subtask", N_("Subtask"), 130),
    FormColumn("purpose", N_("Purpose and main result of carrying out the task"), 146),
    FormColumn("measure", N_("Name of the measure for carrying out the task"), 246),
    FormColumn("responsible", N_("Responsible for the measure (a department or an official*)"), 126),
    FormColumn("term", N_("Term (date) of the measure"), 74, is_text=False),
    FormColumn("indicator", N_("Names of the indicators of the measure's results"), 150),
    FormColumn("value", N_("Indicator of results"), 104, is_text=False),
)


class _Line(Struct, frozen=True):
    """Line in the rows of a measure: the text of the measure or of an event, who is responsible, and the term."""

    text: str = ""
    responsible: str = ""
    term: str = ""


def quarter_form(plan: Plan, quarter: Quarter) -> Form:
    """Return the official form of a quarter of the plan.

    A quarterly plan is printed whole. Of a longer plan the form shows `indicators_of_quarter`.
    """
    rows = _rows(plan, quarter)
    dated = any(event.on for event in plan.events if event.quarter == quarter)
    columns = columns_in_use(_COLUMNS, rows, ("term",) if dated else ())
    heading = tuple(Box(0, at, column.shown, HEADING) for at, column in enumerate(columns.columns))
    printed = _MeasurePrinter(plan, quarter, columns, ExecutorWording(plan))
    return build_form(plan.centre, quarter, columns, heading, table_body(rows, columns, printed.boxes))


def _rows(plan: Plan, quarter: Quarter) -> list[Measure | EmptyLevel]:
    """Return the measures that the form shows and the levels without measures, in the plan's order."""
    return [
        each
        for each in in_plan_order(plan.measures, plan.empty_levels)
        if isinstance(each, EmptyLevel) or indicators_of_quarter(plan, each, quarter)
    ]


def indicators_of_quarter(plan: Plan, measure: Measure, quarter: Quarter) -> tuple[Indicator, ...]:
    """Return the indicators of a measure that the form of the quarter shows.

    These are all indicators of a quarterly plan. Of a longer plan they are those with a target in the quarter,
    and those that have no target in any quarter.
    """
    if plan.centre.quarters == (quarter,):
        return measure.indicators
    return tuple(
        indicator
        for indicator in measure.indicators
        if indicator.target(quarter).kind is not TargetKind.UNSET
        or all(target.kind is TargetKind.UNSET for _quarter, target in indicator.targets)
    )


class _MeasurePrinter(Struct, frozen=True):
    """The boxes of the measures of a plan, from the column of the measure on."""

    plan: Plan
    quarter: Quarter
    columns: FormColumns
    wording: ExecutorWording

    def boxes(self, measure: Measure, row: int) -> list[Box]:
        """Return the boxes of a measure that begins in a row. An event stands opposite to who holds it."""
        boxes: list[Box] = []
        lines: list[_Line] = []
        for indicator in indicators_of_quarter(self.plan, measure, self.quarter):
            first = len(lines)
            lines += self._lines(measure, indicator, is_first=not lines)
            at, down = row + first, len(lines) - first
            title = indicator_title(indicator.title, indicator.unit_of_measure)
            boxes.append(Box(at, self.columns.at("indicator"), title, CENTRED, down))
            boxes.append(value_box(at, self.columns.at("value"), indicator.target(self.quarter), indicator, down))
        for position, line in enumerate(lines):
            edges = "lr" + ("t" if position == 0 else "") + ("b" if position == len(lines) - 1 else "")
            boxes.append(Box(row + position, self.columns.at("measure"), line.text, edges=edges))
            boxes.append(
                Box(row + position, self.columns.at("responsible"), line.responsible, CENTRED, edges=edges)
            )
            if "term" in self.columns:
                boxes.append(Box(row + position, self.columns.at("term"), line.term, CENTRED, edges=edges))
        return boxes

    def _lines(self, measure: Measure, indicator: Indicator, is_first: bool) -> list[_Line]:
        """Return the lines of an indicator: what heads it, then its events. The first one heads the measure."""
        events = self._events(indicator)
        told = self._told_shares(measure, indicator, events)
        own = [self._event_line(measure, event) for event in events]
        if is_first:
            text = level_text(MEASURE, measure_text(measure))
            return [_Line(text, self._named_beside(measure, told), measure.term), *own]
        return [_Line(responsible="\n".join(told.values())), *own] if told or not own else own

    def _named_beside(self, measure: Measure, told: Mapping[str, str]) -> str:
        """Return who is named beside the measure itself: all executors but those of an event."""
        shown = indicators_of_quarter(self.plan, measure, self.quarter)
        holders = {event.unit for indicator in shown for event in self._events(indicator)}
        beside: list[str] = []
        waiting = dict(told)
        for executor in self.wording.of_measure(measure):
            if len(executor.units) == 1 and executor.units[0] in told:
                beside += [waiting.pop(executor.units[0])] if executor.units[0] in waiting else []
            elif not (len(executor.units) == 1 and executor.units[0] in holders):
                beside.append(executor.words)
        return "\n".join((*beside, *waiting.values()))

    def _events(self, indicator: Indicator) -> list[PlannedEvent]:
        return [
            event
            for event in self.plan.events
            if event.quarter == self.quarter and event.key.rpartition("#")[0] == indicator.key
        ]

    def _told_shares(
        self, measure: Measure, indicator: Indicator, events: Sequence[PlannedEvent]
    ) -> dict[str, str]:
        """Return the shares that the events of their units do not tell, in words by unit."""
        told: dict[str, str] = {}
        for unit in self.plan.units if indicator.counting is Counting.SPLIT else ():
            share = self.plan.share(indicator.key, unit.code, self.quarter)
            if share is not None and share != sum(event.unit == unit.code for event in events):
                words = self.wording.of_unit(measure, unit.code)
                number = show_number(share, indicator.unit_of_measure)
                told[unit.code] = _("{unit}: {share}").format(unit=words, share=number)
        return told

    def _event_line(self, measure: Measure, event: PlannedEvent) -> _Line:
        term = "" if event.on == measure.term else event.on
        holder = self.wording.of_unit(measure, event.unit)
        return _Line(f"- {event.title}" if event.title else "", holder, term)

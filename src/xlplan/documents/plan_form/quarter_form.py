"""Form of a quarter: each measure with its events, the units that hold them, and its values."""

from dataclasses import dataclass

from xlplan.documents.plan_form.form_parts import (
    HEADING,
    MEASURE,
    SUBTASK,
    TASK,
    FormColumns,
    MeasureRows,
    blank_boxes,
    build_form,
    level_text,
    measure_runs,
    measure_text,
    names_in_lines,
    value_box,
)
from xlplan.documents.plan_form.pages import CENTRED, LABEL, Box, Form
from xlplan.domain.plan import Counting, EmptyLevel, Indicator, Measure, Plan, PlannedEvent, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import indicator_title, show_number
from xlplan.text.translation import _

_NUMBER, _TASK, _PURPOSE, _MEASURE, _RESPONSIBLE, _TERM, _INDICATOR, _VALUE = range(8)
_WIDTHS = (28, 130, 146, 246, 126, 74, 150, 104)
_COLUMNS = len(_WIDTHS)
_FORM_COLUMNS = FormColumns(_WIDTHS, _RESPONSIBLE, _INDICATOR)


@dataclass(frozen=True)
class _Line:
    """Line in the rows of a measure: the text of the measure or of an event, who is responsible, and the term.

    `unit` is the name of the unit that the event or the share belongs to.
    """

    text: str = ""
    responsible: str = ""
    term: str = ""
    unit: str = ""


def quarter_form(plan: Plan, quarter: Quarter) -> Form:
    """Return the official form of a quarter of the plan.

    A quarterly plan is printed whole. Of a longer plan the form shows `indicators_of_quarter`.
    """
    return build_form(plan.centre, quarter, _FORM_COLUMNS, _heading_boxes(), _body(plan, quarter))


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


def _heading_boxes() -> tuple[Box, ...]:
    words = (
        _("Item no."),
        _("Name of the task"),
        _("Purpose and main result of carrying out the task"),
        _("Name of the measure for carrying out the task"),
        _("Responsible for the measure (a department or an official*)"),
        _("Term (date) of the measure"),
        _("Names of the indicators of the measure's results"),
        _("Indicator of results"),
    )
    return tuple(Box(0, column, text, HEADING) for column, text in enumerate(words))


def _body(plan: Plan, quarter: Quarter) -> tuple[list[Box], list[int]]:
    """Return the boxes of the table, and the number of rows of each measure and each level without measures."""
    boxes: list[Box] = []
    blocks: list[int] = []
    measures: list[MeasureRows] = []
    row, above = 0, ("", "", "")
    for each in in_plan_order(plan.measures, plan.empty_levels):
        if isinstance(each, Measure) and not indicators_of_quarter(plan, each, quarter):
            continue
        start = row
        levels = (each.direction, each.task, each.subtask)
        if each.direction and each.direction != above[0]:
            boxes.append(Box(row, 0, each.direction, LABEL, across=_COLUMNS))
            row += 1
        top = row
        if each.subtask and levels != above:
            # The paper form has no column for a subtask, so its text stands across the columns beside the task.
            words = level_text(SUBTASK, each.subtask)
            boxes.append(Box(row, _PURPOSE, words, across=_COLUMNS - _PURPOSE))
            row += 1
        if own := _own_boxes(plan, each, quarter, row):
            boxes += own
            measures.append(MeasureRows(each, top, row, max(box.end for box in own)))
            row = measures[-1].end
        above = levels
        blocks.append(row - start)
    return boxes + _group_boxes(measures), blocks


def _own_boxes(plan: Plan, row_of: Measure | EmptyLevel, quarter: Quarter, row: int) -> list[Box]:
    """Return the boxes of a measure, or the blank ones of a level without measures; none of a direction alone."""
    if isinstance(row_of, Measure):
        return _measure_boxes(plan, row_of, indicators_of_quarter(plan, row_of, quarter), quarter, row)
    return blank_boxes(row_of, row, range(_MEASURE, _COLUMNS))


def _group_boxes(measures: list[MeasureRows]) -> list[Box]:
    boxes: list[Box] = []
    numbers: dict[tuple[str, str], int] = {}
    for measure, top, _first, end in measure_runs(measures, "direction", "task"):
        number = numbers.setdefault((measure.direction, measure.task), len(numbers) + 1) if measure.task else ""
        boxes.append(Box(top, _NUMBER, number, CENTRED, down=end - top))
        boxes.append(Box(top, _TASK, level_text(TASK, measure.task), down=end - top))
    for measure, _top, first, end in measure_runs(measures, "direction", "task", "subtask", "purpose"):
        boxes.append(Box(first, _PURPOSE, measure.purpose, down=end - first))
    return boxes


def _measure_boxes(
    plan: Plan, measure: Measure, indicators: tuple[Indicator, ...], quarter: Quarter, row: int
) -> list[Box]:
    boxes: list[Box] = []
    lines: list[_Line] = []
    holders: set[str] = set()
    for indicator in indicators:
        own = _event_lines(plan, measure, indicator, quarter)
        holders |= {line.unit for line in own}
        first = len(lines)
        lines += own if lines else [_Line(), *own]
        lines += [_Line()] if len(lines) == first else []
        down = len(lines) - first
        title = indicator_title(indicator.title, indicator.unit_of_measure)
        boxes.append(Box(row + first, _INDICATOR, title, CENTRED, down))
        boxes.append(value_box(row + first, _VALUE, indicator.target(quarter), indicator, down))
    # The unit that holds an event stands beside it. Others who are responsible stand above the events.
    same_holders = holders == set(measure.responsible.split("; "))
    text = level_text(MEASURE, measure_text(measure))
    lines[0] = _Line(text, "" if same_holders else names_in_lines(measure.responsible), measure.term)
    for position, line in enumerate(lines):
        edges = "lr" + ("t" if position == 0 else "") + ("b" if position == len(lines) - 1 else "")
        boxes.append(Box(row + position, _MEASURE, line.text, edges=edges))
        boxes.append(Box(row + position, _RESPONSIBLE, line.responsible, CENTRED, edges=edges))
        boxes.append(Box(row + position, _TERM, line.term, CENTRED, edges=edges))
    return boxes


def _event_lines(plan: Plan, measure: Measure, indicator: Indicator, quarter: Quarter) -> list[_Line]:
    """Return the events of an indicator in the quarter, and the shares of units.

    A share that equals the number of events of its unit has no line of its own.
    """
    events = [
        event
        for event in plan.events
        if event.quarter == quarter and event.key.rpartition("#")[0] == indicator.key
    ]
    lines = [_event_line(plan, measure, event) for event in events]
    if indicator.counting is Counting.SPLIT:
        for unit in plan.units:
            share = plan.share(indicator.key, unit.code, quarter)
            if share is not None and share != sum(event.unit == unit.code for event in events):
                responsible = _("{unit}: {share}").format(
                    unit=unit.name, share=show_number(share, indicator.unit_of_measure)
                )
                lines.append(_Line(responsible=responsible, unit=unit.name))
    return lines


def _event_line(plan: Plan, measure: Measure, event: PlannedEvent) -> _Line:
    unit = plan.unit(event.unit).name
    term = "" if event.on == measure.term else event.on
    return _Line(f"- {event.title}" if event.title else "", unit, term, unit)

"""Form of a year: each indicator with a row for the centre, quarter by quarter."""

from itertools import accumulate, groupby

from xlplan.documents.plan_form.form_parts import (
    HEADING,
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
from xlplan.documents.plan_form.pages import CENTRED, ITALIC, LABEL, Box, Form
from xlplan.documents.plan_form.text_metrics import widest_word
from xlplan.domain.plan import AddsUp, Counting, EmptyLevel, Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, count_target
from xlplan.domain.unit_of_measure import Number, indicator_title, mean
from xlplan.text.translation import _

_NUMBER, _TASK, _SUBTASK, _PURPOSE, _MEASURE, _RESPONSIBLE, _INDICATOR, _FIRST_QUARTER = range(8)
_WIDTHS = (28, 112, 132, 146, 168, 120, 128, 31, 31, 31, 31, 46)
_COLUMNS = len(_WIDTHS)
_VALUE_COLUMNS = _COLUMNS - _FIRST_QUARTER
# No column of values is wider than this. A number that is longer still is drawn smaller.
_WIDEST_VALUE = 80


def year_form(plan: Plan) -> Form:
    """Return the official form of the plan for a whole year."""
    boxes, blocks = _body(plan)
    columns = FormColumns(_column_widths(boxes), _RESPONSIBLE, _INDICATOR)
    return build_form(plan.centre, plan.centre.year, columns, _heading_boxes(), (boxes, blocks))


def _column_widths(boxes: list[Box]) -> tuple[int, ...]:
    """Return the widths of the columns: decimals and limits get room, and the columns of texts give it."""
    wanted = list(_WIDTHS)
    for box in boxes:
        if box.is_count:
            width = min(widest_word(str(box.value), box.style.size), _WIDEST_VALUE)
            wanted[box.column] = max(wanted[box.column], width)
    quarters = max(wanted[_FIRST_QUARTER:-1])
    values = (*[quarters] * (_VALUE_COLUMNS - 1), wanted[-1])
    texts = _WIDTHS[_TASK:_FIRST_QUARTER]
    more = sum(values) - sum(_WIDTHS[_FIRST_QUARTER:])
    given = [more * end // sum(texts) for end in accumulate(texts)]
    return (
        _WIDTHS[_NUMBER],
        *(width - (end - start) for width, start, end in zip(texts, (0, *given), given, strict=False)),
        *values,
    )


def _heading_boxes() -> tuple[Box, ...]:
    words = (
        _("Item no."),
        _("Name of the task"),
        _("Subtask"),
        _("Purpose and main result of carrying out the task"),
        _("Name of the measure for carrying out the task"),
        _("Responsible (a department or an official)"),
        _("Names of the indicators of the measure's results"),
    )
    boxes = [Box(0, column, text, HEADING, down=2) for column, text in enumerate(words)]
    counts = _("Number of the indicators of the measure's results")
    boxes.append(Box(0, _FIRST_QUARTER, counts, HEADING, across=_VALUE_COLUMNS))
    numerals = ("I", "II", "III", "IV", _("Total"))
    return (*boxes, *(Box(1, _FIRST_QUARTER + position, text, HEADING) for position, text in enumerate(numerals)))


def _body(plan: Plan) -> tuple[list[Box], list[int]]:
    """Return the boxes of the table, and the number of rows of each measure and each level without measures."""
    boxes: list[Box] = []
    blocks: list[int] = []
    measures: list[MeasureRows] = []
    row, direction = 0, ""
    for each in in_plan_order(plan.measures, plan.empty_levels):
        start = row
        if each.direction and each.direction != direction:
            boxes.append(Box(row, 0, each.direction, LABEL, across=_COLUMNS))
            row += 1
        direction = each.direction
        if own := _own_boxes(plan, each, row):
            boxes += own
            measures.append(MeasureRows(each, row, row, max(box.end for box in own)))
            row = measures[-1].end
        blocks.append(row - start)
    return boxes + _group_boxes(measures), blocks


def _own_boxes(plan: Plan, row_of: Measure | EmptyLevel, row: int) -> list[Box]:
    """Return the boxes of a measure, or the blank ones of a level without measures; none of a direction alone."""
    if isinstance(row_of, EmptyLevel):
        return blank_boxes(row_of, row, range(_MEASURE, _COLUMNS))
    boxes: list[Box] = []
    end = row
    for indicator in row_of.indicators:
        boxes += _indicator_boxes(plan, indicator, end)
        end = boxes[-1].end
    boxes.append(Box(row, _MEASURE, measure_text(row_of), down=end - row))
    boxes.append(Box(row, _RESPONSIBLE, names_in_lines(row_of.responsible), CENTRED, down=end - row))
    return boxes


def _group_boxes(measures: list[MeasureRows]) -> list[Box]:
    boxes: list[Box] = []
    numbers: dict[tuple[str, str], int] = {}
    for measure, _top, first, end in measure_runs(measures, "direction", "task"):
        number = numbers.setdefault((measure.direction, measure.task), len(numbers) + 1) if measure.task else 0
        boxes.append(Box(first, _NUMBER, f"{number}." if number else "", CENTRED, down=end - first))
        boxes.append(Box(first, _TASK, level_text(TASK, measure.task, "."), down=end - first))
    for measure, _top, first, end in measure_runs(measures, "direction", "task", "subtask"):
        boxes.append(Box(first, _SUBTASK, level_text(SUBTASK, measure.subtask, "."), down=end - first))
    for measure, _top, first, end in measure_runs(measures, "direction", "task", "subtask", "purpose"):
        boxes.append(Box(first, _PURPOSE, measure.purpose, down=end - first))
    return boxes


def _indicator_boxes(plan: Plan, indicator: Indicator, row: int) -> list[Box]:
    """Return the name of the indicator, the row of the centre, and a row for each unit with a share."""
    quarters = [Quarter(plan.centre.year, number) for number in range(1, 5)]
    title = indicator_title(indicator.title, indicator.unit_of_measure)
    boxes = [Box(row, _INDICATOR, title, ITALIC)]
    boxes += [Box(row, _FIRST_QUARTER + position, "") for position in range(_VALUE_COLUMNS)]
    whole = [*(indicator.target(quarter) for quarter in quarters), indicator.total]
    boxes += _value_boxes(row + 1, plan.centre.short or plan.centre.name, whole, indicator)
    if indicator.counting is Counting.SPLIT:
        for unit in plan.units:
            shares = [plan.share(indicator.key, unit.code, quarter) for quarter in quarters]
            known = [share for share in shares if share is not None]
            if known:
                own = [UNSET if share is None else count_target(share) for share in shares]
                own.append(count_target(_total(known, indicator)))
                boxes += _value_boxes(boxes[-1].end, unit.name, own, indicator)
    return boxes


def _total(shares: list[Number], indicator: Indicator) -> Number:
    """Return the target of a unit for the year. Percentages and means are never added up."""
    if indicator.adds_up is AddsUp.MEAN:
        return mean(shares, indicator.unit_of_measure.decimals)
    return shares[-1] if indicator.adds_up is AddsUp.LAST else sum(shares)


def _value_boxes(row: int, name: str, targets: list[Target], indicator: Indicator) -> list[Box]:
    """Return a row of values; the same words for several quarters stand once across them."""
    boxes = [Box(row, _INDICATOR, name, CENTRED)]
    column = _FIRST_QUARTER
    for shown, run in groupby(targets, key=lambda target: target.shown):
        same = list(run)
        if isinstance(shown, str) and shown:
            boxes.append(Box(row, column, shown, CENTRED, across=len(same)))
        else:
            boxes += [value_box(row, column + position, target, indicator) for position, target in enumerate(same)]
        column += len(same)
    return boxes

"""Form of a year: each indicator with a row for the centre, quarter by quarter."""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from xlplan.documents.plan_form.columns import FormColumn, FormColumns, columns_in_use
from xlplan.documents.plan_form.form_parts import HEADING, measure_text, table_body, value_box
from xlplan.documents.plan_form.pages import CENTRED, ITALIC, Box, Form
from xlplan.documents.plan_form.title_and_signatures import build_form
from xlplan.documents.text_metrics import widest_word
from xlplan.domain.executor_wording import ExecutorWording
from xlplan.domain.plan import AddsUp, Counting, Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, count_target
from xlplan.domain.unit_of_measure import Number, indicator_title, mean
from xlplan.text.translation import N_, _

_QUARTERS = ("q1", "q2", "q3", "q4")
_COLUMNS = (
    FormColumn("number", N_("Item no."), 28, is_text=False),
    FormColumn("task", N_("Name of the task"), 112),
    FormColumn("subtask", N_("Subtask"), 132),
    FormColumn("purpose", N_("Purpose and main result of carrying out the task"), 146),
    FormColumn("measure", N_("Name of the measure for carrying out the task"), 168),
    FormColumn("responsible", N_("Responsible (a department or an official)"), 120),
    FormColumn("indicator", N_("Number of the indicators of the measure's results"), 128),
    *(
        FormColumn(name, numeral, 31, is_text=False)
        for name, numeral in zip(_QUARTERS, ("I", "II", "III", "IV"), strict=True)
    ),
    FormColumn("total", N_("Total"), 46, is_text=False),
)
# No column of values is wider than this. A number that is longer still is drawn smaller.
_WIDEST_VALUE = 80


def year_form(plan: Plan) -> Form:
    """Return the official form of the plan for a whole year."""
    rows = list(in_plan_order(plan.measures, plan.empty_levels))
    columns = columns_in_use(_COLUMNS, rows)
    printed = _MeasurePrinter(plan, columns, ExecutorWording(plan))
    boxes, blocks = table_body(rows, columns, printed.boxes, ".")
    widened = columns.widened(_value_widths(boxes, columns))
    return build_form(plan.centre, plan.centre.year, widened, _heading_boxes(columns), (boxes, blocks))


def _value_widths(boxes: Sequence[Box], columns: FormColumns) -> dict[str, int]:
    """Return the widths that decimals and limits want: one for all quarters, and that of the total."""
    wanted = dict.fromkeys(range(len(columns)), 0)
    for box in boxes:
        if box.is_count:
            width = min(widest_word(str(box.value), box.style.size), _WIDEST_VALUE)
            wanted[box.column] = max(wanted[box.column], width)
    quarters = max(wanted[columns.at(name)] for name in _QUARTERS)
    return {**dict.fromkeys(_QUARTERS, quarters), "total": wanted[columns.at("total")]}


def _heading_boxes(columns: FormColumns) -> tuple[Box, ...]:
    """Return the heading: over the indicator's name and its values one text, and below it their own."""
    first = columns.at("indicator")
    above = [Box(0, at, each.shown, HEADING, down=2) for at, each in enumerate(columns.columns[:first])]
    names = _("Names of the indicators of the measure's results")
    above.append(Box(0, first, names, HEADING, across=len(columns) - first))
    return (*above, *(Box(1, first + at, each.shown, HEADING) for at, each in enumerate(columns.columns[first:])))


class _MeasurePrinter(Struct, frozen=True):
    """The boxes of the measures of a plan, from the column of the measure on."""

    plan: Plan
    columns: FormColumns
    wording: ExecutorWording

    def boxes(self, measure: Measure, row: int) -> list[Box]:
        """Return the boxes of a measure that begins in a row."""
        boxes: list[Box] = []
        end = row
        for indicator in measure.indicators:
            boxes += self._indicator_boxes(indicator, end)
            end = boxes[-1].end
        names = ", ".join(each.words for each in self.wording.of_measure(measure))
        boxes.append(Box(row, self.columns.at("measure"), measure_text(measure), down=end - row))
        boxes.append(Box(row, self.columns.at("responsible"), names, CENTRED, down=end - row))
        return boxes

    def _indicator_boxes(self, indicator: Indicator, row: int) -> list[Box]:
        """Return the name of the indicator, the row of the centre, and a row for each unit with a share."""
        centre, first = self.plan.centre, self.columns.at("indicator")
        quarters = [Quarter(centre.year, number) for number in range(1, 5)]
        title = indicator_title(indicator.title, indicator.unit_of_measure)
        boxes = [Box(row, first, title, ITALIC, across=len(self.columns) - first)]
        whole = [*(indicator.target(quarter) for quarter in quarters), indicator.total]
        boxes += self._value_boxes(row + 1, centre.short or centre.name, whole, indicator)
        for unit in self.plan.units if indicator.counting is Counting.SPLIT else ():
            shares = [self.plan.share(indicator.key, unit.code, quarter) for quarter in quarters]
            known = [share for share in shares if share is not None]
            if known:
                own = [UNSET if share is None else count_target(share) for share in shares]
                own.append(count_target(_total(known, indicator)))
                boxes += self._value_boxes(boxes[-1].end, unit.name, own, indicator)
        return boxes

    def _value_boxes(self, row: int, name: str, targets: list[Target], indicator: Indicator) -> list[Box]:
        """Return a row of values; the same words for several quarters stand once across them."""
        column = self.columns.at("indicator")
        boxes = [Box(row, column, name, CENTRED)]
        column += 1
        for shown, run in groupby(targets, key=lambda target: target.shown):
            same = list(run)
            if isinstance(shown, str) and shown:
                boxes.append(Box(row, column, shown, CENTRED, across=len(same)))
            else:
                boxes += [value_box(row, column + at, target, indicator) for at, target in enumerate(same)]
            column += len(same)
        return boxes


def _total(shares: list[Number], indicator: Indicator) -> Number:
    """Return the target of a unit for the year. Percentages and means are never added up."""
    if indicator.adds_up is AddsUp.MEAN:
        return mean(shares, indicator.unit_of_measure.decimals)
    return shares[-1] if indicator.adds_up is AddsUp.LAST else sum(shares)

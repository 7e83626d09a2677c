"""Parts of the table that both official forms share: levels with their numbers, measures, targets."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from xlplan.documents.plan_form.columns import FormColumns
from xlplan.documents.plan_form.pages import CENTRED, LABEL, Box, BoxStyle, end_row
from xlplan.domain.plan import Better, EmptyLevel, Indicator, Measure
from xlplan.domain.target import Target
from xlplan.domain.target_words import own_words
from xlplan.domain.unit_of_measure import PERCENT_SIGN, WHOLE_THINGS, Number, show_digits, show_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations

TASK, SUBTASK, MEASURE = N_("Task"), N_("Subtask"), N_("Measure")
_LEVEL_WORDS = {"task": TASK, "subtask": SUBTASK}
_NUMBERED_TEXT = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.*)", re.DOTALL)
# A blank between thousands, and one before a sign: no line ends there.
_INSIDE_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")


def level_text(word: str, text: str, point: str = "") -> str:
    """Return the text of a level with its word before the number: `Завдання 1.1 …`.

    A text that has the word already, or has no number, stays as it is.

    Args:
        word: The word of the level, as the catalogue has it in English.
        text: The text of the plan.
        point: The sign after the number.
    """
    numbered = _NUMBERED_TEXT.fullmatch(text)
    if not numbered or any(
        match_key(text).startswith(match_key(translation)) for translation in all_translations(word)
    ):
        return text
    return f"{_(word)} {numbered[1]}{point} {numbered[2]}"


def measure_text(measure: Measure) -> str:
    """Return the code and the text of a measure: `1.1.1.5 Проведення …`.

    The code stands once, also where the text of the plan begins with it.
    """
    numbered = _NUMBERED_TEXT.fullmatch(measure.title)
    text = numbered[2] if numbered and numbered[1] == measure.code else measure.title
    return f"{measure.code} {text}"


HEADING = BoxStyle(size=9, bold=True, align="center", valign="vcenter")
# The levels above a measure, each with those above it, by which measures that follow one another are a group.
_GROUPS = (("task",), ("task", "subtask"), ("task", "subtask", "purpose"))


class MeasureRows(Struct, frozen=True):
    """Rows of a measure in the table, or of a level without measures: from `first` to before `end`."""

    measure: Measure | EmptyLevel
    first: int
    end: int


def value_box(row: int, column: int, target: Target, indicator: Indicator, down: int = 1) -> Box:
    """Return the box of a target: its words, a limit in words, any other number.

    A number that is no count of whole things is a text in the language in use. As a number it would follow the
    language of the program: 12,500 beside 62,5.
    """
    if target.count is None:
        return Box(row, column, target.words, CENTRED, down)
    if words := _limit_words(target, indicator):
        return Box(row, column, words, CENTRED, down, is_count=True)
    if indicator.unit_of_measure == WHOLE_THINGS and isinstance(target.count, int):
        return Box(row, column, target.count, CENTRED, down)
    return Box(row, column, _digits(target.count, indicator), CENTRED, down, is_count=True)


def _digits(number: Number, indicator: Indicator) -> str:
    """Return a number. The word of its unit stands beside the indicator, the sign of a percentage beside it."""
    unit = indicator.unit_of_measure
    return show_number(number, unit) if unit.is_percentage else show_digits(number, unit)


def _limit_words(target: Target, indicator: Indicator) -> str:
    """Return the words with which a form prints a number; "" for a number alone."""
    unit = indicator.unit_of_measure
    if own := own_words(target, unit):
        missing = unit.is_percentage and PERCENT_SIGN not in own
        return _INSIDE_NUMBER.sub("\u00a0", f"{own} {PERCENT_SIGN}" if missing else own)
    if target.count is None or indicator.better is not Better.LESS:
        return ""
    return _("no more than {number}").format(number=_digits(target.count, indicator))


def table_body(
    rows: Sequence[Measure | EmptyLevel],
    columns: FormColumns,
    measure_boxes: Callable[[Measure, int], list[Box]],
    point: str = "",
) -> tuple[list[Box], list[int]]:
    """Return the boxes of the table, and the number of rows of each measure and each level without measures.

    Args:
        rows: The measures and the levels without measures.
        columns: The columns of the form.
        measure_boxes: Returns the boxes of a measure that begins in a row, from the column of the measure on.
        point: The sign after a number.
    """
    boxes: list[Box] = []
    blocks: list[int] = []
    measures: list[MeasureRows] = []
    row, direction = 0, ""
    for each in rows:
        start = row
        if each.direction and each.direction != direction:
            boxes.append(Box(row, 0, each.direction, LABEL, across=len(columns)))
            row += 1
        direction = each.direction
        own = measure_boxes(each, row) if isinstance(each, Measure) else _blank_boxes(each, row, columns)
        if own:
            boxes += own
            measures.append(MeasureRows(each, row, end_row(own)))
            row = measures[-1].end
        blocks.append(row - start)
    return boxes + _group_boxes(measures, columns, point), blocks


def _blank_boxes(level: EmptyLevel, row: int, columns: FormColumns) -> list[Box]:
    """Return the blank boxes beside a level without measures; none of a direction, which stands across."""
    below_direction = level.task or level.subtask or level.purpose
    blank = range(columns.at("measure"), len(columns)) if below_direction else ()
    return [Box(row, column, "") for column in blank]


def _group_boxes(measures: Sequence[MeasureRows], columns: FormColumns, point: str) -> list[Box]:
    """Return a box for each task with its number, each subtask and each purpose, over the rows of its measures."""
    boxes: list[Box] = []
    numbers: dict[tuple[str, str], int] = {}
    for levels in _GROUPS:
        name = levels[-1]
        for measure, first, end in _runs(measures, ("direction", *levels)):
            if name not in columns:
                continue
            down = end - first
            if name == "task":
                shown = _item_number(measure, numbers, point)
                boxes.append(Box(first, columns.at("number"), shown, CENTRED, down, repeats=True))
            text = getattr(measure, name)
            words = level_text(_LEVEL_WORDS[name], text, point) if name in _LEVEL_WORDS else text
            boxes.append(Box(first, columns.at(name), words, down=down, repeats=True))
    return boxes


def _item_number(row: Measure | EmptyLevel, numbers: dict[tuple[str, str], int], point: str) -> str | int:
    """Return the number of a task among those that have one; "" without a task."""
    if not row.task:
        return ""
    number = numbers.setdefault((row.direction, row.task), len(numbers) + 1)
    return f"{number}{point}" if point else number


def _runs(
    measures: Sequence[MeasureRows], levels: Sequence[str]
) -> Iterator[tuple[Measure | EmptyLevel, int, int]]:
    """Yield the runs of measures alike in these levels: the first measure, its row, the row after the last."""
    for _key, run in groupby(measures, key=lambda each: [getattr(each.measure, level) for level in levels]):
        own = list(run)
        yield own[0].measure, own[0].first, own[-1].end

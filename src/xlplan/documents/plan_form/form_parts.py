"""Parts that both official forms share: title, approval, signature, levels with their numbers, dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xlplan.documents.plan_form.pages import CENTRED, Box, BoxStyle, Form, end_row
from xlplan.domain.plan import Better, Centre, EmptyLevel, Indicator, Measure
from xlplan.domain.quarter import Quarter
from xlplan.domain.signatories import split_post_and_name
from xlplan.domain.target import Target
from xlplan.domain.target_words import own_words
from xlplan.domain.unit_of_measure import PERCENT_SIGN, WHOLE_THINGS, Number, show_digits, show_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations

TASK, SUBTASK, MEASURE = N_("Task"), N_("Subtask"), N_("Measure")
_MONTHS = (
    *(N_("of January"), N_("of February"), N_("of March"), N_("of April"), N_("of May")),
    *(N_("of June"), N_("of July"), N_("of August"), N_("of September"), N_("of October")),
    *(N_("of November"), N_("of December")),
)
_NUMBERED_TEXT = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.*)", re.DOTALL)
# A blank between thousands, and one before a sign: no line ends there.
_INSIDE_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")


def form_title(centre: Centre, period: int | Quarter) -> str:
    """Return the title of the form.

    It is the plan's own title where there is one. For one quarter of a longer plan the title names the quarter.
    """
    words = centre.period if isinstance(period, int) or centre.quarters == (period,) else period.title
    if centre.plan_title and (centre.period in centre.plan_title or words == centre.period):
        title = centre.plan_title.replace(centre.period, words)
        # The period stands on a line of its own, as on the paper form.
        return re.sub(rf"\s+(\S+\s+{re.escape(words)})$", r"\n\1", title)
    if isinstance(period, int):
        own = _("Plan of activities for {year}").format(year=period)
    else:
        own = _("Local plan of measures for {quarter}").format(quarter=period.title)
    return f"{centre.title}\n{own}"


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


def names_in_lines(names: str) -> str:
    """Return names that semicolons separate as the paper form has them: a line for each, commas between."""
    return names.replace("; ", ",\n")


def day_text(day: date | None) -> str:
    """Return the day as the paper form writes it: `« 10 » березня 2021 року`.

    Without a day the text has blanks to write on.
    """
    if day is None:
        return _("“____” ______________ 20___")
    return _("“ {day} ” {month} {year}").format(day=f"{day:%d}", month=_(_MONTHS[day.month - 1]), year=day.year)


HEADING = BoxStyle(size=9, bold=True, align="center", valign="vcenter")
_DATE = BoxStyle(size=12)
_APPROVAL = BoxStyle(size=12, bold=True)
_TITLE = BoxStyle(size=14, bold=True, align="center", valign="vcenter")
_SIGNATURE = BoxStyle(size=12, valign="bottom")
_CAPTION = BoxStyle(size=8)
# The width in pixels of an underscore at the size of `_SIGNATURE`.
_UNDERSCORE_PIXELS = 8


@dataclass(frozen=True)
class FormColumns:
    """Columns of a form.

    `widths` are in pixels. `line` is the column where the line for the signature begins, `name` that of the
    name.
    """

    widths: tuple[int, ...]
    line: int
    name: int


@dataclass(frozen=True)
class MeasureRows:
    """Rows of a measure in the table, or of a level without measures.

    `top` is the first row with the line of its subtask, `first` the first row without that line. `end` is the row
    after the last one.
    """

    measure: Measure | EmptyLevel
    top: int
    first: int
    end: int


def build_form(
    centre: Centre,
    period: int | Quarter,
    columns: FormColumns,
    heading: tuple[Box, ...],
    table: tuple[list[Box], list[int]],
) -> Form:
    """Return the form with this heading and table.

    The signature stays on one page with the last measure.

    Args:
        centre: The centre of the plan.
        period: A year or a quarter.
        columns: The columns of the form.
        heading: The boxes of the heading.
        table: The boxes of the table, and the number of rows of each measure.
    """
    body, blocks = table
    signature = _closing_boxes(centre, sum(blocks), columns)
    signature_rows = end_row(signature) - sum(blocks)
    return Form(
        name=str(period),
        title=form_title(centre, period),
        widths=columns.widths,
        top=_opening_boxes(centre, period, columns),
        heading=heading,
        body=(*body, *signature),
        blocks=(*blocks[:-1], blocks[-1] + signature_rows),
    )


def _opening_boxes(centre: Centre, period: int | Quarter, columns: FormColumns) -> tuple[Box, ...]:
    """Return the approval on the right and the title across the page, with an empty row below each."""
    end = len(columns.widths)
    across = end - columns.line
    boxes = [
        Box(0, columns.line, _("APPROVED"), _APPROVAL, across=across, edges=""),
        *_signature_boxes(centre.approved_by, 1, columns, (columns.line, end)),
    ]
    row = end_row(boxes)
    return (
        *boxes,
        Box(row, columns.line, day_text(centre.approved_on), _DATE, across=across, edges=""),
        Box(row + 1, 0, "", across=end, edges=""),
        Box(row + 2, 0, form_title(centre, period), _TITLE, across=end, edges=""),
        Box(row + 3, 0, "", across=end, edges=""),
    )


def _closing_boxes(centre: Centre, row: int, columns: FormColumns) -> list[Box]:
    """Return the signature from `row` on, below an empty row: post on the left, line, name on the right."""
    space = Box(row, 0, "\n", across=len(columns.widths), edges="")
    return [space, *_signature_boxes(centre.signed_by, row + 1, columns, (0, columns.line - 1))]


def _signature_boxes(words: str, row: int, columns: FormColumns, post_columns: tuple[int, int]) -> list[Box]:
    """Return the post in `post_columns`, the line to sign on, and the name.

    They stand side by side. Where the post reaches over the other two, it stands above them. A missing post or
    name becomes a line to write on with a caption.
    """
    post, name = split_post_and_name(words)
    boxes = _line_or_text(post, _("(post)"), row, post_columns, columns.widths)
    line_row = row if post_columns[1] <= columns.line else end_row(boxes)
    boxes += _line_or_text("", _("(signature)"), line_row, (columns.line, columns.name), columns.widths)
    name_columns = (columns.name, len(columns.widths))
    return boxes + _line_or_text(name, _("(first name, surname)"), line_row, name_columns, columns.widths)


def _line_or_text(
    text: str, caption: str, row: int, columns: tuple[int, int], widths: tuple[int, ...]
) -> list[Box]:
    first, end = columns
    blank = "_" * (sum(widths[first:end]) // _UNDERSCORE_PIXELS - 3)
    if text:
        return [Box(row, first, text, _SIGNATURE, across=end - first, edges="")]
    # The line break leaves room for handwriting above the line.
    line = Box(row, first, f"\n{blank}", _SIGNATURE, across=end - first, edges="")
    return [line, Box(row + 1, first, caption, _CAPTION, across=end - first, edges="")]


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


def blank_boxes(level: EmptyLevel, row: int, columns: range) -> list[Box]:
    """Return the blank boxes beside a level without measures; none of a direction, which stands across."""
    below_direction = level.task or level.subtask or level.purpose
    return [Box(row, column, "") for column in columns] if below_direction else []


def measure_runs(
    measures: Sequence[MeasureRows], *levels: str
) -> Iterator[tuple[Measure | EmptyLevel, int, int, int]]:
    """Yield the runs of measures that are alike in these levels.

    Each run is its first measure, the top and the first row of that, and the row after the last measure.
    """
    for _key, run in groupby(measures, key=lambda each: [getattr(each.measure, level) for level in levels]):
        own = list(run)
        yield own[0].measure, own[0].top, own[0].first, own[-1].end

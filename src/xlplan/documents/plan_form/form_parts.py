"""The words of the official forms: titles, levels with their numbers, dates, and names split from posts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xlplan.documents.plan_form.pages import Box, BoxStyle, Form, end_row
from xlplan.domain.plan import Centre, Measure
from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations

TASK, SUBTASK, MEASURE = N_("Task"), N_("Subtask"), N_("Measure")
_MONTHS = (
    *(N_("of January"), N_("of February"), N_("of March"), N_("of April"), N_("of May")),
    *(N_("of June"), N_("of July"), N_("of August"), N_("of September"), N_("of October")),
    *(N_("of November"), N_("of December")),
)
_NUMBERED_TEXT = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.*)", re.DOTALL)
_WORD_PATTERN = r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*"
_INITIALS = r"(?<!\w)(?:[^\W\d_]\.\s?){1,2}"
_SHORT_NAMES = (
    re.compile(rf"{_INITIALS}\s?{_WORD_PATTERN}$"),  # О.В. Сергієнко
    re.compile(rf"{_WORD_PATTERN} {_INITIALS}$"),  # Сергієнко О.В.
)
_FULL_NAMES = (
    re.compile(rf"{_WORD_PATTERN} {_WORD_PATTERN}(?:ич|вна) {_WORD_PATTERN}$"),  # Оксана Іванівна ПЕТРЕНКО
    re.compile(rf"{_WORD_PATTERN} {_WORD_PATTERN}$"),  # Оксана ПЕТРЕНКО
)
_VOWELS = set("аеєиіїоуюяaeiouy")
# How an adjective before an abbreviation ends, as in «начальник Народицького ДРАЦС»; a given name does not.
_ADJECTIVE_ENDINGS = ("ого", "ої", "их", "ому")


def form_title(centre: Centre, period: int | Quarter) -> str:
    """The title of the form: the plan's own; for one quarter of a longer plan with the quarter in its words."""
    words = centre.period if isinstance(period, int) or centre.quarters == (period,) else period.title
    if centre.plan_title and (centre.period in centre.plan_title or words == centre.period):
        title = centre.plan_title.replace(centre.period, words)
        # What it is for stands on a line of its own, as on paper.
        return re.sub(rf"\s+(\S+\s+{re.escape(words)})$", r"\n\1", title)
    if isinstance(period, int):
        own = _("Plan of activities for {year}").format(year=period)
    else:
        own = _("Local plan of measures for {quarter}").format(quarter=period.title)
    return f"{centre.title}\n{own}"


def level_text(word: str, text: str, point: str = "") -> str:
    """`text` of a level with its word before it, `Завдання 1.1 …`, and `point` after its number.

    A text that has the word already, or no number, stays as it is.
    """
    numbered = _NUMBERED_TEXT.fullmatch(text)
    if not numbered or any(
        match_key(text).startswith(match_key(translation)) for translation in all_translations(word)
    ):
        return text
    return f"{_(word)} {numbered[1]}{point} {numbered[2]}"


def measure_text(measure: Measure) -> str:
    """The measure's code and text: `1.1.1.5 Проведення …`; the code once where the text begins with it."""
    numbered = _NUMBERED_TEXT.fullmatch(measure.title)
    text = numbered[2] if numbered and numbered[1] == measure.code else measure.title
    return f"{measure.code} {text}"


def names_in_lines(names: str) -> str:
    """Names joined by semicolons as the paper has them: each on a line, with commas between."""
    return names.replace("; ", ",\n")


def day_text(day: date | None) -> str:
    """The day as the paper writes it, `« 10 » березня 2021 року`; blanks to write on where there is none."""
    if day is None:
        return _("“____” ______________ 20___")
    return _("“ {day} ” {month} {year}").format(day=f"{day:%d}", month=_(_MONTHS[day.month - 1]), year=day.year)


def split_post_and_name(text: str) -> tuple[str, str]:
    """The post, and the name at its end: `О.В. Сергієнко` or `Оксана ПЕТРЕНКО`; "" where none is told for sure."""
    for patterns, is_name in ((_SHORT_NAMES, _is_short_name), (_FULL_NAMES, _is_full_name)):
        for pattern in patterns:
            name = pattern.search(text)
            if name and is_name(name[0]) and (name.start() or is_name is _is_short_name):
                return text[: name.start()].rstrip(" ,"), name[0]
    return text, ""


def _is_short_name(text: str) -> bool:
    return all(word[0].isupper() for word in re.split(r"[\s.]+", text) if word)


def _is_full_name(text: str) -> bool:
    *given, surname = text.split()
    return (
        all(_is_given(part) for word in given for part in word.split("-"))
        and surname.isupper()
        and len(surname) >= 3
        and bool(_VOWELS & set(surname.casefold()))
    )


def _is_given(word: str) -> bool:
    return word[0].isupper() and word[1:].islower() and not word.endswith(_ADJECTIVE_ENDINGS)


HEADING = BoxStyle(size=9, bold=True, align="center", valign="vcenter")
_DATE = BoxStyle(size=12)
_APPROVAL = BoxStyle(size=12, bold=True)
_TITLE = BoxStyle(size=14, bold=True, align="center", valign="vcenter")
_SIGNATURE = BoxStyle(size=12, valign="bottom")
_CAPTION = BoxStyle(size=8)
# How many pixels a sign of a line to write on is wide at the size of `_SIGNATURE`.
_UNDERSCORE_PIXELS = 8


@dataclass(frozen=True)
class FormColumns:
    """The columns of a form: their widths in pixels, and from which a line to sign and a name stand."""

    widths: tuple[int, ...]
    line: int
    name: int


@dataclass(frozen=True)
class MeasureRows:
    """A measure in the table: its first row, the one after its last, and the first row of what it begins."""

    measure: Measure
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
    """A form of this heading and table; `table`: its boxes, and how many rows belong to each measure.

    The signature stays on a page with the last measure.
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
    """The approval on the right and the title across, with an empty row below each."""
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
    """Below an empty row the post on the left, a line to sign, the name on the right; from that row on."""
    space = Box(row, 0, "\n", across=len(columns.widths), edges="")
    return [space, *_signature_boxes(centre.signed_by, row + 1, columns, (0, columns.line - 1))]


def _signature_boxes(words: str, row: int, columns: FormColumns, post_columns: tuple[int, int]) -> list[Box]:
    """Post (in the columns `over`), line to sign and name; where one is blank, a line to write on with a caption.

    Side by side, or the post above the other two where it reaches over them.
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
    # With room above for a hand to write in.
    line = Box(row, first, f"\n{blank}", _SIGNATURE, across=end - first, edges="")
    return [line, Box(row + 1, first, caption, _CAPTION, across=end - first, edges="")]


def measure_runs(measures: Sequence[MeasureRows], *levels: str) -> Iterator[tuple[Measure, int, int, int]]:
    """The runs of measures alike in these levels: the first, its top and first row, and the row after the last."""
    for _key, run in groupby(measures, key=lambda each: [getattr(each.measure, level) for level in levels]):
        own = list(run)
        yield own[0].measure, own[0].top, own[0].first, own[-1].end

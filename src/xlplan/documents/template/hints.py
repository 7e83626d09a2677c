"""Hints of entry cells: the prompt of a selected cell, and its refusal in the words of the findings."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from xlplan.documents.formula_functions import IF, ISNUMBER
from xlplan.documents.formulas import Expression
from xlplan.documents.template.number_cells import DONE, may_stand, says_nothing_arose
from xlplan.documents.template.row_state import NOTHING_AROSE
from xlplan.domain.entries import NO, YES
from xlplan.domain.findings.answer_kinds import (
    ANSWER_MISSING,
    DESCRIPTION_MISSING,
    ENTRY_FRACTION,
    ENTRY_MISSING,
    ENTRY_NOT_A_NUMBER,
    EVENT_DATE_UNCLEAR,
    EVENT_FORM_UNCLEAR,
    EVENT_UNKNOWN,
    PROMISE_UNANSWERED,
)
from xlplan.domain.findings.finding import FindingKind
from xlplan.domain.issue import IssueRow
from xlplan.domain.judging import worst_met
from xlplan.domain.number_reading import LARGEST_NUMBER
from xlplan.domain.number_words import number_rule, takes_whole_numbers
from xlplan.domain.plan import Better
from xlplan.domain.sheets import REPORT
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.translation import _

# The limits of Excel for the title and the text of a message.
TITLE_LIMIT = 32
MESSAGE_LIMIT = 255
TEXT_LIMIT = 5000
_LARGEST = 1_000_000
_WORDS_SHOWN = 60

Hint = Mapping[str, object]


class PlacedHint(NamedTuple):
    """A hint of a cell (row and column from 0), and all that it says as one text, to be compared."""

    row: int
    column: int
    hint: Hint
    words: str


def place_hint(row: int, column: int, hint: Hint) -> PlacedHint:
    """Return the hint of a cell."""
    return PlacedHint(row, column, hint, repr(sorted(hint.items())))


def remedy(kind: FindingKind, **values: str) -> str:
    """Return the remedy of a kind of finding, in the language in use."""
    return _(kind.remedy).format(**values)


def join_lines(*sentences: str) -> str:
    """Return whole sentences, each on a line of its own."""
    return "\n".join(sentences)


def shorten(text: str, limit: int) -> str:
    """Return `text`, cut with an ellipsis where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _hint(heading: str, text: str, refusal_title: str, refusal: str, **check: object) -> Hint:
    return {
        **check,
        "input_title": shorten(heading, TITLE_LIMIT),
        "input_message": shorten(text, MESSAGE_LIMIT),
        "error_title": shorten(refusal_title, TITLE_LIMIT),
        "error_message": shorten(refusal, MESSAGE_LIMIT),
    }


def number_hint(heading: str, text: str, refusal: str, largest: int = _LARGEST) -> Hint:
    """Return the hint of a cell that takes a whole number from 0 up to the largest."""
    return _hint(
        heading, text, _("A whole number is needed"), refusal, validate="integer", criteria="between", minimum=0,
        maximum=largest,
    )  # fmt: skip


def text_hint(heading: str, text: str) -> Hint:
    """Return the hint of a cell that takes words and refuses very long ones."""
    refusal = _("At most {limit} characters fit here. Say it shorter, or send the details separately.")
    return _hint(
        heading, text, _("The text is too long"), refusal.format(limit=TEXT_LIMIT), validate="length",
        criteria="<=", value=TEXT_LIMIT,
    )  # fmt: skip


def date_hint(heading: str, text: str) -> Hint:
    """Return the hint of a cell that takes a date."""
    refusal = remedy(EVENT_DATE_UNCLEAR)
    return _hint(
        heading, text, _("A date is needed"), refusal, validate="date", criteria="between",
        minimum=date(2000, 1, 1), maximum=date(2199, 12, 31),
    )  # fmt: skip


def range_choice_hint(heading: str, text: str, cells: str) -> Hint:
    """Return the hint of a cell that takes one of the texts in the range `cells`."""
    return _hint(heading, text, _("No such code"), remedy(EVENT_UNKNOWN), validate="list", source=f"={cells}")


def word_choice_hint(heading: str, text: str, words: tuple[str, ...]) -> Hint:
    """Return the hint of a cell that takes one of these words."""
    refusal = remedy(EVENT_FORM_UNCLEAR, known=", ".join(words))
    return _hint(heading, text, _("Not in the list"), refusal, validate="list", source=list(words))


def _custom_hint(heading: str, text: str, refusal: tuple[str, str], check: Expression, cell: str) -> Hint:
    """Return the hint of a cell that takes what the check over `done` says."""
    return _hint(heading, text, *refusal, validate="custom", value=f"={check.excel({DONE.name: cell})}")


def _target_text(row: IssueRow) -> str:
    words = target_words(row.target, row.better, row.unit_of_measure)
    return _("Planned: {target}.").format(target=shorten(words, _WORDS_SHOWN))


def done_hint(row: IssueRow, cell: str, on_track: float, needed: bool = False) -> Hint:
    """Return the hint for `Виконано` of a row, by the kind of its target and its unit of measure.

    A target is met from its part `on_track`. `needed`: a share is computed from the number.
    """
    heading, unit = REPORT.column("done").shown, row.unit_of_measure
    rule = tuple(filter(None, (number_rule(unit),)))
    if row.target.kind in (TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION):
        how = remedy(ANSWER_MISSING, nothing=_(NOTHING_AROSE))
        text, refusal = join_lines(_target_text(row), *rule, how), join_lines(*rule, how)
        check = IF(ISNUMBER(DONE), may_stand(unit), says_nothing_arose(DONE))
        return _custom_hint(heading, text, (_("A number or words"), refusal), check, cell)
    description = REPORT.column("description").shown
    text = join_lines(*_done_texts(row, on_track, needed), *rule)
    only = remedy(ENTRY_NOT_A_NUMBER, description=description)
    if takes_whole_numbers(unit):
        largest = LARGEST_NUMBER if unit.word else _LARGEST
        return number_hint(heading, text, join_lines(only, *(rule or (remedy(ENTRY_FRACTION),))), largest)
    check = IF(ISNUMBER(DONE), may_stand(unit), False)
    return _custom_hint(heading, text, (_("A number is needed"), join_lines(*rule, only)), check, cell)


def _done_texts(row: IssueRow, on_track: float, needed: bool) -> tuple[str, ...]:
    if row.target.kind is TargetKind.CONTINUOUS:
        words = _("A number is welcome here, but words are a must.")
        return _target_text(row), (_("A number and words are a must here.") if needed else words)
    if row.target.kind is TargetKind.UNSET and needed:
        return _("A share is computed from this number."), remedy(ENTRY_MISSING)
    if row.target.kind is TargetKind.UNSET:
        return (_("The plan sets no number. If there is something to show, write it."),)
    texts = (_target_text(row), remedy(ENTRY_MISSING))
    if not row.is_judged:
        return (*texts, _("Write only what your own unit did."))
    return (*texts, _reason_text(row, on_track))


def _reason_text(row: IssueRow, on_track: float) -> str:
    """Return the sentence on when a reason is needed. The limit is named where it is not the target itself."""
    target, unit = row.target.count or 0, row.unit_of_measure
    limit = worst_met(target, row.better, on_track, unit.decimals)
    if row.better is Better.LESS:
        general, exact = _("More than planned? Give the reason."), _("More than {limit}? Give the reason.")
    else:
        general, exact = _("Less than planned? Give the reason."), _("Less than {limit}? Give the reason.")
    return general if limit == target else exact.format(limit=show_number(limit, unit))


def computed_hint(row: IssueRow) -> Hint:
    """Return the hint of a cell that shows a computed share and takes nothing."""
    assert row.ratio is not None
    counts = {"part": row.ratio.part, "whole": row.ratio.whole}
    text = _("Computed: {part} in per cent of {whole}. Nothing is to be written here.").format(**counts)
    texts = (_target_text(row), text) if row.target.count is not None else (text,)
    return {"validate": "any", "input_title": REPORT.column("done").shown, "input_message": join_lines(*texts)}


def words_hint(row: IssueRow, column: str) -> Hint:
    """Return the hint for `Опис виконання`, `Причина невиконання` or `Що буде зроблено` of a row."""
    return text_hint(REPORT.column(column).shown, _words_text(row, column))


def _words_text(row: IssueRow, column: str) -> str:
    if column == "description":
        return join_lines(remedy(DESCRIPTION_MISSING), _("No names, phones or other personal data, please."))
    if not row.is_judged:
        return _("Only if there is something to say.")
    if column == "reason":
        return _("Only where the plan was not met: why it turned out so.")
    return _("Only where the plan was not met: what will be done, who will do it, and by what date.")


def promise_hint(row: IssueRow) -> Hint:
    """Return the hint for the answer about the promise of the last quarter."""
    words = (_(YES), _(NO))
    text = join_lines(
        _("Promised: {promised}").format(promised=shorten(row.promised, 120)), _("Was it done? Choose.")
    )
    refusal = remedy(PROMISE_UNANSWERED, heading=REPORT.column("kept").shown, yes=words[0], no=words[1])
    return _hint(REPORT.column("kept").shown, text, _("Yes or no"), refusal, validate="list", source=list(words))


def write_hint(sheet: Any, row: int, column: int, hint: Hint, last: int | None = None) -> None:
    """Add a hint to a cell (row and column from 0), or to all cells of the column down to the row `last`."""
    sheet.data_validation(row, column, row if last is None else last, column, dict(hint))


def write_hints(sheet: Any, hints: Iterable[PlacedHint]) -> None:
    """Add hints to cells. Cells with the same hint share one rule.

    A rule for each cell makes two thirds of a template. Every program and the gate read all of it.
    """
    cells: dict[str, list[tuple[int, int]]] = {}
    rules: dict[str, Hint] = {}
    for row, column, hint, words in hints:
        rules[words] = hint
        cells.setdefault(words, []).append((row, column))
    for words, hint in rules.items():
        first, *others = _column_ranges(cells[words])
        sheet.data_validation(*first, {**hint, "other_cells": others} if others else dict(hint))


def _column_ranges(cells: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the ranges that cells make: first row, first column, last row, last column of each."""
    ranges: list[list[int]] = []
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if ranges and ranges[-1][1] == column and ranges[-1][2] == row - 1:
            ranges[-1][2] = row
        else:
            ranges.append([row, column, row, column])
    return ranges

"""Checks that a template shows to a unit before it sends: the state of each row, and the box above the rows.

Each check is one expression. It gives the formula, and the value that the file carries for programs that do not
calculate.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.cell_values import Value, cell_number, cell_value
from xlplan.documents.formula_functions import (
    AND,
    FIND,
    GROUP,
    IF,
    IFERROR,
    ISNUMBER,
    LEFT,
    NOT,
    SUMPRODUCT,
)
from xlplan.documents.formulas import Cell, Constant, Expression, add_up, join_texts, sentence
from xlplan.documents.template.number_cells import (
    DONE,
    PART,
    WHOLE,
    distance_text,
    faults_of_number,
    is_blank,
    number_needed,
    says_nothing_arose,
    shown_number,
)
from xlplan.domain.entries import NO, YES
from xlplan.domain.issue import IssueRow, needed_counts
from xlplan.domain.judging import worst_met
from xlplan.domain.plan import Better, Ratio
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.target_words import excess_words
from xlplan.domain.unit_of_measure import UnitOfMeasure
from xlplan.text.translation import N_, _, language

Answers = Mapping[str, CellValue]
NOTHING_AROSE = Status.NOTHING_AROSE.value
OPEN_SIGN, WRONG_SIGN = "…", "✗"
GIVE_REASON = N_("give the reason")
_ANSWERED = "".join(status.sign for status in (Status.MET, Status.OVER, Status.SHORT, Status.NOTHING_AROSE))


def with_sign(sign: str, words: str) -> str:
    """Return a state: words after a sign that works without colour."""
    return f"{sign} {words}"


def fill_in_text() -> str:
    """Return the state of a row without a number."""
    return with_sign(OPEN_SIGN, _("fill in"))


def describe_text() -> str:
    """Return the state of a row without a description."""
    return with_sign(OPEN_SIGN, _("describe"))


def promise_open_text() -> str:
    """Return the state of a row whose promise of the last quarter has no answer."""
    return with_sign(OPEN_SIGN, _("was the promised done?"))


def _number_or_words_text(sign: str) -> str:
    return with_sign(sign, _("a number or “{nothing}”").format(nothing=_(NOTHING_AROSE)))


def _filled_in_text() -> str:
    return with_sign(Status.MET.sign, _("filled in"))


class _Case(Struct, frozen=True):
    """The text of the state where the condition holds."""

    condition: Expression
    text: str


class _Question(NamedTuple):
    """Everything that the state of a row depends on, except the answers.

    `needed`: a share is computed from the number of the row, so it must be there.
    """

    target: Target
    judged: bool
    better: Better
    on_track: float
    promised: bool
    unit: UnitOfMeasure
    ratio: Ratio | None
    needed: bool
    language: str


# The entry cells of a row, by the names of `REPORT_ENTRIES`. `DONE` is one of them.
_description, _reason, _kept = (Cell(name) for name in ("description", "reason", "kept"))
# The states of all rows, and what stands beside them under `action`.
_states, _actions = Cell("states"), Cell("actions")
# The columns of the events that are filled in after an event was held, its date first.
_DATE, *_AFTERWARDS = "held_on", "place", "form", "people", "partner", "link"


def _number_cases(unit: UnitOfMeasure, text: str = "") -> tuple[_Case, ...]:
    """Return the cases in which `done` holds no number of the row; `text` in place of what is wrong."""
    return tuple(
        _Case(condition, text or with_sign(WRONG_SIGN, words)) for condition, words in faults_of_number(unit)
    )


def _judged_cases(question: _Question) -> tuple[tuple[_Case, ...], str]:
    target, better, unit = question.target.count or 0, question.better, question.unit
    done = shown_number(unit)
    limit = cell_number(worst_met(target, better, question.on_track, unit.decimals))
    missed = done < limit if better is Better.MORE else done > limit
    if better is Better.LESS:
        # What exceeds a ceiling is no shortfall, and a number above it is never good.
        over = with_sign(Status.SHORT.sign, excess_words("{distance}"))
        cases = (_Case(AND(missed, is_blank(_reason)), f"{over}: {_(GIVE_REASON)}"), _Case(missed, over))
        return cases, Status.MET.shown
    reason = f"{Status.SHORT.sign} −{{distance}}: {_(GIVE_REASON)}"
    short = (_Case(AND(missed, is_blank(_reason)), reason), _Case(missed, Status.SHORT.shown))
    return (*short, _Case(done > cell_number(target), Status.OVER.shown)), Status.MET.shown


def _computed_cases(question: _Question, ratio: Ratio) -> tuple[tuple[_Case, ...], str]:
    """Return the cases of a row that the unit does not fill: its share is computed from two others."""
    above = _("{part} is more than {whole}").format(part=ratio.part, whole=ratio.whole)
    waiting = _("computed from {part} and {whole}").format(part=ratio.part, whole=ratio.whole)
    cases = (
        _Case(AND(ISNUMBER(PART), ISNUMBER(WHOLE), PART > WHOLE), with_sign(WRONG_SIGN, above)),
        _Case(DONE.equals(_(Status.NO_BASE.value)), Status.NO_BASE.shown),
        _Case(NOT(ISNUMBER(DONE)), with_sign(Status.NOT_JUDGED.sign, waiting)),
    )
    if not question.judged:
        return cases, Status.NOT_JUDGED.shown
    judged, otherwise = _judged_cases(question)
    return (*cases, *judged), otherwise


def _cases(question: _Question) -> tuple[tuple[_Case, ...], str]:
    """Return the cases of a question in order, and the text where none of them holds."""
    if question.ratio:
        cases, otherwise = _computed_cases(question, question.ratio)
    else:
        cases, otherwise = _cases_of_target(question)
    if not question.promised:
        return cases, otherwise
    promise = _Case(is_blank(_kept), promise_open_text())
    if question.target.kind is TargetKind.UNSET:
        # A promise makes the row owe an answer although it has no target.
        cases = tuple(replace(case, text=_filled_in_text()) if case.text == otherwise else case for case in cases)
        otherwise = _filled_in_text()
    return (promise, *cases), otherwise


def _cases_of_target(question: _Question) -> tuple[tuple[_Case, ...], str]:
    kind, unit = question.target.kind, question.unit
    fill_in = _Case(is_blank(DONE), fill_in_text())
    if kind is TargetKind.COUNT:
        first = (fill_in, *_number_cases(unit))
        if not question.judged:
            return first, _filled_in_text()
        judged, otherwise = _judged_cases(question)
        return (*first, *judged), otherwise
    if kind is TargetKind.CONTINUOUS:
        described = with_sign(Status.MET.sign, _("described"))
        return (
            *((fill_in,) if question.needed else ()),
            _Case(AND(is_blank(DONE), is_blank(_description)), describe_text()),
            _Case(is_blank(DONE), described),
            *_number_cases(unit),
            _Case(is_blank(_description), describe_text()),
        ), described
    if kind is TargetKind.UNSET:
        nothing_asked = Status.NOT_JUDGED.shown
        if question.needed:
            return (fill_in, *_number_cases(unit)), _filled_in_text()
        return (_Case(is_blank(DONE), nothing_asked), *_number_cases(unit)), nothing_asked
    return (
        _Case(is_blank(DONE), _number_or_words_text(OPEN_SIGN)),
        _Case(says_nothing_arose(DONE), Status.NOTHING_AROSE.shown),
        *_number_cases(unit, _number_or_words_text(WRONG_SIGN)),
    ), _filled_in_text()


def state_check(row: IssueRow, on_track: float, needed: bool = False) -> Expression:
    """Return the check `Стан` of a row, over its entry cells by the names of `REPORT_ENTRIES`.

    A target is met from its part `on_track`. `needed`: a share is computed from the number of the row.
    The check of a computed row is over the cells `part` and `whole` as well.
    """
    question = _Question(
        row.target,
        row.is_judged,
        row.better,
        on_track,
        bool(row.promised),
        row.unit_of_measure,
        row.ratio,
        needed,
        language(),
    )
    return _check(question)


# The rows of all templates ask few different questions, so each formula is built once.
@lru_cache(maxsize=256)
def _check(question: _Question) -> Expression:
    cases, otherwise = _cases(question)
    check: Expression = Constant(otherwise)
    distance = GROUP(distance_text(question.target.count or 0, question.better, question.unit))
    for case in reversed(cases):
        check = IF(case.condition, sentence(case.text, distance=distance), check)
    return IFERROR(check, with_sign(WRONG_SIGN, number_needed(question.unit)))


def state(row: IssueRow, answers: Answers, on_track: float = 1.0, needed: bool = False) -> str:
    """Return the text of `Стан` for a row with these answers, those of the part and the whole among them."""
    cells: dict[str, Value] = {name: cell_value(value) for name, value in answers.items()}
    return str(state_check(row, on_track, needed).value(cells))


def count_owed(rows: Iterable[IssueRow]) -> int:
    """Count the rows that need a number or words: those with a target or a promise, and the counts of a share.

    A computed row is nothing to fill.
    """
    all_rows = tuple(rows)
    needed = needed_counts(all_rows)
    return sum(
        row.ratio is None and (row.target.kind is not TargetKind.UNSET or bool(row.promised) or row.key in needed)
        for row in all_rows
    )


def _starting(signs: str) -> Expression:
    """Return the number of states that start with one of the signs."""
    return SUMPRODUCT(add_up([*(LEFT(_states, 1).equals(sign) for sign in signs), Constant(0)]))


def _unexplained() -> Expression:
    return SUMPRODUCT(ISNUMBER(FIND(_(GIVE_REASON), _states)) + 0)


def _without_action() -> Expression:
    return SUMPRODUCT(LEFT(_states, 1).equals(Status.SHORT.sign) * is_blank(_actions))


def event_cell(name: str) -> str:
    """Return the name of the cells of a column of the events, in the check of the box."""
    return f"event {name}"


def _undated() -> Expression:
    """Return the number of events of which more than the name is told, but no date."""
    told = add_up(NOT(is_blank(Cell(event_cell(name)))) + 0 for name in _AFTERWARDS)
    return SUMPRODUCT(is_blank(Cell(event_cell(_DATE))) * GROUP(GROUP(told) > 0))


def _ready(yes: str, no: str) -> Expression:
    return IF((_starting(OPEN_SIGN + WRONG_SIGN) + _unexplained()).equals(0), yes, no)


def readiness_check() -> Expression:
    """Return the first line of the box over the cells `states`: whether the return can be sent."""
    return _ready(_("Ready to send"), _("Not ready to send yet"))


def readiness(states: Iterable[str]) -> str:
    """Return the text of the first line of the box for rows with these states."""
    return str(readiness_check().value({_states.name: tuple(states)}))


_PROGRESS = N_("Filled in {done} of {owed} · without a reason: {reasons}{more} · ready to send: {ready}")
_PROGRESS_WRONG = N_(
    "Filled in {done} of {owed} · without a reason: {reasons}{more} · to correct: {wrong} · ready to send: {ready}"
)
# They keep no return back, so they are told only where there are some.
_NO_ACTION = N_(" · not said what will be done: {number}")
_NO_DATE = N_(" · events without a date: {number}")


def _computed_cell(number: int) -> Cell:
    return Cell(f"computed {number}")


def computed_addresses(addresses: Iterable[str]) -> dict[str, str]:
    """Return the cells with the states of the computed rows, by the names under which the box counts them."""
    return {_computed_cell(number).name: address for number, address in enumerate(addresses)}


def progress_check(expected: int, computed: int = 0) -> Expression:
    """Return the second line of the box: how much is missing, of what intake asks for or warns about.

    It is over the cells `states` and `actions`, and those that `event_cell` names.

    Args:
        expected: The number of rows that need an answer.
        computed: The number of computed rows, which are no answers. For their cells see `computed_addresses`.
    """
    wrong, done = _starting(WRONG_SIGN), _starting(_ANSWERED)
    if computed:
        cells = map(_computed_cell, range(computed))
        done -= GROUP(add_up(ISNUMBER(FIND(LEFT(cell, 1), _ANSWERED)) + 0 for cell in cells))
    counts = {"done": done, "owed": Constant(expected), "reasons": _unexplained(), "wrong": wrong}
    gaps = {name: GROUP(count) for name, count in (*counts.items(), ("ready", _ready(_(YES), _(NO))))}
    more = [
        IF(count.equals(0), "", sentence(_(words), number=GROUP(count)))
        for words, count in ((_NO_ACTION, _without_action()), (_NO_DATE, _undated()))
    ]
    gaps["more"] = join_texts(more)
    return IF(wrong.equals(0), sentence(_(_PROGRESS), **gaps), sentence(_(_PROGRESS_WRONG), **gaps))


def progress(
    states: Iterable[str],
    expected: int,
    computed: Sequence[str] = (),
    actions: Sequence[Value] | None = None,
    events: Mapping[str, Value] | None = None,
) -> str:
    """Return the text of the second line of the box.

    Args:
        states: The states of the rows.
        expected: The number of rows that need an answer.
        computed: The states of the computed rows.
        actions: What stands under `action` in the rows; None where nothing is missing there.
        events: The answers on events by the names of `event_cell`; None where there are none.
    """
    shown = tuple(states)
    cells: dict[str, Value] = {_states.name: shown, **computed_addresses(computed), **(events or {})}
    cells[_actions.name] = tuple(actions) if actions is not None else ("—",) * len(shown)
    if not events:
        cells |= dict.fromkeys((event_cell(name) for name in (_DATE, *_AFTERWARDS)), ("",))
    return str(progress_check(expected, len(computed)).value(cells))

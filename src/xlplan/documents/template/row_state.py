"""Checks that a template shows to a unit before it sends: the state of each row, and the box above the rows.

Each check is one expression. It gives the formula, and the value that the file carries for programs that do not
calculate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from xlplan.documents.cell_values import cell_value
from xlplan.documents.formula_functions import (
    AND,
    FIND,
    GROUP,
    IF,
    IFERROR,
    INT,
    ISNUMBER,
    LEFT,
    LOWER,
    NOT,
    OR,
    SUMPRODUCT,
    TRIM,
)
from xlplan.documents.formulas import Cell, Constant, Expression, add_up, sentence
from xlplan.domain.entries import NO, YES
from xlplan.domain.issue import IssueRow
from xlplan.domain.judging import worst_met
from xlplan.domain.plan import Better
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.target_words import excess_words
from xlplan.text.translation import N_, _, all_translations, language

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


def _whole_number_text() -> str:
    return with_sign(WRONG_SIGN, _("a whole number is needed"))


def _filled_in_text() -> str:
    return with_sign(Status.MET.sign, _("filled in"))


@dataclass(frozen=True)
class _Case:
    """The text of the state where the condition holds."""

    condition: Expression
    text: str


class _Question(NamedTuple):
    """Everything that the state of a row depends on, except the answers."""

    target: Target
    judged: bool
    better: Better
    on_track: float
    promised: bool
    language: str


# The entry cells of a row, by the names of `REPORT_ENTRIES`.
_done, _description, _reason, _kept = (Cell(name) for name in ("done", "description", "reason", "kept"))
# The states of all rows.
_states = Cell("states")


def _blank(cell: Expression) -> Expression:
    return TRIM(cell).equals("")


def says_nothing_arose(cell: Expression) -> Expression:
    """Return the condition that a cell says so in any language; case and extra spaces do not matter."""
    return OR(*(LOWER(TRIM(cell)).equals(words.lower()) for words in all_translations(NOTHING_AROSE)))


def _number_cases(text: str) -> tuple[_Case, ...]:
    return _Case(NOT(ISNUMBER(_done)), text), _Case(OR(_done < 0, _done.differs(INT(_done))), text)


def _judged_cases(target: int, better: Better, on_track: float) -> tuple[tuple[_Case, ...], str]:
    limit = worst_met(target, better, on_track)
    missed = _done < limit if better is Better.MORE else _done > limit
    if better is Better.LESS:
        # What exceeds a ceiling is no shortfall, and a number above it is never good.
        over = with_sign(Status.SHORT.sign, excess_words("{difference}"))
        cases = (_Case(AND(missed, _blank(_reason)), f"{over}: {_(GIVE_REASON)}"), _Case(missed, over))
        return cases, Status.MET.shown
    reason = f"{Status.SHORT.sign} {{difference}}: {_(GIVE_REASON)}"
    short = (_Case(AND(missed, _blank(_reason)), reason), _Case(missed, Status.SHORT.shown))
    return (*short, _Case(_done > target, Status.OVER.shown)), Status.MET.shown


def _cases(question: _Question) -> tuple[tuple[_Case, ...], str]:
    """Return the cases of a question in order, and the text where none of them holds."""
    cases, otherwise = _cases_of_target(question)
    if not question.promised:
        return cases, otherwise
    promise = _Case(_blank(_kept), promise_open_text())
    if question.target.kind is TargetKind.UNSET:
        # A promise makes the row owe an answer although it has no target.
        cases = tuple(replace(case, text=_filled_in_text()) if case.text == otherwise else case for case in cases)
        otherwise = _filled_in_text()
    return (promise, *cases), otherwise


def _cases_of_target(question: _Question) -> tuple[tuple[_Case, ...], str]:
    kind = question.target.kind
    if kind is TargetKind.COUNT:
        first = (_Case(_blank(_done), fill_in_text()), *_number_cases(_whole_number_text()))
        if not question.judged:
            return first, _filled_in_text()
        judged, otherwise = _judged_cases(question.target.count or 0, question.better, question.on_track)
        return (*first, *judged), otherwise
    if kind is TargetKind.CONTINUOUS:
        described = with_sign(Status.MET.sign, _("described"))
        return (
            _Case(AND(_blank(_done), _blank(_description)), describe_text()),
            _Case(_blank(_done), described),
            *_number_cases(_whole_number_text()),
            _Case(_blank(_description), describe_text()),
        ), described
    if kind is TargetKind.UNSET:
        nothing_asked = Status.NOT_JUDGED.shown
        return (_Case(_blank(_done), nothing_asked), *_number_cases(_whole_number_text())), nothing_asked
    return (
        _Case(_blank(_done), _number_or_words_text(OPEN_SIGN)),
        _Case(says_nothing_arose(_done), Status.NOTHING_AROSE.shown),
        *_number_cases(_number_or_words_text(WRONG_SIGN)),
    ), _filled_in_text()


def state_check(row: IssueRow, on_track: float) -> Expression:
    """Return the check `Стан` of a row, over its entry cells by the names of `REPORT_ENTRIES`.

    A target is met from its part `on_track`.
    """
    return _check(_Question(row.target, row.is_judged, row.better, on_track, bool(row.promised), language()))


# The rows of all templates ask few different questions, so each formula is built once.
@lru_cache(maxsize=256)
def _check(question: _Question) -> Expression:
    cases, otherwise = _cases(question)
    check: Expression = Constant(otherwise)
    for case in reversed(cases):
        difference = GROUP(_done - (question.target.count or 0))
        check = IF(case.condition, sentence(case.text, difference=difference), check)
    return IFERROR(check, _whole_number_text())


def state(row: IssueRow, answers: Answers, on_track: float = 1.0) -> str:
    """Return the text of `Стан` for a row with these answers."""
    return str(state_check(row, on_track).value({name: cell_value(value) for name, value in answers.items()}))


def count_owed(rows: Iterable[IssueRow]) -> int:
    """Count the rows that need an answer: those with a target, and those with a promise."""
    return sum(row.target.kind is not TargetKind.UNSET or bool(row.promised) for row in rows)


def _starting(signs: str) -> Expression:
    """Return the number of states that start with one of the signs."""
    return SUMPRODUCT(add_up([*(LEFT(_states, 1).equals(sign) for sign in signs), Constant(0)]))


def _unexplained() -> Expression:
    return SUMPRODUCT(ISNUMBER(FIND(_(GIVE_REASON), _states)) + 0)


def _ready(yes: str, no: str) -> Expression:
    return IF((_starting(OPEN_SIGN + WRONG_SIGN) + _unexplained()).equals(0), yes, no)


def readiness_check() -> Expression:
    """Return the first line of the box over the cells `states`: whether the return can be sent."""
    return _ready(_("Ready to send"), _("Too early to send"))


def readiness(states: Iterable[str]) -> str:
    """Return the text of the first line of the box for rows with these states."""
    return str(readiness_check().value({_states.name: tuple(states)}))


_PROGRESS = N_("Filled in {done} of {owed} · without a reason: {reasons} · ready to send: {ready}")
_PROGRESS_WRONG = N_(
    "Filled in {done} of {owed} · without a reason: {reasons} · to correct: {wrong} · ready to send: {ready}"
)


def progress_check(expected: int) -> Expression:
    """Return the second line of the box over the cells `states`: how much is missing."""
    wrong = _starting(WRONG_SIGN)
    counts = {"done": _starting(_ANSWERED), "owed": Constant(expected), "reasons": _unexplained(), "wrong": wrong}
    gaps = {name: GROUP(count) for name, count in (*counts.items(), ("ready", _ready(_(YES), _(NO))))}
    return IF(wrong.equals(0), sentence(_(_PROGRESS), **gaps), sentence(_(_PROGRESS_WRONG), **gaps))


def progress(states: Iterable[str], expected: int) -> str:
    """Return the text of the second line of the box for rows with these states."""
    return str(progress_check(expected).value({_states.name: tuple(states)}))

"""What the template tells a unit before it sends: each rule once, as Python and as a formula.

Both must agree on every answer, so that the figures a file carries are those its formulas give.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from xlplan.documents.formulas import quote_text, sentence
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.submission import NO, YES
from xlplan.domain.target import TargetKind
from xlplan.text.translation import N_, _, all_translations

Answers = Mapping[str, CellValue]
NOTHING_AROSE = Status.NOTHING_AROSE.value
OPEN, WRONG = "…", "✗"
GIVE_REASON = N_("give the reason")
_ANSWERED = "".join(status.sign for status in (Status.MET, Status.OVER, Status.SHORT, Status.NOTHING_AROSE))


def signed(sign: str, words: str) -> str:
    """A state: a sign that tells it without colour, and words."""
    return f"{sign} {words}"


def fill_in() -> str:
    """The state of a row whose number is missing."""
    return signed(OPEN, _("fill in"))


def describe() -> str:
    """The state of a row whose words are missing."""
    return signed(OPEN, _("describe"))


def promise_open() -> str:
    """The state of a row whose promise of last quarter waits for yes or no."""
    return signed(OPEN, _("was the promised done?"))


def _number_or_words(sign: str) -> str:
    return signed(sign, _("a number or “{nothing}”").format(nothing=_(NOTHING_AROSE)))


def _whole_number() -> str:
    return signed(WRONG, _("a whole number is needed"))


def _filled() -> str:
    return signed(Status.MET.sign, _("filled in"))


@dataclass(frozen=True)
class _Case:
    """What the state says where `holds`; `formula` is the same test with {done}, {description} and so on."""

    holds: Callable[[Answers], bool]
    formula: str
    says: str


def _blank(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(" "))


def _number(answers: Answers) -> float | None:
    value = answers.get("done")
    # An infinite "number" of a foreign file is written back as a text, and judged as one.
    return value if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def _not_whole(answers: Answers) -> bool:
    number = _number(answers)
    return number is not None and (number < 0 or number != int(number))


def says_nothing_arose(value: CellValue) -> bool:
    """Whether a cell holds the words for it, as the formulas compare them: case and spaces aside."""
    words = " ".join(str(value).split()).lower()
    return any(words == known.lower() for known in all_translations(NOTHING_AROSE))


def nothing_arose_formula(cell: str) -> str:
    """The same as a formula over `cell`."""
    known = (f"LOWER(TRIM({cell}))={quote_text(words.lower())}" for words in all_translations(NOTHING_AROSE))
    return f"OR({','.join(known)})"


def _number_cases(says: str) -> tuple[_Case, ...]:
    return (
        _Case(lambda answers: _number(answers) is None, "NOT(ISNUMBER({done}))", says),
        _Case(_not_whole, "OR({done}<0,{done}<>INT({done}))", says),
    )


def _blank_case(says: str) -> _Case:
    return _Case(lambda answers: _blank(answers.get("done")), 'TRIM({done})=""', says)


def _judged_cases(target: int, better: Better) -> tuple[tuple[_Case, ...], str]:
    worse = "<" if better is Better.MORE else ">"

    def missed(answers: Answers) -> bool:
        number = _number(answers) or 0
        return number < target if better is Better.MORE else number > target

    def unexplained(answers: Answers) -> bool:
        return missed(answers) and _blank(answers.get("reason"))

    plus = "+" if better is Better.LESS else ""
    reason = f"{Status.SHORT.sign} {plus}{{difference}}: {_(GIVE_REASON)}"
    cases: tuple[_Case, ...] = (
        _Case(unexplained, f'AND({{done}}{worse}{target},TRIM({{reason}})="")', reason),
        _Case(missed, f"{{done}}{worse}{target}", Status.SHORT.shown),
    )
    # A ceiling cannot be exceeded in a good way: staying under it is what was asked for.
    if better is Better.MORE:
        over = _Case(lambda answers: (_number(answers) or 0) > target, f"{{done}}>{target}", Status.OVER.shown)
        cases = (*cases, over)
    return cases, Status.MET.shown


def _cases(row: IssueRow) -> tuple[tuple[_Case, ...], str]:
    """The cases of a row in the order they are asked, and what is said where none holds."""
    cases, otherwise = _cases_of_target(row)
    if not row.promised:
        return cases, otherwise
    asked = _Case(lambda answers: _blank(answers.get("kept")), 'TRIM({kept})=""', promise_open())
    if row.target.kind is TargetKind.UNSET:
        # Such a row owes an answer after all.
        cases = tuple(_said(case, _filled()) if case.says == otherwise else case for case in cases)
        otherwise = _filled()
    return (asked, *cases), otherwise


def _said(case: _Case, says: str) -> _Case:
    return _Case(case.holds, case.formula, says)


def _cases_of_target(row: IssueRow) -> tuple[tuple[_Case, ...], str]:
    kind = row.target.kind
    if kind is TargetKind.COUNT:
        first = (_blank_case(fill_in()), *_number_cases(_whole_number()))
        if not row.judged:
            return first, _filled()
        judged, otherwise = _judged_cases(row.target.count or 0, row.better)
        return (*first, *judged), otherwise
    if kind is TargetKind.CONTINUOUS:
        silent = _Case(lambda answers: _blank(answers.get("description")), 'TRIM({description})=""', describe())
        silent_too = _Case(
            lambda answers: _blank(answers.get("done")) and _blank(answers.get("description")),
            'AND(TRIM({done})="",TRIM({description})="")',
            describe(),
        )
        described = signed(Status.MET.sign, _("described"))
        return (silent_too, _blank_case(described), *_number_cases(_whole_number()), silent), described
    if kind is TargetKind.UNSET:
        nothing_asked = Status.NOT_JUDGED.shown
        return (_blank_case(nothing_asked), *_number_cases(_whole_number())), nothing_asked
    nothing = _Case(
        lambda answers: says_nothing_arose(answers.get("done")),
        nothing_arose_formula("{done}"),
        Status.NOTHING_AROSE.shown,
    )
    wrong = _number_cases(_number_or_words(WRONG))
    return (_blank_case(_number_or_words(OPEN)), nothing, *wrong), _filled()


def state(row: IssueRow, answers: Answers) -> str:
    """What `Стан` says of a row with these answers (by the names of `layout.REPORT_ENTRIES`)."""
    cases, otherwise = _cases(row)
    says = next((case.says for case in cases if case.holds(answers)), otherwise)
    difference = int((_number(answers) or 0) - (row.target.count or 0))
    return says.format(difference=difference)


def state_formula(row: IssueRow, cells: Mapping[str, str]) -> str:
    """The formula of `Стан` for a row whose answers stand in `cells` (column name -> address)."""
    cases, otherwise = _cases(row)
    formula = quote_text(otherwise)
    for case in reversed(cases):
        says = sentence(case.says, difference=f"{cells['done']}-{row.target.count}")
        formula = f"IF({case.formula.format(**cells)},{says},{formula})"
    return f"=IFERROR({formula},{quote_text(_whole_number())})"


def owed(rows: Iterable[IssueRow]) -> int:
    """How many rows ask for an answer: those with a target, and those that promised something last quarter."""
    return sum(row.target.kind is not TargetKind.UNSET or bool(row.promised) for row in rows)


def verdict(states: Iterable[str]) -> str:
    """The first line of the box: whether the return can be sent."""
    return _("Too early to send") if _unready(states) else _("Ready to send")


def _unready(states: Iterable[str]) -> bool:
    return any(text[:1] in (OPEN, WRONG) or _(GIVE_REASON) in text for text in states)


def verdict_formula(states: str) -> str:
    """The same as a formula over the cells of `Стан`."""
    return (
        f"=IF({_unready_formula(states)}=0,{quote_text(_('Ready to send'))},{quote_text(_('Too early to send'))})"
    )


def _unready_formula(states: str) -> str:
    return f"{_starting(OPEN + WRONG, states)}+{_unexplained(states)}"


_PROGRESS = N_("Filled in {done} of {owed} · without a reason: {reasons} · ready to send: {ready}")
_PROGRESS_WRONG = N_(
    "Filled in {done} of {owed} · without a reason: {reasons} · to correct: {wrong} · ready to send: {ready}"
)


def progress(states: Iterable[str], expected: int) -> str:
    """The second line of the box: what is still missing."""
    texts = tuple(states)
    wrong = sum(text[:1] == WRONG for text in texts)
    return _(_PROGRESS_WRONG if wrong else _PROGRESS).format(
        done=sum(text[:1] in _ANSWERED for text in texts if text),
        owed=expected,
        reasons=sum(_(GIVE_REASON) in text for text in texts),
        wrong=wrong,
        ready=_(NO) if _unready(texts) else _(YES),
    )


def progress_formula(states: str, expected: int) -> str:
    """The same as a formula over the cells of `Стан`."""
    gaps = {
        "done": _starting(_ANSWERED, states),
        "owed": str(expected),
        "reasons": _unexplained(states),
        "wrong": _starting(WRONG, states),
        "ready": f"IF({_unready_formula(states)}=0,{quote_text(_(YES))},{quote_text(_(NO))})",
    }
    return f"=IF({gaps['wrong']}=0,{sentence(_(_PROGRESS), **gaps)},{sentence(_(_PROGRESS_WRONG), **gaps)})"


def _starting(signs: str, states: str) -> str:
    tests = "+".join(f"(LEFT({states},1)={quote_text(sign)})" for sign in signs)
    return f"SUMPRODUCT({tests}+0)"


def _unexplained(states: str) -> str:
    return f"SUMPRODUCT(ISNUMBER(FIND({quote_text(_(GIVE_REASON))},{states}))+0)"

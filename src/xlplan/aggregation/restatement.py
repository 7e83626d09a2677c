"""What an edition says otherwise than the one before it: its figures kept, and two of them compared."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlplan.domain.edition import (
    ACTION,
    CENTRE,
    DESCRIPTION,
    DONE,
    DONE_TO_DATE,
    REASON,
    STATUS,
    TARGET,
    TARGET_TO_DATE,
    Cause,
    EditionSnapshot,
    FigureChange,
    SnapshotRow,
)
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Returns
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Entry, EntryKind, Submission

_Value = int | str | None
_TEXTS: tuple[tuple[str, Callable[[Entry], str]], ...] = (
    (DESCRIPTION, lambda entry: entry.description),
    (REASON, lambda entry: entry.reason),
    (ACTION, lambda entry: entry.action),
)


@dataclass(frozen=True)
class CountedSubmission:
    """A file that counts, or counted, in an edition: the submission and its entries by row code."""

    submission: Submission
    entries: Mapping[str, Entry]


@dataclass(frozen=True)
class Comparison:
    """An edition and the one before it, and all that is needed to say why they differ.

    `submissions`: by SHA-256, every file that counts in only one of the two.
    `plans`: the plan of the one before, then the plan of the one now.
    `plan_change`: the version of the plan adopted in between; None where the plan is the same.
    """

    quarter: Quarter
    before: EditionSnapshot
    now: EditionSnapshot
    submissions: Mapping[str, CountedSubmission]
    plans: tuple[Plan, Plan]
    plan_change: Cause | None = None


def snapshot_of(figures: QuarterFigures, returns: Mapping[Quarter, Returns]) -> EditionSnapshot:
    """What is kept of a quarter's figures: each indicator of the whole centre, and under it each unit."""
    rows = (row for figure in figures.indicators for row in _snapshot_rows(figure))
    counted = {
        quarter: {unit: each.sha256 for unit, each in accepted.items()} for quarter, accepted in returns.items()
    }
    return EditionSnapshot(tuple(rows), counted)


def _snapshot_rows(figure: IndicatorFigure) -> Iterator[SnapshotRow]:
    nothing = figure.status is Status.NOTHING_AROSE
    yield SnapshotRow(
        key=figure.indicator.key,
        unit=CENTRE,
        target=figure.target.shown,
        done=Status.NOTHING_AROSE.value if nothing else figure.done,
        status=figure.status.value,
        target_to_date=figure.target_to_date,
        done_to_date=figure.done_to_date,
    )
    for each in figure.units:
        arose = each.entry.kind is not EntryKind.NOTHING_AROSE
        yield SnapshotRow(
            key=figure.indicator.key,
            unit=each.unit.code,
            target=each.target.shown,
            done=each.entry.number if arose else Status.NOTHING_AROSE.value,
            status=each.status.value,
            target_to_date=each.target_to_date,
            done_to_date=each.done_to_date,
        )


def changed_files(before: EditionSnapshot, now: EditionSnapshot) -> frozenset[str]:
    """The SHA-256 of every file that counts in only one of two editions."""
    both = [
        {(quarter, unit, file) for quarter, units in kept.files.items() for unit, file in units.items()}
        for kept in (before, now)
    ]
    return frozenset(file for _quarter, _unit, file in both[0] ^ both[1])


def compare_editions(compared: Comparison) -> tuple[FigureChange, ...]:
    """Every figure and text that the edition now says otherwise, in the plan's order, the centre before its units.

    Year to date is told from the second quarter on: in the first it is the quarter itself.
    """
    before = {(row.key, row.unit): row for row in compared.before.rows}
    now = {(row.key, row.unit): row for row in compared.now.rows}
    rows = [*now, *(row for row in before if row not in now)]
    order = {key: position for position, key in enumerate(dict.fromkeys(key for key, _unit in rows))}
    found: list[FigureChange] = []
    for key, unit in sorted(rows, key=lambda row: order[row[0]]):
        found += _figure_changes(compared, before.get((key, unit)), now.get((key, unit)))
        found += _text_changes(compared, key, unit)
    return tuple(found)


def _figure_changes(
    compared: Comparison, before: SnapshotRow | None, now: SnapshotRow | None
) -> Iterator[FigureChange]:
    row = now or before
    if row is None:
        return
    first = compared.quarter.number == 1
    for what, field, to_date in (
        (TARGET, "target", False),
        (DONE, "done", False),
        (STATUS, "status", False),
        (TARGET_TO_DATE, "target_to_date", True),
        (DONE_TO_DATE, "done_to_date", True),
    ):
        was, value = (getattr(each, field) if each else None for each in (before, now))
        if was != value and not (first and to_date):
            quarters = compared.quarter.to_date if to_date else (compared.quarter,)
            yield _change(compared, row.key, row.unit, what, was, value, quarters)


def _text_changes(compared: Comparison, key: str, unit: str) -> Iterator[FigureChange]:
    if unit == CENTRE:
        return
    old, new = (_entry(compared, kept, compared.quarter, unit, key) for kept in (compared.before, compared.now))
    if _file(compared.before, compared.quarter, unit) == _file(compared.now, compared.quarter, unit):
        return
    for what, text in _TEXTS:
        was, value = (text(each).strip() if each else "" for each in (old, new))
        if was != value:
            yield _change(compared, key, unit, what, was or None, value or None, (compared.quarter,))


def _change(
    compared: Comparison,
    key: str,
    unit: str,
    what: str,
    was: _Value,
    now: _Value,
    quarters: Iterable[Quarter],
) -> FigureChange:
    causes = tuple(_causes(compared, key, unit, quarters))
    if not causes and compared.plan_change:
        causes = (compared.plan_change,)
    return FigureChange(key, _measure(compared, key), _name(compared, unit), what, was, now, causes)


def _causes(compared: Comparison, key: str, unit: str, quarters: Iterable[Quarter]) -> Iterator[Cause]:
    """The files that make the difference: those that answer this row otherwise than what counted before."""
    for quarter in quarters:
        held = (kept.files.get(quarter, {}) for kept in (compared.before, compared.now))
        units = dict.fromkeys(code for files in held for code in files) if unit == CENTRE else (unit,)
        for code in units:
            old, new = (_file(kept, quarter, code) for kept in (compared.before, compared.now))
            if old == new or not _has_new_answer(compared, quarter, code, key):
                continue
            sent = compared.submissions[new or old].submission
            yield Cause(
                sent.file, sent.received_at, sent.sha256, _name(compared, code), quarter, is_withdrawal=not new
            )


def _has_new_answer(compared: Comparison, quarter: Quarter, unit: str, key: str) -> bool:
    old, new = (_entry(compared, kept, quarter, unit, key) for kept in (compared.before, compared.now))
    said = [
        (each.kind, each.number, each.description, each.reason, each.action) if each else None
        for each in (old, new)
    ]
    return said[0] != said[1]


def _entry(compared: Comparison, kept: EditionSnapshot, quarter: Quarter, unit: str, key: str) -> Entry | None:
    answer = compared.submissions.get(_file(kept, quarter, unit))
    return answer.entries.get(key) if answer else None


def _file(kept: EditionSnapshot, quarter: Quarter, unit: str) -> str:
    return kept.files.get(quarter, {}).get(unit, "")


def _measure(compared: Comparison, key: str) -> str:
    for plan in reversed(compared.plans):
        for measure in plan.measures:
            if any(each.key == key for each in measure.indicators):
                return measure.title
    return ""


def _name(compared: Comparison, unit: str) -> str:
    for plan in reversed(compared.plans):
        for each in plan.units:
            if each.code == unit:
                return each.name
    return unit

"""Figures of an edition, and the differences between two editions with their causes."""

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
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Returns
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Submission

_Value = int | str | None
_TEXTS: tuple[tuple[str, Callable[[Entry], str]], ...] = (
    (DESCRIPTION, lambda entry: entry.description),
    (REASON, lambda entry: entry.reason),
    (ACTION, lambda entry: entry.action),
)


@dataclass(frozen=True)
class CountedSubmission:
    """A submission that counts, or counted, in an edition, with its entries by row code."""

    submission: Submission
    entries: Mapping[str, Entry]


@dataclass(frozen=True)
class Comparison:
    """An edition and the one before it, with all that explains their differences.

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
    """Return the figures that an edition stores: each indicator of the whole centre and, below it, each unit."""
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
    for unit in figure.units:
        arose = unit.entry.kind is not EntryKind.NOTHING_AROSE
        yield SnapshotRow(
            key=figure.indicator.key,
            unit=unit.unit.code,
            target=unit.target.shown,
            done=unit.entry.number if arose else Status.NOTHING_AROSE.value,
            status=unit.status.value,
            target_to_date=unit.target_to_date,
            done_to_date=unit.done_to_date,
        )


def changed_files(before: EditionSnapshot, now: EditionSnapshot) -> frozenset[str]:
    """Return the SHA-256 of every file that counts in only one of two editions."""
    files = [
        {(quarter, unit, file) for quarter, units in snapshot.files.items() for unit, file in units.items()}
        for snapshot in (before, now)
    ]
    return frozenset(file for _quarter, _unit, file in files[0] ^ files[1])


def compare_editions(comparison: Comparison) -> tuple[FigureChange, ...]:
    """Return every figure and text that differs, in the plan's order, the centre before its units.

    The year to date is compared from the second quarter on. In the first it equals the quarter itself.
    """
    before = {(row.key, row.unit): row for row in comparison.before.rows}
    now = {(row.key, row.unit): row for row in comparison.now.rows}
    rows = [*now, *(row for row in before if row not in now)]
    order = {key: position for position, key in enumerate(dict.fromkeys(key for key, _unit in rows))}
    changes: list[FigureChange] = []
    for key, unit in sorted(rows, key=lambda row: order[row[0]]):
        changes += _figure_changes(comparison, before.get((key, unit)), now.get((key, unit)))
        changes += _text_changes(comparison, key, unit)
    return tuple(changes)


def _figure_changes(
    comparison: Comparison, before: SnapshotRow | None, now: SnapshotRow | None
) -> Iterator[FigureChange]:
    row = now or before
    if row is None:
        return
    first = comparison.quarter.number == 1
    for heading, field, to_date in (
        (TARGET, "target", False),
        (DONE, "done", False),
        (STATUS, "status", False),
        (TARGET_TO_DATE, "target_to_date", True),
        (DONE_TO_DATE, "done_to_date", True),
    ):
        old, new = (getattr(each, field) if each else None for each in (before, now))
        if old != new and not (first and to_date):
            quarters = comparison.quarter.to_date if to_date else (comparison.quarter,)
            yield _change(comparison, row.key, row.unit, heading, old, new, quarters)


def _text_changes(comparison: Comparison, key: str, unit: str) -> Iterator[FigureChange]:
    if unit == CENTRE:
        return
    old, new = (
        _entry(comparison, snapshot, comparison.quarter, unit, key)
        for snapshot in (comparison.before, comparison.now)
    )
    if _file(comparison.before, comparison.quarter, unit) == _file(comparison.now, comparison.quarter, unit):
        return
    for heading, text in _TEXTS:
        old_text, new_text = (text(each).strip() if each else "" for each in (old, new))
        if old_text != new_text:
            yield _change(
                comparison, key, unit, heading, old_text or None, new_text or None, (comparison.quarter,)
            )


def _change(
    comparison: Comparison,
    key: str,
    unit: str,
    heading: str,
    old: _Value,
    new: _Value,
    quarters: Iterable[Quarter],
) -> FigureChange:
    causes = tuple(_causes(comparison, key, unit, quarters))
    if not causes and comparison.plan_change:
        causes = (comparison.plan_change,)
    return FigureChange(key, _measure(comparison, key), _name(comparison, unit), heading, old, new, causes)


def _causes(comparison: Comparison, key: str, unit: str, quarters: Iterable[Quarter]) -> Iterator[Cause]:
    """Yield the files whose answer to the row differs from the answer that counted before."""
    for quarter in quarters:
        files_by_unit = (snapshot.files.get(quarter, {}) for snapshot in (comparison.before, comparison.now))
        units = dict.fromkeys(code for files in files_by_unit for code in files) if unit == CENTRE else (unit,)
        for code in units:
            old, new = (_file(snapshot, quarter, code) for snapshot in (comparison.before, comparison.now))
            if old == new or not _has_new_answer(comparison, quarter, code, key):
                continue
            submission = comparison.submissions[new or old].submission
            yield Cause(
                submission.file,
                submission.received_at,
                submission.sha256,
                _name(comparison, code),
                quarter,
                is_withdrawal=not new,
            )


def _has_new_answer(comparison: Comparison, quarter: Quarter, unit: str, key: str) -> bool:
    old, new = (
        _entry(comparison, snapshot, quarter, unit, key) for snapshot in (comparison.before, comparison.now)
    )
    answers = [
        (entry.kind, entry.number, entry.description, entry.reason, entry.action) if entry else None
        for entry in (old, new)
    ]
    return answers[0] != answers[1]


def _entry(
    comparison: Comparison, snapshot: EditionSnapshot, quarter: Quarter, unit: str, key: str
) -> Entry | None:
    answer = comparison.submissions.get(_file(snapshot, quarter, unit))
    return answer.entries.get(key) if answer else None


def _file(snapshot: EditionSnapshot, quarter: Quarter, unit: str) -> str:
    return snapshot.files.get(quarter, {}).get(unit, "")


def _measure(comparison: Comparison, key: str) -> str:
    for plan in reversed(comparison.plans):
        for measure in plan.measures:
            if any(each.key == key for each in measure.indicators):
                return measure.title
    return ""


def _name(comparison: Comparison, code: str) -> str:
    for plan in reversed(comparison.plans):
        for unit in plan.units:
            if unit.code == code:
                return unit.name
    return code

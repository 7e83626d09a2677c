"""The differences between two editions with their causes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from xlplan.domain.descent import Lines
from xlplan.domain.edition import CENTRE, EditionSnapshot, SnapshotRow
from xlplan.domain.entries import Entry
from xlplan.domain.plan import Plan, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import (
    ACTION,
    BACKLOG,
    DESCRIPTION,
    DONE,
    DONE_TO_DATE,
    FORECAST,
    INCOMPLETE,
    REASON,
    SHORTFALL,
    STATUS,
    STATUS_TO_DATE,
    TARGET,
    TARGET_TO_DATE,
    UNKNOWN,
    Cause,
    CountChange,
    FigureChange,
    NetEffect,
)
from xlplan.domain.status import Status
from xlplan.domain.submission import Submission
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.translation import N_

_Value = Number | str | None
_TEXTS: tuple[tuple[str, Callable[[Entry], str]], ...] = (
    (DESCRIPTION, lambda entry: entry.description),
    (REASON, lambda entry: entry.reason),
    (ACTION, lambda entry: entry.action),
)
# Details that follow from the figures of their row.
_FOLLOWING = (SHORTFALL, UNKNOWN, BACKLOG, FORECAST, INCOMPLETE)


class CountedSubmission(Struct, frozen=True):
    """A submission that counts, or counted, in an edition, with its entries by the lines of their rows."""

    submission: Submission
    entries: Mapping[str, Entry]


class _PlanRow(Struct, frozen=True):
    """The words of a plan about a row; blank for a row that no plan has."""

    measure: str = ""
    unit_of_measure: UnitOfMeasure = WHOLE_THINGS
    ratio: Ratio | None = None


class Comparison(Struct, frozen=True, dict=True):
    """An edition and the one before it, with all that explains their differences.

    `submissions`: by SHA-256, every file that counts in only one of the two.
    `plans`: the plan of the one before, then the plan of the one now.
    `plan_change`: the version of the plan adopted in between; None where the plan is the same.
    `lines`: the lines of the rows of the plan now.
    """

    quarter: Quarter
    before: EditionSnapshot
    now: EditionSnapshot
    submissions: Mapping[str, CountedSubmission]
    plans: tuple[Plan, Plan]
    plan_change: Cause | None = None
    lines: Lines = field(default_factory=dict)

    def plan_row(self, key: str) -> _PlanRow:
        """Return what the later plan that has a row says of it."""
        return self._plan_rows.get(key, _PlanRow())

    @cached_property
    def _plan_rows(self) -> Mapping[str, _PlanRow]:
        return {
            each.key: _PlanRow(measure.title, each.unit_of_measure, each.ratio)
            for plan in self.plans
            for measure in plan.measures
            for each in measure.indicators
        }


def changed_files(before: EditionSnapshot, now: EditionSnapshot) -> frozenset[str]:
    """Return the SHA-256 of every file that counts in only one of two editions."""
    files = [
        {(quarter, unit, file) for quarter, units in snapshot.files.items() for unit, file in units.items()}
        for snapshot in (before, now)
    ]
    return frozenset(file for _quarter, _unit, file in files[0] ^ files[1])


def net_effect(quarter: Quarter, before: EditionSnapshot, now: EditionSnapshot) -> NetEffect:
    """Return what the differences between two editions come to: indicators by status, and returns."""
    both = before, now
    old, new = (Counter(row.status for row in each.rows if row.unit == CENTRE) for each in both)
    returns = [len(each.files.get(quarter, {})) for each in both]
    of_quarter = (*_count_changes(old, new), CountChange(N_("returns accepted"), "", *returns))
    if not _has_earlier(quarter, now) or STATUS_TO_DATE not in before.headings:
        return NetEffect(of_quarter)
    old, new = (
        Counter(str(value) for (_key, unit, heading), value in each.details.items() if (unit, heading) == _OF_YEAR)
        for each in both
    )
    return NetEffect(of_quarter, tuple(_count_changes(old, new)))


def _has_earlier(quarter: Quarter, now: EditionSnapshot) -> bool:
    """Tell whether a plan covers an earlier quarter of the year. Otherwise the year so far is the quarter."""
    return any(each < quarter for each in now.files)


_OF_YEAR = (CENTRE, STATUS_TO_DATE)
# What a director asks about first stands first.
_ORDER = (
    Status.SHORT,
    Status.NOT_RETURNED,
    Status.MET,
    Status.OVER,
    Status.NOTHING_AROSE,
    Status.NOT_JUDGED,
    Status.NO_BASE,
    Status.EXPECTED,
)


def _count_changes(old: Mapping[str, int], new: Mapping[str, int]) -> Iterator[CountChange]:
    for status in _ORDER:
        counts = old.get(status.value, 0), new.get(status.value, 0)
        if any(counts):
            yield CountChange(status.value, status.sign, *counts)


def compare_editions(comparison: Comparison) -> tuple[FigureChange, ...]:
    """Return every figure and text that differs, in the plan's order, the centre before its units.

    The year to date is compared if a plan covers an earlier quarter. Otherwise it equals the quarter itself. Only
    what the older edition holds is compared: a newer xlplan alone changes nothing.
    """
    before = {(row.key, row.unit): row for row in comparison.before.rows}
    now = {(row.key, row.unit): row for row in comparison.now.rows}
    if not comparison.before.headings:
        # An edition of an older xlplan has no rows of units that left.
        now = {place: row for place, row in now.items() if row.status or place in before}
    rows = [*now, *(row for row in before if row not in now)]
    details = _detail_changes(comparison)
    order = {key: position for position, key in enumerate(dict.fromkeys(key for key, _unit in rows))}
    changes: list[FigureChange] = []
    for key, unit in sorted(rows, key=lambda row: order[row[0]]):
        figures = list(_figure_changes(comparison, before.get((key, unit)), now.get((key, unit))))
        more = details.pop((key, unit), [])
        changes += figures
        changes += _text_changes(comparison, key, unit)
        # What follows from a changed figure is told only where nothing else tells of the row.
        changes += [change for change in more if not figures or change.heading not in _FOLLOWING]
    return (*changes, *(change for rest in details.values() for change in rest))


def _detail_changes(comparison: Comparison) -> dict[tuple[str, str], list[FigureChange]]:
    """Return the changes of all details by row code and unit."""
    before, now = comparison.before.details, comparison.now.details
    changes: dict[tuple[str, str], list[FigureChange]] = {}
    for place in dict.fromkeys((*now, *before)):
        key, unit, heading = place
        old, new = before.get(place), now.get(place)
        is_quarter_itself = heading == STATUS_TO_DATE and not _has_earlier(comparison.quarter, comparison.now)
        if heading in comparison.before.headings and old != new and not is_quarter_itself:
            change = _change(comparison, key, unit, heading, old, new, comparison.quarter.to_date)
            changes.setdefault((key, unit), []).append(change)
    return changes


def _figure_changes(
    comparison: Comparison, before: SnapshotRow | None, now: SnapshotRow | None
) -> Iterator[FigureChange]:
    row = now or before
    if row is None:
        return
    first = not _has_earlier(comparison.quarter, comparison.now)
    for heading, name, to_date in (
        (TARGET, "target", False),
        (DONE, "done", False),
        (STATUS, "status", False),
        (TARGET_TO_DATE, "target_to_date", True),
        (DONE_TO_DATE, "done_to_date", True),
    ):
        old, new = (getattr(each, name) if each else None for each in (before, now))
        if old != new and not (first and to_date):
            quarters = comparison.quarter.to_date if to_date else (comparison.quarter,)
            yield _change(comparison, row.key, row.unit, heading, old, new, quarters)


def _text_changes(comparison: Comparison, key: str, unit: str) -> Iterator[FigureChange]:
    if unit == CENTRE:
        return
    old, new = (
        _entries(comparison, snapshot, comparison.quarter, unit, key)
        for snapshot in (comparison.before, comparison.now)
    )
    if _file(comparison.before, comparison.quarter, unit) == _file(comparison.now, comparison.quarter, unit):
        return
    for heading, text in _TEXTS:
        old_text, new_text = (text(each[0]).strip() if each else "" for each in (old, new))
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
    is_row = any(row.key == key for row in (*comparison.before.rows, *comparison.now.rows))
    causes = tuple(_causes(comparison, key if is_row else None, unit, quarters))
    if not causes and comparison.plan_change:
        causes = (comparison.plan_change,)
    row = comparison.plan_row(key)
    return FigureChange(key, row.measure, _name(comparison, unit), heading, old, new, causes, row.unit_of_measure)


def _causes(comparison: Comparison, key: str | None, unit: str, quarters: Iterable[Quarter]) -> Iterator[Cause]:
    """Yield the files whose answer to the row differs from the answer that counted before.

    `key` is None for what is of no single row: then every file that changed is a cause.
    """
    for quarter in quarters:
        files_by_unit = (snapshot.files.get(quarter, {}) for snapshot in (comparison.before, comparison.now))
        units = dict.fromkeys(code for files in files_by_unit for code in files) if unit == CENTRE else (unit,)
        for code in units:
            old, new = (_file(snapshot, quarter, code) for snapshot in (comparison.before, comparison.now))
            if old == new or not (key is None or _has_new_answer(comparison, quarter, code, key)):
                continue
            answer = comparison.submissions.get(new or old)
            if answer is None:
                continue
            submission = answer.submission
            yield Cause(
                submission.shown_file,
                submission.received_at,
                submission.sha256,
                _name(comparison, code),
                quarter,
                is_withdrawal=not new,
            )


def _has_new_answer(comparison: Comparison, quarter: Quarter, unit: str, key: str) -> bool:
    """Tell whether a unit answers a row otherwise, or one of the counts that it is computed from.

    1 of 2 and 2 of 4 are one share of the unit, and not one share of the centre.
    """
    ratio = comparison.plan_row(key).ratio
    keys = (key, ratio.part, ratio.whole) if ratio else (key,)
    old, new = (
        [entry for each in keys for entry in _entries(comparison, snapshot, quarter, unit, each)]
        for snapshot in (comparison.before, comparison.now)
    )
    answers = [
        [(entry.kind, entry.number, entry.description, entry.reason, entry.action) for entry in entries]
        for entries in (old, new)
    ]
    return answers[0] != answers[1]


def _entries(
    comparison: Comparison, snapshot: EditionSnapshot, quarter: Quarter, unit: str, key: str
) -> tuple[Entry, ...]:
    """Return a unit's entries to a row in a quarter, along the lines that the row carries."""
    answer = comparison.submissions.get(_file(snapshot, quarter, unit))
    lines = comparison.lines.get(key, (key,))
    return tuple(answer.entries[line] for line in lines if line in answer.entries) if answer else ()


def _file(snapshot: EditionSnapshot, quarter: Quarter, unit: str) -> str:
    return snapshot.files.get(quarter, {}).get(unit, "")


def _name(comparison: Comparison, code: str) -> str:
    for plan in reversed(comparison.plans):
        for unit in plan.units:
            if unit.code == code:
                return unit.name
    return code

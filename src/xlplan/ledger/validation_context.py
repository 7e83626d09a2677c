"""Context of validation: the earlier numbers of a unit, and the events of other units."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, func, select

from xlplan.domain.entries import EventEntry
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.record_mapping import EVENT_ENTRIES, exact_number
from xlplan.ledger.schema import entries, event_entries, issues, submissions, withdrawals

_SENT = submissions.c
_LATEST_DECISIONS = select(func.max(withdrawals.c.number)).group_by(withdrawals.c.submission)
_WITHDRAWN = select(withdrawals.c.submission).where(
    withdrawals.c.number.in_(_LATEST_DECISIONS) & ~withdrawals.c.is_undone
)
_ACCEPTED = (_SENT.outcome == Outcome.ACCEPTED.value) & _SENT.number.not_in(_WITHDRAWN)
# The intake runs these queries for every file. Building a query takes several times as long as running it.
_LATEST_OF_QUARTERS = (
    select(func.max(_SENT.number))
    .where(_ACCEPTED & (_SENT.unit == bindparam("unit")) & _SENT.quarter.in_(bindparam("before", expanding=True)))
    .group_by(_SENT.quarter)
)
_EARLIER = (
    select(entries.c.key, entries.c.number, entries.c.decimals, issues.c.plan_version)
    .join(submissions, _SENT.number == entries.c.submission)
    .join(issues, issues.c.form_code == _SENT.form_code)
    .where(entries.c.submission.in_(_LATEST_OF_QUARTERS) & entries.c.number.is_not(None))
    .order_by(_SENT.quarter, entries.c.submission, entries.c.key)
)
_LATEST_OF_OTHERS = (
    select(func.max(_SENT.number))
    .where(_ACCEPTED & (_SENT.unit != bindparam("unit")) & (_SENT.quarter == bindparam("quarter")))
    .group_by(_SENT.unit)
)
_EVENTS_OF_OTHERS = (
    select(event_entries, _SENT.form_code)
    .join(submissions, _SENT.number == event_entries.c.submission)
    .where(event_entries.c.submission.in_(_LATEST_OF_OTHERS))
    .where(event_entries.c.held_on.in_(bindparam("days", expanding=True)))
    .order_by(event_entries.c.submission, event_entries.c.position)
)


def earlier_numbers(connection: Connection, issue: Issue) -> Mapping[str, tuple[Number, ...]]:
    """Return by row code the numbers that a unit reported in the earlier quarters of the year, oldest first.

    Only accepted returns count. A number belongs to the row that continues its line of descent.
    """
    earlier = [str(each) for each in issue.quarter.to_date[:-1]]
    if not earlier:
        return {}
    rows = connection.execute(_EARLIER, {"unit": issue.unit.code, "before": earlier}).all()
    keys = _keys_by_version(connection, issue, {row.plan_version for row in rows})
    numbers: dict[str, tuple[Number, ...]] = {}
    for row in rows:
        key = keys[row.plan_version].get(row.key) if row.plan_version in keys else row.key
        if key:
            numbers[key] = (*numbers.get(key, ()), exact_number(row.number, row.decimals))
    return numbers


def _keys_by_version(
    connection: Connection, issue: Issue, versions: Collection[int]
) -> Mapping[int, Mapping[str, str]]:
    """Return for each version other than that of an issue the row code there and the row code of the issue."""
    now = {line: row.key for row in issue.rows for line in row.lines or (row.key,)}
    return {
        version: {
            key: now[lines[0]] for key, lines in lines_of_version(connection, version).items() if lines[0] in now
        }
        for version in versions
        if version != issue.plan_version
    }


def events_of_others(
    connection: Connection, unit: str, quarter: Quarter, days: Collection[str]
) -> Iterator[tuple[str, EventEntry]]:
    """Yield the events that other units report on these days, each with the form code of its return.

    Only the latest accepted return of a unit counts.
    """
    parameters = {"unit": unit, "quarter": str(quarter), "days": list(days)}
    rows = connection.execute(_EVENTS_OF_OTHERS, parameters)
    read_event = EVENT_ENTRIES.reader(rows.keys())
    for row in rows:
        yield row.form_code, read_event(row)

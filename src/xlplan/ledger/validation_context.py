"""Context of validation: the earlier numbers of a unit, and the events of other units."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, func, select

from xlplan.domain.entries import EventEntry
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.ledger.record_mapping import EVENT_ENTRIES
from xlplan.ledger.schema import entries, event_entries, submissions, withdrawals

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
    select(entries.c.key, entries.c.number)
    .join(submissions, _SENT.number == entries.c.submission)
    .where(entries.c.submission.in_(_LATEST_OF_QUARTERS) & entries.c.number.is_not(None))
    .order_by(_SENT.quarter)
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
)


def earlier_numbers(connection: Connection, unit: str, quarter: Quarter) -> Mapping[str, tuple[int, ...]]:
    """Return by row code the numbers that a unit reported in the earlier quarters of the year, oldest first.

    Only accepted returns count.
    """
    earlier = [str(each) for each in quarter.to_date[:-1]]
    numbers: dict[str, tuple[int, ...]] = {}
    if earlier:
        for row in connection.execute(_EARLIER, {"unit": unit, "before": earlier}):
            numbers[row.key] = (*numbers.get(row.key, ()), row.number)
    return numbers


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

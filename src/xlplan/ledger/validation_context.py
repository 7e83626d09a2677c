"""Context of validation: the earlier numbers of a unit, and the events of other units."""

from collections.abc import Collection, Iterator, Mapping

from xlplan.domain.entries import EventEntry
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.database import Connection, marks
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.record_mapping import EVENT_ENTRIES, column_names, exact_number

_WITHDRAWN = (
    "SELECT submission FROM withdrawals "
    "WHERE number IN (SELECT max(number) FROM withdrawals GROUP BY submission) AND NOT is_undone"
)
_ACCEPTED = f"submissions.outcome = '{Outcome.ACCEPTED.value}' AND submissions.number NOT IN ({_WITHDRAWN})"
_LATEST_OF_QUARTERS = (
    f"SELECT max(submissions.number) FROM submissions WHERE {_ACCEPTED} "
    "AND submissions.unit = ? AND submissions.quarter IN ({quarters}) GROUP BY submissions.quarter"
)
_EARLIER = (
    'SELECT entries."key", entries.number, entries.decimals, issues.plan_version FROM entries '
    "JOIN submissions ON submissions.number = entries.submission "
    "JOIN issues ON issues.form_code = submissions.form_code "
    f"WHERE entries.number IS NOT NULL AND entries.submission IN ({_LATEST_OF_QUARTERS}) "
    'ORDER BY submissions.quarter, entries.submission, entries."key"'
)
_EVENTS_OF_OTHERS = (
    "SELECT event_entries.*, submissions.form_code FROM event_entries "
    "JOIN submissions ON submissions.number = event_entries.submission "
    "WHERE event_entries.submission IN (SELECT max(submissions.number) FROM submissions "
    f"WHERE {_ACCEPTED} AND submissions.unit <> ? AND submissions.quarter = ? GROUP BY submissions.unit) "
    "AND event_entries.held_on IN ({days}) ORDER BY event_entries.submission, event_entries.position"
)


def earlier_submissions(connection: Connection, unit: str, quarter: Quarter) -> tuple[int, ...]:
    """Return the receipt numbers of the submissions from which `earlier_numbers` are, oldest quarter first."""
    earlier = [str(each) for each in quarter.to_date[:-1]]
    if not earlier:
        return ()
    query = f"{_LATEST_OF_QUARTERS} ORDER BY submissions.quarter".format(quarters=marks(earlier))
    return tuple(connection.column(query, (unit, *earlier)))


def earlier_numbers(connection: Connection, issue: Issue) -> Mapping[str, tuple[Number, ...]]:
    """Return by row code the numbers that a unit reported in the earlier quarters of the year, oldest first.

    Only accepted returns count. A number belongs to the row that continues its line of descent.
    """
    earlier = [str(each) for each in issue.quarter.to_date[:-1]]
    if not earlier:
        return {}
    query = _EARLIER.format(quarters=marks(earlier))
    rows = connection.run(query, (issue.unit.code, *earlier)).fetchall()
    keys = _keys_by_version(connection, issue, {version for _key, _number, _decimals, version in rows})
    numbers: dict[str, tuple[Number, ...]] = {}
    for key_then, number, decimals, version in rows:
        key = keys[version].get(key_then) if version in keys else key_then
        if key:
            numbers[key] = (*numbers.get(key, ()), exact_number(number, decimals))
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
    asked = tuple(days)
    cursor = connection.run(_EVENTS_OF_OTHERS.format(days=marks(asked)), (unit, str(quarter), *asked))
    read_event = EVENT_ENTRIES.reader(column_names(cursor))
    for row in cursor:
        # The form code is the last column.
        yield row[-1], read_event(row)

"""Returns that count for a quarter, read from the ledger."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from xlplan.domain.counting_submissions import CountingRules, WaitingSubmission
from xlplan.domain.entries import Entry
from xlplan.domain.quarter import Quarter
from xlplan.domain.reissue import rows_to_ask_again
from xlplan.domain.submission import AcceptedReturn
from xlplan.ledger.database import Connection, marks
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.decisions import withdrawals_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.record_mapping import ENTRIES
from xlplan.ledger.reports import version_of
from xlplan.ledger.submissions import submissions_of

# SQLite takes 32,766 values in a statement. Source: SQLite, Limits.
_MOST_VALUES = 10_000


def load_counting_rules(connection: Connection, quarter: Quarter) -> CountingRules:
    """Return the rules by which submissions of a quarter count now."""
    edition = closing_edition(connection, quarter)
    last_number = edition.upto if edition else None
    return CountingRules(last_number=last_number, withdrawals=withdrawals_of(connection, quarter))


def waiting_submissions(connection: Connection, quarter: Quarter) -> tuple[WaitingSubmission, ...]:
    """Return the submissions of a closed quarter that wait for its reopening, oldest first."""
    return load_counting_rules(connection, quarter).waiting(submissions_of(connection, quarter))


def accepted_returns(
    connection: Connection, quarter: Quarter, with_entries: bool = True
) -> dict[str, AcceptedReturn]:
    """Return the return of each unit that counts for a quarter, by the code of the unit.

    Entries stand under the row codes of the version in force for the quarter. Where it changed after a return
    was made, the entries to rows that it asks again are left out.

    Args:
        connection: The ledger.
        quarter: The quarter.
        with_entries: Load the entries too. They weigh a hundred times as much as all the rest.
    """
    submissions, deadline = submissions_of(connection, quarter), deadline_of(connection, quarter)
    rules = load_counting_rules(connection, quarter)
    counting, first = rules.latest(submissions), rules.first(submissions)
    numbers = [submission.number for _attempt, submission in counting.values()] if with_entries else []
    entries = _entries_by_submission(connection, numbers)
    form_codes = {unit: str(submission.form_code) for unit, (_attempt, submission) in counting.items()}
    asked_again = _rows_asked_again(connection, quarter, form_codes)
    moves = _moved_keys(connection, quarter, form_codes) if with_entries else {}
    return {
        unit: AcceptedReturn(
            unit=unit,
            file=submission.file,
            sha256=submission.sha256,
            received_at=submission.received_at,
            attempt=attempt,
            timeliness=deadline.timeliness(first[unit].received_at),
            entries=_without(
                _moved(entries.get(submission.number, {}), moves.get(unit)), asked_again.get(unit, ())
            ),
            asked_again=asked_again.get(unit, ()),
            corrected=first[unit].number != submission.number,
        )
        for unit, (attempt, submission) in counting.items()
    }


def _without(entries: Mapping[str, Entry], keys: Collection[str]) -> Mapping[str, Entry]:
    return {key: entry for key, entry in entries.items() if key not in keys} if keys else entries


def _moved(entries: Mapping[str, Entry], keys: Mapping[str, str] | None) -> Mapping[str, Entry]:
    """Return entries under the row codes of the plan in force; those of rows that it does not have go."""
    if keys is None:
        return entries
    return {keys[key]: replace(entry, key=keys[key]) for key, entry in entries.items() if key in keys}


def _moved_keys(
    connection: Connection, quarter: Quarter, form_codes: Mapping[str, str]
) -> Mapping[str, Mapping[str, str]]:
    """Return for each unit that answered another version of the plan where its rows stand in the one in force.

    A row that was merged since has no place: its answer does not answer the row of now.
    """
    in_force = version_of(connection, quarter)
    if in_force is None:
        return {}
    query = "SELECT form_code, plan_version FROM issues WHERE quarter = ? AND plan_version <> ?"
    versions = dict(connection.run(query, (str(quarter), in_force.number)).fetchall())
    if not versions:
        return {}
    rows_now = {lines: key for key, lines in lines_of_version(connection, in_force.number).items()}
    keys = {
        version: {
            key: rows_now[lines]
            for key, lines in lines_of_version(connection, version).items()
            if lines in rows_now
        }
        for version in set(versions.values())
    }
    return {unit: keys[versions[code]] for unit, code in form_codes.items() if code in versions}


def _entries_by_submission(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Entry]]:
    """Return the entries of submissions, by receipt number and row code. Equal entries are one object."""
    entries: dict[int, dict[str, Entry]] = {number: {} for number in numbers}
    columns = ", ".join(f'"{name}"' for name in ("submission", *ENTRIES.columns))
    read_entry = ENTRIES.reader(ENTRIES.columns)
    # Units give the same answer many times over. An object for each would take half of the report's memory.
    known: dict[tuple[Any, ...], Entry] = {}
    for some in _portions(sorted(numbers)):
        query = f'SELECT {columns} FROM entries WHERE submission IN ({marks(some)}) ORDER BY submission, "key"'
        for row in connection.run(query, some):
            content = row[1:]
            entry = known.get(content)
            if entry is None:
                entry = known[content] = read_entry(content)
            entries[row[0]][entry.key] = entry
    return entries


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield numbers in portions. No database takes a value for each of a hundred thousand in one statement."""
    return (numbers[at : at + _MOST_VALUES] for at in range(0, len(numbers), _MOST_VALUES))


def _rows_asked_again(
    connection: Connection, quarter: Quarter, answered_codes: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Return the row codes that the newest issue of a unit asks again, by the code of the unit.

    Args:
        connection: The ledger.
        quarter: The quarter.
        answered_codes: By the code of the unit, the form code of the issue that its return answers.
    """
    query = (
        "SELECT unit, form_code FROM issues "
        "WHERE number IN (SELECT max(number) FROM issues WHERE quarter = ? GROUP BY unit)"
    )
    replaced = {
        unit: (answered_codes[unit], form_code)
        for unit, form_code in connection.run(query, (str(quarter),))
        if answered_codes.get(unit, form_code) != form_code
    }
    asked_again = {}
    for unit, codes in replaced.items():
        older, newer = (issue_by_code(connection, code) for code in codes)
        if older and newer:
            asked_again[unit] = rows_to_ask_again(older, newer)
    return asked_again

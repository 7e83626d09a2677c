"""Withdrawals, waivers, notes and files put aside in the ledger."""

from collections.abc import Collection, Mapping

from xlplan.domain.decisions import Dismissal, Note, Waiver, Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection, marks
from xlplan.ledger.record_mapping import DISMISSALS, NOTES, WAIVERS, WITHDRAWALS
from xlplan.ledger.row_hashes import add_numbered, record_row_hash

_WITHDRAWALS_OF_QUARTER = """
    SELECT withdrawals.* FROM withdrawals JOIN submissions ON submissions.number = withdrawals.submission
    WHERE submissions.quarter = ? ORDER BY withdrawals.number
"""
# The tables of decisions that are each on one quarter.
_OF_ONE_QUARTER = ("editions", "reopenings", "waivers", "notes", "deadlines")


def record_withdrawal(connection: Connection, withdrawal: Withdrawal) -> None:
    """Record that a submission was withdrawn, or that its withdrawal was undone."""
    add_numbered(connection, "withdrawals", WITHDRAWALS.row(withdrawal))


def record_dismissal(connection: Connection, dismissal: Dismissal) -> None:
    """Record that a file which was not taken was put aside."""
    connection.add("dismissals", DISMISSALS.row(dismissal))
    record_row_hash(connection, "dismissals", (dismissal.submission,))


def dismissals_of(connection: Connection) -> Mapping[int, Dismissal]:
    """Return the files that were put aside, by receipt number."""
    dismissals = DISMISSALS.read_all(connection.run("SELECT * FROM dismissals ORDER BY submission"))
    return {each.submission: each for each in dismissals}


def record_waiver(connection: Connection, waiver: Waiver) -> None:
    """Record a waiver."""
    add_numbered(connection, "waivers", WAIVERS.row(waiver))


def withdrawals_of(connection: Connection, quarter: Quarter) -> Mapping[int, Withdrawal]:
    """Return the withdrawals of a quarter that stand, by receipt number, oldest first.

    Those that were undone are left out.
    """
    standing = {
        number: records[-1]
        for number, records in withdrawal_records_of(connection, quarter).items()
        if not records[-1].is_undone
    }
    return dict(sorted(standing.items(), key=lambda each: each[1].at))


def withdrawal_records_of(connection: Connection, quarter: Quarter) -> Mapping[int, tuple[Withdrawal, ...]]:
    """Return the withdrawals and undoings of each submission of a quarter, oldest first, by receipt number."""
    records: dict[int, tuple[Withdrawal, ...]] = {}
    for each in WITHDRAWALS.read_all(connection.run(_WITHDRAWALS_OF_QUARTER, (str(quarter),))):
        records[each.submission] = (*records.get(each.submission, ()), each)
    return records


def waivers_of(connection: Connection, quarter: Quarter) -> tuple[Waiver, ...]:
    """Return the waivers of a quarter, oldest first, including those that are over."""
    query = "SELECT * FROM waivers WHERE quarter = ? ORDER BY number"
    return WAIVERS.read_all(connection.run(query, (str(quarter),)))


def record_note(connection: Connection, note: Note) -> None:
    """Record a note."""
    add_numbered(connection, "notes", NOTES.row(note))


def notes_of(connection: Connection, quarter: Quarter) -> Mapping[str, Note]:
    """Return the notes of a quarter that count, by the line of their row."""
    query = "SELECT * FROM notes WHERE quarter = ? ORDER BY number"
    return {each.line: each for each in NOTES.read_all(connection.run(query, (str(quarter),)))}


def count_decisions(connection: Connection, quarters: Collection[Quarter]) -> int:
    """Return the number of decisions in the ledger on these quarters. It never falls."""
    names = [str(quarter) for quarter in quarters]
    is_on_these = f"quarter IN ({marks(names)})"
    queries = [f"SELECT count(*) FROM {table} WHERE {is_on_these}" for table in _OF_ONE_QUARTER]
    submissions = f"SELECT number FROM submissions WHERE {is_on_these}"
    queries.append(f"SELECT count(*) FROM withdrawals WHERE submission IN ({submissions})")
    return sum(connection.value(query, names) for query in queries)

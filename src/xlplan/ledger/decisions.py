"""Withdrawals, waivers, notes and files put aside in the ledger."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, insert, select

from xlplan.domain.decisions import Dismissal, Note, Waiver, Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.ledger import schema
from xlplan.ledger.record_mapping import DISMISSALS, NOTES, WAIVERS, WITHDRAWALS
from xlplan.ledger.row_hashes import add_numbered, record_row_hash


def record_withdrawal(connection: Connection, withdrawal: Withdrawal) -> None:
    """Record that a submission was withdrawn, or that its withdrawal was undone."""
    add_numbered(connection, schema.withdrawals, WITHDRAWALS.row(withdrawal))


def record_dismissal(connection: Connection, dismissal: Dismissal) -> None:
    """Record that a file which was not taken was put aside."""
    connection.execute(insert(schema.dismissals), DISMISSALS.row(dismissal))
    record_row_hash(connection, schema.dismissals, (dismissal.submission,))


def dismissals_of(connection: Connection) -> Mapping[int, Dismissal]:
    """Return the files that were put aside, by receipt number."""
    query = select(schema.dismissals).order_by(schema.dismissals.c.submission)
    return {each.submission: each for each in DISMISSALS.read_all(connection.execute(query))}


def record_waiver(connection: Connection, waiver: Waiver) -> None:
    """Record a waiver."""
    add_numbered(connection, schema.waivers, WAIVERS.row(waiver))


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
    query = (
        select(schema.withdrawals)
        .join(schema.submissions, schema.submissions.c.number == schema.withdrawals.c.submission)
        .where(schema.submissions.c.quarter == str(quarter))
        .order_by(schema.withdrawals.c.number)
    )
    records: dict[int, tuple[Withdrawal, ...]] = {}
    for each in WITHDRAWALS.read_all(connection.execute(query)):
        records[each.submission] = (*records.get(each.submission, ()), each)
    return records


def waivers_of(connection: Connection, quarter: Quarter) -> tuple[Waiver, ...]:
    """Return the waivers of a quarter, oldest first, including those that are over."""
    table = schema.waivers.c
    query = select(schema.waivers).where(table.quarter == str(quarter)).order_by(table.number)
    return WAIVERS.read_all(connection.execute(query))


def record_note(connection: Connection, note: Note) -> None:
    """Record a note."""
    add_numbered(connection, schema.notes, NOTES.row(note))


def notes_of(connection: Connection, quarter: Quarter) -> Mapping[str, Note]:
    """Return the notes of a quarter that count, by the line of their row."""
    table = schema.notes.c
    query = select(schema.notes).where(table.quarter == str(quarter)).order_by(table.number)
    return {each.line: each for each in NOTES.read_all(connection.execute(query))}


def count_decisions(connection: Connection, quarters: Collection[Quarter]) -> int:
    """Return the number of decisions in the ledger on these quarters. It never falls."""
    names = [str(quarter) for quarter in quarters]
    dated = (schema.editions, schema.reopenings, schema.waivers, schema.notes, schema.deadlines)
    counts = [select(func.count()).where(table.c.quarter.in_(names)) for table in dated]
    withdrawn = schema.withdrawals.join(
        schema.submissions, schema.submissions.c.number == schema.withdrawals.c.submission
    )
    counts.append(select(func.count()).select_from(withdrawn).where(schema.submissions.c.quarter.in_(names)))
    return sum(connection.execute(query).scalar_one() for query in counts)

"""Messages that were fetched from a mailbox, or left there, in the ledger: each once, wherever it lies there.

Each function that records adds rows within the transaction of its caller.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, insert, or_, select

from xlplan.domain.issue import Issue
from xlplan.domain.messages import Message, MessageKind, MessagePlace, Sender, sender_of
from xlplan.domain.quarter import Quarter
from xlplan.ledger import schema
from xlplan.ledger.driver import run
from xlplan.ledger.places import record_file_place
from xlplan.ledger.record_mapping import MESSAGE_PLACES, MESSAGES
from xlplan.ledger.reports import plan_of
from xlplan.ledger.row_hashes import add_numbered, next_number, record_row_hash

# The intake asks this for every file.
_SENT_WITH = (
    "SELECT message FROM message_files WHERE sha256 = ? UNION SELECT number FROM messages "
    "WHERE sha256 = ? AND kind = 'fetched' ORDER BY 1 LIMIT 1"
)


def known_uids(connection: Connection, mailbox: str, validity: int) -> frozenset[int]:
    """Return the numbers of the messages in a folder that the ledger knows."""
    table = schema.message_places.c
    query = select(table.uid).where(table.mailbox == mailbox, table.validity == validity)
    return frozenset(connection.execute(query).scalars())


def has_place(connection: Connection, place: MessagePlace) -> bool:
    """Tell if the ledger knows what lies at a place."""
    table = schema.message_places.c
    query = select(table.number).where(
        table.mailbox == place.mailbox, table.validity == place.validity, table.uid == place.uid
    )
    return connection.execute(query).first() is not None


def find_message(connection: Connection, message: Message, files: Sequence[str]) -> Message | None:
    """Return the message of the ledger that is this one: the same bytes, or the same Message-ID and files.

    Two messages may have one Message-ID, and a server may change a line of a message that it moves. A copy that
    came another way has other lines above it.

    Args:
        connection: The ledger.
        message: The message.
        files: The hashes of the files that came with it.
    """
    table = schema.messages.c
    same = table.sha256 == message.sha256
    if message.message_id:
        same = or_(same, (table.message_id == message.message_id) & (table.kind == message.kind.value))
    known = MESSAGES.read_all(connection.execute(select(schema.messages).where(same).order_by(table.number)))
    for each in known:
        if each.sha256 == message.sha256 or (files and sorted(files_of(connection, each.number)) == sorted(files)):
            return each
    return None


def files_of(connection: Connection, number: int) -> list[str]:
    """Return the hashes of the files that came with a message, in their order."""
    table = schema.message_files.c
    query = select(table.sha256).where(table.message == number).order_by(table.position)
    return list(connection.execute(query).scalars())


def record_message(connection: Connection, unnumbered: Message, files: Sequence[str]) -> Message:
    """Record a message with the hashes of the files that came with it."""
    number = next_number(connection, schema.messages)
    connection.execute(insert(schema.messages), {**MESSAGES.row(unnumbered), "number": number})
    rows = [
        {"message": number, "position": at, "sha256": each, "arrived_before": count_arrivals(connection, each)}
        for at, each in enumerate(files, 1)
    ]
    if rows:
        connection.execute(insert(schema.message_files), rows)
    record_row_hash(connection, schema.messages, (number,))
    if files:
        record_file_place(connection, unnumbered.sha256)
    return replace(unnumbered, number=number)


def record_place(connection: Connection, number: int, place: MessagePlace) -> None:
    """Record a place at which a message lies."""
    add_numbered(connection, schema.message_places, {**MESSAGE_PLACES.row(place), "message": number})


def untaken_messages(
    connection: Connection, number: int | None = None
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Yield the fetched messages of which a file has not arrived since, each with the hashes of its files.

    They lie in the inbox, or were about to be put there when a process ended. No clock is asked: a file may have
    come before, in another message or by hand, and its arrivals are counted.

    Args:
        connection: The ledger.
        number: Ask for the message of this number alone.
    """
    messages, arrivals, files = schema.messages.c, schema.arrivals.c, schema.message_files.c
    count = select(func.count()).where(arrivals.sha256 == files.sha256).scalar_subquery()
    waiting = select(files.message).where(files.message == messages.number, count == files.arrived_before)
    # A message that the intake could not open arrived itself.
    unopened = select(arrivals.claim).where(arrivals.sha256 == messages.sha256)
    query = select(schema.messages).where(
        messages.kind == MessageKind.FETCHED.value, waiting.exists(), ~unopened.exists()
    )
    if number is not None:
        query = query.where(messages.number == number)
    for message in MESSAGES.read_all(connection.execute(query.order_by(messages.number))):
        yield message, tuple(files_of(connection, message.number))


def fetched_files(connection: Connection) -> dict[str, str]:
    """Return a name for every message whose bytes lie in the archive, by its SHA-256."""
    table = schema.messages.c
    query = select(table.sha256).where(table.kind == MessageKind.FETCHED.value)
    return {sha256: f"{sha256[:12]}.eml" for sha256 in connection.execute(query).scalars()}


def count_arrivals(connection: Connection, sha256: str) -> int:
    """Return how many times these bytes have arrived."""
    query = select(func.count()).where(schema.arrivals.c.sha256 == sha256)
    return int(connection.execute(query).scalar_one())


def message_with(connection: Connection, sha256: str) -> Message | None:
    """Return the message with which these bytes first came; None where none brought them."""
    row = run(connection, _SENT_WITH, (sha256, sha256)).fetchone()
    if row is None:
        return None
    query = select(schema.messages).where(schema.messages.c.number == row[0])
    return MESSAGES.read_all(connection.execute(query))[0]


def load_sender(connection: Connection, sha256: str, issue: Issue | None) -> Sender | None:
    """Return the sender of a file; None for one that came by no message.

    Args:
        connection: The ledger.
        sha256: The hash of the file.
        issue: The issue that it answers. None if it is no return.
    """
    message = message_with(connection, sha256)
    if message is None:
        return None
    if issue is None:
        return sender_of(message, None)
    unit = issue.unit
    return sender_of(message, _unit_addresses(connection, issue.quarter).get(unit.code, unit.email))


def senders_of(connection: Connection, quarter: Quarter) -> Mapping[str, Sender]:
    """Return the senders of the files of a quarter that came by mail, by the SHA-256 of the file."""
    table = schema.submissions.c
    query = select(table.sha256, table.unit).where(table.quarter == str(quarter)).order_by(table.number)
    came = [(row, message_with(connection, row.sha256)) for row in connection.execute(query).all()]
    if not any(message for _row, message in came):
        return {}
    addresses = _unit_addresses(connection, quarter)
    return {row.sha256: sender_of(message, addresses.get(row.unit)) for row, message in came if message}


def _unit_addresses(connection: Connection, quarter: Quarter) -> dict[str, str]:
    """Return what the plan in force says of the addresses of each unit, by its code."""
    in_force = plan_of(connection, quarter)
    return {unit.code: unit.email for unit in in_force[1].units} if in_force else {}

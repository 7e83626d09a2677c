"""Messages that were fetched from a mailbox, or left there, in the ledger: each once, wherever it lies there.

Each function that records adds rows within the transaction of its caller.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from xlplan.domain.issue import Issue
from xlplan.domain.messages import Message, MessageKind, MessagePlace, Sender, sender_of
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.places import record_file_place
from xlplan.ledger.record_mapping import MESSAGE_PLACES, MESSAGES
from xlplan.ledger.reports import plan_of
from xlplan.ledger.row_hashes import add_numbered, next_number, record_row_hash

# The intake asks this for every file.
_SENT_WITH = """
    SELECT * FROM messages WHERE number = (
        SELECT message FROM message_files WHERE sha256 = ?
        UNION SELECT number FROM messages WHERE sha256 = ? AND kind = ?
        ORDER BY 1 LIMIT 1
    )
"""
# A message that the intake could not open arrived itself.
_UNTAKEN = """
    SELECT * FROM messages
    WHERE kind = ?
    AND EXISTS (
        SELECT 1 FROM message_files
        WHERE message = messages.number
        AND arrived_before = (SELECT count(*) FROM arrivals WHERE arrivals.sha256 = message_files.sha256)
    )
    AND NOT EXISTS (SELECT 1 FROM arrivals WHERE arrivals.sha256 = messages.sha256)
"""


def known_uids(connection: Connection, mailbox: str, validity: int) -> frozenset[int]:
    """Return the numbers of the messages in a folder that the ledger knows."""
    query = "SELECT uid FROM message_places WHERE mailbox = ? AND validity = ?"
    return frozenset(connection.column(query, (mailbox, validity)))


def has_place(connection: Connection, place: MessagePlace) -> bool:
    """Tell if the ledger knows what lies at a place."""
    query = "SELECT number FROM message_places WHERE mailbox = ? AND validity = ? AND uid = ?"
    return connection.value(query, (place.mailbox, place.validity, place.uid)) is not None


def find_message(connection: Connection, message: Message, files: Sequence[str]) -> Message | None:
    """Return the message of the ledger that is this one: the same bytes, or the same Message-ID and files.

    Two messages may have one Message-ID, and a server may change a line of a message that it moves. A copy that
    came another way has other lines above it.

    Args:
        connection: The ledger.
        message: The message.
        files: The hashes of the files that came with it.
    """
    same, values = "sha256 = ?", [message.sha256]
    if message.message_id:
        same, values = f"{same} OR message_id = ? AND kind = ?", [*values, message.message_id, message.kind.value]
    known = MESSAGES.read_all(connection.run(f"SELECT * FROM messages WHERE {same} ORDER BY number", values))
    for each in known:
        if each.sha256 == message.sha256 or (files and sorted(files_of(connection, each.number)) == sorted(files)):
            return each
    return None


def files_of(connection: Connection, number: int) -> list[str]:
    """Return the hashes of the files that came with a message, in their order."""
    return connection.column("SELECT sha256 FROM message_files WHERE message = ? ORDER BY position", (number,))


def record_message(connection: Connection, unnumbered: Message, files: Sequence[str]) -> Message:
    """Record a message with the hashes of the files that came with it."""
    number = next_number(connection, "messages")
    connection.add("messages", {**MESSAGES.row(unnumbered), "number": number})
    rows = [
        {"message": number, "position": at, "sha256": each, "arrived_before": count_arrivals(connection, each)}
        for at, each in enumerate(files, 1)
    ]
    connection.add("message_files", *rows)
    record_row_hash(connection, "messages", (number,))
    if files:
        record_file_place(connection, unnumbered.sha256)
    return replace(unnumbered, number=number)


def record_place(connection: Connection, number: int, place: MessagePlace) -> None:
    """Record a place at which a message lies."""
    add_numbered(connection, "message_places", {**MESSAGE_PLACES.row(place), "message": number})


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
    query = _UNTAKEN
    values: list[object] = [MessageKind.FETCHED.value]
    if number is not None:
        query = f"{query} AND number = ?"
        values.append(number)
    for message in MESSAGES.read_all(connection.run(f"{query} ORDER BY number", values)):
        yield message, tuple(files_of(connection, message.number))


def fetched_files(connection: Connection) -> dict[str, str]:
    """Return a name for every message whose bytes lie in the archive, by its SHA-256."""
    hashes = connection.column("SELECT sha256 FROM messages WHERE kind = ?", (MessageKind.FETCHED.value,))
    return {sha256: f"{sha256[:12]}.eml" for sha256 in hashes}


def count_arrivals(connection: Connection, sha256: str) -> int:
    """Return how many times these bytes have arrived."""
    return int(connection.value("SELECT count(*) FROM arrivals WHERE sha256 = ?", (sha256,)))


def message_with(connection: Connection, sha256: str) -> Message | None:
    """Return the message with which these bytes first came; None where none brought them."""
    messages = MESSAGES.read_all(connection.run(_SENT_WITH, (sha256, sha256, MessageKind.FETCHED.value)))
    return messages[0] if messages else None


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
    query = "SELECT sha256, unit FROM submissions WHERE quarter = ? ORDER BY number"
    rows = connection.run(query, (str(quarter),)).fetchall()
    came = [(sha256, unit, message_with(connection, sha256)) for sha256, unit in rows]
    if not any(message for _sha256, _unit, message in came):
        return {}
    addresses = _unit_addresses(connection, quarter)
    return {sha256: sender_of(message, addresses.get(unit)) for sha256, unit, message in came if message}


def _unit_addresses(connection: Connection, quarter: Quarter) -> dict[str, str]:
    """Return what the plan in force says of the addresses of each unit, by its code."""
    in_force = plan_of(connection, quarter)
    return {unit.code: unit.email for unit in in_force[1].units} if in_force else {}

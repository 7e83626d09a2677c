"""Messages in the ledger: which one is known, of which nothing has arrived, which one brought a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import at
from xlplan.domain.messages import Message, MessageKind, MessagePlace
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.messages import (
    find_message,
    has_place,
    known_uids,
    message_with,
    record_message,
    record_place,
    untaken_messages,
)
from xlplan.ledger.submissions import record_arrival

MESSAGE = Message(0, "1@example.org", "mail", MessageKind.FETCHED, "buro@example.org", at(3), at(4))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Connection]:
    with open_ledger(tmp_path / "xlplan.db") as opened, opened.write() as connection:
        yield connection


def arrive(ledger: Connection, sha256: str, claim: str) -> None:
    record_arrival(ledger, claim, "звіт.xlsx", 5, sha256, at(1))


def untaken(ledger: Connection) -> list[int]:
    return [message.number for message, _files in untaken_messages(ledger)]


def test_a_message_is_known_by_its_bytes_or_by_its_id_and_its_files(ledger: Connection) -> None:
    recorded = record_message(ledger, MESSAGE, ["file"])
    assert find_message(ledger, replace(MESSAGE, message_id=""), ()) == recorded
    assert find_message(ledger, replace(MESSAGE, sha256="other lines above"), ["file"]) == recorded
    assert find_message(ledger, replace(MESSAGE, sha256="other"), ["another file"]) is None
    assert find_message(ledger, replace(MESSAGE, sha256="other", message_id=""), ["file"]) is None


def test_a_message_without_files_is_known_by_its_bytes_alone(ledger: Connection) -> None:
    letter = replace(MESSAGE, kind=MessageKind.WITHOUT_TABLE)
    recorded = record_message(ledger, letter, ())
    assert find_message(ledger, letter, ()) == recorded
    assert find_message(ledger, replace(letter, sha256="other"), ()) is None


def test_numbers_are_known_of_a_folder_and_its_validity(ledger: Connection) -> None:
    place = MessagePlace("plan@example.org/INBOX", 1, 7)
    record_place(ledger, record_message(ledger, MESSAGE, ["file"]).number, place)
    assert known_uids(ledger, place.mailbox, 1) == {7}
    assert known_uids(ledger, place.mailbox, 2) == known_uids(ledger, "other", 1) == frozenset()
    assert has_place(ledger, place)
    assert not has_place(ledger, replace(place, uid=8))


def test_a_message_is_taken_once_each_of_its_files_has_arrived(ledger: Connection) -> None:
    record_message(ledger, MESSAGE, ["first", "second"])
    assert untaken(ledger) == [1]
    arrive(ledger, "first", "a")
    assert untaken(ledger) == [1]
    arrive(ledger, "second", "b")
    assert untaken(ledger) == []


def test_a_file_that_had_come_before_counts_once_it_comes_again(ledger: Connection) -> None:
    arrive(ledger, "file", "a")
    record_message(ledger, MESSAGE, ["file"])
    assert untaken(ledger) == [1]
    arrive(ledger, "file", "b")
    assert untaken(ledger) == []


def test_a_message_that_could_not_be_unpacked_arrives_itself(ledger: Connection) -> None:
    record_message(ledger, MESSAGE, ["file"])
    arrive(ledger, "mail", "a")
    assert untaken(ledger) == []


def test_a_file_is_told_with_the_first_message_that_brought_it(ledger: Connection) -> None:
    first = record_message(ledger, MESSAGE, ["file"])
    record_message(ledger, replace(MESSAGE, message_id="2@example.org", sha256="mail 2"), ["file", "other"])
    assert message_with(ledger, "file") == message_with(ledger, "mail") == first
    assert message_with(ledger, "unknown") is None

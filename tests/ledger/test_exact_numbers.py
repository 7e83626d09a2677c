"""An entry's number goes through the ledger exactly, with every decimal that it has and none that it has not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from tests.support.centre import at
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.number_reading import LARGEST_NUMBER
from xlplan.domain.submission import Outcome, Verdict
from xlplan.domain.unit_of_measure import MOST_DECIMALS, Number, to_number
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Ledger
from xlplan.ledger.row_hashes import rows_of_record
from xlplan.ledger.submissions import entries_of, record_submission

MANY = 2000
EDGES: tuple[Number, ...] = (
    *(0, 1, 3, LARGEST_NUMBER),
    *map(Decimal, ("0.1", "0.0001", "5.5", "11000.5", "98.05", f"{LARGEST_NUMBER - 1}.9999", "0.3", "1.1001")),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "xlplan.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path) as opened:
        yield opened


def any_number(random: Random) -> Number:
    """A number of at most so many decimals, of any size up to the largest."""
    decimals = random.randint(0, MOST_DECIMALS)
    most = LARGEST_NUMBER // 10 ** random.randint(0, 9)
    return to_number(Decimal(random.randint(0, most * 10**decimals)).scaleb(-decimals))


def through_the_ledger(ledger: Ledger, numbers: list[Number]) -> list[Number | None]:
    """The numbers as another connection reads them, after they were recorded as entries of one return."""
    entries = tuple(Entry(f"1.{row}", EntryKind.NUMBER, number) for row, number in enumerate(numbers))
    with ledger.write() as connection:
        verdict = Verdict(Outcome.ACCEPTED, None, (), entries)
        number = record_submission(connection, "a1", "звіт.xlsx", at(), verdict).number
    with ledger.connect() as connection:
        return [entry.number for entry in entries_of(connection, number)]


@pytest.mark.parametrize("seed", range(3))
def test_any_number_with_up_to_four_decimals_reads_back_exactly(ledger: Ledger, seed: int) -> None:
    numbers = [*EDGES, *(any_number(Random(seed * MANY + each)) for each in range(MANY))]
    read = through_the_ledger(ledger, numbers)
    assert read == numbers
    assert list(map(repr, read)) == list(map(repr, numbers))


def test_zeros_at_the_end_are_no_part_of_a_number(ledger: Ledger) -> None:
    read = through_the_ledger(ledger, [Decimal("5.50"), Decimal("5.0"), Decimal("1E+1")])
    assert list(map(repr, read)) == ["Decimal('5.5')", "5", "10"]


def test_a_number_is_an_integer_and_its_decimals_in_the_ledger(ledger: Ledger, path: Path) -> None:
    through_the_ledger(ledger, [Decimal("5.5"), 12, Decimal("0.0001")])
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT number, typeof(number), decimals FROM entries ORDER BY rowid").fetchall()
    assert rows == [(55, "integer", 1), (12, "integer", 0), (1, "integer", 4)]


def test_a_share_without_a_base_is_no_number_and_not_missing(ledger: Ledger) -> None:
    without = Entry("1.1", EntryKind.NO_BASE, reason="заяв не було", action="немає")
    with ledger.write() as connection:
        number = record_submission(
            connection, "a1", "звіт.xlsx", at(), Verdict(Outcome.ACCEPTED, None, (), (without,))
        ).number
        assert entries_of(connection, number) == (without,)


def test_the_hash_of_a_record_is_over_the_decimals(ledger: Ledger) -> None:
    through_the_ledger(ledger, [Decimal("5.5"), 12])
    with ledger.write() as connection:
        before = rows_of_record(connection, "submissions", (1,), 9)
        connection.run("UPDATE entries SET decimals = 0 WHERE number = 55")
        assert rows_of_record(connection, "submissions", (1,), 9) != before

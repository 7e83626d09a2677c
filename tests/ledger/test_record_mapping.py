"""Fields and columns are tied by name: no order of the one or the other changes what is stored or read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, defstruct
from msgspec.structs import asdict, replace

from tests.support.centre import QUARTER, at
from xlplan.domain.deadline import DeadlineRecord
from xlplan.domain.decisions import Dismissal, Note, Reopening, Waiver, Withdrawal
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.finding import Location
from xlplan.domain.letters import Enclosure, Letter, LetterItem, LetterKind, LetterOutcome, LetterState, Means
from xlplan.domain.messages import Message, MessageKind, MessagePlace
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.record_mapping import ENTRIES, EVENT_ENTRIES, MAPPINGS, RecordMapping
from xlplan.ledger.submissions import entries_of, events_of, record_submission

ENTRY = Entry("1.4.5", EntryKind.NUMBER, 3, "зустрічі", "карантин", "проведемо", "Звіт", "E12", True)
EVENT = EventEntry("1.4.5#1", "1.4.5", "зустріч", "14.05", "25", "лінк", "Заходи", "A7", "суд", "очно", "бюро")
# A value of each kind in which no two fields are the same.
SAMPLES: tuple[Struct, ...] = (
    Submission(7, "a1", "звіт.xlsx", at(5), Outcome.ACCEPTED, "KR-21", QUARTER, "HOR", "Олена", at(4)),
    ENTRY,
    EVENT,
    Location("звіт.xlsx", "Звіт", "E12", "1.4.5"),
    Edition(QUARTER, 2, at(12), "Марія", "лист", 9, 1, "випуск.xlsx", "b2"),
    Reopening(QUARTER, 2, at(13), "Марія", "лист"),
    Withdrawal(7, at(8), "Марія", "чернетка", True),
    Dismissal(7, at(8), "Марія", "рахунок"),
    Waiver(QUARTER, "HOR", "far-over-target", "онлайн", date(2021, 9, 30), at(6), "Марія", "1.4.5"),
    Note(QUARTER, "1.4.5", "1.4.4", "карантин", "проведемо", at(7), "Марія"),
    DeadlineRecord(QUARTER, date(2021, 7, 15), 3, True, at(5), "Марія"),
    Message(7, "1@example.org", "c3", MessageKind.FETCHED, "buro@example.org", at(3), at(4)),
    MessagePlace("plan@imap.example.org/INBOX", 12, 34),
    Letter(
        4,
        LetterKind.ANSWER,
        "HOR",
        ("a@b.example", "c@d.example"),
        "тема",
        "id@x",
        "c3",
        Means.DRAFT,
        at(5),
        "Марія",
        "л.eml",
    ),
    LetterItem(QUARTER, Enclosure.ANSWER, "7"),
    LetterOutcome(4, LetterState.UNSURE, at(5), "замовк"),
    SnapshotRow("1.4.5", "HOR", 3, "нічого", "met", 4, 5),
)
PAIRS = list(zip(MAPPINGS, SAMPLES, strict=True))
IDS = [type(sample).__name__ for sample in SAMPLES]


def reordered(value: Struct) -> Any:
    """The same value of a class whose fields stand in the reverse order."""
    twin = defstruct("Reordered", [(name, Any, None) for name in reversed(value.__struct_fields__)], frozen=True)
    return twin(**asdict(value))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Connection]:
    with open_ledger(tmp_path / "xlplan.db") as opened, opened.write() as connection:
        yield connection


@pytest.mark.parametrize(("mapping", "value"), PAIRS, ids=IDS)
def test_every_field_has_its_column_and_every_column_its_field(mapping: RecordMapping[Any], value: Struct) -> None:
    assert mapping.make is type(value)
    exact = ("decimals",) if mapping.exact else ()
    assert sorted(mapping.columns) == sorted((*mapping.fields, *exact))
    assert set(mapping.codecs) <= set(mapping.columns)


@pytest.mark.parametrize(("mapping", "value"), PAIRS, ids=IDS)
def test_a_value_reads_back_as_it_was(mapping: RecordMapping[Any], value: Struct) -> None:
    assert mapping.reader(mapping.columns)(mapping.values(value)) == value


@pytest.mark.parametrize(("mapping", "value"), PAIRS, ids=IDS)
def test_the_order_of_the_fields_changes_nothing_that_is_stored(
    mapping: RecordMapping[Any], value: Struct
) -> None:
    assert mapping.row(reordered(value)) == mapping.row(value)


@pytest.mark.parametrize(("mapping", "value"), PAIRS, ids=IDS)
def test_the_order_of_the_fields_changes_nothing_that_is_read(mapping: RecordMapping[Any], value: Struct) -> None:
    other = replace(mapping, make=type(reordered(value)))
    assert other.fields == tuple(reversed(mapping.fields))
    assert asdict(other.reader(mapping.columns)(mapping.values(value))) == asdict(value)


@pytest.mark.parametrize(("mapping", "value"), PAIRS, ids=IDS)
def test_the_order_of_the_columns_and_other_columns_change_nothing_that_is_read(
    mapping: RecordMapping[Any], value: Struct
) -> None:
    row = {"other": "?", **dict(reversed(mapping.row(value).items()))}
    assert mapping.reader(row)(tuple(row.values())) == value


def test_a_column_that_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="kept"):
        ENTRIES.reader(name for name in ENTRIES.columns if name != "kept")


def test_a_ledger_holds_reordered_entries_and_events_as_any_others(ledger: Connection) -> None:
    verdict = Verdict(Outcome.ACCEPTED, None, (), (reordered(ENTRY),), (reordered(EVENT),))
    number = record_submission(ledger, "a1", "звіт.xlsx", at(), verdict).number
    assert entries_of(ledger, number) == (ENTRY,)
    assert events_of(ledger, number) == (EVENT,)


def test_a_ledger_gives_entries_and_events_to_a_reordered_class(ledger: Connection) -> None:
    record_submission(ledger, "a1", "звіт.xlsx", at(), Verdict(Outcome.ACCEPTED, None, (), (ENTRY,), (EVENT,)))
    for mapping, table, value in (
        (ENTRIES, "entries", ENTRY),
        (EVENT_ENTRIES, "event_entries", EVENT),
    ):
        other: RecordMapping[Any] = replace(mapping, make=type(reordered(value)))
        (read,) = other.read_all(ledger.run(f"SELECT * FROM {table}"))
        assert asdict(read) == asdict(value)

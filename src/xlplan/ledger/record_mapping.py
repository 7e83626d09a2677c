"""Values of the domain tied to the records of the ledger by name: a field lies in the column of the same name.

The order of a class's fields and the order of a table's columns do not matter here. Both may change.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from xlplan.domain.deadline import DeadlineRecord
from xlplan.domain.decisions import Dismissal, Note, Reopening, Waiver, Withdrawal
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.finding import Location
from xlplan.domain.letters import Enclosure, Letter, LetterItem, LetterKind, LetterOutcome, LetterState, Means
from xlplan.domain.messages import Message, MessageKind, MessagePlace
from xlplan.domain.quarter import read_quarter
from xlplan.domain.submission import Outcome, Submission
from xlplan.domain.unit_of_measure import Number, decimals_of
from xlplan.ledger.tables import TABLES

Value = TypeVar("Value", bound=Struct)
_DECIMALS = "decimals"


class Codec(Struct, frozen=True):
    """The way a field is written into its column and read back. None stays None."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class RecordMapping(Struct, Generic[Value], frozen=True, dict=True):
    """Rows of one table as values of one type.

    `columns` hold the fields and have their names.
    `codecs` are for columns that hold something else than the field does.
    `exact`: the field that is an exact number, if one is. Its column holds an integer, and the last column,
    `decimals`, how many of the digits stand behind the point.
    """

    make: type[Value]
    columns: tuple[str, ...]
    codecs: Mapping[str, Codec] = field(default_factory=dict)
    exact: str = ""

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the type's fields, in its own order."""
        return self.make.__struct_fields__

    @cached_property
    def values(self) -> Callable[[Value], list[Any]]:
        """A function that returns what the columns hold for a value, in the order of `columns`."""
        names = self.columns[:-1] if self.exact else self.columns
        arrange = attrgetter(*names)
        writers = [(names.index(name), codec.write) for name, codec in self.codecs.items()]
        exact = names.index(self.exact) if self.exact else None

        def held_for(value: Value) -> list[Any]:
            held = list(arrange(value))
            for position, encode in writers:
                if held[position] is not None:
                    held[position] = encode(held[position])
            if exact is not None:
                held[exact], decimals = _scaled(held[exact])
                held.append(decimals)
            return held

        return held_for

    def row(self, value: Value) -> dict[str, Any]:
        """Return what the columns hold for a value, by their names."""
        return dict(zip(self.columns, self.values(value), strict=True))

    def reader(self, names: Iterable[str]) -> Callable[[Sequence[Any]], Value]:
        """Return a function that makes a value from a row.

        Args:
            names: The columns of the rows, in the order in which the rows hold them. There may be other columns
                too.

        Raises:
            ValueError: A column of the mapping is missing.
        """
        # A call by position costs half as much as one by keyword, and entries are as many as units times rows.
        # The positions come from the names.
        selected = list(names)
        arrange = itemgetter(*(selected.index(name) for name in self.fields))
        readers = [(self.fields.index(name), codec.read) for name, codec in self.codecs.items()]
        make = self.make
        exact = self.fields.index(self.exact) if self.exact else 0
        decimals = selected.index(_DECIMALS) if self.exact else None

        def read(row: Sequence[Any]) -> Value:
            held = list(arrange(row))
            for position, decode in readers:
                if held[position] is not None:
                    held[position] = decode(held[position])
            # Most numbers are whole.
            if decimals is not None and row[decimals]:
                held[exact] = exact_number(held[exact], row[decimals])
            return make(*held)

        return read

    def read_all(self, cursor: Any) -> tuple[Value, ...]:
        """Return the values in the rows of a cursor. It may have other columns too."""
        rows = cursor.fetchall()
        # Most questions asked for each file have no answer in the ledger: the reader is not built for them.
        return tuple(map(self.reader(column_names(cursor)), rows)) if rows else ()


def column_names(cursor: Any) -> list[str]:
    """Return the names of the columns of a cursor, in the order in which its rows hold them."""
    return [column[0] for column in cursor.description]


def exact_number(held: int, decimals: int) -> Number:
    """Return the number that a column of integers holds, of which so many digits stand behind the point."""
    return Decimal(held).scaleb(-decimals) if decimals else held


def _scaled(number: Number | None) -> tuple[int | None, int]:
    """Return an exact number as an integer, and how many of its digits stand behind the point."""
    if number is None or isinstance(number, int):
        return number, 0
    decimals = decimals_of(number)
    return int(number.scaleb(decimals)), decimals


def _columns(table: str, *others: str) -> tuple[str, ...]:
    """Return the columns of a table without `others`, which hold no fields."""
    return tuple(column.name for column in TABLES[table].columns if column.name not in others)


def _by_value(kinds: type[Enum]) -> Codec:
    return Codec(attrgetter("value"), {kind.value: kind for kind in kinds}.__getitem__)


# A cursor of SQLite gives truth values as numbers.
_TRUTH = Codec(bool, bool)
_QUARTER = Codec(str, read_quarter)
_DAY = Codec(date.isoformat, date.fromisoformat)
_MOMENT = Codec(datetime.isoformat, datetime.fromisoformat)
# No address that is sent to holds a blank.
_ADDRESSES = Codec(" ".join, lambda text: tuple(text.split()))

SUBMISSIONS = RecordMapping(
    Submission,
    _columns("submissions"),
    {"received_at": _MOMENT, "outcome": _by_value(Outcome), "quarter": _QUARTER, "saved_at": _MOMENT},
)
ENTRIES = RecordMapping(
    Entry,
    (*_columns("entries", "submission", _DECIMALS), _DECIMALS),
    {"kind": _by_value(EntryKind), "kept": _TRUTH},
    exact="number",
)
EVENT_ENTRIES = RecordMapping(EventEntry, _columns("event_entries", "submission", "position"))
LOCATIONS = RecordMapping(Location, _columns("findings", "submission", "position", "code", "values"))
EDITIONS = RecordMapping(Edition, _columns("editions", "body"), {"quarter": _QUARTER, "closed_at": _MOMENT})
REOPENINGS = RecordMapping(Reopening, _columns("reopenings"), {"quarter": _QUARTER, "at": _MOMENT})
WITHDRAWALS = RecordMapping(Withdrawal, _columns("withdrawals", "number"), {"at": _MOMENT, "is_undone": _TRUTH})
DISMISSALS = RecordMapping(Dismissal, _columns("dismissals"), {"at": _MOMENT})
WAIVERS = RecordMapping(Waiver, _columns("waivers", "number"), {"quarter": _QUARTER, "until": _DAY, "at": _MOMENT})
NOTES = RecordMapping(Note, _columns("notes", "number"), {"quarter": _QUARTER, "at": _MOMENT})
DEADLINES = RecordMapping(
    DeadlineRecord,
    _columns("deadlines", "number"),
    {"quarter": _QUARTER, "due": _DAY, "is_named": _TRUTH, "at": _MOMENT},
)
MESSAGES = RecordMapping(
    Message,
    _columns("messages"),
    {"kind": _by_value(MessageKind), "came_at": _MOMENT, "fetched_at": _MOMENT},
)
MESSAGE_PLACES = RecordMapping(MessagePlace, _columns("message_places", "number", "message"))
LETTERS = RecordMapping(
    Letter,
    _columns("letters"),
    {"kind": _by_value(LetterKind), "means": _by_value(Means), "recipients": _ADDRESSES, "at": _MOMENT},
)
LETTER_ITEMS = RecordMapping(
    LetterItem,
    _columns("letter_items", "letter", "position"),
    {"quarter": _QUARTER, "enclosure": _by_value(Enclosure)},
)
LETTER_OUTCOMES = RecordMapping(
    LetterOutcome, _columns("letter_outcomes"), {"state": _by_value(LetterState), "at": _MOMENT}
)
# The body of an edition stores figures as lists in this order. It never changes: older editions are read by it.
SNAPSHOT_ROWS = RecordMapping(
    SnapshotRow, ("key", "unit", "target", "done", "status", "target_to_date", "done_to_date")
)
MAPPINGS: tuple[RecordMapping[Any], ...] = (
    SUBMISSIONS,
    ENTRIES,
    EVENT_ENTRIES,
    LOCATIONS,
    EDITIONS,
    REOPENINGS,
    WITHDRAWALS,
    DISMISSALS,
    WAIVERS,
    NOTES,
    DEADLINES,
    MESSAGES,
    MESSAGE_PLACES,
    LETTERS,
    LETTER_ITEMS,
    LETTER_OUTCOMES,
    SNAPSHOT_ROWS,
)

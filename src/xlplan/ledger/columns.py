"""Tables and columns as plain values, which need no library of a database."""

from enum import Enum, auto
from typing import NamedTuple

# The column in which a table keeps the order in which its rows were added. SQLite gives it to every table.
ORDER = "rowid"
# The version of the ledger that had row hashes first. Most columns are as old.
FIRST_VERSION = 8


class Kind(Enum):
    """The kinds of columns.

    TEXT: A text such as a code, a name or a time.
    LONG_TEXT: A text that a person wrote, or a body.
    NUMBER: A number.
    LARGE_NUMBER: A number that may have more than 32 bits. An integer of SQLite has 64 in any case.
    BIG_NUMBER: One that is declared so in a file of SQLite too.
    TRUTH: A truth value.
    """

    TEXT = auto()
    LONG_TEXT = auto()
    NUMBER = auto()
    LARGE_NUMBER = auto()
    BIG_NUMBER = auto()
    TRUTH = auto()


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        name: Its name.
        kind: Its kind.
        refers_to: The column that holds every value of this one: `plans.version`. "" for none.
        is_optional: It may be empty.
        is_unique: No two rows hold the same.
        has_index: The database keeps an index of it.
        default: What an upgrade fills it with, as an expression of SQL. "" for none.
        since: The version of the ledger that has it first.
    """

    name: str
    kind: Kind
    refers_to: str = ""
    is_optional: bool = False
    is_unique: bool = False
    has_index: bool = False
    default: str = ""
    since: int = FIRST_VERSION


class Index(NamedTuple):
    """An index of several columns, in their order."""

    name: str
    columns: tuple[str, ...]


class Table(NamedTuple):
    """A table: its name, the columns of its key, all its columns in their order, and an index of several."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    own_index: Index | None = None

    @property
    def order(self) -> str:
        """The column by which the rows stand in the order in which they were added.

        A key that is one number is that column itself.
        """
        if len(self.key) > 1 or self.column(self.key[0]).kind is not Kind.NUMBER:
            return ORDER
        return self.key[0]

    def column(self, name: str) -> Column:
        """Return the column of a name."""
        return next(each for each in self.columns if each.name == name)

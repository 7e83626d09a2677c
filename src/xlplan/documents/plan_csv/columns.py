"""The CSV files of a plan: their names, columns and rows. Writer and reader share this contract."""

import re
from collections.abc import Mapping

from msgspec import Struct, field

from xlplan.documents.style import RUN_SIGNS

# The text for "none" in a column whose blank means the usual value.
NONE = "—"
QUARTERS = ("I", "II", "III", "IV")


class Table(Struct, frozen=True):
    """A file, by the ending of its name and its columns.

    Attributes:
        ending: The end of the file's name.
        columns: The columns that every file has.
        further: Columns after these, written only where a plan needs them.
        optional: Columns that may be missing.
    """

    ending: str
    columns: tuple[str, ...]
    further: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_RULES = ("counting", "adds_up", "better", "unit_of_measure", "across_units", "previous_code")
YEAR = Table(
    "measures",
    (
        *("task_code", "task", "subtask_code", "subtask", "purpose", "measure_code", "measure", "responsible"),
        *("indicator", *QUARTERS, "total", "doubt"),
    ),
    ("direction_no", "direction", "term", *_RULES),
    ("doubt",),
)
QUARTER = Table(
    "measures",
    (
        *("direction_no", "direction", "task_code", "task", "purpose", "measure_code", "measure", "responsible"),
        *("term", "indicator", "target", "doubt"),
    ),
    ("subtask_code", "subtask", "total", *_RULES),
    ("doubt",),
)
EVENTS = Table("events", ("measure_code", "event_no", "unit", "event"), ("indicator", "quarter", "date"))
SHARES = Table("shares", ("measure_code", "unit", "share"), ("indicator", "quarter"))
UNITS = Table("units", ("code", "unit", "kind", "groups", "email"), (), ("groups", "email"))
DETAILS = Table("details", ("detail", "value"))
COMPANIONS = (EVENTS, SHARES, UNITS, DETAILS)


class CsvRow(Struct, frozen=True):
    """A row by its columns.

    Attributes:
        cells: The texts by column.
        number: The row number in a spreadsheet, where the headings are row 1; 0 for a row from no file.
    """

    cells: Mapping[str, str]
    number: int = 0

    def __getitem__(self, column: str) -> str:
        """Return the text of a column, "" where the file does not have it."""
        return self.cells.get(column, "")


class PlanFiles(Struct, frozen=True):
    """A plan as the rows of its files. `layout` is that of the measures, YEAR or QUARTER."""

    layout: Table
    measures: tuple[CsvRow, ...]
    events: tuple[CsvRow, ...] = ()
    shares: tuple[CsvRow, ...] = ()
    units: tuple[CsvRow, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


# A text that programs would run, with the apostrophes before it.
_RUN = re.compile(f"'*[{re.escape(''.join(sorted(RUN_SIGNS)))}]")


def guard(text: str) -> str:
    """Return a text as it stands in a file: with an apostrophe before one that programs would run."""
    return f"'{text}" if _RUN.match(text) else text


def unguard(text: str) -> str:
    """Return a text as it was before `guard`."""
    return text[1:] if text.startswith("'") and _RUN.match(text) else text


def base_name(stem: str) -> str:
    """Return the name that the files of a plan share: `X` for `X-measures.csv` and for `X.csv`."""
    return stem.removesuffix(f"-{YEAR.ending}")

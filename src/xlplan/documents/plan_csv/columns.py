"""The CSV files of a plan: their names, columns and rows; one contract for writer and reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a column that may be derived says where there is none of it: a blank there means the usual.
NONE = "—"
QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Table:
    """A file by the ending of its name and its columns.

    `further` columns stand after the others, and only where a plan needs them; `optional` ones may be missing.
    """

    ending: str
    columns: tuple[str, ...]
    further: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


YEAR = Table(
    "measures",
    (
        *("task_code", "task", "subtask_code", "subtask", "purpose", "measure_code", "measure", "responsible"),
        *("indicator", *QUARTERS, "total", "doubt"),
    ),
    ("direction_no", "direction", "term", "counting", "adds_up", "better"),
    ("doubt",),
)
QUARTER = Table(
    "measures",
    (
        *("direction_no", "direction", "task_code", "task", "purpose", "measure_code", "measure", "responsible"),
        *("term", "indicator", "target", "doubt"),
    ),
    ("subtask_code", "subtask", "total", "counting", "adds_up", "better"),
    ("doubt",),
)
EVENTS = Table("events", ("measure_code", "event_no", "unit", "event"), ("indicator", "quarter", "date"))
SHARES = Table("shares", ("measure_code", "unit", "share"), ("indicator", "quarter"))
UNITS = Table("units", ("code", "unit", "kind", "groups", "email"), (), ("groups", "email"))
DETAILS = Table("details", ("detail", "value"))
COMPANIONS = (EVENTS, SHARES, UNITS, DETAILS)


@dataclass(frozen=True)
class CsvRow:
    """A row by its columns; `number` as a spreadsheet counts it, the headings being row 1 (0: from no file)."""

    cells: Mapping[str, str]
    number: int = 0

    def __getitem__(self, column: str) -> str:
        """The text of a column, "" where the file does not have it."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class PlanFiles:
    """A plan as the rows of its files. `layout`: of the measures, YEAR or QUARTER."""

    layout: Table
    measures: tuple[CsvRow, ...]
    events: tuple[CsvRow, ...] = ()
    shares: tuple[CsvRow, ...] = ()
    units: tuple[CsvRow, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def base_name(stem: str) -> str:
    """The name that the files of a plan share: `X` of `X-measures.csv` as of `X.csv`."""
    return stem.removesuffix(f"-{YEAR.ending}")

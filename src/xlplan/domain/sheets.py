"""Sheets and headings: one contract for whoever writes a workbook and whoever reads it back.

Names are the catalogue's English words; they are written in the language in use and read in either one.
Source: design, the workbooks (the Ukrainian names are a contract).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplan.text.normalize import fold
from xlplan.text.translation import _, in_every_language, mark


@dataclass(frozen=True)
class Column:
    """A column by the name that code uses and the heading that people see."""

    name: str
    heading: str
    required: bool = True

    @property
    def shown(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name and its columns in order.

    `checks` stand right of the columns: formulas that tell a person how things add up, and that are never read.
    """

    name: str
    columns: tuple[Column, ...] = ()
    checks: tuple[Column, ...] = ()

    @property
    def shown(self) -> str:
        """The sheet's name in the language in use."""
        return _(self.name)

    def column(self, name: str) -> Column:
        """The column that code calls `name`; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


# The plan workbook.
DETAILS = Sheet(mark("Details"))
UNITS = Sheet(
    mark("Units"),
    (
        Column("code", mark("Code")),
        Column("name", mark("Unit")),
        Column("kind", mark("Kind")),
        Column("groups", mark("Also within"), required=False),
        Column("email", mark("E-mail"), required=False),
    ),
)
PLAN = Sheet(
    mark("Plan"),
    (
        Column("direction", mark("Direction")),
        Column("task", mark("Task")),
        Column("subtask", mark("Subtask")),
        Column("purpose", mark("Purpose and main result")),
        Column("code", mark("Code")),
        Column("measure", mark("Measure")),
        Column("responsible", mark("Responsible")),
        Column("term", mark("Term")),
        Column("indicator", mark("Indicator")),
        Column("counting", mark("Counting")),
        Column("q1", mark("I")),
        Column("q2", mark("II")),
        Column("q3", mark("III")),
        Column("q4", mark("IV")),
        Column("total", mark("Total")),
        Column("note", mark("Note")),
        Column("adds_up", mark("Adds up"), required=False),
        Column("better", mark("Better"), required=False),
    ),
    (Column("check", mark("Check"), required=False),),
)
SHARES = Sheet(
    mark("Shares"),
    (
        Column("code", mark("Code")),
        Column("indicator", mark("Indicator")),
        Column("unit", mark("Unit")),
        Column("quarter", mark("Quarter")),
        Column("share", mark("Target")),
        Column("event", mark("Planned event")),
        Column("on", mark("Date")),
    ),
    (Column("check", mark("Shares in all"), required=False),),
)

# The template and the return.
REPORT = Sheet(
    mark("Report"),
    (
        Column("key", mark("Code")),
        Column("measure", mark("Measure")),
        Column("indicator", mark("Indicator")),
        Column("target", mark("Target")),
        Column("done", mark("Done")),
        Column("description", mark("Description")),
        Column("reason", mark("Reason for the shortfall")),
        Column("action", mark("What will be done")),
        # Only where the year has a past, or the last quarter left a promise.
        Column("promised", mark("Promised last quarter"), required=False),
        Column("kept", mark("Was it done?"), required=False),
        Column("state", mark("State"), required=False),
        Column("target_to_date", mark("Target since the start of the year"), required=False),
        Column("done_to_date", mark("Done since the start of the year"), required=False),
    ),
)
ENTRY_COLUMNS = ("done", "description", "reason", "action")
REPORT_ENTRIES = (*ENTRY_COLUMNS, "kept")
EVENTS = Sheet(
    mark("Events"),
    (
        Column("key", mark("Code")),
        Column("number", mark("No."), required=False),
        Column("event", mark("Event")),
        Column("planned_on", mark("Planned for"), required=False),
        Column("held_on", mark("Held on")),
        # A template made before these three columns came is read without them.
        Column("place", mark("Place"), required=False),
        Column("form", mark("Form"), required=False),
        Column("people", mark("People reached")),
        Column("partner", mark("Partner"), required=False),
        Column("link", mark("Link")),
    ),
)
# What a unit fills in beside a planned event; in a spare row the code and the event as well.
EVENT_ENTRIES = ("held_on", "place", "form", "people", "partner", "link")
HELP = Sheet(mark("Help"))
# The two lines of the help sheet that a unit fills in.
FILLED_BY, POST = mark("Name of who filled it in"), mark("Post")
IDENTITY_SHEET = "_xlplan"
IDENTITY_NAME = "xlplan_form"
IDENTITY_PROPERTY = "xlplan-form"

# The marked return.
CORRECTIONS = Sheet(
    mark("Corrections"),
    (
        Column("number", mark("No.")),
        Column("place", mark("Where")),
        Column("problem", mark("What is wrong")),
        Column("remedy", mark("How to correct it")),
    ),
)


def find_sheet(names: Iterable[str], sheet: Sheet) -> str | None:
    """The name among `names` by which a workbook holds `sheet`, in either language; None without it."""
    wanted = {fold(name) for name in in_every_language(sheet.name)}
    return next((name for name in names if fold(name) in wanted), None)


def find_columns(row: Sequence[object], sheet: Sheet) -> dict[str, int]:
    """Which of the sheet's columns a heading row holds: column name -> position in the row, from 0."""
    at: dict[str, int] = {}
    for position, value in enumerate(row):
        if isinstance(value, str):
            at.setdefault(fold(value), position)
    found: dict[str, int] = {}
    for column in sheet.columns:
        for heading in _headings(column.heading):
            if heading in at:
                found.setdefault(column.name, at[heading])
    return found


@lru_cache(maxsize=256)
def _headings(heading: str) -> tuple[str, ...]:
    """A heading in each language, as compared."""
    return tuple(fold(shown) for shown in in_every_language(heading))


def find_heading_row(rows: Sequence[Sequence[object]], sheet: Sheet, within: int = 40) -> int | None:
    """The index, from 0, of the row that holds most headings of `sheet`, at least three; None without one."""
    scored = [(len(find_columns(row, sheet)), -index) for index, row in enumerate(rows[:within])]
    best, index = max(scored, default=(0, 0))
    return -index if best >= min(3, len(sheet.columns)) else None

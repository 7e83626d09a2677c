"""Sheets and headings: one contract for whoever writes a workbook and whoever reads it back.

Names are the catalogue's English words; they are written in the language in use and read in either one.
Source: design, the workbooks (the Ukrainian names are a contract).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations


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


@dataclass(frozen=True)
class Detail:
    """A line of the sheet `Реквізити`: its name in code, its label, an example, and True if a plan needs it."""

    name: str
    label: str
    example: str
    required: bool = False


# The plan workbook.
DETAILS = Sheet(N_("Details"))
DETAIL_LINES = (
    Detail("code", N_("Centre code"), N_("KR"), required=True),
    Detail("name", N_("Centre"), N_("Korosten centre"), required=True),
    Detail("title", N_("Full name"), N_("Korosten local legal aid centre"), required=True),
    Detail("short", N_("Short name"), N_("LB KMC")),
    Detail("period", N_("Period"), N_("II quarter of 2021"), required=True),
    Detail("plan_title", N_("Plan title"), N_("Local plan of measures for the II quarter of 2021")),
    Detail("approved_by", N_("Approved by"), N_("Director Oksana PETRENKO")),
    Detail("approved_on", N_("Approved on"), N_("10.03.2021")),
    Detail("signed_by", N_("Signed by"), N_("Deputy head of the department O. Serhiienko")),
)
UNITS = Sheet(
    N_("Units"),
    (
        Column("code", N_("Code")),
        Column("name", N_("Unit")),
        Column("kind", N_("Kind")),
        Column("groups", N_("Also within"), required=False),
        Column("email", N_("E-mail"), required=False),
    ),
)
PLAN = Sheet(
    N_("Plan"),
    (
        Column("direction", N_("Direction")),
        Column("task", N_("Task")),
        Column("subtask", N_("Subtask")),
        Column("purpose", N_("Purpose and main result")),
        Column("code", N_("Code")),
        Column("measure", N_("Measure")),
        Column("responsible", N_("Responsible")),
        Column("term", N_("Term")),
        Column("indicator", N_("Indicator")),
        Column("counting", N_("Counting")),
        Column("q1", N_("I")),
        Column("q2", N_("II")),
        Column("q3", N_("III")),
        Column("q4", N_("IV")),
        Column("total", N_("Total")),
        Column("note", N_("Note")),
        Column("adds_up", N_("Adds up"), required=False),
        Column("better", N_("Better"), required=False),
    ),
    (Column("check", N_("Check"), required=False),),
)
SHARES = Sheet(
    N_("Shares"),
    (
        Column("code", N_("Code")),
        Column("indicator", N_("Indicator")),
        Column("unit", N_("Unit")),
        Column("quarter", N_("Quarter")),
        Column("share", N_("Target")),
        Column("event", N_("Planned event")),
        Column("on", N_("Date")),
    ),
    (Column("check", N_("Shares in all"), required=False),),
)

# The template and the return.
REPORT = Sheet(
    N_("Report"),
    (
        Column("key", N_("Code")),
        Column("measure", N_("Measure")),
        Column("indicator", N_("Indicator")),
        Column("target", N_("Target")),
        Column("done", N_("Done")),
        Column("description", N_("Description")),
        Column("reason", N_("Reason for the shortfall")),
        Column("action", N_("What will be done")),
        # Only where the year has a past, or the last quarter left a promise.
        Column("promised", N_("Promised last quarter"), required=False),
        Column("kept", N_("Was it done?"), required=False),
        Column("state", N_("State"), required=False),
        Column("target_to_date", N_("Target since the start of the year"), required=False),
        Column("done_to_date", N_("Done since the start of the year"), required=False),
    ),
)
LOCKED_COLUMNS = ("measure", "indicator", "target")
ENTRY_COLUMNS = ("done", "description", "reason", "action")
REPORT_ENTRIES = (*ENTRY_COLUMNS, "kept")
EVENTS = Sheet(
    N_("Events"),
    (
        Column("key", N_("Code")),
        Column("number", N_("No."), required=False),
        Column("event", N_("Event")),
        Column("planned_on", N_("Planned for"), required=False),
        Column("held_on", N_("Held on")),
        # A template made before these three columns came is read without them.
        Column("place", N_("Place"), required=False),
        Column("form", N_("Form"), required=False),
        Column("people", N_("People reached")),
        Column("partner", N_("Partner"), required=False),
        Column("link", N_("Link")),
    ),
)
# What a unit fills in beside a planned event; in a spare row the code and the event as well.
EVENT_ENTRIES = ("held_on", "place", "form", "people", "partner", "link")
# The headings of a return, by the names that code uses.
HEADINGS: Mapping[str, str] = {
    column.name: column.heading for sheet in (REPORT, EVENTS) for column in sheet.columns
}
HELP = Sheet(N_("Help"))
# The two lines of the help sheet that a unit fills in.
FILLED_BY, POST = N_("Name of who filled it in"), N_("Post")
IDENTITY_SHEET = "_xlplan"
IDENTITY_NAME = "xlplan_form"
IDENTITY_PROPERTY = "xlplan-form"

# The marked return.
CORRECTIONS = Sheet(
    N_("Corrections"),
    (
        Column("number", N_("No.")),
        Column("place", N_("Where")),
        Column("problem", N_("What is wrong")),
        Column("remedy", N_("How to correct it")),
    ),
)


def find_sheet(names: Iterable[str], sheet: Sheet) -> str | None:
    """The name among `names` by which a workbook holds `sheet`, in either language; None without it."""
    wanted = {match_key(name) for name in all_translations(sheet.name)}
    return next((name for name in names if match_key(name) in wanted), None)


def find_columns(row: Sequence[object], sheet: Sheet) -> dict[str, int]:
    """Which of the sheet's columns a heading row holds: column name -> position in the row, from 0."""
    at: dict[str, int] = {}
    for position, value in enumerate(row):
        if isinstance(value, str):
            at.setdefault(match_key(value), position)
    found: dict[str, int] = {}
    for column in sheet.columns:
        for heading in _headings(column.heading):
            if heading in at:
                found.setdefault(column.name, at[heading])
    return found


@lru_cache(maxsize=256)
def _headings(heading: str) -> tuple[str, ...]:
    """A heading in each language, as compared."""
    return tuple(match_key(shown) for shown in all_translations(heading))


def find_heading_row(rows: Sequence[Sequence[object]], sheet: Sheet, within: int = 40) -> int | None:
    """The index, from 0, of the row that holds most headings of `sheet`, at least three; None without one."""
    scored = [(len(find_columns(row, sheet)), -index) for index, row in enumerate(rows[:within])]
    best, index = max(scored, default=(0, 0))
    return -index if best >= min(3, len(sheet.columns)) else None

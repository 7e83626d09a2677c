"""Sheets and headings: the contract between the writer of a workbook and its reader.

Names are English messages of the catalogue. They are written in the language in use and read in either language.
Source: design, the workbooks (the Ukrainian names are a contract).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations


class Column(Struct, frozen=True):
    """A column: its name in code, and the heading that people see."""

    name: str
    heading: str
    required: bool = True

    @property
    def shown(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


class Sheet(Struct, frozen=True, dict=True):
    """A sheet: its name and its columns in order.

    Attributes:
        name: The name of the sheet, a message of the catalogue.
        columns: The columns that are written and read.
        checks: Columns to the right of these. Their formulas show a person how things add up; they are never read.
    """

    name: str
    columns: tuple[Column, ...] = ()
    checks: tuple[Column, ...] = ()

    @property
    def shown(self) -> str:
        """The sheet's name in the language in use."""
        return _(self.name)

    def column(self, name: str) -> Column:
        """Return the column with this name in code.

        Raises:
            KeyError: The sheet has no such column.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}


class Detail(Struct, frozen=True):
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
    Detail("signed_by", N_("Signed by"), N_("Deputy head of the department O. Kovalenko")),
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
        Column("unit_of_measure", N_("Unit of measure"), required=False),
        Column("across_units", N_("Across units"), required=False),
        Column("continues", N_("Previous code"), required=False),
    ),
    (Column("check", N_("Check"), required=False),),
)
# Columns to the right of a plan that was begun from the last one: what that one asked for, and what came of it.
# They are for the eye alone. `{period}` is the year or the quarter of the last plan.
PAST_TARGET = N_("Target {period}")
PAST_QUARTERS = N_("By quarter {period}")
PAST_DONE = N_("Done {period}")
_PERIOD = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?:-q(?P<quarter>[1-4]))?(?: \(.*\))?", re.IGNORECASE)
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
        # These columns exist only if the year has earlier quarters, or the last quarter left a promise.
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
        # Older templates lack place, form and partner, and are read without them.
        Column("place", N_("Place"), required=False),
        Column("form", N_("Form"), required=False),
        Column("people", N_("People reached")),
        Column("partner", N_("Partner"), required=False),
        Column("link", N_("Link")),
    ),
)
# A unit fills these in for a planned event. In a spare row it fills in the code and the event as well.
EVENT_ENTRIES = ("held_on", "place", "form", "people", "partner", "link")
# The headings of a return, by the names of the columns in code.
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
    """Return the name of a sheet in a workbook, in either language; None if the workbook lacks the sheet."""
    wanted = {match_key(name) for name in all_translations(sheet.name)}
    return next((name for name in names if match_key(name) in wanted), None)


def find_columns(row: Sequence[object], sheet: Sheet) -> dict[str, int]:
    """Return the columns that a heading row holds: name of the column -> position in the row, from 0."""
    positions: dict[str, int] = {}
    for position, value in enumerate(row):
        if isinstance(value, str):
            positions.setdefault(match_key(value), position)
    columns: dict[str, int] = {}
    for column in sheet.columns:
        for heading in _headings(column.heading):
            if heading in positions:
                columns.setdefault(column.name, positions[heading])
    return columns


@lru_cache(maxsize=256)
def _headings(heading: str) -> tuple[str, ...]:
    """Return a heading in each language, as a match key."""
    return tuple(match_key(shown) for shown in all_translations(heading))


def is_past_heading(text: str, quarters: Collection[Quarter]) -> bool:
    """Tell if a heading is that of a column about a plan before the one that covers these quarters."""
    for heading in (PAST_TARGET, PAST_QUARTERS, PAST_DONE):
        for shown in all_translations(heading):
            words = match_key(shown.partition("{")[0])
            named = _PERIOD.fullmatch(match_key(text).removeprefix(words).strip())
            if named and match_key(text).startswith(words):
                last = Quarter(int(named["year"]), int(named["quarter"] or 4))
                return not quarters or last < min(quarters)
    return False


def find_heading_row(rows: Sequence[Sequence[object]], sheet: Sheet, within: int = 40) -> int | None:
    """Return the index, from 0, of the row with the most headings of a sheet.

    The result is None if no row has three headings, or all of them where the sheet has fewer.
    """
    scored = [(len(find_columns(row, sheet)), -index) for index, row in enumerate(rows[:within])]
    best, index = max(scored, default=(0, 0))
    return -index if best >= min(3, len(sheet.columns)) else None

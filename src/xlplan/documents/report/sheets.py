"""The sheets of the consolidated workbook and their headings, one contract for writer and reader.

Source: design, consolidated workbook (the Ukrainian names are a contract).
"""

from collections.abc import Mapping

from xlplan.domain.sheets import Column, Sheet
from xlplan.text.translation import mark

SUMMARY = Sheet(mark("Summary"))
_QUARTER_COLUMNS = (
    Column("key", mark("Code")),
    Column("measure", mark("Measure / unit")),
    Column("indicator", mark("Indicator")),
    Column("target", mark("Target")),
    Column("done", mark("Done")),
    Column("deviation", mark("Deviation")),
    Column("percent", mark("%")),
    Column("status", mark("Status")),
)
_SAID = Column("said", mark("Reason, what will be done, description"))
# The columns up to the status stand in the same places in each of the three forms.
PLAN_FACT = Sheet(
    mark("Plan and fact"),
    (
        *_QUARTER_COLUMNS,
        Column("target_to_date", mark("Target to date")),
        Column("done_to_date", mark("Done to date")),
        _SAID,
    ),
)
# Widths in characters, for all three.
WIDTHS = {
    "key": 7, "measure": 52, "indicator": 19, "target": 10, "done": 14, "deviation": 12, "percent": 7,
    "status": 23, "target_to_date": 10, "done_to_date": 11, "status_to_date": 18, "carried": 13,
    "target_year": 9, "share_of_year": 9, "forecast": 10, "said": 46,
}  # fmt: skip
# A quarter of a plan for the year.
PLAN_FACT_IN_YEAR = Sheet(
    PLAN_FACT.name,
    (
        *_QUARTER_COLUMNS,
        Column("target_to_date", mark("Target to date")),
        Column("done_to_date", mark("Done to date")),
        Column("status_to_date", mark("Status to date")),
        Column("carried", mark("Left undone in earlier quarters")),
        Column("target_year", mark("Target of the year")),
        Column("share_of_year", mark("Share of the year")),
        Column("forecast", mark("Forecast for the year")),
        _SAID,
    ),
)
# The last quarter of the year: its year to date is the annual report.
PLAN_FACT_OF_YEAR = Sheet(
    PLAN_FACT.name,
    (
        *_QUARTER_COLUMNS,
        Column("target_to_date", mark("Target of the year")),
        Column("done_to_date", mark("Done in the year")),
        Column("status_to_date", mark("Status of the year")),
        Column("share_of_year", mark("Share of the year")),
        _SAID,
    ),
)
SHORTFALLS = Sheet(
    mark("Shortfalls"),
    (
        Column("key", mark("Code")),
        Column("measure", mark("Measure")),
        Column("indicator", mark("Indicator")),
        Column("unit", mark("Unit")),
        Column("target", mark("Target")),
        Column("done", mark("Done")),
        Column("shortfall", mark("Shortfall")),
        Column("unknown", mark("Not known yet")),
        Column("reason", mark("Reason for the shortfall")),
        Column("action", mark("What will be done")),
    ),
)
# On the same sheet, under the shortfalls; in the places of the columns above.
PROMISES = Sheet(
    SHORTFALLS.name,
    (
        Column("key", mark("Code")),
        Column("measure", mark("Measure")),
        Column("indicator", mark("Indicator")),
        Column("unit", mark("Unit")),
        Column("missed", mark("Short last quarter")),
        Column("done", mark("Done now")),
        Column("status", mark("Status")),
        Column("kept", mark("Was it done?")),
        Column("promised", mark("Promised last quarter")),
        Column("description", mark("Description")),
    ),
)
UNIT_MAP = Sheet(
    mark("Units"),
    (
        Column("unit", mark("Unit")),
        Column("state", mark("Return")),
        Column("good", mark("met or exceeded")),
        Column("short", mark("fell short")),
        Column("silent", mark("not returned")),
    ),
)
REGISTER = Sheet(
    mark("Events"),
    (
        Column("unit", mark("Unit")),
        Column("key", mark("Code")),
        Column("event", mark("Event")),
        Column("planned_on", mark("Planned for")),
        Column("held_on", mark("Held on")),
        Column("state", mark("State")),
        Column("place", mark("Place")),
        Column("form", mark("Form")),
        Column("people", mark("People reached")),
        Column("partner", mark("Partner")),
        Column("link", mark("Link")),
    ),
)
SUBMISSIONS = Sheet(
    mark("Submissions"),
    (
        Column("unit", mark("Unit")),
        Column("state", mark("State")),
        Column("received", mark("Received")),
        Column("in_time", mark("In time")),
        Column("attempt", mark("Attempt")),
        Column("file", mark("File")),
        Column("findings", mark("Findings")),
        Column("sha256", mark("SHA-256")),
    ),
)
REMARKS = Sheet(
    mark("Findings"),
    (
        Column("kind", mark("Kind")),
        Column("unit", mark("Unit")),
        Column("key", mark("Code")),
        Column("words", mark("What was seen")),
        Column("remedy", mark("What to do")),
        Column("place", mark("Where")),
    ),
)
DATA = Sheet(
    mark("Data"),
    (
        Column("quarter", mark("Quarter")),
        Column("key", mark("Code")),
        Column("measure", mark("Measure")),
        Column("indicator", mark("Indicator")),
        Column("unit", mark("Unit")),
        Column("target", mark("Target")),
        Column("done", mark("Done")),
        Column("deviation", mark("Deviation")),
        Column("status", mark("Status")),
        Column("reason", mark("Reason for the shortfall")),
        Column("action", mark("What will be done")),
        Column("target_to_date", mark("Target since the start of the year")),
        Column("done_to_date", mark("Done since the start of the year")),
        Column("file", mark("File")),
        Column("sheet", mark("Sheet")),
        Column("cell", mark("Cell")),
        Column("sha256", mark("SHA-256")),
    ),
)
SIGN_OFF = Sheet(mark("Signature"))
# In the order of the workbook.
ALL = (SUMMARY, PLAN_FACT, SHORTFALLS, UNIT_MAP, REGISTER, SUBMISSIONS, REMARKS, DATA, SIGN_OFF)


def plan_fact(of_year: bool, closes_year: bool) -> Sheet:
    """The form of plan and fact: of a quarter alone, of one in a plan for the year, or of the whole year."""
    if closes_year:
        return PLAN_FACT_OF_YEAR
    return PLAN_FACT_IN_YEAR if of_year else PLAN_FACT


def places_of(sheet: Sheet) -> Mapping[str, int]:
    """Where each column stands, from 0."""
    return {column.name: position for position, column in enumerate(sheet.columns)}

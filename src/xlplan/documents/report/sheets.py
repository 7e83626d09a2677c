"""The sheets of the consolidated workbook and their headings, one contract for writer and reader.

Source: design, consolidated workbook (the Ukrainian names are a contract).
"""

from collections.abc import Mapping

from xlplan.domain.sheets import Column, Sheet
from xlplan.text.translation import N_

SUMMARY = Sheet(N_("Summary"))
_QUARTER_COLUMNS = (
    Column("key", N_("Code")),
    Column("measure", N_("Measure / unit")),
    Column("indicator", N_("Indicator")),
    Column("target", N_("Target")),
    Column("done", N_("Done")),
    Column("deviation", N_("Deviation")),
    Column("percent", N_("%")),
    Column("status", N_("Status")),
)
_SAID = Column("said", N_("Reason, what will be done, description"))
# The columns up to the status stand in the same places in each of the three forms.
PLAN_FACT = Sheet(
    N_("Plan and fact"),
    (
        *_QUARTER_COLUMNS,
        Column("target_to_date", N_("Target to date")),
        Column("done_to_date", N_("Done to date")),
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
        Column("target_to_date", N_("Target to date")),
        Column("done_to_date", N_("Done to date")),
        Column("status_to_date", N_("Status to date")),
        Column("carried", N_("Left undone in earlier quarters")),
        Column("target_year", N_("Target of the year")),
        Column("share_of_year", N_("Share of the year")),
        Column("forecast", N_("Forecast for the year")),
        _SAID,
    ),
)
# The last quarter of the year: its year to date is the annual report.
PLAN_FACT_OF_YEAR = Sheet(
    PLAN_FACT.name,
    (
        *_QUARTER_COLUMNS,
        Column("target_to_date", N_("Target of the year")),
        Column("done_to_date", N_("Done in the year")),
        Column("status_to_date", N_("Status of the year")),
        Column("share_of_year", N_("Share of the year")),
        _SAID,
    ),
)
SHORTFALLS = Sheet(
    N_("Shortfalls"),
    (
        Column("key", N_("Code")),
        Column("measure", N_("Measure")),
        Column("indicator", N_("Indicator")),
        Column("unit", N_("Unit")),
        Column("target", N_("Target")),
        Column("done", N_("Done")),
        Column("shortfall", N_("Shortfall")),
        Column("unknown", N_("Not known yet")),
        Column("reason", N_("Reason for the shortfall")),
        Column("action", N_("What will be done")),
    ),
)
# On the same sheet, under the shortfalls; in the places of the columns above.
PROMISES = Sheet(
    SHORTFALLS.name,
    (
        Column("key", N_("Code")),
        Column("measure", N_("Measure")),
        Column("indicator", N_("Indicator")),
        Column("unit", N_("Unit")),
        Column("missed", N_("Short last quarter")),
        Column("done", N_("Done now")),
        Column("status", N_("Status")),
        Column("kept", N_("Was it done?")),
        Column("promised", N_("Promised last quarter")),
        Column("description", N_("Description")),
    ),
)
UNIT_MAP = Sheet(
    N_("Units"),
    (
        Column("unit", N_("Unit")),
        Column("state", N_("Return")),
        Column("good", N_("met or exceeded")),
        Column("short", N_("fell short")),
        Column("silent", N_("not returned")),
    ),
)
REGISTER = Sheet(
    N_("Events"),
    (
        Column("unit", N_("Unit")),
        Column("key", N_("Code")),
        Column("event", N_("Event")),
        Column("planned_on", N_("Planned for")),
        Column("held_on", N_("Held on")),
        Column("state", N_("State")),
        Column("place", N_("Place")),
        Column("form", N_("Form")),
        Column("people", N_("People reached")),
        Column("partner", N_("Partner")),
        Column("link", N_("Link")),
    ),
)
SUBMISSIONS = Sheet(
    N_("Submissions"),
    (
        Column("unit", N_("Unit")),
        Column("state", N_("State")),
        Column("received", N_("Received")),
        Column("in_time", N_("In time")),
        Column("attempt", N_("Attempt")),
        Column("file", N_("File")),
        Column("findings", N_("Findings")),
        Column("sha256", N_("SHA-256")),
    ),
)
REMARKS = Sheet(
    N_("Findings"),
    (
        Column("kind", N_("Kind")),
        Column("unit", N_("Unit")),
        Column("key", N_("Code")),
        Column("words", N_("What was seen")),
        Column("remedy", N_("What to do")),
        Column("place", N_("Where")),
    ),
)
DATA = Sheet(
    N_("Data"),
    (
        Column("quarter", N_("Quarter")),
        Column("key", N_("Code")),
        Column("measure", N_("Measure")),
        Column("indicator", N_("Indicator")),
        Column("unit", N_("Unit")),
        Column("target", N_("Target")),
        Column("done", N_("Done")),
        Column("deviation", N_("Deviation")),
        Column("status", N_("Status")),
        Column("reason", N_("Reason for the shortfall")),
        Column("action", N_("What will be done")),
        Column("target_to_date", N_("Target since the start of the year")),
        Column("done_to_date", N_("Done since the start of the year")),
        Column("file", N_("File")),
        Column("sheet", N_("Sheet")),
        Column("cell", N_("Cell")),
        Column("sha256", N_("SHA-256")),
    ),
)
SIGN_OFF = Sheet(N_("Signature"))
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

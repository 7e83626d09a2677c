"""Kinds of findings about the table of a document that becomes a plan, and about what its rows leave open."""

from xlplan.domain.findings.finding import error, warning
from xlplan.text.translation import N_

IMPORT_NO_TABLE = error(
    "import-no-table",
    N_("The document has no table, and a plan is a table with a row of headings."),
    N_("Choose the document that holds the table of the plan."),
)
IMPORT_TABLE_UNKNOWN = error(
    "import-table-unknown",
    N_("No table has the headings of a plan: measure, responsible, indicator, target. Read were: {seen}."),
    N_("Choose the document that holds the plan, or write these headings above its columns."),
    fields=("seen",),
)
IMPORT_TABLES_SEVERAL = error(
    "import-tables-several",
    N_("Several tables have the headings of a plan: {seen}."),
    N_("Which of them is the plan? Save a copy of the document with this table only, and import that."),
    fields=("seen",),
)
IMPORT_TABLE_EMPTY = error(
    "import-table-empty",
    N_("No measure stands below the headings of the table."),
    N_("Choose the document that holds the filled plan."),
)
IMPORT_IS_PLAN_WORKBOOK = error(
    "import-is-plan-workbook",
    N_("This is a plan workbook already, so there is nothing to import."),
    N_("Check it: {command}."),
    fields=("command",),
)
IMPORT_SHORT_NAME = warning(
    "import-short-name",
    N_("“{name}” stands under the indicators with the centre's targets, so it is taken for its short name."),
    N_("If it is a unit, clear this cell, and give the unit its shares in “{sheet}”."),
    fields=("name", "sheet"),
    words=("sheet",),
)
IMPORT_TARGET_SUMMED = warning(
    "import-target-summed",
    N_("The plan gives numbers for units and none for the centre; this is their sum: {number}."),
    N_("Correct it, if the centre's target is another."),
    fields=("number",),
)
IMPORT_QUARTER_BY_TERM = warning(
    "import-quarter-by-term",
    N_("The plan gives the number {number} without a quarter; this one is proposed by the term “{term}”."),
    N_("Move it, if it is of another quarter."),
    fields=("number", "term"),
)
IMPORT_SHARES_PROPOSED = warning(
    "import-shares-proposed",
    N_("The target {target} is one for each of {units}: that is proposed, for they are as many."),
    N_("Correct the shares, or delete these rows if the units reach the target together."),
    fields=("target", "units"),
)
IMPORT_SHARES_ASKED = warning(
    "import-shares-asked",
    N_("The plan does not say how {units} share the target {target}."),
    N_("Write the share of each into “{sheet}”; leave it if they reach the target together."),
    fields=("target", "units", "sheet"),
    words=("sheet",),
)
IMPORT_EVENT_HOLDER = warning(
    "import-event-holder",
    N_("The plan does not say which of these units holds the event: {units}."),
    N_("Choose the unit."),
    fields=("units",),
)
IMPORT_EVENT_QUARTER = warning(
    "import-event-quarter",
    N_("The plan does not say in which quarter this event is."),
    N_("Choose the quarter."),
)
IMPORT_EVENTS_FEWER = warning(
    "import-events-fewer",
    N_("The plan describes fewer events than the target: {seen} of {target}."),
    N_("Add a row for each of the others, or leave it if they are not planned in detail."),
    fields=("seen", "target"),
)

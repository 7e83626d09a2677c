"""Kinds of findings about a quarter before it is closed."""

from xlplan.domain.findings.finding import warning
from xlplan.text.translation import N_

UNIT_MISSING = warning(
    "unit-missing",
    N_("No return has been accepted from this unit; its rows stand as not returned."),
    N_("Remind the unit, or sign without it."),
)
CORRECTION_OPEN = warning(
    "correction-open",
    N_("The file “{file}” of {day} was sent back to be corrected and has not come again."),
    N_("Wait for it: until it is accepted, what came before counts."),
    fields=("file", "day"),
)
ROWS_UNANSWERED = warning(
    "rows-unanswered",
    N_("The plan changed after this return: rows {rows} are not answered."),
    N_("Ask the unit for the new template, or sign without these rows."),
    fields=("rows",),
)
WITHDRAWN_AGAIN = warning(
    "withdrawn-again",
    N_("The file “{file}” was withdrawn on {day} ({reason}), came again on {again}, and does not count."),
    N_("Let it count: xlplan withdraw {quarter} --unit {unit} --undo --reason “…”, or sign without it."),
    fields=("file", "day", "reason", "again", "quarter", "unit"),
)
DOUBLE_COUNT = warning(
    "double-count",
    N_("Possibly counted twice. {seen}."),
    N_("Ask the units whether they mean the same thing."),
    fields=("seen",),
)
SHORTFALL_UNEXPLAINED = warning(
    "shortfall-unexplained",
    N_("The plan is {target}, done is {done}, and no reason is given."),
    N_("Ask for the reason: it will be asked for upward."),
    fields=("done", "target"),
)
PLAN_UNADOPTED = warning(
    "plan-unadopted",
    N_("The plan workbook “{file}” says something else than version {number}, by which the quarter is closed."),
    N_("To make it count, adopt it first: xlplan plan adopt."),
    fields=("file", "number"),
)
EARLIER_OPEN = warning(
    "earlier-open",
    N_("The {quarter} is not closed: the figures since the start of the year may still change."),
    N_("Close it first, or expect another edition of this quarter."),
    fields=("quarter",),
)
QUARTER_RUNNING = warning(
    "quarter-running",
    N_("The quarter lasts until {day}, and today is {today}: what is still to be done in it is in no return."),
    N_("Close it when it is over, or check the clock of this computer."),
    fields=("day", "today"),
)
DUE_DAY_AHEAD = warning(
    "due-day-ahead",
    N_("Returns are in time until {due}, today is {today}, and not all have been accepted."),
    N_("Wait for them, or check the clock of this computer."),
    fields=("due", "today"),
)

"""What is to be looked at before a quarter is signed."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import Kind, warning
from xlplan.text.translation import mark

QUARTER: Mapping[str, Kind] = {
    "unit-missing": warning(
        mark("No return has been accepted from this unit; its rows stand as not returned."),
        mark("Remind the unit, or sign without it."),
    ),
    "correction-open": warning(
        mark("The file “{file}” of {day} was sent back to be corrected and has not come again."),
        mark("Wait for it: until it is accepted, what came before counts."),
    ),
    "rows-unanswered": warning(
        mark("The plan changed after this return: rows {rows} are not answered."),
        mark("Ask the unit for the new template, or sign without these rows."),
    ),
    "double-count": warning(
        mark("Possibly counted twice: {seen}."),
        mark("Ask the units whether they mean the same thing."),
    ),
    "shortfall-unexplained": warning(
        mark("Done {done} of {target}, and no reason is given."),
        mark("Ask for the reason: it will be asked for upward."),
    ),
    "plan-unadopted": warning(
        mark(
            "The plan workbook “{file}” says something else than version {number}, by which the quarter is closed."
        ),
        mark("To make it count, adopt it first: xlplan plan adopt."),
    ),
    "earlier-open": warning(
        mark("The {quarter} is not closed: the figures since the start of the year may still change."),
        mark("Close it first, or expect another edition of this quarter."),
    ),
}

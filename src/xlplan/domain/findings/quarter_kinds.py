"""What is to be looked at before a quarter is signed."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import FindingKind, warning
from xlplan.text.translation import N_

QUARTER: Mapping[str, FindingKind] = {
    "unit-missing": warning(
        N_("No return has been accepted from this unit; its rows stand as not returned."),
        N_("Remind the unit, or sign without it."),
    ),
    "correction-open": warning(
        N_("The file “{file}” of {day} was sent back to be corrected and has not come again."),
        N_("Wait for it: until it is accepted, what came before counts."),
    ),
    "rows-unanswered": warning(
        N_("The plan changed after this return: rows {rows} are not answered."),
        N_("Ask the unit for the new template, or sign without these rows."),
    ),
    "double-count": warning(
        N_("Possibly counted twice: {seen}."),
        N_("Ask the units whether they mean the same thing."),
    ),
    "shortfall-unexplained": warning(
        N_("Done {done} of {target}, and no reason is given."),
        N_("Ask for the reason: it will be asked for upward."),
    ),
    "plan-unadopted": warning(
        N_(
            "The plan workbook “{file}” says something else than version {number}, by which the quarter is closed."
        ),
        N_("To make it count, adopt it first: xlplan plan adopt."),
    ),
    "earlier-open": warning(
        N_("The {quarter} is not closed: the figures since the start of the year may still change."),
        N_("Close it first, or expect another edition of this quarter."),
    ),
}

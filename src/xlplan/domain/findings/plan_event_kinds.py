"""Kinds of findings about the planned events of a plan workbook: their lists, and when they are."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_LIST_KEPT = warning(
    "plan-list-kept",
    N_(
        "Under “{seen}” stands a list ({number}, the first “{first}”); nobody can tell if these are planned "
        "events, so it is part of the measure's text."
    ),
    N_("If they are, list them in the sheet “Shares”; if not, nothing is to be done."),
    fields=("seen", "number", "first"),
)
PLAN_EVENT_DATED = note(
    "plan-event-dated",
    N_("“{seen}” is read as a planned event: {unit}, {on}, quarter {quarter}."),
    N_("If it is another's or on another day, list it in the sheet “Shares”."),
    fields=("seen", "unit", "on", "quarter"),
)
PLAN_EVENT_OUTSIDE = error(
    "plan-event-outside",
    N_("The event “{seen}” is dated “{on}”, which is outside {period}."),
    N_("Correct the date or the quarter, or take the event out of the plan."),
    fields=("seen", "on", "period"),
)
PLAN_EVENT_SPANS = error(
    "plan-event-spans",
    N_("The event “{seen}” is dated “{on}”, which falls in several quarters of the plan: {quarters}."),
    N_("List it in the sheet “Shares” with the quarter in which it is to be reported."),
    fields=("seen", "on", "quarters"),
)

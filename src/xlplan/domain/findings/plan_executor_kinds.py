"""Kinds of findings about the responsible units of a plan: a number, a person or a post beside their names."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_NUMBER_BESIDE = warning(
    "plan-number-beside",
    N_("“{seen}” is read as “{known}”; the number beside the name is left out."),
    N_("If it is the unit's share, write it into “{sheet}” by quarter; here leave the name only."),
    fields=("seen", "known", "sheet"),
    words=("sheet",),
)
PLAN_OFFICIAL_READ = warning(
    "plan-official-read",
    N_("“{seen}” is a post, and a plan names units; it is read as “{known}”."),
    N_("Write the name of the unit that carries the measure out."),
    fields=("seen", "known"),
)
PLAN_OFFICIAL_UNCLEAR = error(
    "plan-official-unclear",
    N_("“{seen}” is a post, and it is not clear which unit is meant."),
    N_("Write the unit instead; if there is none, add to “{sheet}” one such as the centre's office."),
    fields=("seen", "sheet"),
    words=("sheet",),
)
PLAN_PERSON_ALONE = error(
    "plan-person-alone",
    N_("“{seen}” is a person, and a plan names units only."),
    N_("Write the unit that carries the measure out."),
    fields=("seen",),
)
PLAN_PERSON_LEFT_OUT = note(
    "plan-person-left-out",
    N_("“{seen}” is a person, and a plan names units only; the name is left out."),
    N_("Nothing is to be done, if the unit is right."),
    fields=("seen",),
)

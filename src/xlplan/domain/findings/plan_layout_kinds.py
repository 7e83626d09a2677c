"""Kinds of findings about which column of a pasted plan holds what."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_HEADINGS_READ = note(
    "plan-headings-read",
    N_("The table in the sheet has headings of its own in the row {row} and is read by them: {read}."),
    N_("Correct a heading there, if its column holds something else."),
    fields=("row", "read"),
)
PLAN_HEADINGS_ALIKE = error(
    "plan-headings-alike",
    N_("Several columns could be “{heading}”: {seen}."),
    N_("Which of them is it? Leave its heading; clear or reword the others."),
    fields=("heading", "seen"),
)
PLAN_HEADINGS_UNCLEAR = error(
    "plan-headings-unclear",
    N_(
        "The table in the sheet has headings of its own in the row {row}, but none that means {missing}; "
        "not understood: {seen}."
    ),
    N_("Write these words above the columns that are meant."),
    fields=("row", "missing", "seen"),
)
PLAN_COLUMNS_SHIFTED = error(
    "plan-columns-shifted",
    N_("The columns do not stand under their headings: {seen}."),
    N_("Move each column under its heading, or paste the table with its own row of headings."),
    fields=("seen",),
)
PLAN_BANNER_READ = warning(
    "plan-banner-read",
    N_("“{seen}” heads the measures below it without a number; it is read as “{heading}”."),
    N_("If it is another level, begin it with the word for that, like “Direction 2.” or “Task 2.1.”."),
    fields=("seen", "heading"),
)
PLAN_TEXT_ALONE = error(
    "plan-text-alone",
    N_("“{seen}” stands alone in its row, without a code, a responsible unit and an indicator."),
    N_(
        "If it goes on with the measure above, put it into that cell; if it heads the measures below, begin it "
        "with “Direction” or “Task” and its number."
    ),
    fields=("seen",),
)

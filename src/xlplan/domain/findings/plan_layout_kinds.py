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
        "None of the headings in the row {row} of the table means {missing}. "
        "Its columns and what they are read as: {seen}."
    ),
    N_("Write {missing} above the column that is meant; if the table has no such column, add it."),
    fields=("row", "missing", "seen"),
)
PLAN_INDICATOR_BY_RESULT = warning(
    "plan-indicator-by-result",
    N_("No column is headed as the indicators, so “{seen}” is read as them."),
    N_("If it holds a purpose only, head it “Purpose”, and add a column for the indicators."),
    fields=("seen",),
)
PLAN_COLUMN_LOST = warning(
    "plan-column-lost",
    N_("The heading “{column}” is not known, so these texts of its column are not read: {seen}."),
    N_("If the plan needs them, give the column the heading that it means, like “{example}”; else leave it."),
    fields=("column", "seen", "example"),
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
PLAN_PERIODS_SUMMED = note(
    "plan-periods-summed",
    N_("The numbers of the months are added up to quarters: {seen}."),
    N_("Nothing to do; a month's own number stays with you."),
    fields=("seen",),
)
PLAN_PERIODS_TO_DATE = warning(
    "plan-periods-to-date",
    N_("These columns are read as numbers since the start of the year, each quarter as what it adds: {seen}."),
    N_("If each of them is a number of its own period, head the columns by their quarters."),
    fields=("seen",),
)
PLAN_PERIODS_UNCLEAR = error(
    "plan-periods-unclear",
    N_("The table plans by other periods than quarters: {seen}."),
    N_(
        "Give it the columns “I”, “II”, “III” and “IV”; what is due by the end of a half-year belongs under “II” "
        "or “IV”."
    ),
    fields=("seen",),
)

"""Kinds of findings about the numbers of a plan: units of measure, rules, and shares that are computed."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_UNIT_OF_MEASURE_UNCLEAR = error(
    "plan-unit-of-measure-unclear",
    N_("“Unit of measure” reads “{seen}”."),
    N_(
        "Write the word for what is counted, and after “;” how many decimals it has, from 0 to 4: "
        "“%”, “{example}”. Leave it empty for whole things."
    ),
    fields=("seen", "example"),
)
PLAN_TARGET_DECIMALS = error(
    "plan-target-decimals",
    N_("The number “{seen}” has more decimals than its row: {allowed}."),
    N_("Write it with so many; or allow more in {column}, like this: {example}."),
    fields=("seen", "allowed", "example", "column"),
    words=("column",),
)
PLAN_TARGET_NOT_GIVEN = warning(
    "plan-target-not-given",
    N_("The target reads “{seen}”: it is read as no target, and nothing will be judged by it."),
    N_("Write the number, or words such as “as needed”, if there is one."),
    fields=("seen",),
)
PLAN_TARGET_SHARE = error(
    "plan-target-share",
    N_("The number “{seen}” stands in a row of percentages: that is {first} % or {second} %."),
    N_("Write the percentage with its sign, like “{first} %”."),
    fields=("seen", "first", "second"),
)
PLAN_LIMITS_CLASH = error(
    "plan-limits-clash",
    N_("“{seen}” here and “{other}” in the cell {cell} contradict each other: a most and a least."),
    N_("Correct one of them; the whole row is either to reach its numbers or not to exceed them."),
    fields=("seen", "other", "cell"),
)
PLAN_TOTAL_NOT_MEAN = error(
    "plan-total-not-mean",
    N_("The total is {seen}, but the mean of the quarters is {mean}."),
    N_("Correct the total or a quarter."),
    fields=("seen", "mean"),
)
PLAN_PERCENT_SUMMED = error(
    "plan-percent-summed",
    N_("Percentages of quarters are not added up, but “{heading}” reads “{seen}”."),
    N_("Choose “last” or “mean”, or leave it empty: then the latest quarter counts."),
    fields=("heading", "seen"),
)
PLAN_PERCENT_ACROSS = error(
    "plan-percent-across",
    N_("Several units report this percentage, and percentages are not added up."),
    N_(
        "In the column “Across units” write “mean”, “greatest” or “least”: then each unit reports its own. "
        "Or let it be computed from two counts that the units report, like this: {example}."
    ),
    fields=("example",),
)
PLAN_JOINT_ACROSS = error(
    "plan-joint-across",
    N_("“Counting” reads “{seen}”, but the units' numbers are not added up: “{rule}”."),
    N_("Leave “Counting” empty: each unit then has its own target, or that of the measure."),
    fields=("seen", "rule"),
)
PLAN_ACROSS_UNCLEAR = error(
    "plan-across-unclear",
    N_("“Across units” reads “{seen}”."),
    N_("Choose one of: {known}; or name the two counts that make a share, like this: {example}."),
    fields=("seen", "known", "example"),
)
PLAN_RATIO_NOT_PERCENT = error(
    "plan-ratio-not-percent",
    N_("A share that is computed is a percentage, but “Unit of measure” reads “{seen}”."),
    N_("Write “%” or leave it empty."),
    fields=("seen",),
)
PLAN_RATIO_ADDS_UP = error(
    "plan-ratio-adds-up",
    N_("“{heading}” reads “{seen}”, but the year of a computed share is the share of the counts of the year."),
    N_("Leave it empty."),
    fields=("heading", "seen"),
)
PLAN_RATIO_UNKNOWN = error(
    "plan-ratio-unknown",
    N_("The share is computed from {seen}, but the plan has no such row."),
    N_("Correct the row code: {known}."),
    fields=("seen", "known"),
)
PLAN_RATIO_ALONE = error(
    "plan-ratio-alone",
    N_("The share is computed from {seen} in itself."),
    N_("Name two different rows: the part first, then the whole."),
    fields=("seen",),
)
PLAN_RATIO_OF_COMPUTED = error(
    "plan-ratio-of-computed",
    N_("The share is computed from {seen}, which is computed itself."),
    N_("Name a row whose number the units report."),
    fields=("seen",),
)
PLAN_RATIO_NOT_SUMMED = error(
    "plan-ratio-not-summed",
    N_("The share is computed from {seen}, which is not added up over quarters and units."),
    N_("Leave “Adds up” and “Across units” of that row empty, or name another row."),
    fields=("seen",),
)
PLAN_RATIO_MIXED = error(
    "plan-ratio-mixed",
    N_("The share is computed from rows of different units of measure: {part} and {whole}."),
    N_("Name two rows with the same unit of measure."),
    fields=("part", "whole"),
)
PLAN_RATIO_UNITS = error(
    "plan-ratio-units",
    N_("The share has the units {seen}, but both counts are reported by {known}."),
    N_("Name under “Responsible” the same units in all three rows."),
    fields=("seen", "known"),
)
PLAN_TOTAL_OTHER_RULE = error(
    "plan-total-other-rule",
    N_("The total is {seen}, but the quarters add up to {sum}; “{rule}” of the quarters would be {seen}."),
    N_("If that is meant, write “{rule}” in {column}; if not, correct the total or a quarter."),
    fields=("seen", "sum", "rule", "column"),
    words=("column",),
)
PLAN_CUMULATIVE_READ = note(
    "plan-cumulative-read",
    N_("“{seen}” holds in each quarter what came before, so the year is the latest quarter: “{rule}”."),
    N_("If the quarters are to be added up, write so in the column “{heading}”."),
    fields=("seen", "rule", "heading"),
)
PLAN_PERCENT_READ = note(
    "plan-percent-read",
    N_("The numbers of “{seen}” are read as percentages."),
    N_("If they are counts, write what is counted in the column “{heading}”."),
    fields=("seen", "heading"),
)
PLAN_THOUSANDS_READ = note(
    "plan-thousands-read",
    N_("{seen}: the sign stands between thousands, so it is read as {read}."),
    N_("If it stands before decimals, write the number with another count of them."),
    fields=("seen", "read"),
)
PLAN_THOUSANDS_BY_TOTAL = note(
    "plan-thousands-by-total",
    N_("{seen} is read as {read}: only so the quarters add up to the total."),
    N_("Correct it, if it is another."),
    fields=("seen", "read"),
)
PLAN_UNIT_READ = note(
    "plan-unit-read",
    N_("“{seen}”: the numbers of the row are read as “{unit}”, with decimals up to {decimals}."),
    N_("If they count something else, write it in the column “{heading}” (add it, if the table has none)."),
    fields=("seen", "unit", "decimals", "heading"),
)
PLAN_DECIMALS_READ = note(
    "plan-decimals-read",
    N_("Numbers of this row have decimals, so its “{seen}” is read as “{unit}”."),
    N_("If they are not to have any, correct the numbers."),
    fields=("seen", "unit"),
)
PLAN_TARGET_OTHER_UNIT = error(
    "plan-target-other-unit",
    N_("“{seen}” is in “{word}”, and the rest of the row is not."),
    N_(
        "Write all numbers of the row in one unit, and its word in the column “{heading}” (add it, if the table "
        "has none): {word}."
    ),
    fields=("seen", "word", "heading"),
)
PLAN_CEILING_READ = note(
    "plan-ceiling-read",
    N_("The numbers of “{seen}” are read as the most that there may be: less is better."),
    N_("If they are to be reached, write “{more}” in the column “{heading}” (add it, if the table has none)."),
    fields=("seen", "more", "heading"),
)
PLAN_LEVEL_READ = note(
    "plan-level-read",
    N_(
        "“{seen}” is not to be exceeded in any quarter and in the year, so the quarters are not added up: "
        "the year is the latest quarter, “{rule}”."
    ),
    N_("If they are to be added up, write “{sum}” in the column “{heading}”, and correct the total."),
    fields=("seen", "rule", "sum", "heading"),
)
PLAN_TARGET_PER_UNIT = warning(
    "plan-target-per-unit",
    N_("“{seen}” may be a target for each unit, but {target} is taken as what all units reach together: {units}."),
    N_(
        "If each unit has it, write the share of each unit on “{sheet}”, and their sum as the target. "
        "If all reach it together, write “{word}” in “{heading}”."
    ),
    fields=("seen", "target", "units", "sheet", "word", "heading"),
    words=("sheet", "word"),
)

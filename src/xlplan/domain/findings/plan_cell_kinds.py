"""Kinds of findings about how a cell of a plan workbook looks: two numbers in it, a hidden row, what is merged."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_TARGET_SEVERAL = error(
    "plan-target-several",
    N_("The target holds several numbers: {seen}."),
    N_("Write one number; for a second indicator take a row of its own."),
    fields=("seen",),
)
PLAN_TARGET_AMBIGUOUS = error(
    "plan-target-ambiguous",
    N_("The target reads “{seen}”: that is {first} or {second}."),
    N_("Write the number without a point and without a comma."),
    fields=("seen", "first", "second"),
)
PLAN_TARGET_PERCENT = error(
    "plan-target-percent",
    N_("The target reads “{seen}”, which is a share and not a number."),
    N_(
        "Write how many there are to be, in a cell with the format “General”; or, where the units report "
        "percentages, write “%” in {column}."
    ),
    fields=("seen", "column"),
    words=("column",),
)
PLAN_TARGET_MERGED = error(
    "plan-target-merged",
    N_("One number, {seen}, is merged across several quarters, so nobody can tell which of them it is for."),
    N_("Unmerge the cells and write each quarter's own number."),
    fields=("seen",),
)
PLAN_WORDS_ALONE = warning(
    "plan-words-alone",
    N_(
        "The words “{seen}” stand in the first quarter alone, as where a paste has lost a merged cell. "
        "They are read as those of the whole year."
    ),
    N_("If they are of the first quarter alone, write a dash in the other quarters."),
    fields=("seen",),
)
PLAN_CELL_SCALED = error(
    "plan-cell-scaled",
    N_("The cell holds {seen}, but its format shows the number shortened, without its end."),
    N_("Give the cell the format “General” and look whether the number is right."),
    fields=("seen",),
)
PLAN_CELL_UNSEEN = error(
    "plan-cell-unseen",
    N_("The cell holds “{seen}”, but its format hides it, so nobody sees it."),
    N_("Give the cell the format “General”; clear it, if it is not meant."),
    fields=("seen",),
)
PLAN_ROW_STRUCK = error(
    "plan-row-struck",
    N_("The row “{seen}” is struck out."),
    N_("Delete the row, if it is no longer in the plan; if it is, take the line through it away."),
    fields=("seen",),
)
PLAN_SHEET_HIDDEN = warning(
    "plan-sheet-hidden",
    N_("The sheet “{sheet}” is hidden, and is part of the plan."),
    N_("Show it and look whether it says what is meant."),
    fields=("sheet",),
)
PLAN_ROWS_HIDDEN = warning(
    "plan-rows-hidden",
    N_("Hidden rows of the sheet are part of the plan: {rows}."),
    N_("Show them and look; delete those that are no longer in the plan."),
    fields=("rows",),
)
PLAN_COLUMNS_HIDDEN = warning(
    "plan-columns-hidden",
    N_("Hidden columns of the sheet are read: {columns}."),
    N_("Show them and look whether they say what is meant."),
    fields=("columns",),
)
PLAN_DATE_OLD = error(
    "plan-date-old",
    N_("The date is only the number {seen}: that is {first}, or {second} if the file counts days from 1904."),
    N_("Write the day like this: 10.03.2021."),
    fields=("seen", "first", "second"),
)
PLAN_DATE_READ = note(
    "plan-date-read",
    N_("The date “{seen}” is read as {day}."),
    N_("Correct it, if it is another."),
    fields=("seen", "day"),
)
PLAN_PERIOD_FISCAL = error(
    "plan-period-fiscal",
    N_("The period reads “{seen}”, a fiscal year, which may begin in one calendar year and end in the next."),
    N_("Write one calendar year or one quarter of it, like this: {example}."),
    fields=("seen", "example"),
)
PLAN_EVENT_DATE_UNCLEAR = warning(
    "plan-event-date-unclear",
    N_("The date of an event reads “{seen}”; it is kept in these words, for it is not one day."),
    N_("If one day is meant, write it like this: 14.05.2021."),
    fields=("seen",),
)
PLAN_CELL_STRUCK = note(
    "plan-cell-struck",
    N_("“{left}” is struck out and is left out; “{seen}” was read."),
    N_("Correct it, if it is another."),
    fields=("left", "seen"),
)
PLAN_CELL_RAISED = note(
    "plan-cell-raised",
    N_("“{left}” is raised like a footnote and is left out; “{seen}” was read."),
    N_("Correct it, if it is another."),
    fields=("left", "seen"),
)
PLAN_CELL_STRUCK_WHOLE = warning(
    "plan-cell-struck-whole",
    N_("All that stands in the cell is struck out, “{left}”, so it was read as empty."),
    N_("Write what is meant, or clear the cell."),
    fields=("left",),
)

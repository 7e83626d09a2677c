"""Kinds of findings about how a cell of a return looks: two numbers in it, a hidden number, what is struck out.

A number that nobody can be sure of is asked about. It is never counted, and never taken for a blank.
"""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

_SEVERAL = N_("“{heading}” holds several numbers: {seen}.")
_AMBIGUOUS = N_("“{heading}” reads “{seen}”: that is {first} or {second}.")
_SCALED = N_("“{heading}” holds {seen}, but the format of the cell shows the number shortened, without its end.")
_UNSEEN = N_("“{heading}” holds “{seen}”, but the format of the cell hides it, so nobody sees it.")
_MERGED = N_("“{heading}” is merged over several rows, and one “{seen}” stands there for all of them.")
_WRITE_PLAIN = N_("Write the number without a point and without a comma.")
_WRITE_IN_FULL = N_("Copy another cell of this column over it, and write the number there in full.")
_WRITE_ANEW = N_("Copy another cell of this column over it, and write there what is meant.")
_WRITE_EACH = N_("Unmerge the cells and write into each row its own number.")

ENTRY_SEVERAL = error(
    "entry-several",
    _SEVERAL,
    N_("Write one whole number; explain it under “{description}”."),
    fields=("heading", "seen", "description"),
)
ENTRY_AMBIGUOUS = error("entry-ambiguous", _AMBIGUOUS, _WRITE_PLAIN, fields=("heading", "seen", "first", "second"))
ENTRY_SCALED = error("entry-scaled", _SCALED, _WRITE_IN_FULL, fields=("heading", "seen"))
ENTRY_UNSEEN = error("entry-unseen", _UNSEEN, _WRITE_ANEW, fields=("heading", "seen"))
ENTRY_MERGED = error("entry-merged", _MERGED, _WRITE_EACH, fields=("heading", "seen"))

EVENT_PEOPLE_SEVERAL = warning(
    "event-people-several",
    _SEVERAL,
    N_("Write one number: how many people there were in all."),
    fields=("heading", "seen"),
)
EVENT_PEOPLE_AMBIGUOUS = warning(
    "event-people-ambiguous", _AMBIGUOUS, _WRITE_PLAIN, fields=("heading", "seen", "first", "second")
)
EVENT_PEOPLE_SCALED = warning("event-people-scaled", _SCALED, _WRITE_IN_FULL, fields=("heading", "seen"))
EVENT_PEOPLE_MERGED = warning("event-people-merged", _MERGED, _WRITE_EACH, fields=("heading", "seen"))
EVENT_UNSEEN = warning("event-unseen", _UNSEEN, _WRITE_ANEW, fields=("heading", "seen"))
EVENT_DATE_UNDERSTOOD = note(
    "event-date-understood",
    N_("“{heading}” reads “{seen}”; it was understood as the day {day}."),
    N_("Correct it, if it is another."),
    fields=("heading", "seen", "day"),
)
EVENT_DATE_SEVERAL = warning(
    "event-date-several",
    N_("“{heading}” holds more than one day: “{seen}”."),
    N_("Write one day, the first one; for another event take a row of its own."),
    fields=("heading", "seen"),
)
EVENT_DATE_YEARLESS = warning(
    "event-date-yearless",
    N_("“{heading}” reads “{seen}”, without a year, and such a day is not in the {quarter}."),
    N_("Write the day with its year, like this: 14.05.2021."),
    fields=("heading", "seen", "quarter"),
)
EVENT_DATE_WEEKDAY = warning(
    "event-date-weekday",
    N_("“{heading}” reads “{seen}”, but that day is another day of the week."),
    N_("Write the right day, like this: 14.05.2021."),
    fields=("heading", "seen"),
)
EVENT_DATE_OLD = warning(
    "event-date-old",
    N_("“{heading}” holds the number {seen}: that is {first}, or {second} if the file counts days from 1904."),
    N_("Write the day like this: 14.05.2021."),
    fields=("heading", "seen", "first", "second"),
)

CELL_STRUCK = note(
    "cell-struck",
    N_("“{heading}”: “{left}” is struck out and is not counted; “{seen}” was read."),
    N_("Correct it, if it is another."),
    fields=("heading", "left", "seen"),
)
CELL_RAISED = note(
    "cell-raised",
    N_("“{heading}”: “{left}” is raised like a footnote and is not counted; “{seen}” was read."),
    N_("Correct it, if it is another."),
    fields=("heading", "left", "seen"),
)
CELL_STRUCK_WHOLE = note(
    "cell-struck-whole",
    N_("“{heading}”: all that stands there is struck out, “{left}”, so the cell was read as empty."),
    N_("If it is meant after all, write it again without striking it out."),
    fields=("heading", "left"),
)
LOCKED_STRUCK = note(
    "locked-struck",
    N_("“{heading}” is struck out: “{left}”. The row was read all the same, as it was issued."),
    N_("If the measure is not yours any more, tell the coordinator."),
    fields=("heading", "left"),
)
ROW_STRUCK = note(
    "row-struck",
    N_("The code of the row {row} is struck out; the row was read all the same."),
    N_("If the measure is not yours any more, tell the coordinator."),
    fields=("row",),
)
ROWS_HIDDEN = note(
    "rows-hidden",
    N_("Rows of the sheet are hidden: {rows}. They were read as well."),
    N_("If it is not what you meant, show these rows and correct them."),
    fields=("rows",),
)
COLUMNS_HIDDEN = note(
    "columns-hidden",
    N_("Columns of the sheet are hidden: {columns}. They were read as well."),
    N_("If it is not what you meant, show these columns and correct them."),
    fields=("columns",),
)

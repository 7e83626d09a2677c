"""Kinds of findings about numbers that are no counts: decimals, percentages, and shares computed from two counts.

Rows of whole things have kinds of their own, in `answer_kinds` and `cell_kinds`.
"""

from xlplan.domain.findings.finding import error, warning
from xlplan.text.translation import N_

NUMBER_MISSING = error(
    "number-missing",
    N_("“{heading}” is empty, though a number is expected ({unit})."),
    N_("Write the number; if there was nothing, write 0."),
    fields=("heading", "unit"),
)
NUMBER_UNCLEAR = error(
    "number-unclear",
    N_("“{heading}” reads “{seen}”, though a number is expected ({unit})."),
    N_("Write only the number, {allowed}; explain it under “{description}”."),
    fields=("heading", "seen", "unit", "allowed", "description"),
    words=("allowed",),
)
NUMBER_OR_NOTHING = error(
    "number-or-nothing",
    N_("“{heading}” reads “{seen}”, though a number ({unit}) or “{nothing}” is expected."),
    N_("Write only the number, {allowed}; or “{nothing}” if nothing was called for."),
    fields=("heading", "seen", "unit", "nothing", "allowed"),
    words=("allowed",),
)
NUMBER_IS_DATE = error(
    "number-is-date",
    N_("“{heading}” reads {seen}: the program took what was typed for a date."),
    N_("Write the number anew, with the sign that your program puts before decimals: {example}."),
    fields=("heading", "seen", "example"),
)
NUMBER_DECIMALS = error(
    "number-decimals",
    N_("“{heading}” reads {seen}; in this row there may be {allowed}."),
    N_("Round it yourself: {example}, for instance."),
    fields=("heading", "seen", "allowed", "example"),
    words=("allowed",),
)
NUMBER_SEVERAL = error(
    "number-several",
    N_("“{heading}” holds several numbers: {seen}."),
    N_("Write one number; explain it under “{description}”."),
    fields=("heading", "seen", "description"),
)
NUMBER_AMBIGUOUS = error(
    "number-ambiguous",
    N_("“{heading}” reads “{seen}”: that is {first} or {second}."),
    N_("Write {first} or {second}, whichever it is."),
    fields=("heading", "seen", "first", "second"),
)
NUMBER_IN_PERCENT = error(
    "number-in-percent",
    N_("“{heading}” reads {seen}, which is a percentage; this row is not in per cent ({unit})."),
    N_("Write the number itself, {allowed}."),
    fields=("heading", "seen", "unit", "allowed"),
    words=("allowed",),
)
PERCENTAGE_OR_SHARE = error(
    "percentage-or-share",
    N_("“{heading}” reads {seen}: that is {first} or {second}."),
    N_("Write {percent} if it is {first}; write it with its sign, “{small}”, if it is so little."),
    fields=("heading", "seen", "first", "second", "percent", "small"),
)
COUNT_MISSING = error(
    "count-missing",
    N_("“{heading}” is empty, though the share in the row {share} is computed from it."),
    N_("Write the number; if there was nothing, write 0."),
    fields=("heading", "share"),
)
PART_ABOVE_WHOLE = error(
    "part-above-whole",
    N_(
        "The row {part_row} has {part} (cell {part_cell}): more than the row {whole_row}, of which it is a part, "
        "has: {whole} (cell {whole_cell})."
    ),
    N_("Correct one of the two numbers."),
    fields=("part_row", "part", "part_cell", "whole_row", "whole", "whole_cell"),
)
PART_NOT_CALLED_FOR = error(
    "part-not-called-for",
    N_("“{heading}” reads “{seen}”, though in the row {row} there were {whole}; it is a part of them."),
    N_("Write 0 if there were none."),
    fields=("heading", "seen", "row", "whole"),
    words=("seen",),
)
SHARE_CHANGED = warning(
    "share-changed",
    N_(
        "“{heading}” is computed from {part} and {whole}: {computed}. The cell reads “{seen}”, which is not "
        "counted."
    ),
    N_("If the share is wrong, correct the numbers that it is computed from."),
    fields=("heading", "part", "whole", "computed", "seen"),
    words=("computed",),
)

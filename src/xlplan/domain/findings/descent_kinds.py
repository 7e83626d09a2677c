"""Kinds of findings about the descent of a plan's rows from the plan before."""

from xlplan.domain.findings.finding import error, warning
from xlplan.text.translation import N_

DESCENT_UNLIKE = error(
    "descent-unlike",
    N_("The row {row} reads {now}, but before it read {before}."),
    N_("Write under “Previous code” {code}, if it is the same row, or “new”, if it is another."),
    fields=("row", "now", "before", "code"),
)
DESCENT_SEVERAL = error(
    "descent-several",
    N_("The row {row} {now} may continue several rows of the plan before: {before}."),
    N_(
        "Write under “Previous code” the code of the row that it continues, all the codes, separated by “;”, if "
        "the rows were merged, or “new”."
    ),
    fields=("row", "now", "before"),
)
DESCENT_SHARED = error(
    "descent-shared",
    N_("Several rows may continue the row {before} of the plan before; one of them is {row} {now}."),
    N_("Write under “Previous code” {code} in the row that continues it, and “new” in the others."),
    fields=("row", "now", "before", "code"),
)
DESCENT_UNKNOWN = error(
    "descent-unknown",
    N_("The row {row} {now} names a previous code that the plan before does not have: {seen}."),
    N_("Write under “Previous code” the code that the row had in the plan before, or “new”."),
    fields=("row", "now", "seen"),
)
DESCENT_CLAIMED_TWICE = error(
    "descent-claimed-twice",
    N_("The row {row} {now} and another row both continue the same row of the plan before: {before}."),
    N_("Leave its code under “Previous code” in one of them, and write “new” in the other."),
    fields=("row", "now", "before"),
)
DESCENT_OTHER_RULE = error(
    "descent-other-rule",
    N_(
        "The row {row} {now} cannot continue {before}: “Adds up”, “Better”, “Unit of measure” or “Across units” "
        "is another one now, and the numbers of the earlier quarters would mean something else."
    ),
    N_("Write “new” under “Previous code”, or the words of these columns as they were."),
    fields=("row", "now", "before"),
)
DESCENT_NOT_ADDABLE = error(
    "descent-not-addable",
    N_("The row {row} {now} merges rows whose quarters do not add up: {before}."),
    N_(
        "Leave one code under “Previous code”, or write “new”: only rows that add up over quarters and units can "
        "be merged."
    ),
    fields=("row", "now", "before"),
)
DESCENT_RULE_CHANGED = warning(
    "descent-rule-changed",
    N_(
        "The row {row} {now} begins anew, for “Adds up”, “Better”, “Unit of measure” or “Across units” is another "
        "one than before in {before}. Its earlier quarters are not added any more."
    ),
    N_("Nothing to do, if that is meant; otherwise write the words of these columns as they were."),
    fields=("row", "now", "before"),
)
DESCENT_SIMILAR = warning(
    "descent-similar",
    N_("The row {row} {now} begins anew. The plan before has similar words in rows that now end: {before}."),
    N_("Nothing to do, if it is another row; otherwise write the code that it had under “Previous code”."),
    fields=("row", "now", "before"),
)

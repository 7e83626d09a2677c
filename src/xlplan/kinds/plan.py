"""What can be wrong with a plan workbook."""

from collections.abc import Mapping

from xlplan.kind import Kind, error, warning
from xlplan.texts import mark

PLAN: Mapping[str, Kind] = {
    "plan-sheet-missing": error(
        mark("The plan workbook has no sheet “{sheet}”; it has {seen}."),
        mark("Add the sheet or give it this name."),
    ),
    "plan-sheet-empty": error(mark("The sheet “{sheet}” has no rows."), mark("Fill it in below its headings.")),
    "plan-heading-missing": error(
        mark("The sheet “{sheet}” has no heading “{heading}”."), mark("Add a column with this heading.")
    ),
    "plan-detail-missing": error(mark("“{detail}” is not filled in."), mark("Fill it in beside its name.")),
    "plan-detail-unclear": error(mark("“{detail}” reads “{seen}”."), mark("Write it like this: {example}.")),
    "plan-unit-unclear": error(
        mark("The {heading} of a unit reads “{seen}”."), mark("Write it like this: {example}.")
    ),
    "plan-unit-repeated": error(
        mark("The unit “{seen}” stands in the list twice."), mark("Leave one of the two rows.")
    ),
    "plan-unit-unknown": error(
        mark("“{seen}” is neither a unit nor a group of units."),
        mark("Did you mean “{known}”? Correct it, or add the unit."),
    ),
    "plan-code-unclear": error(
        mark("The code of a measure reads “{seen}”."),
        mark("Write digits with points between them, like 1.4.10."),
    ),
    "plan-code-repeated": error(
        mark("The code {seen} stands already in the row {row}, with a different “{heading}”."),
        mark("Give one of the measures its own code, or write the same “{heading}” in both rows."),
    ),
    "plan-row-unclear": error(mark("{heading} is empty in the row of the measure “{seen}”."), mark("Fill it in.")),
    "plan-indicator-repeated": error(
        mark("The measure {seen} has the indicator “{indicator}” twice."),
        mark("Leave one of the two rows, or give the second its own code or name."),
    ),
    "plan-target-unclear": error(
        mark("The target reads “{seen}”, which is neither a whole number nor words that xlplan knows."),
        mark("Write a whole number, or words like “постійно”, “за потреби”, “за дорученням”, or leave it empty."),
    ),
    "plan-total-differs": error(
        mark("The total is {seen}, but the quarters add up to {sum}."),
        mark("Correct the total or a quarter."),
    ),
    "plan-counting-unclear": error(mark("“{heading}” reads “{seen}”."), mark("Choose one of: {known}.")),
    "plan-responsible-missing": error(
        mark("The measure {seen} has nobody responsible."),
        mark("Name a unit or a group of units from the list."),
    ),
    "plan-measure-unknown": error(
        mark("The plan has no measure with the code “{seen}”."), mark("Correct the code or add the measure.")
    ),
    "plan-indicator-unknown": error(
        mark("The measure {seen} has no indicator “{indicator}”."), mark("Choose one of: {known}.")
    ),
    "plan-quarter-unclear": error(
        mark("The quarter reads “{seen}”; the plan covers {known}."), mark("Write one of these quarters.")
    ),
    "plan-share-unclear": error(
        mark("The share reads “{seen}”."), mark("Write a whole number, or leave it empty.")
    ),
    "plan-shares-differ": error(
        mark("The shares of {row} in the quarter {quarter} add up to {sum}, but its target is {target}."),
        mark("Correct a share or the target, or write “joint” in the column “Counting”."),
    ),
    "plan-events-differ": warning(
        mark("{row} plans {target} in the quarter {quarter}, but lists {seen} events."),
        mark("Add the missing events, if they are known."),
    ),
    "plan-share-elsewhere": error(
        mark("“{seen}” has a share or an event under {row} but does not report on it."),
        mark("Name the unit under “Responsible” (first, where one unit reports for all), or correct this row."),
    ),
}

"""What can be wrong with the CSV files of a plan."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import Kind, error, note, warning
from xlplan.text.translation import mark

PLAN_CSV: Mapping[str, Kind] = {
    "csv-encoding-unclear": error(
        mark("The file is not a text in UTF-8 or Windows-1251."),
        mark("Open it in the program that made it and save it as “CSV UTF-8”."),
    ),
    "csv-quote-open": error(
        mark("Row {row} has a quotation mark that is not closed where its cell ends."),
        mark('Close it, or write a quotation mark inside a cell twice: "".'),
    ),
    "csv-layout-unknown": error(
        mark("The first row reads {seen}: these are not the columns of a plan's file."),
        mark("Name the columns in the first row: {known}."),
    ),
    "csv-column-missing": error(
        mark("The column “{column}” is missing."), mark("Add it; its cells may stay empty.")
    ),
    "csv-column-misspelt": error(
        mark("The column “{column}” is missing, but there is a column “{seen}”."),
        mark("If it is meant, name it “{column}”; if not, add the column."),
    ),
    "csv-column-repeated": error(mark("The column “{column}” stands there twice."), mark("Leave one of the two.")),
    "csv-column-unknown": warning(
        mark("The column “{seen}” is none of this file's, so it was not read."),
        mark("If it is needed, give it one of the known names: {known}."),
    ),
    "csv-row-ragged": error(
        mark("Row {row} has {seen} cells, but there are {known} columns."),
        mark("Add what is missing; put a text that holds the separator in quotation marks."),
    ),
    "csv-rows-missing": error(
        mark("The file has no rows below its headings."), mark("Write the measures there, one indicator a row.")
    ),
    "csv-detail-unknown": warning(
        mark("“{seen}” is no detail of a plan, so it was not read."),
        mark("If it is needed, give it one of the known names: {known}."),
    ),
    "csv-detail-repeated": error(mark("The detail “{seen}” stands there twice."), mark("Leave one of the two.")),
    "csv-period-differs": error(
        mark("The measures are laid out for one quarter, but the period reads “{seen}”."),
        mark("Write a quarter like 2021-Q2 as the period, or lay the measures out by the quarters I to IV."),
    ),
    "csv-quarter-unknown": error(
        mark("Row {row} has a total of its own, but no period says which quarter its target is for."),
        mark("Write the period into the file “{known}”."),
    ),
    "csv-period-from-name": note(
        mark("The period is taken from the file's name: {seen}."),
        mark("If it is another, correct it in the sheet “{sheet}”."),
    ),
    "csv-units-from-names": note(
        mark("There is no file “{known}”, so the units are those that the plan names: {seen}."),
        mark(
            "Give each a code and a kind in the sheet “{sheet}”; a name that stands for several goes beside each."
        ),
    ),
}


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
        mark("Write it as the list of units does: {known}. Or add the unit there."),
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
        mark("Write a whole number, or words like {known}, or leave it empty."),
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
    "plan-code-differs": error(
        mark("The measure's text begins with the code {seen}, but its code is {known}."),
        mark("Leave the right one of the two."),
    ),
    "plan-row-alone": error(
        mark(
            "“{seen}” stands in a row that has no measure and no indicator, so nobody can tell what it is about."
        ),
        mark("Put it into the row of its measure, or remove it."),
    ),
    "plan-event-whose": error(
        mark("The event “{seen}” is listed under the measure, but nobody can tell which unit holds it."),
        mark("Name one unit for each event, line by line, under “Responsible”, or list it in the sheet “Shares”."),
    ),
    "plan-event-when": error(
        mark("The event “{seen}” is listed under the measure, but several quarters have a target."),
        mark("List it in the sheet “Shares”, with its quarter."),
    ),
    "plan-indicator-is-unit": error(
        mark("“{seen}” is a unit, but stands in the place of an indicator."),
        mark("Remove the row; what the unit has of its own belongs in the sheet “Shares”."),
    ),
    "plan-target-mixed": warning(
        mark("“{seen}” stands among numbers, so nothing will be counted there."),
        mark("Write a number, if one is meant."),
    ),
    "plan-event-unnamed": warning(
        mark("{row} plans an event in the quarter {quarter} that has no description."),
        mark("Describe it, if it is known."),
    ),
    "plan-level-empty": warning(
        mark("“{seen}” has no measures below it, so it is left out."),
        mark("Add its measures, or remove the row."),
    ),
    "plan-column-not-read": note(
        mark("The column “{column}” is not part of the sheet and is not read; it holds “{seen}”."),
        mark("Nothing to do, if it is only for you."),
    ),
    "plan-row-left-out": note(
        mark("The row “{seen}” holds no measure and is left out."),
        mark("Nothing to do, if it is a heading, a total or a note."),
    ),
    "plan-code-taken": note(
        mark("“{seen}”: the code {known} is taken from the text."), mark("Correct it, if it is another.")
    ),
    "plan-centre-row": note(
        mark("The row “{seen}” is read as the targets of the indicator above it."),
        mark("If it is an indicator of its own, give it another name."),
    ),
    "plan-name-understood": note(
        mark("“{seen}” is read as “{known}”."), mark("Correct it, if another unit is meant.")
    ),
    "plan-letters-mended": note(
        mark("The word “{seen}” mixes Latin letters into Cyrillic ones; they are read as Cyrillic."),
        mark("Nothing to do."),
    ),
    "plan-number-read": note(
        mark("“{seen}” is text; it is read as the number {number}."), mark("Correct it, if it is another.")
    ),
    "plan-event-listed": note(
        mark("“{seen}” is read as a planned event: {unit}, quarter {quarter}."),
        mark("If it is another's, list it in the sheet “Shares”."),
    ),
    "plan-target-unset": note(
        mark("{row} has no target: what is done will be shown, nothing will be judged."),
        mark("Write the target, if it is known."),
    ),
    "plan-noted": note(
        mark("The plan notes: “{seen}”."), mark("Settle it before the plan is adopted, if you can.")
    ),
}

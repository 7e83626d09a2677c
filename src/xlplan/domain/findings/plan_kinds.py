"""What can be wrong with the CSV files of a plan."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import FindingKind, error, note, warning
from xlplan.text.translation import N_

PLAN_CSV: Mapping[str, FindingKind] = {
    "csv-encoding-unclear": error(
        N_("The file is not a text in UTF-8 or Windows-1251."),
        N_("Open it in the program that made it and save it as “CSV UTF-8”."),
    ),
    "csv-quote-open": error(
        N_("Row {row} has a quotation mark that is not closed where its cell ends."),
        N_('Close it, or write a quotation mark inside a cell twice: "".'),
    ),
    "csv-layout-unknown": error(
        N_("The first row reads {seen}: these are not the columns of a plan's file."),
        N_("Name the columns in the first row: {known}."),
    ),
    "csv-column-missing": error(N_("The column “{column}” is missing."), N_("Add it; its cells may stay empty.")),
    "csv-column-misspelt": error(
        N_("The column “{column}” is missing, but there is a column “{seen}”."),
        N_("If it is meant, name it “{column}”; if not, add the column."),
    ),
    "csv-column-repeated": error(N_("The column “{column}” stands there twice."), N_("Leave one of the two.")),
    "csv-column-unknown": warning(
        N_("The column “{seen}” is none of this file's, so it was not read."),
        N_("If it is needed, give it one of the known names: {known}."),
    ),
    "csv-row-ragged": error(
        N_("Row {row} has {seen} cells, but there are {known} columns."),
        N_("Add what is missing; put a text that holds the separator in quotation marks."),
    ),
    "csv-rows-missing": error(
        N_("The file has no rows below its headings."), N_("Write the measures there, one indicator a row.")
    ),
    "csv-detail-unknown": warning(
        N_("“{seen}” is no detail of a plan, so it was not read."),
        N_("If it is needed, give it one of the known names: {known}."),
    ),
    "csv-detail-repeated": error(N_("The detail “{seen}” stands there twice."), N_("Leave one of the two.")),
    "csv-period-differs": error(
        N_("The measures are laid out for one quarter, but the period reads “{seen}”."),
        N_("Write a quarter like 2021-Q2 as the period, or lay the measures out by the quarters I to IV."),
    ),
    "csv-quarter-unknown": error(
        N_("Row {row} has a total of its own, but no period says which quarter its target is for."),
        N_("Write the period into the file “{known}”."),
    ),
    "csv-period-from-name": note(
        N_("The period is taken from the file's name: {seen}."),
        N_("If it is another, correct it in the sheet “{sheet}”."),
    ),
    "csv-units-from-names": note(
        N_("There is no file “{known}”, so the units are those that the plan names: {seen}."),
        N_("Give each a code and a kind in the sheet “{sheet}”; a name that stands for several goes beside each."),
    ),
}


PLAN: Mapping[str, FindingKind] = {
    "plan-sheet-missing": error(
        N_("The plan workbook has no sheet “{sheet}”; it has {seen}."),
        N_("Add the sheet or give it this name."),
    ),
    "plan-sheet-empty": error(N_("The sheet “{sheet}” has no rows."), N_("Fill it in below its headings.")),
    "plan-heading-missing": error(
        N_("The sheet “{sheet}” has no heading “{heading}”."), N_("Add a column with this heading.")
    ),
    "plan-detail-missing": error(N_("“{detail}” is not filled in."), N_("Fill it in beside its name.")),
    "plan-detail-unclear": error(N_("“{detail}” reads “{seen}”."), N_("Write it like this: {example}.")),
    "plan-unit-unclear": error(
        N_("The {heading} of a unit reads “{seen}”."), N_("Write it like this: {example}.")
    ),
    "plan-unit-repeated": error(
        N_("The unit “{seen}” stands in the list twice."), N_("Leave one of the two rows.")
    ),
    "plan-unit-unknown": error(
        N_("“{seen}” is neither a unit nor a group of units."),
        N_("Write it as the list of units does: {known}. Or add the unit there."),
    ),
    "plan-code-unclear": error(
        N_("The code of a measure reads “{seen}”."),
        N_("Write digits with points between them, like 1.4.10."),
    ),
    "plan-code-repeated": error(
        N_("The code {seen} stands already in the row {row}, with a different “{heading}”."),
        N_("Give one of the measures its own code, or write the same “{heading}” in both rows."),
    ),
    "plan-row-unclear": error(N_("{heading} is empty in the row of the measure “{seen}”."), N_("Fill it in.")),
    "plan-indicator-repeated": error(
        N_("The measure {seen} has the indicator “{indicator}” twice."),
        N_("Leave one of the two rows, or give the second its own code or name."),
    ),
    "plan-target-unclear": error(
        N_("The target reads “{seen}”, which is neither a whole number nor words that xlplan knows."),
        N_("Write a whole number, or words like {known}, or leave it empty."),
    ),
    "plan-total-differs": error(
        N_("The total is {seen}, but the quarters add up to {sum}."),
        N_("Correct the total or a quarter."),
    ),
    "plan-counting-unclear": error(N_("“{heading}” reads “{seen}”."), N_("Choose one of: {known}.")),
    "plan-responsible-missing": error(
        N_("The measure {seen} has nobody responsible."),
        N_("Name a unit or a group of units from the list."),
    ),
    "plan-measure-unknown": error(
        N_("The plan has no measure with the code “{seen}”."), N_("Correct the code or add the measure.")
    ),
    "plan-indicator-unknown": error(
        N_("The measure {seen} has no indicator “{indicator}”."), N_("Choose one of: {known}.")
    ),
    "plan-quarter-unclear": error(
        N_("The quarter reads “{seen}”; the plan covers {known}."), N_("Write one of these quarters.")
    ),
    "plan-share-unclear": error(N_("The share reads “{seen}”."), N_("Write a whole number, or leave it empty.")),
    "plan-shares-differ": error(
        N_("The shares of {row} in the quarter {quarter} add up to {sum}, but its target is {target}."),
        N_("Correct a share or the target, or write “joint” in the column “Counting”."),
    ),
    "plan-events-differ": warning(
        N_("{row} plans {target} in the quarter {quarter}, but lists {seen} events."),
        N_("Add the missing events, if they are known."),
    ),
    "plan-share-elsewhere": error(
        N_("“{seen}” has a share or an event under {row} but does not report on it."),
        N_("Name the unit under “Responsible” (first, where one unit reports for all), or correct this row."),
    ),
    "plan-code-differs": error(
        N_("The measure's text begins with the code {seen}, but its code is {known}."),
        N_("Leave the right one of the two."),
    ),
    "plan-row-alone": error(
        N_("“{seen}” stands in a row that has no measure and no indicator, so nobody can tell what it is about."),
        N_("Put it into the row of its measure, or remove it."),
    ),
    "plan-event-whose": error(
        N_("The event “{seen}” is listed under the measure, but nobody can tell which unit holds it."),
        N_("Name one unit for each event, line by line, under “Responsible”, or list it in the sheet “Shares”."),
    ),
    "plan-event-when": error(
        N_("The event “{seen}” is listed under the measure, but several quarters have a target."),
        N_("List it in the sheet “Shares”, with its quarter."),
    ),
    "plan-indicator-is-unit": error(
        N_("“{seen}” is a unit, but stands in the place of an indicator."),
        N_("Remove the row; what the unit has of its own belongs in the sheet “Shares”."),
    ),
    "plan-target-mixed": warning(
        N_("“{seen}” stands among numbers, so nothing will be counted there."),
        N_("Write a number, if one is meant."),
    ),
    "plan-event-unnamed": warning(
        N_("{row} plans an event in the quarter {quarter} that has no description."),
        N_("Describe it, if it is known."),
    ),
    "plan-level-empty": warning(
        N_("“{seen}” has no measures below it, so it is left out."),
        N_("Add its measures, or remove the row."),
    ),
    "plan-column-not-read": note(
        N_("The column “{column}” is not part of the sheet and is not read; it holds “{seen}”."),
        N_("Nothing to do, if it is only for you."),
    ),
    "plan-row-left-out": note(
        N_("The row “{seen}” holds no measure and is left out."),
        N_("Nothing to do, if it is a heading, a total or a note."),
    ),
    "plan-code-taken": note(
        N_("“{seen}”: the code {known} is taken from the text."), N_("Correct it, if it is another.")
    ),
    "plan-centre-row": note(
        N_("The row “{seen}” is read as the targets of the indicator above it."),
        N_("If it is an indicator of its own, give it another name."),
    ),
    "plan-name-understood": note(
        N_("“{seen}” is read as “{known}”."), N_("Correct it, if another unit is meant.")
    ),
    "plan-letters-mended": note(
        N_("The word “{seen}” mixes Latin letters into Cyrillic ones; they are read as Cyrillic."),
        N_("Nothing to do."),
    ),
    "plan-number-read": note(
        N_("“{seen}” is text; it is read as the number {number}."), N_("Correct it, if it is another.")
    ),
    "plan-event-listed": note(
        N_("“{seen}” is read as a planned event: {unit}, quarter {quarter}."),
        N_("If it is another's, list it in the sheet “Shares”."),
    ),
    "plan-target-unset": note(
        N_("{row} has no target: what is done will be shown, nothing will be judged."),
        N_("Write the target, if it is known."),
    ),
    "plan-noted": note(N_("The plan notes: “{seen}”."), N_("Settle it before the plan is adopted, if you can.")),
}

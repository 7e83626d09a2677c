"""Kinds of findings about a plan: its workbook, and its CSV files."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_SHEET_MISSING = error(
    "plan-sheet-missing",
    N_("The plan workbook has no sheet “{sheet}”; it has {seen}."),
    N_("Add the sheet or give it this name."),
    fields=("sheet", "seen"),
)
PLAN_SHEET_EMPTY = error(
    "plan-sheet-empty",
    N_("The sheet “{sheet}” has no rows."),
    N_("Fill it in below its headings."),
    fields=("sheet",),
)
PLAN_HEADING_MISSING = error(
    "plan-heading-missing",
    N_("The sheet “{sheet}” has no heading “{heading}”."),
    N_("Add a column with this heading."),
    fields=("sheet", "heading"),
)
PLAN_DETAIL_MISSING = error(
    "plan-detail-missing",
    N_("“{detail}” is not filled in."),
    N_("Fill it in beside its name."),
    fields=("detail",),
)
PLAN_DETAIL_UNCLEAR = error(
    "plan-detail-unclear",
    N_("“{detail}” reads “{seen}”."),
    N_("Write it like this: {example}."),
    fields=("detail", "seen", "example"),
)
PLAN_UNIT_UNCLEAR = error(
    "plan-unit-unclear",
    N_("The {heading} of a unit reads “{seen}”."),
    N_("Write it like this: {example}."),
    fields=("heading", "seen", "example"),
)
PLAN_UNIT_REPEATED = error(
    "plan-unit-repeated",
    N_("The unit “{seen}” stands in the list twice."),
    N_("Leave one of the two rows."),
    fields=("seen",),
)
PLAN_FILES_CLASH = warning(
    "plan-files-clash",
    N_("As names of files, “{seen}” and “{other}” in the cell {cell} are the same."),
    N_("Change one of them, or leave them: the code will stand in the names of their files, {files}."),
    fields=("seen", "other", "cell", "files"),
)
PLAN_UNIT_UNKNOWN = error(
    "plan-unit-unknown",
    N_("“{seen}” is neither a unit nor a group of units."),
    N_("Write it as the list of units does: {known}. Or add the unit there."),
    fields=("seen", "known"),
)
PLAN_CODE_UNCLEAR = error(
    "plan-code-unclear",
    N_("The code of a measure reads “{seen}”."),
    N_("Write digits with points between them, like 1.4.10."),
    fields=("seen",),
)
PLAN_CODE_REPEATED = error(
    "plan-code-repeated",
    N_("The code {seen} stands already in the row {row}, with a different “{heading}”."),
    N_("Give one of the measures its own code, or write the same “{heading}” in both rows."),
    fields=("seen", "row", "heading"),
)
PLAN_ROW_UNCLEAR = error(
    "plan-row-unclear",
    N_("{heading} is empty in the row of the measure “{seen}”."),
    N_("Fill it in."),
    fields=("heading", "seen"),
)
PLAN_INDICATOR_REPEATED = error(
    "plan-indicator-repeated",
    N_("The measure {seen} has the indicator “{indicator}” twice."),
    N_("Leave one of the two rows, or give the second its own code or name."),
    fields=("seen", "indicator"),
)
PLAN_TARGET_UNCLEAR = error(
    "plan-target-unclear",
    N_("The target reads “{seen}”, which is neither a number nor words that xlplan knows."),
    N_("Write a number, or words like {known}, or leave it empty."),
    fields=("seen", "known"),
)
PLAN_TOTAL_DIFFERS = error(
    "plan-total-differs",
    N_("The total is {seen}, but the quarters add up to {sum}."),
    N_("Correct the total or a quarter."),
    fields=("seen", "sum"),
)
PLAN_COUNTING_UNCLEAR = error(
    "plan-counting-unclear",
    N_("“{heading}” reads “{seen}”."),
    N_("Choose one of: {known}."),
    fields=("heading", "seen", "known"),
)
PLAN_PREVIOUS_UNCLEAR = error(
    "plan-previous-unclear",
    N_("“Previous code” reads “{seen}”."),
    N_("Write a row code of the plan before, like 1.4.5 or 1.4.5/2, several separated by “;”, or “new”."),
    fields=("seen",),
)
PLAN_RESPONSIBLE_MISSING = error(
    "plan-responsible-missing",
    N_("The measure {seen} has nobody responsible."),
    N_("Name a unit or a group of units from the list."),
    fields=("seen",),
)
PLAN_RESPONSIBLE_IS_TERM = error(
    "plan-responsible-is-term",
    N_("Under “{heading}” stands “{seen}”: that says when, and not who."),
    N_("Name a unit or a group of units there; these words belong under “{term}” or in a quarter."),
    fields=("heading", "seen", "term"),
)
PLAN_MEASURE_UNKNOWN = error(
    "plan-measure-unknown",
    N_("The plan has no measure with the code “{seen}”."),
    N_("Correct the code or add the measure."),
    fields=("seen",),
)
PLAN_INDICATOR_UNKNOWN = error(
    "plan-indicator-unknown",
    N_("The measure {seen} has no indicator “{indicator}”."),
    N_("Choose one of: {known}."),
    fields=("seen", "indicator", "known"),
)
PLAN_QUARTER_UNCLEAR = error(
    "plan-quarter-unclear",
    N_("The quarter reads “{seen}”; the plan covers {known}."),
    N_("Write one of these quarters."),
    fields=("seen", "known"),
)
PLAN_SHARE_UNIT_MISSING = error(
    "plan-share-unit-missing",
    N_("The row does not say of which unit it is."),
    N_("Choose the unit: {known}."),
    fields=("known",),
)
PLAN_SHARE_QUARTER_MISSING = error(
    "plan-share-quarter-missing",
    N_("The row does not say in which quarter it is."),
    N_("Choose the quarter: {known}."),
    fields=("known",),
)
PLAN_SHARE_UNCLEAR = error(
    "plan-share-unclear",
    N_("The share reads “{seen}”."),
    N_("Write a number, or leave it empty."),
    fields=("seen",),
)
PLAN_SHARES_DIFFER = error(
    "plan-shares-differ",
    N_("The shares of {row} in the quarter {quarter} add up to {sum}, but its target is {target}."),
    N_("Correct a share or the target, or write “joint” in the column “Counting”."),
    fields=("row", "quarter", "sum", "target"),
)
PLAN_EVENTS_DIFFER = warning(
    "plan-events-differ",
    N_("{row} plans {target} in the quarter {quarter}, but lists {seen} events."),
    N_("Add the missing events, if they are known."),
    fields=("row", "target", "quarter", "seen"),
)
PLAN_SHARE_ELSEWHERE = error(
    "plan-share-elsewhere",
    N_("“{seen}” has a share or an event under {row} but does not report on it."),
    N_("Name the unit under “Responsible” (first, where one unit reports for all), or correct this row."),
    fields=("seen", "row"),
)
PLAN_CODE_DIFFERS = error(
    "plan-code-differs",
    N_("The measure's text begins with the code {seen}, but its code is {known}."),
    N_("Leave the right one of the two."),
    fields=("seen", "known"),
)
PLAN_ROW_ALONE = error(
    "plan-row-alone",
    N_("“{seen}” stands in a row that has no measure and no indicator, so nobody can tell what it is about."),
    N_("Put it into the row of its measure, or remove it."),
    fields=("seen",),
)
PLAN_EVENT_WHOSE = error(
    "plan-event-whose",
    N_("The event “{seen}” is listed under the measure, but nobody can tell which unit holds it."),
    N_("Name one unit for each event, line by line, under “Responsible”, or list it in the sheet “Shares”."),
    fields=("seen",),
)
PLAN_EVENT_WHEN = error(
    "plan-event-when",
    N_("The event “{seen}” is listed under the measure, but several quarters have a target."),
    N_("List it in the sheet “Shares”, with its quarter."),
    fields=("seen",),
)
PLAN_INDICATOR_IS_UNIT = error(
    "plan-indicator-is-unit",
    N_("“{seen}” is a unit, but stands in the place of an indicator."),
    N_("Remove the row; what the unit has of its own belongs in the sheet “Shares”."),
    fields=("seen",),
)
PLAN_TARGET_MIXED = warning(
    "plan-target-mixed",
    N_("“{seen}” stands among numbers, so nothing will be counted there."),
    N_("Write a number, if one is meant."),
    fields=("seen",),
)
PLAN_EVENT_UNNAMED = warning(
    "plan-event-unnamed",
    N_("{row} plans an event in the quarter {quarter} that has no description."),
    N_("Describe it, if it is known."),
    fields=("row", "quarter"),
)
PLAN_COLUMN_NOT_READ = note(
    "plan-column-not-read",
    N_("The column “{column}” is not part of the sheet and is not read; it holds “{seen}”."),
    N_("Nothing to do, if it is only for you."),
    fields=("column", "seen"),
)
PLAN_ROW_LEFT_OUT = note(
    "plan-row-left-out",
    N_("The row “{seen}” holds no measure and is left out."),
    N_("Nothing to do, if it is a heading, a total, a note or a signature."),
    fields=("seen",),
)
PLAN_LEVEL_EMPTY = note(
    "plan-level-empty",
    N_("“{seen}” has no measures below it. It stays in the plan, and nobody reports on it."),
    N_("Nothing to do, if the plan has it so; otherwise add its measures."),
    fields=("seen",),
)
PLAN_CODE_TAKEN = note(
    "plan-code-taken",
    N_("“{seen}”: the code {known} is taken from the text."),
    N_("Correct it, if it is another."),
    fields=("seen", "known"),
)
PLAN_CENTRE_ROW = note(
    "plan-centre-row",
    N_("The row “{seen}” is read as the targets of the indicator above it."),
    N_("If it is an indicator of its own, give it another name."),
    fields=("seen",),
)
PLAN_NAME_UNDERSTOOD = note(
    "plan-name-understood",
    N_("“{seen}” is read as “{known}”."),
    N_("Correct it, if another unit is meant."),
    fields=("seen", "known"),
)
PLAN_LETTERS_MENDED = note(
    "plan-letters-mended",
    N_("The word “{seen}” mixes Latin letters into Cyrillic ones; they are read as Cyrillic."),
    N_("Nothing to do."),
    fields=("seen",),
)
PLAN_NUMBER_READ = note(
    "plan-number-read",
    N_("“{seen}” is text; it is read as the number {number}."),
    N_("Correct it, if it is another."),
    fields=("seen", "number"),
)
PLAN_EVENT_LISTED = note(
    "plan-event-listed",
    N_("“{seen}” is read as a planned event: {unit}, quarter {quarter}."),
    N_("If it is another's, list it in the sheet “Shares”."),
    fields=("seen", "unit", "quarter"),
)
PLAN_TARGET_UNSET = note(
    "plan-target-unset",
    N_("{row} has no target: what is done will be shown, nothing will be judged."),
    N_("Write the target, if it is known."),
    fields=("row",),
)
PLAN_NOTED = note(
    "plan-noted",
    N_("The plan notes: “{seen}”."),
    N_("Settle it before the plan is adopted, if you can."),
    fields=("seen",),
)

CSV_ENCODING_UNCLEAR = error(
    "csv-encoding-unclear",
    N_("The file is not a text in UTF-8 or Windows-1251."),
    N_("Open it in the program that made it and save it as “CSV UTF-8”."),
)
CSV_QUOTE_OPEN = error(
    "csv-quote-open",
    N_("Row {row} has a quotation mark that is not closed where its cell ends."),
    N_('Close it, or write a quotation mark inside a cell twice: "".'),
    fields=("row",),
)
CSV_LAYOUT_UNKNOWN = error(
    "csv-layout-unknown",
    N_("The first row reads {seen}: these are not the columns of a plan's file."),
    N_("Name the columns in the first row: {known}."),
    fields=("seen", "known"),
)
CSV_COLUMN_MISSING = error(
    "csv-column-missing",
    N_("The column “{column}” is missing."),
    N_("Add it; its cells may stay empty."),
    fields=("column",),
)
CSV_COLUMN_MISSPELT = error(
    "csv-column-misspelt",
    N_("The column “{column}” is missing, but there is a column “{seen}”."),
    N_("If it is meant, name it “{column}”; if not, add the column."),
    fields=("column", "seen"),
)
CSV_COLUMN_REPEATED = error(
    "csv-column-repeated",
    N_("The column “{column}” stands there twice."),
    N_("Leave one of the two."),
    fields=("column",),
)
CSV_COLUMN_UNKNOWN = warning(
    "csv-column-unknown",
    N_("The column “{seen}” is none of this file's, so it was not read."),
    N_("If it is needed, give it one of the known names: {known}."),
    fields=("seen", "known"),
)
CSV_ROW_RAGGED = error(
    "csv-row-ragged",
    N_("Row {row} has {seen} cells, but there are {known} columns."),
    N_("Add what is missing; put a text that holds the separator in quotation marks."),
    fields=("row", "seen", "known"),
)
CSV_ROWS_MISSING = error(
    "csv-rows-missing",
    N_("The file has no rows below its headings."),
    N_("Write the measures there, one indicator a row."),
)
CSV_DETAIL_UNKNOWN = warning(
    "csv-detail-unknown",
    N_("“{seen}” is no detail of a plan, so it was not read."),
    N_("If it is needed, give it one of the known names: {known}."),
    fields=("seen", "known"),
)
CSV_DETAIL_REPEATED = error(
    "csv-detail-repeated",
    N_("The detail “{seen}” stands there twice."),
    N_("Leave one of the two."),
    fields=("seen",),
)
CSV_PERIOD_DIFFERS = error(
    "csv-period-differs",
    N_("The measures are laid out for one quarter, but the period reads “{seen}”."),
    N_("Write a quarter like 2021-Q2 as the period, or lay the measures out by the quarters I to IV."),
    fields=("seen",),
)
CSV_QUARTER_UNKNOWN = error(
    "csv-quarter-unknown",
    N_("Row {row} has a total of its own, but no period says which quarter its target is for."),
    N_("Write the period into the file “{known}”."),
    fields=("row", "known"),
)
CSV_PERIOD_FROM_NAME = note(
    "csv-period-from-name",
    N_("The period is taken from the file's name: {seen}."),
    N_("If it is another, correct it in the sheet “{sheet}”."),
    fields=("seen", "sheet"),
)
CSV_UNITS_FROM_NAMES = note(
    "csv-units-from-names",
    N_("There is no file “{known}”, so the units are those that the plan names: {seen}."),
    N_("Give each a code and a kind in the sheet “{sheet}”; a name that stands for several goes beside each."),
    fields=("known", "seen", "sheet"),
)

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

"""Sheets and headings: what a workbook and whoever quotes it have in common."""

from xlplan.domain.sheets import (
    ENTRY_COLUMNS,
    EVENT_ENTRIES,
    EVENTS,
    HEADINGS,
    LOCKED_COLUMNS,
    REPORT,
    REPORT_ENTRIES,
)


def test_a_name_has_one_heading_on_both_sheets_of_a_return() -> None:
    columns = [*REPORT.columns, *EVENTS.columns]
    assert {column.name: column.heading for column in reversed(columns)} == HEADINGS


def test_columns_that_are_locked_or_filled_in_are_columns_of_their_sheet() -> None:
    names = {column.name for column in REPORT.columns}
    assert names >= {*LOCKED_COLUMNS, *ENTRY_COLUMNS, *REPORT_ENTRIES}
    assert {column.name for column in EVENTS.columns} >= set(EVENT_ENTRIES)
    assert not set(LOCKED_COLUMNS) & set(REPORT_ENTRIES)

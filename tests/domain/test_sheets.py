"""Sheets and headings: what a workbook and whoever quotes it have in common."""

import pytest

from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import (
    ENTRY_COLUMNS,
    EVENT_ENTRIES,
    EVENTS,
    HEADINGS,
    LOCKED_COLUMNS,
    REPORT,
    REPORT_ENTRIES,
    is_past_heading,
)


def test_a_name_has_one_heading_on_both_sheets_of_a_return() -> None:
    columns = [*REPORT.columns, *EVENTS.columns]
    assert {column.name: column.heading for column in reversed(columns)} == HEADINGS


def test_columns_that_are_locked_or_filled_in_are_columns_of_their_sheet() -> None:
    names = {column.name for column in REPORT.columns}
    assert names >= {*LOCKED_COLUMNS, *ENTRY_COLUMNS, *REPORT_ENTRIES}
    assert {column.name for column in EVENTS.columns} >= set(EVENT_ENTRIES)
    assert not set(LOCKED_COLUMNS) & set(REPORT_ENTRIES)


@pytest.mark.parametrize(
    ("heading", "is_past"),
    [
        ("План 2023", True),
        ("виконано  2023 (І–ІІІ)", True),
        ("За кварталами 2023", True),
        ("Done 2023 (I–III)", True),
        ("План 2023-Q4", True),
        ("Виконано 2022", True),
        ("План 2024", False),
        ("План 2024-Q1", False),
        ("План", False),
        ("План 2023 і 2024", False),
        ("Виконавець 2023", False),
    ],
)
def test_a_column_is_about_a_past_plan_if_its_heading_names_a_time_before_the_plan(
    heading: str, is_past: bool
) -> None:
    assert is_past_heading(heading, [Quarter(2024, number) for number in range(1, 5)]) is is_past


def test_the_last_quarter_is_past_for_the_plan_of_the_next_one() -> None:
    assert is_past_heading("Виконано 2021-Q2", [Quarter(2021, 3)])
    assert not is_past_heading("Виконано 2021-Q3", [Quarter(2021, 3)])
    # Of the year the last quarter counts, and that is not over.
    assert not is_past_heading("Виконано 2021", [Quarter(2021, 3)])

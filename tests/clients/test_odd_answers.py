"""Answers that look other than their values: each gets the same verdict in every format that a bureau saves."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.conftest import Office
from tests.support.client_answers import Checked, checked
from xlplan.domain.issue import Issue
from xlplan.domain.sheets import EVENTS, find_columns, find_heading_row

FORMATS = ("xlsx", "xls", "ods")
STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
# Findings about how a number was read. Others, such as a missing reason, follow from the number.
READINGS = ("cell-", "entry-")


@dataclass(frozen=True)
class Odd:
    """An answer, the number that counts (None where none does), and the findings about it."""

    value: Any
    number: int | None
    codes: tuple[str, ...]
    form: str = "General"
    is_struck: bool = False
    rows: int = 1


ODD = {
    "a struck-out figure": Odd(CellRichText(TextBlock(STRUCK, "1"), "8"), 8, ("cell-struck",)),
    "two struck-out figures": Odd(
        CellRichText(TextBlock(STRUCK, "12"), " 15 ", TextBlock(STRUCK, "шт")), 15, ("cell-struck",)
    ),
    "a struck-out number": Odd(18, None, ("cell-struck-whole", "entry-missing"), is_struck=True),
    "a footnote": Odd(CellRichText("6", TextBlock(RAISED, "1")), 6, ("cell-raised",)),
    "a footnote with a bracket": Odd(CellRichText("12", TextBlock(RAISED, "2)")), 12, ("cell-raised",)),
    "a percentage": Odd(1, None, ("entry-percent",), "0%"),
    "a percentage with decimals": Odd(0.5, None, ("entry-percent",), "0.0%"),
    "thousands": Odd(12000, None, ("entry-scaled",), "#,##0,"),
    "a hidden number": Odd(5, None, ("entry-unseen",), ";;;"),
    "two lines": Odd("10\n150", None, ("entry-several",)),
    "a wide gap": Odd("10   15", None, ("entry-several",)),
    "a stroke": Odd("3/4", None, ("entry-several",)),
    "direction signs": Odd("\u202d6\u202c", 6, ("entry-understood",)),
    "isolates": Odd("\u20667\u2069\u061c", 7, ("entry-understood",)),
    "an ending line break": Odd("9\n", 9, ("entry-understood",)),
    "one result over two rows": Odd(5, None, ("entry-merged",), rows=2),
}

MAY_14 = "14.05.2021"
# What is written as the day of an event, and the day that counts; None where it is asked.
DAYS: dict[str, tuple[Any, str | None]] = {
    "a date": (date(2021, 5, 14), MAY_14),
    "a date with its time": (datetime(2021, 5, 14, 10), MAY_14),
    "words": ("14 травня 2021 р.", MAY_14),
    "words without a year": ("14 травня", MAY_14),
    "two figures of a year": ("14.05.21", MAY_14),
    "a time of day": ("14.05.2021 10:00", MAY_14),
    "a time zone": ("2021-05-14T23:30:00Z", MAY_14),
    "no such day": ("31.06.2021", None),
    "two days": ("14.05, 21.05.2021", None),
}


@pytest.fixture(scope="module")
def places(issue: Issue, filled: Path) -> dict[str, list[str]]:
    """The codes of the rows that each odd answer is written to."""
    keys = iter([row.key for row in issue.rows])
    return {name: [next(keys) for _ in range(odd.rows)] for name, odd in ODD.items()}


@pytest.fixture(scope="module")
def odd(filled: Path, places: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled template with the odd answers."""
    book = load_workbook(filled, rich_text=True)
    sheet = book["Звіт"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for size, (name, answer) in enumerate(ODD.items(), 8):
        first, *others = (sheet.cell(rows[key], 5) for key in places[name])
        first.value = answer.value
        for other in others:
            other.value = None
            sheet.merge_cells(f"{first.coordinate}:{other.coordinate}")
        # A style of its own: LibreOffice gives the look of a run to all cells of one style.
        first.font = Font(size=size, strike=answer.is_struck)
        first.number_format = answer.form
    _write_days(book["Заходи"])
    path = tmp_path_factory.mktemp("odd") / "звіт.xlsx"
    book.save(path)
    return path


def _write_days(sheet: Any) -> None:
    """The days into the first events, then one day that is merged over three events."""
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heading = find_heading_row(values, EVENTS)
    assert heading is not None
    column = find_columns(values[heading], EVENTS)["held_on"] + 1
    first = heading + 2
    for row, (value, _day) in enumerate(DAYS.values(), first):
        sheet.cell(row, column).value = value
    last = first + len(DAYS)
    for row in (last, last + 1, last + 2):
        sheet.cell(row, column).value = None
    sheet.merge_cells(start_row=last, end_row=last + 2, start_column=column, end_column=column)
    sheet.cell(last, column).value = date(2021, 6, 1)


@pytest.fixture(scope="module")
def verdicts(odd: Path, issue: Issue, office: Office) -> dict[str, Checked]:
    return {"as made": checked(issue, odd), **{to: checked(issue, office(odd, to)) for to in FORMATS}}


@pytest.mark.office
@pytest.mark.parametrize("saved", ["as made", *FORMATS])
@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_counts_as_it_is_seen_or_is_asked(
    name: str, saved: str, places: dict[str, list[str]], verdicts: dict[str, Checked]
) -> None:
    entries, _events, findings = verdicts[saved]
    for key in places[name]:
        (entry,) = (each for each in entries if each.key == key)
        told = (each.code for each in findings if each.location.row == key)
        codes = sorted(code for code in told if code.startswith(READINGS))
        assert (entry.number, codes) == (ODD[name].number, sorted(ODD[name].codes))


@pytest.mark.office
@pytest.mark.parametrize("saved", ["as made", *FORMATS])
@pytest.mark.parametrize("number", range(len(DAYS)), ids=DAYS)
def test_a_day_is_read_as_people_write_it_or_is_asked(
    number: int, saved: str, verdicts: dict[str, Checked]
) -> None:
    _entries, events, findings = verdicts[saved]
    written, day = list(DAYS.values())[number]
    asked = {each.code for each in findings if each.location.cell.endswith(events[number].cell[1:])}
    if day:
        assert events[number].held_on == day
    else:
        assert events[number].held_on == written
        assert asked & {"event-date-unclear", "event-date-several"}


@pytest.mark.office
@pytest.mark.parametrize("saved", ["as made", *FORMATS])
def test_a_day_over_three_events_is_the_day_of_all_three(saved: str, verdicts: dict[str, Checked]) -> None:
    _entries, events, _findings = verdicts[saved]
    assert [event.held_on for event in events[len(DAYS) : len(DAYS) + 3]] == ["01.06.2021"] * 3

"""A filled template is read as the one that a library for workbooks fills."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.support.centre import QUARTER, issue_of
from tests.support.client_answers import answers_of
from xlplan.documents.return_reader.reader import read_return
from xlplan.domain.returned import CellValue, ReturnContent
from xlplan.domain.sheets import EVENTS, REPORT, Sheet, find_columns, find_heading_row
from xlplan.storage.workspace import Workspace
from xlplan.workflows.fill_template import fill_template

Answers = Mapping[str, Mapping[str, CellValue]]
UNIT = "HOR"


@pytest.fixture
def template(centre: Workspace) -> Path:
    """The template of a bureau."""
    return centre.template(QUARTER, issue_of(centre, UNIT).unit.name)


def filled_by_openpyxl(template: Path, out: Path, answers: Answers, events: Answers) -> Path:
    """The template with these answers, as openpyxl saves it."""
    book = load_workbook(template)
    write_answers(book[REPORT.shown], REPORT, answers, ("key",))
    write_answers(book[EVENTS.shown], EVENTS, events, ("key", "number"))
    book.save(out)
    return out


def write_answers(sheet: Any, layout: Sheet, answers: Answers, key_columns: tuple[str, ...]) -> None:
    """Writes answers into the rows whose key stands in these columns."""
    rows = list(sheet.iter_rows(values_only=True))
    heading_row = find_heading_row(rows, layout)
    assert heading_row is not None
    columns = find_columns(rows[heading_row], layout)
    numbers = {"#".join(str(row[columns[name]]) for name in key_columns): at for at, row in enumerate(rows, 1)}
    for key, cells in answers.items():
        for name, value in cells.items():
            cell = sheet.cell(numbers[key], columns[name] + 1)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def content_of(path: Path) -> ReturnContent:
    """What is read in a return, but for the time of its last save."""
    return replace(read_return(path), saved_at=None)


def test_a_filled_template_is_read_as_the_one_that_openpyxl_saves(centre: Workspace, template: Path) -> None:
    issue = issue_of(centre, UNIT)
    answers = answers_of(issue)
    held: dict[str, CellValue] = {"held_on": datetime(2021, 5, 3), "people": 11, "place": "=школа № 3"}
    events = {event.key: held for row in issue.rows for event in row.events}
    assert events
    fill_template(template, centre.root / "filled.xlsx", answers, events)
    saved = filled_by_openpyxl(template, centre.root / "saved.xlsx", answers, events)
    assert content_of(centre.root / "filled.xlsx") == content_of(saved) != content_of(template)


@pytest.mark.parametrize(
    "value",
    [3, 2.5, 0.1, True, "потреби не було", "=1+1", " два  пробіли ", "два\nрядки", "<a> & b", "_x0041_"],
)
def test_each_kind_of_value_is_read_as_it_was_given(centre: Workspace, template: Path, value: CellValue) -> None:
    fill_template(template, centre.root / "filled.xlsx", {"1.1.1": {"done": value}})
    assert answer_in(centre.root / "filled.xlsx", "done") == value


def test_a_date_is_read_as_a_date(centre: Workspace, template: Path) -> None:
    event = next(event for row in issue_of(centre, UNIT).rows for event in row.events)
    fill_template(template, centre.root / "filled.xlsx", {}, {event.key: {"held_on": date(2021, 5, 3)}})
    days = [row.cells["held_on"].value for row in read_return(centre.root / "filled.xlsx").events]
    assert [day for day in days if day] == [date(2021, 5, 3)]


def test_events_outside_the_plan_go_into_the_empty_rows(centre: Workspace, template: Path) -> None:
    events = {"+1": {"key": "1.1.1", "event": "=перша"}, "+2": {"key": "1.1.1", "event": "друга"}}
    fill_template(template, centre.root / "filled.xlsx", {}, events)
    added = list(read_return(centre.root / "filled.xlsx").events)[-2:]
    assert [(row.key, row.cells["event"].value) for row in added] == [("1.1.1", "=перша"), ("1.1.1", "друга")]


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_answer_can_be_taken_back(centre: Workspace, template: Path, nothing: CellValue) -> None:
    first, second = centre.root / "first.xlsx", centre.root / "second.xlsx"
    fill_template(template, first, {"1.1.1": {"description": "проведено"}})
    fill_template(first, second, {"1.1.1": {"description": nothing}})
    assert answer_in(first, "description") == "проведено"
    assert content_of(second) == content_of(template)


def answer_in(path: Path, column: str) -> CellValue:
    """The value in this column of the row 1.1.1, as it is read."""
    return next(row for row in read_return(path).rows if row.key == "1.1.1").cells[column].value


def test_a_formula_shows_nothing_until_a_program_calculates_it(centre: Workspace, template: Path) -> None:
    fill_template(template, centre.root / "filled.xlsx", {"1.1.1": {"done": 3}})
    formulas = [cell for row in load_workbook(template)[REPORT.shown] for cell in row if cell.data_type == "f"]
    shown = load_workbook(centre.root / "filled.xlsx", data_only=True)[REPORT.shown]
    assert formulas
    assert {shown[cell.coordinate].value for cell in formulas} == {None}


def test_a_filled_template_tells_when_it_was_saved(centre: Workspace, template: Path) -> None:
    fill_template(template, centre.root / "filled.xlsx", {})
    saved_at = read_return(centre.root / "filled.xlsx").saved_at
    assert saved_at is not None
    assert timedelta(0) <= datetime.now(UTC) - saved_at < timedelta(minutes=5)


def test_a_row_that_the_template_lacks_cannot_be_answered(centre: Workspace, template: Path) -> None:
    with pytest.raises(KeyError, match=r"9\.9\.9"):
        fill_template(template, centre.root / "filled.xlsx", {"9.9.9": {"done": 1}})

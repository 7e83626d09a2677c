"""The history of the quarters: as they were reported beside how they stand now, over two years and two plans."""

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.conftest import NewYear
from tests.support.centre import Hurried, call, call_by, copy_of, take, take_files
from tests.support.livoberezhnyi import (
    FIRST,
    SECOND,
    UNITS,
    after,
    close_quarter,
    drop,
    play_quarter,
)
from tests.support.rows_only import rows_only
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.services.closing.decisions import reopen_quarter
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.plan.next_plan import new_next_plan
from xlplan.services.report.consolidate import consolidate, stale_quarters
from xlplan.services.report.history import export_history
from xlplan.services.templates import issue_templates
from xlplan.storage.archive import find_stored
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

NEXT = Quarter(2024, 1)
BEFORE, NOW, OTHER = "1.1.2.2", "1.1.2.90", "1.1.2.3"


def in_spring(day: int = 20) -> datetime:
    """A day of March 2024, while its first quarter is open."""
    return datetime(2024, 3, day, 10, tzinfo=ZoneInfo("Europe/Kyiv"))


def short(done: int) -> dict[str, CellValue]:
    return {"done": done, "reason": "карантин", "action": "надолужимо"}


@pytest.fixture(scope="module")
def _played(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter that was corrected after it was signed, one that a unit is silent in, a year with another code."""
    use_language("uk")
    workspace = new_year(tmp_path_factory.mktemp("рік") / "центр")
    play_quarter(workspace, FIRST, {"BPD": {BEFORE: short(1)}})
    close_quarter(workspace, FIRST)
    call_by("директор", reopen_quarter, workspace, lambda: after(FIRST, 14), FIRST, "уточнення")
    drop(workspace, FIRST, "BPD", {BEFORE: {"done": 7}}, "БПД, виправлено.xlsx")
    take_files(workspace, after(FIRST, 15))
    close_quarter(workspace, FIRST, after(FIRST, 16))
    call(issue_templates, workspace, lambda: after(SECOND, 1), SECOND)
    for unit in UNITS[:2]:
        drop(workspace, SECOND, unit)
    take_files(workspace, after(SECOND))
    plan = call(new_next_plan, workspace, in_spring, 2023).path
    book = openpyxl.load_workbook(plan)
    code, *_previous = (cell for row in book["План"].iter_rows() for cell in row if cell.value == BEFORE)
    code.value = NOW
    book.save(plan)
    call(adopt_plan, workspace, lambda: in_spring(2), plan, "план на рік")
    call(issue_templates, workspace, lambda: in_spring(3), NEXT)
    return workspace.root


@pytest.fixture
def years(_played: Path, tmp_path: Path) -> Workspace:
    return copy_of(_played, tmp_path / "центр")


def entry(sheet: Worksheet, code: str) -> dict[object, list[object]]:
    """The cells of the quarters in the rows of an entry, by what they hold."""
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] == code]
    return {row[2]: list(row[3:-1]) for row in rows}


def table(workspace: Workspace) -> list[dict[str, str]]:
    published = call(export_history, workspace, in_spring, None, None, True).files[1]
    with published.path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows(_played: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The rows of the history as a CSV file."""
    use_language("uk")
    return table(copy_of(_played, tmp_path_factory.mktemp("історія") / "центр"))


def of(rows: list[dict[str, str]], quarter: Quarter, code: str, unit: str) -> dict[str, str]:
    (found,) = (
        row
        for row in rows
        if row["quarter"] == str(quarter) and row["code_then"] == code and row["unit"].startswith(unit)
    )
    return found


def test_the_workbook_of_a_quarter_shows_the_last_year_under_the_code_of_now(years: Workspace) -> None:
    sheet = rows_only(call(consolidate, years, in_spring, NEXT).path)["Динаміка"]
    headings = [cell.value for cell in next(sheet.iter_rows(min_row=5))]
    assert headings[3:] == ["І квартал\n2023 року", "ІІ квартал\n2023 року", "І квартал\n2024 року", "Графік"]
    own, other = entry(sheet, NOW), entry(sheet, OTHER)
    assert own["Звітовано"][1:] == [None, None]
    then, now = own["Звітовано"][0], own["Тепер"][0]
    assert isinstance(then, int)
    assert isinstance(now, int)
    assert now - then == 6
    assert own["Тепер"][2] is None
    assert other["Звітовано"][0] == other["Тепер"][0]
    assert sheet["A4"].value == f"Змінилося після підписання кварталу: {NOW} ({FIRST})."


def test_the_history_says_the_code_of_then_and_the_code_of_now(rows: list[dict[str, str]]) -> None:
    assert {row["code_now"] for row in rows if row["code_then"] == BEFORE} == {NOW}
    assert len({row["line"] for row in rows if row["code_now"] == NOW}) == 1
    assert {row["quarter"] for row in rows if row["code_now"] == NOW} == {str(FIRST), str(SECOND), str(NEXT)}
    assert {row["code_then"] for row in rows if row["quarter"] == str(NEXT) and row["code_now"] == NOW} == {NOW}


def test_both_results_of_a_corrected_row_lead_to_the_cell_of_their_file(
    years: Workspace, rows: list[dict[str, str]]
) -> None:
    row = of(rows, FIRST, BEFORE, "відділ безоплатної")
    assert (row["done_then"], row["done_now"]) == ("1", "7")
    assert row["file"] == "БПД, виправлено.xlsx" != row["file_then"]
    for ending, done in (("", 7), ("_then", 1)):
        path = find_stored(years.archive, row[f"sha256{ending}"])
        assert path
        assert rows_only(path)[row[f"sheet{ending}"]][row[f"cell{ending}"]].value == done


def test_a_silent_unit_has_a_blank_and_is_named(rows: list[dict[str, str]]) -> None:
    own = [row for row in rows if row["quarter"] == str(SECOND)]
    silent = [row for row in own if not row["file"] and row["unit"] != "спільно"]
    assert silent
    assert {row["done_now"] for row in silent} == {""}
    assert {row["done_then"] for row in own} == {""}


def test_the_quarters_can_be_limited(years: Workspace) -> None:
    result = call(export_history, years, in_spring, SECOND, NEXT)
    assert (result.quarters, result.files[0].path.name) == ((SECOND, NEXT), "Історія 2023-Q2–2024-Q1.xlsx")
    with pytest.raises(XlplanError, match="2023-Q1 – 2024-Q1"):
        call(export_history, years, in_spring, Quarter(2025, 1), None)


def test_the_workbook_holds_the_same_rows_as_the_csv_file_in_one_table(
    years: Workspace, rows: list[dict[str, str]]
) -> None:
    path = call(export_history, years, in_spring).files[0].path
    read = pd.read_excel(path, sheet_name="Історія", dtype=str, engine="calamine").fillna("")
    assert len(read) == len(rows)
    for theirs, name in (("Код тепер", "code_now"), ("Підрозділ", "unit"), ("Виконано тепер", "done_now")):
        assert list(read[theirs]) == [row[name] for row in rows]
    book = openpyxl.load_workbook(path)
    assert list(book["Історія"].tables) == ["Історія"]
    assert book.sheetnames == ["Динаміка", "Історія"]


def test_the_history_is_sound_and_the_same_at_every_run(years: Workspace) -> None:
    first, second = (call(export_history, years, in_spring).files[0].path.read_bytes() for _ in range(2))
    assert first == second
    path = years.history()
    assert OpenXmlValidator().validate(path).errors == []


def test_a_return_of_the_last_year_makes_the_workbook_of_this_year_stale(years: Workspace) -> None:
    drop(years, NEXT, "KER")
    take(years, in_spring())
    assert call(stale_quarters, years, in_spring) == ()
    drop(years, SECOND, "FIN")
    call(process_inbox, years, in_spring, Hurried())
    assert call(stale_quarters, years, in_spring) == (SECOND, NEXT)


@pytest.mark.office
def test_libreoffice_opens_the_history_with_the_same_numbers(
    years: Workspace, office: Callable[..., Path]
) -> None:
    path = call(export_history, years, in_spring).files[0].path
    for sheet in ("Динаміка", "Історія"):
        ours, theirs = (
            pd.read_excel(each, sheet_name=sheet, header=None, engine="calamine")
            for each in (path, office(path, "xlsx"))
        )
        assert ours.equals(theirs)

"""A return with percentages, hours and a share on its way through the intake: recorded, answered, sent back."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.centre import ZONE, Hurried, call, copy_of
from tests.support.measured_plan import write_measured_plan
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.submission import Outcome
from xlplan.domain.target import TargetKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.ledger.submissions import entries_of
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.intake.results import IntakeResult
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows.fill_template import fill_template

QUARTER = Quarter(2025, 1)
Answers = Mapping[str, Mapping[str, CellValue]]
# Lectures 1.1, those with a survey 1.1/2, their share 1.1/3, fuel 1.4 in money, pleased clients 2.2 in per cent.
GOOD: Answers = {
    "1.1": {"done": 6},
    "1.1/2": {"done": 4, "reason": None},
    "1.1/3": {"reason": "двоє хворіли", "action": "опитаємо всіх у квітні"},
    "1.4": {"done": 14999.99},
    "2.2": {"done": 95.5},
    "2.5": {"done": 90.25},
}


def at(day: int) -> datetime:
    """A moment of April 2025."""
    return datetime(2025, 4, day, 10, tzinfo=ZONE)


@pytest.fixture(scope="module")
def _issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    made = new_workspace(tmp_path_factory.mktemp("issued") / "центр", at(1), with_plan=False)
    write_measured_plan(made.templates / "План.xlsx")
    call(adopt_plan, made, lambda: at(1), None, "")
    call(issue_templates, made, lambda: at(1), QUARTER)
    return made.root


@pytest.fixture
def workspace(_issued: Path, tmp_path: Path) -> Workspace:
    """A centre that measures, its templates of the first quarter issued."""
    return copy_of(_issued, tmp_path / "центр")


def issue_of(workspace: Workspace) -> Issue:
    """What was issued to the centre's office."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return next(issue for issue in latest_issues(connection, QUARTER) if issue.unit.code == "OFF")


def sent(workspace: Workspace, changes: Answers | None = None) -> Path:
    """Drops the office's return into the inbox."""
    issue = issue_of(workspace)
    answers: dict[str, dict[str, CellValue]] = {}
    for row in issue.rows:
        plain: dict[str, CellValue] = {"description": f"зроблено за рядком {row.key}"}
        if row.target.kind is TargetKind.COUNT and row.ratio is None:
            plain["done"] = float(row.target.count or 0)
        answers[row.key] = {**plain, **GOOD.get(row.key, {}), **(changes or {}).get(row.key, {})}
    path = workspace.inbox / "звіт.xlsx"
    fill_template(workspace.template(QUARTER, issue.unit.name), path, answers)
    return path


def taken(workspace: Workspace) -> IntakeResult:
    """The answer to the one file in the inbox."""
    (result,) = call(process_inbox, workspace, lambda: at(5), Hurried()).results
    return result


def entries(workspace: Workspace, result: IntakeResult) -> dict[str, Entry]:
    """The recorded entries."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return {entry.key: entry for entry in entries_of(connection, result.number)}


def report_of(path: Path) -> tuple[Any, dict[str, int]]:
    """The report sheet of a file to correct, and the number of the row of each code."""
    sheet = openpyxl.load_workbook(path)["Звіт"]
    return sheet, {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=6) if row[0].value}


def test_decimals_and_the_share_are_recorded_exactly(workspace: Workspace) -> None:
    sent(workspace)
    result = taken(workspace)
    assert result.outcome is Outcome.ACCEPTED, [str(error) for error in result.errors]
    recorded = entries(workspace, result)
    assert recorded["1.4"].number == Decimal("14999.99")
    assert recorded["2.2"].number == Decimal("95.5")
    share = recorded["1.1/3"]
    assert (share.kind, share.number, share.reason) == (EntryKind.NUMBER, Decimal("66.7"), "двоє хворіли")


def test_the_receipt_shows_each_number_in_the_unit_of_its_row(workspace: Workspace) -> None:
    sent(workspace)
    page = re.sub(r"<[^>]+>", " ", taken(workspace).receipt.read_text("utf-8")).replace("\u00a0", " ")
    for shown in (
        "14 999,99 грн (план: не більше 15 000,50 грн)",
        "66,7 % (план: 80 %)",
        "95,5 % (план: 95 %)",
        "90,25 % (план: 90 %)",
    ):
        assert shown in page, page


def test_a_share_that_falls_short_without_a_reason_is_sent_back_and_its_cell_stays_locked(
    workspace: Workspace,
) -> None:
    sent(workspace, {"1.1/3": {"reason": None, "done": 99}})
    result = taken(workspace)
    assert result.outcome is Outcome.TO_CORRECT
    sheet, numbers = report_of(next(workspace.to_correct(QUARTER).iterdir()))
    row = numbers["1.1/3"]
    assert [sheet.cell(row, column).protection.locked for column in (5, 7)] == [True, False]
    assert "причини" in str(sheet.cell(row, 7).comment.text)
    assert "66,7\u00a0%" in str(sheet.cell(row, 5).comment.text)


def test_a_fresh_template_has_the_same_digits_and_computes_the_share_anew(workspace: Workspace) -> None:
    path = sent(workspace, {"2.2": {"done": "95,5 %"}, "1.4": {"done": "14 999,99"}})
    book = openpyxl.load_workbook(path)
    sheet, numbers = book["Звіт"], report_of(path)[1]
    sheet.delete_rows(numbers["2.5"])
    book.save(path)
    assert taken(workspace).outcome is Outcome.TO_CORRECT
    sheet, numbers = report_of(next(workspace.to_correct(QUARTER).iterdir()))
    assert [sheet.cell(numbers[key], 5).value for key in ("2.2", "1.4", "2.5")] == [95.5, 14999.99, None]
    row = numbers["1.1/3"]
    assert f"ROUND(E{numbers['1.1/2']}*100/E{numbers['1.1']},1)" in sheet.cell(row, 5).value
    assert sheet.cell(row, 7).value == "двоє хворіли"

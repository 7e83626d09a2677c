"""A ceiling is called one wherever a unit meets it, and its cell stays a number."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue as check_issue
from tests.support.return_tables import returned
from tests.support.template_samples import MADE, issue, row
from xlplan.documents.receipt.text import answer_rows
from xlplan.documents.return_reader.reader import read_return
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.plan import Better, Counting
from xlplan.domain.returned import CellValue
from xlplan.domain.submission import Outcome, Verdict
from xlplan.domain.target import count_target
from xlplan.validation.returns import check_return

PAST = RowHistory(target=40, done=47, shortfall=7, promised="перевіримо (вигадано)")
AT_MOST_40 = row("1.1", count_target(40), better=Better.LESS, past=PAST)
JOINT = row("1.2", count_target(40), Counting.JOINT, better=Better.LESS)
ANSWERS: dict[str, dict[str, CellValue]] = {
    "1.1": {"done": 47, "kept": "ні", "description": "опис"},
    "1.2": {"done": 3},
}


def written(folder: Path, *rows: IssueRow) -> Path:
    path = folder / "шаблон.xlsx"
    write_template(path, issue(*rows or (AT_MOST_40, JOINT)), MADE, ANSWERS)
    return path


def test_the_targets_are_numbers_that_are_shown_as_ceilings(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path))["Звіт"]
    headings = {str(cell.value): at for at, cell in enumerate(sheet[5], start=1)}
    planned, to_date = headings["План"], headings["План з початку року"]
    assert [(sheet.cell(6, at).value, sheet.cell(6, at).number_format) for at in (planned, to_date)] == [
        (40, '"≤ "0'),
        (80, '"≤ "0'),
    ]
    assert sheet.cell(7, planned).number_format == '"≤ "0" спільно"'


def test_the_prompt_and_the_promise_call_it_a_ceiling(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path))["Звіт"]
    prompts = [str(each.prompt) for each in sheet.data_validations.dataValidation]
    assert sum("За планом: не більше 40." in prompt for prompt in prompts) == 2
    promised = "Минулого кварталу було понад межу на 7. Обіцяно: перевіримо (вигадано)"
    assert any(cell.value == promised for cell in sheet[6])


def checked(target: str, done: str, asked: IssueRow = AT_MOST_40) -> list[tuple[str, str]]:
    table = f"key | target | done | reason\n1.1 | {target} | {done} | "
    findings = check_return(check_issue(replace(asked, past=None)), returned(table))[2]
    return [(each.code, each.problem) for each in findings if each.code in ("reason-missing", "locked-changed")]


def test_the_findings_call_it_a_ceiling() -> None:
    assert checked("40", "47") == [("reason-missing", "План — не більше 40, виконано — 47, а причини не вказано.")]
    ((_code, problem),) = checked("50", "3")
    assert "не більше 40" in problem


@pytest.mark.parametrize("shown", ["40", "≤ 40", "≤40"])
def test_a_target_that_a_program_kept_as_it_was_shown_is_as_issued(shown: str) -> None:
    assert checked(shown, "3") == []


def test_the_receipt_calls_it_a_ceiling() -> None:
    asked = check_issue(replace(AT_MOST_40, past=None), replace(JOINT, past=None))
    file = returned("key | done | reason\n1.1 | 47 | так вийшло\n1.2 | 3 |")
    entries, events, findings = check_return(asked, file)
    verdict = Verdict(Outcome.ACCEPTED, asked, findings, entries, events)
    assert [text for _key, _measure, text in answer_rows(verdict)] == [
        "47 (план: не більше 40)",
        "3 (спільний план: не більше 40)",
    ]


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_no_program_makes_its_target_another_one(to: str, tmp_path: Path, office: Callable[..., Path]) -> None:
    path = written(tmp_path)
    saved = path if to == "xlsx" else office(path, to)
    if to == "xlsx":
        openpyxl.load_workbook(office(path, to)).save(path)
    findings = check_return(issue(AT_MOST_40, JOINT), read_return(saved))[2]
    assert {each.code for each in findings} == {"reason-missing", "action-missing"}

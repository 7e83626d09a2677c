"""A plan that comes into the inbox is called a plan, with what to do with it, and never a bad return."""

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.centre import at, call, take
from tests.support.own_form import write_own_form
from tests.support.paper_plans import write_quarterly_plan, write_yearly_plan
from tests.support.word_files import docx, row, table
from xlplan.services.intake.child_tasks import parse_file
from xlplan.services.intake.identify import identify_file
from xlplan.storage.workspace import Workspace

RESULTS = ("Код", "Захід", "Показник", "План", "Виконано", "Опис")


def write_plan_workbook(path: Path) -> Path:
    """The plan workbook of the demonstration."""
    sample = files("xlplan.workflows") / "demo_data" / "korosten-2021-q2.xlsx"
    return Path(shutil.copyfile(str(sample), path))


def codes(path: Path) -> list[str]:
    read = parse_file(path)
    return [finding.code for finding in read] if isinstance(read, tuple) else []


@pytest.mark.parametrize(
    ("write", "name", "code"),
    [
        (write_plan_workbook, "План.xlsx", "file-plan-workbook"),
        (write_own_form, "План.xlsx", "file-plan"),
        (write_own_form, "План.docx", "file-plan"),
        (write_quarterly_plan, "План.docx", "file-plan"),
        (write_yearly_plan, "План.docx", "file-plan"),
    ],
)
def test_a_plan_is_called_a_plan(tmp_path: Path, write: Callable[[Path], object], name: str, code: str) -> None:
    write(tmp_path / name)
    assert codes(tmp_path / name) == [code]


@pytest.mark.parametrize(
    ("write", "name", "command"),
    [
        (write_plan_workbook, "План.xlsx", "«xlplan plan check»"),
        (write_own_form, "наш план.xlsx", "«xlplan plan import»"),
        (write_own_form, "наш план.docx", "«xlplan plan import»"),
    ],
)
def test_the_receipt_names_the_command_for_the_plan(
    centre: Workspace, write: Callable[[Path], object], name: str, command: str
) -> None:
    write(centre.inbox / name)
    (result,) = take(centre).intake.results
    page = result.receipt.read_text("utf-8")
    assert "план" in result.errors[0].problem
    assert command in page
    assert "Перенесіть відповіді" not in page


@pytest.mark.parametrize("name", ["план.xlsx", "план.docx"])
def test_identify_calls_it_a_plan_too(centre: Workspace, tmp_path: Path, name: str) -> None:
    seen = call(identify_file, centre, at, write_own_form(tmp_path / name))
    assert [finding.code for finding in seen.findings] == ["file-plan"]


def test_a_list_of_results_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "звіт.docx").write_bytes(docx(table(row(*RESULTS), row("1.1", "Захід", "Виїзди", "4", "4", ""))))
    assert codes(tmp_path / "звіт.docx") == ["file-document"]
    book = Workbook()
    book.worksheets[0].append(list(RESULTS))
    book.save(tmp_path / "звіт.xlsx")
    assert codes(tmp_path / "звіт.xlsx") == []


def test_a_letter_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "лист.docx").write_bytes(docx())
    assert codes(tmp_path / "лист.docx") == ["file-document"]

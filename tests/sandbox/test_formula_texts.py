"""A text that looks like a formula ends as text in every workbook written, also after LibreOffice saves it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import Office
from tests.support.centre import QUARTER, at, clean_answer, issue_of, take
from tests.support.rows_only import rows_only
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellValue
from xlplan.domain.submission import Outcome
from xlplan.storage.workspace import Workspace

pytestmark = pytest.mark.slow

TEXTS = (
    "=cmd|'/c calc'!A0",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "+cmd|'/c calc'!A0",
    "-2+3+cmd|'/c calc'!A0",
    '=HYPERLINK("http://127.0.0.1/?"&A1,"тут")',
    '=DDE("soffice";"/etc/passwd";"a")',
    '=WEBSERVICE("http://127.0.0.1/")',
    "\t=1+1",
    "{=1+1}",
    "'=1+1",
    "http://127.0.0.1/",
    "internal:Звіт!A1",
)


def _return(centre: Workspace, unit: str, changes: dict[str, dict[str, CellValue]]) -> Path:
    """A unit's return in the inbox, its texts as hostile as can be."""
    issue = issue_of(centre, unit)
    answers = {row.key: {**clean_answer(row), **changes.get(row.key, {})} for row in issue.rows}
    for row, text in zip(issue.rows, TEXTS * 3, strict=False):
        answers[row.key].update(description=text, reason=text, action=text)
    key = issue.rows[0].key
    events = [
        {"key": key, "event": text, "held_on": "14.05.2021", "place": text, "partner": text, "link": text}
        for text in TEXTS
    ]
    path = centre.inbox / f"{unit}.xlsx"
    write_template(path, issue, at(), answers, events)
    return path


def _texts_and_formulas(path: Path) -> tuple[set[str], list[str]]:
    texts: set[str] = set()
    formulas: list[str] = []
    for value, kind in _cells(path):
        if kind == "f":
            formulas.append(value)
        else:
            texts.add(value)
    return texts, formulas


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    for sheet in rows_only(path):
        for row in sheet.iter_rows():
            yield from ((str(cell.value), cell.data_type) for cell in row if cell.value is not None)


def _turned(path: Path) -> list[str]:
    """The texts that a workbook holds as formulas, and those that it does not hold at all."""
    texts, formulas = _texts_and_formulas(path)
    signs = ("cmd|", "127.0.0.1", "DDE(", "1+1")
    hostile = [formula for formula in formulas if any(sign in formula for sign in signs)]
    return hostile + [text for text in TEXTS if not any(text.strip() in seen for seen in texts)]


@pytest.mark.office
def test_a_template_a_marked_return_and_the_consolidated_workbook_hold_texts_as_texts(
    centre: Workspace, office: Office
) -> None:
    filled = Path(shutil.copy(_return(centre, "MAL", {"1.4.2": {"done": "один"}}), centre.root / "шаблон.xlsx"))
    _return(centre, "OVR", {})
    dealt = take(centre)
    outcomes = {answer.file: answer.outcome for answer in dealt.intake.results}
    assert outcomes == {"MAL.xlsx": Outcome.TO_CORRECT, "OVR.xlsx": Outcome.ACCEPTED}
    (marked,) = (answer.marked_return for answer in dealt.intake.results if answer.marked_return)
    (report,) = (path for path in (centre.outbox / str(QUARTER)).glob("*.xlsx"))
    for path in (filled, marked, report):
        assert _turned(path) == []
        assert _turned(office(path, "xlsx")) == []


@pytest.mark.office
def test_a_return_saved_by_libreoffice_is_let_through_with_its_texts(centre: Workspace, office: Office) -> None:
    saved = office(_return(centre, "OVR", {}).rename(centre.root / "OVR.xlsx"), "xlsx")
    saved.rename(centre.inbox / "OVR.xlsx")
    (answer,) = take(centre).intake.results
    assert answer.outcome is Outcome.ACCEPTED


def test_a_program_that_makes_formulas_of_texts_would_be_caught(tmp_path: Path) -> None:
    book = Workbook()
    for row, text in enumerate(TEXTS, 1):
        book.active.cell(row, 1).value = text  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    assert _turned(tmp_path / "a.xlsx")[:2] == [TEXTS[0], TEXTS[4]]

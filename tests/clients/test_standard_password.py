"""A template encrypted with a password that nobody chose is read; with one that somebody chose, it is named."""

from pathlib import Path

import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from tests.support.client_answers import Checked, checked
from xlplan.documents.plan_reader.workbook import open_grids
from xlplan.domain.findings.plan_source_kinds import PLAN_IS_OWN_FORM
from xlplan.domain.issue import Issue
from xlplan.services.intake.child_tasks import parse_file
from xlplan.storage.standard_password import PASSWORD, is_encrypted

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture(scope="module")
def saved(filled: Path, by_hand: Path) -> Path:
    """A folder with the filled template, encrypted in both ways as .xls by LibreOffice and as .xlsx."""
    for what, password in (("encrypt as Excel", PASSWORD), ("encrypt", "замок")):
        with filled.open("rb") as content:
            (by_hand / f"{what}.xlsx").write_bytes(ECMA376Agile.encrypt(password, content))
    return by_hand


@pytest.mark.parametrize("to", ["xls", "xlsx"])
def test_a_file_locked_without_a_password_is_read(saved: Path, to: str, issue: Issue, before: Checked) -> None:
    path = saved / f"encrypt as Excel.{to}"
    assert is_encrypted(path.read_bytes())
    assert checked(issue, path)[:2] == before[:2]


@pytest.mark.parametrize("to", ["xls", "xlsx"])
def test_a_file_with_a_password_is_called_so(saved: Path, to: str) -> None:
    answer = parse_file(saved / f"encrypt.{to}")
    assert isinstance(answer, tuple)
    assert [finding.code for finding in answer] == ["file-encrypted"]


@pytest.mark.parametrize("to", ["xls", "xlsx"])
def test_a_plan_locked_without_a_password_is_read(saved: Path, to: str) -> None:
    # The template is no plan, and the reader of plans names the sheets that it found in it.
    _grids, refused = open_grids(saved / f"encrypt as Excel.{to}")
    assert refused is not None
    assert refused.kind is PLAN_IS_OWN_FORM
    assert "«Звіт»" in refused.problem

"""Spreadsheets that no one here made: each gets an answer, none stops the reading of the next."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlplan.domain.returned import ReturnContent
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.child_tasks import parse_file

pytestmark = pytest.mark.slow

CORPUS = os.environ.get("XLPLAN_CORPUS", "")
FILES = sorted(path for path in Path(CORPUS).rglob("*") if path.is_file()) if CORPUS else []
LIMIT = 10.0


@pytest.fixture(scope="module")
def child() -> Iterator[ParserProcess[ReturnContent]]:
    with ParserProcess(parse_file, seconds=LIMIT) as made:
        yield made


@pytest.mark.skipif(not FILES, reason="XLPLAN_CORPUS names no folder with spreadsheets")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_foreign_file_is_refused_or_found_to_be_none_of_ours(
    child: ParserProcess[ReturnContent], path: Path
) -> None:
    before = time.monotonic()
    answer = child.run(path)
    assert time.monotonic() - before < LIMIT
    if isinstance(answer, ReturnContent):
        assert not answer.has_report_sheet
        assert not answer.form_codes
    else:
        assert answer[0].code.startswith("file-")
        assert answer[0].problem


@pytest.mark.skipif(not FILES, reason="XLPLAN_CORPUS names no folder with spreadsheets")
@pytest.mark.parametrize(
    "path",
    [
        path
        for path in FILES
        if "password" in path.name.lower() and "sha512passwordprotection" not in path.name.lower()
    ],
    ids=lambda path: path.name,
)
def test_a_file_with_a_password_is_called_so(child: ParserProcess[ReturnContent], path: Path) -> None:
    answer = child.run(path)
    assert isinstance(answer, tuple)
    assert [finding.code for finding in answer] == ["file-encrypted"]

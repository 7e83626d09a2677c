"""The consolidated workbook as a PDF, where LibreOffice is installed."""

from pathlib import Path

import pytest

from tests.conftest import Office
from tests.support.centre import QUARTER, at, call
from tests.support.decided_centre import close_quarter
from xlplan.domain.errors import XlplanError
from xlplan.services.report.consolidate import ConsolidationResult
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.report_pdf import consolidate_to_pdf


@pytest.mark.office
def test_the_pdf_lies_beside_the_workbook_and_of_a_closed_quarter_beside_its_edition(
    returned: Workspace, office: Office
) -> None:
    told: list[ConsolidationResult] = []
    open_one = call(consolidate_to_pdf, returned, at, QUARTER, told.append).path
    assert (open_one, [each.path for each in told]) == (
        returned.report(QUARTER).with_suffix(".pdf"),
        [returned.report(QUARTER)],
    )
    call(close, returned, lambda: at(12), call(prepare_closing, returned, lambda: at(12), QUARTER))
    closed_one = call(consolidate_to_pdf, returned, at, QUARTER, told.append).path
    assert closed_one.name == "Зведений звіт 2021-Q2 (випуск 1).pdf"
    assert len(told) == 1
    for path in (open_one, closed_one):
        assert path.read_bytes().startswith(b"%PDF")


def test_without_libreoffice_the_workbook_is_there_and_a_sentence_says_so(
    returned: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("xlplan.storage.libreoffice._PLACES", ())
    told: list[ConsolidationResult] = []
    with pytest.raises(XlplanError, match="LibreOffice") as refused:
        call(consolidate_to_pdf, returned, at, QUARTER, told.append)
    assert len(str(refused.value).splitlines()) == 1
    assert told[0].path.exists()


def test_no_pdf_is_made_of_an_edition_that_is_not_the_signed_one(returned: Workspace) -> None:
    close_quarter(returned, 12)
    edition = returned.edition(QUARTER, 1)
    edition.chmod(0o600)
    edition.write_bytes(edition.read_bytes() + b"x")
    with pytest.raises(XlplanError, match="не той файл, який підписано"):
        call(consolidate_to_pdf, returned, lambda: at(13), QUARTER, lambda _result: None)

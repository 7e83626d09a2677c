"""The centre's own base of Word documents: where it lies, and the one sentence where it cannot be one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.support.centre import at
from tests.support.paths import ROOT
from tests.support.word_files import document as body
from tests.support.word_files import docx as document_of
from tests.support.word_files import packed, paragraph
from xlplan.documents.word_writer.base import open_base
from xlplan.domain.errors import XlplanError
from xlplan.services.document_base import read_document_base
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "центр", at(), with_plan=False)


def letter(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Лист")
    document.save(str(path))
    return path


def test_without_a_base_documents_are_written_over_that_of_xlplan(workspace: Workspace) -> None:
    base = read_document_base(workspace)
    assert (base.is_own, base.place) == (False, workspace.templates / "Основа документів.docx")


@pytest.mark.parametrize("name", ["Основа документів.docx", "Document base.docx"])
def test_a_base_is_found_under_its_name_in_either_language(workspace: Workspace, name: str) -> None:
    path = letter(workspace.templates / name)
    base = read_document_base(workspace)
    assert (base.place, base.data) == (path, path.read_bytes())


def test_the_place_of_a_base_is_named_in_the_language_of_the_workspace(tmp_path: Path) -> None:
    use_language("en")
    assert new_workspace(tmp_path / "centre", at()).document_base.name == "Document base.docx"


def test_a_base_is_no_plan(workspace: Workspace) -> None:
    letter(workspace.templates / "Основа документів.docx")
    assert workspace.plan_workbooks == []


def test_a_document_that_says_nothing_but_a_text_is_a_base(workspace: Workspace) -> None:
    (workspace.templates / "Основа документів.docx").write_bytes(document_of(paragraph("Лист")))
    base = read_document_base(workspace)
    document = open_base(base.data, across=False)
    assert len(document.sections) == 1


def _workbook(path: Path) -> None:
    shutil.copy(next((ROOT / "templates").glob("*.xlsx")), path)


def _torn(path: Path) -> None:
    letter(path)
    path.write_bytes(path.read_bytes()[:9000])


def _linked(path: Path) -> None:
    """A header with a picture that lies on a server."""
    document = docx.Document()
    part = document.sections[0].header.part
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    part.relate_to("http://example.org/logo.png", kind, is_external=True)
    document.save(str(path))


def _with_entity(path: Path) -> None:
    path.write_bytes(packed({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + body(paragraph("&b;"))}))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "він порожній"),
        (lambda path: path.write_text("бланк", "utf-8"), "це не документ Word"),
        (_workbook, "це не документ Word"),
        (_torn, "він пошкоджений"),
        (_linked, "лежать поза ним"),
        (_with_entity, "небезпечно побудований"),
    ],
    ids=["empty", "text", "workbook", "torn", "linked", "entity"],
)
def test_a_file_that_cannot_be_a_base_is_refused_in_one_line(
    workspace: Workspace, make: Callable[[Path], object], said: str
) -> None:
    make(workspace.templates / "Основа документів.docx")
    with pytest.raises(XlplanError) as refused:
        read_document_base(workspace)
    (line,) = str(refused.value).splitlines()
    assert line.startswith("templates/Основа документів.docx не може бути основою документів Word: ")
    assert said in line

"""The form code of a template is read from the file in a moment; a file of another sort has none."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.template_samples import KINDS, MADE, issue
from xlplan.documents.template.identity import form_code_of
from xlplan.documents.template.workbook import write_template

PROPERTY = "docProps/custom.xml"
ISSUE = issue(*KINDS.values())


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "шаблон.xlsx"
    write_template(path, ISSUE, MADE)
    return path


def with_part(path: Path, part: str, content: bytes) -> Path:
    """The workbook with another content of a part."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, old in {**parts, part: content}.items():
            book.writestr(name, content if name == part else old)
    return path


def test_a_template_carries_its_form_code(template: Path) -> None:
    assert form_code_of(template) == str(ISSUE.form_code)


def test_a_template_saved_by_another_program_carries_it_still(template: Path) -> None:
    book = load_workbook(template)
    book.save(template)
    assert form_code_of(template) == str(ISSUE.form_code)


def test_a_template_without_its_property_carries_it_still(template: Path) -> None:
    assert form_code_of(with_part(template, PROPERTY, b"<Properties/>")) == str(ISSUE.form_code)


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook", b"PK\x05\x06" + bytes(18)])
def test_a_file_of_another_sort_has_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "файл.xlsx"
    path.write_bytes(content)
    assert form_code_of(path) == ""


def test_a_damaged_template_has_none(template: Path) -> None:
    content = bytearray(template.read_bytes())
    content[30:-100] = bytes(len(content) - 130)
    template.write_bytes(content)
    assert form_code_of(template) == ""


def test_a_missing_file_has_none(tmp_path: Path) -> None:
    assert form_code_of(tmp_path / "немає.xlsx") == ""


def test_a_part_that_swells_is_not_unpacked(template: Path) -> None:
    swollen = b"<p>" + bytes(5_000_000)
    hostile = with_part(with_part(template, PROPERTY, swollen), "xl/workbook.xml", swollen)
    assert form_code_of(hostile) == ""


@pytest.mark.parametrize(
    "content", [b"<a " + b'name="xlplan-form" ' * 13_000, b"<" * 250_000, b'<a name="xlplan-form">' * 11_000]
)
def test_a_part_made_to_stop_a_search_stops_none(template: Path, content: bytes) -> None:
    hostile = with_part(with_part(template, PROPERTY, content), "xl/workbook.xml", content)
    assert form_code_of(hostile) == ""

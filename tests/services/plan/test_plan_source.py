"""A plan is read from a file of any kind that people have it in; of another one sentence says what to do."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.support.thoroughness import examples
from tests.support.word_files import cell, document, docx, packed, paragraph, row, table
from tests.support.zip_archives import ole2
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.grid import Grid
from xlplan.services.plan.plan_source import read_plan_source
from xlplan.text.translation import use_language

Office = Callable[..., Path]

PLAN = docx(
    "ПЛАН на 2026 рік",
    table(
        row(cell("№", merge="restart"), "Найменування заходу", cell("Квартали", span=2)),
        row(cell(merge="continue"), cell("з датою"), "І", "ІІ"),
        row("1", cell("Захід 1.1 Зустрічі:", "- лекція", "- бесіда"), "5", "за потреби"),
    ),
    "Директор",
)


_WIDE = row(cell("", span=63, merge="restart"), cell(span=63))


def read(tmp_path: Path, data: bytes, name: str = "план.docx") -> Source:
    """Return the source that these bytes give."""
    path = tmp_path / name
    path.write_bytes(data)
    found = read_plan_source(path)
    assert isinstance(found, Source), found
    return found


def refusal(tmp_path: Path, data: bytes) -> str:
    """Return the code of the finding for which these bytes are refused."""
    path = tmp_path / "план.docx"
    path.write_bytes(data)
    found = read_plan_source(path)
    assert isinstance(found, tuple)
    (finding,) = found
    assert finding.location.file == "план.docx"
    return finding.code


@pytest.mark.parametrize("name", ["план.docx", "план.doc", "план.xlsx", "план"])
def test_a_word_document_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, PLAN, name)
    grid = found.parts[1]
    assert isinstance(grid, Grid)
    assert (found.file, grid.file, grid.sheet) == (name, name, "таблиця 1")
    assert found.parts[::2] == ("ПЛАН на 2026 рік", "Директор")


def test_tables_are_named_in_the_language_in_use(tmp_path: Path) -> None:
    use_language("en")
    grid = read(tmp_path, PLAN).parts[1]
    assert isinstance(grid, Grid)
    assert grid.sheet == "table 1"


def test_a_spreadsheet_is_read_by_its_bytes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["План", 5])
    book.save(tmp_path / "book")
    (grid,) = read(tmp_path, (tmp_path / "book").read_bytes()).parts
    assert isinstance(grid, Grid)
    assert grid.rows == (("План", 5.0),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "plan-source-empty"),
        (b"%PDF-1.7 1 0 obj", "plan-source-pdf"),
        (b"\xff\xd8\xff\xe0", "plan-source-picture"),
        ("План на 2026 рік".encode(), "plan-source-text"),
        (PLAN[:-30], "plan-source-damaged"),
        (packed({}), "plan-source-damaged"),
        (packed({"word/document.xml": document("а")[:-9]}), "plan-source-damaged"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a/>'}), "plan-source-dangerous"),
        (docx(paragraph("<w:r><w:drawing><a:blip xmlns:a='x'/></w:drawing></w:r>")), "plan-source-pictures"),
        (ole2("EncryptedPackage", "EncryptionInfo"), "plan-source-locked"),
        (ole2("PowerPoint Document"), "plan-source-other"),
        (ole2("__properties_version1.0"), "plan-source-other"),
        (b"Rar!\x1a\x07", "plan-source-other"),
        (b"From: a@b.ua\nTo: c@d.ua\n\n", "plan-source-other"),
    ],
)
def test_a_file_from_which_no_plan_is_read_is_one_finding(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(tmp_path, data) == code


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_plan_source(tmp_path / "нема.docx")


@pytest.mark.parametrize("ending", ["doc", "odt", "rtf", "html:HTML (StarWriter)", "fodt"])
def test_another_format_comes_in_through_libreoffice_as_the_document_itself_does(
    tmp_path: Path, office: Office, ending: str
) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PLAN)
    saved = office(path, ending)
    found = read(tmp_path, saved.read_bytes(), "план.doc")
    grid, own = found.parts[1], read(tmp_path, PLAN).parts[1]
    assert isinstance(grid, Grid)
    assert isinstance(own, Grid)
    assert (grid.file, grid.rows) == ("план.doc", own.rows)
    assert [finding.code for finding in found.findings] == ["plan-source-converted"]


def test_a_document_saved_by_libreoffice_reads_as_the_one_it_was_made_from(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PLAN)
    again = office(office(path, "odt"), "docx")
    ours, theirs = read(tmp_path, PLAN), read(tmp_path, again.read_bytes())
    assert [part.rows if isinstance(part, Grid) else part for part in ours.parts] == [
        part.rows if isinstance(part, Grid) else part for part in theirs.parts
    ]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("data", [b"{\\rtf1 {\\*\\broken", ole2("WordDocument")])
def test_what_libreoffice_cannot_convert_or_makes_nothing_of_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "план.doc"
    path.write_bytes(data)
    found = read_plan_source(path)
    codes = [finding.code for finding in (found if isinstance(found, tuple) else found.findings)]
    assert codes in (["plan-source-not-converted"], ["plan-source-converted"])


def test_without_libreoffice_one_sentence_tells_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path, b"{\\rtf1 plan}") == "plan-source-to-convert"


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(table(*[row("1", "2", "3")] * 100_000), id="100 000 rows"),
        pytest.param("<w:tbl><w:tr><w:tc>" * 10_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 10_000, id="nested"),
        pytest.param(paragraph("<w:ins><w:sdt>" * 10_000 + "</w:sdt></w:ins>" * 10_000), id="deep"),
        pytest.param(table(*[_WIDE] * examples(20_000, 5_000)), id="wide"),
        pytest.param("<w:p/>" * examples(1_000_000, 250_000), id="paragraphs without end"),
        pytest.param(paragraph("<w:r><w:br/></w:r>" * examples(50_000, 12_500)), id="a paragraph of many lines"),
    ],
)
def test_a_hostile_document_costs_seconds_at_most(tmp_path: Path, body: str) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(docx(body))
    began = time.monotonic()
    found = read_plan_source(path)
    assert time.monotonic() - began < 40
    if isinstance(found, tuple):
        assert [finding.code for finding in found] in (
            ["plan-source-damaged"],
            ["plan-source-dangerous"],
            ["plan-source-too-slow"],
        )

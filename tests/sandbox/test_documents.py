"""The gate lets text documents through for an import alone, told by their bytes, and refuses hostile ones."""

from pathlib import Path

import pytest

from tests.support.word_files import document, docx, packed, paragraph, relations
from tests.support.zip_archives import ole2, package, zipped
from xlplan.sandbox.file_type import Format
from xlplan.sandbox.inspection import InspectedFile, inspect

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LINK = '<Relationship Id="x" Type="a/{}" Target="{}" TargetMode="External"/>'
ODT = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})
LOCKED_ODT = zipped(
    {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": b"<manifest:encryption-data/>",
    }
)


def seen(tmp_path: Path, data: bytes, *, with_documents: bool = True) -> Format | str:
    """What the gate makes of a file of these bytes: a format, or the code of the finding."""
    path = tmp_path / "план"
    path.write_bytes(data)
    told = inspect(path, with_documents=with_documents)
    return told.kind if isinstance(told, InspectedFile) else told[0].code


def notes(tmp_path: Path, data: bytes) -> list[str]:
    """The codes of the notes on a file that is let through."""
    path = tmp_path / "план"
    path.write_bytes(data)
    told = inspect(path, with_documents=True)
    assert isinstance(told, InspectedFile)
    return [note.code for note in told.notes]


def linked(kind: str, target: str) -> bytes:
    """Return a document with a relationship to something outside."""
    others = {
        "word/document.xml": document("план"),
        "word/_rels/document.xml.rels": relations({}, LINK.format(kind, target)),
    }
    return packed(others)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx("план"), Format.DOCX),
        (packed({"word/document.xml": document("план")}, types=MACROS), Format.DOCX),
        (zipped({"word/document.xml": document("план").encode()}), Format.DOCX),
        (ODT, Format.ODT),
        (ole2("WordDocument"), Format.DOC),
        (b"{\\rtf1\\ansi plan}", Format.RTF),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", Format.PAGE),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', Format.XML_DOCUMENT),
    ],
)
def test_a_text_document_is_let_through_where_documents_are_asked_for(
    tmp_path: Path, data: bytes, kind: Format
) -> None:
    assert seen(tmp_path, data) == kind
    expected = "file-not-workbook" if kind is Format.PAGE else "file-document"
    assert seen(tmp_path, data, with_documents=False) == expected


def test_a_workbook_is_let_through_beside_documents(tmp_path: Path) -> None:
    assert seen(tmp_path, package()) == Format.XLSX


@pytest.mark.parametrize("data", [LOCKED_ODT, ole2("EncryptedPackage", "EncryptionInfo")])
def test_a_document_with_a_password_is_locked(tmp_path: Path, data: bytes) -> None:
    assert seen(tmp_path, data) == "file-encrypted"


def test_a_doc_whose_flags_tell_of_a_password_is_locked(tmp_path: Path) -> None:
    whole = ole2("WordDocument")
    stream = b"\xec\xa5" + bytes(8) + (0x0100).to_bytes(2, "little")
    padding = bytes(-len(whole) % 512)
    assert seen(tmp_path, whole + padding + stream + bytes(500)) == "file-encrypted"
    assert seen(tmp_path, whole + padding + stream[:10] + bytes(502)) == Format.DOC


@pytest.mark.parametrize(
    "data",
    [
        packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}),
        packed(
            {
                "word/document.xml": document("план"),
                "word/styles.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
            }
        ),
        packed({"word/document.xml": document(paragraph(" " * 30_000_000))}),
    ],
)
def test_a_document_with_entities_or_one_that_swells_is_dangerous(tmp_path: Path, data: bytes) -> None:
    assert seen(tmp_path, data) == "file-dangerous"


def test_a_document_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    assert seen(tmp_path, docx("план" * 1000)[:-40]) == "file-damaged"


def test_macros_are_noted_and_never_run(tmp_path: Path) -> None:
    assert notes(tmp_path, packed({"word/document.xml": document("план"), "word/vbaProject.bin": b"x"})) == [
        "file-with-macros"
    ]


@pytest.mark.parametrize(
    ("kind", "target", "expected"),
    [
        ("hyperlink", "https://example.org/", []),
        ("attachedTemplate", "file:///C:/Templates/plan.dotx", []),
        ("image", "https://example.org/1.png", ["plan-source-linked"]),
        ("oleObject", "file:///C:/1.xlsx", ["plan-source-linked"]),
    ],
)
def test_content_outside_is_noted_and_never_fetched(
    tmp_path: Path, kind: str, target: str, expected: list[str]
) -> None:
    assert notes(tmp_path, linked(kind, target)) == expected

"""The base of every Word document: that of xlplan, and one that a centre puts in its place."""

import io
import runpy
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from tests.support.paths import ROOT
from tests.support.word_reading import accessibility_faults, footer_text, open_word
from xlplan.documents.word_writer.base import UnreadableBaseError
from xlplan.documents.word_writer.content import StyledParagraph
from xlplan.documents.word_writer.styles import Style
from xlplan.documents.word_writer.writer import DocumentDetails, WordWriter

DETAILS = DocumentDetails("Довідка", "Коростенський МЦ", datetime(2021, 7, 10, tzinfo=UTC))


def saved(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def written(base: bytes | None, across: bool = False, footer: str = "редакція 1") -> bytes:
    writer = WordWriter(base, DETAILS, across=across)
    for style in Style:
        if style is not Style.TABLE:
            writer.add(StyledParagraph((style.value,), style))
    writer.add_footer(footer)
    return writer.finish()


def letterhead() -> Document:
    """A base as a centre makes one in Word: its name above, its text below, and its own look of the body."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Коростенський місцевий центр"
    document.sections[0].footer.paragraphs[0].text = "вул. Грушевського, 22"
    document.sections[0].left_margin = Mm(25)
    document.styles["Normal"].font.name = "Arial"
    document.add_paragraph("Текст, який лишився від листа.")
    return document


def test_the_base_is_what_its_tool_makes() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "word_base.py"))
    with zipfile.ZipFile(made["BASE"]) as packed:
        assert {name: packed.read(name).decode() for name in packed.namelist()} == made["parts"]()


def test_a_base_of_the_centre_keeps_its_header_its_margins_and_its_styles() -> None:
    document = open_word(written(saved(letterhead())))
    assert document.sections[0].header.paragraphs[0].text == "Коростенський місцевий центр"
    assert round((document.sections[0].left_margin or 0) / Mm(1)) == 25
    assert document.styles["Normal"].font.name == "Arial"


def test_the_text_of_a_base_goes() -> None:
    texts = [paragraph.text for paragraph in open_word(written(saved(letterhead()))).paragraphs]
    assert texts == [style.value for style in Style if style is not Style.TABLE]


def test_a_base_gets_the_styles_that_it_lacks() -> None:
    document = open_word(written(saved(letterhead())))
    assert {"Текст таблиці", "Текст форми", "Body Text", "Signature"} <= {style.name for style in document.styles}
    assert accessibility_faults(document) == []


def test_the_line_of_the_version_stands_below_the_footer_of_a_base() -> None:
    document = open_word(written(saved(letterhead())))
    assert footer_text(document) == "вул. Грушевського, 22редакція 1стор. 1 з 1"


def test_a_document_of_xlplan_is_a_base_and_its_version_line_is_renewed() -> None:
    again = open_word(written(written(None, footer="редакція 1"), footer="редакція 2"))
    assert footer_text(again) == "редакція 2стор. 1 з 1"


@pytest.mark.parametrize("across", [False, True])
def test_a_base_with_pages_of_both_orientations_gives_the_one_that_is_needed(across: bool) -> None:
    base = letterhead()
    base.sections[0].left_margin = Mm(31)
    section = base.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height, section.left_margin = Mm(297), Mm(210), Mm(17)
    document = open_word(written(saved(base), across))
    (only,) = document.sections
    assert round((only.left_margin or 0) / Mm(1)) == (17 if across else 31)
    assert only.header.paragraphs[0].text == "Коростенський місцевий центр"


def test_a_page_that_is_turned_stays_bound_at_the_same_edge() -> None:
    base = letterhead()
    section = base.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(10),
        Mm(20),
        Mm(15),
    )
    (turned,) = open_word(written(saved(base), across=True)).sections
    sides = (turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin)
    assert [round((side or 0) / Mm(1)) for side in sides] == [30, 20, 10, 15]
    assert (turned.page_width or 0) > (turned.page_height or 0)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04", saved(docx.Document())[:3000]])
def test_what_is_no_sound_document_is_no_base(data: bytes) -> None:
    with pytest.raises(UnreadableBaseError):
        WordWriter(data, DETAILS)


def test_a_workbook_is_no_base() -> None:
    plan = next((ROOT / "templates").glob("*.xlsx")).read_bytes()
    with pytest.raises(UnreadableBaseError):
        WordWriter(plan, DETAILS)

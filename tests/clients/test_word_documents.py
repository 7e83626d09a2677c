"""Every form in Word, and whatever is over a letterhead: two validators find nothing, LibreOffice shows it."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.conftest import Office
from tests.support.client_programs import need
from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, plan_of
from tests.support.many_units import plan_of_many_units, plan_without_measures
from tests.support.narrative_sample import told
from tests.support.report_sample import PLAN, SAID
from tests.support.validators import faults_of
from tests.support.word_reading import accessibility_faults, footer_text
from tests.support.writer_base import write_letterhead
from xlplan.documents.narrative.writer import narrative_document
from xlplan.documents.plan_form.word_form import write_word_form
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import use_language

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
Q2 = Quarter(2021, 2)
FORMS = ("квартал", "рік", "сотні підрозділів", "без заходів")
LETTERHEADS = ("квартал на бланку", "рік на бланку", "довідка на бланку")
SAVED_AGAIN = "квартал на своїй копії"


def forms() -> dict[str, tuple[Plan, int | Quarter]]:
    """The plans that are printed, by the name of the file."""
    return {
        "квартал": (plan_of(KOROSTEN), Q2),
        "рік": (plan_of(LIVOBEREZHNYI), 2023),
        "сотні підрозділів": (plan_of_many_units(), Q2),
        "без заходів": (plan_without_measures(), Q2),
    }


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the forms over the base of xlplan."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("документи")
    for name, (plan, period) in forms().items():
        write_word_form(folder / f"{name}.docx", plan, period, "проєкт", MADE)
    return folder


@pytest.fixture(scope="module")
def on_letterhead(documents: Path, office: Office) -> Path:
    """The same folder with what is over a letterhead of LibreOffice Writer, or over a form that it saved again."""
    base = office(write_letterhead(documents / "бланк.fodt"), "docx")
    use_language("uk")
    for name, (plan, period) in list(forms().items())[:2]:
        write_word_form(documents / f"{name} на бланку.docx", plan, period, "проєкт", MADE, base.read_bytes())
    narrative = narrative_document(told(PLAN, SAID), base.read_bytes(), MADE)
    (documents / "довідка на бланку.docx").write_bytes(narrative)
    copy = office(documents / "квартал.docx", "docx").read_bytes()
    write_word_form(documents / f"{SAVED_AGAIN}.docx", *forms()["квартал"], "редакція 2", MADE, copy)
    return documents


@pytest.mark.parametrize("name", FORMS)
def test_both_validators_find_nothing(name: str, documents: Path) -> None:
    assert faults_of(documents / f"{name}.docx") == []


@pytest.mark.parametrize("name", [*LETTERHEADS, SAVED_AGAIN])
def test_they_find_nothing_on_a_letterhead_of_libreoffice_either(name: str, on_letterhead: Path) -> None:
    assert faults_of(on_letterhead / f"{name}.docx") == []


@pytest.mark.parametrize("name", FORMS)
def test_a_reader_who_hears_a_document_finds_its_structure(name: str, documents: Path) -> None:
    assert accessibility_faults(docx.Document(str(documents / f"{name}.docx"))) == []


@pytest.mark.parametrize("name", LETTERHEADS)
def test_a_letterhead_of_libreoffice_stays_and_is_heard(name: str, on_letterhead: Path) -> None:
    document = docx.Document(str(on_letterhead / f"{name}.docx"))
    header = document.sections[0].header
    assert header.paragraphs[0].text.strip() == "Коростенський місцевий центр"
    described = [each.get("descr") for each in header._element.iter(qn("wp:docPr"))]
    assert described
    assert all(described)
    # The letterhead numbers its pages itself.
    assert footer_text(document).startswith("вул. Грушевського, 22 ")
    assert "стор." not in footer_text(document)
    assert accessibility_faults(document) == []
    codes = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert codes == {"uk-UA"}


def test_a_form_that_libreoffice_saved_again_is_a_base_with_one_line_of_the_version(on_letterhead: Path) -> None:
    document = docx.Document(str(on_letterhead / f"{SAVED_AGAIN}.docx"))
    assert footer_text(document) == "редакція 2стор. 1 з 1"
    assert accessibility_faults(document) == []
    names = [style.name for style in document.styles]
    assert len([name for name in names if name in ("Текст форми", "Затвердження", "Редакція і сторінка")]) == 3


@pytest.mark.parametrize("name", FORMS)
def test_libreoffice_shows_every_word(name: str, documents: Path, office: Office) -> None:
    path = documents / f"{name}.docx"
    paper = shown(office(path, "pdf"))
    document = docx.Document(str(path))
    (table,) = document.tables
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [text.text or "" for text in table._tbl.iter(qn("w:t"))]
    # A word may be broken at the edge of its cell, so letters are compared.
    missing = {word for text in texts for word in text.split() if word not in paper} - broken(texts, paper)
    assert missing == set()


def shown(pdf: Path) -> str:
    """The letters of all pages without blanks, column by column as they are laid out."""
    need("pdftotext", "apt-get install poppler-utils")
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


def broken(texts: list[str], paper: str) -> set[str]:
    """The words that stand on the paper in two parts, each of them there."""
    words = {word for text in texts for word in text.split()}
    return {
        word
        for word in words
        if any(word[:at] in paper and word[at:] in paper for at in range(len(word) // 3, len(word)))
    }

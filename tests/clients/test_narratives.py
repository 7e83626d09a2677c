"""Every narrative: validators find nothing in it, a screen reader misses nothing, LibreOffice shows it."""

import re
import subprocess
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from tests.conftest import Office
from tests.support.client_programs import need
from tests.support.many_units import Q2, plan_of_many_units, plan_without_measures
from tests.support.narrative_sample import answer, snapshot_of, told, told_entries
from tests.support.report_sample import FULL, MADE, PLAN, SAID
from tests.support.validators import faults_of
from tests.support.word_reading import accessibility_faults
from xlplan.aggregation.narrative.quarter import narrative_of_quarter
from xlplan.aggregation.quarter import quarter_figures
from xlplan.documents.narrative.writer import narrative_document
from xlplan.domain.deadline import Timeliness
from xlplan.domain.edition import LedgerPosition
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterBasis
from xlplan.domain.narrative import Narrative
from xlplan.domain.plan import Plan
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.submission import AcceptedReturn
from xlplan.text.translation import use_language

NAMES = ("усе", "без звітів", "ворожі тексти", "сотні підрозділів", "без заходів")
_HOSTILE = "=cmd|' /C calc'!A0 <w:p>&amp;</w:p> \x00\x0b\x1f \u202eзадом\u202c {0} %s " + "довго" * 400


def of_many_units(plan: Plan) -> Narrative:
    """A quarter in which every second unit returned, with a text of its own."""
    returns = {
        unit.code: AcceptedReturn(
            *(unit.code, f"{unit.name}.xlsx", unit.code * 10, datetime(2021, 7, 5, 9, 0), 1, Timeliness.IN_TIME),
            {
                measure.code: Entry(measure.code, EntryKind.NUMBER, 1, f"проведено, {unit.name}")
                for measure in plan.measures
            },
        )
        for unit in plan.units[::2]
    }
    basis = QuarterBasis(plan, returns=returns, owed=plan.units)
    figures = quarter_figures({Q2: basis}, Period(Q2, date(2021, 7, 20), date(2021, 7, 10)))
    return narrative_of_quarter(snapshot_of(figures), MADE)


def narratives() -> dict[str, Narrative]:
    """The narratives that are written, by the name of the file."""
    hostile = {unit: [answer(key, 1, _HOSTILE, _HOSTILE, _HOSTILE) for key in SAID["A"]] for unit in "AC"}
    return {
        "усе": narrative_of_quarter(QuarterSnapshot(FULL, {}, LedgerPosition(1, 1, 0, 1), None), MADE),
        "без звітів": told(PLAN, {}),
        "ворожі тексти": told_entries(PLAN, hostile),
        "сотні підрозділів": of_many_units(plan_of_many_units()),
        "без заходів": of_many_units(plan_without_measures()),
    }


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("довідки")
    for name, narrative in narratives().items():
        (folder / f"{name}.docx").write_bytes(narrative_document(narrative, None, MADE))
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_both_validators_find_nothing(name: str, documents: Path) -> None:
    assert faults_of(documents / f"{name}.docx") == []


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_misses_nothing(name: str, documents: Path) -> None:
    assert accessibility_faults(docx.Document(str(documents / f"{name}.docx"))) == []


@pytest.mark.parametrize("name", ["усе", "ворожі тексти", "сотні підрозділів"])
def test_libreoffice_shows_every_paragraph(name: str, documents: Path, office: Office) -> None:
    need("pdftotext", "poppler-utils")
    path = documents / f"{name}.docx"
    shown = subprocess.run(
        ["pdftotext", str(office(path, "pdf")), "-"], check=True, capture_output=True, text=True
    )
    seen = _letters(shown.stdout)
    for paragraph in docx.Document(str(path)).paragraphs:
        # A line of a paragraph may have the foot of a page in its middle.
        assert _letters(paragraph.text)[:40] in seen


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)

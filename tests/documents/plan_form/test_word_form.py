"""The official forms as Word documents: the table of the workbook, what stands around it, how it is heard."""

from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from msgspec.structs import replace

from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, plan_of
from tests.support.many_units import plan_of_many_units, plan_without_measures
from tests.support.word_reading import accessibility_faults, footer_text, style_names
from xlplan.documents.plan_form.pages import Form, end_row
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.word_form import write_word_form
from xlplan.documents.plan_form.year_form import year_form
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import use_language

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
Q2 = Quarter(2021, 2)
YEAR = 2023


@pytest.fixture(scope="module")
def korosten_plan() -> Plan:
    return plan_of(KOROSTEN)


@pytest.fixture(scope="module")
def annual_plan() -> Plan:
    return plan_of(LIVOBEREZHNYI)


def printed(plan: Plan, period: int | Quarter, folder: Path) -> Document:
    path = folder / "форма.docx"
    write_word_form(path, plan, period, "проєкт", MADE)
    return docx.Document(str(path))


def texts_around(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def cells_of(document: Document) -> list[list[str]]:
    """The texts of the table row by row; a merged cell stands in each of its places."""
    (table,) = document.tables
    grid: list[list[str]] = []
    for row in table._tbl.tr_lst:
        texts: list[str] = []
        for cell in row.tc_lst:
            goes_on = cell.vMerge == "continue"
            text = grid[-1][len(texts)] if goes_on else "\n".join(paragraph.text for paragraph in cell.p_lst)
            texts += [text] * cell.grid_span
        grid.append(texts)
    return grid


def cells_meant(form: Form) -> list[list[str]]:
    """The same of the form's boxes."""
    headings = end_row(form.heading)
    grid = [[""] * len(form.widths) for _row in range(headings + sum(form.blocks))]
    for boxes, down in ((form.heading, 0), (form.body, headings)):
        for box in boxes:
            for row in range(box.row + down, box.end + down):
                grid[row][box.column : box.column + box.across] = [str(box.value)] * box.across
    return grid


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_table_of_a_quarter_is_that_of_the_workbook(
    korosten_plan: Plan, language: str, tmp_path: Path
) -> None:
    use_language(language)
    assert cells_of(printed(korosten_plan, Q2, tmp_path)) == cells_meant(quarter_form(korosten_plan, Q2))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_table_of_a_year_is_that_of_the_workbook(annual_plan: Plan, language: str, tmp_path: Path) -> None:
    use_language(language)
    assert cells_of(printed(annual_plan, YEAR, tmp_path)) == cells_meant(year_form(annual_plan))


def test_approval_title_and_signature_stand_around_the_table_in_this_order(
    korosten_plan: Plan, tmp_path: Path
) -> None:
    document = printed(korosten_plan, Q2, tmp_path)
    assert [" ".join(text.split()) for text in texts_around(document)] == [
        "ЗАТВЕРДЖЕНО",
        "Директор Коростенського місцевого центру з надання БПД у Житомирській області",
        "«10» березня 2021 року",
        "Локальний план заходів Коростенського місцевого центру з надання безоплатної вторинної правової допомоги"
        " на ІІ квартал 2021 року",
        "Заступник начальника відділу правопросвітництва та надання безоплатної правової допомоги",
    ]
    assert style_names(document) == [*["Затвердження"] * 3, "Title", "Signature"]


def test_the_names_of_those_who_approve_and_sign_stand_behind_room_for_their_signatures(
    korosten_plan: Plan, tmp_path: Path
) -> None:
    centre = replace(
        korosten_plan.centre, approved_by="Директор Ірина КОВАЛЬ", approved_on=None, signed_by="Юрист Олег САЙКО"
    )
    texts = texts_around(printed(replace(korosten_plan, centre=centre), Q2, tmp_path))
    assert texts[1:4] == ["Директор", "\tІрина КОВАЛЬ", "«____» ______________ 20___ року"]
    assert texts[-1] == "Юрист\tОлег САЙКО"


def test_a_plan_that_nobody_approves_or_signs_has_neither_block(annual_plan: Plan, tmp_path: Path) -> None:
    centre = replace(annual_plan.centre, approved_by="", approved_on=None, signed_by="")
    document = printed(replace(annual_plan, centre=centre), YEAR, tmp_path)
    # Behind a table Word must have a paragraph.
    assert texts_around(document) == [year_form(annual_plan).title, ""]


def test_a_day_alone_is_an_approval(annual_plan: Plan, tmp_path: Path) -> None:
    centre = replace(annual_plan.centre, approved_by="", approved_on=date(2023, 1, 9))
    texts = texts_around(printed(replace(annual_plan, centre=centre), YEAR, tmp_path))
    assert texts[:2] == ["ЗАТВЕРДЖЕНО", "«09» січня 2023 року"]


def test_a_page_lies_across_and_its_foot_says_version_and_page(korosten_plan: Plan, tmp_path: Path) -> None:
    document = printed(korosten_plan, Q2, tmp_path)
    assert (document.sections[0].page_width or 0) > (document.sections[0].page_height or 0)
    assert footer_text(document) == "проєктстор. 1 з 1"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_reader_who_hears_the_form_finds_its_structure(
    korosten_plan: Plan, annual_plan: Plan, language: str, tmp_path: Path
) -> None:
    use_language(language)
    assert accessibility_faults(printed(korosten_plan, Q2, tmp_path)) == []
    assert accessibility_faults(printed(annual_plan, YEAR, tmp_path)) == []


def test_the_headings_of_a_year_are_repeated_with_both_their_rows(annual_plan: Plan, tmp_path: Path) -> None:
    (table,) = printed(annual_plan, YEAR, tmp_path).tables
    assert len(list(table._tbl.iter(qn("w:tblHeader")))) == end_row(year_form(annual_plan).heading)


def test_a_measure_stays_on_one_page_and_the_last_one_with_the_signature(
    korosten_plan: Plan, tmp_path: Path
) -> None:
    (table,) = printed(korosten_plan, Q2, tmp_path).tables
    form = quarter_form(korosten_plan, Q2)
    rows = table._tbl.tr_lst[end_row(form.heading) :]
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    first = form.blocks[0]
    assert all(kept[: first - 1])
    assert kept[-1]
    assert not all(kept)


def test_the_same_plan_gives_the_same_bytes(korosten_plan: Plan, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_word_form(tmp_path / name, korosten_plan, Q2, "проєкт", MADE)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_row_that_may_be_taller_than_a_page_breaks_and_no_other_one(tmp_path: Path) -> None:
    plan = plan_of_many_units()
    cells = quarter_form(plan, Q2)
    (table,) = printed(plan, Q2, tmp_path).tables
    breaking = [row for row in table._tbl.tr_lst if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None]
    assert len(breaking) == 1
    assert len(breaking[0].findall(f".//{qn('w:p')}")) >= len(plan.units)
    assert breaking[0].find(f".//{qn('w:keepNext')}") is None
    assert len(table._tbl.tr_lst) == end_row(cells.heading) + sum(cells.blocks)


def test_a_plan_without_measures_is_its_headings(tmp_path: Path) -> None:
    document = printed(plan_without_measures(), Q2, tmp_path)
    assert len(document.tables[0]._tbl.tr_lst) == 1
    assert accessibility_faults(document) == []


def test_no_word_of_a_heading_breaks_on_a_narrow_page(korosten_plan: Plan, tmp_path: Path) -> None:
    base = docx.Document()
    base.sections[0].page_width, base.sections[0].page_height = Mm(297), Mm(210)
    base.sections[0].left_margin = base.sections[0].right_margin = Mm(35)
    base.save(str(tmp_path / "основа.docx"))
    path = tmp_path / "форма.docx"
    write_word_form(path, korosten_plan, Q2, "проєкт", MADE, (tmp_path / "основа.docx").read_bytes())
    (table,) = docx.Document(str(path)).tables
    # «результативності» in bold letters of 9 points.
    assert int(table.columns[-1].width or 0) >= Mm(28)

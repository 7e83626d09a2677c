"""The official forms on paper: what stands on each page, and that nothing is cut off there."""

import os
import re
import shutil
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from tests.conftest import Office
from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, plan_of, words, words_of
from tests.support.look_at import look_at
from xlplan.documents.plan_form.pages import PAGE_ROOM, TALLEST_ROW, Box, Form, box_height, lay_out
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.documents.plan_form.year_form import year_form
from xlplan.domain.quarter import Quarter

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
Q2 = Quarter(2021, 2)
FORMS: dict[str, tuple[Path, int | Quarter]] = {
    "quarter": (KOROSTEN, Q2),
    "year": (LIVOBEREZHNYI, 2023),
    "quarter of a year": (LIVOBEREZHNYI, Quarter(2023, 2)),
}
LONG = " ".join(f"слово{number}" for number in range(400))
# More than half a page in a column of 200 pixels.
TALL = LONG[:800]


def form_of(case: str) -> Form:
    path, period = FORMS[case]
    plan = plan_of(path)
    return year_form(plan) if isinstance(period, int) else quarter_form(plan, period)


def blocks(*texts: str, sizes: tuple[int, ...]) -> Form:
    """A form of one column, a row for each text; `sizes`: how many rows belong together."""
    body = tuple(Box(row, 0, text) for row, text in enumerate(texts))
    return Form("form", "form", (200,), (), (Box(0, 0, "Захід"),), body, sizes)


@pytest.mark.parametrize("case", FORMS)
def test_every_page_has_room_for_its_rows(case: str) -> None:
    top, heading, pages = lay_out(form_of(case))
    filled = [sum(heading.heights) + sum(page.heights) for page in pages]
    filled[0] += sum(top.heights)
    assert max(filled) <= PAGE_ROOM
    assert max(height for page in pages for height in page.heights) <= TALLEST_ROW + 1


@pytest.mark.parametrize("case", FORMS)
def test_every_text_has_room_in_the_rows_it_stands_in(case: str) -> None:
    form = form_of(case)
    for page in (each for part in lay_out(form) for each in (part if isinstance(part, tuple) else (part,))):
        for box in page.boxes:
            assert sum(page.heights[box.row : box.end]) >= box_height(box, form.widths) - 0.01, box


@pytest.mark.parametrize("case", FORMS)
def test_no_measure_of_a_real_plan_is_parted_by_a_page(case: str) -> None:
    form = form_of(case)
    ends = {sum(form.blocks[: at + 1]) for at in range(len(form.blocks))}
    rows = [len(page.heights) for page in lay_out(form)[2]]
    assert {sum(rows[: at + 1]) for at in range(len(rows) - 1)} <= ends


def test_what_belongs_together_goes_to_the_next_page_together() -> None:
    tall = TALL
    _top, _heading, pages = lay_out(blocks(tall, tall, "мала", tall, sizes=(1, 1, 2)))
    assert [[box.value for box in page.boxes] for page in pages] == [[tall], [tall], ["мала", tall]]


def test_what_stands_below_the_table_is_on_the_page_of_its_last_measure() -> None:
    form = replace(blocks(TALL, TALL, sizes=(1, 1)), foot=(Box(0, 0, "Директор"), Box(1, 0, "Начальник")))
    _top, _heading, pages = lay_out(form)
    assert [[(box.row, box.value) for box in page.boxes] for page in pages] == [
        [(0, TALL)],
        [(0, TALL), (1, "Директор"), (2, "Начальник")],
    ]


@pytest.mark.parametrize(("repeats", "overleaf"), [(True, "Завдання"), (False, "")])
def test_a_group_that_goes_on_overleaf_opens_with_its_text_again(repeats: bool, overleaf: str) -> None:
    form = blocks(TALL, TALL, sizes=(1, 1))
    group = Box(0, 1, "Завдання", down=2, repeats=repeats)
    _top, _heading, pages = lay_out(replace(form, widths=(200, 200), body=(*form.body, group)))
    assert [[(box.value, box.down) for box in page.boxes if box.column == 1] for page in pages] == [
        [("Завдання", 1)],
        [(overleaf, 1)],
    ]


@pytest.mark.parametrize("case", FORMS)
def test_each_page_names_the_task_of_its_first_measure(case: str) -> None:
    form = form_of(case)
    for page in lay_out(form)[2]:
        first = min((box for box in page.boxes if box.column == 1), key=lambda box: box.row)
        assert str(first.value).startswith("Завдання")
        assert first.row <= 1


def test_a_text_that_no_page_holds_is_not_repeated() -> None:
    form = blocks(TALL, TALL, TALL, sizes=(1, 1, 1))
    group = Box(0, 1, LONG, down=3, repeats=True)
    pages = lay_out(replace(form, widths=(200, 200), body=(*form.body, group)))[2]
    assert (
        " ".join(str(box.value) for page in pages for box in page.boxes if box.column == 1 and box.value) == LONG
    )


def test_a_text_taller_than_a_page_goes_on_overleaf_without_loss() -> None:
    _top, _heading, pages = lay_out(blocks(LONG, "мала", sizes=(1, 1)))
    assert len(pages) > 1
    assert " ".join(str(box.value) for page in pages for box in page.boxes) == f"{LONG} мала"


def poppler(program: str, *arguments: object) -> str:
    """What a program of poppler says. Without it the test is skipped; in CI it fails."""
    found = shutil.which(program)
    if found is None:
        missing("poppler-utils")
    command = [str(each) for each in (found, *arguments)]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def missing(package: str) -> NoReturn:
    reason = f"{package} is missing (apt-get install {package}): this test proves nothing without it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF, drawn in Times New Roman or letters as wide."""
    if not re.search("LiberationSerif|TimesNewRoman", poppler("pdffonts", path)):
        missing("fonts-liberation")
    return poppler("pdftotext", "-layout", path, "-").split("\f")[:-1]


@pytest.mark.office
@pytest.mark.parametrize("case", FORMS)
def test_on_paper_every_page_has_its_headings_and_no_word_is_cut(
    case: str, office: Office, tmp_path: Path
) -> None:
    source, period = FORMS[case]
    plan = plan_of(source)
    write_plan_form(tmp_path / "form.xlsx", plan, period, "проєкт", MADE)
    form = form_of(case)
    paper = office(tmp_path / "form.xlsx", "pdf")
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper.read_bytes())
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(842, 595)}
    pages = pdf_pages(paper)
    assert len(pages) == len(lay_out(form)[2])
    for number, page in enumerate(pages, 1):
        assert "п/п" in page
        assert "проєкт" in page
        assert f"стор. {number} з {len(pages)}" in page
    if case != "quarter of a year":
        shown = Counter(words(" ".join(pages)))
        assert not Counter(words_of(plan)) - shown


def test_the_page_is_a4_across_with_its_headings_repeated_and_no_fitting(tmp_path: Path) -> None:
    write_plan_form(tmp_path / "a.xlsx", plan_of(KOROSTEN), Q2, "проєкт & більше", MADE)
    sheet = look_at(tmp_path / "a.xlsx").worksheets[0]
    heading = next(row[0].row for row in sheet.iter_rows() if row[0].value == "п/п")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.sheet_properties.pageSetUpPr
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter
    assert sheet.oddFooter.left
    assert sheet.oddFooter.left.text == "проєкт && більше"
    assert len(sheet.row_breaks.brk) == len(lay_out(form_of("quarter"))[2]) - 1

"""Plan workbooks and templates on a small screen: zoom, columns, headings, what stays in view, repeated texts."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.support.contrast import contrast
from tests.support.letter_widths import bold_pixels
from tests.support.template_samples import issue
from tests.support.year_sample import year_plan
from xlplan.documents.page_fit import pixels_of
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.documents.style import BAND_LIGHT
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import RowHistory
from xlplan.text.translation import use_language

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
# As in the tests of the report: of 1366 pixels programs take these beside the columns; the button of a filter.
ROOM, BUTTON = 1366 - 160, 20
# `План` is wider than a screen: from its first column up to this one it is whole.
LAST_IN_VIEW = {"План": "Разом", "Plan": "Total"}
LANGUAGES = ("uk", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A plan, a blank one, a template, and one with the columns of the year so far, in one language."""
    use_language(request.param)
    folder = tmp_path_factory.mktemp("books")
    past = RowHistory(target=4, done=2, shortfall=2, promised="лекція 15.07")
    first = issue()
    later = replace(first, rows=tuple(replace(row, past=past) for row in first.rows))
    write_plan(folder / "plan.xlsx", year_plan(), MADE)
    write_plan(folder / "blank.xlsx", None, MADE)
    write_template(folder / "template.xlsx", first, MADE)
    write_template(folder / "later.xlsx", later, MADE)
    return {path.stem: load_workbook(path) for path in folder.glob("*.xlsx")}


def test_all_sheets_have_one_zoom_at_which_a_small_screen_shows_them(books: dict[str, Any]) -> None:
    for book in books.values():
        sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
        (zoom,) = {int(sheet.sheet_view.zoomScale or 0) for sheet in sheets}
        assert zoom >= 62
        for sheet in sheets:
            assert pixels_of(shown_widths(sheet)) * zoom / 100 <= ROOM, sheet.title


def shown_widths(sheet: Any) -> list[float]:
    headings = [cell.value for cell in sheet[5]]
    last = headings.index(LAST_IN_VIEW[sheet.title]) + 1 if sheet.title in LAST_IN_VIEW else None
    widths = [
        each.width - 0.71
        for each in sheet.column_dimensions.values()
        # openpyxl adds a column without a number where a test asks for one that the file does not have.
        if each.min and not each.hidden
        for _column in range(each.min, each.max + 1)
    ]
    return widths[:last]


def test_no_heading_breaks_inside_a_word_or_stands_under_the_button_of_a_filter(books: dict[str, Any]) -> None:
    for book in books.values():
        for sheet in (each for each in book if each.auto_filter.ref):
            for cell in sheet[5]:
                width = (sheet.column_dimensions[cell.column_letter].width - 0.71) * 7
                words = re.split(r" |(?<=-)", str(cell.value or ""))
                widest = max(bold_pixels(word, cell.font.sz) for word in words)
                assert widest + (BUTTON if cell.font.sz < 10 else 0) <= width, (sheet.title, cell.value)


def test_code_and_measure_stay_in_view_while_the_targets_are_edited(books: dict[str, Any]) -> None:
    (sheet,) = (each for each in books["plan"] if each.title in LAST_IN_VIEW)
    first = sheet[sheet.freeze_panes]
    kept = [sheet.cell(5, column).value for column in range(1, first.column)]
    assert kept[-2:] in (["Код", "Захід"], ["Code", "Measure"])
    widths = [sheet.column_dimensions[get_column_letter(at)].width - 0.71 for at in range(1, first.column)]
    assert pixels_of(widths) * sheet.sheet_view.zoomScale / 100 <= ROOM / 2


def test_a_repeated_text_is_legible_and_told_by_more_than_its_colour(books: dict[str, Any]) -> None:
    looks = [
        rule.dxf.font
        for sheet in books["plan"]
        for rules in sheet.conditional_formatting
        for rule in rules.rules
        if rule.dxf.font and not rule.dxf.fill and rule.dxf.font.i
    ]
    assert len(looks) == 10
    assert all(
        contrast(f"#{font.color.rgb[2:]}", ground) >= 4.5 for font in looks for ground in ("#FFFFFF", BAND_LIGHT)
    )

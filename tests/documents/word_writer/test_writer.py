"""A Word document: its styles, its tables, its bars, and what a screen reader finds in it."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.support.word_reading import accessibility_faults, footer_text, open_word, style_names
from xlplan.documents.word_writer.content import (
    PlacedCell,
    PlacedTable,
    ShareBar,
    StyledParagraph,
    StyledRun,
    TabStop,
    plain_table,
)
from xlplan.documents.word_writer.styles import Style
from xlplan.documents.word_writer.writer import DocumentDetails, WordWriter
from xlplan.text.translation import use_language

DETAILS = DocumentDetails("Довідка про виконання", "Коростенський МЦ", datetime(2021, 7, 10, 9, 30, tzinfo=UTC))
HALF = StyledParagraph((ShareBar(Fraction(1, 2)), " 50 %"), Style.TABLE_TEXT)


def written(*content: StyledParagraph | PlacedTable, footer: str = "", across: bool = False) -> bytes:
    writer = WordWriter(None, DETAILS, across=across)
    for each in content:
        writer.add(each)
    writer.add_footer(footer)
    return writer.finish()


def text(words: str, style: Style = Style.BODY) -> StyledParagraph:
    return StyledParagraph((words,), style)


def cell(row: int, column: int, words: str, down: int = 1, across: int = 1) -> PlacedCell:
    return PlacedCell(row, column, (text(words, Style.FORM_TEXT),), down, across)


WHOLE = (
    text("Довідка", Style.TITLE),
    text("1. Доступ", Style.HEADING_1),
    text("Проведено лекції."),
    text("1.1. Громади", Style.HEADING_2),
    text("лекція в школі", Style.LIST),
    text("Таблиця 1", Style.CAPTION),
    plain_table(("Показник", "Частка"), [("лекції", HALF)], (3, 2), "Частки", "Частки за показниками."),
)


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert written(*WHOLE) == written(*WHOLE)


def test_a_reader_who_hears_the_document_finds_its_structure() -> None:
    assert accessibility_faults(open_word(written(*WHOLE))) == []


def test_each_paragraph_has_its_style_in_the_order_of_reading() -> None:
    names = ["Title", "Heading 1", "Body Text", "Heading 2", "List Bullet", "Caption"]
    assert style_names(open_word(written(*WHOLE[:-1]))) == names


@pytest.mark.parametrize(
    ("language", "name", "code"), [("uk", "Текст таблиці", "uk-UA"), ("en", "Table text", "en-GB")]
)
def test_own_styles_and_the_language_of_the_document_are_those_in_use(language: str, name: str, code: str) -> None:
    use_language(language)
    document = open_word(written(*WHOLE))
    assert name in [style.name for style in document.styles]
    assert document.core_properties.language == code
    assert [each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))] == [code]


def test_properties_name_title_centre_and_time() -> None:
    properties = open_word(written(*WHOLE)).core_properties
    assert (properties.title, properties.author) == (DETAILS.title, DETAILS.author)
    assert properties.created == properties.modified == DETAILS.made_at


@pytest.mark.parametrize(("across", "width", "height"), [(False, 210, 297), (True, 297, 210)])
def test_a_page_is_a4_upright_or_across(across: bool, width: int, height: int) -> None:
    section = open_word(written(text("Довідка"), across=across)).sections[0]
    assert abs((section.page_width or 0) - Mm(width)) < Mm(0.1)
    assert abs((section.page_height or 0) - Mm(height)) < Mm(0.1)


def test_the_margins_of_an_upright_page_are_those_of_the_standard() -> None:
    section = open_word(written(text("Довідка"))).sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round((side or 0) / Mm(1)) for side in sides] == [30, 10, 20, 20]


def test_the_foot_of_each_page_says_the_version_and_the_page() -> None:
    document = open_word(written(text("Довідка"), footer="редакція 1"))
    assert footer_text(document) == "редакція 1стор. 1 з 1"
    fields = [each.get(qn("w:instr")) for each in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == [" PAGE ", " NUMPAGES "]


def test_a_run_keeps_its_look_its_lines_and_its_signs() -> None:
    run = StyledRun("«Ми & <ви>»\nразом\x0b", bold=True, italic=True)
    (paragraph,) = open_word(written(StyledParagraph(("Є ", run, ""), Style.BODY))).paragraphs
    assert paragraph.text == "Є «Ми & <ви>»\nразом"
    assert [(part.text, bool(part.bold), bool(part.italic)) for part in paragraph.runs] == [
        ("Є ", False, False),
        ("«Ми & <ви>»\nразом", True, True),
    ]


def test_a_tab_goes_to_its_place_in_the_width_of_the_text() -> None:
    stops = (TabStop(0.5, "center"), TabStop(1, "right", is_line=True))
    writer = WordWriter(None, DETAILS)
    writer.add(StyledParagraph(("Директор\t\t",), Style.SIGNATURE, tabs=stops))
    (paragraph,) = open_word(writer.finish()).paragraphs
    middle, end = paragraph.paragraph_format.tab_stops
    assert (round(middle.position / 635 * 2), round(end.position / 635)) == (writer.text_width, writer.text_width)


def test_merged_cells_are_one_cell_whose_text_stands_once() -> None:
    cells = (cell(0, 0, "Завдання"), cell(0, 1, "Кількість", across=2), cell(1, 0, "Доступ", down=2))
    table = PlacedTable(
        (*cells, cell(1, 1, "1"), cell(1, 2, "2"), cell(2, 1, "3"), cell(2, 2, "4")), (2, 1, 1), 1, "План"
    )
    (shown,) = open_word(written(table)).tables
    assert [[each.text for each in row.cells] for row in shown.rows] == [
        ["Завдання", "Кількість", "Кількість"],
        ["Доступ", "1", "2"],
        ["Доступ", "3", "4"],
    ]


def test_columns_share_the_width_of_the_text() -> None:
    writer = WordWriter(None, DETAILS)
    writer.add(plain_table(("А", "Б"), [("1", "2")], (3, 1), "План"))
    (table,) = open_word(writer.finish()).tables
    widths = [int(column.width or 0) // 635 for column in table.columns]
    assert sum(widths) == writer.text_width
    assert round(widths[0] / widths[1]) == 3


def test_a_line_that_is_not_drawn_is_taken_from_both_cells() -> None:
    upper = PlacedCell(0, 0, (text("захід"),), edges="tlr")
    lower = PlacedCell(1, 0, (text("- лекція"),), edges="blr")
    (table,) = open_word(written(PlacedTable((upper, lower), (1,), 0, "План"))).tables
    gone = [[each.tag for each in borders] for borders in table._tbl.iter(qn("w:tcBorders"))]
    assert gone == [[qn("w:bottom")], [qn("w:top")]]


@pytest.mark.parametrize(
    ("share", "dark"),
    [
        (Fraction(0), 0),
        (Fraction(1, 1000), 1),
        (Fraction(1, 2), 10),
        (Fraction(999, 1000), 19),
        (1, 20),
        (3, 20),
        (-1, 0),
    ],
)
def test_a_bar_is_dark_as_far_as_the_share_goes(share: Fraction | int, dark: int) -> None:
    assert ShareBar(share).dark == dark


def test_a_bar_is_of_blanks_so_that_only_its_number_is_read_aloud() -> None:
    (table,) = open_word(written(plain_table(("Частка",), [(HALF,)], (1,), "Частки"))).tables
    assert table.cell(1, 0).text.strip() == "50 %"
    fills = [each.get(qn("w:fill")) for each in table.cell(1, 0)._tc.iter(qn("w:shd"))]
    assert fills == ["404040", "D9D9D9"]


def test_no_word_of_a_heading_breaks_while_another_column_has_room() -> None:
    writer = WordWriter(None, DETAILS)
    writer.add(plain_table(("Напрям", "Недовиконано"), [("Доступ", "1")], (9, 1), "План"))
    (table,) = open_word(writer.finish()).tables
    assert int(table.columns[1].width or 0) > Mm(28)
    assert sum(int(column.width or 0) // 635 for column in table.columns) == writer.text_width

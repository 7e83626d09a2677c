"""Numbers and dashes that Word puts before paragraphs by itself are part of their text."""

import pytest

from tests.support.word_files import (
    cell,
    definition,
    deleted,
    level,
    listed,
    numbered,
    paragraph,
    read_lines,
    read_table,
    row,
    run,
    style,
)
from xlplan.documents.formats.word_numbering import write_number

DECIMAL = definition(
    0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "Захід %1.%2.%3")
)
DASHES = definition(7, level(0, "bullet", "–"))
ONE = DECIMAL + listed(1, 0)


def items(*places: tuple[int, int], numbering: str = ONE) -> list[str]:
    """Return the lines of a document with paragraphs at these places of lists, each with the text x."""
    return read_lines(*(paragraph("x", item=place) for place in places), numbering=numbering)


def test_levels_count_and_deeper_ones_begin_again_below_each() -> None:
    assert items((1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)) == [
        "1. x",
        "1.1. x",
        "1.2. x",
        "Захід 1.2.1 x",
        "2. x",
        "2.1. x",
    ]


def test_a_level_above_that_has_no_paragraph_counts_as_its_first() -> None:
    assert items((1, 1), (1, 0)) == ["1.1. x", "2. x"]


def test_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = DECIMAL + listed(1, 0) + listed(2, 0) + listed(3, 0, anew)
    assert items((1, 0), (2, 0), (3, 0), (3, 0), (1, 0), numbering=numbering) == [
        "1. x",
        "2. x",
        "5. x",
        "6. x",
        "7. x",
    ]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    assert items((1, 0), (1, 1), numbering=DECIMAL + listed(1, 0, own)) == ["I) x", "I.1. x"]


def test_a_level_may_count_on_below_another_one() -> None:
    on = definition(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    ) + listed(1, 0)
    assert items((1, 0), (1, 1), (1, 0), (1, 1), numbering=on) == ["1. x", "1) x", "2. x", "2) x"]


def test_legal_numbers_are_decimal_on_every_level() -> None:
    legal = definition(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + listed(1, 0)
    assert items((1, 0), (1, 1), numbering=legal) == ["I. x", "1.1 x"]


@pytest.mark.parametrize(("gap", "text"), [("tab", "1. x"), ("space", "1. x"), ("nothing", "1.x")])
def test_what_stands_between_number_and_text(gap: str, text: str) -> None:
    one = definition(0, level(0, "decimal", "%1.", f'<w:suff w:val="{gap}"/>')) + listed(1, 0)
    assert items((1, 0), numbering=one) == [text]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (4, "russianLower", "г"),
        (10, "russianUpper", "К"),
        (4, "numberInDash", "- 4 -"),
        (4, "none", ""),
        (4, "thaiCounting", "4"),
        (0, "upperRoman", "0"),
        (999_999_999, "upperRoman", "999999999"),
    ],
)
def test_numbers_are_written_in_the_form_of_their_level(number: int, form: str, text: str) -> None:
    assert write_number(number, form) == text


def test_bullets_are_dashes_and_none_is_doubled() -> None:
    lines = read_lines(
        paragraph("лекція", item=(1, 0)),
        paragraph("- бесіда", item=(1, 0)),
        paragraph("", item=(1, 0)),
        numbering=DASHES + listed(1, 7),
    )
    assert lines == ["- лекція", "- бесіда", ""]


def test_a_list_of_one_item_in_a_cell_has_no_dash() -> None:
    item = paragraph("зустрічі", item=(1, 0))
    read = read_table(
        row(cell(item), cell(item, item), cell("Захід", item), "- 5"), numbering=DASHES + listed(1, 7)
    )
    assert read.rows == [["зустрічі", "- зустрічі\n- зустрічі", "Захід\n- зустрічі", "- 5"]]


def test_numbers_run_on_through_the_cells_of_a_table() -> None:
    number = paragraph(item=(1, 0))
    read = read_table(row(cell(number), "а"), row(cell(number), "б"), row(cell(number), "в"), numbering=ONE)
    assert read.rows == [["1.", "а"], ["2.", "б"], ["3.", "в"]]


def test_what_is_deleted_or_hidden_is_not_counted() -> None:
    number = paragraph(item=(1, 0))
    gone = row(cell(number), cell(deleted("б")), more="<w:del w:id='1'/>")
    assert read_table(row(cell(number), "а"), gone, row(cell(number), "в"), numbering=ONE).rows == [
        ["1.", "а"],
        ["2.", "в"],
    ]
    hidden = paragraph(run("б", "<w:vanish/>"), item=(1, 0), more="<w:rPr><w:vanish/></w:rPr>")
    lines = [paragraph("а", item=(1, 0)), hidden, paragraph("в", item=(1, 0))]
    assert read_lines(*lines, numbering=ONE) == ["1. а", "2. в"]


def test_a_number_that_a_tracked_change_gives_counts() -> None:
    given = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins w:id='1'/></w:numPr>"
    assert read_lines(paragraph("а", more=given), numbering=ONE) == ["1. а"]


def test_a_struck_out_number_is_left_out_with_its_paragraph() -> None:
    struck = paragraph(run("а", "<w:strike/>"), item=(1, 0), more="<w:rPr><w:strike/></w:rPr>")
    assert read_lines(struck, numbering=ONE) == [""]


def test_styles_number_their_paragraphs_on_the_level_that_names_them() -> None:
    numbering = definition(
        0,
        level(0, "decimal", "%1.", '<w:pStyle w:val="Task"/>'),
        level(1, "decimal", "%1.%2.", '<w:pStyle w:val="Measure"/>'),
    ) + listed(1, 0)
    by_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    based = style("Own", "", more='<w:basedOn w:val="Task"/>')
    styles = style("Task", by_style) + style("Measure", by_style) + based
    lines = read_lines(
        paragraph("а", style="Task"),
        paragraph("б", style="Measure"),
        paragraph("в", style="Measure", more='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph("г", style="Measure"),
        paragraph("д", style="Own"),
        styles=styles,
        numbering=numbering,
    )
    assert lines == ["1. а", "1.1. б", "в", "1.2. г", "2. д"]


def test_a_list_may_take_its_definition_from_a_style_of_lists() -> None:
    linked = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Codes"/></w:abstractNum>'
    styles = style("Codes", f"<w:pPr>{numbered(1, 0)}</w:pPr>", kind="numbering")
    lines = read_lines(
        paragraph("а", item=(2, 0)), styles=styles, numbering=linked + DECIMAL + listed(1, 0) + listed(2, 9)
    )
    assert lines == ["1. а"]


@pytest.mark.parametrize("numbering", ["", listed(1, 99), definition(0) + listed(1, 0)])
def test_a_list_that_is_not_defined_numbers_nothing(numbering: str) -> None:
    assert read_lines(paragraph("а", item=(1, 0)), numbering=numbering) == ["а"]

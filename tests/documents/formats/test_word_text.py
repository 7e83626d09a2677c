"""The text of a Word document is what a person sees in Word."""

import pytest

from tests.support.word_files import (
    STRICT_W,
    control,
    deleted,
    document,
    docx,
    field,
    inserted,
    packed,
    paragraph,
    read_docx,
    read_lines,
    row,
    run,
    strictly,
    style,
    table,
    text_box,
)
from xlplan.documents.formats.grid import UnreadableError
from xlplan.documents.formats.word import WordLine, WordRemark, WordTable
from xlplan.domain.findings.file_kinds import FILE_DAMAGED
from xlplan.domain.returned import LeftOut

STRIKE, HIDDEN = "<w:strike/>", "<w:vanish/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
SIGN = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'


def _alternatives(content: str) -> str:
    choice = f"<mc:Choice Requires='w14'>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    return f"<mc:AlternateContent>{choice}</mc:AlternateContent>"


def first_line(*content: str, styles: str = "", more: str = "", named: str = "") -> WordLine:
    """Return the first line of a document with one paragraph."""
    line = read_docx(docx(paragraph(*content, more=more, style=named), styles=styles)).blocks[0]
    assert isinstance(line, WordLine)
    return line


def test_paragraphs_and_soft_line_breaks_are_lines() -> None:
    assert read_lines("перший", paragraph(run("другий\nтретій")), "", "четвертий") == [
        "перший",
        "другий",
        "третій",
        "",
        "четвертий",
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>а</w:t><w:tab/><w:t>б</w:t></w:r>", "а б"),
        ("<w:r><w:t>план</w:t><w:noBreakHyphen/><w:t>звіт</w:t></w:r>", "план-звіт"),
        ("<w:r><w:t>діяль</w:t><w:softHyphen/><w:t>ність</w:t></w:r>", "діяльність"),
        (SIGN.format("Symbol", "F0BE") + run("лекція"), "—лекція"),
        (SIGN.format("Wingdings", "F0A7") + run(" лекція"), "• лекція"),
        (SIGN.format("Arial", "2116") + run(" 3"), "№ 3"),
        ("<w:r><w:t> без знака </w:t></w:r><w:r><w:t>пробілів</w:t></w:r>", "без знакапробілів"),
        (run("особа") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "особа"),
        ("<w:r><w:t>а</w:t><w:lastRenderedPageBreak/><w:t>б</w:t></w:r>", "аб"),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>" + run(" осіб"), "12 осіб"),
    ],
)
def test_signs_that_word_writes_in_its_own_way(content: str, text: str) -> None:
    assert first_line(content).text == text


@pytest.mark.parametrize(
    "wrap",
    [
        control,
        "<w:customXml w:element='a'><w:customXmlPr/>{}</w:customXml>".format,
        "<w:smartTag w:element='place'>{}</w:smartTag>".format,
        '<w:hyperlink r:id="r9">{}</w:hyperlink>'.format,
        '<w:fldSimple w:instr="DOCPROPERTY a">{}</w:fldSimple>'.format,
        '<w:bdo w:val="ltr">{}</w:bdo>'.format,
        _alternatives,
    ],
)
def test_what_stands_around_a_run_takes_nothing_from_it(wrap: object) -> None:
    assert callable(wrap)
    assert first_line(run("на "), wrap(run("2026")), run(" рік")).text == "на 2026 рік"


def test_what_stands_around_paragraphs_and_tables_takes_nothing_from_them() -> None:
    inside = paragraph("план") + table(row("1", "2"))
    blocks = read_docx(docx(control(control(inside)), f"<w:customXml>{paragraph('кінець')}</w:customXml>")).blocks
    assert [block.text if isinstance(block, WordLine) else block.rows for block in blocks] == [
        "план",
        [["1", "2"]],
        "кінець",
    ]


def test_of_a_field_the_result_is_text_and_the_instruction_is_not() -> None:
    inner = field("PAGE", "7")
    assert first_line(run("с. "), field("REF a", "3")).text == "с. 3"
    assert first_line(field("REF a", "до ") + inner).text == "до 7"


def test_a_field_in_the_instruction_of_another_is_no_text() -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    outer = f"{char('begin')}{field('PAGE', '7')}{char('separate')}{run('так')}{char('end')}"
    assert first_line(outer).text == "так"


def test_what_is_chosen_in_a_list_of_a_form_is_text() -> None:
    entries = '<w:listEntry w:val="І квартал"/><w:listEntry w:val="ІІ квартал"/>'
    choices = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'.format
    told = "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    assert first_line(run("на "), mark("begin", choices), told, mark("end", "")).text == "на ІІ квартал"


@pytest.mark.parametrize("marks", [["begin"], ["end", "begin"]])
def test_a_field_without_an_end_swallows_nothing(marks: list[str]) -> None:
    broken = "".join(f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in marks)
    assert read_lines(paragraph(broken, run("далі")), "і ще") == ["далі", "і ще"]


def test_an_unfilled_content_control_shows_a_hint_and_no_value() -> None:
    line = first_line(run("Директор "), control(run("Введіть прізвище"), "<w:showingPlcHdr/>"))
    assert line == WordLine("Директор", (LeftOut("placeholder", "Введіть прізвище"),))


def test_tracked_insertions_are_in_and_deletions_are_out_and_both_are_told() -> None:
    line = first_line(run("Провести "), deleted("3"), inserted("5"), run(" лекцій"))
    assert (line.text, line.left_out) == ("Провести 5 лекцій", (LeftOut("deleted", "3"),))
    assert [(remark.kind, remark.text) for remark in line.remarks] == [("inserted", "5")]


def test_a_deleted_space_is_no_space() -> None:
    assert first_line(run("1"), deleted(" "), run("0")).text == "10"


def test_what_was_moved_stands_where_it_was_moved_to() -> None:
    moved = f"<w:moveFrom w:id='1'>{run('лекція ')}</w:moveFrom>"
    there = f"<w:moveTo w:id='2'>{run(' лекція')}</w:moveTo>"
    assert first_line(moved, run("зустріч,"), there).text == "зустріч, лекція"


def test_an_insertion_that_was_deleted_again_is_out() -> None:
    again = f"<w:ins w:id='1'>{deleted('сім')}</w:ins>"
    line = first_line(run("п'ять"), again)
    assert (line.text, line.remarks) == ("п'ять", ())


@pytest.mark.parametrize("mark", ["<w:rPr><w:del w:id='1'/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"])
def test_a_paragraph_whose_mark_is_deleted_or_hidden_joins_the_next_one(mark: str) -> None:
    assert read_lines(paragraph("Захід 1.1 ", more=mark), "лекції", "далі") == ["Захід 1.1 лекції", "далі"]


def test_a_paragraph_that_is_deleted_whole_leaves_no_empty_line() -> None:
    gone = paragraph(deleted("Захід 1.2"), more="<w:rPr><w:del w:id='1'/></w:rPr>")
    assert read_lines("перший", gone, "третій") == ["перший", "третій"]


@pytest.mark.parametrize(
    ("looks", "kind"), [(STRIKE, "struck"), ("<w:dstrike/>", "struck"), (HIDDEN, "hidden"), (RAISED, "raised")]
)
def test_what_is_struck_out_hidden_or_raised_beside_a_number_is_left_out(looks: str, kind: str) -> None:
    assert first_line(run("1", looks), run("2")) == WordLine("2", (LeftOut(kind, "1"),))  # type: ignore[arg-type]


@pytest.mark.parametrize("off", ['<w:strike w:val="0"/>', '<w:vanish w:val="false"/>', '<w:dstrike w:val="off"/>'])
def test_a_look_that_is_switched_off_is_none(off: str) -> None:
    assert first_line(run("12", off)) == WordLine("12")


def test_a_look_comes_from_styles_of_letters_and_of_paragraphs_and_those_they_are_based_on() -> None:
    struck, based = "<w:rPr><w:strike/></w:rPr>", '<w:basedOn w:val="Old"/>'
    letters = style("Gone", struck, kind="character")
    paragraphs = style("Old", struck) + style("Older", "", more=based)
    styles = letters + paragraphs
    assert first_line(run("12", '<w:rStyle w:val="Gone"/>'), run("3"), styles=styles).text == "3"
    assert first_line(run("12"), styles=styles, named="Older") == WordLine("", (LeftOut("struck", "12"),))


def test_a_style_of_letters_turns_the_look_of_the_paragraph_round() -> None:
    struck = "<w:rPr><w:strike/></w:rPr>"
    styles = style("Gone", struck, kind="character") + style("Old", struck)
    assert first_line(run("12", '<w:rStyle w:val="Gone"/>'), styles=styles, named="Old").text == "12"
    assert first_line(run("12", '<w:strike w:val="0"/>'), styles=styles, named="Old").text == "12"


def test_a_text_box_follows_its_paragraph_once_and_is_told() -> None:
    blocks = read_docx(docx(paragraph("ПЛАН", text_box("ЗАТВЕРДЖЕНО", "Директор")), "на 2026 рік")).blocks
    assert [block.text for block in blocks if isinstance(block, WordLine)] == [
        "ПЛАН",
        "ЗАТВЕРДЖЕНО",
        "Директор",
        "на 2026 рік",
    ]
    assert [block.remarks for block in blocks] == [(), (WordRemark("boxed", "ЗАТВЕРДЖЕНО\nДиректор"),), (), ()]


def test_a_table_in_a_text_box_is_a_table() -> None:
    blocks = read_docx(docx(paragraph(text_box(table(row("1", "2")))))).blocks
    assert [block.rows for block in blocks if isinstance(block, WordTable)] == [[["1", "2"]]]


def test_what_stands_beside_the_body_is_told_by_kind() -> None:
    note = f'<w:footnote w:id="1">{paragraph("за наявності коштів")}</w:footnote>'
    beside = {"footnotes": note, "comments": f'<w:comment w:id="1">{paragraph("уточнити")}</w:comment>'}
    assert read_docx(docx("план", others=beside)).asides == (
        ("footnotes", "за наявності коштів"),
        ("comments", "уточнити"),
    )


def test_an_embedded_object_is_counted() -> None:
    assert read_docx(docx(paragraph("<w:r><w:object><v:shape/></w:object></w:r>"))).objects == 1


def test_the_strict_standard_and_utf_16_are_read_as_any_other() -> None:
    body = strictly(document("план", table(row("1"))))
    assert STRICT_W in body
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16")
    for part in (body, xml):
        assert [type(block) for block in read_docx(packed({"word/document.xml": part})).blocks] == [
            WordLine,
            WordTable,
        ]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"word/document.xml": "<w:document"},
        {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"word/document.xml": document("а"), "word/_rels/document.xml.rels": "<broken"},
    ],
)
def test_a_document_without_a_whole_body_is_damaged(parts: dict[str, str]) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_docx(packed(parts))
    assert refused.value.finding.kind == FILE_DAMAGED


def test_elements_thousands_deep_are_damage_and_no_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 10_000 + paragraph("а") + "</w:sdtContent></w:sdt>" * 10_000
    with pytest.raises(UnreadableError):
        read_docx(docx(deep))

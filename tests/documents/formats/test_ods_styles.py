"""Looks of an ods: the styles of cells, rows, columns, paragraphs and runs, and the formats of numbers."""

import pytest

from tests.support.ods_files import number, ods_book, row, style, text
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

SHEET = "Лист"
STRUCK = 'style:text-line-through-style="solid"'
RAISED = 'style:text-position="super 58%"'


def run(content: str, name: str) -> str:
    return f'<text:span text:style-name="{name}">{content}</text:span>'


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('style:text-line-through-style="solid"', "struck"),
        ('style:text-line-through-type="single"', "struck"),
        ('style:text-line-through-type="double" style:text-line-through-style="solid"', "struck"),
        ('style:text-line-through-style="none"', None),
        ('style:text-line-through-type="single" style:text-line-through-style="none"', None),
        ('style:text-position="super"', "raised"),
        ('style:text-position="super 58%"', "raised"),
        ('style:text-position="33% 58%"', "raised"),
        ('style:text-position="0% 100%"', None),
        ('style:text-position="sub 58%"', None),
        ('style:text-position="-8% 58%"', None),
        ('style:text-position="33.3% 58%" style:text-line-through-type="single"', "struck"),
        ("", None),
    ],
)
def test_a_run_that_is_struck_out_or_raised_is_left_out(properties: str, kind: str | None) -> None:
    book = ods_book(row(text(f"18{run('19', 'T1')}")), style("T1", "text", properties))
    left_out = {"A1": (LeftOut("struck" if kind == "struck" else "raised", "19"),)} if kind else {}
    assert book.rows(SHEET) == [["18" if kind else "1819"]]
    assert book.details(SHEET).left_out == left_out


@pytest.mark.parametrize(
    ("styles", "shared"),
    [
        (style("T1", "text", STRUCK), ""),
        ("", style("T1", "text", STRUCK)),
        (style("T1", "text", "", 'style:parent-style-name="T0"'), style("T0", "text", STRUCK)),
        (style("T1", "text", "", 'style:parent-style-name="T1"') + style("T1", "text", STRUCK), ""),
    ],
)
def test_the_look_of_a_run_may_come_from_another_style(styles: str, shared: str) -> None:
    assert ods_book(row(text(f"{run('1', 'T1')}8")), styles, shared).rows(SHEET) == [["8"]]


def test_runs_within_runs_keep_the_look_around_them() -> None:
    styles = (
        style("A", "text", STRUCK)
        + style("B", "text", "")
        + style("C", "text", 'style:text-line-through-style="none"')
    )
    cell = text("1" + run("2" + run("3", "B") + run("4", "C") + "<text:s/>5", "A") + "6")
    book = ods_book(row(cell), styles)
    assert book.rows(SHEET) == [["146"]]
    assert book.details(SHEET).left_out == {"A1": (LeftOut("struck", "23"), LeftOut("struck", " 5"))}


def test_the_style_of_a_paragraph_counts() -> None:
    cell = text('<text:p text:style-name="P1">18</text:p><text:p>19</text:p>')
    book = ods_book(row(cell), style("P1", "paragraph", STRUCK))
    assert book.rows(SHEET) == [["\n19"]]
    assert book.details(SHEET).left_out == {"A1": (LeftOut("struck", "18"),)}


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(text("вісім"), "вісім"), (number(18), "18"), (text("<text:p>1<text:span>8</text:span></text:p>"), "18")],
)
@pytest.mark.parametrize("where", ["cell", "row", "column", "parent", "default"])
def test_a_cell_struck_out_as_a_whole_is_blank(cell: str, shown: str, where: str) -> None:
    named = cell.replace("<table:table-cell ", '<table:table-cell table:style-name="ce1" ')
    struck = style("ce1", "table-cell", STRUCK)
    default = (
        f'<style:default-style style:family="table-cell"><style:text-properties {STRUCK}/></style:default-style>'
    )
    column = '<table:table-column table:default-cell-style-name="ce1" table:number-columns-repeated="5"/>'
    child = style("ce1", "table-cell", "", 'style:parent-style-name="Old"')
    book = {
        "cell": ods_book(row(named), struck),
        "row": ods_book(row(cell, attributes='table:default-cell-style-name="ce1"'), struck),
        "column": ods_book(column + row(cell), struck),
        "parent": ods_book(row(named), child, style("Old", "table-cell", STRUCK)),
        "default": ods_book(row(named), style("ce1", "table-cell"), default),
    }[where]
    assert book.rows(SHEET) == [[None]]
    assert book.details(SHEET).left_out == {"A1": (LeftOut("struck", shown),)}


def test_a_run_that_is_not_struck_out_in_a_cell_that_is_stays() -> None:
    styles = style("ce1", "table-cell", STRUCK) + style("T1", "text", 'style:text-line-through-type="none"')
    book = ods_book(row(text(f"1{run('8', 'T1')}", 'table:style-name="ce1"')), styles)
    assert book.rows(SHEET) == [["8"]]
    assert book.details(SHEET).left_out == {"A1": (LeftOut("struck", "1"),)}


def test_a_cell_raised_as_a_whole_keeps_its_value() -> None:
    styles = style("ce1", "table-cell", RAISED)
    book = ods_book(row(text("61", 'table:style-name="ce1"'), number(6, 'table:style-name="ce1"')), styles)
    assert book.rows(SHEET) == [["61", 6]]
    assert book.details(SHEET).left_out == {}


def number_format(kind: str, inner: str, name: str = "N1") -> str:
    return f'<number:{kind}-style style:name="{name}">{inner}</number:{kind}-style>'


DIGITS = '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
THOUSANDS = '<number:number number:min-integer-digits="1" number:display-factor="1000"/>'
NO_ZERO = '<number:number number:decimal-places="0" number:min-integer-digits="0"/>'
NOTHING = "<number:text/>"
BY_SIGN = (
    number_format("number", DIGITS, "N1P0")
    + number_format("percentage", DIGITS, "N1P1")
    + number_format(
        "number",
        NOTHING
        + '<style:map style:condition="value()&gt;0" style:apply-style-name="N1P0"/>'
        + '<style:map style:condition="value() &lt; 0" style:apply-style-name="N1P1"/>',
    )
)
HIDING = number_format("number", NOTHING, "N1P0") + number_format(
    "text", NOTHING + '<style:map style:condition="value()&gt;0" style:apply-style-name="N1P0"/>'
)


@pytest.mark.parametrize(
    ("form", "number_", "value", "problem"),
    [
        (number_format("number", DIGITS), 7, 7.0, None),
        (number_format("number", DIGITS + "<number:text>%</number:text>"), 5, 5.0, None),
        (number_format("percentage", DIGITS), 1, "100%", None),
        (number_format("number", THOUSANDS), 12000, 12000.0, CellProblem.SCALED),
        (
            number_format("number", THOUSANDS + "<number:text>тис.</number:text>"),
            12000,
            12000.0,
            CellProblem.SCALED,
        ),
        (number_format("number", NOTHING), 7, 7.0, CellProblem.UNSEEN),
        (number_format("number", "<number:text>так</number:text>"), 7, 7.0, CellProblem.UNSEEN),
        (number_format("number", "<number:text>-</number:text>"), 0, 0.0, None),
        (number_format("number", NO_ZERO), 0, 0.0, CellProblem.UNSEEN),
        (number_format("number", NO_ZERO), 7, 7.0, None),
        (number_format("text", "<number:text-content/>"), 7, 7.0, None),
        (number_format("number", ""), 7, 7.0, None),
        (BY_SIGN, 7, 7.0, None),
        (BY_SIGN, -0.5, "-50%", None),
        (BY_SIGN, 0, 0.0, CellProblem.UNSEEN),
        (HIDING, 7, 7.0, CellProblem.UNSEEN),
        (number_format("number", DIGITS + '<style:map style:condition="odd"/>'), 7, 7.0, None),
        ("", 7, 7.0, None),
    ],
)
def test_a_number_is_what_its_format_shows(
    form: str, number_: float, value: CellValue, problem: CellProblem | None
) -> None:
    cell = style("ce1", "table-cell", "", 'style:data-style-name="N1"')
    for styles, shared in ((cell + form, ""), (cell, form)):
        book = ods_book(row(number(number_, 'table:style-name="ce1"')), styles, shared)
        assert book.rows(SHEET) == [[value]]
        assert book.details(SHEET).problems == ({"A1": problem} if problem else {})


def test_a_format_of_a_parent_style_counts() -> None:
    shared = style("Share", "table-cell", "", 'style:data-style-name="N1"') + number_format("percentage", DIGITS)
    styles = style("ce1", "table-cell", "", 'style:parent-style-name="Share"')
    assert ods_book(row(number(1, 'table:style-name="ce1"')), styles, shared).rows(SHEET) == [["100%"]]


def test_a_text_that_its_format_hides_is_asked_about() -> None:
    cell = style("ce1", "table-cell", "", 'style:data-style-name="N1"')
    hidden = text("", 'table:style-name="ce1" office:string-value="сім"')
    book = ods_book(row(hidden), cell + HIDING)
    assert book.rows(SHEET) == [["сім"]]
    assert book.details(SHEET).problems == {"A1": CellProblem.UNSEEN}


def test_a_number_with_the_format_of_a_date_is_the_day_that_a_person_sees() -> None:
    styles = style("ce1", "table-cell", "", 'style:data-style-name="N1"') + number_format("date", "<number:day/>")
    book = ods_book(row(number(44330, 'table:style-name="ce1"'), number(44330)), styles)
    assert [str(value) for value in book.rows(SHEET)[0]] == ["2021-05-14", "44330.0"]


@pytest.mark.parametrize(("shown", "value"), [("12,5 %", "12.5%"), ("5%", 0.125), ("0.125", 0.125)])
def test_a_number_that_its_own_text_shows_as_a_percentage_is_one(shown: str, value: CellValue) -> None:
    cell = number(0.125).replace("<text:p>0.125<", f"<text:p>{shown}<")
    assert ods_book(row(cell)).rows(SHEET) == [[value]]


@pytest.mark.parametrize(
    ("value", "shown", "is_scaled"),
    [
        (12000, "12", True), (12345, "12", True), (12345, "12,3 тис.", True), (-12000, "-12", True),
        (12000000, "12.0 млн", True), (12000, "12000", False), (12000, "12,000", False),
        (12000, "12.000 грн", False), (12000, "12 000", False), (12000, "", False), (120000, "1,20,000", False),
        (12000, "13", False), (12, "12", False), (44330, "2021", False),
    ],
)  # fmt: skip
def test_a_number_that_its_own_text_shows_in_thousands_is_asked_about(
    value: int, shown: str, is_scaled: bool
) -> None:
    cell = number(value).replace(f"<text:p>{value:g}<", f"<text:p>{shown}<")
    book = ods_book(row(cell))
    assert book.rows(SHEET) == [[float(value)]]
    assert book.details(SHEET).problems == ({"A1": CellProblem.SCALED} if is_scaled else {})

import re
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.ods_files import number, ods_book, ods_content, row, text
from xlplan.documents.formats.grid import MergedRange, UnreadableError
from xlplan.documents.formats.ods import OdsBook
from xlplan.domain.returned import CellProblem, CellValue

SHEET = "Лист"
PROPERTIES = """<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>
    <meta:user-defined meta:name="інша">ні</meta:user-defined>
    <meta:user-defined meta:name="код">так &amp; так</meta:user-defined></office:meta></office:document-meta>"""
ENCRYPTED = """<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
    <m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>"""


def value_of(cell: str) -> CellValue:
    """The value of a cell alone in its sheet."""
    rows = ods_book(row(cell)).rows(SHEET)
    return rows[0][0] if rows else None


def of_kind(kind: str, attribute: str, value: str) -> str:
    """A cell whose text is `?`, so that this is read where the value is not."""
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>?</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (of_kind("float", "value", "0.300000000000000000011"), 0.3),
        (of_kind("currency", "value", "12.5"), 12.5),
        (of_kind("percentage", "value", "1"), "100%"),
        (of_kind("boolean", "boolean-value", "true"), True),
        (of_kind("date", "date-value", "2021-05-14"), date(2021, 5, 14)),
        (of_kind("date", "date-value", "2021-05-14T10:30:00"), datetime(2021, 5, 14, 10, 30)),
        (of_kind("date", "date-value", "2021-05-14T00:00:00.000000000"), date(2021, 5, 14)),
        (of_kind("date", "date-value", "2021-05-14T10:30:00Z"), datetime(2021, 5, 14, 10, 30)),
        (of_kind("time", "time-value", "PT10H30M00S"), time(10, 30)),
        (of_kind("time", "time-value", "PT010H30M00,5S"), time(10, 30, 0, 500_000)),
        (of_kind("time", "time-value", "PT45M"), time(0, 45)),
        (of_kind("time", "time-value", "P1DT6H"), timedelta(hours=30)),
        (of_kind("time", "time-value", "PT30H00M00S"), timedelta(hours=30)),
        (of_kind("time", "time-value", "-PT1H"), timedelta(hours=-1)),
        (of_kind("time", "time-value", "10:30"), "?"),
        (of_kind("date", "date-value", "May"), "?"),
        (of_kind("float", "value", ""), "?"),
        (text("0012"), "0012"),
        (text(""), None),
        ("<table:table-cell/>", None),
        ('<table:table-cell office:value-type="string" office:string-value="сім"/>', "сім"),
        (text("", 'office:string-value="сім"'), "сім"),
    ],
)  # fmt: skip
def test_a_value_is_of_the_kind_that_its_cell_says(cell: str, value: CellValue) -> None:
    assert (value_of(cell), type(value_of(cell))) == (value, type(value))


@pytest.mark.parametrize(
    ("paragraphs", "value"),
    [
        ("<text:p>10</text:p><text:p>150</text:p>", "10\n150"),
        ("10<text:line-break/>150", "10\n150"),
        ("10&#13;&#10;150&#13;4", "10\n150\n4"),
        ("а<text:tab/>б<text:s/>в<text:s text:c='3'/>г", "а\tб в   г"),
        ("а<text:s text:c='багато'/>б", "а б"),
        ("див. <text:a><text:span>сайт</text:span></text:a>, п. 2", "див. сайт, п. 2"),
        ("<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>じ</text:ruby-text></text:ruby>", "字"),
        ("_x000D_ буквально", "_x000D_ буквально"),
        ("<![CDATA[5 < 6 &amp;]]> так", "5 < 6 &amp; так"),
    ],
)
def test_a_text_has_its_line_breaks_tabs_and_gaps(paragraphs: str, value: str) -> None:
    assert value_of(text(paragraphs)) == value


def test_a_gap_of_millions_is_cut_to_the_length_of_a_cell() -> None:
    value = value_of(text('а<text:s text:c="999999999"/>б'))
    assert isinstance(value, str)
    assert len(value) < 100_000


def test_a_comment_is_no_part_of_the_text() -> None:
    comment = "<office:annotation><text:p>99</text:p></office:annotation>"
    assert value_of(text(f"<text:p>5</text:p>{comment}")) == "5"
    assert (
        value_of(f'<table:table-cell office:value-type="string">{comment}<text:p>5</text:p></table:table-cell>')
        == "5"
    )


@pytest.mark.parametrize(
    ("attributes", "paragraph", "problem", "value"),
    [
        ('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"', "#N/A", "ERROR", None),
        ('table:formula="of:=A1" office:value-type="string" calcext:value-type="error"', "Err:502", "ERROR", None),
        (
            'table:formula="of:=1/0" office:value-type="string" office:string-value="#DIV/0!"',
            "#DIV/0!",
            "ERROR",
            None,
        ),
        ('table:formula="of:=A1" office:value-type="string" calcext:value-type="string"', "#N/A", None, "#N/A"),
        ('office:value-type="string"', "#N/A", None, "#N/A"),
        ('table:formula="of:=2+3"', None, "FORMULA", None),
        ("table:formula='of:=\"\"'", "", None, None),
        ('table:formula="of:=2+3" office:value-type="float" office:value="5"', "5", None, 5.0),
    ],
)
def test_an_error_and_a_formula_without_a_value_are_told_from_blanks(
    attributes: str, paragraph: str | None, problem: str | None, value: CellValue
) -> None:
    inner = "" if paragraph is None else f"<text:p>{paragraph}</text:p>"
    book = ods_book(row(text("код"), f"<table:table-cell {attributes}>{inner}</table:table-cell>", text("кінець")))
    assert book.rows(SHEET) == [["код", value, "кінець"]]
    assert book.details(SHEET).problems == ({"B1": CellProblem[problem]} if problem else {})


def test_repeated_cells_and_rows_are_written_out_and_empty_ends_cut_off() -> None:
    book = ods_book(
        row(
            "<table:table-cell table:number-columns-repeated='2'/>",
            number(5, "table:number-columns-repeated='3'"),
            "<table:table-cell table:number-columns-repeated='16379'/>",
        )
        + row("<table:table-cell/>", attributes="table:number-rows-repeated='2'")
        + row(text("так"), attributes="table:number-rows-repeated='2'")
        + row("<table:table-cell/>", attributes="table:number-rows-repeated='1048571'")
    )
    assert book.rows(SHEET) == [[None, None, 5, 5, 5], [], [], ["так"], ["так"]]


def test_repetitions_end_where_every_sheet_ends() -> None:
    wide = number(5, "table:number-columns-repeated='999999999'")
    assert len(ods_book(row(wide, number(6))).rows(SHEET)[0]) == 16_384
    assert (
        len(ods_book(row(number(5), attributes="table:number-rows-repeated='99999999999'")).rows(SHEET))
        == 1_048_576
    )


def test_what_a_repeated_cell_tells_is_told_of_each_repetition() -> None:
    wrong = "<table:table-cell calcext:value-type='error' table:number-columns-repeated='2'/>"
    problems = ods_book(row(wrong, attributes="table:number-rows-repeated='2'")).details(SHEET).problems
    assert problems == dict.fromkeys(("A1", "B1", "A2", "B2"), CellProblem.ERROR)


def test_rows_stand_in_groups_and_headers_too() -> None:
    rows = (
        f"<table:table-header-rows>{row(text('1'))}</table:table-header-rows>"
        f"<table:table-row-group>{row(text('2'))}<table:table-row-group>{row(text('3'))}</table:table-row-group>"
        f"</table:table-row-group><table:table-rows>{row(text('4'))}</table:table-rows>"
    )
    assert ods_book(rows).rows(SHEET) == [["1"], ["2"], ["3"], ["4"]]


def test_rows_and_columns_that_a_person_does_not_see_are_told() -> None:
    columns = (
        "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>"
        "<table:table-column-group table:display='false'><table:table-column/></table:table-column-group>"
        "<table:table-column/>"
        "<table:table-column table:visibility='collapse' table:number-columns-repeated='16379'/>"
    )
    cells = [text("так")] * 5
    rows = (
        row(*cells)
        + row(*cells, attributes="table:visibility='filter'")
        + row(*cells, attributes="table:visibility='collapse' table:number-rows-repeated='2'")
        + f"<table:table-row-group table:display='false'>{row(*cells)}</table:table-row-group>"
        + row("<table:table-cell/>", attributes="table:visibility='collapse' table:number-rows-repeated='1048571'")
    )
    details = ods_book(columns + rows).details(SHEET)
    assert (details.hidden_rows, details.hidden_columns) == (frozenset({1, 2, 3, 4}), frozenset({1, 2, 3}))


def test_merged_ranges_are_told() -> None:
    book = ods_book(
        row(text("план", "table:number-columns-spanned='2'"), "<table:covered-table-cell/>")
        + row(text("1"), text("14.05", "table:number-rows-spanned='3' table:number-columns-spanned='1'"))
    )
    assert book.details(SHEET).merged == (MergedRange(0, 1, 0, 2), MergedRange(1, 4, 1, 2))


@pytest.mark.parametrize(("day", "is_1904"), [("1904-01-01", True), ("1899-12-30", False), ("сьогодні", False)])
def test_a_workbook_that_counts_its_days_from_1904_says_so(day: str, is_1904: bool) -> None:
    settings = (
        f'<table:calculation-settings><table:null-date table:date-value="{day}"/></table:calculation-settings>'
    )
    assert ods_book(row(text("так")), before=settings).details(SHEET).has_1904_dates is is_1904


def test_a_sheet_reads_alike_in_whatever_spelling_of_its_xml() -> None:
    plain = ods_content(row(text("а &amp; б", "table:style-name='ні'"), number(5)) + row(text("в<text:tab/>г")))
    others = [
        re.sub(r"(?<=[</\s])(table|text)(?=:)|(?<=xmlns:)(table|text)(?==)", r"т\1\2", plain),
        plain.replace('"', "'"),
        plain.replace("а &amp; б", "<![CDATA[а & б]]>").replace(">в<", ">&#1074;<"),
        plain.replace("><", ">\n  <").replace("<text:p>\n  ", "<text:p>"),
        plain.replace("float", "&#102;loat").replace(' office:value="5"', "\n office:value = '&#53;'\t"),
        plain.replace("<table:table-row ", "<!-- рядок --><?pi pi?><table:table-row\n"),
    ]
    expected = [["а & б", 5.0], ["в\tг"]]
    for content in (plain, *others):
        book = OdsBook({"content.xml": content.encode()})
        assert (book.names, book.rows(SHEET)) == ((SHEET,), expected), content


def test_tables_that_are_no_sheets_are_not_read() -> None:
    foreign = f"<table:table table:name='чуже'>{row(text('чуже'))}</table:table>"
    inner = f"<table:table-cell>{foreign}</table:table-cell>"
    link = f"<table:dde-links><table:dde-link>{foreign}</table:dde-link></table:dde-links>"
    book = ods_book(row(text("своє"), inner), after=link)
    assert (book.names, book.rows(SHEET)) == ((SHEET,), [["своє"]])


def test_names_and_properties_are_read_in_whatever_spelling() -> None:
    names = (
        "<table:named-expressions><table:named-range table:cell-range-address='$Лист.$A$1' table:name='місце'/>"
        "<table:named-expression table:expression='&quot;код&#34;' table:name='стале'/></table:named-expressions>"
    )
    parts = {"content.xml": ods_content(row(text("так")), after=names).encode(), "meta.xml": PROPERTIES.encode()}
    book = OdsBook(parts)
    assert [book.defined_name(name) for name in ("місце", "стале", "нема")] == ["$Лист.$A$1", '"код"', ""]
    assert [book.property(name) for name in ("код", "нема")] == ["так & так", ""]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"content.xml": b"\x8f\x12\x99"}, "file-damaged"),
        ({"content.xml": b"\x8f\x12\x99", "META-INF/manifest.xml": ENCRYPTED.encode()}, "file-encrypted"),
        ({"content.xml": ods_content(row(text("так"))).encode()[:-20]}, "file-damaged"),
        ({"content.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + ods_content("").encode()[38:]}, "file-damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_half_read(parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        OdsBook(parts)
    assert refused.value.finding.code == code


def test_a_sheet_whose_styles_are_damaged_is_refused() -> None:
    content = ods_content(row(number(1, "table:style-name='відсоток'"))).encode()
    book = OdsBook({"content.xml": content, "styles.xml": b"<office:document-styles"})
    with pytest.raises(UnreadableError):
        book.rows(SHEET)


def test_spans_and_groups_within_one_another_without_end_are_damage() -> None:
    deep = "<text:span>" * 5000 + "5" + "</text:span>" * 5000
    groups = "<table:table-row-group>" * 5000 + row(text("5")) + "</table:table-row-group>" * 5000
    for table in (row(text(deep)), groups):
        with pytest.raises(UnreadableError):
            ods_book(table).rows(SHEET)


# What XML can hold, without the carriage returns that a reader of XML makes line breaks.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n ")
)


def written(content: str) -> str:
    """A text as OpenDocument writes it: gaps, tabs and line breaks as elements, a paragraph a line or not."""
    escaped = escape(content).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return re.sub(" {2,}", lambda gap: f' <text:s text:c="{len(gap[0]) - 1}"/>', escaped)


@given(st.lists(st.lists(TEXTS | st.floats(-1e15, 1e15) | st.booleans(), max_size=4), max_size=4))
def test_whatever_a_sheet_holds_is_read_from_it(rows: list[list[str | float | bool]]) -> None:
    def cell(value: str | float | bool) -> str:
        if isinstance(value, bool):
            return of_kind("boolean", "boolean-value", str(value).lower())
        return text(written(value)) if isinstance(value, str) else of_kind("float", "value", repr(value))

    read = ods_book("".join(row(*map(cell, values)) for values in rows)).rows(SHEET)
    cells = {(at, column): value for at, values in enumerate(read) for column, value in enumerate(values)}
    assert {place: value for place, value in cells.items() if value is not None} == {
        (at, column): value for at, values in enumerate(rows) for column, value in enumerate(values) if value != ""
    }


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), max_size=5))
def test_repetitions_stand_where_they_would_if_they_were_written_out(shape: list[tuple[int, int]]) -> None:
    repeated = [
        row(
            number(at, f'table:number-columns-repeated="{wide}"'),
            attributes=f'table:number-rows-repeated="{high}"',
        )
        for at, (high, wide) in enumerate(shape)
    ]
    spelled = [row(*[number(at)] * wide) * high for at, (high, wide) in enumerate(shape)]
    assert ods_book("".join(repeated)).rows(SHEET) == ods_book("".join(spelled)).rows(SHEET)

"""Workbooks (xlsx) whose XML would stop a reader, or reach outside. Each function makes one file."""

from tests.support.hostile.raw_bytes import (
    MAIN,
    MANY,
    OFFICE,
    SHEET,
    Part,
    pack,
    parts_of,
    raw_zip,
    relations,
    sheet,
    xlsx,
    xlsx_parts,
)
from tests.support.hostile.verdicts import Table
from tests.support.thoroughness import examples

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE sst [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
STRINGS = "xl/sharedStrings.xml"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
EXTERNAL = ' TargetMode="External"'


def _declared(xml: str, declaration: str) -> str:
    head, _end, rest = xml.partition("?>")
    return f"{head}?>{declaration}{rest}" if rest else declaration + xml


def _strings(*texts: str, count: int = 1) -> str:
    inside = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<?xml version="1.0"?><sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{inside}</sst>'


def _cells(*cells: str) -> str:
    return f'<row r="1">{"".join(cells)}</row>'


def a_billion_laughs_in_the_texts() -> bytes:
    return xlsx({STRINGS: _declared(_strings("&l9;"), BILLION)})


def a_billion_laughs_in_the_sheet() -> bytes:
    return xlsx(
        {SHEET: _declared(sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'), BILLION)}
    )


def a_billion_laughs_in_sixteen_bits() -> bytes:
    text = _declared(_strings("&l9;"), BILLION).replace('"1.0"', '"1.0" encoding="UTF-16"')
    return xlsx({STRINGS: text.encode("utf-16")})


def a_billion_laughs_in_a_part_of_another_name() -> bytes:
    return xlsx(
        {
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "hidden.dat")),
            "xl/hidden.dat": _declared(sheet(), BILLION),
        }
    )


def an_entity_that_reads_a_file() -> bytes:
    return xlsx({SHEET: _declared(sheet(_cells('<c r="A1" t="str"><v>&e;</v></c>')), OUTSIDE)})


def an_entity_in_the_workbook() -> bytes:
    return xlsx({"xl/workbook.xml": f'{OUTSIDE}<workbook xmlns="{MAIN}"><sheets/>&e;</workbook>'})


def an_entity_in_the_properties() -> bytes:
    return xlsx({"docProps/custom.xml": f"{OUTSIDE}<Properties>&e;</Properties>"})


def a_dtd_that_is_fetched() -> bytes:
    return xlsx({"xl/styles.xml": f'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><styleSheet xmlns="{MAIN}"/>'})


def a_dtd_in_the_relations() -> bytes:
    return xlsx({"xl/_rels/workbook.xml.rels": OUTSIDE + relations(("worksheet", "worksheets/sheet1.xml"))})


def a_dtd_in_the_list_of_contents() -> bytes:
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return xlsx({"[Content_Types].xml": f'{OUTSIDE}<Types><Override ContentType="{types}"/></Types>'})


def xml_in_seven_bits() -> bytes:
    return xlsx({STRINGS: b'<?xml version="1.0" encoding="utf-7"?><sst/>'})


def xml_in_thirty_two_bits() -> bytes:
    return xlsx({STRINGS: '<?xml version="1.0"?><!DOCTYPE a []><sst/>'.encode("utf-32-be")})


def a_comment_without_an_end() -> bytes:
    return xlsx({STRINGS: "<!--" + "a" * 9_000_000})


def a_dimension_over_the_whole_sheet() -> bytes:
    return xlsx({SHEET: sheet(before='<dimension ref="A1:XFD1048576"/>')})


def a_dimension_without_end() -> bytes:
    return xlsx({SHEET: sheet(before='<dimension ref="A1:ZZZZZZZ99999999999"/>')})


def a_cell_in_the_last_corner() -> bytes:
    return xlsx({SHEET: sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + FAR)})


def a_far_cell_in_single_quotes() -> bytes:
    return xlsx({SHEET: sheet(FAR.replace('"', "'"))})


def a_far_cell_under_a_prefix() -> bytes:
    far = FAR.replace("<", "<x:").replace("<x:/", "</x:")
    return xlsx({SHEET: f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{far}</x:sheetData></x:worksheet>'})


def a_far_cell_in_a_part_of_another_name() -> bytes:
    return xlsx(
        {"xl/_rels/workbook.xml.rels": relations(("worksheet", "hidden.dat")), "xl/hidden.dat": sheet(FAR)}
    )


def a_row_beyond_all_numbers() -> bytes:
    return xlsx({SHEET: sheet('<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>')})


def a_column_beyond_all_letters() -> bytes:
    return xlsx({SHEET: sheet('<row r="1"><c r="ZZZZZZZZZZZZ1"><v>1</v></c></row>')})


def rows_that_go_backwards() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3_000, 0, -1))
    return xlsx({SHEET: sheet(rows)})


def a_merge_over_the_whole_sheet() -> bytes:
    return xlsx({SHEET: sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')})


def a_merge_over_a_whole_column() -> bytes:
    return xlsx({SHEET: sheet(after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>')})


def six_thousand_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 6_001))
    return xlsx({SHEET: sheet(after=f"<mergeCells>{merges}</mergeCells>")})


def a_link_over_the_whole_sheet() -> bytes:
    return xlsx({SHEET: sheet(after='<hyperlinks><hyperlink ref="A1:XFD1048576" r:id="rId1"/></hyperlinks>')})


def four_billion_texts() -> bytes:
    return xlsx({STRINGS: _strings("a", count=MANY)})


def four_billion_styles() -> bytes:
    return xlsx(
        {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="{MANY}"><xf/></cellXfs></styleSheet>'}
    )


def a_hundred_thousand_styles() -> bytes:
    many = '<xf numFmtId="0"/>' * 100_000
    return xlsx(
        {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="100000">{many}</cellXfs></styleSheet>'}
    )


def a_comment_in_the_last_corner() -> bytes:
    comment = '<comment ref="XFD1048576" authorId="0"><text><t>!</t></text></comment>'
    return xlsx({"xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>{comment}</commentList></comments>'})


def a_comment_in_the_last_corner_of_another_name() -> bytes:
    comment = '<comment ref="XFD1048576" authorId="0"><text><t>!</t></text></comment>'
    return xlsx({"xl/notes.dat": f'<comments xmlns="{MAIN}"><commentList>{comment}</commentList></comments>'})


def a_sheet_nested_without_end() -> bytes:
    return xlsx({SHEET: sheet("<row>" * 1_000_000)})


def a_workbook_nested_without_end() -> bytes:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    return xlsx({"docProps/custom.xml": f"<Properties>{deep}</Properties>"})


def a_million_tags_that_do_not_close() -> bytes:
    return xlsx({SHEET: sheet("<c " * 2_000_000)})


def a_million_relations_that_do_not_close() -> bytes:
    return xlsx({"xl/_rels/sheet.xml.rels": "<Relationship " + "External" * 1_000_000})


def a_long_text_in_every_cell() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 100
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(1, examples(2_001, 301)))
    return xlsx({SHEET: sheet(rows), STRINGS: _strings("x" * 30_000)})


def a_text_of_ten_megabytes() -> bytes:
    text = _strings(" ".join(map(str, range(0, 7919 * 1_000_000, 7919)))).encode()
    parts = parts_of(xlsx_parts({SHEET: sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}))
    return raw_zip([*parts, Part(STRINGS.encode(), text, packed=pack(text, level=1))])


def a_text_that_is_not_there() -> bytes:
    return xlsx({SHEET: sheet('<row r="1"><c r="A1" t="s"><v>4294967295</v></c></row>'), STRINGS: _strings("a")})


def numbers_beyond_all_numbers() -> bytes:
    values = ("1e999", "-1e999", "nan", "inf", "1" * 10_000, "0x10", "--1")
    return xlsx({SHEET: sheet(_cells(*(f"<c><v>{value}</v></c>" for value in values)))})


def dates_beyond_all_calendars() -> bytes:
    formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    values = ("1e300", "-1", "2958466", "99999999999", "0")
    return xlsx(
        {
            SHEET: sheet(_cells(*(f'<c s="1"><v>{value}</v></c>' for value in values))),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>',
        }
    )


def thousands_of_sheets_that_are_one() -> bytes:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, examples(10_001, 3_001)))
    return xlsx(
        {"xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'}
    )


def a_hundred_thousand_names() -> bytes:
    names = "".join(f'<definedName name="n{n}">n{n + 1}</definedName>' for n in range(100_000))
    sheets = '<sheets><sheet name="Звіт" sheetId="1" r:id="rId1"/></sheets>'
    book = f"{sheets}<definedNames>{names}</definedNames>"
    return xlsx({"xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}</workbook>'})


def a_sheet_that_lies_outside_the_file() -> bytes:
    return xlsx({"xl/_rels/workbook.xml.rels": relations(("worksheet", "../../../../../../etc/passwd"))})


def a_sheet_that_is_the_workbook() -> bytes:
    return xlsx({"xl/_rels/workbook.xml.rels": relations(("worksheet", "workbook.xml"))})


def a_template_from_outside() -> bytes:
    return xlsx({"xl/_rels/a.xml.rels": relations(("attachedTemplate", "http://127.0.0.1/a.dotm"), mode=EXTERNAL)})


def an_object_from_outside() -> bytes:
    return xlsx(
        {"xl/worksheets/_rels/sheet1.xml.rels": relations(("oleObject", "file:///c:/a.exe"), mode=EXTERNAL)}
    )


def a_link_to_another_program() -> bytes:
    link = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return xlsx({"xl/externalLinks/externalLink1.xml": link})


def a_formula_that_starts_a_program() -> bytes:
    return xlsx({SHEET: sheet(_cells("<c r=\"A1\"><f>cmd|'/c calc'!A0</f><v>5</v></c>"))})


def a_formula_that_starts_another_program() -> bytes:
    return xlsx({SHEET: sheet(_cells('<c r="A1"><f t="array" ref="A1">DDE("soffice";"a";"b")</f><v>5</v></c>'))})


def a_formula_that_fetches_a_page() -> bytes:
    return xlsx({SHEET: sheet(_cells('<c r="A1"><f>_xlfn.WEBSERVICE("http://127.0.0.1/")</f><v>5</v></c>'))})


def a_link_to_another_workbook() -> bytes:
    book = f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'
    links = relations(("externalLinkPath", r"\\server\share\a.xlsx"), mode=EXTERNAL)
    return xlsx(
        {
            "xl/externalLinks/externalLink1.xml": book,
            "xl/externalLinks/_rels/externalLink1.xml.rels": links,
        }
    )


def a_query_that_refreshes_itself() -> bytes:
    query = '<connection id="1" refreshOnLoad="1"><webPr url="http://127.0.0.1/"/></connection>'
    return xlsx({"xl/connections.xml": f'<connections xmlns="{MAIN}">{query}</connections>'})


def an_object_inside() -> bytes:
    return xlsx({"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"MZ" * 10_000})


def macros() -> bytes:
    return xlsx({"xl/vbaProject.bin": b"Auto_Open", "xl/macrosheets/sheet1.xml": "<a/>"})


def no_sheets_at_all() -> bytes:
    return xlsx({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'})


def nothing_but_spaces() -> bytes:
    return xlsx({"xl/workbook.xml": " " * 1_000_000})


FILES: Table = {
    a_billion_laughs_in_the_texts: "file-dangerous",
    a_billion_laughs_in_the_sheet: "file-dangerous",
    a_billion_laughs_in_sixteen_bits: "file-dangerous",
    a_billion_laughs_in_a_part_of_another_name: "file-dangerous",
    an_entity_that_reads_a_file: "file-dangerous",
    an_entity_in_the_workbook: "file-dangerous",
    an_entity_in_the_properties: "file-dangerous",
    a_dtd_that_is_fetched: "file-dangerous",
    a_dtd_in_the_relations: "file-dangerous",
    a_dtd_in_the_list_of_contents: "file-dangerous",
    xml_in_seven_bits: "file-dangerous",
    xml_in_thirty_two_bits: "file-dangerous",
    a_comment_without_an_end: "file-dangerous",
    a_dimension_over_the_whole_sheet: "",
    a_dimension_without_end: "",
    a_cell_in_the_last_corner: "file-dangerous",
    a_far_cell_in_single_quotes: "file-dangerous",
    a_far_cell_under_a_prefix: "file-dangerous",
    a_far_cell_in_a_part_of_another_name: "file-dangerous",
    a_row_beyond_all_numbers: "file-dangerous",
    a_column_beyond_all_letters: "file-dangerous",
    rows_that_go_backwards: "",
    a_merge_over_the_whole_sheet: "file-dangerous",
    a_merge_over_a_whole_column: "file-dangerous",
    six_thousand_merges: "file-dangerous",
    a_link_over_the_whole_sheet: "file-dangerous",
    four_billion_texts: "file-dangerous",
    four_billion_styles: "file-dangerous",
    a_hundred_thousand_styles: "file-dangerous",
    a_comment_in_the_last_corner: "file-dangerous",
    a_comment_in_the_last_corner_of_another_name: "file-dangerous",
    a_sheet_nested_without_end: "",
    a_workbook_nested_without_end: "",
    a_million_tags_that_do_not_close: "file-damaged",
    a_million_relations_that_do_not_close: "",
    a_long_text_in_every_cell: "file-dangerous",
    a_text_of_ten_megabytes: "",
    a_text_that_is_not_there: "file-damaged",
    numbers_beyond_all_numbers: "",
    dates_beyond_all_calendars: "",
    thousands_of_sheets_that_are_one: "",
    a_hundred_thousand_names: "",
    a_sheet_that_lies_outside_the_file: "file-damaged",
    a_sheet_that_is_the_workbook: "",
    a_template_from_outside: "file-dangerous",
    an_object_from_outside: "file-dangerous",
    a_link_to_another_program: "file-dangerous",
    a_formula_that_starts_a_program: "file-dangerous",
    a_formula_that_starts_another_program: "file-dangerous",
    a_formula_that_fetches_a_page: "file-dangerous",
    a_link_to_another_workbook: "",
    a_query_that_refreshes_itself: "file-dangerous",
    an_object_inside: "",
    macros: "",
    no_sheets_at_all: "",
    nothing_but_spaces: "file-damaged",
}

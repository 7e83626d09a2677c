"""What would stop a reader is refused however its XML is spelled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.hostile.raw_bytes import SHEET, ods, sheet, xlsx, xlsx_parts
from tests.support.reaching_files import packed
from xlplan.sandbox.inspection import InspectedFile, inspect

Spelling = Callable[[str], str]
SPELLINGS: dict[str, Spelling] = {
    "plain": lambda xml: xml,
    "single quotes": lambda xml: xml.replace('="', "='").replace('"', "'"),
    "spaces and line breaks": lambda xml: xml.replace('="', '\n=\t"').replace("/>", "\n/>"),
    "an entity for each digit": lambda xml: xml.replace("1048576", "&#49;&#48;&#52;&#56;&#x35;&#x37;&#x36;"),
    "a sign that ends no tag": lambda xml: xml.replace(' ref="', ' x=">" ref="').replace(' r="', ' x=">" r="'),
    "the end of the cells in a comment": lambda xml: "<!-- </sheetData> -->" + xml,
    "an instruction in front": lambda xml: "<?a </sheetData> ?>" + xml,
    "CDATA in front": lambda xml: "<![CDATA[</sheetData>]]>" + xml,
}
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_BY_ROW = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
BEHIND_A_BLANK = '<row r="1"><c r="A1" s="1"/><c r="XFD1048576"><v>1</v></c></row>'
MERGE = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LINK = '<hyperlinks><hyperlink display="a" ref="A1:XFD1048576"/></hyperlinks>'
SHEETS: dict[str, Callable[[Spelling], str]] = {
    "far cells": lambda spelling: sheet(spelling(FAR)),
    "far cells by their row": lambda spelling: sheet(spelling(FAR_BY_ROW)),
    "a far cell behind a blank": lambda spelling: sheet(spelling(BEHIND_A_BLANK)),
    "far cells in a second table": lambda spelling: sheet().replace(
        "</worksheet>", f"<sheetData>{spelling(FAR)}</sheetData ></worksheet>"
    ),
    "a wide merge": lambda spelling: sheet(after=spelling(MERGE)),
    "a wide merge in front": lambda spelling: sheet(before=spelling(MERGE)),
    "a wide link": lambda spelling: sheet(after=spelling(LINK)),
}
COMMENT = (
    '<comments><commentList><comment authorId="0" ref="XFD1048576"><text/></comment></commentList></comments>'
)
COUNT = '<sst count="1" uniqueCount="1048576000"><si><t>a</t></si></sst>'
CELL = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1048576"/>'
ROWS = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value="1"/></table:table-row>'
)


def is_refused(tmp_path: Path, data: bytes) -> bool:
    """Whether a file is refused as dangerous."""
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(data)
    inspected = inspect(path)
    return not isinstance(inspected, InspectedFile) and inspected[0].code == "file-dangerous"


@pytest.mark.parametrize("how", SPELLINGS)
@pytest.mark.parametrize("what", SHEETS)
def test_a_sheet_that_would_stop_a_reader_is_refused(tmp_path: Path, what: str, how: str) -> None:
    text = SHEETS[what](SPELLINGS[how])
    assert is_refused(tmp_path, xlsx({SHEET: text}))


@pytest.mark.parametrize("how", SPELLINGS)
@pytest.mark.parametrize("what", SHEETS)
def test_it_is_refused_under_a_prefix_too(tmp_path: Path, what: str, how: str) -> None:
    text = SHEETS[what](SPELLINGS[how])
    for element in (
        "worksheet",
        "sheetData",
        "row",
        "c",
        "v",
        "mergeCells",
        "mergeCell",
        "hyperlinks",
        "hyperlink",
    ):
        for end in (">", " ", "\n", "/"):
            text = text.replace(f"<{element}{end}", f"<x:{element}{end}")
            text = text.replace(f"</{element}{end}", f"</x:{element}{end}")
    text = text.replace("xmlns=", "xmlns:x=")
    assert is_refused(tmp_path, xlsx({SHEET: text}))


@pytest.mark.parametrize("how", SPELLINGS)
def test_comments_and_counts_that_would_stop_a_reader_are_refused(tmp_path: Path, how: str) -> None:
    spelling = SPELLINGS[how]
    assert is_refused(tmp_path, xlsx({"xl/comments1.xml": f"<comments>{spelling(COMMENT)}</comments>"}))
    assert is_refused(tmp_path, xlsx({"xl/notes.xml": f"<worksheet>{spelling(COMMENT)}<sheetData/></worksheet>"}))
    assert is_refused(tmp_path, xlsx({"xl/sharedStrings.xml": f"<a>{spelling(COUNT)}</a>"}))


@pytest.mark.parametrize("how", SPELLINGS)
def test_an_ods_that_repeats_without_end_is_refused(tmp_path: Path, how: str) -> None:
    spelling = SPELLINGS[how]
    assert is_refused(tmp_path, ods(spelling(ROWS)))
    assert is_refused(tmp_path, ods(f"<table:table-row>{spelling(CELL)}</table:table-row>"))


def test_a_text_in_every_cell_is_refused_however_it_is_spelled(tmp_path: Path) -> None:
    texts = "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>"
    for cell in (
        '<c t="s"><v>0</v></c>',
        "<c t='s'><v>0</v></c>",
        '<c t="&#115;"><v>0</v></c>',
        '<c t = "s"><v>0</v></c>',
    ):
        rows = "".join(f'<row r="{row}">{cell * 100}</row>' for row in range(1, 81))
        assert is_refused(tmp_path, xlsx({SHEET: sheet(rows), "xl/sharedStrings.xml": texts})), cell


def test_two_parts_whose_names_differ_in_backslashes_or_case_are_refused(tmp_path: Path) -> None:
    parts = xlsx_parts()
    assert is_refused(tmp_path, packed({**parts, "xl\\workbook.xml": "<workbook/>"}))
    assert is_refused(tmp_path, packed({**parts, "XL/WORKBOOK.XML": "<workbook/>"}))

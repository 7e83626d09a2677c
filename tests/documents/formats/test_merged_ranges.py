"""The merged ranges of a sheet: found in their usual spelling as by a parser, and left to it in any other."""

import pytest

from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.formats.xlsx_cells import find_merged, read_sheet
from xlplan.documents.formats.xlsx_styles import CellStyles, read_styles
from xlplan.documents.formats.xml_parts import end_of_cells

CELLS = '<worksheet xmlns="m" xmlns:x="m"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
AREAS = (MergedRange(0, 1, 0, 2), MergedRange(2, 5, 27, 28))
USUAL = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="AB3:AB5"/></mergeCells>'
OTHERS = (
    USUAL.replace('"', "'"),
    USUAL.replace("/>", " />"),
    USUAL.replace("<", "<x:").replace("<x:/", "</x:"),
    USUAL.replace("/>", "></mergeCell>"),
    USUAL.replace("AB3:AB5", "$AB$3:$AB$5"),
    USUAL.replace("A1:B1", "A1&#58;B1"),
    USUAL.replace("</mergeCells>", '<!--<mergeCell ref="D1:E1"/>--></mergeCells>'),
)


def no_styles() -> CellStyles:
    return read_styles(b"")


def both(after: str) -> tuple[tuple[MergedRange, ...] | None, tuple[MergedRange, ...]]:
    """The ranges that are found in what follows the cells, and those that a parser finds."""
    sheet = f"{CELLS}{after}</worksheet>".encode()
    return find_merged(sheet, end_of_cells(sheet)), read_sheet(sheet, no_styles(), {}).details.merged


@pytest.mark.parametrize(("after", "areas"), [("", ()), (USUAL, AREAS)])
def test_those_in_the_usual_spelling_are_found_as_by_a_parser(after: str, areas: tuple[MergedRange, ...]) -> None:
    assert both(after) == (areas, areas)


@pytest.mark.parametrize("after", OTHERS)
def test_any_other_spelling_is_left_to_a_parser(after: str) -> None:
    assert both(after) == (None, AREAS)

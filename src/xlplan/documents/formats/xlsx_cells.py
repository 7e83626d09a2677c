"""The details of a sheet of an xlsx, from its XML. Source: ECMA-376, 18.3.1.

Most sheets hold none of them. So a search tells first whether it is worth to parse the sheet; it may call for that
in vain, but never passes over a detail, whatever prefixes, quotes and spaces the program writes.
"""

import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple
from xml.etree import ElementTree

from msgspec import Struct, field

from xlplan.documents.formats.grid import (
    MergedRange,
    SheetDetails,
    UnreadableError,
    column_index,
    column_letters,
    local_name,
)
from xlplan.documents.formats.number_formats import NumberSense, as_percent, number_sense
from xlplan.documents.formats.text_runs import TextRun, run_look, split_runs
from xlplan.documents.formats.xlsx_styles import CellStyles, is_raised, is_struck, is_true
from xlplan.domain.findings.file_kinds import FILE_DAMAGED
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

# Plain searches cost far less than patterns, and one for a single rare byte a tenth of one for several.
_ERROR_SIGN, _ERROR = b"#", b">#"
_INLINE_TEXT, _LOOKS = b"inlineStr", (b"strike", b"vertAlign")
# A row or column that is hidden.
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?!0|false)")
# A formula that no value follows at once; the second is that of a formula shared with another cell.
_NO_VALUE = rb"(?!<(?:v|[\w.-]+:v)>[^<])"
_HOLLOW = re.compile(rb"/(?:f|[\w.-]+:f)>" + _NO_VALUE)
_SHARED, _HOLLOW_SHARED = b"shared", re.compile(rb"<(?:[\w.-]+:)?f\s[^<>]*/>" + _NO_VALUE)
# The usual spelling of a formula whose value is an empty text. It is frequent, and it has a value.
_EMPTY_TEXT = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")? t="str"><f[^<>]*(?:/>|>[^<]*</f>)<v></v></c>')
# The usual spelling of a formula without a value.
_WITHOUT_VALUE = re.compile(
    rb'<c r="(?P<column>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,5})"(?: s="[0-9]+")?><f>[^<]*</f><v></v></c>'
)
# A merged range in the usual spelling. The name stands in the tags around all of them as well.
_MERGED, _MERGED_NAME = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"/>'), b"mergeCell"
_ODD_STYLE = re.compile(rb"\ss\s*=\s*[\"'][^\"'0-9]")

_ROWS, _COLUMNS = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class SharedText(NamedTuple):
    """A text with looks: what is seen of it, and what is left out.

    `in_struck_cell` is the same in a cell that is struck out as a whole, but for runs with a font of their own.
    It is None for a text without runs.
    """

    text: str
    left_out: tuple[LeftOut, ...]
    in_struck_cell: tuple[str, tuple[LeftOut, ...]] | None = None


class SheetReading(Struct, frozen=True):
    """The details of a sheet, and the values that a person sees otherwise than the file holds them.

    Attributes:
        details: The details.
        texts: The texts that are seen, by row and column from 0.
        formatted: The cells whose number format may show another value, by row and column from 0, with the style.
        struck: The cells that are struck out as a whole, by row and column from 0.
    """

    details: SheetDetails = field(default_factory=SheetDetails)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formatted: Mapping[tuple[int, int], int] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()


class _Cell(NamedTuple):
    row: int
    column: int
    element: ElementTree.Element

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row + 1}"


def may_look_otherwise(sheet: bytes, end: int, styles: CellStyles, texts: Mapping[int, SharedText]) -> bool:
    """Tell if a sheet may have cells that look other than their values. The answer no is certain.

    Args:
        sheet: The XML of the sheet, in the usual spelling.
        end: The end of its cells.
        styles: The cell styles that matter.
        texts: The shared texts with looks.
    """
    if texts or (sheet.find(_INLINE_TEXT, 0, end) >= 0 and may_have_runs(sheet, end)):
        return True
    styled = styles.all and (_style_pattern(styles).search(sheet, 0, end) or _ODD_STYLE.search(sheet, 0, end))
    return bool(styled)


def may_have_runs(part: bytes, end: int) -> bool:
    """Tell if texts of a part may have struck-out or raised runs before `end`. The answer no is certain."""
    return any(part.find(look, 0, end) >= 0 for look in _LOOKS)


def find_problems(sheet: bytes, end: int) -> dict[str, CellProblem] | None:
    """Return the problems of cells by address; None where the sheet holds details that only a parser knows.

    Such details are all but merged ranges and the looks of cells. A plan that xlplan wrote has a formula without a
    value in each of its spare rows, and to parse all of its cells for their sake takes a quarter of its reading.

    Args:
        sheet: The XML of the sheet, in the usual spelling.
        end: The end of its cells.
    """
    if _HIDDEN.search(sheet, 0, end):
        return None
    if sheet.find(_ERROR_SIGN, 0, end) >= 0 and sheet.find(_ERROR, 0, end) >= 0:
        return None
    hollow = chain(
        _HOLLOW.finditer(sheet, 0, end),
        _HOLLOW_SHARED.finditer(sheet, 0, end) if sheet.find(_SHARED, 0, end) >= 0 else (),
    )
    problems: dict[str, CellProblem] = {}
    for match in hollow:
        cell = sheet.rfind(b"<c ", 0, match.end())
        if cell >= 0 and _EMPTY_TEXT.match(sheet, cell):
            continue
        found = _WITHOUT_VALUE.match(sheet, cell) if cell >= 0 else None
        if found is None or not _is_in_row(sheet, cell, found["row"]):
            return None
        problems[(found["column"] + found["row"]).decode("ascii")] = CellProblem.FORMULA
    return problems


def _is_in_row(sheet: bytes, cell: int, row: bytes) -> bool:
    """Tell if the row of a cell has the number that the address of the cell names."""
    start = sheet.rfind(b"<row ", 0, cell)
    return start >= 0 and sheet.startswith(b'<row r="%s"' % row, start)


def find_merged(sheet: bytes, end: int) -> tuple[MergedRange, ...] | None:
    """Return the merged ranges of a sheet; None where they are spelled so that only a parser knows them.

    Nearly every template has some, and to parse all of its cells for their sake takes half the time of a return.

    Args:
        sheet: The XML of the sheet.
        end: The end of its cells, after which the ranges stand.
    """
    found = _MERGED.findall(sheet, end)
    if sheet.count(_MERGED_NAME, end) != (len(found) + 2 if found else 0) or sheet.find(b"<!", end) >= 0:
        return None
    return tuple(area for each in found if (area := _area(each.decode("ascii"))))


def _style_pattern(styles: CellStyles) -> re.Pattern[bytes]:
    numbers = "|".join(map(str, sorted(styles.all)))
    return re.compile(rb"\ss\s*=\s*[\"']0*(?:" + numbers.encode() + rb")[\"']")


def read_sheet(sheet: bytes, styles: CellStyles, texts: Mapping[int, SharedText]) -> SheetReading:
    """Return the details of a sheet, from its XML.

    Args:
        sheet: The XML of the sheet.
        styles: The cell styles that matter.
        texts: The shared texts with looks, by their index.

    Raises:
        UnreadableError: The XML is damaged.
    """
    reading = _Reading(styles, texts)
    for element in _elements(sheet):
        reading.take(element)
    return reading.result()


def _elements(sheet: bytes) -> Iterator[ElementTree.Element]:
    """Yield the rows, columns and merged ranges; each is forgotten after it, because a sheet may be long."""
    try:
        for _event, element in ElementTree.iterparse(io.BytesIO(sheet)):
            if local_name(element.tag) in ("row", "col", "mergeCell"):
                yield element
                element.clear()
    except ElementTree.ParseError:
        raise UnreadableError(FILE_DAMAGED) from None


class _Reading:
    """The details found so far, while the elements of a sheet come by."""

    def __init__(self, styles: CellStyles, texts: Mapping[int, SharedText]) -> None:
        self._styles = styles
        self._shared = texts
        self._next_row = 0
        self._problems: dict[str, CellProblem] = {}
        self._left_out: dict[str, tuple[LeftOut, ...]] = {}
        self._merged: list[MergedRange] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._texts: dict[tuple[int, int], str] = {}
        self._formatted: dict[tuple[int, int], int] = {}
        self._struck: set[tuple[int, int]] = set()

    def take(self, element: ElementTree.Element) -> None:
        """Note what one element tells."""
        name = local_name(element.tag)
        if name == "row":
            self._take_row(element)
        elif name == "col" and is_true(element.get("hidden", "")):
            first, last = (_number(element.get(end, "")) for end in ("min", "max"))
            self._hidden_columns.update(range(max(first, 1) - 1, min(last, _COLUMNS)))
        elif name == "mergeCell" and (area := _area(element.get("ref", ""))):
            self._merged.append(area)

    def result(self) -> SheetReading:
        """Return what was found."""
        details = SheetDetails(
            self._problems,
            self._left_out,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )
        return SheetReading(details, self._texts, self._formatted, frozenset(self._struck))

    def _take_row(self, row: ElementTree.Element) -> None:
        at = _number(row.get("r", ""))
        at = at - 1 if 0 < at <= _ROWS else self._next_row
        self._next_row = at + 1
        if is_true(row.get("hidden", "")):
            self._hidden_rows.add(at)
        column = 0
        for element in row:
            if local_name(element.tag) != "c":
                continue
            if place := _PLACE.fullmatch(element.get("r", "")):
                column = column_index(place[1].upper())
            self._take_cell(_Cell(at, column, element))
            column += 1

    def _take_cell(self, cell: _Cell) -> None:
        kind = cell.element.get("t", "n").strip()
        style = _number(cell.element.get("s", ""))
        if problem := _problem(cell.element, kind):
            self._problems[cell.address] = problem
            return
        text = self._seen_text(cell.element, kind)
        is_struck_cell = style in self._styles.struck
        if is_struck_cell and (text is None or text.in_struck_cell is None):
            self._struck.add((cell.row, cell.column))
        elif text is not None:
            seen, left_out = (is_struck_cell and text.in_struck_cell) or (text.text, text.left_out)
            if left_out:
                self._left_out[cell.address] = left_out
                self._texts[cell.row, cell.column] = seen
        if style in self._styles.formats:
            self._formatted[cell.row, cell.column] = style

    def _seen_text(self, cell: ElementTree.Element, kind: str) -> SharedText | None:
        if kind == "s" and self._shared:
            return self._shared.get(_number(_value(cell)))
        if kind == "inlineStr":
            for element in cell:
                if local_name(element.tag) == "is":
                    return read_text(element)
        return None


def _problem(cell: ElementTree.Element, kind: str) -> CellProblem | None:
    if kind == "e":
        return CellProblem.ERROR
    names = {local_name(element.tag): element for element in cell}
    if "f" not in names or (kind == "str" and "v" in names):
        return None
    return None if _value(cell) or "is" in names else CellProblem.FORMULA


def _value(cell: ElementTree.Element) -> str:
    return next((element.text or "" for element in cell if local_name(element.tag) == "v"), "")


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _area(text: str) -> MergedRange | None:
    ends = [_PLACE.fullmatch(end) for end in text.strip().split(":")]
    if len(ends) != 2 or not all(ends):
        return None
    columns = sorted(column_index(end[1].upper()) for end in ends if end)
    rows = sorted(int(end[2]) for end in ends if end)
    return MergedRange(rows[0] - 1, rows[1], columns[0], columns[1] + 1)


def read_text(text: ElementTree.Element) -> SharedText:
    """Return a text, shared or in its cell, with what its looks leave out."""
    has_runs = any(local_name(element.tag) == "r" for element in text)
    in_struck_cell = split_runs(_read_runs(text, is_struck_cell=True)) if has_runs else None
    return SharedText(*split_runs(_read_runs(text)), in_struck_cell)


def _read_runs(text: ElementTree.Element, is_struck_cell: bool = False) -> Iterator[TextRun]:
    """Yield the runs of a text. What tells its pronunciation is none of it.

    A run without a font of its own has that of the cell.
    """
    for element in text:
        name = local_name(element.tag)
        if name == "t":
            yield TextRun(element.text or "")
        elif name == "r":
            said = "".join(each.text or "" for each in element if local_name(each.tag) == "t")
            looks = [each for each in element if local_name(each.tag) == "rPr"]
            is_out = any(map(is_struck, looks)) if looks else is_struck_cell
            yield TextRun(said, run_look(is_out, any(map(is_raised, looks))))


def shown_value(value: CellValue, style: int, styles: CellStyles) -> tuple[CellValue, CellProblem | None]:
    """Return the value that a cell shows by its number format, and the problem of a value that is not seen."""
    sense = number_sense(styles.formats[style], value)
    return (as_percent(value) if sense is NumberSense.PERCENTAGE else value), sense.problem

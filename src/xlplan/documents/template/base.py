"""Bases of templates: what several templates have in common, written once by XlsxWriter."""

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.custom import Custom
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.template.elements import escaped, footer_xml, part_xml, text_xml
from xlplan.documents.template.package import PackedPart, pack_part
from xlplan.documents.template.pieces import Call, Look, LookNumbers, Piece
from xlplan.documents.template.protection import locked_parts
from xlplan.documents.template.recording import RecordedBook, RecordedSheet, thawed
from xlplan.documents.template.template_sheet import TemplateSheet

_BLOCK = 16
_MARK = "xlplan-base"
# What differs is an element of its own, and no text in XML has the sign that begins one.
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_DATA = re.compile(r"<sheetData/>|<sheetData>.*?</sheetData>")
_RULES = re.compile(r"<dataValidations .*?</dataValidations>")
_FOOTER = re.compile(r"<oddFooter>[^<]*</oddFooter>")
_TEXTS = re.compile(r' count="\d+" uniqueCount="\d+">')
_TEXTS_PART, _BOOK_PART = "xl/sharedStrings.xml", "xl/workbook.xml"
_CORE_PART, _CUSTOM_PART = "docProps/core.xml", "docProps/custom.xml"


class _SheetFrame(Struct, frozen=True):
    """The part of a sheet around what differs: XML before, between and after it, in the order of the file."""

    before: str
    until_data: str
    until_rules: str
    until_footer: str
    after: str


class Base(Struct, frozen=True):
    """The parts of a workbook by name, in order; None where a part differs from template to template."""

    parts: Mapping[str, PackedPart | None]
    frames: tuple[_SheetFrame, ...]
    looks: LookNumbers
    texts: str
    book: tuple[str, str]


def structure(book: RecordedBook, password: str, salt: str) -> Hashable:
    """Return what templates have in common that share a base: all but texts, rows, rules and the form code."""
    sheets = tuple(
        (sheet.name, tuple(sheet.content.calls), bool(sheet.footer), bool(sheet.content.hints))
        for sheet in book.sheets
    )
    return sheets, _looks(book), book.properties["company"], password, salt


def _looks(book: RecordedBook) -> tuple[Look, ...]:
    """Return the looks of cells in the order in which XlsxWriter gives them numbers."""
    looks: dict[Look, None] = {}
    for sheet in book.sheets:
        for _number, row in sorted(sheet.content.rows.items()):
            looks.update(row.looks)
    return tuple(looks)


def write_base(recorded: RecordedBook, password: str, salt: str) -> Base:
    """Return the base for a recorded template and for all with the same structure."""
    content = BytesIO()
    book = Workbook(content, {**style.BASE_OPTIONS, "in_memory": True})
    book.set_properties(recorded.properties)
    name, _value, kind = recorded.custom_property
    book.set_custom_property(name, _MARK, kind)
    book.define_name(recorded.defined_name[0], f'="{_MARK}"')
    looks = {}
    for look in _looks(recorded):
        looks[look] = book.add_format(look.properties)._get_xf_index()
    for sheet in recorded.sheets:
        _write_frame(book, sheet)
    book.close()
    parts = {name: part.decode() for name, part in locked_parts(content.getvalue(), password, salt)}
    paths = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(recorded.sheets) + 1)]
    differing = {*paths, _BOOK_PART, _TEXTS_PART, _CORE_PART, _CUSTOM_PART}
    start, end = parts[_BOOK_PART].split(_MARK)
    return Base(
        {name: None if name in differing else pack_part(name, part.encode()) for name, part in parts.items()},
        tuple(_frame(parts[path]) for path in paths),
        _numbering(tuple(looks.items())),
        _TEXTS.split(parts[_TEXTS_PART])[0],
        (start, end),
    )


@lru_cache(maxsize=64)
def _numbering(numbers: tuple[tuple[Look, int], ...]) -> LookNumbers:
    """Return the numbers of looks: one object for all bases with the same, for which a row is rendered once."""
    return LookNumbers(dict(numbers))


def _write_frame(book: Any, recorded: RecordedSheet) -> None:
    """Write what a sheet holds besides its rows, its rules and the words of its footer."""
    sheet = book.add_worksheet(recorded.name, TemplateSheet)
    sheet.write_string(0, 0, "")
    for call in recorded.content.calls:
        _repeat(book, sheet, call)
    if recorded.footer:
        sheet.set_footer(_MARK)
    if recorded.content.hints:
        sheet.data_validation(0, 0, 0, 0, {"validate": "any", "input_message": _MARK})


def _repeat(book: Any, sheet: Any, call: Call) -> None:
    values, options = (
        thawed(each, lambda look: book.add_format(look.properties)) for each in (call.values, call.options)
    )
    getattr(sheet, call.name)(*values, **options)


def _frame(xml: str) -> _SheetFrame:
    """Cut the XML of a sheet where something differs."""
    between, end = [], 0
    for element in (_DIMENSION, _DATA, _RULES, _FOOTER):
        found = element.search(xml, end)
        between.append(xml[end : found.start()] if found else "")
        end = found.end() if found else end
    before, until_data, until_rules, until_footer = between
    return _SheetFrame(before, until_data, until_rules, until_footer, xml[end:])


def stamp(base: Base, recorded: RecordedBook, growing_rows: frozenset[int]) -> Iterator[PackedPart]:
    """Yield the parts of the workbook of a recorded template, in order.

    Args:
        base: The base of its structure.
        recorded: The template.
        growing_rows: Numbers, from 1, of rows of the first sheet that keep their height but grow with their text.
    """
    texts = recorded.texts
    numbers = {text: str(number) for number, text in enumerate(dict.fromkeys(texts))}
    differing = {
        _TEXTS_PART: lambda: _texts_xml(base, numbers, len(texts)),
        _BOOK_PART: lambda: (
            escaped(recorded.defined_name[1].removeprefix('="').removesuffix('"')).join(base.book).encode()
        ),
        _CORE_PART: lambda: part_xml(Core(), recorded.properties),
        _CUSTOM_PART: lambda: part_xml(Custom(), [recorded.custom_property]),
    }
    sheets = iter(zip(base.frames, recorded.sheets, strict=True))
    for name, content in base.parts.items():
        if content is not None:
            yield content
        elif name in differing:
            yield pack_part(name, differing[name]())
        else:
            frame, sheet = next(sheets)
            yield pack_part(name, _sheet_xml(frame, sheet, base.looks, numbers, growing_rows))
            growing_rows = frozenset()


def _texts_xml(base: Base, numbers: Mapping[str, str], count: int) -> bytes:
    items = "".join(map(text_xml, numbers))
    return f'{base.texts} count="{count}" uniqueCount="{len(numbers)}">{items}</sst>'.encode()


def _sheet_xml(
    frame: _SheetFrame,
    sheet: RecordedSheet,
    looks: LookNumbers,
    numbers: Mapping[str, str],
    growing_rows: frozenset[int],
) -> bytes:
    content = sheet.content
    xml = [frame.before, _dimension_xml(content), frame.until_data, "<sheetData>"]
    spans = _spans(content)
    for number, row in sorted(content.rows.items()):
        start, *others = row.xml(number, spans.get(number // _BLOCK, ""), number + 1 in growing_rows, looks)
        xml.append(start)
        for text, after in zip(others[::2], others[1::2], strict=True):
            xml += (numbers[text], after)
    xml += ("</sheetData>", frame.until_rules)
    if content.hints:
        xml.append(f'<dataValidations count="{len(content.hints)}">')
        xml.extend(f"{before}{after}" for before, after in content.hints)
        xml.append("</dataValidations>")
    xml += (frame.until_footer, footer_xml(sheet.footer) if sheet.footer else "", frame.after)
    return "".join(xml).encode()


def _dimension_xml(content: Piece) -> str:
    last = max(row.extent[1] for row in content.rows.values() if row.extent)
    end = xl_rowcol_to_cell(max(content.rows), last)
    return f'<dimension ref="{"A1" if end == "A1" else f"A1:{end}"}"/>'


def _spans(content: Piece) -> dict[int, str]:
    """Return the first and the last column of each block of rows that has cells, as XlsxWriter tells them."""
    columns: dict[int, set[int]] = {}
    for number, row in content.rows.items():
        if row.extent:
            columns.setdefault(number // _BLOCK, set()).update(row.extent)
    return {block: f"{min(each) + 1}:{max(each) + 1}" for block, each in columns.items()}

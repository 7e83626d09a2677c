"""The filling of a template as a person would do it, for the demonstration and the tests.

A library that reads and writes whole workbooks takes ten times as long as it takes to put values into their cells.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain, count, repeat
from pathlib import Path

from xlplan.documents.cell_values import cell_value
from xlplan.documents.formats.grid import Rows, column_letters, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.documents.template.elements import text_xml
from xlplan.documents.template.event_cells import SPARE_ROWS
from xlplan.documents.template.package import pack_part, packed_parts, zip_parts
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import EVENTS, REPORT, Sheet, find_columns, find_heading_row, find_sheet

Answers = dict[str, dict[str, CellValue]]

_CELL = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_TYPE, _VALUE = re.compile(r' t="\w+"'), re.compile(r"<v>[^<]*</v>|<v\s*/>")
_CORE_PART, _SAVED = "docProps/core.xml", re.compile(rb"(<dcterms:modified\b[^>]*>)[^<]*")


def fill_template(
    template: Path,
    out: Path,
    answers: Mapping[str, Mapping[str, CellValue]],
    events: Mapping[str, Mapping[str, CellValue]] | None = None,
) -> None:
    """Save a copy of a template with answers. Its formulas have no values until a program calculates them.

    Args:
        template: The template, or a marked return.
        out: The copy.
        answers: For each row code the values by column, named as in `domain.sheets`.
        events: The same for planned events, by their keys (`1.4.5#2`), and for the empty rows below them, by `+1`,
            `+2` and so on.

    Raises:
        KeyError: The template has no such row.
    """
    data = template.read_bytes()
    parts = inflate(data)
    book = open_book(data, parts)
    changed = {
        _CORE_PART: _SAVED.sub(rb"\g<1>%b" % f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}".encode(), parts[_CORE_PART])
    }
    for layout, keys_of, given in ((REPORT, _report_keys, answers), (EVENTS, _event_keys, events or {})):
        sheet = find_sheet(book.names, layout) or ""
        # Each program that writes a template or a marked return numbers the parts of its sheets by their order.
        name = f"xl/worksheets/sheet{book.names.index(sheet) + 1}.xml"
        values = _values_by_address(book.rows(sheet), layout, keys_of, given)
        changed[name] = _with_values(parts[name].decode(), values).encode()
    out.write_bytes(
        zip_parts(
            pack_part(part.name, changed[part.name]) if part.name in changed else part
            for part in packed_parts(data)
        )
    )


def _report_keys(rows: Rows, columns: Mapping[str, int]) -> Iterator[str]:
    return (str(row[columns["key"]]) for row in rows)


def _event_keys(rows: Rows, columns: Mapping[str, int]) -> Iterator[str]:
    empty_rows = count(1)
    # The reader leaves out the rows at the end in which nothing stands.
    for row in chain(rows, repeat([None] * len(EVENTS.columns), SPARE_ROWS)):
        key, number = row[columns["key"]], row[columns["number"]]
        if isinstance(number, int | float):
            yield f"{key}#{int(number)}"
        else:
            yield str(key) if key else f"+{next(empty_rows)}"


def _values_by_address(
    rows: Rows,
    layout: Sheet,
    keys_of: Callable[[Rows, Mapping[str, int]], Iterator[str]],
    answers: Mapping[str, Mapping[str, CellValue]],
) -> dict[str, CellValue]:
    heading_row = find_heading_row(rows, layout) or 0
    columns = find_columns(rows[heading_row], layout)
    row_numbers = {key: at for at, key in enumerate(keys_of(rows[heading_row + 1 :], columns), heading_row + 2)}
    return {
        f"{column_letters(columns[name])}{row_numbers[key]}": value
        for key, cells in answers.items()
        for name, value in cells.items()
    }


def _with_values(sheet: str, values: Mapping[str, CellValue]) -> str:
    """Return the XML of a sheet with these values in its cells, and without those that its formulas had."""
    missing = set(values)

    def rewrite(cell: re.Match[str]) -> str:
        start, address, content = cell.groups()
        if address in values:
            missing.discard(address)
            return _cell_xml(_TYPE.sub("", start), values[address])
        if content and "<f" in content:
            return f"{_TYPE.sub('', start)}>{_VALUE.sub('', content)}</c>"
        return cell[0]

    changed = _CELL.sub(rewrite, sheet)
    if missing:
        raise KeyError(*sorted(missing))
    return changed


def _cell_xml(start: str, value: CellValue) -> str:
    # A date goes into a cell whose format shows dates.
    content = cell_value(value)
    if content is None:
        return f"{start}/>"
    if isinstance(content, bool):
        return f'{start} t="b"><v>{int(content)}</v></c>'
    if isinstance(content, int | float):
        return f"{start}><v>{content!r}</v></c>"
    # A text of its own, which begins no formula whatever its first sign.
    text = text_xml(str(content)).removeprefix("<si>").removesuffix("</si>")
    return f'{start} t="inlineStr"><is>{text}</is></c>'

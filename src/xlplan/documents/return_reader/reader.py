"""The reader of a returned workbook: its tables, its form codes, and the time of its last save."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.formats.grid import (
    Book,
    Parts,
    Rows,
    SheetDetails,
    UnreadableError,
    column_letters,
    inflate,
)
from xlplan.documents.formats.open_book import open_book
from xlplan.documents.formats.xml_parts import plain_name
from xlplan.documents.return_reader.cells import Cells, TableRows
from xlplan.documents.return_reader.doubtful_cells import hidden_columns, hidden_rows, with_old_dates
from xlplan.documents.return_reader.form_codes import form_codes
from xlplan.documents.return_reader.merged_cells import fill_merged
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import CellContent, ReturnContent, ReturnedRow
from xlplan.domain.saved_time import saved_in_core, saved_in_meta, saved_in_summary
from xlplan.domain.sheets import (
    CORRECTIONS,
    EVENT_ENTRIES,
    EVENTS,
    FILLED_BY,
    HELP,
    IDENTITY_SHEET,
    POST,
    REPORT,
    REPORT_ENTRIES,
    Sheet,
    find_columns,
    find_heading_row,
    find_sheet,
)
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import all_translations

_SCANNED_SHEETS = 30
_SCANNED_ROWS = 40
_BLANK = frozenset(("", None))
_CODE = re.compile(r"[0-9]+(\.[0-9]+)*(/[0-9]+)?").fullmatch


def saved_at(parts: Parts, data: bytes = b"") -> datetime | None:
    """Return the time of the last save as the workbook tells it; without a zone where it names none.

    Args:
        parts: The parts of an xlsx or ods; empty for an xls.
        data: The bytes of the file.
    """
    if not parts:
        return saved_in_summary(data)
    plain = {plain_name(name): name for name in parts}
    core, meta = (parts.get(plain.get(name, ""), b"") for name in ("docprops/core.xml", "meta.xml"))
    return saved_in_core(core) or saved_in_meta(meta)


class _TableShape(Struct, frozen=True):
    """A table to look for.

    Attributes:
        sheet: The contract of the sheet.
        least: The columns that the sheet of that name must have.
        own: The columns that identify a renamed sheet, because no other workbook of the project has all of them.
        entries: The columns that a unit fills in.
    """

    sheet: Sheet
    least: frozenset[str]
    own: frozenset[str]
    entries: tuple[str, ...]


class _Table(Struct, frozen=True):
    """A sheet in which the headings were found. `columns` gives the index of each column, from 0."""

    sheet: str
    rows: Rows
    heading: int
    columns: Mapping[str, int]
    details: SheetDetails


_REPORT = _TableShape(
    REPORT, frozenset({"key", "done"}), frozenset({"key", "done", "description"}), REPORT_ENTRIES
)
# Columns that the template only shows are not read back.
_SHOWN = ("promised", "state", "target_to_date", "done_to_date")
_WHO = {word: label for label in (FILLED_BY, POST) for word in all_translations(label)}
_EVENTS = _TableShape(
    EVENTS,
    frozenset({"key", "event"}),
    frozenset({"key", "event", "held_on", "people"}),
    ("event", *EVENT_ENTRIES),
)


def read_bytes(data: bytes, parts: Parts | None = None) -> ReturnContent | tuple[Finding, ...]:
    """Read the workbook in `data`.

    Args:
        data: The bytes of the file.
        parts: The parts of its zip by name, where they are inflated already.

    Returns:
        The content; or the finding that says why it cannot be read.
    """
    try:
        held = inflate(data) if parts is None else parts
        return replace(read_book(open_book(data, held)), saved_at=saved_at(held, data))
    except UnreadableError as unreadable:
        return (unreadable.finding,)


def read_file(path: Path) -> ReturnContent | tuple[Finding, ...]:
    """Read the workbook at `path`, like `read_bytes`.

    Raises:
        OSError: There is no such file.
    """
    return read_bytes(path.read_bytes())


def read_return(path: Path) -> ReturnContent:
    """Read the workbook at `path`. An unreadable file counts as one without a recognised sheet."""
    read = read_file(path)
    return read if isinstance(read, ReturnContent) else ReturnContent({}, (), (), (), False)


def read_book(book: Book) -> ReturnContent:
    """Return the content of an open workbook.

    Raises:
        UnreadableError: The workbook is damaged.
    """
    report = _find_table(book, _REPORT)
    events = _find_table(book, _EVENTS) if report else None
    found = [(table, shape) for table, shape in ((report, _REPORT), (events, _EVENTS)) if table]
    # Without a table the form code may still be on one of the first sheets.
    firsts = book.names[: len((REPORT, EVENTS))]
    tops = [table.rows for table, _ in found] or [book.rows(name) for name in firsts]
    read = [(table, shape, TableRows(_rows(table, shape))) for table, shape in found]
    of_sheet = {shape.sheet: rows for _table, shape, rows in read}
    return ReturnContent(
        form_codes=form_codes(book, tops),
        rows=of_sheet.get(REPORT, ()),
        events=of_sheet.get(EVENTS, ()),
        sheets=book.names,
        has_report_sheet=report is not None,
        other_report_sheets=_others(book, report) if report else (),
        filled_by=_filled_by(book) if report else "",
        hidden_rows={
            table.sheet: numbers for table, _, rows in read if (numbers := hidden_rows(table.details, rows))
        },
        hidden_columns={
            table.sheet: letters
            for table, shape, rows in read
            if (letters := hidden_columns(table.details, table.columns, shape.entries, rows))
        },
    )


def _filled_by(book: Book) -> str:
    """Return the name and post on the help sheet, each the first text to the right of its label."""
    name = find_sheet(book.names, HELP)
    if name is None:
        return ""
    said = {}
    for row in book.rows(name)[:_SCANNED_ROWS]:
        texts = [value.strip() for value in row if isinstance(value, str) and value.strip()]
        if texts and texts[0] in _WHO:
            said[_WHO[texts[0]]] = " ".join(texts[1:2])
    return ", ".join(filter(None, (said.get(FILLED_BY), said.get(POST))))


def _others(book: Book, report: _Table) -> tuple[str, ...]:
    """Return further sheets that look like the report and hold other answers: copies that somebody filled in."""
    ours = {name for sheet in (EVENTS, HELP, CORRECTIONS) for name in all_translations(sheet.name)}
    further = [name for name in book.names if name not in ours and name not in (report.sheet, IDENTITY_SHEET)]
    tables = [table for name in further[:_SCANNED_SHEETS] if (table := _table(book, name, REPORT))]
    fitting = [table for table in tables if _REPORT.own <= table.columns.keys()]
    said = _answers_of(report) if fitting else set()
    return tuple(table.sheet for table in fitting if _answers_of(table) - said)


def _answers_of(table: _Table) -> set[tuple[str, ...]]:
    """Return the code and the answers of each row of a report sheet that has answers."""
    names = [name for name in REPORT_ENTRIES if name in table.columns]
    rows = ((row.key, *(row.cells[name].text for name in names)) for row in _rows(table, _REPORT))
    return {row for row in rows if any(row[1:])}


def _find_table(book: Book, wanted: _TableShape) -> _Table | None:
    """Return the sheet with that name, else the sheet with most of the headings."""
    named = find_sheet(book.names, wanted.sheet)
    if named and (table := _table(book, named, wanted.sheet)) and wanted.least <= table.columns.keys():
        return table
    others = [name for name in book.names if name != named][:_SCANNED_SHEETS]
    found = [table for name in others if (table := _table(book, name, wanted.sheet))]
    fitting = [table for table in found if wanted.own <= table.columns.keys()]
    return max(fitting, key=lambda table: len(table.columns), default=None)


def _table(book: Book, name: str, sheet: Sheet) -> _Table | None:
    rows = book.rows(name)
    heading = _heading_row(rows, sheet)
    if heading is None:
        return None
    columns = find_columns(rows[heading], sheet)
    if "key" not in columns:
        return _Table(name, rows, heading, columns, SheetDetails())
    rows, details = fill_merged(rows, with_old_dates(rows, book.details(name), columns), heading, columns)
    return _Table(name, rows, heading, columns, details)


def _heading_row(rows: Rows, sheet: Sheet) -> int | None:
    """Return the row of the headings.

    `find_heading_row` compares every spelling of a heading, so it runs only where no row matches to the letter.
    """
    exact = {shown for column in sheet.columns for shown in all_translations(column.heading)}
    for at, row in enumerate(rows[:_SCANNED_ROWS]):
        if len(exact.intersection(row)) > len(sheet.columns) // 2:
            return at
    return find_heading_row(rows, sheet, within=_SCANNED_ROWS)


def _rows(table: _Table, wanted: _TableShape) -> Iterator[ReturnedRow]:
    """Yield the rows below the headings that have a code, or an answer without one. Skip titles between rows."""
    places = {name: (at, column_letters(at)) for name, at in table.columns.items() if name not in _SHOWN}
    key_at = table.columns["key"]
    headings = {match_key(shown) for shown in all_translations(wanted.sheet.column("key").heading)}
    details = table.details
    for number, row in enumerate(table.rows[table.heading + 1 :], table.heading + 2):
        value = row[key_at] if key_at < len(row) else None
        # Asked first: it tells most rows.
        if isinstance(value, str) and _CODE(value):
            yield ReturnedRow(value, table.sheet, number, Cells(row, number, places, details))
            continue
        if _BLANK.issuperset(row) and not details.problems and not details.left_out:
            continue
        cells = Cells(row, number, places, details)
        key = _key(cells["key"])
        if _CODE(key) or (_holds_answer(cells, key, wanted.entries) and match_key(key) not in headings):
            yield ReturnedRow(key, table.sheet, number, cells)


def _holds_answer(cells: Cells, key: str, entries: tuple[str, ...]) -> bool:
    """Tell if a row without a usual code holds an answer. A single word in the code column is a title."""
    asked = (*entries, "indicator", "target") if key else entries
    return any(map(cells.holds, asked))


def _key(content: CellContent) -> str:
    """Return the code as text. Typed again, `1.1` may have become a number and `1.4.10` a date.

    A code that is struck out is read as written: the row is still in the file, and so is its answer.
    """
    value = content.value
    if value is None and content.left_out:
        return clean_spaces("".join(part.text for part in content.left_out))
    if isinstance(value, str):
        return clean_spaces(value)
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year % 100}"
    return content.text

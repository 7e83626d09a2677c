"""The reader of CSV files: any encoding and separator, rows by column, and every fault with its cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from openpyxl.utils import get_column_letter

from xlplan.documents.plan_csv.columns import (
    COMPANIONS,
    DETAILS,
    EVENTS,
    QUARTER,
    QUARTERS,
    SHARES,
    UNITS,
    YEAR,
    CsvRow,
    PlanFiles,
    Table,
    base_name,
    unguard,
)
from xlplan.documents.plan_csv.importer import period_of_name, unit_names
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.findings.plan_kinds import (
    CSV_COLUMN_MISSING,
    CSV_COLUMN_MISSPELT,
    CSV_COLUMN_REPEATED,
    CSV_COLUMN_UNKNOWN,
    CSV_DETAIL_REPEATED,
    CSV_DETAIL_UNKNOWN,
    CSV_ENCODING_UNCLEAR,
    CSV_LAYOUT_UNKNOWN,
    CSV_PERIOD_DIFFERS,
    CSV_PERIOD_FROM_NAME,
    CSV_QUARTER_UNKNOWN,
    CSV_QUOTE_OPEN,
    CSV_ROW_RAGGED,
    CSV_ROWS_MISSING,
    CSV_UNITS_FROM_NAMES,
)
from xlplan.domain.period_reading import read_period
from xlplan.domain.sheets import DETAIL_LINES
from xlplan.domain.sheets import DETAILS as DETAILS_SHEET
from xlplan.domain.sheets import UNITS as UNITS_SHEET
from xlplan.text.normalize import clean_spaces, closest_match, latin_code, match_key

# Excel saves commas, or semicolons where the comma is the decimal sign. Copied cells have tabs.
_SEPARATORS = (",", ";", "\t")
_MOST_NAMED = 8
# A file with fewer known columns is no file of a plan.
_FEWEST = 2
_UKRAINIAN = re.compile("[А-Яа-яІіЇїЄєҐґЁёЪъЫыЭэ«»„“”’–—…№°§·•\xa0]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
csv.field_size_limit(10**7)


class ReadTable(Struct, frozen=True):
    """The content of a file: its layout, its rows and its findings."""

    table: Table | None
    rows: tuple[CsvRow, ...]
    findings: tuple[Finding, ...]


def read_table(content: bytes, file: str, layouts: Sequence[Table]) -> ReadTable:
    """Read the rows of a file in that layout which fits its headings best. Each fault is a finding.

    It reads UTF-8 with or without a mark, UTF-16 with a mark, and Windows-1251; commas, semicolons and tabs. Blank
    rows are left out.
    """
    text = _decoded(content)
    if text is None:
        return ReadTable(None, (), (CSV_ENCODING_UNCLEAR.at(Location(file)),))
    findings: list[Finding] = []
    separator = max(_SEPARATORS, key=lambda each: _fit(_records(text, each, file, [])[:1], layouts)[0])
    records = _records(text, separator, file, findings)
    fit, table = _fit(records[:1], layouts)
    if fit < _FEWEST:
        seen = ", ".join(records[0][:8]) if records else "—"
        known = "; ".join(",".join(layout.columns) for layout in layouts)
        return ReadTable(None, (), (CSV_LAYOUT_UNKNOWN.at(Location(file), seen=seen[:200], known=known),))
    columns = _columns(records[0], table, file, findings)
    rows = _rows(records, columns, file, findings)
    return ReadTable(table, rows, tuple(findings))


def _decoded(content: bytes) -> str | None:
    """Return the text; None where no encoding gives Ukrainian."""
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Nearly every byte is valid in Windows-1251, so the text must also look Ukrainian.
        foreign = [sign for sign in text if not sign.isascii()]
        fitting = sum(bool(_UKRAINIAN.match(sign)) for sign in foreign)
        if not _CONTROLS.search(text) and (encoding != "cp1251" or fitting >= 0.95 * len(foreign)):
            return text
    return None


def _records(text: str, separator: str, file: str, findings: list[Finding]) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        # One by one, so that the records before a fault are kept.
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            records.append(record)
    except csv.Error:
        findings.append(CSV_QUOTE_OPEN.at(Location(file, cell=f"A{len(records) + 1}"), row=len(records) + 1))
    return records


def _fit(records: Sequence[Sequence[str]], layouts: Sequence[Table]) -> tuple[int, Table]:
    """Return the number of known columns among the headings, and the layout that has most of them."""
    seen = {_folded(cell) for record in records for cell in record}
    scores = [len(seen & {_folded(name) for name in layout.columns}) for layout in layouts]
    best = scores.index(max(scores))
    return scores[best], layouts[best]


def _folded(heading: str) -> str:
    # The numerals of quarters may be typed in Cyrillic letters.
    return latin_code(heading) if latin_code(heading) in QUARTERS else match_key(heading)


def _columns(headings: Sequence[str], table: Table, file: str, findings: list[Finding]) -> dict[int, str]:
    """Return the layout's column for each position."""
    known = {_folded(name): name for name in (*table.columns, *table.further)}
    columns: dict[int, str] = {}
    strange: dict[str, Location] = {}
    for position, heading in enumerate(headings):
        place = _place(file, position, 1)
        name = known.get(_folded(heading))
        if name is None:
            strange |= {heading: place} if heading.strip() else {}
        elif name in columns.values():
            findings.append(CSV_COLUMN_REPEATED.at(place, column=name))
        else:
            columns[position] = name
    lacking = [name for name in table.columns if name not in columns.values() and name not in table.optional]
    for name in lacking:
        meant = closest_match(name, strange)
        if meant is None:
            findings.append(CSV_COLUMN_MISSING.at(_place(file, 0, 1), column=name))
        else:
            findings.append(CSV_COLUMN_MISSPELT.at(strange.pop(meant), column=name, seen=meant))
    for heading, place in strange.items():
        near = closest_match(heading, known) or ", ".join(known.values())
        findings.append(CSV_COLUMN_UNKNOWN.at(place, seen=heading, known=known.get(near, near)))
    return columns


def _rows(
    records: Sequence[Sequence[str]], columns: dict[int, str], file: str, findings: list[Finding]
) -> tuple[CsvRow, ...]:
    rows = []
    wide = len(records[0])
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        # Excel ends rows with empty separators, which are no cells.
        seen = max(at for at, cell in enumerate(record, start=1) if cell.strip())
        if seen > wide or len(record) < wide:
            place = _place(file, min(len(record), wide), number)
            findings.append(CSV_ROW_RAGGED.at(place, row=number, seen=len(record), known=wide))
            continue
        rows.append(
            CsvRow({name: unguard(record[position].strip()) for position, name in columns.items()}, number)
        )
    return tuple(rows)


def _place(file: str, column: int, row: int) -> Location:
    """Return a cell's location by its address; `column` counts from 0."""
    return Location(file, cell=f"{get_column_letter(column + 1)}{row}")


def companion_names(stem: str) -> dict[str, str]:
    """Return the names of the files that may lie next to the measures `stem`.csv, by their endings."""
    return {table.ending: f"{base_name(stem)}-{table.ending}.csv" for table in COMPANIONS}


def read_files(file: str, contents: Mapping[str, bytes]) -> tuple[PlanFiles | None, tuple[Finding, ...]]:
    """Read the plan in the measures `file` and its companions.

    Args:
        file: The name of the file of measures.
        contents: The bytes of each file by its name.

    Returns:
        The plan, None where a finding is an error; and all findings.
    """
    main = read_table(contents[file], file, (YEAR, QUARTER))
    findings = list(main.findings)
    if main.table and not main.rows and not main.findings:
        findings.append(CSV_ROWS_MISSING.at(Location(file)))
    names = companion_names(file.removesuffix(".csv"))
    rows: dict[str, tuple[CsvRow, ...]] = {}
    for table in COMPANIONS:
        name = names[table.ending]
        if name in contents:
            beside = read_table(contents[name], name, (table,))
            rows[table.ending] = beside.rows
            findings += beside.findings
    details = _details(rows.get(DETAILS.ending, ()), names[DETAILS.ending], findings)
    if not details.get("period") and (period := period_of_name(file)):
        details["period"] = period
        findings.append(CSV_PERIOD_FROM_NAME.at(Location(file), seen=period, sheet=DETAILS_SHEET.shown))
    files = PlanFiles(
        layout=main.table or YEAR,
        measures=main.rows,
        events=rows.get(EVENTS.ending, ()),
        shares=rows.get(SHARES.ending, ()),
        units=rows.get(UNITS.ending, ()),
        details=details,
    )
    if not files.units and (named := unit_names(files)):
        seen = "; ".join(named[:_MOST_NAMED]) + ("; …" if len(named) > _MOST_NAMED else "")
        findings.append(
            CSV_UNITS_FROM_NAMES.at(
                Location(file),
                known=names[UNITS.ending],
                seen=seen,
                sheet=UNITS_SHEET.shown,
            )
        )
    findings += _of_the_quarter(files, file, names[DETAILS.ending])
    return (None if errors_of(tuple(findings)) else files), tuple(findings)


def _details(rows: tuple[CsvRow, ...], file: str, findings: list[Finding]) -> dict[str, str]:
    """Return the details by the names of their lines."""
    known = {match_key(detail.name): detail.name for detail in DETAIL_LINES}
    details: dict[str, str] = {}
    for row in rows:
        seen = row["detail"]
        place = Location(file, cell=f"A{row.number}")
        name = known.get(match_key(seen))
        if name is None:
            near = closest_match(seen, known.values()) or ", ".join(known.values())
            findings.append(CSV_DETAIL_UNKNOWN.at(place, seen=seen, known=near))
        elif name in details:
            findings.append(CSV_DETAIL_REPEATED.at(place, seen=seen))
        else:
            details[name] = row["value"]
    return details


def _of_the_quarter(files: PlanFiles, file: str, details: str) -> list[Finding]:
    """Return the findings about the quarter of a quarterly layout."""
    if files.layout is not QUARTER:
        return []
    seen = clean_spaces(files.details.get("period", ""))
    period = read_period(seen)
    if period and len(period[1]) > 1:
        return [CSV_PERIOD_DIFFERS.at(Location(file), seen=seen)]
    if period:
        return []
    own = [row.number for row in files.measures if row["total"]]
    return [CSV_QUARTER_UNKNOWN.at(Location(file), row=number, known=details) for number in own]

"""A Word document as the source of a plan: its lines, its tables as grids, and what has to be told of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from xlplan.documents.formats.grid import MergedRange, SheetDetails, column_index, column_letters
from xlplan.documents.formats.word import RemarkKind, WordDocument, WordLine, WordRemark, WordTable
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.cell_looks import look_findings, shorten, struck_rows
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.documents.plan_reader.heading_words import name_of_heading
from xlplan.documents.plan_reader.workbook import grid_of
from xlplan.domain.findings.finding import Finding, FindingKind, Location
from xlplan.domain.findings.plan_cell_kinds import PLAN_CELL_RAISED, PLAN_CELL_STRUCK_WHOLE
from xlplan.domain.findings.plan_source_kinds import (
    PLAN_CELL_DELETED,
    PLAN_OBJECTS_UNREAD,
    PLAN_ROW_DELETED,
    PLAN_ROW_INSERTED,
    PLAN_TABLE_JOINED,
    PLAN_TABLE_NESTED,
    PLAN_TEXT_ASIDE,
    PLAN_TEXT_BOXED,
    PLAN_TEXT_DELETED,
    PLAN_TEXT_HIDDEN,
    PLAN_TEXT_INSERTED,
    PLAN_TEXT_PLACEHOLDER,
)
from xlplan.domain.returned import LeftOut
from xlplan.text.normalize import clean_spaces
from xlplan.text.translation import N_, _

_ASIDES = {
    "header": N_("a text at the top of the pages"),
    "footer": N_("a text at the foot of the pages"),
    "footnotes": N_("footnotes"),
    "endnotes": N_("endnotes"),
    "comments": N_("comments"),
}
_LEFT_OUT: dict[str, FindingKind] = {
    "struck": PLAN_CELL_STRUCK_WHOLE,
    "hidden": PLAN_TEXT_HIDDEN,
    "deleted": PLAN_TEXT_DELETED,
    "placeholder": PLAN_TEXT_PLACEHOLDER,
}
_REMARKS: dict[RemarkKind, FindingKind] = {
    "inserted": PLAN_TEXT_INSERTED,
    "row inserted": PLAN_ROW_INSERTED,
    "row deleted": PLAN_ROW_DELETED,
    "cell deleted": PLAN_CELL_DELETED,
    "boxed": PLAN_TEXT_BOXED,
    "nested": PLAN_TABLE_NESTED,
}
# Words between the two parts of a table that a page breaks.
_GOES_ON = re.compile(r"(?i)(?:продовж\w*|continu\w*|table continued)\b[^.]{0,30}")
# The fewest headings that make a row one of headings.
_HEADINGS = 3


def source_of_word(document: WordDocument, file: str) -> Source:
    """Return a document as the source of a plan.

    Args:
        document: The document.
        file: The name of its file.
    """
    findings: list[Finding] = []
    parts: list[str | Grid] = []
    for block in _joined(document.blocks, file, findings):
        if isinstance(block, WordLine):
            findings.extend(_line_findings(block, file))
            if text := clean_spaces(block.text):
                parts.append(text)
        else:
            name = _table_name(1 + sum(isinstance(part, Grid) for part in parts))
            grid = grid_of(Grid(file, name), block.rows, block.details)
            findings.extend(_table_findings(grid, block.remarks))
            parts.append(grid)
    findings.extend(_aside_findings(document, file))
    return Source(file, tuple(parts), tuple(findings))


def _table_name(number: int) -> str:
    return _("table {number}").format(number=number)


def _line_findings(line: WordLine, file: str) -> Iterator[Finding]:
    place = Location(file)
    for kind, text in line.left_out:
        left = shorten(clean_spaces(text))
        if kind == "raised":
            yield PLAN_CELL_RAISED.at(place, left=left, seen=shorten(line.text))
        else:
            yield _LEFT_OUT[kind].at(place, left=left)
    for remark in line.remarks:
        yield _of_remark(remark, place)


def _table_findings(grid: Grid, remarks: Iterable[WordRemark]) -> Iterator[Finding]:
    every = range(grid.width)
    columns = {column_letters(column): column for column in every}
    yield from look_findings(grid, every, struck_rows(grid, columns, 0), 0)
    for remark in remarks:
        yield _of_remark(remark, grid.place(remark.row, remark.column))


def _of_remark(remark: WordRemark, place: Location) -> Finding:
    kind = _REMARKS[remark.kind]
    (name,) = kind.fields
    return kind.at(place, **{name: shorten(clean_spaces(remark.text))})


def _aside_findings(document: WordDocument, file: str) -> Iterator[Finding]:
    place = Location(file)
    for kind in dict(document.asides):
        seen = " … ".join(dict.fromkeys(text for each, text in document.asides if each == kind))
        # Numbers of pages are none of the plan.
        if any(map(str.isalpha, seen)):
            yield PLAN_TEXT_ASIDE.at(place, what=_ASIDES[kind], seen=shorten(clean_spaces(seen)))
    if document.objects:
        yield PLAN_OBJECTS_UNREAD.at(place, number=document.objects)


def _joined(
    blocks: Sequence[WordLine | WordTable], file: str, findings: list[Finding]
) -> Iterator[WordLine | WordTable]:
    """Yield the blocks; tables that a page or an empty paragraph broke in two are one again."""
    table: WordTable | None = None
    between: list[WordLine] = []
    number = 0
    for block in blocks:
        if isinstance(block, WordTable):
            if table and (more := _continuation(table, block)) is not None:
                place = Location(file, _table_name(number), f"A{len(table.rows) + 1}")
                findings.append(PLAN_TABLE_JOINED.at(place, rows=len(table.rows)))
                table = _append(table, more)
            else:
                if table:
                    yield table
                yield from between
                table, number = block, number + 1
            between = []
        elif table and not _divides(block):
            between.append(block)
        else:
            if table:
                yield table
            yield from between
            table, between = None, []
            yield block
    if table:
        yield table
    yield from between


def _divides(line: WordLine) -> bool:
    """Tell if a line between two tables keeps them apart."""
    text = clean_spaces(line.text)
    return bool(line.left_out or line.remarks) or bool(text and not _GOES_ON.fullmatch(text))


def _continuation(table: WordTable, more: WordTable) -> WordTable | None:
    """Return the part of `more` that goes on with the table, without its headings; None for a table of its own."""
    if table.width != more.width:
        return None
    above = [tuple(map(cell_text, row)) for row in table.rows]
    below = [tuple(map(cell_text, row)) for row in more.rows]
    same = 0
    while same < min(len(above), len(below)) and above[same] == below[same] and any(below[same]):
        same += 1
    headings = any(sum(map(bool, map(name_of_heading, row))) >= _HEADINGS for row in below[: same + 1])
    if same:
        return _without_first(more, same)
    return None if headings else more


def _without_first(table: WordTable, count: int) -> WordTable:
    return _moved(replace(table, rows=table.rows[count:]), -count)


def _append(table: WordTable, more: WordTable) -> WordTable:
    moved = _moved(more, len(table.rows))
    one, other = table.details, moved.details
    return WordTable(
        [*table.rows, *more.rows],
        SheetDetails(
            left_out={**one.left_out, **other.left_out},
            merged=(*one.merged, *other.merged),
            hidden_rows=one.hidden_rows | other.hidden_rows,
        ),
        (*table.remarks, *moved.remarks),
        table.width,
    )


def _moved(table: WordTable, by: int) -> WordTable:
    """Return a table whose details stand so many rows further down; what would stand above the first row goes."""
    details = table.details
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    for address, parts in details.left_out.items():
        letters = address.rstrip("0123456789")
        row = int(address[len(letters) :]) + by
        if row > 0:
            left_out[f"{column_letters(column_index(letters))}{row}"] = parts
    return WordTable(
        table.rows,
        SheetDetails(
            left_out=left_out,
            merged=tuple(
                MergedRange(max(span.first + by, 0), span.end + by, span.column, span.end_column)
                for span in details.merged
                if span.end + by > 0
            ),
            hidden_rows=frozenset(row + by for row in details.hidden_rows if row + by >= 0),
        ),
        tuple(remark._replace(row=remark.row + by) for remark in table.remarks if remark.row + by >= 0),
        table.width,
    )

"""Merged cells in the tables of a return. A person who merges cells means the content for all of their rows."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from xlplan.documents.formats.grid import MergedRange, Rows, SheetDetails, column_letters
from xlplan.domain.returned import CellProblem, CellValue

# A number stands once for each row that it is asked of.
_NUMBERS = ("done", "people")
_BLANK = frozenset(("", None))

T = TypeVar("T")


def fill_merged(
    rows: Rows, details: SheetDetails, heading: int, columns: Mapping[str, int]
) -> tuple[Rows, SheetDetails]:
    """Give every row of a table the content of the cells that are merged over it.

    A number over several rows is a problem of each of them, because nobody can tell which part belongs to which.
    Rows without a code get nothing: a person who merges down to the end of a table means no further answers.

    Args:
        rows: The rows of the sheet, from A1 on.
        details: The details of the sheet.
        heading: The row of the headings, from 0.
        columns: The index of each column by its name in `domain.sheets`.
    """
    spans = [span for span in details.merged if span.end - span.first > 1 and span.first > heading]
    if not spans:
        return rows, details
    names = {at: name for name, at in columns.items()}
    filled = [list(row) for row in rows]
    problems, left_out = dict(details.problems), dict(details.left_out)
    # The codes come first, because they tell which rows are asked for an answer.
    for span in sorted(spans, key=lambda span: names.get(span.column) != "key"):
        name = names.get(span.column, "")
        asked = _asked_rows(filled, span, columns["key"], name)
        _fill_down(filled, span, asked)
        cells = [f"{column_letters(span.column)}{row + 1}" for row in asked]
        _spread(left_out, span, cells)
        holds_value = _value(filled, span.first, span.column) not in _BLANK
        if name in _NUMBERS and len(asked) > 1 and holds_value:
            problems.update(dict.fromkeys(cells, CellProblem.MERGED))
        else:
            _spread(problems, span, cells)
    return filled, replace(details, problems=problems, left_out=left_out)


def _asked_rows(rows: Rows, span: MergedRange, key: int, name: str) -> list[int]:
    """Return the rows of a merged range that have a code; all of them where the range holds the code itself."""
    inside = range(span.first, min(span.end, len(rows)))
    return [row for row in inside if name == "key" or _value(rows, row, key) not in _BLANK]


def _fill_down(rows: list[list[CellValue]], span: MergedRange, asked: Sequence[int]) -> None:
    value = _value(rows, span.first, span.column)
    for row in asked:
        rows[row].extend([None] * (span.column + 1 - len(rows[row])))
        rows[row][span.column] = value


def _value(rows: Rows, row: int, column: int) -> CellValue:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _spread(told: dict[str, T], span: MergedRange, cells: Sequence[str]) -> None:
    """Say of each of the cells what is said of the first cell of the merged range."""
    first = told.get(f"{column_letters(span.column)}{span.first + 1}")
    if first is not None:
        told.update(dict.fromkeys(cells, first))

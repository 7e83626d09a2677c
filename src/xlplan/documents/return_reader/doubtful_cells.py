"""Rows and columns of a table that nobody sees, and days that may be others."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from xlplan.documents.formats.grid import Rows, SheetDetails, column_letters
from xlplan.domain.returned import CellProblem, ReturnedRow


def with_old_dates(rows: Rows, details: SheetDetails, columns: Mapping[str, int]) -> SheetDetails:
    """Return the details with a problem of each day that is only a number, in a workbook that counts from 1904.

    The number format is the sign by which programs tell a date, and the two ways to count differ by four years.
    """
    at = columns.get("held_on")
    if not details.has_1904_dates or at is None:
        return details
    found = {
        f"{column_letters(at)}{number}": CellProblem.OLD_DATE
        for number, row in enumerate(rows, 1)
        if at < len(row) and isinstance(row[at], int | float) and not isinstance(row[at], bool)
    }
    return replace(details, problems={**found, **details.problems})


def hidden_rows(details: SheetDetails, rows: Iterable[ReturnedRow]) -> tuple[int, ...]:
    """Return the numbers of the rows read that a person does not see."""
    return tuple(row.number for row in rows if row.number - 1 in details.hidden_rows)


def hidden_columns(
    details: SheetDetails, columns: Mapping[str, int], names: Iterable[str], rows: Sequence[ReturnedRow]
) -> tuple[str, ...]:
    """Return the letters of those of the columns that hold an answer and that a person does not see.

    Args:
        details: The details of the sheet.
        columns: The index of each column by its name in `domain.sheets`.
        names: The columns of answers.
        rows: The rows read.
    """
    return tuple(
        column_letters(columns[name])
        for name in names
        if columns.get(name) in details.hidden_columns and any(not row.cells[name].blank for row in rows)
    )

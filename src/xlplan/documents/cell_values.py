"""Values of cells as a spreadsheet treats them: what adds up, what compares as equal, what reads as a number.

Source: Excel 2010 and LibreOffice, where the two agree.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from itertools import repeat
from typing import TypeGuard

from xlplan.domain.returned import CellValue
from xlplan.domain.unit_of_measure import Number as ExactNumber


class FormulaError(Enum):
    """An error that a cell shows in place of a value."""

    VALUE = "#VALUE!"
    NOT_AVAILABLE = "#N/A"
    DIVISION = "#DIV/0!"
    REFERENCE = "#REF!"


Number = int | float
# None is a blank cell.
Scalar = str | Number | bool | FormulaError | None
# A range is a tuple of its cells; several columns side by side are a tuple of columns.
Value = Scalar | tuple["Value", ...]

_EPOCH = datetime(1899, 12, 30)
_DAY = 86400
# Only spellings that every program reads alike: “2,5” and “1/2” depend on the program's language.
_WHOLE = re.compile(r"(-?)0*(\d{1,12}|\d{1,3}(?: \d{3}){1,3})(?:[.,]0+)?")


def cell_number(number: ExactNumber) -> Number:
    """Return an exact number as a cell holds it: the float that has the same digits."""
    return number if isinstance(number, int) else float(number)


def cell_value(value: CellValue) -> Scalar:
    """Return what a formula finds in a cell that `value` was written to: a blank for "", a number for a date."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return (moment.replace(tzinfo=None) - _EPOCH).total_seconds() / _DAY
    if isinstance(value, int | float):
        # A workbook holds no infinite number, so it is written as a text.
        return value if math.isfinite(value) else str(value)
    return str(value)


def is_number(value: Value) -> TypeGuard[Number]:
    """Tell whether a cell holds a number; a truth value and a number stored as text are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def to_number(value: Scalar) -> Number | FormulaError:
    """Return the number that arithmetic makes of a cell: 0 of a blank."""
    if isinstance(value, str):
        whole = _WHOLE.fullmatch(value.strip())
        return int(whole[1] + whole[2].replace(" ", "")) if whole else FormulaError.VALUE
    if value is None or isinstance(value, bool):
        return int(bool(value))
    return value


def to_text(value: Scalar) -> str:
    """Return the text that `&` makes of a cell."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def to_truth(value: Scalar) -> bool | FormulaError:
    """Return what a condition makes of a cell: every number but 0 is true, a text is an error."""
    if isinstance(value, FormulaError):
        return value
    return FormulaError.VALUE if isinstance(value, str) else bool(value)


def equal(left: Scalar, right: Scalar) -> bool:
    """Tell whether `left = right`: without regard to case, and a blank equals "", 0 and FALSE."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or left.casefold() == right.casefold()
    return _order(left, right) == _order(right, left)


def less(left: Scalar, right: Scalar) -> bool:
    """Tell whether `left < right`: numbers come before texts, texts before truth values."""
    return _order(left, right) < _order(right, left)


def _order(value: Scalar, other: Scalar) -> tuple[int, Number, str]:
    """Return a key to compare by; a blank takes the type of the `other` value."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, str):
        return 1, 0, value.casefold()
    if isinstance(value, FormulaError):
        raise TypeError("an error compares with nothing")
    if isinstance(value, float) and math.isfinite(value):
        # Programs compare fifteen digits, so 0.1 + 0.2 equals 0.3.
        value = float(f"{value:.15g}")
    return (2 if isinstance(value, bool) else 0), value, ""


def cell_by_cell(compute: Callable[..., Scalar], *values: Value, catches_errors: bool = False) -> Value:
    """Return what `compute` gives for `values`, or a range of results where one of them is a range.

    An error among the values is the result, but for a function that `catches_errors`.
    """
    kinds = list(map(type, values))
    if FormulaError in kinds and not catches_errors:
        return values[kinds.index(FormulaError)]
    if tuple not in kinds:
        return compute(*values)
    columns = [value if isinstance(value, tuple) else repeat(value) for value in values]
    ranges = (value for value in values if isinstance(value, tuple))
    if catches_errors or not any(FormulaError in map(type, cells) for cells in ranges):
        return tuple(map(compute, *columns))
    return tuple(cell_by_cell(compute, *row) for row in zip(*columns, strict=False))

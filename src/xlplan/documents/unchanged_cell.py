"""The conditions by which a workbook tells that a cell still has the content that it was marked for."""

import math
import re
from datetime import date, datetime, time, timedelta

from xlplan.documents.formulas import quote_text

# This formula is always true. Every program keeps it, so it identifies our own rules.
TAG = 'N("xlplan")=0'
# Excel takes no longer text within a formula. Source: Excel specifications and limits.
_LONGEST_TEXT = 200
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_FORMULA = re.compile(r"^\s*[=+@-]\S|[|\[\]]|//|\\\\|\w:\\")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
# The calendars of a workbook begin here. Source: ECMA-376, 18.17.4.
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_DAY = timedelta(days=1)


def tagged(condition: str) -> str:
    """Return the formula of one of our own rules."""
    return f"AND({TAG},{condition})"


def unchanged_condition(address: str, value: object, has_1904_dates: bool = False) -> str:
    """Return an expression of a spreadsheet that is true while the cell at `address` holds a typed `value`.

    It is always true for a value that no program compares alike.
    """
    if value is None or value == "":
        return f"ISBLANK({address})"
    if isinstance(value, bool):
        return f"{address}={str(value).upper()}"
    if isinstance(value, int | float):
        return f"{address}={value!r}" if math.isfinite(value) else "TRUE"
    if isinstance(value, date | time | timedelta):
        number = _day_number(value, _DAY_ZERO_1904 if has_1904_dates else _DAY_ZERO)
        return f"{address}={number:.0f}" if number.is_integer() else f"ABS({address}-{number!r})<0.000001"
    return _same_text(address, str(value))


def formula_condition(address: str) -> str:
    """Return an expression that is true while the cell holds a formula. Excel 2010 takes any content for one."""
    return f"IFERROR(_xlfn.ISFORMULA({address}),TRUE)"


def error_condition(address: str) -> str:
    """Return an expression that is true while the cell shows an error."""
    return f"ISERROR({address})"


def _day_number(value: date | time | timedelta, day_zero: datetime) -> float:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - day_zero) / _DAY
    if isinstance(value, date):
        return float((value - day_zero.date()).days)
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
    return value / _DAY


def _same_text(address: str, text: str) -> str:
    """Compare a text by its beginning, in one line: a formula holds no long text and no line break."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    shown, line = address, text.replace("\r", "").replace("\n", " ")
    if line != text:
        # Some programs drop the first of the two signs that end a line.
        shown = f'SUBSTITUTE(SUBSTITUTE({address},CHAR(13),""),CHAR(10)," ")'
    if _CONTROL.search(line):
        return "TRUE"
    if _LIKE_FORMULA.search(line):
        # No text that a program could run stands in a formula, not even in quotes.
        return f"LEN({address})={len(text)}" if max(text) < "\U00010000" else "TRUE"
    if len(line) <= _LONGEST_TEXT:
        return f"EXACT({shown},{quote_text(line)})"
    start = line[:_LONGEST_TEXT]
    # Programs count a sign beyond the common ones as one or as two.
    if any(ord(sign) > 0xFFFF for sign in start):
        return "TRUE"
    return f"EXACT(LEFT({shown},{_LONGEST_TEXT}),{quote_text(start)})"

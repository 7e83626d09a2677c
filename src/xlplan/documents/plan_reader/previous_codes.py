"""The column `Попередній код`: the rows of the plan before that a row continues, as a person names them."""

import re

from xlplan.documents.plan_reader.codes import CODE, plain_code
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_kinds import PLAN_PREVIOUS_UNCLEAR
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, all_translations

# The word for a row that continues none.
NEW_ROW = N_("new")
_BETWEEN_CODES = re.compile(r"[;,\n]")
_NUMBER = re.compile(r"[1-9][0-9]*")


def read_previous_codes(row: Row, key: str, findings: list[Finding]) -> tuple[str, ...] | None:
    """Return the row codes that a row names; () for a new row, None where the cell is blank or unclear.

    A cell that nobody can read is a finding. A spreadsheet turns 1.10 into the number 1.1, so such a number is no
    code; a whole number is one.
    """
    value, seen = row.value("continues"), row.text("continues")
    if not seen:
        return None
    if match_key(seen) in {match_key(word) for word in all_translations(NEW_ROW)}:
        return ()
    is_text = isinstance(value, str) or (isinstance(value, int | float) and float(value).is_integer())
    parts = _BETWEEN_CODES.split(value if isinstance(value, str) else seen)
    codes = [row_code(part) for part in parts if part.strip()]
    if not is_text or not codes or None in codes:
        findings.append(PLAN_PREVIOUS_UNCLEAR.at(place_of_descent(row, key), seen=seen))
        return None
    return tuple(dict.fromkeys(code for code in codes if code))


def place_of_descent(row: Row, key: str) -> Location:
    """Return the cell in which a person says what a row continues; the code's, where there is no such column."""
    return row.place("continues" if "continues" in row.columns else "code", key)


def row_code(text: str) -> str | None:
    """Return a row code in one spelling: `1.4.5` also for “1.4.5/1”; None for a text that is none."""
    head, slash, number = text.partition("/")
    code, number = plain_code(head), number.strip()
    if not CODE.fullmatch(code) or (slash and not _NUMBER.fullmatch(number)):
        return None
    return code if number in ("", "1") else f"{code}/{number}"

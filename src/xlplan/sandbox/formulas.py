"""Formulas that start a program or fetch a page: `=cmd|'/c calc'!A0`, `DDE(…)`, `WEBSERVICE(…)`.

A formula is judged by its signs as a spreadsheet program reads them: a text in double quotes is a text, a name
in single quotes is the name of a sheet, and square brackets hold names of workbooks and columns.
"""

import re
from collections.abc import Callable

from xlplan.sandbox.plain_xml import holds

SheetNames = Callable[[], frozenset[str]]

# Functions that reach out as soon as they are computed. IMPORT…: of Google Sheets. The last nine: of Excel 4.0,
# which still computes them in names.
_FUNCTIONS = (
    "DDE",
    "DDEAUTO",
    "WEBSERVICE",
    "IMAGE",
    "RTD",
    "IMPORTXML",
    "IMPORTDATA",
    "IMPORTHTML",
    "IMPORTFEED",
    "CALL",
    "REGISTER",
    "REGISTER.ID",
    "EXEC",
    "EXECUTE",
    "INITIATE",
    "POKE",
    "SQL.OPEN",
    "SQL.REQUEST",
)
_NAMES = "|".join(map(re.escape, _FUNCTIONS))
# A prefix such as `_xlfn.`, `COM.MICROSOFT.` or `of:=` ends before the name. A function is also a value of others.
_CALL = re.compile(rf"(?i)(?<!\w)(?:{_NAMES})\s*\(|_xleta\.(?:{_NAMES})(?!\w)")
_LATER_NAME = re.compile(rf"(?i)_xl(?:fn|udf|eta)\.(?:_xlws\.)?(?:{_NAMES})(?![A-Za-z.])")
# Google Sheets writes its own functions as the text of this one, and computes them again when it opens the file.
_QUOTED_CALL = re.compile(r"(?i)DUMMYFUNCTION\s*\(")
_ERROR_VALUE = re.compile(r"#[\w/]+[!?]?")
# In an ods a bar stands between the rows of a constant.
_CONSTANT = re.compile(r"\{[^{}!']*\}")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_QUOTED_NAME = re.compile(r"'((?:[^']|'')*)'")
_OTHER_BOOK = re.compile(r"[^\[\]|]*\[[^\[\]|]+\]")

# The letters before an opening bracket decide whether a part is worth a closer look: to begin with one rare sign
# is what makes this pattern fast. Only ASCII can be a sign or a letter of these names.
_THIRD_LETTERS, _SECOND_LETTERS, _LAST_LETTERS = (
    "".join(sorted({name[-at] for name in _FUNCTIONS})) for at in (3, 2, 1)
)
_CALL_SIGN = re.compile(
    rf"\((?:(?<=[{_THIRD_LETTERS}][{_SECOND_LETTERS}][{_LAST_LETTERS}]\()(?:"
    + "|".join(rf"(?<={re.escape(name)}\()" for name in _FUNCTIONS)
    + rf")|(?<=[{_LAST_LETTERS}\s\xa0][\s\xa0]\())",
    re.IGNORECASE,
)
_BYTE_CALL_SIGN = re.compile(_CALL_SIGN.pattern.encode("latin-1"), re.IGNORECASE)
_VALUE_SIGN = re.compile(rb"_(?=xleta)", re.IGNORECASE)
_LOWER_CALL = re.compile(rb"(?:%s)(?:\s|\xc2\xa0)*\(" % _NAMES.lower().encode())


def may_reach_outside(text: bytes) -> bool:
    """Tell whether XML in its plain spelling holds what could be a formula that reaches out."""
    if b"|" in text or holds(_VALUE_SIGN, b"_", text):
        return True
    return holds(_BYTE_CALL_SIGN, b"(", text) and _LOWER_CALL.search(text.lower()) is not None


def reaches_outside(formula: str, sheet_names: SheetNames) -> bool:
    """Tell whether a formula starts a program, or fetches something, when it is computed.

    Args:
        formula: The formula, decoded, with or without the equals sign.
        sheet_names: Gives the names of the workbook's sheets in small letters. It is called only where a name in
            quotes holds a bar: `'A|B'!A1` is a cell if there is such a sheet, and a program otherwise.
    """
    code, texts, names = _split(formula)
    if any("|" in name and not _is_sheet(name, sheet_names) for name in names):
        return True
    if _CALL.search(code):
        return True
    if "|" in code and "|" in _CONSTANT.sub("", _ERROR_VALUE.sub("", code)):
        return True
    return bool(_QUOTED_CALL.search(code)) and any(
        reaches_outside(text.replace('""', '"'), sheet_names) for text in texts
    )


def names_later_function(text: str) -> bool:
    """Tell whether a text holds the name of such a function that an older format knows by name alone."""
    return _LATER_NAME.search(text) is not None


def _split(formula: str) -> tuple[str, list[str], list[str]]:
    """Return the formula without its texts, names in quotes and brackets; the texts; the names.

    What does not end is no text, no name and no bracket.
    """
    code: list[str] = []
    texts: list[str] = []
    names: list[str] = []
    at = 0
    while at < len(formula):
        sign = formula[at]
        if sign == '"' and (text := _TEXT.match(formula, at)):
            texts.append(text[1])
            code.append('""')
            at = text.end()
        elif sign == "'" and (name := _QUOTED_NAME.match(formula, at)):
            names.append(name[1].replace("''", "'"))
            code.append("name")
            at = name.end()
        elif sign == "[" and (end := _end_of_bracket(formula, at)):
            inside = formula[at:end]
            # An escaped bracket may be one to a program that reads it otherwise, and so may what follows it.
            is_odd = "']" in inside or ("|" in inside and "!" in inside)
            code.append(inside if is_odd else "[]")
            at = end
        else:
            code.append(sign)
            at += 1
    return "".join(code), texts, names


def _end_of_bracket(formula: str, at: int) -> int:
    """Return where a square bracket ends, with the brackets in it; 0 if it does not. A quote escapes a sign."""
    depth = 0
    while at < len(formula):
        sign = formula[at]
        depth += (sign == "[") - (sign == "]")
        at += 2 if sign == "'" else 1
        if not depth:
            return min(at, len(formula))
    return 0


def _is_sheet(name: str, sheet_names: SheetNames) -> bool:
    """Tell whether a name in quotes that holds a bar names sheets of this workbook, or a sheet of another one."""
    return bool(_OTHER_BOOK.match(name)) or all(
        "|" not in each or each.casefold() in sheet_names() for each in name.split(":")
    )

"""A file that is sent back reaches out for nothing: nothing in it leads to a program or to another place.

The gate lets a unit's own file in with links that a program follows only on request. In a file that comes from the
centre people follow them. So the search here is stricter than that of the gate: what is not known to be harmless
reaches out, and a fresh template is sent.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl.utils import FORMULAE
from openpyxl.workbook import Workbook

# The kinds of relationship between the parts of one file, by the end of their type.
_INNER_KINDS = frozenset({
    "worksheet", "chartsheet", "styles", "theme", "themeOverride", "sharedStrings", "calcChain", "metadata",
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "comments",
    "vmlDrawing", "drawing", "chart", "chartUserShapes", "image", "table", "tableSingleCells", "pivotTable",
    "pivotCacheDefinition", "pivotCacheRecords", "chartStyle", "chartColorStyle", "vbaProject",
})  # fmt: skip
# Macros are kept only in a file whose name says so, and no such file is sent.
_MACROS = "xl/vbaproject.bin"
_FORMULAS = frozenset({
    "f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula",
    "oldFormula",
})  # fmt: skip
_REACHING_ELEMENTS = frozenset({
    "externalReference", "externalBook", "ddeLink", "oleLink", "oleObject", "connection", "queryTable",
    "webPublishItem", "control", "dataRef",
})  # fmt: skip
_REACHING_FUNCTIONS = frozenset({
    "CALL", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT",
    "CUBEVALUE", "DDE", "EXEC", "HYPERLINK", "IMAGE", "PY", "REGISTER", "REGISTER.ID", "RTD", "SQL.REQUEST",
    "STOCKHISTORY", "WEBSERVICE",
})  # fmt: skip
_NEWER = ("_xlfn._xlws.", "_xlfn.")
_TEXT = re.compile('"(?:[^"]|"")*"')
_QUOTED_NAME = re.compile("'(?:[^']|'')*'")
_FUNCTION = re.compile(r"([\w.]+)\s*\(")
_WORD = re.compile(r"[\w.]+")
_OTHER_BOOK = re.compile(r"\[[^\[\]]*\][^\[\],;+*/&()=<>^\s-]*!")
_ADDRESS = re.compile(r"(?i)\w:\\|\w:/|//|\\\\|^\s*(?:file|data|javascript|mailto|vbscript)\s*:")


def reaches_out(content: bytes) -> bool:
    """Tell if a workbook, as it would be sent, holds something that may lead out of it."""
    with ZipFile(BytesIO(content)) as parts:
        return any(_part_reaches_out(name, parts.read(name)) for name in parts.namelist())


def remove_links(book: Workbook) -> list[tuple[Any, str]]:
    """Remove the links that lead out of a workbook. The texts of their cells stay.

    Returns:
        The cells that had one, each with the address if its text does not hold it, else "".
    """
    removed = []
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            link = cell.hyperlink
            if link is not None and (link.target or _ADDRESS.search(link.location or "")):
                address = link.target or link.location or ""
                cell.hyperlink = None
                removed.append((cell, "" if _bare(address) in str(cell.value) else address))
    return removed


def _bare(address: str) -> str:
    return address.removeprefix("mailto:").removeprefix("http://").removeprefix("https://").rstrip("/")


def _part_reaches_out(name: str, content: bytes) -> bool:
    lower_name = name.lower()
    if not lower_name.endswith((".xml", ".rels", ".vml")):
        return lower_name.endswith(".bin") and lower_name != _MACROS
    try:
        elements = ElementTree.fromstring(content).iter()
    except ElementTree.ParseError:
        return True
    element_reaches_out = _relation_reaches_out if lower_name.endswith(".rels") else _element_reaches_out
    return any(element_reaches_out(element) for element in elements)


def _relation_reaches_out(element: ElementTree.Element) -> bool:
    if _local(element.tag) != "Relationship":
        return False
    kind = element.get("Type", "").rpartition("/")[2]
    is_inner = element.get("TargetMode", "Internal").strip().lower() == "internal"
    return not is_inner or kind not in _INNER_KINDS or _ADDRESS.search(element.get("Target", "")) is not None


def _element_reaches_out(element: ElementTree.Element) -> bool:
    name = _local(element.tag)
    if name in _REACHING_ELEMENTS:
        return True
    if name in _FORMULAS:
        return _formula_reaches_out("".join(element.itertext()))
    return any(_ADDRESS.search(value) for attribute, value in _addresses(element) if attribute != "uri")


def _addresses(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element that a program could follow."""
    for attribute, value in element.items():
        if _local(attribute) in (
            "href",
            "src",
            "link",
            "url",
            "location",
            "sourceFile",
            "destinationFile",
            "base",
        ):
            yield _local(attribute), value


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _formula_reaches_out(formula: str) -> bool:
    if any(_ADDRESS.search(text[1:-1]) or "[" in text for text in _TEXT.findall(formula)):
        return True
    rest = _TEXT.sub('""', formula)
    if any(sign in rest for sign in ("|", "//", "\\\\", "#$")):
        return True
    if any("[" in name for name in _QUOTED_NAME.findall(rest)) or _OTHER_BOOK.search(rest):
        return True
    rest = _QUOTED_NAME.sub("", rest).upper()
    words = {word for match in _WORD.finditer(rest) for word in match[0].split(".")} | set(_WORD.findall(rest))
    return not words.isdisjoint(_REACHING_FUNCTIONS) or any(
        not _is_known(function) for function in _FUNCTION.findall(rest)
    )


def _is_known(function: str) -> bool:
    for prefix in _NEWER:
        if function.startswith(prefix.upper()):
            return function.removeprefix(prefix.upper()) not in _REACHING_FUNCTIONS
    return function in FORMULAE and function not in _REACHING_FUNCTIONS

"""Content that a workbook takes from outside by itself when a person opens it, or computes it.

Each part comes without a sign that is hidden in an entity, or behind a comment or CDATA (`plain_xml.py`).

Links to pages and to other workbooks are none of this: a program follows them only if a person asks for it.
"""

import re
from collections.abc import Iterable

from xlplan.sandbox.formulas import SheetNames, may_reach_outside, reaches_outside
from xlplan.text.xml_spelling import Attributes, parse_events, without_prefix

# Elements whose text is a formula: of cells, validations, conditional formats, names, tables, charts, controls.
_FORMULA_ELEMENTS = frozenset(
    (
        "f",
        "formula",
        "formula1",
        "formula2",
        "definedName",
        "calculatedColumnFormula",
        "totalsRowFormula",
        "oldFormula",
        "FmlaLink",
        "FmlaMacro",
        "FmlaRange",
        "FmlaTxbx",
    )
)
# Attributes that are formulas: of fields of pivot tables, shapes, controls; of an ods.
_FORMULA_ATTRIBUTES = frozenset(
    (
        "formula",
        "textlink",
        "macro",
        "fmlaLink",
        "fmlaMacro",
        "fmlaRange",
        "fmlaTxbx",
        "fmlaGroup",
        "condition",
        "expression",
    )
)
# The elements of which `value` or `val` is a formula as well: thresholds, and conditions of LibreOffice.
_FORMULA_VALUES = frozenset(("cfvo", "condition"))
_LINKS = frozenset(("hyperlink", "externallink", "externallinkpath", "externallinklongpath"))
_LINK_FOLDER = "xlexternallinkpath"
_TEMPLATE = "/attachedtemplate"
_PROGRAM_LINKS = frozenset(("ddeLink", "oleLink", "dde-source"))
_REFRESHED = frozenset(("connection", "queryTable"))
_DRAWN = frozenset(("imagedata", "fill", "image", "stroke"))
_TRUE = ("1", "true", "on")

# The elements that a part begins with which holds such links, refreshed queries, or pictures of an older kind.
_DOUBTFUL_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:externalLink|connections?|queryTable|xml)[\s/>]")

# The elements that a part without any formula begins with: texts, styles, themes, properties.
_HARMLESS_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:sst|styleSheet|theme|(?:core)?Properties|Types)[\s/>]")

# Addresses that lie outside the file that names them, but for those that name a part of it in an older way.
_OUTSIDE = re.compile(
    r"(?i)(?!vnd\.sun\.star\.(?:Package|GraphicObject):|data:)(?:[a-z][\w+.-]*:|[/\\]|(?:\./)*\.\.(?:[/\\]|$))"
)
_ODS_LINK_SIGN = re.compile(rb"""href\s*=\s*["'](?!#|Pictures/|\./O|["'])""")
# `a`, `button` and `area` wait for a click, `template` for a change of the style.
_CLICKED = frozenset(("a", "button", "area", "template", "shapes"))
_SCRIPT_INSIDE = re.compile(r"(?i)vnd\.sun\.star\.script:[^?]*\?(?:.*&)?location=document(?:&|$)")


def takes_from_outside(text: bytes, root: int, sheet_names: SheetNames) -> bool:
    """Tell whether a part of an xlsx, whose first element begins at `root`, loads something by itself."""
    if _HARMLESS_ROOT.match(text, root):
        return False
    if not (_DOUBTFUL_ROOT.match(text, root) or may_reach_outside(text)):
        return False
    found = _Findings(sheet_names)

    def start(name: str, attributes: Attributes) -> None:
        element = without_prefix(name)
        found.begin(element)
        found.look_at(element, attributes)
        if element in _PROGRAM_LINKS:
            found.reaches = True
        elif element in _REFRESHED:
            found.reaches |= attributes.get("refreshOnLoad", "").strip().lower() in _TRUE
        elif element in _DRAWN:
            # `relid` and the like name relationships.
            sources = (attributes.get(key, "") for key in ("src", "o:href", "o:althref"))
            found.reaches |= any(_lies_outside(source) for source in sources)

    parse_events(text, start, found.end, found.characters)
    return found.reaches


def has_outside_relations(text: bytes) -> bool:
    """Tell whether relationships (of an xlsx) name something outside that loads by itself."""
    return not all(map(_is_link, _outside_kinds(text)))


def shows_outside_content(text: bytes) -> bool:
    """Tell whether relationships of a Word document name content that it shows and does not hold.

    A template that it was made from gives it no content.
    """
    return not all(_is_link(kind) or kind.endswith(_TEMPLATE) for kind in _outside_kinds(text))


def _outside_kinds(text: bytes) -> list[str]:
    """Return the types of the relationships to what lies outside."""
    if b"TargetMode" not in text:
        return []
    kinds: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        mode = _attribute(attributes, "TargetMode").strip().lower()
        if without_prefix(name) == "Relationship" and mode not in ("", "internal"):
            kinds.append(_attribute(attributes, "Type").strip().lower())

    parse_events(text, start)
    return kinds


def ods_takes_from_outside(text: bytes, sheet_names: SheetNames) -> bool:
    """Tell whether a part of an ods takes something from outside by itself."""
    is_doubtful = (
        may_reach_outside(text)
        or b"dde-source" in text
        or b"event-listener" in text
        or _ODS_LINK_SIGN.search(text)
    )
    if not is_doubtful:
        return False
    found = _Findings(sheet_names)

    def start(name: str, attributes: Attributes) -> None:
        element = without_prefix(name)
        found.look_at(element, attributes)
        if element in _PROGRAM_LINKS:
            found.reaches = True
        elif address := _attribute(attributes, "href").strip():
            if element == "event-listener":
                found.reaches |= not _SCRIPT_INSIDE.match(address) and not address.startswith("#")
            elif element == "table-source":
                # The cells of another workbook that formulas refer to are stored as a copy of its sheet.
                found.reaches |= _attribute(attributes, "mode") != "copy-results-only"
            elif element not in _CLICKED:
                found.reaches |= _lies_outside(address)

    parse_events(text, start)
    return found.reaches


def sheet_names_of(parts: Iterable[bytes]) -> frozenset[str]:
    """Return the names of the sheets that these parts of a workbook declare, in small letters."""
    names: set[str] = set()

    def start(name: str, attributes: Attributes) -> None:
        if without_prefix(name) in ("sheet", "table"):
            names.add(_attribute(attributes, "name").casefold())

    for text in parts:
        parse_events(text, start)
    return frozenset(names)


class _Findings:
    """The result of parsing a part: whether it reaches out."""

    def __init__(self, sheet_names: SheetNames) -> None:
        self.reaches = False
        self._sheet_names = sheet_names
        self._formula: list[str] | None = None
        self._depth = 0

    def begin(self, element: str) -> None:
        if self._formula is not None:
            self._depth += 1
        elif element in _FORMULA_ELEMENTS:
            self._formula = []
            self._depth = 0

    def characters(self, data: str) -> None:
        if self._formula is not None:
            self._formula.append(data)

    def end(self, _name: str) -> None:
        if self._formula is None:
            return
        if self._depth:
            self._depth -= 1
            return
        self.reaches |= reaches_outside("".join(self._formula), self._sheet_names)
        self._formula = None

    def look_at(self, element: str, attributes: Attributes) -> None:
        """Judge the attributes of an element that are formulas."""
        for key, value in attributes.items():
            name = without_prefix(key)
            is_formula = name in _FORMULA_ATTRIBUTES or (name in ("val", "value") and element in _FORMULA_VALUES)
            if is_formula:
                self.reaches |= reaches_outside(value, self._sheet_names)


def _is_link(kind: str) -> bool:
    """Tell whether a relationship of this type is followed only if a person asks for it."""
    *folders, name = kind.split("/")
    return name in _LINKS or (bool(folders) and folders[-1] == _LINK_FOLDER)


def _lies_outside(address: str) -> bool:
    """Tell whether an address lies outside the file that names it."""
    return bool(_OUTSIDE.match(address.strip()))


def _attribute(attributes: Attributes, name: str) -> str:
    return next((value for key, value in attributes.items() if without_prefix(key) == name), "")

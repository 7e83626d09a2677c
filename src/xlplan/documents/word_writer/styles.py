"""Styles of Word documents by their names, and the styles that a base lacks.

A style is found by its name and never by its identifier: Word and LibreOffice give other identifiers in every
language, and keep the names of the styles that every program knows.
"""

from collections.abc import Iterator
from copy import deepcopy
from enum import Enum
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from xlplan.documents.word_writer.numbering import take_list
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations


class Style(Enum):
    """A style: of every program by the name that files have, one of xlplan by its name in the language in use."""

    NORMAL = "Normal"
    TITLE = "Title"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    BODY = "Body Text"
    LIST = "List Bullet"
    CAPTION = "caption"
    SIGNATURE = "Signature"
    TABLE = "Table Grid"
    APPROVAL = N_("Approval")
    NARRATIVE_TEXT = N_("Narrative text")
    TABLE_TEXT = N_("Table text")
    TABLE_HEADING = N_("Table heading")
    FORM_TEXT = N_("Form text")
    FORM_HEADING = N_("Form heading")
    VERSION = N_("Version and page")

    @property
    def is_own(self) -> bool:
        """Tells a style that no program knows by itself. Its name is in the language in use."""
        return self in _OWN


_OWN = frozenset(
    {
        *(Style.APPROVAL, Style.NARRATIVE_TEXT, Style.TABLE_TEXT, Style.TABLE_HEADING),
        *(Style.FORM_TEXT, Style.FORM_HEADING, Style.VERSION),
    }
)
HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)
# Elements of a style that name another style.
_REFERENCES = ("w:basedOn", "w:next", "w:link")


def complete_styles(document: Document, own: Document) -> dict[Style, str]:
    """Add the styles that a document lacks from those of `own`, and return the identifier of each style.

    A style that is added takes those below it along. What the document has stays as it is.
    """
    by_name = {_name(element): element for element in _elements(own)}
    given = {_name(element): _identifier(element) for element in _elements(document)}
    return {style: _settle(document, own, by_name, given, style) for style in Style}


def name_styles(document: Document) -> None:
    """Give the styles of xlplan in a document their names in the language in use."""
    names = {_key(name): style for style in _OWN for name in all_translations(style.value)}
    for element in _elements(document):
        if style := names.get(_name(element)):
            _child(element, "w:name").set(qn("w:val"), _(style.value))


def _settle(
    document: Document, own: Document, by_name: dict[str, Any], given: dict[str, str], style: Style
) -> str:
    names = all_translations(style.value) if style.is_own else (style.value,)
    keys = [_key(name) for name in names]
    found = next((given[key] for key in keys if key in given), None)
    if found is not None:
        return found
    key = next(key for key in keys if key in by_name)
    return _add(document, own, by_name, given, key)


def _add(document: Document, own: Document, by_name: dict[str, Any], given: dict[str, str], key: str) -> str:
    """Add one style with those that it names, and return its identifier in the document."""
    element = deepcopy(by_name[key])
    taken = set(given.values())
    identifier = _identifier(element)
    while identifier in taken:
        identifier += "x"
    element.set(qn("w:styleId"), identifier)
    # A default of the base stays the default.
    element.attrib.pop(qn("w:default"), None)
    given[key] = identifier
    document.styles.element.append(element)
    names = {_identifier(each): _name(each) for each in _elements(own)}
    for tag in _REFERENCES:
        for reference in element.findall(qn(tag)):
            other = names[reference.get(qn("w:val"))]
            known = given.get(other) or _add(document, own, by_name, given, other)
            reference.set(qn("w:val"), known)
    if element.find(f".//{qn('w:numPr')}") is not None:
        take_list(document, own, element)
    return identifier


def _elements(document: Document) -> Iterator[Any]:
    """Yield the styles that have a name."""
    for element in document.styles.element.findall(qn("w:style")):
        if element.find(qn("w:name")) is not None:
            yield element


def _child(element: Any, tag: str) -> Any:
    return element.find(qn(tag))


def _name(element: Any) -> str:
    return _key(_child(element, "w:name").get(qn("w:val")))


def _identifier(element: Any) -> str:
    return str(element.get(qn("w:styleId")))


def _key(name: str) -> str:
    return match_key(name)

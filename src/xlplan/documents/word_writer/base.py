"""The base of a Word document: that of xlplan, or the one that a centre put in its place.

Of a base stay the styles, the pages with their margins, headers and footers, and what these show. Its text goes.
"""

import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

_OWN = Path(__file__).with_name("base.docx")
# What a new text does not refer to stays behind: pictures and links of the old one, comments, macros, a mail merge
# with its source of data, a thumbnail, a signature.
_KEPT = frozenset(
    {
        *(RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.WEB_SETTINGS),
        *(RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.NUMBERING),
        *(RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    }
)
_KEPT_OF_PACKAGE = frozenset(
    {
        *(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES),
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    }
)
# Settings of a base that would lock or track what is written on it, or look for a file.
_GONE_SETTINGS = ("documentProtection", "writeProtection", "trackRevisions", "mailMerge", "attachedTemplate")
# Parts of a page that belong to the old text, and the grid for East Asian letters that LibreOffice writes wrongly.
_GONE_OF_PAGE = ("type", "cols", "pgNumType", "sectPrChange", "paperSrc", "formProt", "docGrid")
_HEADERS = (qn("w:headerReference"), qn("w:footerReference"))


class UnreadableBaseError(Exception):
    """The bytes are no Word document that can be a base."""


def own_base() -> Document:
    """Return the base of xlplan."""
    return docx.Document(str(_OWN))


def open_base(data: bytes | None, across: bool) -> Document:
    """Return a base without its text, with one page.

    Where the base has pages of both orientations, the one that is asked for stays. Otherwise its last page is
    turned.

    Args:
        data: The bytes of a centre's base; None for that of xlplan.
        across: The page lies across, as a plan is printed. Otherwise it stands upright.

    Raises:
        UnreadableBaseError: The bytes are no sound Word document.
    """
    try:
        document = own_base() if data is None else docx.Document(BytesIO(data))
        _clear(document, across)
    # A part that is no XML is a SyntaxError of its reader.
    except (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError) as problem:
        raise UnreadableBaseError(str(problem)) from problem
    return document


def _clear(document: Document, across: bool) -> None:
    body = document.element.body
    page = _page(document, across)
    for element in list(body):
        body.remove(element)
    body.append(page)
    referred = {reference.get(qn("r:id")) for reference in page if reference.tag in _HEADERS}
    part = document.part
    for identifier, relation in list(part.rels.items()):
        if relation.reltype not in _KEPT and identifier not in referred:
            del part.rels[identifier]
    package = part.package
    for identifier, relation in list(package.rels.items()):
        if relation.reltype not in _KEPT_OF_PACKAGE:
            del package.rels[identifier]
    settings = document.settings.element
    for name in _GONE_SETTINGS:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)


def take_theme(document: Document, own: Document) -> None:
    """Give a document the theme of `own`, if it has none. LibreOffice writes none, and Word always does."""
    kinds = {relation.reltype for relation in document.part.rels.values()}
    if RELATIONSHIP_TYPE.THEME not in kinds:
        document.part.relate_to(own.part.part_related_by(RELATIONSHIP_TYPE.THEME), RELATIONSHIP_TYPE.THEME)


def _page(document: Document, across: bool) -> Any:
    """Return the page with this orientation. A page without headers of its own has those of the page before.

    A document that says nothing of its pages gets one of xlplan.
    """
    sections = list(document.sections) or list(own_base().sections)
    pages = [deepcopy(section._sectPr) for section in sections]
    headers: dict[tuple[str, str], Any] = {}
    for page in pages:
        own = {(each.tag, each.get(qn("w:type"))): each for each in page if each.tag in _HEADERS}
        headers |= own
        for key, reference in reversed(headers.items()):
            if key not in own:
                page.insert(0, deepcopy(reference))
    page = next((each for each in pages if _lies_across(each) == across), pages[-1])
    for name in _GONE_OF_PAGE:
        for element in page.findall(qn(f"w:{name}")):
            page.remove(element)
    if _lies_across(page) != across:
        _turn(page, across)
    return page


def _lies_across(page: Any) -> bool:
    return bool(page.page_width and page.page_height and page.page_width > page.page_height)


def _turn(page: Any, across: bool) -> None:
    """Turn a page. The edge at which it is bound stays bound: the left one of an upright page is the upper one."""
    page.page_width, page.page_height = page.page_height, page.page_width
    size = page.find(qn("w:pgSz"))
    size.attrib.pop(qn("w:orient"), None)
    if across:
        size.set(qn("w:orient"), "landscape")
    top, right, bottom, left = page.top_margin, page.right_margin, page.bottom_margin, page.left_margin
    if across:
        page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = left, top, right, bottom
    else:
        page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = right, bottom, left, top

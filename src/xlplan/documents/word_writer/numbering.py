"""Lists of a base: the definition that a style of lists needs is brought along with the style."""

from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

_DEFINITION, _LIST = qn("w:abstractNum"), qn("w:num")
_DEFINITION_NUMBER, _LIST_NUMBER = qn("w:abstractNumId"), qn("w:numId")
_VALUE = qn("w:val")


def take_list(document: Document, own: Document, style: Any) -> None:
    """Bring the list of a style from `own` into a document, and let the style mean it by its new number.

    Args:
        document: The document.
        own: The document from which the style comes.
        style: The style in the document, still with the number of its list in `own`.
    """
    target, source = _numbering(document), _numbering(own)
    reference = style.find(f".//{_LIST_NUMBER}")
    number = _child(source, _LIST, _LIST_NUMBER, reference.get(_VALUE)).find(_DEFINITION_NUMBER).get(_VALUE)
    definition = deepcopy(_child(source, _DEFINITION, _DEFINITION_NUMBER, number))
    new = str(1 + max((int(each.get(_DEFINITION_NUMBER)) for each in target.findall(_DEFINITION)), default=-1))
    definition.set(_DEFINITION_NUMBER, new)
    for named in definition.iter(qn("w:pStyle")):
        named.set(_VALUE, style.get(qn("w:styleId")))
    # All definitions stand before all lists.
    target.insert(len(target.findall(_DEFINITION)), definition)
    own_number = str(1 + max((int(each.get(_LIST_NUMBER)) for each in target.findall(_LIST)), default=0))
    reference.set(_VALUE, own_number)
    added = parse_xml(f'<w:num {nsdecls("w")} w:numId="{own_number}"><w:abstractNumId w:val="{new}"/></w:num>')
    lists = target.findall(_LIST)
    if lists:
        lists[-1].addnext(added)
    else:
        definition.addnext(added)


def _child(parent: Any, tag: str, attribute: str, value: str) -> Any:
    return next(each for each in parent.findall(tag) if each.get(attribute) == value)


def _numbering(document: Document) -> Any:
    """Return the definitions of lists of a document, empty ones where it has none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        pass
    element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    part = NumberingPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return element

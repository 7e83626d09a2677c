"""A written Word document as its readers meet it: through python-docx, and by the rules of accessibility."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn


def open_word(data: bytes) -> Document:
    """Return a document."""
    return docx.Document(io.BytesIO(data))


def style_names(document: Document) -> list[str]:
    """Return the names of the styles of the paragraphs outside tables, in the order of reading."""
    return [str(paragraph.style.name) for paragraph in document.paragraphs if paragraph.style is not None]


def footer_text(document: Document) -> str:
    """Return the text at the foot of a page, with the numbers as they are saved."""
    return "".join(str(each.text) for each in document.sections[0].footer._element.iter(qn("w:t")))


def accessibility_faults(document: Document) -> list[str]:
    """Return what a person who hears the document or walks by its structure would miss."""
    return [
        *_heading_faults(document),
        *_table_faults(document),
        *_blank_paragraphs(document),
        *_undescribed_drawings(document),
        *_detail_faults(document),
    ]


def _heading_faults(document: Document) -> Iterator[str]:
    levels = [int(name[-1]) for name in style_names(document) if name.startswith("Heading ")]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"


def _table_faults(document: Document) -> Iterator[str]:
    for number, table in enumerate(document.tables, start=1):
        rows = table._tbl.findall(qn("w:tr"))
        marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        if not marked[0] or marked != sorted(marked, reverse=True):
            yield f"table {number} has no rows of headings at its top"
        if any(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None and not _is_tall(row) for row in rows):
            yield f"a row of table {number} breaks across pages"
        if not _texts(table._tbl, "w:tblCaption"):
            yield f"table {number} has no title"
        if list(table._tbl.iter(qn("w:tbl")))[1:]:
            yield f"table {number} holds another one"


def _is_tall(row: Any) -> bool:
    """Tell if a cell of a row may fill a page: one of hundreds of letters or of dozens of lines."""
    return any(
        len("".join(str(each.text) for each in cell.iter(qn("w:t")))) > 300 or len(cell.findall(qn("w:p"))) > 20
        for cell in row.findall(qn("w:tc"))
    )


def _texts(element: Any, tag: str) -> list[str]:
    return [str(each.get(qn("w:val"))) for each in element.iter(qn(tag)) if each.get(qn("w:val"))]


def _blank_paragraphs(document: Document) -> Iterator[str]:
    """Yield the paragraphs that show nothing. One behind a table at the very end must be there.

    A line to write on is shown by a tab.
    """
    paragraphs = document.paragraphs
    ends_with_table = len(document.element.body) > 2 and document.element.body[-3].tag == qn("w:tbl")
    for position, paragraph in enumerate(paragraphs, start=1):
        is_shown = paragraph.text.strip() or "\t" in paragraph.text
        if not is_shown and not (ends_with_table and position == len(paragraphs)):
            yield f"paragraph {position} is blank"


def _undescribed_drawings(document: Document) -> Iterator[str]:
    parts = [
        document.part,
        *(relation.target_part for relation in document.part.rels.values() if not relation.is_external),
    ]
    for part in parts:
        for drawing in getattr(part, "element", document.element.body).iter(qn("wp:docPr")):
            if not drawing.get("descr"):
                yield f"a drawing in {part.partname} has no description"


def _detail_faults(document: Document) -> Iterator[str]:
    default = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    if default is None or not default.get(qn("w:val")):
        yield "the document has no language"
    if not document.core_properties.title:
        yield "the document has no title"

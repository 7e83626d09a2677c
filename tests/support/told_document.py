"""A Word document as a person reads it: paragraphs and tables in order, and what is highlighted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.table import Table
from docx.text.paragraph import Paragraph

from xlplan.text.translation import all_translations

_TOLD = all_translations("Narrative text")
# A paragraph that begins with the code of a measure.
_MEASURE = re.compile(r"\d+(?:\.\d+)*\. ")


@dataclass(frozen=True)
class ReadDocument:
    """The texts of a document: its paragraphs outside of tables, its tables row by row, its highlighted texts.

    `told`: the paragraphs on measures. `headings`: style and text of each heading; they are no paragraphs.
    """

    paragraphs: tuple[str, ...]
    told: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    highlighted: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All texts, in lines."""
        cells = (cell for table in self.tables for row in table for cell in row)
        return "\n".join((*self.paragraphs, *cells))

    def paragraph(self, beginning: str) -> str:
        """The first paragraph that begins so; "" where none does."""
        return next((each for each in self.paragraphs if each.startswith(beginning)), "")

    def measure(self, code: str) -> str:
        """The paragraphs of a measure as one text: from the one that begins with its code to that of the next."""
        own: list[str] = []
        is_own = False
        for text in self.told:
            if _MEASURE.match(text):
                is_own = text.startswith(f"{code}. ")
            if is_own:
                own.append(text)
        return " ".join(own)


def read_document(source: Path | bytes) -> ReadDocument:
    """Reads a document."""
    document = docx.Document(BytesIO(source) if isinstance(source, bytes) else str(source))
    paragraphs = tuple(each.text for each in document.paragraphs if not _is_heading(each))
    tables = tuple(tuple(tuple(cell.text for cell in row.cells) for row in each.rows) for each in document.tables)
    marked = tuple(run.text for each in _all_paragraphs(document) for run in each.runs if _is_marked(run))
    headings = tuple((_style_name(each), each.text) for each in document.paragraphs if _is_heading(each))
    told = tuple(each.text for each in document.paragraphs if _style_name(each) in _TOLD)
    return ReadDocument(paragraphs, told, tables, marked, headings)


def _style_name(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def _is_heading(paragraph: Paragraph) -> bool:
    return _style_name(paragraph).startswith("Heading")


def _all_paragraphs(document: Document) -> Iterator[Paragraph]:
    for content in document.iter_inner_content():
        if isinstance(content, Table):
            yield from (each for row in content.rows for cell in row.cells for each in cell.paragraphs)
        else:
            yield content


def _is_marked(run: object) -> bool:
    font = getattr(run, "font", None)
    return font is not None and font.highlight_color == WD_COLOR_INDEX.YELLOW

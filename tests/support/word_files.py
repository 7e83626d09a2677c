"""Small Word documents for tests: paragraphs and tables as Word itself writes them, of raw XML."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="word/document.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
}


@dataclass(frozen=True)
class Cell:
    """A cell: its lines, each a paragraph; the columns that it goes over; `merge`: begins or goes on downward."""

    text: str = ""
    span: int = 1
    merge: str = ""

    @property
    def xml(self) -> str:
        """The cell as Word writes it."""
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        merge = {"": "", "begin": '<w:vMerge w:val="restart"/>', "go on": "<w:vMerge/>"}[self.merge]
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(map(paragraph, self.text.split(chr(10))))}</w:tc>"


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{run}</w:p>"


def table(rows: Iterable[Sequence[Cell | str]]) -> str:
    """A table; a text is a cell."""
    cells = ([each if isinstance(each, Cell) else Cell(each) for each in row] for row in rows)
    body = "".join(f"<w:tr>{''.join(each.xml for each in row)}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def write_word(path: Path, blocks: Iterable[str]) -> Path:
    """Writes a document at `path` of paragraphs and tables, and returns it."""
    body = "".join(blocks)
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in {**_PARTS, "word/document.xml": document}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}')
    path.write_bytes(content.getvalue())
    return path


def merged_down(texts: Sequence[str]) -> list[Cell]:
    """Cells of a column, one for each row: equal neighbours are merged downward."""
    cells = []
    for at, text in enumerate(texts):
        goes_on = at > 0 and texts[at - 1] == text
        begins = not goes_on and at + 1 < len(texts) and texts[at + 1] == text
        cells.append(Cell("" if goes_on else text, merge="go on" if goes_on else "begin" if begins else ""))
    return cells

"""Word documents from Python values, as raw XML: what no library writes can be written, and each test shows it."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from xlplan.documents.formats.grid import inflate
from xlplan.documents.formats.word import WordDocument, WordLine, WordTable
from xlplan.documents.formats.word_reader import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:r="{_RELATIONS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_BLOCKS = ("<w:p>", "<w:tbl>", "<w:sdt>", "<w:customXml")
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str, looks: str = "") -> str:
    """Return a run; a line feed in its text is a soft line break. `looks` is what stands in its properties."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{_properties('rPr', looks)}{lines}</w:r>"


def inserted(*content: str) -> str:
    """Return what a tracked change inserts."""
    return f'<w:ins w:id="1" w:author="А">{"".join(map(_inline, content))}</w:ins>'


def deleted(text: str) -> str:
    """Return a run that a tracked change deletes."""
    gone = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="1" w:author="А">{gone}</w:del>'


def control(content: str, properties: str = "") -> str:
    """Return a content control around anything."""
    return f"<w:sdt>{_properties('sdtPr', properties)}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(instruction: str, result: str) -> str:
    """Return a field: its instruction, and the result that is seen."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    told = f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
    return f"{char('begin')}{told}{char('separate')}{run(result)}{char('end')}"


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box, as Word writes it: for itself, and once more for older programs."""
    content = f"<w:txbxContent>{''.join(map(_block, paragraphs))}</w:txbxContent>"
    shape = f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"
    new = f'<mc:Choice Requires="wps">{shape}</mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>"


def paragraph(*content: str, style: str = "", item: tuple[int, int] | None = None, more: str = "") -> str:
    """Return a paragraph. A text without a tag is a run.

    Args:
        *content: Its runs.
        style: Its style.
        item: The number of its list, and its level.
        more: Further properties, among them those of its mark.
    """
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    listed = numbered(*item) if item else ""
    return f"<w:p>{_properties('pPr', named + listed + more)}{''.join(map(_inline, content))}</w:p>"


def numbered(number: int, level: int) -> str:
    """Return the properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*blocks: str, span: int = 1, merge: str = "", more: str = "") -> str:
    """Return a cell.

    Args:
        *blocks: Its paragraphs and tables; a text without a tag is a paragraph.
        span: The number of columns that it covers.
        merge: "restart" for the first of cells merged downward, "continue" for the others.
        more: Further properties.
    """
    wide = f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    down = {"": "", "continue": "<w:vMerge/>"}.get(merge, f'<w:vMerge w:val="{merge}"/>')
    return f"<w:tc>{_properties('tcPr', wide + down + more)}{''.join(map(_block, blocks or ('',)))}</w:tc>"


def row(*cells: str, more: str = "") -> str:
    """Return a row; a text without a tag is a cell."""
    return f"<w:tr>{_properties('trPr', more)}{''.join(map(_cell, cells))}</w:tr>"


def table(*rows: str, columns: int = 3) -> str:
    """Return a table."""
    grid = "<w:gridCol w:w='1000'/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(at: int, form: str, text: str, more: str = "") -> str:
    """Return a level of a list: how it writes its numbers."""
    said = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val={quoteattr(text)}/>'
    return f'<w:lvl w:ilvl="{at}">{said}</w:lvl>'


def definition(number: int, *levels: str) -> str:
    """Return the definition of lists."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def listed(number: int, defined: int, more: str = "") -> str:
    """Return a list that follows a definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{defined}"/>{more}</w:num>'


def style(name: str, properties: str, kind: str = "paragraph", more: str = "") -> str:
    """Return a style."""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{more}{properties}</w:style>'


def document(*blocks: str) -> str:
    """Return the XML of the body; a text without a tag is a paragraph."""
    return f"<w:document {_SPACES}><w:body>{''.join(map(_block, blocks))}<w:sectPr/></w:body></w:document>"


def docx(*blocks: str, styles: str = "", numbering: str = "", others: Mapping[str, str] | None = None) -> bytes:
    """Return a document.

    Args:
        *blocks: Its paragraphs and tables.
        styles: The styles.
        numbering: The definitions of lists, and the lists.
        others: Further parts of kinds such as `footnotes`, by kind: what stands inside of their root.
    """
    parts = {"word/document.xml": document(*blocks)}
    named = {"styles": styles, "numbering": numbering, **(others or {})}
    kinds = {kind: content for kind, content in named.items() if content}
    for kind, content in kinds.items():
        parts[f"word/{kind}.xml"] = f"<w:{kind} {_SPACES}>{content}</w:{kind}>"
    parts["word/_rels/document.xml.rels"] = relations({kind: f"{kind}.xml" for kind in kinds})
    return packed(parts)


def relations(targets: Mapping[str, str], more: str = "") -> str:
    """Return the relationships of a part to others, by their kinds."""
    each = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{each}{more}</Relationships>'


def packed(parts: Mapping[str, str | bytes], types: str = _TYPES) -> bytes:
    """Return parts as the zip of a document."""
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>'
    )
    outer = {
        "[Content_Types].xml": content_types,
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**outer, **parts}.items():
            archive.writestr(name, content)
    return data.getvalue()


def strictly(xml: str) -> str:
    """Return a part as a program writes it that keeps to the strict standard."""
    return xml.replace(W, STRICT_W).replace(_RELATIONS, _STRICT_RELATIONS)


def _properties(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""


def _inline(content: str) -> str:
    return content if content.startswith("<") else run(content) if content else ""


def _block(content: str) -> str:
    return content if content.startswith(_BLOCKS) else paragraph(content)


def _cell(content: str) -> str:
    return content if content.startswith("<") else cell(content)


def read_docx(data: bytes) -> WordDocument:
    """Return a document as read."""
    return read_word(inflate(data))


def read_lines(*blocks: str, styles: str = "", numbering: str = "") -> list[str]:
    """Return the texts of the lines of a document with these blocks."""
    read = read_docx(docx(*blocks, styles=styles, numbering=numbering))
    return [block.text for block in read.blocks if isinstance(block, WordLine)]


def read_table(*rows: str, numbering: str = "", styles: str = "") -> WordTable:
    """Return a table with these rows as read."""
    (found,) = read_docx(docx(table(*rows), numbering=numbering, styles=styles)).blocks
    assert isinstance(found, WordTable)
    return found

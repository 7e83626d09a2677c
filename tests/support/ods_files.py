"""Small ods workbooks, spelled out by hand."""

from xlplan.documents.formats.ods import OdsBook

_SPACES = """
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
    xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
"""


def ods_content(table: str, styles: str = "", before: str = "", after: str = "") -> str:
    """The content of a workbook with one sheet, `Лист`.

    `styles` are those of the content; `before` and `after` stand beside the table.
    """
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'{before}<table:table table:name="Лист">{table}</table:table>{after}'
        f"</office:spreadsheet></office:body></office:document-content>"
    )


def ods_book(table: str, styles: str = "", shared: str = "", before: str = "", after: str = "") -> OdsBook:
    """A workbook with one sheet, opened; `shared` are the styles that all its sheets share."""
    common = f"<office:document-styles {_SPACES}><office:styles>{shared}</office:styles></office:document-styles>"
    content = ods_content(table, styles, before, after)
    return OdsBook({"content.xml": content.encode(), "styles.xml": common.encode()})


def row(*cells: str, attributes: str = "") -> str:
    """A row with these cells."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def text(paragraphs: str, attributes: str = "") -> str:
    """A cell with a text; `paragraphs` without tags are one paragraph."""
    inner = paragraphs if paragraphs.startswith("<text:p") else f"<text:p>{paragraphs}</text:p>"
    return f'<table:table-cell office:value-type="string" {attributes}>{inner}</table:table-cell>'


def number(value: float, attributes: str = "") -> str:
    """A cell with a number."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value:g}" {attributes}>'
        f"<text:p>{value:g}</text:p></table:table-cell>"
    )


def style(name: str, family: str, properties: str = "", attributes: str = "") -> str:
    """A style with these properties of its text."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {attributes}>'
        f"<style:text-properties {properties}/></style:style>"
    )

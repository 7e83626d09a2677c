"""Small workbooks built by hand, healthy and hostile, for tests of the gate."""

import io
import zipfile
from collections.abc import Mapping

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET = "xl/worksheets/sheet1.xml"


def content_types(main: str = TYPES) -> bytes:
    """The part that says what a package is."""
    return f'<Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'.encode()


def sheet(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>', after: str = "") -> bytes:
    """The XML of a sheet with these rows, and what follows them."""
    text = f'<?xml version="1.0"?><worksheet><sheetData>{cells}</sheetData>{after}</worksheet>'
    return text.encode()


def package(parts: Mapping[str, bytes] | None = None, pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An xlsx of a workbook, a sheet and these parts, which replace those of the same name."""
    whole = {
        "[Content_Types].xml": content_types(),
        "xl/workbook.xml": b"<workbook/>",
        SHEET: sheet(),
        **(parts or {}),
    }
    return zipped(whole, pack)


def with_sheet(cells: str = "", after: str = "") -> bytes:
    """An xlsx whose one sheet is this."""
    return package({SHEET: sheet(cells, after)})


def typed(main: str) -> bytes:
    """A package that says it is of this type."""
    return package({"[Content_Types].xml": content_types(main)})


def table(rows: str, **more: bytes) -> bytes:
    """An ods whose one sheet has these rows; `more`: parts by their name without the ending."""
    content = f"<office:document-content><table:table>{rows}</table:table></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content.encode()}
    return zipped(
        parts | {f"{name.replace('___', '-').replace('__', '/')}.xml": part for name, part in more.items()}
    )


def zipped(parts: Mapping[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", pack) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def ole2(*streams: str) -> bytes:
    """An OLE2 container as far as its directory, which names these streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries

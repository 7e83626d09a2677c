"""A letterhead as a centre makes one in LibreOffice Writer: a picture and a name above, an address below."""

import base64
import struct
import zlib
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_PAGE = """<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="210mm"
 fo:page-height="297mm" fo:margin-left="25mm" fo:margin-right="15mm" fo:margin-top="10mm"
 fo:margin-bottom="10mm"/><style:header-style><style:header-footer-properties fo:min-height="10mm"
 fo:margin-bottom="5mm"/></style:header-style><style:footer-style><style:header-footer-properties
 fo:min-height="5mm" fo:margin-top="3mm"/></style:footer-style></style:page-layout>"""
_PICTURE = """<draw:frame svg:width="20mm" svg:height="10mm" text:anchor-type="as-char"><draw:image>
<office:binary-data>{picture}</office:binary-data></draw:image></draw:frame>"""
_LETTER = """<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="Standard"
 style:family="paragraph"><style:text-properties fo:font-size="13pt" fo:language="de" fo:country="DE"/>
</style:style></office:styles><office:automatic-styles>{page}</office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="P"><style:header><text:p>{picture} Коростенський
 місцевий центр</text:p></style:header><style:footer><text:p>вул. Грушевського, 22 <text:page-number/></text:p>
</style:footer></style:master-page></office:master-styles><office:body><office:text><text:p>Старий лист</text:p>
</office:text></office:body></office:document>"""


def write_letterhead(path: Path) -> Path:
    """Writes it as a flat OpenDocument text, which LibreOffice saves as it saves any other."""
    picture = _PICTURE.format(picture=base64.b64encode(_picture()).decode())
    path.write_text(_LETTER.format(spaces=_SPACES, page=_PAGE, picture=picture), "utf-8")
    return path


def _picture() -> bytes:
    """A blue rectangle as a PNG."""
    row = b"\0" + b"\x20\x40\x80" * 40
    head = struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * 20)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )

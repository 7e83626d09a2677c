"""Writes the base of every Word document: styles, pages and a list, as package data.

The styles are those of official Ukrainian documents by ДСТУ 4163: A4, Times New Roman, margins of 30, 10, 20 and
20 mm.
A test holds the committed file to this tool.
"""

import zipfile
from pathlib import Path

BASE = Path(__file__).parents[1] / "src" / "xlplan" / "documents" / "word_writer" / "base.docx"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD_PARTS = ("styles", "settings", "fontTable", "numbering")
_FONT = "Times New Roman"
_MM = 1440 / 25.4

_BOLD, _ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"
_CENTRED, _BOTH = "<w:jc w:val='center'/>", "<w:jc w:val='both'/>"
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_TIGHT = "<w:contextualSpacing/>"
_FIRST_LINE = f"<w:ind w:firstLine='{round(12.5 * _MM)}'/>"
_IN_LIST = "<w:numPr><w:numId w:val='1'/></w:numPr>"


def _spacing(before: int, after: int) -> str:
    """Return the space above and below a paragraph, in points."""
    return f"<w:spacing w:before='{20 * before}' w:after='{20 * after}'/>"


def _size(points: int) -> str:
    return f"<w:sz w:val='{2 * points}'/><w:szCs w:val='{2 * points}'/>"


def _level(number: int) -> str:
    return f"<w:outlineLvl w:val='{number}'/>"


# Styles in the order of the file: identifier, name, the style below it, that of the next paragraph, properties of
# the paragraph and of its letters.
_PARAGRAPHS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("Title", "Title", "Normal", "BodyText", "<w:keepNext/>" + _spacing(12, 12) + _TIGHT + _CENTRED, _BOLD),
    ("Heading1", "heading 1", "Normal", "BodyText", _TOGETHER + _spacing(18, 6) + _level(0), _BOLD),
    ("Heading2", "heading 2", "Normal", "BodyText", _TOGETHER + _spacing(12, 6) + _level(1), _BOLD),
    ("Heading3", "heading 3", "Normal", "BodyText", _TOGETHER + _spacing(9, 3) + _level(2), _BOLD + _ITALIC),
    ("BodyText", "Body Text", "Normal", "", _FIRST_LINE + _BOTH, ""),
    ("ListBullet", "List Bullet", "Normal", "", _IN_LIST + _TIGHT + _BOTH, ""),
    ("Caption", "caption", "Normal", "BodyText", "<w:keepNext/>" + _spacing(9, 3), _BOLD + _size(12)),
    ("Signature", "Signature", "Normal", "", _TOGETHER, ""),
    ("Approval", "Approval", "Normal", "", "<w:keepLines/>", ""),
    ("NarrativeText", "Narrative text", "BodyText", "", _spacing(0, 3), _size(12)),
    ("TableText", "Table text", "Normal", "", "", _size(12)),
    ("TableHeading", "Table heading", "TableText", "", _CENTRED, _BOLD),
    ("FormText", "Form text", "Normal", "", "", _size(10)),
    ("FormHeading", "Form heading", "FormText", "", _CENTRED, _BOLD + _size(9)),
    ("Header", "header", "Normal", "", "", _size(10)),
    ("Footer", "footer", "Normal", "", "", _size(10)),
    ("VersionAndPage", "Version and page", "Normal", "", "", _size(9)),
)
# Names that no program knows by itself. xlplan writes them in the language in use.
_OWN = ("Approval", "NarrativeText", "TableText", "TableHeading", "FormText", "FormHeading", "VersionAndPage")


def write_base(path: Path) -> None:
    """Write the base to `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts().items():
            packed.writestr(zipfile.ZipInfo(name), content.encode(), zipfile.ZIP_DEFLATED)


def parts() -> dict[str, str]:
    """Return the parts of the base by their names."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("extended-properties", "docProps/app.xml"),
            core="docProps/core.xml",
        ),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>',
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>xlplan</Application></Properties>',
        "word/_rels/document.xml.rels": _relations(
            *((kind, f"{kind}.xml") for kind in _WORD_PARTS), ("theme", "theme.xml")
        ),
        "word/document.xml": _document(),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/numbering.xml": _numbering(),
        "word/theme.xml": _theme(),
    }


def _content_types() -> str:
    words = ("styles", "settings", "fontTable", "numbering")
    own = "".join(
        f'<Override PartName="/word/{word}.xml" ContentType="{_WORD_TYPE}.{word}+xml"/>' for word in words
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{own}'
        '<Override PartName="/word/theme.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(*targets: tuple[str, str], core: str = "") -> str:
    lines = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    ]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        lines.append(f'<Relationship Id="rId{len(lines) + 1}" Type="{kind}" Target="{core}"/>')
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _document() -> str:
    """Return a body with a page upright and a page across; each has its own margins."""
    upright = _page(210, 297, "", top=20, right=10, bottom=20, left=30)
    across = _page(297, 210, ' w:orient="landscape"', top=20, right=10, bottom=20, left=20)
    return (
        f"{_HEAD}<w:document {_W}><w:body><w:p><w:pPr>{upright}</w:pPr></w:p><w:p/>{across}</w:body></w:document>"
    )


def _page(width: int, height: int, more: str, **margins: int) -> str:
    sides = "".join(f' w:{side}="{round(length * _MM)}"' for side, length in margins.items())
    return (
        f'<w:sectPr><w:pgSz w:w="{round(width * _MM)}" w:h="{round(height * _MM)}"{more}/>'
        f'<w:pgMar{sides} w:header="{round(10 * _MM)}" w:footer="{round(10 * _MM)}" w:gutter="0"/></w:sectPr>'
    )


def _styles() -> str:
    fonts = "".join(f' w:{script}="{_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:sz w:val='28'/><w:szCs w:val='28'/>"
        "<w:lang w:val='uk-UA' w:eastAsia='uk-UA' w:bidi='ar-SA'/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:spacing w:after='0' w:line='240' w:lineRule='auto'/></w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
    )
    normal = "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>"
    paragraphs = "".join(map(_paragraph_style, _PARAGRAPHS))
    return f"{_HEAD}<w:styles {_W}>{defaults}{normal}{_TABLES}{paragraphs}</w:styles>"


def _paragraph_style(row: tuple[str, str, str, str, str, str]) -> str:
    identifier, name, below, following, paragraph, letters = row
    own = ' w:customStyle="1"' if identifier in _OWN else ""
    then = f"<w:next w:val='{following}'/>" if following else ""
    looks = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    looks += f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return (
        f"<w:style w:type='paragraph'{own} w:styleId='{identifier}'><w:name w:val='{name}'/>"
        f"<w:basedOn w:val='{below}'/>{then}<w:qFormat/>{looks}</w:style>"
    )


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='auto'/>" for side in _SIDES)
_CELL = "".join(
    f"<w:{side} w:w='{width}' w:type='dxa'/>"
    for side, width in (("top", 15), ("left", 57), ("bottom", 15), ("right", 57))
)
_TABLES = (
    "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/>"
    "<w:uiPriority w:val='99'/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w='0' w:type='dxa'/>"
    f"<w:tblCellMar>{_CELL}</w:tblCellMar></w:tblPr></w:style>"
    "<w:style w:type='table' w:styleId='TableGrid'><w:name w:val='Table Grid'/><w:basedOn w:val='TableNormal'/>"
    f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders><w:tblCellMar>{_CELL}</w:tblCellMar></w:tblPr></w:style>"
)


def _settings() -> str:
    return (
        f"{_HEAD}<w:settings {_W}><w:zoom w:percent='100'/><w:defaultTabStop w:val='709'/>"
        "<w:characterSpacingControl w:val='doNotCompress'/>"
        "<w:compat><w:compatSetting w:name='compatibilityMode' w:uri='http://schemas.microsoft.com/office/word' "
        "w:val='15'/></w:compat><w:themeFontLang w:val='uk-UA'/><w:decimalSymbol w:val=','/>"
        "<w:listSeparator w:val=';'/></w:settings>"
    )


def _fonts() -> str:
    return (
        f"{_HEAD}<w:fonts {_W}><w:font w:name='{_FONT}'><w:panose1 w:val='02020603050405020304'/>"
        "<w:charset w:val='CC'/><w:family w:val='roman'/><w:pitch w:val='variable'/></w:font></w:fonts>"
    )


def _numbering() -> str:
    """Return one list, with dashes as official documents have them."""
    left, hanging = round(20 * _MM), round(7.5 * _MM)
    return (
        f"{_HEAD}<w:numbering {_W}><w:abstractNum w:abstractNumId='0'><w:multiLevelType w:val='singleLevel'/>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:pStyle w:val='ListBullet'/>"
        "<w:lvlText w:val='–'/><w:lvlJc w:val='left'/><w:pPr>"
        f"<w:ind w:left='{left}' w:hanging='{hanging}'/></w:pPr></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )


def _theme() -> str:
    """Return the colours and the fonts that a program offers beside the styles: black, greys, one font."""
    colours = ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "404040"), ("lt2", "F2F2F2")
    greys = ("202020", "404040", "606060", "808080", "A0A0A0", "C0C0C0")
    accents = tuple((f"accent{number}", grey) for number, grey in enumerate(greys, start=1))
    links = ("hlink", "1D5FA8"), ("folHlink", "5F2A7A")
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in (*colours, *accents, *links)
    )
    face = f'<a:latin typeface="{_FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lists = (
        ("fillStyleLst", fill),
        ("lnStyleLst", f'<a:ln w="6350">{fill}</a:ln>'),
        ("effectStyleLst", "<a:effectStyle><a:effectLst/></a:effectStyle>"),
        ("bgFillStyleLst", fill),
    )
    formats = "".join(f"<a:{name}>{3 * content}</a:{name}>" for name, content in lists)
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="xlplan">'
        f'<a:themeElements><a:clrScheme name="xlplan">{scheme}</a:clrScheme><a:fontScheme name="xlplan">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="xlplan">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )


if __name__ == "__main__":
    write_base(BASE)

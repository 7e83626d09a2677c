import struct
import zipfile
from codecs import BOM_UTF16_BE
from pathlib import Path

import pytest

from tests.support.zip_archives import SHEET, TYPES, ole2, package, sheet, table, typed, with_sheet, zipped
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox import inspection as gates
from xlplan.sandbox.file_type import Format
from xlplan.sandbox.inspection import InspectedFile, inspect
from xlplan.sandbox.limits import FILE_LIMIT, STYLES_LIMIT
from xlplan.text.translation import use_language

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
EDGE = '<row r="1"><c r="A1"><v>1</v></c><c r="AMJ1" s="3"/></row><row r="9"><c r="XFD99999" s="3"></c></row>'
WIDE = '<table:table-cell office:value="1" table:number-columns-repeated="16384"><a/></table:table-cell>'
LINK = b'<Relationship Type="x/hyperlink" Target="http://example.org" TargetMode="External"/>'
RULE = '<conditionalFormatting sqref="A1:XFD1048576"/>'
TITLE = '<mergeCells><mergeCell ref="A1:H1"/></mergeCells>'
WORDS = "<?xml version='1.0'?><sst count='1'><si><t>&lt;!DOCTYPE</t></si></sst>"
REST = '<table:table-cell table:number-columns-repeated="16384"/>'
EMPTY = f'<table:table-row table:number-rows-repeated="1048575">{REST}</table:table-row>'
FILLED = '<table:table-cell office:value-type="float" office:value="1"/>'


def seen(tmp_path: Path, data: bytes, name: str = "звіт.xlsx") -> Format | str:
    """What the gate makes of a file of these bytes: a format, or the code of the finding."""
    path = tmp_path / name
    path.write_bytes(data)
    told = inspect(path)
    return told.kind if isinstance(told, InspectedFile) else told[0].code


def refusal(path: Path) -> tuple[Finding, ...]:
    """Return the findings for which the gate refuses a file."""
    refused = inspect(path)
    assert not isinstance(refused, InspectedFile)
    return refused


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (package(), Format.XLSX),
        (typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), Format.XLSX),
        (table(f"<table:table-row>{FILLED}</table:table-row>"), Format.ODS),
        (ole2("Workbook"), Format.XLS),
        (ole2("Book"), Format.XLS),
        (b"\x09\x08\x10\x00\x00\x06", Format.XLS),
        (zipped({"a.xlsx": package()}), "file-packed"),
        (b"", "file-empty"),
        (ole2("EncryptedPackage", "EncryptionInfo"), "file-encrypted"),
        (table("", META__INF__manifest=b""), Format.ODS),
        (typed("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "file-binary"),
        (typed('x"/><Default Extension="bin" ContentType="sheet.binary.macroEnabled.main'), "file-binary"),
        (typed(f'{TYPES}"/><Default Extension="bin" ContentType="sheet.binary.macroEnabled.main'), Format.XLSX),
        (ole2("WordDocument", "Workbook"), "file-document"),
        (ole2(), "file-not-workbook"),
        (ole2()[:512], "file-damaged"),
        (b"PK\x03\x04 and nothing more", "file-damaged"),
    ],
)
def test_a_file_is_told_by_its_bytes(tmp_path: Path, data: bytes, expected: Format | str) -> None:
    assert seen(tmp_path, data, "any name.txt") == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "file-pdf"),
        (b"\x89PNG\r\n\x1a\n", "file-picture"),
        (b"\xff\xd8\xff\xe0", "file-picture"),
        (b"\0\0\0\x18ftypheic", "file-picture"),
        (b"\0\0\0\x18ftypmp42", "file-not-workbook"),
        ("Код;Виконано\n1.1.1;5".encode("cp1251"), "file-text"),
        ("Код;Виконано".encode("utf-16"), "file-text"),
        (BOM_UTF16_BE + "Код;Виконано".encode("utf-16-be"), "file-text"),
        (BOM_UTF16_BE + "<html><body>".encode("utf-16-be"), "file-not-workbook"),
        (b"<html><table><tr><td>1.1.1</td></tr></table></html>", "file-not-workbook"),
        (b'<?xml version="1.0"?><Workbook/>', "file-not-workbook"),
        (b"{\\rtf1 }", "file-document"),
        (ole2("WordDocument"), "file-document"),
        (typed("x.wordprocessingml.y"), "file-document"),
        (ole2("PowerPoint Document"), "file-not-workbook"),
        (ole2("__properties_version1.0"), "file-message"),
        (b"From: a@example.org\nSubject: x", "file-mail"),
        (b"Return-Path: <a@example.org>\nReceived: x", "file-mail"),
        (b"Rar!\x1a\x07", "file-packed"),
        (b"7z\xbc\xaf\x27\x1c", "file-packed"),
        (zipped({"a.txt": b"1"}), "file-packed"),
        (b"\x00\x01\x02\x03", "file-not-workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_advice_for_its_kind(
    tmp_path: Path, data: bytes, code: str
) -> None:
    assert seen(tmp_path, data) == code


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<?xml version="1.0"?><Workbook/>', "файл XML"),
        (b"<html><body>", "вебсторінку"),
        (b"Rar!\x1a\x07", "RAR"),
        (zipped({"a.txt": b"1"}), "zip"),
        (ole2("EncryptedPackage"), "Чи знято пароль?"),
    ],
)
def test_what_a_file_is_and_what_to_do_is_said_in_plain_words(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(data)
    (refused,) = refusal(path)
    assert words in f"{refused.problem} {refused.remedy}"


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        (package(), []),
        (package({"xl/vbaProject.bin": b"1"}), ["file-with-macros"]),
        (package({"xl/macrosheets/sheet1.xml": b"<a/>"}), ["file-with-macros"]),
        (ole2("Workbook"), []),
        (ole2("Workbook", "_VBA_PROJECT_CUR"), ["file-with-macros"]),
        (table("", Basic__script___lc=b"<a/>", Basic__Standard__script___lb=b"<a/>"), []),
        (table("", Basic__Standard__Module1=b"<a/>"), ["file-with-macros"]),
    ],
)
def test_macros_are_noted_and_never_run(tmp_path: Path, data: bytes, noted: list[str]) -> None:
    path = tmp_path / "звіт.xlsm"
    path.write_bytes(data)
    admitted = inspect(path)
    assert isinstance(admitted, InspectedFile)
    assert [finding.code for finding in admitted.notes] == noted


def test_the_kind_is_said_in_the_language_in_use(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(b"MZ\0")
    (refused,) = refusal(path)
    use_language("en")
    assert refused.problem == "The file is not a spreadsheet; it looks like a program."


@pytest.mark.parametrize(
    "data",
    [
        package({"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'}),
        package({"xl/sharedStrings.xml": b"\xef\xbb\xbf <!-- a -->\n<!DOCTYPE x []><sst/>"}),
        package({"xl/sharedStrings.xml": '<?xml version="1.0"?><!DOCTYPE x []><sst/>'.encode("utf-16")}),
        package({"xl/sharedStrings.xml": '<?xml version="1.0"?><!DOCTYPE x []><sst/>'.encode("utf-16-be")}),
        package(
            {
                "xl/sharedStrings.xml": BOM_UTF16_BE
                + '<?xml version="1.0"?><!DOCTYPE x []><sst/>'.encode("utf-16-be")
            }
        ),
        package({"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * (STYLES_LIMIT + 1)}),
        package({"xl/sharedStrings.xml": b'<?xml version="1.0" encoding="utf-7"?><sst/>'}),
        package({"xl/sharedStrings.xml": b'<sst count="1" uniqueCount="4000000000"/>'}),
        with_sheet(FAR),
        with_sheet(FAR.replace('r="', "r='").replace('"', "'")),
        with_sheet(FAR.replace("<c r=", "<c s='1' r=")),
        package({SHEET: sheet(FAR).replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>")}),
        with_sheet('<row><c r="A99999"><v>1</v></c><c r="ZZ1"><v>1</v></c></row>'),
        with_sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        with_sheet(after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'),
        with_sheet(after='<mergeCell ref="A1:B1"/>' * 6_000),
        with_sheet(after='<hyperlink ref="A1:XFD1048576" r:id="rId1"/>'),
        package({"xl/comments1.xml": b'<comments><comment ref="XFD1048576" authorId="0"/></comments>'}),
        package({"xl/_rels/a.rels": b'<Relationship Type="x/attachedTemplate" TargetMode="External"/>'}),
        package({f"a{number}": b"" for number in range(2_100)}),
        package(pack=zipfile.ZIP_BZIP2),
        package({"xl/media/big.xml": b"\0" * 30_000_000}),
        table(f'<table:table-row table:number-rows-repeated="1048576">{FILLED}</table:table-row>'),
        table(f"<table:table-row>{WIDE}</table:table-row>"),
    ],
    ids=range(24),
)
def test_what_would_stop_a_reader_is_refused(tmp_path: Path, data: bytes) -> None:
    assert seen(tmp_path, data) == "file-dangerous"


@pytest.mark.parametrize(
    "data",
    [
        # LibreOffice writes styled but empty cells out to the edge of a sheet.
        with_sheet(EDGE),
        with_sheet('<row r="20000"><c r="C20000"><v>1</v></c></row>'),
        with_sheet(after=RULE + TITLE),
        package({"xl/_rels/a.rels": LINK}),
        package({"xl/sharedStrings.xml": WORDS.encode("utf-16")}),
        package({"xl/sharedStrings.xml": BOM_UTF16_BE + WORDS.encode("utf-16-be")}),
        package({"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * STYLES_LIMIT}),
        package(pack=zipfile.ZIP_STORED),
        table(f"<table:table-row>{FILLED}</table:table-row>{EMPTY}"),
    ],
    ids=range(9),
)
def test_what_honest_programs_write_passes(tmp_path: Path, data: bytes) -> None:
    assert seen(tmp_path, data) in (Format.XLSX, Format.ODS)


def test_an_encrypted_ods_is_refused_as_encrypted(tmp_path: Path) -> None:
    locked = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>",
        }
    )
    assert seen(tmp_path, locked) == "file-encrypted"


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    (refused,) = refusal(path)
    assert "21 МБ, а дозволено 20 МБ" in refused.problem


def test_a_reader_gets_the_parts_that_were_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(package({SHEET: sheet("<row/>")}))
    admitted = inspect(path)
    assert isinstance(admitted, InspectedFile)
    assert admitted.data == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert admitted.parts == {name: archive.read(name) for name in archive.namelist()}


def test_a_part_that_holds_more_than_it_claims_is_refused(tmp_path: Path) -> None:
    data = package({SHEET: sheet("<row/>" * 20_000)})
    claims = struct.pack("<L", len(sheet("<row/>" * 20_000)))
    assert claims in data
    assert seen(tmp_path, data.replace(claims, struct.pack("<L", 100))) == "file-dangerous"


def test_what_is_too_large_once_it_is_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "INFLATED_LIMIT", 50_000)
    assert seen(tmp_path, package({SHEET: sheet("<row/>" * 20_000)})) == "file-too-large"


def test_a_file_cut_off_anywhere_is_damaged(tmp_path: Path) -> None:
    whole = package()
    for tenth in range(1, 10):
        assert seen(tmp_path, whole[: len(whole) * tenth // 10]) == "file-damaged"


def test_a_changed_byte_inside_a_part_is_damage(tmp_path: Path) -> None:
    whole = package(pack=zipfile.ZIP_STORED)
    assert seen(tmp_path, whole.replace(b"<v>1</v>", b"<v>7</v>")) == "file-damaged"


def test_a_part_that_does_not_begin_where_the_directory_says_is_damage(tmp_path: Path) -> None:
    whole = package()
    second = whole.index(b"PK\x03\x04", 4)
    assert seen(tmp_path, whole[:second] + b"PK\x03\x05" + whole[second + 4 :]) == "file-damaged"


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    data = package({"xl/a.xml": b"<a/>", "xl/b.xml": b"<a/>"}).replace(b"xl/b.xml", b"xl/a.xml")
    assert seen(tmp_path, data) == "file-dangerous"

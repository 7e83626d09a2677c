"""Hostile ods, xls and mails, and files that are no workbook at all. Each function makes one file."""

import struct

from tests.support.hostile.raw_bytes import ods
from tests.support.hostile.verdicts import Table
from tests.support.thoroughness import examples
from tests.support.zip_archives import ole2

FILLED = '<table:table-cell office:value-type="float" office:value="1"/>'
DOCTYPE = '<!DOCTYPE a [<!ENTITY e "eeeeeeeeee">]>'


def _row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def _cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_a_billion_filled_rows() -> bytes:
    return ods(_row(FILLED, 1_000_000_000))


def ods_a_billion_empty_rows() -> bytes:
    return ods(_row(FILLED) + _row("<table:table-cell/>", 1_000_000_000) + _row(FILLED))


def ods_a_billion_filled_cells() -> bytes:
    return ods(_row(_cell("x", 1_000_000_000)))


def ods_repeats_within_repeats() -> bytes:
    return ods(_row(_cell("x", 900), 900) * 50)


def ods_many_small_repeats() -> bytes:
    return ods(_row(_cell("x", 99) * 20, 99) * 20)


def ods_repeats_in_single_quotes() -> bytes:
    return ods(_row(FILLED, 1_000_000_000).replace('"', "'"))


def ods_a_billion_spaces() -> bytes:
    return ods(_row(_cell('<text:s text:c="1000000000"/>')))


def ods_a_long_text_in_every_row() -> bytes:
    return ods(_row(_cell("x" * 100_000), 50_000))


def ods_an_entity() -> bytes:
    return ods(_row(_cell("&e;")), head=DOCTYPE)


def ods_an_entity_in_the_properties() -> bytes:
    return ods(_row(FILLED), {"meta.xml": f"{DOCTYPE}<a>&e;</a>"})


def ods_zeros() -> bytes:
    return ods(_row(FILLED), {"Pictures/a.png": bytes(30_000_000)})


def ods_nested_without_end() -> bytes:
    return ods(_row(_cell("<text:span>" * 50_000 + "x" + "</text:span>" * 50_000)))


def ods_rows_that_do_not_close() -> bytes:
    return ods('<table:table-row table:number-rows-repeated="100"><table:table-cell>' * 100_000)


def ods_with_a_password() -> bytes:
    locked = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    return ods(_row(FILLED), {"META-INF/manifest.xml": locked})


def ods_that_starts_a_program() -> bytes:
    formula = 'table:formula="of:=DDE(&quot;cmd&quot;;&quot;/c&quot;;&quot;a&quot;)"'
    return ods(_row(f'<table:table-cell {formula} office:value-type="float" office:value="5"/>'))


def ods_without_content() -> bytes:
    return ods("", {"content.xml": ""})


def ods_cut_in_its_content() -> bytes:
    return ods("", {"content.xml": "<office:document-content><office:body>"})


def ods_a_count_that_is_no_number() -> bytes:
    return ods(_row(FILLED).replace('repeated="1"', 'repeated="-1"'))


def _biff(*records: tuple[int, bytes]) -> bytes:
    bof = struct.pack("<HHHHHHLL", 0x0809, 16, 0x0500, 0x0005, 0, 0, 0, 0)
    return bof + b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def xls_nothing_but_a_directory() -> bytes:
    return ole2("Workbook")


def xls_chains_that_loop() -> bytes:
    header = bytearray(ole2("Workbook")[:512])
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLLLLL", header, 44, 1, 0, 0, 4096, 0, 1, 0, 0, 1)
    return bytes(header) + struct.pack("<128L", *([0] * 128)) * 20


def xls_a_chain_beyond_the_end() -> bytes:
    header = bytearray(ole2("Workbook")[:512])
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<L", header, 44, 0xFFFFFFF0)
    return bytes(header) + ole2("Workbook")[512:].ljust(4096, b"\xff")


def xls_sectors_of_two_gigabytes() -> bytes:
    header = bytearray(ole2("Workbook"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 31, 30)
    return bytes(header)


def xls_a_record_longer_than_the_file() -> bytes:
    return _biff() + struct.pack("<HH", 0x0085, 60_000) + b"x"


def xls_a_sheet_beyond_the_end() -> bytes:
    return _biff((0x0085, struct.pack("<LH", 0xFFFFFF00, 0) + b"\x01S"), (0x000A, b""))


def xls_four_billion_texts() -> bytes:
    return _biff((0x00FC, struct.pack("<LL", 4_000_000_000, 4_000_000_000)), (0x000A, b""))


def xls_a_formula_of_noise() -> bytes:
    return _biff((0x0006, bytes(range(200))), (0x000A, b""))


def xls_very_many_empty_records() -> bytes:
    return _biff() + bytes(4) * examples(1_000_000, 300_000)


def xls_cut_off() -> bytes:
    return _biff()[:9]


def xls_with_a_password() -> bytes:
    return ole2("EncryptedPackage", "EncryptionInfo", "Workbook")


def a_mail_nested_without_end() -> bytes:
    levels = (f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(20_000))
    return ("From: a@example.org\nMIME-Version: 1.0\n" + "".join(levels)).encode()


def a_mail_of_empty_lines() -> bytes:
    return b"From: a@example.org\nSubject: x\n\n" + b"\n" * 15_000_000


def a_message_of_outlook() -> bytes:
    return ole2("__properties_version1.0")


def an_archive_of_another_kind() -> bytes:
    return b"Rar!\x1a\x07\x00" + bytes(1_000_000)


def a_page_with_a_script() -> bytes:
    return b"<html><script>alert(1)</script><table><tr><td>=cmd|'/c calc'!A0</td></tr></table></html>"


def a_pdf_that_is_also_a_zip() -> bytes:
    return b"%PDF-1.7\n" + ods(_row(FILLED))


def a_photo() -> bytes:
    return b"\0\0\0\x18ftypheic" + bytes(3_000_000)


def a_table_of_formulas() -> bytes:
    return b"=cmd|'/c calc'!A0;@SUM(1);+1;-1\n" * 100_000


def twenty_megabytes_of_zeros() -> bytes:
    return bytes(19_999_999)


def more_than_anybody_sends() -> bytes:
    return bytes(20_000_001)


FILES: Table = {
    ods_a_billion_filled_rows: "file-dangerous",
    ods_a_billion_empty_rows: "file-dangerous",
    ods_a_billion_filled_cells: "file-dangerous",
    ods_repeats_within_repeats: "file-dangerous",
    ods_many_small_repeats: "file-dangerous",
    ods_repeats_in_single_quotes: "file-dangerous",
    ods_a_billion_spaces: "file-dangerous",
    ods_a_long_text_in_every_row: "file-dangerous",
    ods_an_entity: "file-dangerous",
    ods_an_entity_in_the_properties: "file-dangerous",
    ods_zeros: "file-dangerous",
    ods_nested_without_end: "file-damaged",
    ods_rows_that_do_not_close: "file-dangerous",
    ods_with_a_password: "file-encrypted",
    ods_that_starts_a_program: "file-dangerous",
    ods_without_content: "file-damaged",
    ods_cut_in_its_content: "file-damaged",
    ods_a_count_that_is_no_number: "",
    xls_nothing_but_a_directory: "file-damaged",
    xls_chains_that_loop: "file-damaged",
    xls_a_chain_beyond_the_end: "file-damaged",
    xls_sectors_of_two_gigabytes: "file-damaged",
    xls_a_record_longer_than_the_file: "file-damaged",
    xls_a_sheet_beyond_the_end: "file-damaged",
    xls_four_billion_texts: "",
    xls_a_formula_of_noise: "",
    xls_very_many_empty_records: "file-damaged",
    xls_cut_off: "file-damaged",
    xls_with_a_password: "file-encrypted",
    a_mail_nested_without_end: "file-mail",
    a_mail_of_empty_lines: "file-mail",
    a_message_of_outlook: "file-message",
    an_archive_of_another_kind: "file-packed",
    a_page_with_a_script: "file-not-workbook",
    a_pdf_that_is_also_a_zip: "file-pdf",
    a_photo: "file-picture",
    a_table_of_formulas: "file-text",
    twenty_megabytes_of_zeros: "file-not-workbook",
    more_than_anybody_sends: "file-too-large",
}

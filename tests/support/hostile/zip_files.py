"""Zips that are built to burst, to mislead or to escape. Each function makes one file."""

import io
import zipfile
import zlib
from dataclasses import replace

from tests.support.hostile.raw_bytes import MANY, SHEET, Part, pack, parts_of, raw_zip, sheet, xlsx, xlsx_parts
from tests.support.hostile.verdicts import Table
from tests.support.thoroughness import examples

ZEROS = 200_000_000
SYMLINK = 0o120777 << 16


def _with(*parts: Part) -> bytes:
    return raw_zip([*parts_of(xlsx_parts()), *parts])


def _zeros() -> bytes:
    # What is packed after a full flush refers to nothing before it, so it may stand there many times.
    deflate, block = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), bytes(1_000_000)
    packed = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    return packed * (ZEROS // len(block)) + deflate.flush()


def a_part_that_swells_a_thousand_times() -> bytes:
    return _with(Part(b"xl/media/zeros.bin", b"", packed=_zeros(), size=ZEROS, crc=0))


def a_part_that_swells_and_lies_about_its_size() -> bytes:
    return _with(Part(b"xl/media/zeros.bin", b"", packed=_zeros(), size=100, crc=0))


def a_sheet_of_spaces() -> bytes:
    return xlsx({SHEET: sheet(" " * examples(60_000_000, 20_000_000))})


def a_hundred_parts_that_are_one() -> bytes:
    content = bytes(1_000_000)
    kernel = Part(b"xl/kernel.xml", content, packed=pack(content), crc=zlib.crc32(content))
    same = (replace(kernel, name=b"xl/%d.xml" % n, offset=0) for n in range(100))
    return raw_zip([kernel, *parts_of(xlsx_parts()), *same])


def a_part_that_quotes_the_next_one() -> bytes:
    inner = raw_zip([Part(b"xl/inner.xml", b"<a/>" * 1000)])
    quoting = Part(b"xl/outer.xml", inner, method=0)
    offset = len(raw_zip([quoting])) - len(raw_zip([quoting])[raw_zip([quoting]).index(inner) :])
    return raw_zip([quoting, Part(b"xl/inner.xml", b"<a/>" * 1000, offset=offset), *parts_of(xlsx_parts())])


def zips_within_zips() -> bytes:
    inner = raw_zip([Part(b"zeros", bytes(examples(50_000_000, 10_000_000)))])
    for _ in range(5):
        inner = raw_zip([Part(b"a%d.zip" % n, inner, method=0) for n in range(4)])
    return xlsx({"xl/embeddings/bomb.zip": inner})


def ten_thousand_parts() -> bytes:
    return raw_zip([*parts_of(xlsx_parts()), *(Part(b"xl/%d.xml" % n, b"", method=0) for n in range(10_000))])


def two_parts_of_one_name() -> bytes:
    return _with(Part(SHEET.encode(), sheet("<row/>").encode()))


def two_names_that_differ_in_capitals() -> bytes:
    return _with(Part(SHEET.upper().encode(), sheet("<row/>").encode()))


def a_wrong_checksum() -> bytes:
    return _with(Part(b"xl/styles.xml", b"<styleSheet/>", crc=12345))


def half_of_a_file() -> bytes:
    whole = xlsx()
    return whole[: len(whole) // 2]


def a_directory_cut_off() -> bytes:
    return xlsx()[:-40]


def a_directory_that_lies_beyond_the_end() -> bytes:
    return raw_zip(parts_of(xlsx_parts()), claims=MANY)


def a_part_that_lies_beyond_the_end() -> bytes:
    return _with(Part(b"xl/far.xml", b"<a/>", offset=MANY))


def a_part_without_a_header() -> bytes:
    return _with(Part(b"xl/far.xml", b"<a/>", offset=7))


def a_deflated_part_of_noise() -> bytes:
    return _with(Part(b"xl/noise.xml", b"<a/>", packed=bytes(range(256)) * 10))


def a_zip_with_a_password() -> bytes:
    return raw_zip([Part(each.name, each.content, flags=0x801) for each in parts_of(xlsx_parts())])


def an_archive_with_a_password() -> bytes:
    return raw_zip([Part("звіт.xlsx".encode(), b"x" * 100, flags=0x801)])


def packed_by_lzma() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in xlsx_parts().items():
            archive.writestr(name, part)
    return content.getvalue()


def one_part_packed_by_bzip2() -> bytes:
    content = io.BytesIO(xlsx())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/zeros.xml", bytes(examples(50_000_000, 10_000_000)))
    return content.getvalue()


def packed_by_a_method_that_nobody_knows() -> bytes:
    return _with(Part(b"xl/a.xml", b"<a/>", method=99))


def names_that_climb_out() -> bytes:
    return _with(Part(b"../../../../../../tmp/xlplan-escaped.xml", b"<a/>"), Part(b"..\\..\\escaped.xml", b"<a/>"))


def names_that_begin_at_the_root() -> bytes:
    return _with(Part(b"/tmp/xlplan-escaped.xml", b"<a/>"), Part(b"C:\\Windows\\escaped.xml", b"<a/>"))


def a_link_to_the_passwords() -> bytes:
    return _with(Part(b"xl/link.xml", b"/etc/passwd", attributes=SYMLINK))


def names_that_no_system_takes() -> bytes:
    names = ("a\0b.xml", "CON.xml", "xl/\u202egpj.exe", "xl/" + "x" * 60_000, "xl/\x1b[2J.xml", "xl/a:b?.xml")
    return _with(*(Part(name.encode(), b"<a/>") for name in names))


def another_name_before_the_part_than_in_the_directory() -> bytes:
    parts = [part for part in parts_of(xlsx_parts()) if part.name != SHEET.encode()]
    return raw_zip([*parts, Part(SHEET.encode(), sheet().encode(), local_name=b"xl/other.xml")])


def a_comment_that_looks_like_a_directory() -> bytes:
    return raw_zip(parts_of(xlsx_parts()), comment=b"PK\x05\x06" + b"x" * 60_000)


def a_program_that_unpacks_itself() -> bytes:
    return b"MZ" + bytes(100) + xlsx()


def an_empty_zip() -> bytes:
    return raw_zip([])


def an_archive_that_swells() -> bytes:
    return raw_zip([Part(b"a.xlsx", b"", packed=_zeros(), size=ZEROS, crc=0)])


def an_archive_in_an_archive_in_an_archive() -> bytes:
    inner = raw_zip([Part(b"a.xlsx", xlsx())])
    return raw_zip([Part(b"b.zip", raw_zip([Part(b"a.zip", inner)]))])


def a_part_of_sixty_megabytes_that_hardly_packs() -> bytes:
    noise = pack(b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "little") * 24 for n in range(10_000)))
    return _with(*(Part(b"xl/media/%d.bin" % n, b"", packed=noise, size=960_000, crc=0) for n in range(64)))


FILES: Table = {
    a_part_that_swells_a_thousand_times: "file-dangerous",
    a_part_that_swells_and_lies_about_its_size: "file-dangerous",
    a_sheet_of_spaces: "file-dangerous",
    a_hundred_parts_that_are_one: "file-dangerous",
    a_part_that_quotes_the_next_one: "file-dangerous",
    zips_within_zips: "file-dangerous",
    ten_thousand_parts: "file-dangerous",
    two_parts_of_one_name: "file-dangerous",
    two_names_that_differ_in_capitals: "file-dangerous",
    a_wrong_checksum: "file-damaged",
    half_of_a_file: "file-damaged",
    a_directory_cut_off: "file-damaged",
    a_directory_that_lies_beyond_the_end: "file-damaged",
    a_part_that_lies_beyond_the_end: "file-damaged",
    a_part_without_a_header: "file-dangerous",
    a_deflated_part_of_noise: "file-damaged",
    a_zip_with_a_password: "file-encrypted",
    an_archive_with_a_password: "file-packed",
    packed_by_lzma: "file-dangerous",
    one_part_packed_by_bzip2: "file-dangerous",
    packed_by_a_method_that_nobody_knows: "file-dangerous",
    names_that_climb_out: "",
    names_that_begin_at_the_root: "",
    a_link_to_the_passwords: "",
    names_that_no_system_takes: "",
    another_name_before_the_part_than_in_the_directory: "",
    a_comment_that_looks_like_a_directory: "file-damaged",
    a_program_that_unpacks_itself: "file-not-workbook",
    an_empty_zip: "file-packed",
    an_archive_that_swells: "file-dangerous",
    an_archive_in_an_archive_in_an_archive: "file-packed",
    a_part_of_sixty_megabytes_that_hardly_packs: "file-too-large",
}

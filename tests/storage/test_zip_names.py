"""Names in a zip are read as people wrote them, whatever program packed it."""

import io
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from zipfile import ZipFile, ZipInfo

import pytest

from xlplan.storage.zip_names import member_paths

NAMES = (
    "Лугинське БПД (виправлено).xlsx",
    "Овруцьке бюро правової допомоги.xlsx",
    "звіт.xls",
    "Звіт за ІІ квартал 2021 - Ємільчине.xlsx",
    "їжак та ґудзь.ods",
    "план.xlsx",
    "дата.xlsx",
    "тема.xlsx",
    "сад.xlsx",
    "Звіт № 5.xlsx",
    "ЗВЕДЕННЯ_МАЛИН.xlsx",
    "Пам'ятка (2).xlsx",
    "Café Müller naïve.xlsx",
    "report.xlsx",
)


def packed(name: bytes, extra: bytes = b"", flag: int = 0) -> bytes:
    """A zip with one file of this name, byte for byte."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        info = ZipInfo("n" * len(name))
        info.extra = extra
        archive.writestr(info, b"x")
    data = content.getvalue().replace(b"n" * len(name), name)
    central = data.index(b"PK\x01\x02")
    for at in (6, central + 8):
        data = data[:at] + flag.to_bytes(2, "little") + data[at + 2 :]
    return data


def read_names(data: bytes) -> list[str]:
    with ZipFile(io.BytesIO(data)) as archive:
        paths = member_paths(archive.infolist())
        assert all(archive.read(entry) for entry in paths)
    return [str(path) for path in paths.values()]


def _written() -> Iterator[tuple[str, str]]:
    """Each name in each encoding that has its letters, as a program writes it there."""
    for encoding in ("utf-8", "cp866", "cp1251", "cp437"):
        for name in NAMES:
            # The console of Windows lacks some letters of Ukrainian and writes their likes.
            likes = str.maketrans("іІґҐ", "iIгГ") if encoding == "cp866" else {}
            with suppress(UnicodeEncodeError):
                name.translate(likes).encode(encoding)
                yield name.translate(likes), encoding


@pytest.mark.parametrize(("name", "encoding"), list(_written()))
def test_a_name_without_a_word_of_its_encoding_is_read_by_its_letters(name: str, encoding: str) -> None:
    assert read_names(packed(name.encode(encoding))) == [name]


def test_macos_writes_accents_apart_and_people_read_one_letter() -> None:
    name = "Звіт її й.xlsx"
    assert read_names(packed(unicodedata.normalize("NFD", name).encode())) == [name]


def test_a_name_that_says_it_is_utf8_is() -> None:
    assert read_names(packed("Овруч.xlsx".encode(), flag=0x800)) == ["Овруч.xlsx"]


def test_the_field_of_info_zip_has_the_name_if_it_is_of_this_name() -> None:
    raw, name = b"?????.xlsx", "Овруч і Ґе.xlsx".encode()
    for crc, read in ((zlib.crc32(raw), name.decode()), (1, raw.decode())):
        field = b"\x01" + crc.to_bytes(4, "little") + name
        extra = (0x7075).to_bytes(2, "little") + len(field).to_bytes(2, "little") + field
        assert read_names(packed(raw, extra)) == [read]


def test_all_names_of_a_zip_help_to_read_each() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name in ("aaaaaaaa", "bb"):
            archive.writestr(name, b"x")
    data = content.getvalue().replace(b"aaaaaaaa", "Лугинське".encode("cp1251")[:8])
    data = data.replace(b"bb", "їх".encode("cp1251"))
    assert read_names(data) == ["Лугинськ", "їх"]


def test_folders_may_be_written_with_backslashes() -> None:
    assert read_names(packed(b"a\\b\\c.xlsx")) == ["a/b/c.xlsx"]


def test_a_name_of_no_language_is_still_a_name() -> None:
    (name,) = read_names(packed(bytes(range(0x80, 0x100))))
    assert name

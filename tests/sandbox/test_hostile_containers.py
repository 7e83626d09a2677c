"""Zips and mails that are made to do harm when unpacked: taken apart within bounds, or left for the gate."""

import tracemalloc
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.hostile import zip_files
from tests.support.hostile.raw_bytes import Part, raw_zip, xlsx
from xlplan.sandbox.inspection import InspectedFile, inspect
from xlplan.storage import claims as storage_claims
from xlplan.storage.containers import unpack_claims

pytestmark = pytest.mark.slow


def _named(*names: str) -> bytes:
    return raw_zip([Part(name.encode(), b"%d" % number) for number, name in enumerate(names)])


def names_that_climb_out() -> bytes:
    return _named(
        "../../../../tmp/xlplan-escaped", "/tmp/xlplan-escaped", "..\\..\\a.xlsx", "C:\\a\\b.xlsx", "a/../.."
    )


def names_that_no_system_takes() -> bytes:
    return _named("a\0b.xlsx", "CON.xlsx", "nul", "a:b?*.xlsx", "\u202eslx.exe", "\x1b[2Ja.xlsx", " . ", "-rf")


def a_very_long_name() -> bytes:
    return _named("я" * 20_000 + ".xlsx")


def two_files_of_one_name() -> bytes:
    return _named("a.xlsx", "b/a.xlsx", "A.XLSX")


def a_link_to_the_passwords() -> bytes:
    return raw_zip([Part(b"a.xlsx", b"/etc/passwd", attributes=zip_files.SYMLINK)])


def a_file_that_lies_about_its_size() -> bytes:
    return raw_zip([Part(b"a.xlsx", b"", packed=zip_files._zeros(), size=100, crc=0)])


def ten_thousand_files() -> bytes:
    return raw_zip([Part(b"%d.xlsx" % number, b"", method=0) for number in range(10_000)])


def a_million_entries_of_one_file() -> bytes:
    return b"PK\x01\x02".ljust(46, b"\0") * 1_000_000


def zips_that_are_sixteen_zips_each() -> bytes:
    inner = raw_zip([Part(b"a.xlsx", bytes(3_000_000))])
    for _ in range(4):
        crc = zlib.crc32(inner)
        inner = raw_zip([Part(b"%d.zip" % number, inner, method=0, crc=crc) for number in range(16)])
    return inner


def packed_by_lzma() -> bytes:
    return raw_zip([Part(b"a.xlsx", bytes(1000), method=14)])


def _mail(name: str, content: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "a@example.org"
    mail.set_content("звіт")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def a_mail_whose_file_climbs_out() -> bytes:
    return _mail("../../../tmp/xlplan-escaped.xlsx", xlsx()).as_bytes()


def a_mail_with_a_bomb() -> bytes:
    return _mail("a.zip", zip_files.an_archive_that_swells()).as_bytes()


def a_mail_of_fifty_thousand_parts() -> bytes:
    part = b"--b\nContent-Disposition: attachment; filename=a.xlsx\n\nx\n"
    return b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + part * 50_000


def a_mail_within_mails_without_end() -> bytes:
    return b"From: a@example.org\nContent-Type: message/rfc822\n\n" * 20_000


def a_mail_with_a_header_of_ten_megabytes() -> bytes:
    return b"From: " + b"a" * 10_000_000 + b"\nContent-Disposition: attachment; filename=a.xlsx\n\nPK\x03\x04"


def a_mail_whose_name_is_in_no_encoding() -> bytes:
    return _mail("a.xlsx", xlsx()).as_bytes().replace(b'"a.xlsx"', b'"=?no-such?B?////?= =?utf-8?Q?=FF?="')


def a_mail_of_damaged_letters() -> bytes:
    return _mail("a.xlsx", xlsx()).as_bytes().replace(b"A", b"\xff")


# The names of the claims that the file makes; None where it stays as it is.
PACKED: dict[Callable[[], bytes], tuple[str, ...] | None] = {
    names_that_climb_out: ("xlplan-escaped", "xlplan-escaped", "a.xlsx", "b.xlsx", "_"),
    names_that_no_system_takes: ("a", "CON_.xlsx", "nul_", "ab.xlsx", "slx.exe", "[2Ja.xlsx", "_", "-rf"),
    a_very_long_name: ("",),
    two_files_of_one_name: ("a.xlsx", "a.xlsx", "A.XLSX"),
    a_link_to_the_passwords: ("a.xlsx",),
    a_file_that_lies_about_its_size: None,
    zip_files.a_hundred_parts_that_are_one: None,
    zip_files.an_archive_that_swells: None,
    zip_files.an_archive_with_a_password: None,
    zip_files.ten_thousand_parts: None,
    ten_thousand_files: None,
    a_million_entries_of_one_file: None,
    packed_by_lzma: None,
    zips_that_are_sixteen_zips_each: None,
    a_mail_whose_file_climbs_out: ("xlplan-escaped.xlsx",),
    a_mail_with_a_bomb: ("a.zip",),
    a_mail_of_fifty_thousand_parts: None,
    a_mail_within_mails_without_end: None,
    a_mail_with_a_header_of_ten_megabytes: ("a.xlsx",),
    a_mail_whose_name_is_in_no_encoding: ("",),
    a_mail_of_damaged_letters: ("",),
}


@pytest.mark.parametrize(("make", "names"), PACKED.items(), ids=[make.__name__ for make in PACKED])
def test_what_is_packed_is_taken_within_bounds_and_never_leaves_the_inbox(
    tmp_path: Path, make: Callable[[], bytes], names: tuple[str, ...] | None
) -> None:
    folder, archive = tmp_path / "inbox", tmp_path / "archive"
    folder.mkdir()
    kind = "eml" if "mail" in make.__name__ else "zip"
    dropped = folder / f"dropped.{kind}"
    dropped.write_bytes(make())
    tracemalloc.start()
    with storage_claims.claimant(folder) as owner:
        taken = storage_claims.claim(owner, dropped)
        assert taken
        claims = list(unpack_claims(archive, owner, taken))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        for claim in claims:
            assert claim.path.parent.parent == owner.folder
            assert claim.name.isprintable()
            assert len(claim.path.name.encode()) <= 255
        if names is None:
            assert [claim.name for claim in claims] == [dropped.name]
            assert not isinstance(inspect(claims[0].path), InspectedFile)
        else:
            assert len(claims) == len(names)
            shown = [claim.name if wanted else "" for claim, wanted in zip(claims, names, strict=True)]
            assert shown == list(names)
        for claim in claims:
            storage_claims.release(claim)
    assert peak < 128 << 20
    assert list(folder.iterdir()) == []
    assert not list(Path("/tmp").glob("xlplan-escaped*"))

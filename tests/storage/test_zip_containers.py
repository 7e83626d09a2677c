"""A zip or an e-mail with returns is unpacked as if its files had been dropped; every other one stays as it is."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.storage.test_mail_containers import mail
from xlplan.storage.claims import claim, claimant, recover_claims, release
from xlplan.storage.containers import unpack_claims


def drop(folder: Path, *members: str) -> Path:
    """A zip in the inbox that holds these files, all with the same content."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    with zipfile.ZipFile(inbox / "пошта.zip", "w") as packed:
        for name in members:
            packed.writestr(name, "content")
    return inbox


def zipped(**members: bytes) -> bytes:
    """A zip of these files; two underscores in a name stand for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, member in members.items():
            packed.writestr(name.replace("__", "."), member)
    return content.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """An inbox that holds this file."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(content)
    return inbox


def unpack(folder: Path, inbox: Path) -> list[str]:
    """The names of the claims that the only file in the inbox makes; all are released."""
    (only,) = inbox.iterdir()
    with claimant(inbox) as owner:
        taken = claim(owner, only)
        assert taken
        claims = list(unpack_claims(folder / "archive", owner, taken))
        found = [each.name for each in claims]
        for each in claims:
            release(each)
    assert list(inbox.iterdir()) == []
    return found


def test_each_file_of_a_zip_is_claimed_and_the_zip_is_archived(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "звіти/b.xlsx", "звіти/c.xls", "звіти/", "__MACOSX/._b.xlsx", "Thumbs.db")
    assert unpack(tmp_path, inbox) == ["b.xlsx", "c.xls"]
    assert [path.suffix for path in (tmp_path / "archive").glob("*/*")] == [".zip"]


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "mimetype",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_a_workbook_is_a_zip_that_stays_whole(tmp_path: Path, part: str) -> None:
    assert unpack(tmp_path, drop(tmp_path, part, "x.xml")) == ["пошта.zip"]


@pytest.mark.parametrize("members", [(), ("тека/",), ("Thumbs.db",)])
def test_a_zip_without_files_stays_for_the_gate(tmp_path: Path, members: tuple[str, ...]) -> None:
    assert unpack(tmp_path, drop(tmp_path, *members)) == ["пошта.zip"]


def test_a_damaged_zip_stays_for_the_gate(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx", "b.xlsx")
    path = inbox / "пошта.zip"
    path.write_bytes(path.read_bytes().replace(b"content", b"Content", 1))
    assert unpack(tmp_path, inbox) == ["пошта.zip"]


def test_a_file_never_leaves_the_inbox_by_its_name(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "../../a.xlsx", "/etc/b.xlsx", "c:\\d\\e.xlsx", "..")
    assert unpack(tmp_path, inbox) == ["a.xlsx", "b.xlsx", "e.xlsx", "_"]


def test_names_packed_on_windows_are_read(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx")
    path = inbox / "пошта.zip"
    path.write_bytes(path.read_bytes().replace(b"a.xlsx", "Овруч.xlsx".encode("cp866")[4:]))
    assert unpack(tmp_path, inbox) == ["ч.xlsx"]


def test_a_zip_half_unpacked_by_a_dead_process_is_unpacked_again(tmp_path: Path) -> None:
    inbox = drop(tmp_path, "a.xlsx")
    claimed = inbox / ".claimed"
    for sign in ("111111", "222222"):
        (claimed / f"dead{sign}").mkdir(parents=True)
    (inbox / "пошта.zip").rename(claimed / "dead111111" / "пошта.zip")
    (claimed / "dead222222" / ".half").write_bytes(b"a.x")
    (claimed / "dead.lock").touch()
    with claimant(inbox) as owner:
        claims = [
            each for held in recover_claims(owner) for each in unpack_claims(tmp_path / "archive", owner, held)
        ]
        assert [each.name for each in claims] == ["a.xlsx"]
        release(claims[0])
    assert list(inbox.iterdir()) == []


def test_what_is_attached_to_a_mail_is_claimed_and_the_mail_is_archived(tmp_path: Path) -> None:
    message = mail(("звіт.xlsx", b"PK\x03\x04"), ("скан.pdf", b"%PDF"), ("Thumbs.db", b"x"))
    assert unpack(tmp_path, put(tmp_path, "лист.eml", message.as_bytes())) == ["звіт.xlsx", "скан.pdf"]
    assert [path.suffix for path in (tmp_path / "archive").glob("*/*")] == [".eml"]


def test_a_mail_to_which_nothing_is_attached_stays_for_the_gate(tmp_path: Path) -> None:
    assert unpack(tmp_path, put(tmp_path, "лист.eml", mail().as_bytes())) == ["лист.eml"]


def test_a_container_in_a_container_is_unpacked_four_deep_and_a_fifth_is_not(tmp_path: Path) -> None:
    fifth = zipped(e__xlsx=b"e")
    fourth = zipped(d__xlsx=b"d", fifth__zip=fifth)
    third = mail(("fourth.zip", fourth), ("c.xlsx", b"PK\x03\x04")).as_bytes()
    second = zipped(b__xlsx=b"b", third__eml=third)
    message = mail(("second.zip", second), ("a.xlsx", b"PK\x03\x04"))
    found = unpack(tmp_path, put(tmp_path, "лист.eml", message.as_bytes()))
    assert found == ["b.xlsx", "d.xlsx", "fifth.zip", "c.xlsx", "a.xlsx"]


@pytest.mark.parametrize("name", ["лист.eml", "лист.txt", "лист", "лист.xlsx"])
def test_a_mail_is_unpacked_under_any_name(tmp_path: Path, name: str) -> None:
    message = mail(("звіт.xlsx", b"PK\x03\x04"))
    assert unpack(tmp_path, put(tmp_path, name, message.as_bytes())) == ["звіт.xlsx"]


@pytest.mark.parametrize("name", ["звіти.zip", "звіти.xlsx", "звіти.txt", "звіти"])
def test_a_zip_is_unpacked_under_any_name(tmp_path: Path, name: str) -> None:
    assert unpack(tmp_path, put(tmp_path, name, zipped(a__xlsx=b"a", b__xls=b"b"))) == ["a.xlsx", "b.xls"]


def test_a_workbook_stays_whole_under_any_name_and_however_its_parts_are_written(tmp_path: Path) -> None:
    for number, part in enumerate(("[content_types].xml", "xl\\workbook.xml", "XL/Workbook.xml")):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert unpack(folder, drop(folder, part, "x.xml")) == ["пошта.zip"]


def test_three_hundred_workbooks_in_a_zip_that_packs_nothing_are_no_danger(tmp_path: Path) -> None:
    """Each of them is a zip with a directory of its own, whose entries are not counted."""
    parts = {f"part{number}__xml": b"x" for number in range(20)}
    workbook = zipped(**{"xl/workbook__xml": b"x"}, **parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as packed:
        for number in range(300):
            packed.writestr(f"{number}.xlsx", workbook)
    assert len(unpack(tmp_path, put(tmp_path, "звіти.zip", content.getvalue()))) == 300


def test_zeros_behind_a_zip_are_nothing(tmp_path: Path) -> None:
    for number, zeros in enumerate((1, 100, 70_000, 300_000)):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert unpack(folder, put(folder, "звіти.zip", zipped(a__xlsx=b"a") + bytes(zeros))) == ["a.xlsx"]


def test_a_zip_that_calls_its_names_utf8_and_wrote_others_is_unpacked(tmp_path: Path) -> None:
    """Some programs say so of whatever they write."""
    inbox = drop(tmp_path, "Овруч.xlsx", "Лугини.xlsx")
    path = inbox / "пошта.zip"
    data = path.read_bytes()
    for name in ("Овруч", "Лугини"):
        # Two signs for each letter, as UTF-8 has, so that every length stays as it is.
        data = data.replace(name.encode(), (name * 2).encode("cp1251"))
    path.write_bytes(data)
    assert unpack(tmp_path, inbox) == ["ОвручОвруч.xlsx", "ЛугиниЛугини.xlsx"]


def test_two_files_of_one_name_are_two_files(tmp_path: Path) -> None:
    assert unpack(tmp_path, drop(tmp_path, "Овруч/Звіт.xlsx", "Лугини/Звіт.xlsx")) == ["Звіт.xlsx", "Звіт.xlsx"]


def test_what_programs_keep_in_a_zipped_folder_is_no_return(tmp_path: Path) -> None:
    inbox = drop(
        tmp_path,
        "тека/a.xlsx",
        "тека/.stversions/a~1.xlsx",
        "@eaDir/a.xlsx@SynoEAStream",
        "#recycle/b.xlsx",
        "c.part",
    )
    assert unpack(tmp_path, inbox) == ["a.xlsx"]


def test_a_signature_beside_what_it_signs_in_a_zip_is_no_return(tmp_path: Path) -> None:
    assert unpack(tmp_path, drop(tmp_path, "a.xlsx", "a.xlsx.p7s")) == ["a.xlsx"]
    alone = tmp_path / "alone"
    alone.mkdir()
    assert unpack(alone, drop(alone, "a.xlsx.p7s")) == ["a.xlsx.p7s"]


def test_each_file_has_the_time_that_the_zip_tells(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(zipfile.ZipInfo("a.xlsx", (2021, 7, 5, 10, 15, 0)), b"a")
        packed.writestr(zipfile.ZipInfo("b.xlsx"), b"b")
    inbox = put(tmp_path, "звіти.zip", content.getvalue())
    with claimant(inbox) as owner:
        taken = claim(owner, inbox / "звіти.zip")
        assert taken
        times = [each.path.stat().st_mtime for each in unpack_claims(tmp_path / "archive", owner, taken)]
    assert times == [datetime(2021, 7, 5, 10, 15).timestamp(), 0]


def test_a_zip_that_swells_or_holds_thousands_of_files_stays_for_the_gate(tmp_path: Path) -> None:
    many = {f"n{number}": b"" for number in range(1_100)}
    for name, content in (("bomb", zipped(a__xlsx=b"\0" * 20_000_000)), ("many", zipped(**many))):
        folder = tmp_path / name
        folder.mkdir()
        assert unpack(folder, put(folder, f"{name}.zip", content)) == [f"{name}.zip"]


def test_the_files_of_all_zips_in_one_zip_are_counted_together(tmp_path: Path) -> None:
    inner = {f"i{number}__zip": zipped(**{f"n{n}": b"" for n in range(400)}) for number in range(3)}
    claimed = unpack(tmp_path, put(tmp_path, "пошта.zip", zipped(**inner)))
    assert len(claimed) == 400 * 2 + 1
    assert claimed[-1] == "i2.zip"

"""A zip or an e-mail with returns is unpacked as if its files had been dropped; every other one stays as it is."""

import io
import zipfile
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


@pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype", "xl/workbook.xml"])
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


def test_a_mail_without_a_workbook_stays_for_the_gate(tmp_path: Path) -> None:
    inbox = put(tmp_path, "лист.eml", mail(("скан.pdf", b"%PDF")).as_bytes())
    assert unpack(tmp_path, inbox) == ["лист.eml"]


def test_a_zip_attached_to_a_mail_is_unpacked_too_and_a_third_layer_is_not(tmp_path: Path) -> None:
    third = zipped(c__xlsx=b"c")
    second = zipped(b__xlsx=b"b", third__zip=third)
    message = mail(("second.zip", second), ("a.xlsx", b"PK\x03\x04"))
    assert unpack(tmp_path, put(tmp_path, "лист.eml", message.as_bytes())) == ["b.xlsx", "third.zip", "a.xlsx"]


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

"""The lines of xlplan in the profile of a shell: all else in it stays as it is."""

import stat
from pathlib import Path

import pytest

from tests.support.paths import link_to
from xlplan.storage.shell_profile import BEGIN, END, add_lines

BLOCK = f"{BEGIN}\nline\n{END}\n".encode()


@pytest.mark.parametrize("before", [b"", b"alias l=ls\n", b"alias l=ls", "# мої\n".encode("cp1251")])
def test_the_lines_stand_at_the_end_and_all_else_stays(tmp_path: Path, before: bytes) -> None:
    profile = tmp_path / "folder" / "profile"
    profile.parent.mkdir()
    profile.write_bytes(before)
    assert add_lines(profile, "line\n")
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    assert profile.read_bytes() == before + gap + BLOCK


def test_a_profile_that_is_not_there_is_made_with_its_folders(tmp_path: Path) -> None:
    profile = tmp_path / "a" / "b" / "profile"
    assert add_lines(profile, "line\n")
    assert profile.read_bytes() == BLOCK


def test_the_same_lines_are_not_written_twice(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    assert add_lines(profile, "line\n")
    assert not add_lines(profile, "line\n")
    assert profile.read_bytes() == BLOCK


def test_other_lines_take_the_place_of_the_earlier_ones(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.write_bytes(b"before\n" + BLOCK.replace(b"line", rb"old \1") + b"after\n")
    assert add_lines(profile, "line\n")
    assert profile.read_bytes() == b"before\n" + BLOCK + b"after\n"


def test_a_profile_in_utf_16_stays_in_it(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.write_bytes("# мої\r\n".encode("utf-16"))
    assert add_lines(profile, "line\n")
    assert profile.read_bytes().decode("utf-16") == "# мої\r\n" + BLOCK.decode()


def test_a_profile_that_is_a_link_stays_one_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"")
    link = link_to(target, tmp_path / "profile")
    assert add_lines(link, "line\n")
    assert link.is_symlink()
    assert target.read_bytes() == BLOCK


@pytest.mark.posix(reason="Windows has no such permissions")
def test_a_profile_keeps_its_permissions(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.write_bytes(b"")
    profile.chmod(0o604)
    add_lines(profile, "line\n")
    assert stat.S_IMODE(profile.stat().st_mode) == 0o604

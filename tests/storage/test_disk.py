"""What the system tells of a disk: its file system, and how much lies on it."""

from pathlib import Path

import pytest

from xlplan.storage.disk import Extent, FileSystem, extent_of, file_system_in, file_system_of

_MOUNTS = r"""21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:30 / /mnt/share rw - cifs //server/share rw
31 21 0:31 / /mnt/\320\267\320\262\321\226\321\202\320\270\040II rw - nfs4 server:/x rw
32 21 0:32 / /mnt/over rw - tmpfs tmpfs rw
33 21 0:33 / /mnt/over rw - fuse.sshfs me@there: rw
34 21 0:34 / /mnt/own rw - fuse.ownfs own rw
35 21 8:2 / /mnt/usb rw - fuseblk /dev/sdb1 rw
a line that is none of these
"""


@pytest.mark.posix(reason="the list of mounts has paths of Linux")
@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/me", FileSystem("ext4", is_share=False)),
        ("/mnt/share/inbox", FileSystem("cifs", is_share=True)),
        ("/mnt/shared", FileSystem("ext4", is_share=False)),
        ("/mnt/звіти II/inbox", FileSystem("nfs4", is_share=True)),
        ("/mnt/usb", FileSystem("fuseblk", is_share=False)),
    ],
)
def test_a_folder_has_the_file_system_of_the_nearest_mount_above_it(folder: str, expected: FileSystem) -> None:
    assert file_system_in(_MOUNTS, Path(folder)) == expected


@pytest.mark.posix(reason="the list of mounts has paths of Linux")
def test_of_two_mounts_at_one_place_the_later_one_is_seen() -> None:
    assert file_system_in(_MOUNTS, Path("/mnt/over")) == FileSystem("fuse.sshfs", is_share=True)


@pytest.mark.posix(reason="the list of mounts has paths of Linux")
def test_where_a_program_keeps_the_files_nobody_knows_where_they_lie() -> None:
    assert file_system_in(_MOUNTS, Path("/mnt/own")) == FileSystem("fuse.ownfs", is_share=None)
    assert file_system_in("", Path("/home")) == FileSystem("", is_share=None)


def test_the_disk_of_the_tests_is_no_share(tmp_path: Path) -> None:
    # Only macOS does not tell.
    assert not file_system_of(tmp_path).is_share


def test_the_extent_of_a_folder_is_that_of_all_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"12345")
    (tmp_path / "d").write_bytes(b"678")
    assert extent_of(tmp_path) == Extent(2, 8)
    assert extent_of(tmp_path / "d") == Extent(1, 3)
    assert extent_of(tmp_path / "немає") == Extent(0, 0)

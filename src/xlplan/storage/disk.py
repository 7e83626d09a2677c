"""A disk as the system knows it: its file system, if it is a network share, its room, the size of a folder."""

import os
import re
import sys
from pathlib import Path

from msgspec import Struct

from xlplan.storage.long_paths import shown_path

_MOUNTS = Path("/proc/self/mountinfo")
# File systems of Linux whose files lie on another machine. The host of a virtual machine is one as well.
_SHARES = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "glusterfs", "davfs"),
    *("9p", "virtiofs", "vboxsf", "prl_fs", "vmhgfs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.davfs2", "fuse.vmhgfs-fuse", "fuse.s3fs"),
    *("fuse.gvfsd-fuse", "fuse.smbnetfs", "fuse.curlftpfs"),
}
# What GetDriveTypeW answers. Source: Microsoft, fileapi.h.
_REMOTE, _KNOWN_LOCAL = 4, (2, 3, 5, 6)


class FileSystem(Struct, frozen=True):
    """The file system of a folder.

    Attributes:
        kind: Its name, such as ext4 or NTFS; "" where the system does not tell.
        is_share: The files lie on another machine. None where the system does not tell.
    """

    kind: str
    is_share: bool | None


def file_system_of(folder: Path) -> FileSystem:
    """Return the file system on which a folder lies."""
    if sys.platform == "win32":
        return _windows_file_system(folder)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        # Only Linux has this list.
        return FileSystem("", None)
    return file_system_in(mounts, folder.resolve())


def file_system_in(mounts: str, folder: Path) -> FileSystem:
    """Return the file system of a folder by the list of mounts that Linux keeps.

    Args:
        mounts: The content of the list. Source: proc(5), mountinfo.
        folder: The folder, without links in its path.
    """
    kind, longest = "", -1
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = Path(_unescape(fields[4]))
        # A later mount at the same point hides the earlier one.
        if folder.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = after.split(" ")[0], len(point.parts)
    if not kind:
        return FileSystem("", None)
    # Others of these may lie anywhere.
    is_told = kind in _SHARES or not kind.startswith("fuse.")
    return FileSystem(kind, kind in _SHARES if is_told else None)


def _unescape(text: str) -> str:
    """Return the path of a mount. The list writes blanks and the like as octal numbers."""
    content = text.encode("utf-8", "surrogateescape")
    plain = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), content)
    return plain.decode("utf-8", "surrogateescape")


def _windows_file_system(folder: Path) -> FileSystem:
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes

    root = Path(shown_path(folder.absolute())).anchor
    drive = ctypes.windll.kernel32.GetDriveTypeW(root)
    name = ctypes.create_unicode_buffer(64)
    is_named = ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, None, name, len(name))
    if drive == _REMOTE or root.startswith("\\\\"):
        return FileSystem(name.value if is_named else "", is_share=True)
    return FileSystem(name.value if is_named else "", is_share=False if drive in _KNOWN_LOCAL else None)


class Extent(Struct, frozen=True):
    """The number of files, and their size in bytes together."""

    files: int = 0
    size: int = 0


def extent_of(path: Path) -> Extent:
    """Return the extent of a file, or of a folder with everything below it. Links are not followed.

    A file that vanishes meanwhile, and a folder that may not be listed, count nothing.
    """
    if path.is_file():
        return Extent(1, path.stat().st_size)
    files = size = 0
    for folder, _folders, names in os.walk(path):
        for name in names:
            try:
                size += Path(folder, name).lstat().st_size
            except OSError:
                continue
            files += 1
    return Extent(files, size)

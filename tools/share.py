"""Tries the files of xlplan on a network share: a real smbd, in a network of its own, seen through a mount.

Usage: python tools/share.py [FOLDER]

Runs the tests of claims, publishing, archive and logs with their files on the share, and the whole round with the
workspace on it. Needs root, /dev/fuse, and the programs smbd (samba), rclone and unshare; says what is missing.
What it cannot show: the kernel's own client (oplocks, byte-range locks), and clients of other machines.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
INSIDE = "--inside"
TESTS = ("claims", "inbox", "publish", "own_files", "atomic", "append_log", "archive")
# This mount gives every file the same permissions, and brings an empty file back that was removed at once.
NOT_ON_THIS_MOUNT = ("cannot_be_written_over_by_mistake", "killed_before_its_first_file")
PATIENCE = 20.0
_UP = 0x8914  # SIOCSIFFLAGS
_SETTINGS = """
[global]
server role = standalone server
smb ports = 445
interfaces = 127.0.0.1
bind interfaces only = yes
private dir = {folder}/private
lock directory = {folder}/lock
state directory = {folder}/state
cache directory = {folder}/cache
pid directory = {folder}/run
ncalrpc dir = {folder}/run/ncalrpc
log file = {folder}/smbd.log
map to guest = bad user
guest account = nobody
disable netbios = yes
disable spoolss = yes
load printers = no
server min protocol = SMB2
[share]
path = {folder}/share
guest ok = yes
read only = no
force user = root
"""
_FOLDERS = ("share", "mount", "private", "lock", "state", "cache", "run/ncalrpc")


def main() -> int:
    """Run the tests and the round on a share; 1 if one fails, or if the share cannot be had."""
    if sys.argv[1:2] == [INSIDE]:
        return _inside(Path(sys.argv[2]))
    missing = [name for name in ("smbd", "rclone", "unshare", "fusermount3") if shutil.which(name) is None]
    if os.geteuid() or missing or not Path("/dev/fuse").exists():
        print(f"Nothing was tried: a share needs root, /dev/fuse and {', '.join(missing) or 'all its programs'}.")
        return 1
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="xlplan-share-")).absolute()
    command = ["unshare", "--net", "--mount", sys.executable, __file__, INSIDE, str(folder)]
    return subprocess.run(command, check=False).returncode


def _inside(folder: Path) -> int:
    """Serve and mount the share in this network, then run everything on it."""
    with _shared(folder) as mount:
        files = [f"tests/storage/test_{name}.py" for name in TESTS]
        left_out = " and ".join(f"not {words}" for words in NOT_ON_THIS_MOUNT)
        options = ["-q", "-p", "no:cacheprovider", f"--basetemp={mount / 'tests'}", "-k", left_out]
        tests = subprocess.run([sys.executable, "-m", "pytest", *options, *files], cwd=CHECKOUT, check=False)
        script = CHECKOUT / "tools" / "windows" / "round.py"
        round_ = subprocess.run([sys.executable, script, mount / "round"], cwd=CHECKOUT, check=False)
    return 1 if tests.returncode or round_.returncode else 0


@contextmanager
def _shared(folder: Path) -> Iterator[Path]:
    """Yield the mount of a share that smbd serves from `folder`."""
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    _raise_loopback()
    settings = folder / "smb.conf"
    settings.write_text(_SETTINGS.format(folder=folder), "utf-8")
    (folder / "rclone.conf").write_text("[s]\ntype = smb\nhost = 127.0.0.1\nuser = guest\n", "utf-8")
    server = subprocess.Popen(
        ["smbd", "-s", settings, "--foreground", "--no-process-group"], stdin=subprocess.DEVNULL
    )
    mount = folder / "mount"
    # Written through at once: with a cache for writing, this mount brings replaced files back.
    options = ["--vfs-cache-mode", "minimal", "--dir-cache-time", "1s", "--attr-timeout", "1s", "--allow-other"]
    files = ["--cache-dir", str(folder / "files"), "--log-file", str(folder / "rclone.log")]
    command = ["rclone", "--config", str(folder / "rclone.conf"), "mount", "s:share", str(mount)]
    client = subprocess.Popen([*command, *options, *files])
    try:
        _wait_for(mount)
        yield mount
    finally:
        subprocess.run(["fusermount3", "-uz", mount], check=False)
        for process in (client, server):
            process.terminate()
            process.wait()


def _wait_for(mount: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not mount.is_mount():
        if time.monotonic() > end:
            raise SystemExit(f"the share did not come up within {PATIENCE:g} s; see {mount.parent}")
        time.sleep(0.2)


def _raise_loopback() -> None:
    """Start the one interface of this network. No program for it need be installed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _UP, struct.pack("16sh", b"lo", 0x1 | 0x40).ljust(32, b"\0"))


if __name__ == "__main__":
    sys.exit(main())

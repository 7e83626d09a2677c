"""What the child process may be given to run: readers that behave, and readers that do not."""

import os
import signal
import time
from errno import EACCES
from pathlib import Path

from xlplan.domain.findings.file_kinds import FILE_BINARY
from xlplan.domain.findings.finding import Finding


def read(path: Path) -> str | tuple[Finding, ...]:
    """Does what the name of the file says; the name itself where it says nothing special."""
    match path.stem:
        case "abort":
            os.abort()
        case "hang":
            time.sleep(600)
        case "eat":
            return str(len([bytes(50_000_000) for _ in range(1_000)]))
        case "roomy":
            # Asked for and never touched.
            return path.stem + str(bytes(500_000_000)[:0], "ascii")
        case "raise":
            raise RuntimeError("a bug")
        case "panic":
            raise KeyboardInterrupt
        case "leave":
            os._exit(0)
        case "babble":
            os.write(1, b"noise")
            os.write(2, b"noise")
        case "refuse":
            return (FILE_BINARY.at(),)
        case "large":
            return "x" * 10_000_000
        case "touch":
            path.touch()
        case "who":
            return str(os.getpid())
    return path.stem


def read_unless_held(path: Path) -> str | tuple[Finding, ...]:
    """As `read`; a file named “held” is one that another program does not share."""
    if path.stem == "held":
        raise PermissionError(EACCES, "Permission denied", str(path))
    return read(path)


def read_on_worker(path: Path) -> str | tuple[Finding, ...]:
    """As `read`, with two more names: one ends whoever started this process, one tells what is in the file."""
    match path.stem:
        case "murder":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(600)
        case "seen":
            return path.read_text("utf-8")
    return read(path)


def take_memory(path: Path) -> str:
    """Takes so many megabytes as the name of the file says, at once."""
    return path.stem + str(bytes(int(path.stem) * 1_000_000)[:0], "ascii")


def count_vowels(path: Path) -> int:
    """Stays busy without giving way, as a reader in C would."""
    return sum(1 for _ in range(10**12))

"""The real examination of a file, what it took, and what it reached for: for the child process."""

import gc
import os
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent
from xlplan.services.intake.child_tasks import parse_file

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_REACHING = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.mkdir",
)


@dataclass(frozen=True)
class Measured:
    """The answer to a file, and what it took.

    `mebibytes`: the most memory that the process held meanwhile, the interpreter and its libraries among it.
    `reached`: the calls of Python that would write a file, start a program or open a connection.
    """

    answer: ReturnContent | tuple[Finding, ...]
    seconds: float
    mebibytes: float
    reached: tuple[str, ...]


def examine_measured(path: Path) -> Measured:
    """As `parse_file`."""
    reached = _watched()
    # What an earlier file left behind is no cost of this one.
    gc.collect()
    if _RESET.exists():
        _RESET.write_text("5")
    reached.clear()
    start = time.perf_counter()
    answer = parse_file(path)
    return Measured(answer, time.perf_counter() - start, _peak(), tuple(reached))


@cache
def _watched() -> list[str]:
    """A list that fills with what this process does beyond reading."""
    seen: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                seen.append(f"open {path}")
        elif event.startswith(_REACHING):
            seen.append(event)

    sys.addaudithook(hook)
    # The modules, which stay, are gone through once.
    gc.collect()
    gc.freeze()
    return seen


def _peak() -> float:
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # without /proc there is only the peak since the process began, and macOS tells it in bytes

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)

"""How long a unit waits for its receipt in `xlplan watch`: alone, and while a large workbook is written."""

import os
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figures import Figure
from processes import HERE, XLPLAN, fresh, prepare, python

UNITS, ROWS, TIMES, RUNS = 600, 120, 4, 5
QUIET_SECONDS = 1.0
# By then the workbook of the first receipt is being written.
LATER_SECONDS = 0.5
LONGEST_SECONDS = 60.0
QUARTER = "2021-Q2"


def measure(folder: Path) -> list[Figure]:
    ready, returns = prepare(folder, UNITS, TIMES, ROWS)
    workspace = fresh(ready, returns)
    python(HERE / "work.py", "round", workspace)
    changed = folder / "changed"
    python(HERE / "work.py", "change", workspace, changed, 2 * RUNS)
    alone, beside = [], []
    with watcher(workspace):
        files = iter(sorted(changed.iterdir()))
        for first, second in zip(files, files, strict=True):
            alone.append(seconds_to_receipt(workspace, first))
            time.sleep(LATER_SECONDS)
            beside.append(seconds_to_receipt(workspace, second))
            wait_for_rest(workspace)
    return [
        Figure("receipt after the file has settled", statistics.median(alone), "s", 0.15),
        Figure(
            f"the same while the workbook of {UNITS} units is written",
            statistics.median(beside),
            "s",
            0.3,
        ),
    ]


@contextmanager
def watcher(workspace: Path) -> Iterator[None]:
    """A watcher that has seen the inbox once."""
    command = [str(XLPLAN), "--workspace", str(workspace), "watch"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_rest(workspace)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(LONGEST_SECONDS)


def seconds_to_receipt(workspace: Path, file: Path) -> float:
    """From the moment at which a file is whole in the inbox, without the time that every file has to settle."""
    receipts = next(workspace.glob(f"outbox/{QUARTER}/*/0001 *.html")).parent
    before = set(receipts.iterdir())
    beside = workspace / file.name
    beside.write_bytes(file.read_bytes())
    beside.rename(workspace / "inbox" / file.name)
    start = time.monotonic()
    while set(receipts.iterdir()) <= before:
        if time.monotonic() > start + LONGEST_SECONDS:
            raise SystemExit(f"no receipt of {file.name}")
        time.sleep(0.005)
    return time.monotonic() - start - QUIET_SECONDS


def wait_for_rest(workspace: Path) -> None:
    """Until nothing has been written into the outbox for as long as a workbook takes to be written."""
    folder = workspace / "outbox" / QUARTER

    def newest() -> float:
        return max(entry.stat().st_mtime for entry in os.scandir(folder))

    seen, since = newest(), time.monotonic()
    while time.monotonic() < since + LONGEST_SECONDS / 4:
        time.sleep(0.2)
        if (now := newest()) != seen:
            seen, since = now, time.monotonic()

"""What whole processes take: by the clock, in CPU, in memory."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Measured = TypeVar("Measured")
HERE = Path(__file__).parent
XLPLAN = Path(sys.executable).with_name("xlplan")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock; CPU seconds of the process and those it started; megabytes of the largest of them."""

    seconds: float
    cpu: float
    megabytes: float

    def of(self, name: str) -> float:
        """The part of this name."""
        value: float = getattr(self, name)
        return value


def spent(*command: object, home: Path | None = None) -> Spent:
    """What a command takes as a whole, start-up included. A command that fails ends the run with its words."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"} if home else None
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen([str(each) for each in command], stdout=out, stderr=out, env=environment)
        _process, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            out.seek(0)
            raise SystemExit(f"{command}: {process.returncode}\n{out.read().decode('utf-8', 'replace')}")
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def python(*arguments: object, home: Path | None = None, program: object = sys.executable) -> str:
    """What a Python program printed."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"} if home else None
    command = [str(each) for each in (program, *arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{command}: {done.returncode}\n{done.stderr}")
    return done.stdout


def work(name: str, *arguments: object) -> Spent:
    """A piece of work of work.py as a whole process."""
    return spent(sys.executable, HERE / "work.py", name, *arguments)


def naive(returns: Path, out: Path) -> Spent:
    return spent(sys.executable, HERE / "naive.py", returns, out)


def in_turns(works: Mapping[str, Callable[[], Measured]], runs: int) -> dict[str, list[Measured]]:
    """The works one after the other, so many times over: the speed of a machine changes by the minute."""
    turns = [{name: each() for name, each in works.items()} for _ in range(runs)]
    return {name: [turn[name] for turn in turns] for name in works}


def ratio(ours: Sequence[Spent], theirs: Sequence[Spent], of: str = "seconds") -> float:
    """The median of the ratios of each turn."""
    return statistics.median(one.of(of) / other.of(of) for one, other in zip(ours, theirs, strict=True))


def median(turns: Sequence[Spent], of: str = "seconds") -> float:
    return statistics.median(each.of(of) for each in turns)


def prepare(folder: Path, units: int, times: int, rows: int | None = None) -> tuple[Path, Path]:
    """A workspace with issued templates, and a folder with a return of each unit."""
    ready, returns = folder / "ready", folder / "returns"
    python(HERE / "work.py", "prepare", ready, returns, units, times, *([rows] if rows else []))
    return ready, returns


def fresh(ready: Path, returns: Path | None = None, name: str = "now") -> Path:
    """A fresh copy of a workspace, with returns in its inbox, brought to the disk."""
    to = ready.with_name(name)
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ready, to)
    if returns:
        shutil.copytree(returns, to / "inbox", dirs_exist_ok=True)
    # Else the first file that is made safe would wait until all of this is.
    os.sync()
    return to

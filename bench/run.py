"""Measures xlplan against the bare library and against its peers, in one run on the same files; prints ratios."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEER = HERE.parent / "build" / "peer"
UNITS = 200
RUNS = 5
# How many times over a form holds the 37 rows of the real plan: as it is, and a large form.
TIMES = (1, 3)


def python(*arguments: object, home: Path | None = None, program: object = sys.executable) -> str:
    """What a Python program printed."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"} if home else None
    command = [str(each) for each in (program, *arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def copied(ready: Path, returns: Path, to: Path) -> None:
    """A fresh copy of a workspace, with the returns in its inbox."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ready, to)
    shutil.copytree(returns, to / "inbox", dirs_exist_ok=True)
    if hasattr(os, "sync"):
        # Else the first file that is made safe would wait until all of this is.
        os.sync()


class Benchmark:
    """A prepared workspace and its returns; each measurement starts from a fresh copy."""

    def __init__(self, folder: Path, times: int) -> None:
        self.folder = folder
        self.ready, self.returns = folder / "ready", folder / "returns"
        python(HERE / "work.py", "prepare", self.ready, self.returns, UNITS, times)

    def fresh(self) -> Path:
        copied(self.ready, self.returns, self.folder / "now")
        return self.folder / "now"

    def work(self, name: str) -> dict[str, float]:
        """Seconds and megabytes inside the process, and `whole`: the seconds of the process."""
        folder = self.fresh()
        start = time.perf_counter()
        inside: dict[str, float] = json.loads(python(HERE / "work.py", name, folder))
        return {**inside, "whole": time.perf_counter() - start}

    def naive(self) -> float:
        return timed(lambda: python(HERE / "naive.py", self.returns, self.folder / "naive.xlsx"))

    def datamaps(self) -> float:
        """The peer, in an environment of its own, with a map of the cells that a unit fills."""
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        for name in ("input", "output"):
            (home / "Documents" / "datamaps" / name).mkdir(parents=True)
        datamap = self.folder / "datamap.csv"
        datamap.write_text(python(HERE / "datamap.py", next(self.returns.iterdir())), "utf-8")
        arguments = ("import", "templates", "-m", "--inputdir", self.returns, "-d", datamap)
        return timed(lambda: python(*arguments, home=home, program=PEER / "bin" / "datamaps"))


def help_ratio() -> float:
    program = Path(sys.executable).with_name("xlplan")
    bare = statistics.median(timed(lambda: python("-c", "pass")) for _ in range(15))
    return statistics.median(timed(lambda: python("--help", program=program)) for _ in range(15)) / bare


def main() -> None:
    if not PEER.exists():
        venv.create(PEER, with_pip=True)
        python("-m", "pip", "install", "--quiet", "datamaps==1.1.9", program=PEER / "bin" / "python")
    for times in TIMES:
        with tempfile.TemporaryDirectory() as name:
            report(Benchmark(Path(name), times), times)
    print(f"xlplan --help / python -c pass        {help_ratio():.1f}")


def report(bench: Benchmark, times: int) -> None:
    """Prints the ratios for forms that hold the plan so many times over."""
    rounds: list[dict[str, Any]] = []
    for _ in range(RUNS):
        rounds.append(
            {**{work: bench.work(work) for work in ("read", "guard", "intake", "round")}, "naive": bench.naive()}
        )
    datamaps = bench.datamaps()
    median = statistics.median
    read = median(each["read"]["seconds"] for each in rounds)
    intake = median(each["intake"]["seconds"] / each["read"]["seconds"] for each in rounds)
    guard, of_both = (median(each["guard"][of] for each in rounds) for of in ("seconds", "cpu"))
    naive = median(each["naive"] / each["round"]["whole"] for each in rounds)
    whole = median(each["round"]["whole"] for each in rounds)
    print(f"{UNITS} returns of {times * 37} rows, median of {RUNS} runs")
    print(f"  bare read                             {read * 1000 / UNITS:.2f} ms a file")
    print(f"  gate and child / bare read            {guard:.2f}, CPU of both processes {of_both:.2f}")
    print(f"  intake / bare read                    {intake:.2f}")
    print(f"  naive script / intake + consolidation {naive:.1f}")
    print(f"  datamaps / intake + consolidation     {datamaps / whole:.1f}")
    print(f"  peak memory, both processes           {max(each['round']['megabytes'] for each in rounds):.0f} MB")


if __name__ == "__main__":
    main()

"""What a clean return costs, from the inbox to its receipt, against the bare library and a ministry's tool."""

import json
import shutil
import statistics
import venv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from figures import Figure
from processes import HERE, Spent, fresh, in_turns, prepare, python, spent, work

PEER = HERE.parent / "build" / "peer"
PEER_VERSION = "1.1.9"
# Of two numbers of files the costs are taken apart: what a start costs, and what a file.
FEW, MANY = 100, 400
ROWS, TIMES, RUNS, RUNS_OF_PEER = 120, 4, 5, 2


def measure(folder: Path) -> list[Figure]:
    ready, returns = prepare(folder, MANY, TIMES, ROWS)
    few = folder / "few"
    few.mkdir()
    for path in sorted(returns.iterdir())[:FEW]:
        shutil.copy2(path, few)
    turns = in_turns(
        {
            f"{name} {count}": partial(on_fresh, name, ready, of)
            for name in ("read", "intake_by_one", "intake_by_two")
            for count, of in (("few", few), ("many", returns))
        },
        RUNS,
    )

    def each(name: str, of: str) -> float:
        """Milliseconds a file: the median of the differences between many and few."""
        pairs = zip(turns[f"{name} few"], turns[f"{name} many"], strict=True)
        return statistics.median(many.of(of) - few.of(of) for few, many in pairs) * 1000 / (MANY - FEW)

    bare = each("read", "cpu")
    cpu_by_one, cpu = each("intake_by_one", "cpu"), each("intake_by_two", "cpu")
    by_one, by_two = each("intake_by_one", "seconds"), each("intake_by_two", "seconds")
    added = json.loads(python(HERE / "work.py", "guard", fresh(ready, few)))
    return [
        figure("a clean file of 120 rows, CPU of all processes, one worker", cpu_by_one, "ms", 12.0),
        figure("a clean file of 120 rows, CPU of all processes, two workers", cpu, "ms", 12.0),
        figure("the same by the clock, one worker", by_one, "ms"),
        figure("the same by the clock, two workers", by_two, "ms", 9.0),
        figure("CPU of all processes / bare read, one worker", cpu_by_one / bare),
        figure("CPU of all processes / bare read, two workers", cpu / bare),
        figure("gate and child / bare read, by the clock", added["seconds"], goal=0.8),
        figure("gate and child / bare read, CPU", added["cpu"]),
        # The peer takes several times as long for a file, so it gets few of them.
        *against_peer(ready, few, folder),
    ]


def on_fresh(name: str, ready: Path, returns: Path) -> Spent:
    return work(name, fresh(ready, returns))


def against_peer(ready: Path, returns: Path, folder: Path) -> list[Figure]:
    """The peer in an environment of its own, with a map of the cells that a unit fills, into one workbook."""
    if not PEER.exists():
        venv.create(PEER, with_pip=True)
        python("-m", "pip", "install", "--quiet", f"datamaps=={PEER_VERSION}", program=PEER / "bin" / "python")
    datamap = folder / "datamap.csv"
    datamap.write_text(python(HERE / "datamap.py", next(returns.iterdir())), "utf-8")

    def datamaps() -> Spent:
        home = folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        for name in ("input", "output"):
            (home / "Documents" / "datamaps" / name).mkdir(parents=True)
        arguments = ("import", "templates", "-m", "--inputdir", returns, "-d", datamap)
        return spent(PEER / "bin" / "datamaps", *arguments, home=home)

    works: dict[str, Callable[[], Spent]] = {"round": partial(on_fresh, "round", ready, returns), "peer": datamaps}
    turns = in_turns(works, RUNS_OF_PEER)
    pairs = zip(turns["peer"], turns["round"], strict=True)
    faster = statistics.median(peer.seconds / ours.seconds for peer, ours in pairs)
    return [figure(f"datamaps / intake with the workbook, {FEW} units", faster, goal=1.0, more_is_better=True)]


def figure(
    name: str, value: float, unit: str = "×", goal: float | None = None, more_is_better: bool = False
) -> Figure:
    return Figure(name, value, unit, goal, more_is_better)

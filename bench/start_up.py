"""Small things, where most of the time is the start: six bureaus, and commands that only look."""

import sys
import time
from pathlib import Path

from figures import Figure
from processes import XLPLAN, Spent, fresh, in_turns, naive, prepare, ratio, spent

UNITS, RUNS, RUNS_OF_LOOKS = 6, 7, 15
# Files that lie there already: longer than the time to settle, and than the coarsest disk is wrong by.
SETTLED_SECONDS = 5.0


def measure(folder: Path) -> list[Figure]:
    ready, returns = prepare(folder, UNITS, 1)
    return [*six_units(ready, returns), *looks(ready, returns)]


def six_units(ready: Path, returns: Path) -> list[Figure]:
    def intake() -> Spent:
        workspace = fresh(ready, returns)
        time.sleep(SETTLED_SECONDS)
        return spent(XLPLAN, "--workspace", workspace, "intake")

    turns = in_turns({"ours": intake, "naive": lambda: naive(returns, ready.parent / "naive.xlsx")}, RUNS)
    name = f"{UNITS} units, intake with the workbook / naive script"
    clock, cpu = (ratio(turns["ours"], turns["naive"], of) for of in ("seconds", "cpu"))
    return [figure(f"{name}, by the clock", clock, 1.0), figure(f"{name}, CPU", cpu, 1.1)]


def looks(ready: Path, returns: Path) -> list[Figure]:
    workspace = fresh(ready, returns, "looked")
    spent(XLPLAN, "--workspace", workspace, "intake")
    ours = (XLPLAN, "--workspace", workspace)
    turns = in_turns(
        {
            "pass": lambda: spent(sys.executable, "-c", "pass"),
            "--help": lambda: spent(XLPLAN, "--help"),
            "status": lambda: spent(*ours, "status", "2021-Q2"),
            "identify": lambda: spent(*ours, "identify", next(returns.iterdir())),
        },
        RUNS_OF_LOOKS,
    )
    goals = {"--help": 5.0, "status": 12.0, "identify": 12.0}
    return [
        figure(f"xlplan {name} / python -c pass", ratio(turns[name], turns["pass"]), goal)
        for name, goal in goals.items()
    ]


def figure(name: str, value: float, goal: float) -> Figure:
    return Figure(name, value, goal=goal)

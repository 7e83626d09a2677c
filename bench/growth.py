"""How the consolidated workbook grows with the number of units: time and memory."""

import json
import math
from pathlib import Path
from statistics import median

from figures import Figure
from processes import HERE, fresh, prepare, python

SMALL, LARGE, ROWS, TIMES, RUNS = 600, 2000, 37, 1, 3


def measure(folder: Path) -> list[Figure]:
    workspaces = {units: taken(folder / str(units), units) for units in (SMALL, LARGE)}
    turns = [
        {units: json.loads(python(HERE / "work.py", "consolidate", workspaces[units])) for units in workspaces}
        for _ in range(RUNS)
    ]
    exponent = median(
        math.log(turn[LARGE]["cpu"] / turn[SMALL]["cpu"]) / math.log(LARGE / SMALL) for turn in turns
    )
    memory = max(turn[LARGE]["megabytes"] for turn in turns)
    return [
        Figure(f"workbook of {LARGE} units: peak memory of the process", memory, "MB", 150),
        Figure(f"workbook of {SMALL} and of {LARGE} units: exponent of growth, CPU", exponent, "", 1.03),
    ]


def taken(folder: Path, units: int) -> Path:
    """A workspace whose ledger has a return of each unit."""
    folder.mkdir()
    ready, returns = prepare(folder, units, TIMES, ROWS)
    workspace = fresh(ready, returns)
    python(HERE / "work.py", "intake", workspace)
    return workspace

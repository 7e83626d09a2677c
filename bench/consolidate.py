"""Measures intake and the consolidated workbook against the naive script on the same returns; prints ratios.

usage: consolidate.py [UNITS [ROWS]]
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from run import HERE, copied, python, timed

UNITS, ROWS = 600, 120
RUNS = 3
# How many times over the real plan is taken before it is cut off at so many rows.
TIMES = 4


def measured(folder: Path) -> dict[str, float]:
    """One turn: seconds of whole processes, from cold files, from the ledger and of the naive script."""
    returns, workspace = folder / "returns", folder / "now"
    copied(folder / "ready", returns, workspace)
    told = {}

    def work(name: str) -> float:
        return timed(lambda: told.update(json.loads(python(HERE / "work.py", name, workspace))))

    cold = work("round")
    ledger = work("consolidate")
    naive = timed(lambda: python(HERE / "naive.py", returns, folder / "naive.xlsx"))
    return {"cold": cold, "ledger": ledger, "naive": naive, "megabytes": told["megabytes"]}


def main(units: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python(HERE / "work.py", "prepare", folder / "ready", folder / "returns", units, TIMES, rows)
        turns = [measured(folder) for _ in range(RUNS)]

    def median(of: str, part: str = "") -> float:
        return statistics.median(each[of] / each[part] if part else each[of] for each in turns)

    print(f"{units} returns of {rows} rows, seconds of whole processes, median of {RUNS} turns")
    print(f"  naive script                          {median('naive'):.1f}")
    print(f"  from cold files                       {median('cold'):.1f}")
    print(f"  from the ledger                       {median('ledger'):.1f}, peak {median('megabytes'):.0f} MB")
    print(f"  naive / from cold files               {median('naive', 'cold'):.1f}")
    print(f"  naive / from the ledger               {median('naive', 'ledger'):.1f}")


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    main(*numbers, *(UNITS, ROWS)[len(numbers) :])

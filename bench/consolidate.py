"""Measures the consolidated workbook against the naive script on the same returns; prints ratios of CPU seconds.

usage: consolidate.py [UNITS [ROWS]]
"""

import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path

from run import HERE, python

UNITS, ROWS = 600, 120
# How many times over the real plan is taken before it is cut off at so many rows.
TIMES = 4


def children() -> float:
    """The CPU seconds of the processes that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(units: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        returns, workspace = folder / "returns", folder / "ready"
        python(HERE / "work.py", "prepare", workspace, returns, units, TIMES, rows)
        shutil.copytree(returns, workspace / "inbox", dirs_exist_ok=True)
        intake = json.loads(python(HERE / "work.py", "intake", workspace))
        own = json.loads(python(HERE / "work.py", "consolidate", workspace))
        start = children()
        python(HERE / "naive.py", returns, folder / "naive.xlsx")
        naive = children() - start
    print(f"{units} returns of {rows} rows, CPU seconds of whole processes")
    print(f"  naive script                          {naive:.1f}")
    print(f"  intake                                {intake['process_cpu']:.1f}")
    print(f"  consolidation from the ledger         {own['process_cpu']:.1f}, peak {own['megabytes']:.0f} MB")
    print(f"  naive / consolidation                 {naive / own['process_cpu']:.1f}")
    print(f"  naive / intake + consolidation        {naive / (intake['process_cpu'] + own['process_cpu']):.1f}")


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    main(*numbers, *(UNITS, ROWS)[len(numbers) :])

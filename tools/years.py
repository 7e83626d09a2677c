"""Plays random years and holds every figure that xlplan shows against an independent sum.

Usage: python tools/years.py [FIRST [COUNT]] [--office] [--keep FOLDER]

A year is made from its number: a plan or four, orders in the middle of quarters, returns, late corrections,
withdrawals, signed and reopened quarters. It is played in a workspace of its own. What each sheet, template and
command then shows is compared with a sum that knows nothing of xlplan (`tests/support/years/oracle.py`).
One line is printed for each difference: year, quarter, sheet, row, heading, what is expected and what is seen.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Play the years; 1 if a figure differs."""
    sys.path.insert(0, str(ROOT))
    from tests.support.years.many import run

    return run(sys.argv[1:], __doc__ or "")


if __name__ == "__main__":
    sys.exit(main())

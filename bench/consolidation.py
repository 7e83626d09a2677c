"""Intake and the consolidated workbook of a large centre against the naive script on the same returns."""

from pathlib import Path

from figures import Figure
from processes import Spent, fresh, in_turns, naive, prepare, ratio, work

UNITS, ROWS, RUNS = 600, 120, 3
# How many times over the real plan is taken before it is cut off at so many rows.
TIMES = 4


def measure(folder: Path) -> list[Figure]:
    ready, returns = prepare(folder, UNITS, TIMES, ROWS)
    changed = folder / "changed"
    work("change", ready, changed, 1)
    workspace = ready.with_name("now")

    def cold() -> Spent:
        fresh(ready, returns)
        return work("round", workspace)

    def one_changed() -> Spent:
        for path in changed.iterdir():
            (workspace / "inbox" / path.name).write_bytes(path.read_bytes())
        return work("round", workspace)

    turns = in_turns(
        {
            "cold": cold,
            "ledger": lambda: work("consolidate", workspace),
            "changed": one_changed,
            "naive": lambda: naive(returns, folder / "naive.xlsx"),
        },
        RUNS,
    )
    of = f"{UNITS} × {ROWS} rows"
    return [
        Figure(
            f"{of}: naive script / intake and workbook from cold files",
            ratio(turns["naive"], turns["cold"]),
            goal=5.5,
            more_is_better=True,
        ),
        Figure(
            f"{of}: naive script / workbook from the ledger",
            ratio(turns["naive"], turns["ledger"]),
            goal=14,
            more_is_better=True,
        ),
        Figure(
            f"{of}: one changed return to the new workbook / naive script",
            100 * ratio(turns["changed"], turns["naive"]),
            "%",
            5,
        ),
    ]

"""The issue of templates to many units, against a script that fills in one template with openpyxl."""

import sys
from pathlib import Path

from figures import Figure
from processes import HERE, Spent, fresh, in_turns, median, prepare, spent, work

UNITS, ROWS, TIMES, RUNS = 600, 120, 4, 3
# The script is so slow that a part is enough.
UNITS_OF_SCRIPT = 60


def measure(folder: Path) -> list[Figure]:
    ready, _returns = prepare(folder, UNITS, TIMES, ROWS)
    template = next(iter(sorted((ready / "templates" / "2021-Q2").glob("*.xlsx"))))

    def script() -> Spent:
        out = folder / "copies"
        out.mkdir(exist_ok=True)
        return spent(sys.executable, HERE / "fill_in.py", template, out, UNITS_OF_SCRIPT)

    turns = in_turns({"ours": lambda: work("issue", fresh(ready.with_name("adopted"))), "script": script}, RUNS)
    each = median(turns["script"]) / UNITS_OF_SCRIPT / (median(turns["ours"]) / UNITS)
    return [
        Figure(f"{UNITS} templates of {ROWS} rows, by the clock", median(turns["ours"]), "s", 10),
        Figure("openpyxl, a template / xlplan issue, a template", each, goal=1, more_is_better=True),
    ]

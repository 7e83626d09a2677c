"""Intake beyond one process: a second worker, a ledger in a PostgreSQL, the workers of a Dask cluster.

Server and cluster run on this machine, as processes of their own, so they share its cores: what they cost shows,
and not what they gain on machines of their own.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from figures import Figure
from processes import HERE, XLPLAN, Spent, fresh, in_turns, prepare, ratio, spent

sys.path.insert(0, str(HERE.parent))
from tests.support.clusters import cluster
from tests.support.postgresql import PASSWORD, postgresql_server

UNITS, ROWS, TIMES, RUNS = 400, 120, 4, 3


def measure(folder: Path) -> list[Figure]:
    ready, returns = prepare(folder, UNITS, TIMES, ROWS)
    hidden = folder / "hidden"
    hidden.mkdir()
    with postgresql_server() as server, cluster(hidden) as dask:
        # The library of the server finds it there.
        os.environ["PGPASSWORD"] = PASSWORD

        def intake(*options: object) -> Spent:
            return spent(XLPLAN, "--workspace", fresh(ready, returns), "intake", *options)

        def with_database() -> Spent:
            workspace = fresh(ready, returns)
            address = server.make_database()
            spent(XLPLAN, "--workspace", workspace, "ledger", "move", address)
            taken = spent(XLPLAN, "--workspace", workspace, "intake", "--workers", 1)
            server.drop_database(address)
            return taken

        works: dict[str, Callable[[], Spent]] = {
            "one worker": lambda: intake("--workers", 1),
            "two workers": lambda: intake("--workers", 2),
            "PostgreSQL, one worker": with_database,
            "Dask, two workers": lambda: intake("--scheduler", dask.address),
        }
        turns = in_turns(works, RUNS)
    one = turns.pop("one worker")
    name = f"intake with the workbook, {UNITS} × {ROWS} rows"
    return [
        Figure(f"{name}: {other} / one worker and a file as ledger", ratio(spent_by, one))
        for other, spent_by in turns.items()
    ]

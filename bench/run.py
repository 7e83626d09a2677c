"""Measures xlplan against the bare library, its peers and a script by hand, in one run on the same files.

usage: run.py [--against FILE] [GROUP …]

Prints each figure, and writes results.json with its page results.md beside this script. A group is a module that
measures; without any, all of them do. With --against, each figure that is worse than that of FILE by more than a
tenth is named at the end, and the exit code is 1.
"""

import argparse
import compileall
import sys
import tempfile
import time
from pathlib import Path

import consolidation
import growth
import machines
import returns
import start_up
import templates
import watching
import xlplan
from figures import HERE, Measurement, load, measurement, save, worse

GROUPS = {
    "start_up": start_up.measure,
    "returns": returns.measure,
    "watching": watching.measure,
    "consolidation": consolidation.measure,
    "growth": growth.measure,
    "templates": templates.measure,
    "machines": machines.measure,
}
RESULTS = HERE / "results.json"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures xlplan against its peers.")
    parser.add_argument("--against", type=Path, metavar="FILE", help="results of an earlier run")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    options = parser.parse_args()
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    # It may be the very file that this run writes.
    earlier = load(options.against) if options.against else {}
    # As an installed program is. Where Python is told to write no byte code, each start would compile all of it.
    compileall.compile_dir(Path(xlplan.__file__).parent, quiet=1)
    measurements: list[Measurement] = []
    for group in options.groups or GROUPS:
        measurements.append(measured(group))
        save(measurements, RESULTS)
    lines = worse(measurements, earlier)
    print("\n".join(["", "Worse by more than a tenth:", *lines] if lines else []))
    return 1 if lines else 0


def measured(group: str) -> Measurement:
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        figures = GROUPS[group](Path(name))
    print(f"{group}, {time.monotonic() - start:.0f} s")
    for each in figures:
        print(f"  {each.name:<75} {each.shown:>10}  {each.shown_goal}", flush=True)
    return measurement(group, figures)


if __name__ == "__main__":
    sys.exit(main())

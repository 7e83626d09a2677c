"""Plays many years and prints each figure that differs, in one line; with LibreOffice's own sums if asked."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.support.years.book_comparison import differences_of_book
from tests.support.years.comparison import differences, seen_at
from tests.support.years.difference import Difference
from tests.support.years.player import PlayedYear, play
from tests.support.years.readers import read_computed
from tests.support.years.scenario import random_year
from tests.support.years.year_sum import quarter_sum
from xlplan.text.translation import use_language


def recalculated(played: PlayedYear, folder: Path) -> Iterator[Difference]:
    """The differences of the workbooks as LibreOffice computes them."""
    scenario, out = played.scenario, folder / "computed"
    bare = {quarter: folder / f"{scenario.seed} {quarter}.xlsx" for quarter in sorted(played.reports)}
    for quarter, path in bare.items():
        without_cached_values(played.reports[quarter][0], path)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *map(str, bare.values())], check=True, capture_output=True, timeout=180)
    for quarter, path in bare.items():
        steps = played.reports[quarter][1]
        expected = quarter_sum(scenario, steps, quarter, seen_at(scenario, steps))
        for each in differences_of_book(scenario, expected, read_computed(out / path.name)):
            yield replace(each, sheet=f"{each.sheet} (LibreOffice)")


def without_cached_values(path: Path, to: Path) -> None:
    """Copies a workbook without the values of its formulas, so that whoever opens it must compute them."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
            target.writestr(part, content)


def run(arguments: Sequence[str], about: str) -> int:
    """Play the years that are asked for.

    Returns:
        1 if a figure differs or a year fails, else 0.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", nargs="?", type=int, default=1)
    parser.add_argument("count", nargs="?", type=int, default=40)
    parser.add_argument("--office", action="store_true", help="let LibreOffice compute each workbook as well")
    parser.add_argument("--keep", type=Path, help="keep the workspaces in this folder")
    chosen = parser.parse_args(arguments)
    use_language("uk")
    found = failed = 0
    with tempfile.TemporaryDirectory(prefix="years-") as temporary:
        base = chosen.keep or Path(temporary)
        for seed in range(chosen.first, chosen.first + chosen.count):
            number = _played(seed, base / str(seed), chosen.office)
            found, failed = found + (number or 0), failed + (number is None)
            if not chosen.keep:
                shutil.rmtree(base / str(seed), ignore_errors=True)
    _say(f"{chosen.count} years, {found} differences, {failed} failed")
    return 1 if found or failed else 0


def _played(seed: int, folder: Path, with_office: bool) -> int | None:
    """Play a year and print its differences; return their number, None where the year cannot be played."""
    start = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    try:
        played = play(random_year(seed), folder)
        own = list(differences(played))
        own += recalculated(played, folder) if with_office else ()
    except Exception:
        _say(f"{seed}\tfailed\t{traceback.format_exc(limit=-3)}")
        return None
    for each in own:
        _say(str(each))
    took = time.monotonic() - start
    _say(f"{seed}\t{len(own)} differences, {len(played.scenario.steps)} steps, {took:.0f} s")
    return len(own)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

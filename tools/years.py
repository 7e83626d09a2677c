"""Plays random years and holds every figure that xlplan shows against an independent sum.

usage: python tools/years.py [FIRST [COUNT]] [--office] [--keep FOLDER]
Prints one line for each difference: seed, quarter, sheet, row, heading, what is expected and what is seen.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.years.comparison import Difference, differences, differences_of_book, seen_at  # noqa: E402
from tests.support.years.player import PlayedYear, play  # noqa: E402
from tests.support.years.readers import read_computed  # noqa: E402
from tests.support.years.scenario import random_year  # noqa: E402
from tests.support.years.year_sum import quarter_sum  # noqa: E402
from xlplan.text.translation import use_language  # noqa: E402


def recalculated(played: PlayedYear, folder: Path) -> Iterator[Difference]:
    """The differences of the workbooks as LibreOffice computes them."""
    scenario = played.scenario
    for quarter, (path, steps) in sorted(played.reports.items()):
        bare = folder / f"{scenario.seed} {quarter}.xlsx"
        _without_cached_values(path, bare)
        out = folder / "computed"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, bare]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        expected = quarter_sum(scenario, steps, quarter, seen_at(scenario, steps))
        yield from differences_of_book(scenario, expected, read_computed(out / bare.name))


def _without_cached_values(path: Path, to: Path) -> None:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
            target.writestr(part, content)


def main() -> int:
    """Play the years that are asked for; 1 if a figure differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", nargs="?", type=int, default=1)
    parser.add_argument("count", nargs="?", type=int, default=40)
    parser.add_argument("--office", action="store_true", help="let LibreOffice compute each workbook as well")
    parser.add_argument("--keep", type=Path, help="keep the workspaces in this folder")
    chosen = parser.parse_args()
    use_language("uk")
    found = failed = 0
    with tempfile.TemporaryDirectory(prefix="years-") as temporary:
        base = chosen.keep or Path(temporary)
        for seed in range(chosen.first, chosen.first + chosen.count):
            folder, start = base / str(seed), time.monotonic()
            shutil.rmtree(folder, ignore_errors=True)
            try:
                played = play(random_year(seed), folder)
                own = list(differences(played))
                own += recalculated(played, folder) if chosen.office else ()
            except Exception:
                failed += 1
                print(f"{seed}\tfailed\t{traceback.format_exc(limit=-3)}")
                continue
            for each in own:
                print(each)
            found += len(own)
            took = time.monotonic() - start
            print(f"{seed}\t{len(own)} differences, {len(played.scenario.steps)} steps, {took:.0f} s", flush=True)
            if not chosen.keep:
                shutil.rmtree(folder)
    print(f"{chosen.count} years, {found} differences, {failed} failed")
    return 1 if found or failed else 0


if __name__ == "__main__":
    sys.exit(main())

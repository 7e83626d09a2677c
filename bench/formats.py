"""Measures the gate and the reader on one clean return in each format, as ratios to the bare library.

usage: formats.py [SOURCE]

SOURCE is the `src` folder of another checkout of the project, with its catalogue compiled. Both read the same
files in turns, and the ratio of the two is printed as well. LibreOffice saves the return as xls and ods.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"
TURNS = 9
READS = 25


def seconds(work: Callable[[], object]) -> float:
    """The shortest of many runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(READS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def read(source: str, files: list[str]) -> None:
    """Prints, for each file, the seconds of the gate with the reader, and those of the bare library."""
    sys.path.insert(0, source)
    from xlplan.services.intake.child_tasks import parse_file

    print(json.dumps([(seconds(partial(parse_file, Path(name))), bare(Path(name))) for name in files]))


def bare(path: Path) -> float:
    from python_calamine import CalamineWorkbook

    def work() -> None:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names[:2]:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    return seconds(work)


def prepare(folder: Path) -> list[str]:
    """A filled return as xlsx, and as LibreOffice saves it in three formats."""
    script = HERE / "work.py"
    subprocess.run([sys.executable, script, "prepare", folder / "ready", folder / "returns", "1", "3"], check=True)
    made = next((folder / "returns").iterdir())
    files = [str(made)]
    for kind in ("xlsx", "xls", "ods"):
        out = folder / f"saved as {kind}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(made)]
        subprocess.run(command, check=True, capture_output=True)
        files.append(str(next(out.iterdir())))
    return files


def turn(source: Path, files: list[str]) -> list[list[float]]:
    done = subprocess.run(
        [sys.executable, __file__, "--read", str(source), *files], check=True, capture_output=True, text=True
    )
    result: list[list[float]] = json.loads(done.stdout)
    return result


def main() -> None:
    sources = [SOURCE, *(Path(each).resolve() for each in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as name:
        files = prepare(Path(name))
        turns = [[turn(source, files) for source in sources] for _ in range(TURNS)]
    for at, file in enumerate(("xlsx", "xlsx of LibreOffice", "xls of LibreOffice", "ods of LibreOffice")):
        ours = [each[0][at] for each in turns]
        bare_ms = statistics.median(taken[1] for taken in ours) * 1000
        line = f"{file:20} bare {bare_ms:.2f} ms, ours / bare {statistics.median(a / b for a, b in ours):.2f}"
        for other in range(1, len(sources)):
            ratio = statistics.median(each[0][at][0] / each[other][at][0] for each in turns)
            line += f", ours / other {ratio:.2f}"
        print(line)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(sys.argv[2], sys.argv[3:])
    else:
        main()

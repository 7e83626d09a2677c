"""Run xlplan and its tests under the Windows Python, in Wine: python tools/windows WHAT [PYTEST ARGUMENTS].

    demo    the round that `xlplan demo` plays
    round   the round of `round.py`: files held open, watchers killed, paths of 250 characters
    tests   the tests of what touches the disk; or those that are named: tests tests/ledger -k upgrade
    smoke   the demo, and the tests of claims and publishing, in three minutes from nothing
    all     the demo, the round and the tests

Everything lies in `.windows/` and is laid anew only when `pyproject.toml`, `constraints.txt` or Wine changes.
xlplan is read from the checkout. What Wine cannot show stands in `docs/windows.md`.
"""

import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from installation import HOME, PYTHON, ROOT, install
from wine import Prefix, require_wine

from xlplan.storage.file_lock import FileLock

DISK = (
    "tests/storage", "tests/ledger", "tests/cli", "tests/services/intake", "tests/services/templates",
    "tests/services/record",
    "tests/workflows/test_watcher.py", "tests/workflows/test_workbook_writer.py",
    "tests/workflows/test_round.py", "tests/workflows/test_held_open.py", "tests/workflows/test_board.py",
    "tests/workflows/test_failures.py",
    "tests/workflows/test_closing.py", "tests/workflows/test_system_errors.py",
)  # fmt: skip
SMOKE = ("tests/storage/test_inbox.py", "tests/storage/test_claims.py", "tests/storage/test_publish.py")
# Two tests at a time, each with ten minutes; the programs that some tests drive are those of Linux.
PYTEST = (
    "-X", r"pycache_prefix=C:\compiled", "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", r"C:\tests",
    "--quiet", "-n", "2", "--dist", "worksteal", "--timeout", "600", "-m", "not office and not clients",
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A run of the Windows Python. `folder` on drive C is removed first."""

    name: str
    arguments: tuple[str, ...]
    folder: str


def main() -> int:
    """Do what the command line says; 1 if something of it failed."""
    what, given = (sys.argv[1] if len(sys.argv) > 1 else ""), tuple(sys.argv[2:])
    demo = Job("demo", ("-m", "xlplan", "demo", r"C:\demo"), "demo")
    played = Job("round", ("-X", "utf8", r"tools\windows\round.py", r"C:\round"), "round")
    choices = {
        "demo": [[demo]],
        "round": [[played]],
        "tests": [[_tests(given, DISK)]],
        "smoke": [[demo, _tests(given, SMOKE)]],
        "all": [[demo, played], [_tests(given, DISK)]],
    }
    if what not in choices:
        print(__doc__)
        return 2
    require_wine()
    HOME.mkdir(exist_ok=True)
    with FileLock(HOME / ".lock"):
        return _run(choices[what])


def _tests(given: tuple[str, ...], usual: tuple[str, ...]) -> Job:
    named = any(argument.startswith("tests") for argument in given)
    return Job("tests", (*PYTEST, *given, *(() if named else usual)), "tests")


def _run(lines: list[list[Job]]) -> int:
    """Run each line of jobs beside the others, in a prefix of its own; 1 if a job failed."""
    prefixes = [Prefix(HOME / f"prefix-{number}") for number, _line in enumerate(lines, 1)]
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(128 + signal.SIGTERM))
    with ThreadPoolExecutor() as pool:
        try:
            for step in [pool.submit(install), *(pool.submit(prefix.prepare) for prefix in prefixes)]:
                step.result()
            pairs = zip(prefixes, lines, strict=True)
            running = [pool.submit(_run_line, prefix, line, ended) for prefix, line in pairs]
            failed = [name for each in running for name in each.result()]
        except BaseException:
            # Ctrl+C, or the end of the time in CI: nothing stays behind.
            ended.set()
            for prefix in prefixes:
                prefix.stop()
            raise
    print(f"failed under the Windows Python: {', '.join(failed)}" if failed else "done under the Windows Python")
    return 1 if failed else 0


def _run_line(prefix: Prefix, jobs: list[Job], ended: Event) -> list[str]:
    """Run jobs one after another, until all is ended; return the names of those that failed."""
    failed = []
    for job in jobs:
        if ended.is_set():
            break
        shutil.rmtree(prefix.folder / "drive_c" / job.folder, ignore_errors=True)
        if prefix.run(PYTHON, *job.arguments, tell=_teller(job), cwd=ROOT):
            failed.append(job.name)
    return failed


def _teller(job: Job) -> Callable[[str], None]:
    """Return what prints a line of a job, after its name."""
    return lambda line: print(f"{job.name:5} | {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""A process killed at any of its writes loses no file and records none twice."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.centre import QUARTER, send, take
from xlplan.ledger import tables
from xlplan.ledger.store import open_ledger
from xlplan.workspace import Workspace, find_workspace

# Everything by which a process changes what is on the disk.
CALLS = "rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,pwrite64,mkdir,mkdirat,rmdir,chmod,fchmodat"
PROGRAM = """
import sys
from tests.centre import take
from xlplan.workspace import find_workspace
from pathlib import Path
if __name__ == "__main__":
    take(find_workspace(Path(sys.argv[1])))
"""
# The kills are spread over the run; each part of them is a test of its own, so that they run side by side.
PARTS = 4
POINTS = 24


def strace() -> str:
    """The program, or a loud skip; in CI its absence fails."""
    program = shutil.which("strace")
    if program is None:
        reason = "strace is missing (apt-get install strace): the kill test proves nothing without it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def run(folder: Path, *options: str) -> int:
    """The exit code of one intake under strace; minus the signal's number where it was killed."""
    script = folder.parent / "intake.py"
    script.write_text(PROGRAM, "utf-8")
    command = [strace(), "-qq", "-o", str(folder.parent / "calls.txt"), "-e", f"trace={CALLS}", *options]
    paths = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, str(script), str(folder)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


def points(folder: Path) -> list[tuple[str, int]]:
    """The calls of a whole intake, each as its name and which one of that name it is; a run of writes as one."""
    assert run(folder) == 0
    lines = (folder.parent / "calls.txt").read_text("utf-8").splitlines()
    # Between the calls stand signals: the end of the child is one.
    names = [found.group() for line in lines if (found := re.match(r"\w+(?=\()", line))]
    numbered = [(name, names[: at + 1].count(name)) for at, name in enumerate(names)]
    ends = zip(numbered, [*numbered[1:], ("", 0)], strict=True)
    steps = [call for call, following in ends if call[0] != "pwrite64" or following[0] != "pwrite64"]
    return [steps[len(steps) * point // POINTS] for point in range(POINTS)]


@pytest.fixture
def waiting(centre: Workspace) -> Workspace:
    """A clean return, one to correct and one that is none of ours, in the inbox."""
    send(centre, "HOR")
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    return centre


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_write_loses_nothing_and_records_nothing_twice(
    waiting: Workspace, tmp_path: Path, part: int
) -> None:
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in waiting.inbox.iterdir()}
    whole = tmp_path / "whole" / "centre"
    shutil.copytree(waiting.root, whole)
    chosen = points(whole)[part::PARTS]
    killed = 0
    for name, number in chosen:
        folder = tmp_path / f"{name}-{number}" / "centre"
        shutil.copytree(waiting.root, folder)
        ended = run(folder, f"--inject={name}:signal=SIGKILL:when={number}")
        killed += ended in (-signal.SIGKILL, 128 + signal.SIGKILL)
        workspace = find_workspace(folder)
        take(workspace)
        _assert_once(workspace, hashes)
        shutil.rmtree(folder.parent)
    # A test in which nothing was killed would prove nothing.
    assert killed == len(chosen) > 0


def _assert_once(workspace: Workspace, hashes: set[str]) -> None:
    assert not list(workspace.inbox.iterdir())
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        recorded = [row.sha256 for row in connection.execute(tables.submissions.select())]
        arrived = [row.sha256 for row in connection.execute(tables.arrivals.select())]
    assert sorted(recorded) == sorted(arrived) == sorted(hashes)
    kept = {path.stem for path in workspace.archive.rglob("*") if path.is_file()}
    assert hashes <= kept
    assert len(list(workspace.receipts(QUARTER).glob("[0-9]*.html"))) == 2
    assert len(list(workspace.receipts(None).glob("[0-9]*.html"))) == 1
    assert len(list(workspace.to_correct(QUARTER).glob("[!.]*.xlsx"))) == 1
    assert workspace.report(QUARTER).exists()

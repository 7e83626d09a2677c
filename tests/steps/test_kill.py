"""A process killed at any of its writes loses no file and records none twice."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from centre import QUARTER, send, take
from xlplan.ledger import tables
from xlplan.ledger.store import open_ledger
from xlplan.workspace import Workspace, find_workspace

# Everything by which a process changes what is on the disk.
CALLS = "rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,pwrite64,mkdir,mkdirat,rmdir,chmod,fchmodat"
PROGRAM = """
import sys
from centre import take
from xlplan.workspace import find_workspace
from pathlib import Path
if __name__ == "__main__":
    take(find_workspace(Path(sys.argv[1])))
"""
# The kills are spread over the run; each part of them is a test of its own, so that they run side by side.
PARTS = 4
POINTS = 60


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
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, str(script), str(folder)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


def calls(folder: Path) -> int:
    """How many calls of that kind a whole intake makes."""
    assert run(folder) == 0
    return len((folder.parent / "calls.txt").read_text("utf-8").splitlines())


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
    total = calls(whole)
    points = sorted({1 + total * point // POINTS for point in range(POINTS)})[part::PARTS]
    killed = 0
    for point in points:
        folder = tmp_path / f"at-{point}" / "centre"
        shutil.copytree(waiting.root, folder)
        ended = run(folder, f"--inject={CALLS}:signal=SIGKILL:when={point}")
        killed += ended == -signal.SIGKILL or ended == 128 + signal.SIGKILL
        workspace = find_workspace(folder)
        take(workspace)
        _assert_once(workspace, hashes)
        shutil.rmtree(folder.parent)
    assert killed == len(points)


def _assert_once(workspace: Workspace, hashes: set[str]) -> None:
    assert not list(workspace.inbox.iterdir())
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        recorded = [row.sha256 for row in connection.execute(tables.submissions.select())]
        arrived = [row.sha256 for row in connection.execute(tables.arrivals.select())]
    assert sorted(recorded) == sorted(arrived) == sorted(hashes)
    kept = {path.stem for path in workspace.archive.rglob("*") if path.is_file()}
    assert hashes <= kept
    assert len(list(workspace.receipts(QUARTER).glob("[0-9]*.txt"))) == 2
    assert len(list(workspace.receipts(None).glob("[0-9]*.txt"))) == 1
    assert len(list(workspace.to_correct(QUARTER).glob("[!.]*.xlsx"))) == 1
    assert workspace.report(QUARTER).exists()

"""A process under strace: what it changes on the disk, and what is left where it is ended or refused at a call."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.centre import QUARTER
from tests.support.paths import ROOT
from xlplan.ledger import schema
from xlplan.ledger.connection import open_ledger
from xlplan.storage.workspace import Workspace

# Everything by which a process changes what is on the disk, or tells another process to.
CALLS = (
    "write,pwrite64,writev,ftruncate,fallocate,openat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "fsync,fdatasync,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat"
)
# What the process does to the centre whose folder it is given. Little is imported, for it is started often.
PROGRAM = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from xlplan.services.intake.results import IntakeListener
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import find_workspace
class Hurried(IntakeListener):
    def pause(self, seconds):
        pass
if __name__ == "__main__":
    now = datetime(2021, 7, 5, 10, tzinfo=timezone.utc)
    with open_workspace(find_workspace(Path(sys.argv[1])), lambda: now) as context:
        exec(sys.argv[2])
"""
INTAKE = "from xlplan.services.intake.inbox_pass import process_inbox; process_inbox(context, Hurried())"
ROUND = "from xlplan.workflows.intake_round import run_intake_round; run_intake_round(context, Hurried())"
Call = tuple[str, int]


def strace() -> str:
    """The program, or a loud skip; in CI its absence fails."""
    program = shutil.which("strace")
    if program is None:
        reason = "strace is missing (apt-get install strace): the kill test proves nothing without it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def environment() -> dict[str, str]:
    """That of a process of ours: it finds the tests, and leaves no compiled files behind."""
    paths = os.pathsep.join([str(ROOT), *sys.path])
    return {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


def run(folder: Path, what: str, *options: str) -> int:
    """The exit code of a process that does `what`, under strace; minus the signal's number where it was killed."""
    script = folder.parent / "program.py"
    script.write_text(PROGRAM, "utf-8")
    command = [strace(), "-qq", "-o", str(folder.parent / "calls.txt"), "-e", f"trace={CALLS}", *options]
    done = subprocess.run(
        [*command, sys.executable, str(script), str(folder), what],
        env=environment(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    return done.returncode


def calls_of(folder: Path, what: str) -> list[Call]:
    """Each call of a whole run that changes something, as its name and which one of that name it is."""
    assert run(folder, what) == 0
    lines = (folder.parent / "calls.txt").read_text("utf-8").splitlines()
    # Between the calls stand signals: the end of the child is one.
    named = [(found.group(), line) for line in lines if (found := re.match(r"\w+(?=\()", line))]
    numbers: dict[str, int] = {}
    calls = []
    for name, line in named:
        numbers[name] = numbers.get(name, 0) + 1
        if name != "openat" or "O_CREAT" in line:
            calls.append((name, numbers[name]))
    return calls


def left(workspace: Workspace, hashes: set[str]) -> list[str]:
    """What is amiss after files with these hashes were taken in; nothing where each is there once."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        recorded = sorted(row.sha256 for row in connection.execute(schema.submissions.select()))
        arrived = sorted(row.sha256 for row in connection.execute(schema.arrivals.select()))
    kept = {path.stem for path in workspace.archive.rglob("*") if path.is_file()}
    receipts = [*workspace.receipts(QUARTER).glob("[0-9]*.html"), *workspace.receipts(None).glob("[0-9]*.html")]
    lines = workspace.answers.read_text("utf-8").splitlines() if workspace.answers.exists() else []
    wanted = {
        "inbox": not list(workspace.inbox.iterdir()),
        "recorded once": recorded == sorted(hashes),
        "arrived once": arrived == sorted(hashes),
        "archived": hashes <= kept,
        "receipts": len(receipts) == len(hashes) and all(path.read_bytes().endswith(b"\n") for path in receipts),
        "a line each in the log of answers": len(lines) == len(hashes),
    }
    return [what for what, right in wanted.items() if not right]

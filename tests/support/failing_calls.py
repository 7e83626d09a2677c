"""A process under strace: what it changes on the disk, and what is left where it is ended or refused at a call."""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

import pytest

from tests.support.centre import QUARTER
from tests.support.paths import ROOT
from tests.support.thoroughness import spread
from xlplan.ledger.connection import open_ledger
from xlplan.storage.workspace import Workspace

# Everything by which a process changes what is on the disk, or tells another process to.
CALLS = (
    "write,pwrite64,writev,ftruncate,fallocate,openat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "fsync,fdatasync,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat"
)
# A process that has imported what any run needs. Each line names a centre and what to do there; a fork does that
# as soon as strace has hold of it. Imports change nothing on the disk, and take longer than a run.
PROGRAM = """
import ctypes
import json
import os
import signal
import sys
import traceback
from datetime import datetime, timezone
from pathlib import Path
from xlplan.services.intake.results import IntakeListener
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import find_workspace
class Hurried(IntakeListener):
    def pause(self, seconds):
        pass
def do(folder, what):
    now = datetime(2021, 7, 5, 10, tzinfo=timezone.utc)
    with open_workspace(find_workspace(Path(folder)), lambda: now) as context:
        exec(what, {**globals(), "context": context})
def do_and_end(wanted):
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv[1:] = [wanted["folder"]]
    try:
        do(wanted["folder"], wanted["what"])
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
if __name__ == "__main__":
    import imap_tools
    import tests.support.pooled
    import xlplan.documents.marked_return.marker
    import xlplan.documents.report.workbook
    import xlplan.documents.return_reader.reader
    import xlplan.ledger.connection
    import xlplan.ledger.ownership
    import xlplan.ledger.reading_connection
    import xlplan.ledger.sqlite_ledger
    import xlplan.sandbox.inspection
    import xlplan.services.intake.answer
    import xlplan.services.intake.correction
    import xlplan.services.intake.file_pipeline
    import xlplan.services.mail.fetch
    import xlplan.services.record.backup
    import xlplan.services.record.restore
    import xlplan.workflows.board
    import xlplan.workflows.intake_round
    for line in sys.stdin:
        fork = os.fork()
        if not fork:
            # Some systems let none but a parent trace a process, unless it says so: PR_SET_PTRACER, anybody.
            ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.kill(os.getpid(), signal.SIGSTOP)
            do_and_end(json.loads(line))
        os.waitpid(fork, os.WUNTRACED)
        print(fork, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), flush=True)
"""
INTAKE = "from xlplan.services.intake.inbox_pass import process_inbox; process_inbox(context, Hurried())"
ROUND = "from xlplan.workflows.intake_round import run_intake_round; run_intake_round(context, Hurried())"
Call = tuple[str, int]
_PATIENCE = 300


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


# Processes that wait for the next run. They end with the tests, for their input ends then.
_idle: "list[subprocess.Popen[str]]" = []


def run(folder: Path, what: str, *options: str) -> int:
    """The exit code of a process that does `what`, under strace; minus the signal's number where it was killed."""
    program = strace()
    process = _idle.pop() if _idle else _prepared()
    assert process.stdin is not None
    assert process.stdout is not None
    wanted = {"folder": str(folder), "what": what, "environment": environment()}
    print(json.dumps(wanted), file=process.stdin, flush=True)
    fork = int(process.stdout.readline())
    command = [program, "-qq", "-o", str(folder.parent / "calls.txt"), "-e", f"trace={CALLS}", *options]
    with subprocess.Popen(
        [*command, "-p", str(fork)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as tracer:
        _await_tracer(fork, tracer)
        os.kill(fork, signal.SIGCONT)
        tracer.communicate(timeout=_PATIENCE)
    code = int(process.stdout.readline())
    _idle.append(process)
    return code


def _prepared() -> "subprocess.Popen[str]":
    """Start a process that forks for each run. Its script stays as long as it does."""
    folder = Path(tempfile.mkdtemp(prefix="xlplan-runs-"))
    script = folder / "program.py"
    script.write_text(PROGRAM, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_end, process, folder)
    return process


def _end(process: "subprocess.Popen[str]", folder: Path) -> None:
    process.communicate()
    shutil.rmtree(folder, ignore_errors=True)


def _await_tracer(process: int, tracer: "subprocess.Popen[bytes]") -> None:
    """Wait until strace has hold of a process, so that it counts from the first call."""
    end = time.monotonic() + _PATIENCE
    while "TracerPid:\t0\n" in Path(f"/proc/{process}/status").read_text():
        if tracer.poll() is not None or time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            pytest.fail(f"strace has no hold of the process: {tracer.communicate()[1].decode()}")
        time.sleep(0.001)


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


def spread_calls(calls: list[Call], share: int) -> list[Call]:
    """Of each kind of call each `share`-th, and one at least; where the tests are to be thorough, every call."""
    kinds = dict.fromkeys(name for name, _number in calls)
    chosen = (spread([call for call in calls if call[0] == kind], share) for kind in kinds)
    return list(chain.from_iterable(chosen))


def left(workspace: Workspace, hashes: set[str]) -> list[str]:
    """What is amiss after files with these hashes were taken in; nothing where each is there once."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        recorded = sorted(connection.column("SELECT sha256 FROM submissions"))
        arrived = sorted(connection.column("SELECT sha256 FROM arrivals"))
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

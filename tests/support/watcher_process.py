"""A real watcher: `xlplan watch` as a process with a home and a folder for temporary files of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlplan.storage.workspace import Workspace

PATIENCE = 120.0
# How a watcher ends that was asked to: Windows has no signal to another process and ends it at once.
STOPPED = 1 if sys.platform == "win32" else 0


@dataclass(frozen=True)
class Watcher:
    """A running watcher. `around`: the folder in which its workspace, home and temporary files lie."""

    process: "subprocess.Popen[str]"
    around: Path
    output: Path

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code after that signal, which is sent once it watches: before that it has no handler for it."""
        until(lambda: bool(self.said), "begun", self)
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def said(self) -> str:
        """All it has printed."""
        return self.output.read_text("utf-8")

    @property
    def peak(self) -> int:
        """The most memory that it, or a child of it, has held so far, in MiB."""
        held = [0]
        for status in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError, IndexError):
                command = status.with_name("cmdline").read_text("utf-8", "replace")
                if str(self.around) in command or f"PPid:\t{self.process.pid}\n" in status.read_text("utf-8"):
                    held.append(int(status.read_text("utf-8").split("VmHWM:")[1].split()[0]) // 1024)
        return max(held)


@contextmanager
def watching(
    workspace: Workspace,
    name: str = "watcher",
    before: Sequence[str] = (),
    *,
    quiet: float = 0.1,
    options: Sequence[str] = (),
) -> Iterator[Watcher]:
    """A watcher on the workspace, in a group of its own, as a service is; all of it ends with the `with` block.

    `before`: what its command line begins with, such as strace, which would leave the watcher alive.
    `options`: what it ends with.
    """
    around = workspace.root.parent
    settle(workspace, quiet)
    for folder in ("home", "tmp"):
        (around / folder).mkdir(exist_ok=True)
    output = around.with_name(f"{around.name}-{name}.txt")
    command = [*before, sys.executable, "-m", "xlplan", "--workspace", str(workspace.root), "watch", *options]
    with output.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            command,
            env=_environment(around),
            stdout=told,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        yield Watcher(process, around, output)
    finally:
        _kill_all(process)
        process.wait()


def _environment(around: Path) -> dict[str, str]:
    """That of this process, with a home and a folder for temporary files of its own."""
    home, temporary = str(around / "home"), str(around / "tmp")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "TMP", "TEMP"))}
    python = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    if sys.platform == "win32":
        return {**kept, **python, "USERPROFILE": home, "TEMP": temporary, "TMP": temporary}
    return {**kept, **python, "HOME": home, "TMPDIR": temporary, "LC_ALL": "C.UTF-8"}


def _kill_all(process: "subprocess.Popen[str]") -> None:
    """End the watcher and all that it started. On Windows what it started ends by itself once it is gone."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def settle(workspace: Workspace, quiet: float) -> None:
    """Writes into the settings how long files settle and that the inbox is looked at each second."""
    path = workspace.root / "xlplan.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("quiet_s", "rescan_s"))]
    # Tables stand below all settings.
    path.write_text("\n".join([f"quiet_seconds = {quiet}", "rescan_seconds = 1", *kept, ""]), "utf-8")


def until(true: Callable[[], bool], what: str, watcher: Watcher | None = None) -> None:
    """Waits until something is so; fails with what the watcher has said."""
    end = time.monotonic() + PATIENCE
    while not true():
        if watcher is not None and watcher.process.poll() is not None:
            raise AssertionError(f"the watcher has ended: {watcher.said}")
        if time.monotonic() > end:
            raise AssertionError(f"not {what}: {watcher.said if watcher else ''}")
        time.sleep(0.05)


def answers(workspace: Workspace) -> list[dict[str, Any]]:
    """The lines of the log of answers."""
    return [json.loads(line) for line in _answer_lines(workspace)]


def _answer_lines(workspace: Workspace) -> list[bytes]:
    if not workspace.answers.exists():
        return []
    # A line that is just being written has no end yet.
    return workspace.answers.read_bytes().rpartition(b"\n")[0].splitlines()


def consolidated(workspace: Workspace, count: int) -> Callable[[], bool]:
    """Whether so many files are answered and the inbox is empty."""
    return lambda: len(_answer_lines(workspace)) >= count and not list(workspace.inbox.iterdir())

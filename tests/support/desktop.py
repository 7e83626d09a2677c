"""A desk to type at: a screen that nobody sees, LibreOffice on it, a keyboard, and somebody who looks."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.support.client_programs import SYSTEM_PYTHON, need, need_uno
from tests.support.office_profile import write_profile
from tests.support.paths import ROOT

_PATIENCE = 30.0
_LOOK = 0.05
# A first start is greeted with tips, and a save in Excel's format with a question: both wait for a click.
_QUIET = """<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" oor:op="fuse">
<value>false</value></prop></item>
"""


class Desk:
    """The hands and eyes of one person. An act waits until what it is for can be seen, and fails if it cannot."""

    def __init__(self, display: str, eyes: "subprocess.Popen[str]") -> None:
        self._screen = {**os.environ, "DISPLAY": display}
        self._eyes = eyes
        self._main = ""

    def open(self, path: Path) -> None:
        """Opens a workbook; the keyboard is on its sheet."""
        self.see("open", str(path))
        until(lambda: self._windows(path.name))
        self._main = self._windows(path.name)[0]
        self._keyboard("windowfocus", self._main)

    def close(self) -> None:
        """Closes it, saved or not, and whatever stands in front of it."""
        while self.see("dialog"):
            self.refusal()
        self.see("close")

    def copy_table(self) -> None:
        """Copies the first table of the text document to the clipboard."""
        self.see("mark table")
        until(lambda: self.see("marked"))
        self.press("ctrl+c")
        until(lambda: self.see("clipboard"))

    def go_to(self, cell: str) -> None:
        """Clicks on a cell."""
        self.see("go to", cell)
        until(lambda: self.see("selected") == cell)

    def type(self, text: str, *keys: str) -> None:
        """Types a text and then presses keys, by their names: Tab, Return."""
        self._keyboard("type", "--delay", "5", "--", text)
        self.press(*keys)

    def press(self, *keys: str) -> None:
        """Presses keys."""
        if keys:
            self._keyboard("key", "--delay", "5", *keys)

    def refusal(self) -> list[str]:
        """The words of the message that comes up: title, text, button. It is answered, what was typed dropped."""
        words: list[str] = until(lambda: self.see("dialog"))
        others = until(lambda: [window for window in self._windows(".") if window != self._main])
        self._keyboard("windowfocus", others[0])
        self.press("Return")
        until(lambda: not self.see("dialog"))
        self._keyboard("windowfocus", self._main)
        self.press("Escape")
        return words

    def save(self) -> None:
        """Ctrl+S, once what was typed has arrived."""
        until(lambda: self.see("unsaved"))
        self.press("ctrl+s")
        until(lambda: not self.see("unsaved"))

    def see(self, what: str, about: str = "") -> Any:
        """What the eyes answer; see `screen_reading.py`."""
        assert self._eyes.stdin
        assert self._eyes.stdout
        self._eyes.stdin.write(json.dumps([what, about]) + "\n")
        self._eyes.stdin.flush()
        return json.loads(self._eyes.stdout.readline())

    def _windows(self, name: str) -> list[str]:
        command = ["xdotool", "search", "--onlyvisible", "--name", name]
        found = subprocess.run(command, env=self._screen, capture_output=True, text=True, check=False)
        return found.stdout.split()

    def _keyboard(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self._screen, check=True, capture_output=True, timeout=_PATIENCE)


def until(look: Callable[[], Any], patience: float = _PATIENCE) -> Any:
    """What `look` sees as soon as that is something; AssertionError if it never is."""
    end = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < end, "nothing of the kind came up"
        time.sleep(_LOOK)
    return seen


@contextmanager
def at_a_desk(folder: Path, locale: str = "") -> Iterator[Desk]:
    """A desk with nothing open on it; `folder` is for the office's profile, `locale` such as `uk-UA`."""
    for program in ("Xvfb", "xdotool"):
        need(program, "apt-get install xvfb xdotool")
    office = need("soffice", "apt-get install libreoffice-calc")
    need_uno()
    write_profile(folder, locale, _QUIET)
    with ExitStack() as closing:
        display = closing.enter_context(_screen())
        # A pipe is open to all that runs on the machine.
        pipe = f"xlplan-desk-{os.getpid()}"
        # The plain look needs no desktop, and asks the same of every machine.
        screen = {**os.environ, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "LC_ALL": "C.UTF-8"}
        # Both alphabets on the keyboard, and a locale that has letters: else Cyrillic ones never arrive.
        subprocess.run(["setxkbmap", "-layout", "us,ua"], env=screen, check=True, timeout=_PATIENCE)
        command = [office, f"-env:UserInstallation={folder.as_uri()}", "--norestore", "--nologo", "--nodefault"]
        closing.enter_context(running([*command, f"--accept=pipe,name={pipe};urp"], screen))
        looking = [SYSTEM_PYTHON, str(ROOT / "tests/support/screen_reading.py"), pipe]
        eyes = closing.enter_context(subprocess.Popen(looking, stdin=-1, stdout=-1, text=True))
        closing.callback(eyes.kill)
        yield Desk(display, eyes)


@contextmanager
def _screen() -> Iterator[str]:
    """A display of its own; the server chooses a number that is free."""
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL) as server:
        os.close(tell)
        try:
            with os.fdopen(told) as number:
                yield f":{number.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def running(command: list[str], environment: dict[str, str] | None = None) -> Iterator[None]:
    """The office, whose start program leaves a second process behind: both end together."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True) as office:
        try:
            yield
        finally:
            os.killpg(office.pid, signal.SIGKILL)

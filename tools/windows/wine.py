"""Wine: the folders of a Windows (a prefix), and programs that run in it.

Wine gives Python usable standard streams only where they are pipes, so that is what every program here gets. What
it prints is handed on line by line.
"""

import filecmp
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

DEBIAN = Path("/usr/lib/wine/wine64")  # Debian puts it beside the path of programs
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
# The parts of Wine for .NET and for web pages would ask to be downloaded.
WITHOUT = "mscoree=;mshtml="
# The windows of the bureaus are Ukrainian. Wine takes the language, and the encoding of the names of files, from a
# locale, which few machines have: the one that all have is put in its place.
LANGUAGE, CODE_PAGE = "uk_UA", "cp1251"
ANY_LOCALE = Path("/usr/lib/locale/C.utf8")
GRACE_SECONDS = 10.0  # for what a program left running to let go of its pipe

Print = Callable[[str], None]


@dataclass(frozen=True)
class Prefix:
    """A Windows of its own: its drive C, its registry and its one server process."""

    folder: Path

    def prepare(self, reports: str = "win10") -> None:
        """Make the prefix, unless this Wine has made it, and let it report this version of Windows."""
        done = self.folder / ".prepared"
        version = subprocess.run([require_wine(), "--version"], capture_output=True, text=True, check=True).stdout
        if done.exists() and done.read_text("utf-8") == version:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "locale").mkdir(parents=True)
        (self.folder / "locale" / f"{LANGUAGE}.utf8").symlink_to(ANY_LOCALE)
        said: list[str] = []
        key = (r"HKCU\Software\Wine", "/v", "Version", "/d", reports, "/f")
        if self.run("wineboot", "-i", tell=said.append) or self.run("reg", "add", *key, tell=said.append):
            raise SystemExit("\n".join(["Wine cannot make its folders.", *said]))
        _link_libraries(self.folder / "drive_c" / "windows")
        done.write_text(version, "utf-8")

    def run(self, program: Path | str, *arguments: str, tell: Print, cwd: Path | None = None) -> int:
        """Run a Windows program to its end, hand on each line that it prints, and return its exit code."""
        process = subprocess.Popen(
            [str(require_wine()), str(program), *arguments],
            env=self._environment(),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout is not None
        reader = threading.Thread(target=_hand_on, args=(process.stdout, tell))
        reader.start()
        try:
            return process.wait()
        finally:
            # A program that was left running holds the pipe open: it ends with the prefix.
            reader.join(GRACE_SECONDS)
            self.stop()
            reader.join()

    def stop(self) -> None:
        """End whatever still runs in the prefix."""
        server = require_wine().with_name("wineserver")
        subprocess.run([server, "-k"], env=self._environment(), check=False, capture_output=True)

    def _environment(self) -> dict[str, str]:
        # Without a display nothing opens a window. In CI a test may be skipped whose program only Linux has.
        left_out = ("DISPLAY", "WAYLAND_DISPLAY", "CI")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        own = {"WINEPREFIX": str(self.folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": WITHOUT}
        return {**kept, **own, "LOCPATH": str(self.folder / "locale"), "LC_ALL": f"{LANGUAGE}.UTF-8"}


def require_wine() -> Path:
    """Return the program of Wine for 64 bits. Without it nothing can be run: in CI that is a failure."""
    found = DEBIAN if DEBIAN.exists() else Path(shutil.which("wine64") or "")
    if found.name:
        return found
    print("SKIPPED: wine64 is missing (apt-get install wine64), so nothing was run under the Windows Python.")
    sys.exit(1 if os.environ.get("CI") == "true" else 0)


def _link_libraries(windows: Path) -> None:
    """Let the 700 MB of libraries that Wine copies into each prefix be those that are installed."""
    installed = {path.name: path for path in LIBRARIES.glob("*")}
    for path in windows.rglob("*"):
        same = installed.get(path.name)
        if same is not None and path.is_file() and filecmp.cmp(path, same, shallow=False):
            path.unlink()
            path.symlink_to(same)


def _hand_on(stream: IO[bytes], tell: Print) -> None:
    for line in stream:
        tell(_decoded(line).rstrip("\r\n"))


def _decoded(line: bytes) -> str:
    """Read a line that is UTF-8, as xlplan writes it into a pipe, or in the code page of Windows."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(CODE_PAGE, "replace")

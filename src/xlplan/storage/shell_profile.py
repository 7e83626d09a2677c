"""The profile of a shell, in which a person's own settings are: where it is, and the lines of xlplan in it."""

import os
import re
import shutil
import subprocess
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.storage.atomic import atomic_write
from xlplan.text.translation import _

BEGIN, END = "# >>> xlplan completion >>>", "# <<< xlplan completion <<<"
_BLOCK = re.compile(rf"{re.escape(BEGIN)}.*?{re.escape(END)}\r?\n?", re.DOTALL)
_POWERSHELLS = ("powershell", "pwsh")
_ASK_POWERSHELL = "[Console]::OutputEncoding = [System.Text.Encoding]::UTF8; $PROFILE; Get-ExecutionPolicy"
# Under these PowerShell runs no profile that nobody has signed, and says so in red at each start.
_FORBIDDING = ("Restricted", "AllSigned")
_LIMIT_SECONDS = 60


def profiles_of(shell: str) -> tuple[Path, ...]:
    """Return the profiles of a shell in the user's own folder: of PowerShell one for each that is installed.

    Raises:
        XlplanError: There is no PowerShell, or none that runs a profile.
    """
    home = Path.home()
    if shell == "powershell":
        return _powershell_profiles()
    if shell == "zsh":
        return (Path(os.environ.get("ZDOTDIR") or home) / ".zshrc",)
    if shell == "fish":
        settings = os.environ.get("XDG_CONFIG_HOME") or home / ".config"
        return (Path(settings) / "fish" / "completions" / "xlplan.fish",)
    # A window of macOS starts bash as at a login.
    return (home / (".bash_profile" if sys.platform == "darwin" else ".bashrc"),)


def _powershell_profiles() -> tuple[Path, ...]:
    found = [path for name in _POWERSHELLS if (path := shutil.which(name))]
    answers = [answer for path in found if len(answer := _ask_powershell(path)) > 1]
    if not answers:
        raise XlplanError(
            _("PowerShell is not installed here. Name your shell: xlplan completion bash --install.")
        )
    profiles = tuple(Path(profile) for profile, policy, *_more in answers if policy not in _FORBIDDING)
    if not profiles:
        raise XlplanError(
            _(
                "PowerShell runs no profile here, so nothing was changed. Let it run your own ones by "
                "“Set-ExecutionPolicy -Scope CurrentUser RemoteSigned”, then run the command again."
            )
        )
    return profiles


def _ask_powershell(program: str) -> list[str]:
    """Return the place of its profile and what it lets run; nothing where it does not answer."""
    command = [program, "-NoProfile", "-NonInteractive", "-Command", _ASK_POWERSHELL]
    try:
        answer = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_LIMIT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [line for line in answer.stdout.decode("utf-8-sig", "replace").splitlines() if line.strip()]


def add_lines(profile: Path, lines: str) -> bool:
    """Put lines into a profile between two marks, in the place of those of an earlier time.

    All else in it stays, byte for byte.

    Returns:
        False if they were there already.
    """
    # Many keep their profiles elsewhere and link to them.
    file = profile.resolve()
    before = file.read_bytes() if file.exists() else b""
    # Windows PowerShell writes UTF-16; what is in another code page stays as it is.
    is_wide = before.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = before.decode("utf-16") if is_wide else before.decode("utf-8", "surrogateescape")
    block = f"{BEGIN}\n{lines}{END}\n"
    if block in text:
        return False
    gap = "" if not text or text.endswith("\n") else "\n"
    text = _BLOCK.sub(lambda _found: block, text, count=1) if _BLOCK.search(text) else f"{text}{gap}{block}"
    after = text.encode("utf-16") if is_wide else text.encode("utf-8", "surrogateescape")
    atomic_write(file, lambda beside: _write(beside, after, file))
    return True


def _write(beside: Path, content: bytes, file: Path) -> None:
    beside.write_bytes(content)
    if file.exists():
        shutil.copymode(file, beside)

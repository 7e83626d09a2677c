"""The line of the settings that names the ledger: changed by itself, with all else in the file kept."""

import re
import shutil
import tomllib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from msgspec.structs import replace

from xlplan.domain.errors import XlplanError
from xlplan.storage.atomic import atomic_write, sync_folder
from xlplan.storage.ledger_address import LedgerPlace
from xlplan.storage.long_paths import shown_path
from xlplan.storage.settings import read_settings, toml_text
from xlplan.storage.settings_file import DEFAULT_LEDGER, FILE_NAME
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

_LINE = re.compile(r"""(?m)^([ \t]*ledger[ \t]*=[ \t]*)('[^'\r\n]*'|"(?:[^"\\\r\n]|\\.)*")""")
_TABLE = re.compile(r"(?m)^[ \t]*\[")


def named_place(root: Path, place: LedgerPlace) -> str:
    """Return a place as the settings name it: a file in the workspace by its path from there, no password."""
    if isinstance(place, Path):
        return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)
    return str(place)


def prepare_setting(file: Path, place: str) -> bytes:
    """Return the content of the settings with another place for the ledger. Nothing is written.

    Raises:
        XlplanError: The line cannot be found for sure. The sentence says what to write there.
    """
    content = file.read_bytes()
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    text = content.decode(encoding).removeprefix("\ufeff")
    value = toml_text(place)
    table = _TABLE.search(text)
    end = table.start() if table else len(text)
    changed, count = _LINE.subn(lambda match: match[1] + value, text[:end])
    if not count:
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = "" if not changed or changed.endswith("\n") else newline
        changed += f"{gap}ledger = {value}{newline}"
    changed += text[end:]
    if not _differs_in_ledger_alone(text, changed, place):
        raise XlplanError(
            _(
                "The line of the ledger in {file} cannot be changed by itself. Write it in one line: {line}, with "
                "the place that it has now, then begin again."
            ).format(file=shown_path(file), line="ledger = '…'")
        )
    is_marked = content.startswith(BOM_UTF8)
    return (BOM_UTF8 if is_marked else b"") + changed.encode(encoding)


def _differs_in_ledger_alone(before: str, after: str, place: str) -> bool:
    try:
        known, changed = (tomllib.loads(each.replace("\r\n", "\n")) for each in (before, after))
    except tomllib.TOMLDecodeError:
        return False
    return bool(changed == {**known, "ledger": place})


def put_setting(file: Path, content: bytes) -> None:
    """Put the settings in the place of those that are there, whole or not at all, with the same rights."""

    def write(beside: Path) -> None:
        beside.write_bytes(content)
        shutil.copymode(file, beside)

    atomic_write(file, write)
    sync_folder(file.parent)


def with_named_ledger(workspace: Workspace) -> Workspace:
    """Return a workspace with the ledger that its settings name now: it may have been moved meanwhile.

    Settings that cannot be read just now, for somebody is writing them, change nothing.
    """
    file = workspace.root / FILE_NAME
    try:
        named = tomllib.loads(file.read_text("utf-8-sig")).get("ledger", DEFAULT_LEDGER)
        if named == workspace.settings.ledger:
            return workspace
        return replace(workspace, settings=read_settings(file))
    except (OSError, ValueError, XlplanError):
        return workspace

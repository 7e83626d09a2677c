"""The state of the decision log in the properties of a workbook: by it the workbooks of two copies differ."""

import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlplan.domain.decision_log import DecisionRecord

_WORKSPACE, _LOG = "xlplan workspace", "xlplan decision log"
_PART, _LARGEST_PART = "docProps/custom.xml", 1 << 16
_HEAD = re.compile(rf'name="{_LOG}"[^<>]{{0,300}}>\s{{0,9}}<[^<>]{{0,300}}>(\d{{1,9}}) ([0-9a-f]{{64}})<')


class SignedLog(Struct, frozen=True):
    """The last entry of the decision log that a workbook names: its number, and the hash of its line."""

    number: int
    sha256: str


def write_signed_log(book: Any, record: DecisionRecord) -> None:
    """Write the identity of the workspace and the last entry of its decision log as properties of a workbook."""
    book.set_custom_property(_WORKSPACE, record.workspace, "text")
    book.set_custom_property(_LOG, f"{record.number} {record.sha256}".strip(), "text")


def signed_log(path: Path) -> SignedLog | None:
    """Return the last entry that a workbook names; None where it names none or cannot be read."""
    unreadable = (OSError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
    with suppress(*unreadable), zipfile.ZipFile(path) as parts:
        if parts.getinfo(_PART).file_size <= _LARGEST_PART:
            found = _HEAD.search(parts.read(_PART).decode("utf-8", "replace"))
            return SignedLog(int(found[1]), found[2]) if found else None
    return None

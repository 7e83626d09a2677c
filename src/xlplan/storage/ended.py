"""Whether a file that has stopped changing is there to its end."""

import time
from pathlib import Path

from xlplan.storage.inbox import State

# How a zip begins, and what stands at its end, before a comment of up to 64 KB.
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
_PATIENCE_SECONDS = 60.0


def has_ended(path: Path, state: State) -> bool:
    """Whether a settled file, of this size and time, is there to its end, as far as that can be seen.

    A copy over a slow share pauses for longer than files take to settle. A workbook is a zip, whose last bytes say
    what is in it; one that lacks them is waited for until a minute after its last change.
    """
    if time.time() - state[1] / 1e9 > _PATIENCE_SECONDS:
        return True
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return True
            file.seek(max(0, state[0] - _LONGEST_END))
            return _ZIP_END in file.read()
    except OSError:
        return True  # whoever takes it up finds out why

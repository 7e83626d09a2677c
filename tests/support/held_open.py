"""A file that another program has open, as Excel has a workbook: it can be read, but not replaced or deleted."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from tests.support.open_files import held_on_windows


@contextmanager
def held_open(path: Path) -> Iterator[None]:
    """Hold a file open. Windows refuses to replace or delete it then; elsewhere its refusal is played."""
    if sys.platform == "win32":
        with held_on_windows(path, shared_for_reading=True):
            yield
        return
    replace, unlink = Path.replace, Path.unlink

    def refuse(file: Path) -> None:
        if file == path:
            raise PermissionError(13, "open in another program", str(file))

    def replaced(source: Path, target: Path) -> Path:
        refuse(target)
        return replace(source, target)

    def unlinked(file: Path, missing_ok: bool = False) -> None:
        refuse(file)
        unlink(file, missing_ok)

    with patch.object(Path, "replace", replaced), patch.object(Path, "unlink", unlinked):
        yield

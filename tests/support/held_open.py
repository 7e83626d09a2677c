"""A file that another program has open, as Excel has a workbook: it can be read, but not replaced or deleted."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.support.open_files import held_on_windows

# What every new process of Python runs that finds it as `sitecustomize`.
_IN_OTHERS = """
import os, pathlib
replace = pathlib.Path.replace
def refused(source, target):
    if os.fspath(target) == {path!r} and os.path.exists({mark!r}):
        raise PermissionError(13, "open in Excel", os.fspath(target))
    return replace(source, target)
pathlib.Path.replace = refused
"""


class HeldWorkbook:
    """A file that Excel has open, for this process and for those that it starts, until it is closed.

    The refusal of Windows is played on every system: here, and by a module that each new process runs.
    """

    def __init__(self, path: Path, around: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._mark = around / "held"
        self._mark.touch()
        folder = around / "in other processes"
        folder.mkdir()
        code = _IN_OTHERS.format(path=str(path), mark=str(self._mark))
        (folder / "sitecustomize.py").write_text(code, "utf-8")
        paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
        real = Path.replace

        def replace(source: Path, target: Path) -> Path:
            if target == path and self._mark.exists():
                raise PermissionError(13, "open in Excel", str(target))
            return real(source, target)

        monkeypatch.setattr(Path, "replace", replace)

    def close(self) -> None:
        """Close the file in Excel."""
        self._mark.unlink()


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

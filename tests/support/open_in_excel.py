"""Files that a program holds open, as Excel does on Windows: nothing can be put over them."""

import errno
import os
from collections.abc import Collection
from pathlib import Path

import pytest


def hold(monkeypatch: pytest.MonkeyPatch, held: Collection[Path], code: int = errno.EACCES) -> None:
    """From now on nothing can be put over these."""
    real = Path.replace

    def replace(source: Path, target: Path) -> Path:
        if target in held:
            raise OSError(code, os.strerror(code), str(target))
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)

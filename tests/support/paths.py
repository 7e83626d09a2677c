"""The folders of the checkout that tests read, and links on disk."""

from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def link_to(target: Path, link: Path) -> Path:
    """Make a symbolic link. Windows allows that only to some users, so the test is skipped where it does not."""
    with suppress(OSError, NotImplementedError):
        link.symlink_to(target, target_is_directory=target.is_dir())
    # Wine says that it made one and makes none.
    if not link.is_symlink():
        pytest.skip("this system lets the user make no symbolic links")
    return link

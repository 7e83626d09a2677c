"""The folders of the checkout that tests read, and links on disk."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def link_to(target: Path, link: Path) -> Path:
    """Make a symbolic link. Windows allows that only to some users, so the test is skipped where it does not."""
    try:
        link.symlink_to(target, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError) as problem:
        pytest.skip(f"this user may make no symbolic links: {problem}")
    return link

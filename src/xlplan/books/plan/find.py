"""The plan workbooks of a folder."""

from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")


def plan_files(folder: Path) -> tuple[Path, ...]:
    """The workbooks that lie in a folder, by name; those that a program only keeps beside an open one left out."""
    return tuple(
        sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")) and path.is_file()
        )
    )

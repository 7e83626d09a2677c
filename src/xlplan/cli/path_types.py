"""Types of paths on the command line."""

from pathlib import Path

import click

# On every Python a link that leads to itself stays as it is: `Path.resolve` raises before 3.13.
ABSOLUTE_PATH = click.Path(resolve_path=True, path_type=Path)

"""What the commands on the plan say, in plain words."""

from pathlib import Path

import click

from xlplan.cli.say import short
from xlplan.texts import _
from xlplan.workspace import Workspace


def say_new_plan(workspace: Workspace, path: Path) -> None:
    """Where the empty plan workbook is, and what comes next."""
    click.echo(_("An empty plan workbook is in {file}.").format(file=short(workspace, path)))
    click.echo(_("Next: fill it in, then run “xlplan plan check”."))

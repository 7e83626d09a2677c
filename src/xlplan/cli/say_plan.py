"""What the commands on the plan say, in plain words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.say import short
from xlplan.texts import _, counted
from xlplan.workspace import Workspace

if TYPE_CHECKING:
    from xlplan.steps.plan.exchange import Exported, Imported


def say_new_plan(workspace: Workspace, path: Path) -> None:
    """Where the empty plan workbook is, and what comes next."""
    click.echo(_("An empty plan workbook is in {file}.").format(file=short(workspace, path)))
    click.echo(_("Next: fill it in, then run “xlplan plan check”."))


def say_exported(workspace: Workspace, exported: "Exported") -> None:
    """The files of an export, and what became of those that were there before."""
    for path in exported.written:
        click.echo(f"  + {short(workspace, path)}")
    for path in exported.removed:
        gone = _("removed, for the plan no longer needs it")
        click.echo(f"  - {short(workspace, path)} · {gone}")
    line = counted("{number} file written", "{number} files written", len(exported.written))
    if exported.unchanged:
        unchanged = len(exported.unchanged)
        line += " · " + counted("{number} stands unchanged", "{number} stand unchanged", unchanged)
    click.echo(line)


def say_imported(workspace: Workspace, imported: "Imported") -> None:
    """What an import read, what to know about it, and where the workbook is."""
    for path in imported.read:
        click.echo(f"  ← {path.name}")
    for finding in imported.findings:
        click.echo(f"  ! {finding}")
    click.echo(_("The plan workbook is {file}.").format(file=short(workspace, imported.path)))
    click.echo(_("Next: run “xlplan plan check”, which names what is still to be filled in."))

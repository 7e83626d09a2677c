"""What the commands on the plan say, in plain words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.say import short
from xlplan.texts import _, counted
from xlplan.workspace import Workspace

if TYPE_CHECKING:
    from xlplan.steps.plan.printing import Printed


def say_new_plan(workspace: Workspace, path: Path) -> None:
    """Where the empty plan workbook is, and what comes next."""
    click.echo(_("An empty plan workbook is in {file}.").format(file=short(workspace, path)))
    click.echo(_("Next: fill it in, then run “xlplan plan check”."))


def say_printed(workspace: Workspace, printed: "Printed") -> None:
    """Where the form is, what it leaves out, and the warnings about the plan."""
    for finding in printed.warnings:
        click.echo(f"  ! {finding}")
    click.echo(
        _("The form is ready to print ({version}): {file}").format(
            version=printed.version, file=short(workspace, printed.path)
        )
    )
    if printed.left_out:
        click.echo(
            counted(
                "{number} measure has no target in this quarter, so the form does not show it.",
                "{number} measures have no target in this quarter, so the form does not show them.",
                printed.left_out,
            )
        )
    if printed.beside:
        click.echo(_("The form made before is open in a program, so the new one lies beside it."))

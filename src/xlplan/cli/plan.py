"""The commands on the plan: what coordinators edit, adopt, revise and print."""

from pathlib import Path

import click

from xlplan.cli.parts import SubGroup, clock_of, workspace_of
from xlplan.texts import mark


@click.group(cls=SubGroup, help=mark("The plan: new, check, adopt, diff, print."))
def plan() -> None:
    pass


@plan.command(help=mark("Make an empty plan workbook in templates/, with guidance and lists."))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def new(ctx: click.Context, file: Path | None) -> None:
    from xlplan.cli.say_plan import say_new_plan
    from xlplan.steps.plan.new import new_plan

    workspace = workspace_of(ctx)
    say_new_plan(workspace, new_plan(workspace, clock_of(workspace), file))

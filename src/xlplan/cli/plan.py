"""The commands on the plan: what coordinators edit, adopt, revise and print."""

import sys
from pathlib import Path

import click

from xlplan.cli.parts import DONE, TO_CORRECT, Option, SubGroup, clock_of, workspace_of
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


@plan.command(help=mark("Read a plan workbook: say what was understood, and every cell that needs a look."))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--write-back",
    "with_copy",
    is_flag=True,
    cls=Option,
    help=mark("Also make a copy of the workbook beside it, with the findings as notes on its cells."),
)
@click.pass_context
def check(ctx: click.Context, file: Path | None, with_copy: bool) -> None:
    from xlplan.cli.say_plan import say_checked, say_noted
    from xlplan.steps.plan.check import check_plans, write_back

    workspace = workspace_of(ctx)
    checked = check_plans(workspace, file)
    for each in checked:
        say_checked(workspace, each)
        if with_copy:
            say_noted(workspace, write_back(each))
    sys.exit(TO_CORRECT if any(each.understood.plan is None for each in checked) else DONE)

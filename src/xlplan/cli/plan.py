"""The commands on the plan: what coordinators edit, adopt, revise and print."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlplan.cli.parts import Option, SubGroup, clock_of, workspace_of
from xlplan.texts import _, mark

if TYPE_CHECKING:
    from xlplan.quarter import Quarter


class PeriodType(click.ParamType["int | Quarter"]):
    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "int | Quarter":
        from xlplan.books.plan.details import read_period

        period = read_period(value)
        if period is None:
            words = _("“{seen}” is neither a year nor a quarter. Write it like this: 2023 or 2021-Q2.")
            self.fail(words.format(seen=value), param, ctx)
        year, quarters = period
        return quarters[0] if len(quarters) == 1 else year


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


@plan.command("print", help=mark("Write the official form of a year or a quarter into outbox/, ready to sign."))
@click.argument("period", type=PeriodType())
@click.option(
    "--version",
    type=int,
    cls=Option,
    help=mark("This recorded version of the plan instead of the workbook in templates/."),
)
@click.pass_context
def print_(ctx: click.Context, period: "int | Quarter", version: int | None) -> None:
    from xlplan.cli.say_plan import say_printed
    from xlplan.steps.plan.printing import print_plan

    workspace = workspace_of(ctx)
    say_printed(workspace, print_plan(workspace, period, clock_of(workspace), version))

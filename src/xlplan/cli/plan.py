"""The commands on the plan: what coordinators edit, adopt, revise and print."""

from pathlib import Path

import click

from xlplan.cli.parts import Option, SubGroup, clock_of, workspace_of
from xlplan.texts import mark


@click.group(cls=SubGroup, help=mark("The plan: new, check, adopt, diff, print, export, import."))
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


@plan.command(help=mark("Write the plan as CSV files, for version control; by default the one in templates/."))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--to", metavar="DIR", cls=Option, type=click.Path(path_type=Path), help=mark("The folder; by default plan/.")
)
@click.pass_context
def export(ctx: click.Context, file: Path | None, to: Path | None) -> None:
    from xlplan.cli.say_plan import say_exported
    from xlplan.steps.plan.exchange import export_plan

    workspace = workspace_of(ctx)
    say_exported(workspace, export_plan(workspace, file, to))


@plan.command("import", help=mark("Make a plan workbook from the measures in a CSV file and what lies beside it."))
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--to",
    metavar="WORKBOOK",
    cls=Option,
    type=click.Path(path_type=Path),
    help=mark("The new workbook; by default one in templates/."),
)
@click.pass_context
def import_(ctx: click.Context, file: Path, to: Path | None) -> None:
    from xlplan.cli.say_plan import say_imported
    from xlplan.steps.plan.exchange import import_plan

    workspace = workspace_of(ctx)
    say_imported(workspace, import_plan(workspace, file, clock_of(workspace), to))

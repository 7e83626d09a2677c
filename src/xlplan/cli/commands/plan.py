"""The commands on the plan: what coordinators edit, adopt, revise and print."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.app import (
    DONE,
    FAILED,
    TO_CORRECT,
    DayType,
    PeriodType,
    QuarterType,
    TranslatedArgument,
    TranslatedOption,
    by_option,
    listed_group,
    open_workspace_of,
    workspace_of,
)
from xlplan.cli.suggestions import suggest_plans, suggest_versions
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter


@listed_group("plan")
def plan() -> None:
    """Group the commands on the plan."""
    pass


@plan.command(
    help=N_("Make a plan workbook in templates/, with guidance and lists: empty, or begun from the last plan.")
)
@click.argument("file", cls=TranslatedArgument, metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "last_period",
    metavar="PERIOD",
    cls=TranslatedOption,
    type=PeriodType(),
    help=N_("Begin the plan that follows the one of this year or quarter, with what came of that beside it."),
)
@click.pass_context
def new(ctx: click.Context, file: Path | None, last_period: "int | Quarter | None") -> None:
    """Make a plan workbook: empty, or begun from the last plan."""
    context = open_workspace_of(ctx)
    if last_period is None:
        from xlplan.cli.output.plan import print_new_plan
        from xlplan.services.plan.check import new_plan

        print_new_plan(context.workspace, new_plan(context, file))
        return
    from xlplan.cli.output.next_plan import print_next_plan
    from xlplan.services.plan.next_plan import new_next_plan

    print_next_plan(context.workspace, new_next_plan(context, last_period, file))


@plan.command(help=N_("Read a plan workbook: say what was understood, and every cell that needs a look."))
@click.argument("file", cls=TranslatedArgument, metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--write-back",
    "with_copy",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Also make a copy of the workbook beside it, with the findings as notes on its cells."),
)
@click.pass_context
def check(ctx: click.Context, file: Path | None, with_copy: bool) -> None:
    """Check a plan workbook, or all of those in templates/."""
    from xlplan.cli.output.plan_check import print_annotated_copy, print_plan_check
    from xlplan.services.plan.check import check_plans, write_annotated_copy

    context = open_workspace_of(ctx)
    workspace = context.workspace
    checks = check_plans(context, file)
    for plan_check in checks:
        print_plan_check(workspace, plan_check)
        if with_copy:
            print_annotated_copy(workspace, write_annotated_copy(workspace, plan_check))
    sys.exit(TO_CORRECT if any(plan_check.reading.plan is None for plan_check in checks) else DONE)


@plan.command(help=N_("Adopt the plan workbook as the version in force; re-issue the templates that it touches."))
@click.argument("file", cls=TranslatedArgument, metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--reason", cls=TranslatedOption, default="", help=N_("Why: an order and its number, for example."))
@click.option(
    "--on",
    cls=TranslatedOption,
    type=DayType(),
    help=N_("The day; by default today."),
)
@click.option(
    "--from",
    "applies_from",
    metavar="QUARTER",
    cls=TranslatedOption,
    type=QuarterType(),
    help=N_("The first quarter for which it counts; by default the quarter of its day."),
)
@click.option(
    "--undo",
    "is_undoing",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Take the latest version back, as long as nothing was issued on it."),
)
@by_option
@click.pass_context
def adopt(
    ctx: click.Context,
    file: Path | None,
    reason: str,
    on: datetime | None,
    applies_from: "Quarter | None",
    is_undoing: bool,
    by: str | None,
) -> None:
    """Adopt a plan workbook, or take the latest version back."""
    from xlplan.cli.output.common import progress
    from xlplan.cli.output.plan import print_adoption, print_undone_adoption
    from xlplan.cli.output.plan_check import print_faulty_plan
    from xlplan.services.plan.adopt import FaultyPlanError
    from xlplan.workflows.plan_adoption import adopt as adopt_plan
    from xlplan.workflows.plan_adoption import undo

    if is_undoing and (file or on or applies_from):
        raise click.UsageError(_("With --undo goes nothing but --reason: the latest version is taken back."))
    context = open_workspace_of(ctx, by)
    if is_undoing:
        undoing = undo(context, reason.strip())
        print_undone_adoption(context.workspace, undoing)
        sys.exit(FAILED if undoing.refused else DONE)
    day: date | None = on.date() if on else None
    try:
        with progress(_("Writing templates")) as advance:
            adoption = adopt_plan(context, file, reason.strip(), day, applies_from, advance)
    except FaultyPlanError as faulty:
        print_faulty_plan(context.workspace, faulty)
        sys.exit(FAILED)
    print_adoption(context.workspace, adoption)
    sys.exit(DONE if adoption.is_complete else FAILED)


@plan.command(help=N_("Show what changed, as an order would put it: between versions (by number) or workbooks."))
@click.argument("old", cls=TranslatedArgument, metavar="[OLD]", required=False, shell_complete=suggest_plans)
@click.argument("new", cls=TranslatedArgument, metavar="[NEW]", required=False, shell_complete=suggest_plans)
@click.pass_context
def diff(ctx: click.Context, old: str | None, new: str | None) -> None:
    """Show the differences of two plans."""
    from xlplan.cli.output.plan import print_comparison
    from xlplan.services.plan.diff import diff_plans

    context = open_workspace_of(ctx)
    print_comparison(context.workspace, diff_plans(context, old, new))


@plan.command("print", help=N_("Write the official form of a year or a quarter into outbox/, ready to sign."))
@click.argument("period", cls=TranslatedArgument, type=PeriodType())
@click.option(
    "--version",
    type=int,
    shell_complete=suggest_versions,
    cls=TranslatedOption,
    help=N_("This recorded version of the plan instead of the workbook in templates/."),
)
@click.option(
    "--docx",
    "as_document",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("As a Word document, to be edited and signed, instead of a workbook."),
)
@click.pass_context
def print_(ctx: click.Context, period: "int | Quarter", version: int | None, as_document: bool) -> None:
    """Write the official form of a year or a quarter."""
    from xlplan.cli.output.plan import print_form_path
    from xlplan.services.plan.print_form import print_plan

    context = open_workspace_of(ctx)
    print_form_path(context.workspace, print_plan(context, period, version, as_document=as_document))


@plan.command(help=N_("Write the plan as CSV files, for version control; by default the one in templates/."))
@click.argument("file", cls=TranslatedArgument, metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--to",
    metavar="DIR",
    cls=TranslatedOption,
    type=click.Path(path_type=Path),
    help=N_("The folder; by default plan/."),
)
@click.pass_context
def export(ctx: click.Context, file: Path | None, to: Path | None) -> None:
    """Write a plan as CSV files."""
    from xlplan.cli.output.plan import print_export
    from xlplan.services.plan.csv_exchange import export_plan

    workspace = workspace_of(ctx)
    print_export(workspace, export_plan(workspace, file, to))


@plan.command(
    "import",
    help=N_(
        "Make a plan workbook of a plan in your own layout, from Word or a spreadsheet, or of CSV files: "
        "with what was understood, and the cells to look at."
    ),
)
@click.argument("file", cls=TranslatedArgument, metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--to",
    metavar="WORKBOOK",
    cls=TranslatedOption,
    type=click.Path(path_type=Path),
    help=N_("The new workbook; by default one in templates/."),
)
@click.pass_context
def import_(ctx: click.Context, file: Path, to: Path | None) -> None:
    """Make a plan workbook from a document in the centre's own layout, or from CSV files."""
    from xlplan.services.plan.import_layout import import_layout, is_csv

    context = open_workspace_of(ctx)
    if is_csv(file):
        from xlplan.cli.output.plan import print_import
        from xlplan.services.plan.csv_exchange import import_plan

        print_import(context.workspace, import_plan(context, file, to))
        return
    from xlplan.cli.output.plan_import import print_layout_import

    print_layout_import(context.workspace, import_layout(context, file, to))

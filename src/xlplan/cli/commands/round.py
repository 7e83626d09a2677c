"""The commands of a quarter's round, from init to status."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    finish_start,
    listed_command,
    open_workspace_of,
    workspace_of,
)
from xlplan.cli.path_types import ABSOLUTE_PATH
from xlplan.cli.reading_options import parser_choice, reading_options
from xlplan.cli.suggestions import suggest_units
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter
    from xlplan.services.open_workspace import OpenWorkspace


@listed_command("init")
@click.argument("folder", cls=TranslatedArgument, metavar="[DIR]", default=".", type=ABSOLUTE_PATH)
@click.option("--centre", "name", cls=TranslatedOption, help=N_("The name of the centre."))
@click.option(
    "--code", cls=TranslatedOption, help=N_("Its code: 2 to 6 Latin letters and digits; by default from its name.")
)
@click.option("--period", cls=TranslatedOption, help=N_("The quarter or the year of the plan: 2026-Q1 or 2026."))
@click.option(
    "--unit",
    "units",
    multiple=True,
    cls=TranslatedOption,
    help=N_("A unit that reports, by name; once for each, or several divided by “;”."),
)
@click.option("--contact", cls=TranslatedOption, help=N_("Whom the units ask: a name, a telephone, an e-mail."))
@click.option(
    "--timezone",
    cls=TranslatedOption,
    help=N_("Its time zone, such as Europe/Kyiv; by default that of the computer."),
)
@click.option("--yes", is_flag=True, cls=TranslatedOption, help=N_("Ask nothing; what is not named stays blank."))
@click.option(
    "--example",
    "with_example",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Begin with a filled plan to look at and edit: the real one of the Korosten centre, without returns."),
)
def init(folder: Path, yes: bool, with_example: bool, **named: Any) -> None:
    """Make a new workspace."""
    from xlplan.cli.output.common import print_new_workspace
    from xlplan.cli.output.new_centre import CentreOptions, centre_of, example_options, print_units
    from xlplan.services.new_workspace import new_workspace, plans_in, require_new

    require_new(folder)
    now = datetime.now().astimezone()
    options = CentreOptions(**named)
    if with_example:
        from xlplan.workflows.example_plan import new_example_workspace

        workspace = new_example_workspace(folder, now, *example_options(options))
        print_new_workspace(workspace, workspace.plan_workbooks, is_example=True)
        return
    centre = centre_of(options, now.date(), is_asking=not yes)
    kept = plans_in(folder)
    workspace = new_workspace(folder, now, centre=centre)
    if not kept:
        print_units(centre)
    print_new_workspace(workspace, kept)


@listed_command("issue")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option(
    "--unit", shell_complete=suggest_units, cls=TranslatedOption, help=N_("Only this unit, by name or code.")
)
@click.option(
    "--due",
    cls=TranslatedOption,
    type=DayType(),
    help=N_("The last day in time, such as 15.07.2021; by default as named before, or as the settings say."),
)
@by_option
@click.pass_context
def issue(ctx: click.Context, quarter: "Quarter", unit: str | None, due: datetime | None, by: str | None) -> None:
    """Issue the templates of a quarter."""
    from xlplan.cli.output.common import progress
    from xlplan.cli.output.issue import print_issued, print_quarter_doubt, print_sending
    from xlplan.workflows.issuing import issue as issue_templates

    context = open_workspace_of(ctx, by)
    with progress(_("Writing templates")) as advance:
        result = issue_templates(context, quarter, unit, advance, due.date() if due else None)
    print_issued(context.workspace, result)
    print_quarter_doubt(result)
    print_sending(context.workspace, result)
    sys.exit(DONE if result.is_complete else FAILED)


@listed_command("intake")
@click.argument("files", cls=TranslatedArgument, nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@reading_options
@click.pass_context
def intake(ctx: click.Context, files: tuple[Path, ...], workers: int | None, scheduler: str) -> None:
    """Run one round over the inbox or over files."""
    from xlplan.services.intake.pass_beginning import begin_pass

    workspace = workspace_of(ctx)
    # Files settle, and the process that reads them starts, while the rest is imported.
    with begin_pass(workspace, files, parser_choice(workers, scheduler)) as beginning:
        from xlplan.cli.output.common import progress
        from xlplan.cli.output.intake import (
            ProgressListener,
            print_board_problem,
            print_clock_doubt,
            print_exclusions,
            print_round,
        )
        from xlplan.workflows.intake_round import run_intake

        context = open_workspace_of(ctx, workspace=workspace)
        with progress(_("Reading returns")) as advance:
            result = run_intake(context, ProgressListener(workspace, advance), beginning)
    print_round(context.workspace, result)
    print_clock_doubt(result.intake.clock_doubt)
    print_exclusions(context.workspace, result.intake.exclusions)
    print_board_problem(result)
    sys.exit(FAILED if result.intake.has_obstacles else TO_CORRECT if result.intake.needs_correction else DONE)


@listed_command("identify")
@click.argument("file", cls=TranslatedArgument, metavar="FILE", type=click.Path(path_type=Path))
@click.pass_context
def identify(ctx: click.Context, file: Path) -> None:
    """Identify a file without taking it."""
    workspace = workspace_of(ctx)
    from xlplan.services.intake.inspection_beginning import begin_inspection

    # The file is read while the rest is imported.
    with begin_inspection(file) as child:
        from xlplan.cli.output.identify import print_identity
        from xlplan.services.intake.identify import finish_identification

        identity = finish_identification(open_workspace_of(ctx, workspace=workspace), file, child)
    print_identity(identity)


@listed_command("consolidate")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option(
    "--pdf",
    "as_pdf",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Also as a PDF beside it, by LibreOffice; of a closed quarter the PDF of its edition."),
)
@click.pass_context
def consolidate(ctx: click.Context, quarter: "Quarter", as_pdf: bool) -> None:
    """Write the consolidated workbook of a quarter."""
    from xlplan.cli.output.common import print_consolidated, print_pdf, progress
    from xlplan.workflows.report_pdf import consolidate_to_pdf, rewrite_report

    context = open_workspace_of(ctx)
    if not as_pdf:
        print_consolidated(context.workspace, rewrite_report(context, quarter))
        return
    with progress(_("Making the PDF")):
        pdf = consolidate_to_pdf(context, quarter, lambda result: print_consolidated(context.workspace, result))
    print_pdf(context.workspace, pdf)


@listed_command("history")
@click.option("--from", "first", cls=TranslatedOption, type=QuarterType(), help=N_("The first quarter of it."))
@click.option("--to", "last", cls=TranslatedOption, type=QuarterType(), help=N_("The last quarter of it."))
@click.option(
    "--csv", "with_csv", is_flag=True, cls=TranslatedOption, help=N_("Also as CSV beside it, for open data.")
)
@click.pass_context
def history(ctx: click.Context, first: "Quarter | None", last: "Quarter | None", with_csv: bool) -> None:
    """Write the history of the quarters."""
    from xlplan.cli.output.common import print_history
    from xlplan.services.report.history import export_history

    context = open_workspace_of(ctx)
    print_history(context.workspace, export_history(context, first, last, with_csv))


@listed_command("narrative")
@click.argument("period", cls=TranslatedArgument, type=PeriodType())
@click.pass_context
def narrative(ctx: click.Context, period: "int | Quarter") -> None:
    """Write the narrative of a quarter or a year."""
    from xlplan.cli.output.common import print_narrative
    from xlplan.services.report.narrative import write_narrative

    context = open_workspace_of(ctx)
    print_narrative(context.workspace, write_narrative(context, period))


@listed_command("status")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType(), required=False)
@click.option(
    "--json", "as_json", is_flag=True, cls=TranslatedOption, help=N_("For programs: JSON, in English words.")
)
@click.pass_context
def status(ctx: click.Context, quarter: "Quarter | None", as_json: bool) -> None:
    """Show the status of one quarter or of all."""
    from xlplan.cli.output.status import print_status, status_json
    from xlplan.services.report.status import read_status

    context = open_workspace_of(ctx)
    status_now = read_status(context, quarter)
    if as_json:
        click.echo(status_json(status_now))
    else:
        print_status(context.workspace, status_now)
        if not status_now.quarters:
            _print_next_steps(context)


def _print_next_steps(context: "OpenWorkspace") -> None:
    from xlplan.cli.output.next_steps import print_next_steps
    from xlplan.domain.next_step import next_steps
    from xlplan.workflows.next_steps import workspace_state

    print_next_steps(next_steps(workspace_state(context)[0]))


@listed_command("unlock")
@click.argument("file", cls=TranslatedArgument, metavar="FILE", type=ABSOLUTE_PATH)
@click.pass_context
def unlock(ctx: click.Context, file: Path) -> None:
    """Write a copy of a template without locks."""
    from xlplan.cli.output.common import short_path
    from xlplan.services.templates.template_file import unlock as unlock_workbook

    workspace = workspace_of(ctx)
    copy = unlock_workbook(workspace, file)
    click.echo(_("Without locks: {file}. Send it to nobody.").format(file=short_path(workspace, copy)))


@listed_command("demo")
@click.argument("folder", cls=TranslatedArgument, metavar="[DIR]", default="demo", type=ABSOLUTE_PATH)
def demo(folder: Path) -> None:
    """Play the demonstration."""
    from xlplan.cli.output.common import print_demo
    from xlplan.cli.output.intake import print_demo_round
    from xlplan.workflows.demo import run_demo

    finish_start()
    print_demo(run_demo(folder, click.echo, print_demo_round))

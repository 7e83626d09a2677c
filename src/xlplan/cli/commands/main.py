"""The commands, but those on the plan and those by which the coordinator decides."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan import __version__
from xlplan.cli.app import DONE, FAILED, TO_CORRECT, Group, Option, QuarterType, clock_of, workspace_of
from xlplan.cli.commands.closing import close, explain, reopen, waive, withdraw
from xlplan.cli.commands.plan import plan
from xlplan.text.translation import LANGUAGES, _, mark, use_language

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter


def _choose_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value:
        use_language(value)
    return value


@click.group(
    cls=Group,
    help=mark(
        "Collects a plan's quarterly results through spreadsheets: templates out, returns in, plan against fact."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    "folder",
    cls=Option,
    type=click.Path(path_type=Path),
    help=mark("The centre's folder; by default found from the current one upward."),
)
@click.option(
    "--lang",
    cls=Option,
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_choose_language,
    help=mark("The language of what people see; by default the one in the settings."),
)
@click.version_option(__version__, prog_name="xlplan")
@click.pass_context
def main(ctx: click.Context, folder: Path | None, lang: str | None) -> None:
    ctx.obj = (folder, lang)


for command in (plan, close, reopen, withdraw, waive, explain):
    main.add_command(command)


@main.command(help=mark("Make a new workspace: folders, settings, a blank plan workbook."))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    from xlplan.cli.output.common import say_new
    from xlplan.services.new_workspace import new_workspace

    say_new(new_workspace(folder.resolve(), datetime.now().astimezone))


@main.command(help=mark("Write a locked template for each unit into templates/QUARTER/."))
@click.argument("quarter", type=QuarterType())
@click.option("--unit", "only", cls=Option, help=mark("Only this unit, by name or code."))
@click.pass_context
def issue(ctx: click.Context, quarter: "Quarter", only: str | None) -> None:
    from xlplan.cli.output.common import progress, say_issued
    from xlplan.services.templates import issue_templates

    workspace = workspace_of(ctx)
    with progress(_("Writing templates")) as advance:
        issued = issue_templates(workspace, quarter, clock_of(workspace), only, advance)
    say_issued(workspace, issued)


@main.command(help=mark("Deal with the inbox, or with copies of these files, once."))
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.pass_context
def intake(ctx: click.Context, files: tuple[Path, ...]) -> None:
    import time

    from xlplan.cli.output.common import progress, say_answered, say_round
    from xlplan.workflows.intake_round import deal_with_inbox

    workspace = workspace_of(ctx)
    with progress(_("Reading returns")) as advance:
        done = deal_with_inbox(
            workspace,
            clock_of(workspace),
            time.sleep,
            files,
            lambda answered: advance(say_answered(workspace, answered)),
        )
    say_round(workspace, done)
    sys.exit(FAILED if done.taken.stuck else TO_CORRECT if done.taken.to_correct else DONE)


@main.command(help=mark("Say whose return a file is or looks like, without taking it."))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_context
def identify(ctx: click.Context, file: Path) -> None:
    from xlplan.cli.output.identify import say_identity
    from xlplan.services.intake.identify import identify_file

    say_identity(identify_file(workspace_of(ctx), file))


@main.command(help=mark("Keep dealing with the inbox until stopped (Ctrl+C)."))
@click.option(
    "--polling",
    is_flag=True,
    cls=Option,
    help=mark("Look at the folder every second instead of waiting for its events: for network shares."),
)
@click.pass_context
def watch(ctx: click.Context, polling: bool) -> None:
    from xlplan.cli.commands.watch import run_watch

    workspace = workspace_of(ctx)
    run_watch(workspace, clock_of(workspace), polling)


@main.command(help=mark("Write the consolidated workbook of a quarter into outbox/QUARTER/."))
@click.argument("quarter", type=QuarterType())
@click.option(
    "--pdf",
    "as_pdf",
    is_flag=True,
    cls=Option,
    help=mark("Also as a PDF beside it, by LibreOffice; of a closed quarter the PDF of its edition."),
)
@click.pass_context
def consolidate(ctx: click.Context, quarter: "Quarter", as_pdf: bool) -> None:
    from xlplan.cli.output.common import progress, say_consolidated, short
    from xlplan.services.report.consolidate import consolidate as step
    from xlplan.workflows.report_pdf import consolidate_to_pdf

    workspace = workspace_of(ctx)
    if not as_pdf:
        say_consolidated(workspace, step(workspace, quarter, clock_of(workspace)))
        return
    with progress(_("Making the PDF")):
        pdf = consolidate_to_pdf(
            workspace, quarter, clock_of(workspace), lambda made: say_consolidated(workspace, made)
        )
    click.echo(f"→ {short(workspace, pdf)}")


@main.command(help=mark("Who returned, who did not, what is wrong."))
@click.argument("quarter", type=QuarterType(), required=False)
@click.option("--json", "as_json", is_flag=True, cls=Option, help=mark("For programs: JSON, in English words."))
@click.pass_context
def status(ctx: click.Context, quarter: "Quarter | None", as_json: bool) -> None:
    from xlplan.cli.output.status import say_status, status_json
    from xlplan.services.report.status import read_status

    workspace = workspace_of(ctx)
    found = read_status(workspace, clock_of(workspace), quarter)
    if as_json:
        click.echo(status_json(found))
    else:
        say_status(workspace, found)


@main.command(help=mark("Write a copy of a template without its locks, for the coordinator."))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_context
def unlock(ctx: click.Context, file: Path) -> None:
    from xlplan.cli.output.common import short
    from xlplan.services.templates.unlock import unlock as step

    workspace = workspace_of(ctx)
    copy = step(file.resolve())
    click.echo(_("Without locks: {file}. Send it to nobody.").format(file=short(workspace, copy)))


@main.command(
    help=mark("Show the whole round on the real Korosten plan, with invented results, in a folder of its own.")
)
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    from xlplan.cli.output.common import say_demo, say_demo_round
    from xlplan.workflows.demo import play

    say_demo(play(folder.resolve(), click.echo, say_demo_round))

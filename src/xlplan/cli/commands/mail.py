"""The commands for letters to units: send, remind, return."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from xlplan.cli.app import (
    DONE,
    FAILED,
    QuarterType,
    TranslatedArgument,
    TranslatedOption,
    by_option,
    listed_command,
    open_workspace_of,
    workspace_of,
)
from xlplan.cli.suggestions import suggest_units
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter
    from xlplan.services.mail.dispatch import MailResult
    from xlplan.services.open_workspace import OpenWorkspace


def letter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that all letters have: one unit, once more, and only to look."""
    options = (
        click.option(
            "--unit",
            shell_complete=suggest_units,
            cls=TranslatedOption,
            help=N_("Only this unit, by name or code."),
        ),
        click.option(
            "--again",
            is_flag=True,
            cls=TranslatedOption,
            help=N_(
                "Also what lies as a draft, was refused or may have gone; with --unit also what surely went to it."
            ),
        ),
        click.option(
            "--dry-run",
            "is_dry_run",
            is_flag=True,
            cls=TranslatedOption,
            help=N_("Show every letter, and send and write nothing."),
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@listed_command("send")
@click.argument("quarter", cls=TranslatedArgument, metavar="[QUARTER]", type=QuarterType(), required=False)
@letter_options
@click.option(
    "--texts",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Only write the texts of all letters into templates/, to be reworded."),
)
@by_option
@click.pass_context
def send(
    ctx: click.Context,
    quarter: "Quarter | None",
    unit: str | None,
    again: bool,
    is_dry_run: bool,
    texts: bool,
    by: str | None,
) -> None:
    """Send the templates of a quarter."""
    from xlplan.cli.output.mail import print_texts
    from xlplan.services.mail.own_texts import write_own_texts
    from xlplan.workflows.letters import LetterOptions, send_templates

    if texts:
        workspace = workspace_of(ctx)
        print_texts(workspace, write_own_texts(workspace))
        return
    if quarter is None:
        raise click.UsageError(_("Name the quarter: xlplan send {example}.").format(example="2021-Q2"), ctx)
    context = open_workspace_of(ctx, by)
    _print(
        context,
        f"xlplan send {quarter}",
        lambda progress: send_templates(context, quarter, LetterOptions(unit, again, is_dry_run), progress),
    )


@listed_command("remind")
@click.argument("quarter", cls=TranslatedArgument, metavar="[QUARTER]", type=QuarterType(), required=False)
@letter_options
@click.option(
    "--now",
    "is_any_day",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Remind today, whatever day the settings name; never twice on one day."),
)
@by_option
@click.pass_context
def remind(
    ctx: click.Context,
    quarter: "Quarter | None",
    unit: str | None,
    again: bool,
    is_dry_run: bool,
    is_any_day: bool,
    by: str | None,
) -> None:
    """Remind the units that owe."""
    from xlplan.cli.output.mail import print_next_days
    from xlplan.workflows.letters import LetterOptions
    from xlplan.workflows.letters import remind as remind_units

    context = open_workspace_of(ctx, by)

    def run(progress: Callable[[str], object]) -> "MailResult":
        result = remind_units(context, quarter, LetterOptions(unit, again, is_dry_run), is_any_day, progress)
        print_next_days(result.next_days)
        return result.mail

    _print(context, f"xlplan remind {quarter or ''}".rstrip(), run)


@listed_command("return")
@click.argument("quarter", cls=TranslatedArgument, metavar="[QUARTER]", type=QuarterType(), required=False)
@letter_options
@by_option
@click.pass_context
def return_command(
    ctx: click.Context, quarter: "Quarter | None", unit: str | None, again: bool, is_dry_run: bool, by: str | None
) -> None:
    """Send answers back."""
    from xlplan.workflows.letters import LetterOptions, return_answers

    context = open_workspace_of(ctx, by)
    _print(
        context,
        f"xlplan return {quarter or ''}".rstrip(),
        lambda progress: return_answers(
            context, quarter, LetterOptions(unit, again, is_dry_run), progress=progress
        ),
    )


def _print(context: "OpenWorkspace", command: str, run: "Callable[[Callable[[str], object]], MailResult]") -> None:
    """Send letters, print what became of them, and exit."""
    from xlplan.cli.output.common import counter
    from xlplan.cli.output.mail import print_mail

    with counter(_("Letters")) as progress:
        result = run(progress)
    print_mail(context.workspace, result, command)
    sys.exit(DONE if result.is_complete else FAILED)

"""The main command: the options of all commands, and what comes next where no command is named."""

import os
from typing import TYPE_CHECKING

import click

from xlplan import __version__
from xlplan.cli.app import MainGroup, TranslatedOption, open_workspace_of
from xlplan.cli.language import choose_language
from xlplan.text.translation import LANGUAGES, N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from xlplan.domain.next_step import NextStep


@click.group(
    cls=MainGroup,
    help=N_(
        "Collects a plan's quarterly results through spreadsheets: templates out, returns in, plan against fact."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.option(
    "--workspace",
    "folder",
    cls=TranslatedOption,
    type=click.Path(),
    help=N_("The centre's folder; by default found from the current one upward."),
)
@click.option(
    "--lang",
    cls=TranslatedOption,
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=choose_language,
    help=N_("The language of what people see; by default the one in the settings."),
)
@click.version_option(
    __version__,
    prog_name="xlplan",
    message="%(prog)s %(version)s",
    cls=TranslatedOption,
    help=N_("Show the version and exit."),
)
@click.pass_context
def main(ctx: click.Context, folder: str | None, lang: str | None) -> None:
    """Take the options of every command. Without a command, say where the workspace stands and what comes next."""
    from pathlib import Path

    from xlplan.storage.permissions import apply_umask, default_umask

    # Until a workspace says otherwise: also for a new one, and for the log outside of any.
    apply_umask(default_umask())
    named = None if folder is None else Path(folder)
    ctx.obj = (named, lang)
    if ctx.invoked_subcommand is None:
        _offer_next_steps(ctx, named, lang)


def _offer_next_steps(ctx: click.Context, folder: "Path | None", lang: str | None) -> None:
    from pathlib import Path

    from xlplan.cli.output.next_steps import choose_step, print_next_steps, print_place
    from xlplan.domain.next_step import first_step, next_steps
    from xlplan.storage.settings_file import enclosing_root

    here = folder or Path.cwd()
    if enclosing_root(here) is None:
        click.echo(_("There is no workspace here: {folder}").format(folder=os.path.realpath(here)))
        steps: tuple[NextStep, ...] = (first_step(lang),)
    else:
        from xlplan.workflows.next_steps import workspace_state

        context = open_workspace_of(ctx)
        state, status_now = workspace_state(context)
        print_place(context.workspace, state, status_now)
        steps = next_steps(state)
    print_next_steps(steps)
    chosen = choose_step(steps)
    if chosen is not None:
        options = [*(["--workspace", str(folder)] if folder else []), *(["--lang", lang] if lang else [])]
        main.main([*options, *chosen.command], prog_name="xlplan")

"""The commands on the record and the computer that it is on: doctor, backup, restore, ledger."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from xlplan.cli.app import (
    DONE,
    FAILED,
    DayType,
    TranslatedArgument,
    TranslatedOption,
    listed_command,
    listed_group,
    open_workspace_of,
)
from xlplan.cli.path_types import ABSOLUTE_PATH
from xlplan.cli.suggestions import suggest_units
from xlplan.text.translation import N_, _, use_language


@listed_command("doctor")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("For whoever helps from afar: JSON, without names, paths and figures."),
)
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check everything that xlplan needs. Nothing is changed, not even the log."""
    from xlplan.cli.output.doctor import checks_json, print_check, print_summary
    from xlplan.services.record.check import Level
    from xlplan.services.record.doctor import examine, language_of

    folder, lang = ctx.obj
    # The current folder may be gone.
    start = folder or Path()
    if lang is None:
        use_language(language_of(start))
    checks = []
    for check in examine(start, lambda: datetime.now().astimezone()):
        checks.append(check)
        if not as_json:
            print_check(check)
    if as_json:
        click.echo(checks_json(checks))
    else:
        print_summary(checks)
    sys.exit(FAILED if any(check.level is Level.FAILURE for check in checks) else DONE)


@listed_command("log")
@click.option(
    "--unit", shell_complete=suggest_units, cls=TranslatedOption, help=N_("Only this unit, by name or code.")
)
@click.option(
    "--since",
    metavar="DATE",
    cls=TranslatedOption,
    type=DayType(),
    help=N_("Only from this day on."),
)
@click.option(
    "--json", "as_json", is_flag=True, cls=TranslatedOption, help=N_("For programs: JSON, in English words.")
)
@click.pass_context
def log(ctx: click.Context, unit: str | None, since: datetime | None, as_json: bool) -> None:
    """Tell the story of the workspace."""
    from xlplan.cli.output.story import print_story, story_json
    from xlplan.services.record.story import read_story

    context = open_workspace_of(ctx)
    story = read_story(context, unit, since.date() if since else None)
    if as_json:
        click.echo(story_json(story))
    else:
        print_story(story, context.workspace.settings.zone)


@listed_command("verify")
@click.option(
    "--json", "as_json", is_flag=True, cls=TranslatedOption, help=N_("For programs: JSON, in English words.")
)
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Prove the record of the workspace."""
    from xlplan.cli.output.common import counter
    from xlplan.cli.output.verify import print_verification, verification_json
    from xlplan.services.record.verify import verify as verify_record

    context = open_workspace_of(ctx)
    with counter(_("Proving the record")) as advance:
        result = verify_record(context, advance)
    if as_json:
        click.echo(verification_json(result))
    else:
        print_verification(result)
    sys.exit(DONE if result.is_well else FAILED)


@listed_command("backup")
@click.argument("file", cls=TranslatedArgument, metavar="[FILE]", required=False, type=ABSOLUTE_PATH)
@click.option(
    "--onto",
    "folder",
    cls=TranslatedOption,
    type=ABSOLUTE_PATH,
    help=N_("Into this folder of backups, where each file is kept once and only new ones are copied."),
)
@click.pass_context
def backup(ctx: click.Context, file: Path | None, folder: Path | None) -> None:
    """Make a backup of the workspace."""
    from xlplan.cli.output.backup import print_backup
    from xlplan.cli.output.common import progress
    from xlplan.services.record.backup import add_backup, make_backup

    if file and folder:
        raise click.UsageError(_("Name a file, or a folder with --onto, but not both."))
    context = open_workspace_of(ctx)
    with progress(_("Making a backup")):
        result = add_backup(context, folder) if folder else make_backup(context, file)
    print_backup(context.workspace, result)
    sys.exit(DONE if result.is_complete else FAILED)


@listed_command("restore")
@click.argument("file", cls=TranslatedArgument, metavar="FILE", type=ABSOLUTE_PATH)
@click.argument("folder", cls=TranslatedArgument, metavar="[DIR]", required=False, type=ABSOLUTE_PATH)
@click.option(
    "--yes",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Put back also a ledger that is older than the decisions and answers in the folder."),
)
@click.pass_context
def restore(ctx: click.Context, file: Path, folder: Path | None, yes: bool) -> None:
    """Restore a workspace, or its missing parts."""
    from xlplan.cli.output.backup import print_later, print_restored
    from xlplan.cli.output.common import progress
    from xlplan.services.record.restore import restore as restore_parts
    from xlplan.services.record.restore_preview import prepare_restore
    from xlplan.storage.settings_file import enclosing_root

    given, _lang = ctx.obj
    root = folder or Path(os.path.realpath(given or enclosing_root(Path.cwd()) or Path.cwd()))
    with prepare_restore(file, root) as preview:
        if preview.later_logs:
            print_later(preview)
            if not yes and not _confirm():
                click.echo(_("Nothing was restored."))
                sys.exit(FAILED)
        zone = preview.workspace.settings.zone
        with progress(_("Restoring")):
            result = restore_parts(preview, lambda: datetime.now(zone))
    print_restored(preview, result)


@listed_group("ledger")
def ledger() -> None:
    """Group the commands on the ledger itself."""


@ledger.command(
    help=N_("Move the ledger into an empty database (postgresql://…) or a new file, and name it in xlplan.toml.")
)
@click.argument("target", cls=TranslatedArgument, metavar="ADDRESS|FILE")
@click.pass_context
def move(ctx: click.Context, target: str) -> None:
    """Move the ledger of the workspace."""
    from xlplan.cli.output.backup import print_move
    from xlplan.cli.output.common import counter
    from xlplan.services.record.move import move_ledger
    from xlplan.storage.ledger_address import read_place

    place = read_place(Path.cwd(), target)
    context = open_workspace_of(ctx)
    with counter(_("Moving the ledger")) as advance:
        result = move_ledger(context, place, advance)
    print_move(result)


def _confirm() -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError(_("Nobody is there to be asked. Look at the list above, then add --yes."))
    return click.confirm(_("Put back the older ledger? y: yes, n: no"))

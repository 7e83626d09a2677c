"""The commands on the record and the computer that it is on: doctor."""

import sys
from datetime import datetime
from pathlib import Path

import click

from xlplan.cli.app import DONE, FAILED, TranslatedCommand, TranslatedOption
from xlplan.text.translation import N_, use_language


@click.command(
    cls=TranslatedCommand, help=N_("Check the computer, the folders and the ledger: what works, and what to do.")
)
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
    start = folder or Path.cwd()
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

"""What every command is made of: words translated when shown, quarters, the workspace, exit codes."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xlplan.domain.errors import XlplanError
from xlplan.text.translation import _, use_language

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter
    from xlplan.services.open_workspace import OpenWorkspace
    from xlplan.storage.workspace import Workspace

# Exit codes are a contract; 2, wrong usage, is click's own.
DONE, FAILED, TO_CORRECT = 0, 1, 3


class TranslatedCommand(click.Command):
    """A command whose help, which it must have, is translated when it is shown, once the language is known."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_(str(self.help)))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(str(self.help))


class MainGroup(TranslatedCommand, click.Group):
    """The group of all commands; it ends every failure with one clear sentence and the right code."""

    command_class = TranslatedCommand

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # A Windows console may stand at a code page that has no Ukrainian letters.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            return super().main(*args, **kwargs)
        except XlplanError as problem:
            click.echo(str(problem), err=True)
        except Exception as bug:  # whatever is left is a bug: keep what is needed to mend it
            from xlplan.cli.crash_report import report_crash

            report_crash(bug)
        sys.exit(FAILED)


class TranslatedOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], _(record[1])) if record else None


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of commands within the group of all."""

    command_class = TranslatedCommand


class QuarterType(click.ParamType["Quarter"]):
    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Quarter":
        from xlplan.domain.quarter import read_quarter

        return read_quarter(value) or self._refuse(value, param, ctx)

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(_("“{seen}” is not a quarter. Write it like this: 2021-Q2.").format(seen=value), param, ctx)


def workspace_of(ctx: click.Context) -> "Workspace":
    from xlplan.cli.crash_report import start_crash_log
    from xlplan.storage.workspace import find_workspace, require_ledger

    start_crash_log()
    folder, lang = ctx.obj
    workspace = find_workspace(folder or Path.cwd())
    if lang is None:
        use_language(workspace.settings.language)
    require_ledger(workspace)
    return workspace


def open_workspace_of(ctx: click.Context) -> "OpenWorkspace":
    """Open the workspace for the length of the command."""
    from xlplan.services.open_workspace import open_workspace

    workspace = workspace_of(ctx)
    return ctx.with_resource(open_workspace(workspace, clock_of(workspace)))


def clock_of(workspace: "Workspace") -> Callable[[], datetime]:
    zone = workspace.settings.zone
    return lambda: datetime.now(zone)

"""The command line: parse, call one step, print, exit."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xlplan import __version__
from xlplan.errors import XlplanError
from xlplan.texts import LANGUAGES, _, mark, use_language

if TYPE_CHECKING:
    from xlplan.quarter import Quarter
    from xlplan.workspace import Workspace

# Exit codes are a contract; 2, wrong usage, is click's own.
DONE, FAILED, TO_CORRECT = 0, 1, 3


class _Translated(click.Command):
    """A command whose help, which it must have, is translated when it is shown, once the language is known."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_(str(self.help)))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(str(self.help))


class _Group(_Translated, click.Group):
    """The group of all commands; it ends every failure with one clear sentence and the right code."""

    command_class = _Translated

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
            from xlplan.faults import say_fault

            say_fault(bug)
        sys.exit(FAILED)


class _Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], _(record[1])) if record else None


class _QuarterType(click.ParamType["Quarter"]):
    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Quarter":
        from xlplan.quarter import read_quarter

        return read_quarter(value) or self._refuse(value, param, ctx)

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(_("“{seen}” is not a quarter. Write it like this: 2021-Q2.").format(seen=value), param, ctx)


def _choose_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value:
        use_language(value)
    return value


@click.group(
    cls=_Group,
    help=mark(
        "Collects a plan's quarterly results through spreadsheets: templates out, returns in, plan against fact."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    "folder",
    cls=_Option,
    type=click.Path(path_type=Path),
    help=mark("The centre's folder; by default found from the current one upward."),
)
@click.option(
    "--lang",
    cls=_Option,
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_choose_language,
    help=mark("The language of what people see; by default the one in the settings."),
)
@click.version_option(__version__, prog_name="xlplan")
@click.pass_context
def main(ctx: click.Context, folder: Path | None, lang: str | None) -> None:
    ctx.obj = (folder, lang)


def _workspace(ctx: click.Context) -> "Workspace":
    from xlplan.faults import keep_log
    from xlplan.workspace import find_workspace

    keep_log()
    folder, lang = ctx.obj
    workspace = find_workspace(folder or Path.cwd())
    if lang is None:
        use_language(workspace.settings.language)
    return workspace


def _clock(workspace: "Workspace") -> Callable[[], datetime]:
    zone = workspace.settings.zone
    return lambda: datetime.now(zone)


@main.command(help=mark("Make a new workspace: folders, settings, a blank plan workbook."))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    from xlplan.console import say_new
    from xlplan.steps.init import new_workspace

    say_new(new_workspace(folder.resolve(), datetime.now().astimezone))


@main.command(help=mark("Write a locked template for each unit into templates/QUARTER/."))
@click.argument("quarter", type=_QuarterType())
@click.option("--unit", "only", cls=_Option, help=mark("Only this unit, by name or code."))
@click.pass_context
def issue(ctx: click.Context, quarter: "Quarter", only: str | None) -> None:
    from xlplan.console import progress, say_issued
    from xlplan.steps.issue import issue_templates

    workspace = _workspace(ctx)
    with progress(_("Writing templates")) as advance:
        issued = issue_templates(workspace, quarter, _clock(workspace), only, advance)
    say_issued(workspace, issued)


@main.command(help=mark("Deal with the inbox, or with copies of these files, once."))
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.pass_context
def intake(ctx: click.Context, files: tuple[Path, ...]) -> None:
    import time

    from xlplan.console import progress, say_answered, say_round
    from xlplan.edges.round import deal_with_inbox

    workspace = _workspace(ctx)
    with progress(_("Reading returns")) as advance:
        done = deal_with_inbox(
            workspace,
            _clock(workspace),
            time.sleep,
            files,
            lambda answered: advance(say_answered(workspace, answered)),
        )
    say_round(workspace, done)
    sys.exit(TO_CORRECT if done.taken.to_correct else DONE)


@main.command(help=mark("Keep dealing with the inbox until stopped (Ctrl+C)."))
@click.option(
    "--polling",
    is_flag=True,
    cls=_Option,
    help=mark("Look at the folder every second instead of waiting for its events: for network shares."),
)
@click.pass_context
def watch(ctx: click.Context, polling: bool) -> None:
    from xlplan.console import run_watch

    workspace = _workspace(ctx)
    run_watch(workspace, _clock(workspace), polling)


@main.command(help=mark("Write the consolidated workbook of a quarter into outbox/QUARTER/."))
@click.argument("quarter", type=_QuarterType())
@click.pass_context
def consolidate(ctx: click.Context, quarter: "Quarter") -> None:
    from xlplan.console import say_consolidated
    from xlplan.steps.consolidate import consolidate as step

    workspace = _workspace(ctx)
    say_consolidated(workspace, step(workspace, quarter, _clock(workspace)))


@main.command(help=mark("Who returned, who did not, what is wrong."))
@click.argument("quarter", type=_QuarterType(), required=False)
@click.option("--json", "as_json", is_flag=True, cls=_Option, help=mark("For programs: JSON, in English words."))
@click.pass_context
def status(ctx: click.Context, quarter: "Quarter | None", as_json: bool) -> None:
    from xlplan.console import say_status, status_json
    from xlplan.steps.status import read_status

    workspace = _workspace(ctx)
    found = read_status(workspace, _clock(workspace), quarter)
    if as_json:
        click.echo(status_json(found))
    else:
        say_status(workspace, found)


@main.command(
    help=mark("Show the whole round on the real Korosten plan, with invented results, in a folder of its own.")
)
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    from xlplan.console import say_demo, say_demo_round
    from xlplan.edges.demo import play

    say_demo(play(folder.resolve(), click.echo, say_demo_round))

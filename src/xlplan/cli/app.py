"""The parts of every command: translated help, quarters, the workspace, exit codes."""

import gc
import os
import re
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xlplan.cli.command_list import COMMANDS, LateCommands
from xlplan.cli.language import language_option, translate_click, use_workspace_language
from xlplan.text.translation import N_, _, click_text, use_language

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from xlplan.domain.quarter import Quarter
    from xlplan.services.open_workspace import OpenWorkspace
    from xlplan.storage.workspace import Workspace

# Exit codes are a contract. Click itself uses 2 for wrong usage.
DONE, FAILED, TO_CORRECT = 0, 1, 3
# Where a command keeps the path of its workspace's log.
_LOG = "xlplan.log"
# Where it keeps whether the person calls the clock right.
_CLOCK = "is_clock_right"
# A shell that wants a word completed says so in this variable.
_COMPLETION = "_XLPLAN_COMPLETE"
_MOST_COLUMNS = 80


# Click's own words in the first line of a help.
_USAGE_PIECES = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("[COMMAND] [ARGS]..."))


# The words that stand for what is to be typed.
_METAVARS = frozenset(
    (
        *(
            N_("ADDRESS"),
            N_("CODE"),
            N_("DATE"),
            N_("DIR"),
            N_("FILE"),
            N_("INTEGER"),
            N_("NAME"),
            N_("NEW"),
            N_("OLD"),
            N_("PATH"),
        ),
        *(N_("PERIOD"), N_("QUARTER"), N_("RECEIPT"), N_("SHELL"), N_("TEXT"), N_("WORKBOOK")),
    )
)
_CAPITALS = "[A-Z]{2,}"


def _translate_metavar(metavar: str) -> str:
    return re.sub(_CAPITALS, lambda found: _(found[0]) if found[0] in _METAVARS else found[0], metavar)


class TranslatedCommand(click.Command):
    """A command whose help is translated when it is shown, because the language is known only then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the option of the language behind the command too."""
        super().__init__(*args, **kwargs)
        if all("--lang" not in param.opts for param in self.params):
            self.params.append(language_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words behind the command. Words too many are most often one name without its quotes."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as problem:
            if name := self._name_without_quotes(ctx, given):
                words = _("Put a name with blanks in quotes: {name}").format(name=f'"{name}"')
                raise click.UsageError(words, ctx) from problem
            raise

    def _name_without_quotes(self, ctx: click.Context, given: list[str]) -> str:
        """Return the words that one argument was probably meant to be; "" where there is no word too many."""
        from pathlib import Path

        from xlplan.domain.quarter import read_quarter

        if isinstance(self, click.Group):
            return ""
        try:
            values, left, _order = self.make_parser(ctx).parse_args(given)
        except click.UsageError:
            return ""
        arguments = [each.name for each in self.params if isinstance(each, click.Argument)]
        last = str(values.get(str(arguments[-1]), "")) if arguments else ""
        # Two files or two quarters are no name in pieces.
        if not left or not last or read_quarter(last) or Path(last).exists():
            return ""
        return " ".join((last, *left))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option of the help, with its words in the language in use."""
        option = super().get_help_option(ctx)
        if option:
            option.help = click_text("Show this message and exit.")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words behind the name of the command, in the language in use."""
        return [_(piece) if piece in _USAGE_PIECES else piece for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the translated help."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_(str(self.help)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the translated help for the list of commands."""
        return _(str(self.help))


class MainGroup(TranslatedCommand, click.Group):
    """The group of all commands. It ends every failure with one clear sentence and the right exit code."""

    command_class = TranslatedCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the list of commands."""
        super().__init__(*args, commands=LateCommands(), **kwargs)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, without importing any."""
        with formatter.section(click_text("Commands")):
            formatter.write_dl([(name, _(command.summary)) for name, command in sorted(COMMANDS.items())])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line."""
        for stream in (sys.stdout, sys.stderr):
            # A Windows console may have a code page without Ukrainian letters.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        translate_click()
        if request := os.environ.get(_COMPLETION):
            _answer_shell(self, request)
        given = kwargs.get("args", args[0] if args else None)
        if given is None:
            # A child process would import the program that was started, and the whole command line with it.
            vars(sys.modules["__main__"]).pop("__file__", None)
            kwargs["terminal_width"] = _help_width()
        use_workspace_language(sys.argv[1:] if given is None else given)
        try:
            return super().main(*args, **kwargs)
        except Exception as problem:
            _fail(problem)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Its failures go to the log of its workspace."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            # Click ends these itself.
            raise
        except Exception as problem:
            _fail(problem, ctx.meta.get(_LOG))


def _help_width() -> int:
    """Return the width that Click gives to a help. Click asks shutil, which imports all that packs files."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
        except (ValueError, OSError):
            columns = 0
    return max(min(columns or _MOST_COLUMNS, _MOST_COLUMNS) - 2, 50)


def _answer_shell(program: click.Command, request: str) -> NoReturn:
    from xlplan.cli.shells import answer_shell

    # As bytes: Windows would end the lines in its own way.
    click.echo(answer_shell(program, request), nl=False)
    sys.exit(DONE)


def _fail(problem: Exception, log: "Path | None" = None) -> NoReturn:
    # The import is slow, and hardly any command fails.
    from xlplan.cli.crash_report import report_failure

    report_failure(problem, log)
    sys.exit(FAILED)


class TranslatedOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its translated help, to which Click adds what else it knows of it."""
        words = self.help
        self.help = _(words) if words else words
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = words

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what Click adds to the help, with its word for an option that must be given translated."""
        extra = super().get_help_extra(ctx)
        return {**extra, "required": _("required")} if "required" in extra else extra

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the translated word for its value."""
        return _translate_metavar(super().make_metavar(ctx))


class TranslatedArgument(click.Argument):
    """An argument whose word is translated when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the translated word for its value."""
        return _translate_metavar(super().make_metavar(ctx))


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of commands within the main group."""

    command_class = TranslatedCommand


def listed_command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return the decorator of a command that is in the list."""
    return click.command(name, cls=TranslatedCommand, help=COMMANDS[name].summary)


def listed_group(name: str) -> Callable[[Callable[..., None]], TranslatedGroup]:
    """Return the decorator of a group of commands that is in the list."""
    return click.group(name, cls=TranslatedGroup, help=COMMANDS[name].summary)


class DayType(click.DateTime):
    """A day as an option, as people write it or in the order year, month, day."""

    def __init__(self) -> None:
        """Show two spellings in the help; any that the cells of a workbook may have is read."""
        super().__init__(["%d.%m.%Y", "%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return how a day is written, in the language in use."""
        return _("DD.MM.YYYY")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the day, or fail with an example."""
        from xlplan.domain.day_reading import read_day

        day = value if isinstance(value, datetime) else read_day(str(value)).day
        if day is None:
            return self.fail(_("“{seen}” is not a date. Write it like this: 15.07.2021.").format(seen=value))
        return datetime(day.year, day.month, day.day)


class QuarterType(click.ParamType["Quarter"]):
    """A quarter as an argument, in any spelling that people use."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Quarter":
        """Return the quarter, or fail with an example."""
        from xlplan.domain.quarter import read_named_quarter

        quarter = read_named_quarter(value)
        if quarter is None:
            from xlplan.cli.suggestions import known_years
            from xlplan.domain.period_reading import refusal_of_quarter

            self.fail(refusal_of_quarter(value, known_years(ctx)), param, ctx)
        return quarter

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Return the quarters that the workspace knows, for a shell."""
        from xlplan.cli.suggestions import suggest_quarters

        return suggest_quarters(ctx, param, incomplete)


class PeriodType(click.ParamType["int | Quarter"]):
    """A year or a quarter as an argument."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "int | Quarter":
        """Return the year or the quarter, or fail with an example."""
        from xlplan.cli.suggestions import known_years
        from xlplan.domain.period_reading import read_named_period, refusal_of_period

        period = read_named_period(value)
        if period is None:
            self.fail(refusal_of_period(value, known_years(ctx)), param, ctx)
        year, quarters = period
        return quarters[0] if len(quarters) == 1 else year

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Return the years and quarters that the workspace knows, for a shell."""
        from xlplan.cli.suggestions import suggest_periods

        return suggest_periods(ctx, param, incomplete)


def workspace_of(ctx: click.Context) -> "Workspace":
    """Find the workspace of a command, and take its language unless the command line names one.

    Raises:
        XlplanError: There is no workspace, its settings are wrong, or its ledger is missing.
    """
    from pathlib import Path

    from xlplan.cli.crash_report import log_file, start_crash_log
    from xlplan.storage.ledger_presence import require_ledger
    from xlplan.storage.permissions import apply_umask
    from xlplan.storage.workspace import find_workspace

    folder, lang = ctx.obj
    workspace = find_workspace(folder or Path.cwd())
    # This comes before the log, the first file that a command may make.
    apply_umask(workspace.settings.umask)
    ctx.meta[_LOG] = workspace.log
    start_crash_log(log_file(workspace.log))
    if lang is None:
        use_language(workspace.settings.language)
    require_ledger(workspace)
    return workspace


def finish_start() -> None:
    """Collect garbage from now on. What a command needs is imported, stays, and is looked at no more."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def open_workspace_of(
    ctx: click.Context, by: str | None = None, workspace: "Workspace | None" = None
) -> "OpenWorkspace":
    """Open the workspace of a command. It is closed when the command ends.

    Args:
        ctx: The context of the command.
        by: Whoever decides. By default the user of the system.
        workspace: The workspace, where it has been found already.
    """
    from xlplan.services.open_workspace import open_workspace

    workspace = workspace or workspace_of(ctx)
    finish_start()
    person = " ".join(by.split()) if by else None
    is_clock_right = bool(ctx.meta.get(_CLOCK))
    return ctx.with_resource(open_workspace(workspace, clock_of(workspace), person, is_clock_right, _tell))


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


def by_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every decision has: `--by`, and the one that calls the clock right."""
    command = click.option(
        "--clock-is-right",
        _CLOCK,
        is_flag=True,
        expose_value=False,
        cls=TranslatedOption,
        callback=lambda ctx, _option, value: ctx.meta.update({_CLOCK: value}),
        help=N_("Decide although the ledger has later times than the clock shows: these are wrong."),
    )(command)
    return click.option(
        "--by",
        metavar="NAME",
        cls=TranslatedOption,
        help=N_("Who decides: it stands in the decision log; by default the user of the computer."),
    )(command)


def clock_of(workspace: "Workspace") -> Callable[[], datetime]:
    """Return a clock in the time zone of the workspace."""
    # It can be sent to another process.
    return partial(datetime.now, workspace.settings.zone)

"""The commands for the decisions of the coordinator: close, reopen, withdraw, dismiss, note, waive, explain."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from xlplan.cli.app import (
    DONE,
    FAILED,
    DayType,
    QuarterType,
    TranslatedArgument,
    TranslatedOption,
    by_option,
    listed_command,
    open_workspace_of,
)
from xlplan.cli.suggestions import suggest_files_not_taken, suggest_rows, suggest_units, suggest_warnings
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.domain.quarter import Quarter

_UNIT = N_("The unit, by name or code.")


@listed_command("close")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option("--yes", is_flag=True, cls=TranslatedOption, help=N_("Close without asking."))
@by_option
@click.pass_context
def close(ctx: click.Context, quarter: "Quarter", yes: bool, by: str | None) -> None:
    """Show the sign-off sheet of a quarter, ask, and close it."""
    from xlplan.cli.output.closing import print_closed, print_closed_already, print_sign_off
    from xlplan.workflows.closing import close as close_quarter
    from xlplan.workflows.closing import prepare_closing

    context = open_workspace_of(ctx, by)
    preview = prepare_closing(context, quarter)
    if preview.closed_by:
        print_closed_already(context.workspace, preview.closed_by)
        return
    if preview.sign_off:
        print_sign_off(preview.sign_off)
    if not yes and not _confirm_closing(quarter):
        click.echo(_("Not closed; nothing was changed."))
        sys.exit(FAILED)
    print_closed(context.workspace, close_quarter(context, preview))
    sys.exit(DONE)


def _confirm_closing(quarter: "Quarter") -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError(_("Nobody is there to be asked. Look at the list above, then add --yes."))
    return click.confirm(_("Close the {quarter}? y: yes, n: no").format(quarter=quarter.title))


@listed_command("reopen")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option(
    "--reason",
    cls=TranslatedOption,
    help=N_("Why: it is written into the next edition. Without it, what waits for the reopening is shown."),
)
@by_option
@click.pass_context
def reopen(ctx: click.Context, quarter: "Quarter", reason: str | None, by: str | None) -> None:
    """Reopen a closed quarter."""
    from xlplan.cli.output.closing import print_reopened, print_waiting
    from xlplan.services.closing.decisions import waiting_returns
    from xlplan.workflows.closing import reopen as reopen_quarter

    context = open_workspace_of(ctx, by)
    if reason is None:
        print_waiting(waiting_returns(context, quarter), _("What would count:"))
        raise click.UsageError(
            _("Reopening {quarter} needs a reason: xlplan reopen {quarter} --reason “…”.").format(quarter=quarter)
        )
    reopening, result = reopen_quarter(context, quarter, reason.strip())
    print_reopened(context.workspace, reopening, result)


@listed_command("withdraw")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option("--unit", cls=TranslatedOption, shell_complete=suggest_units, required=True, help=_UNIT)
@click.option("--reason", cls=TranslatedOption, required=True, help=N_("Why: it stands in the workbook."))
@click.option(
    "--undo",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Undo the latest withdrawal of this unit: the return counts again."),
)
@by_option
@click.pass_context
def withdraw(ctx: click.Context, quarter: "Quarter", unit: str, reason: str, undo: bool, by: str | None) -> None:
    """Withdraw the return of a unit, or undo that."""
    from xlplan.cli.output.closing import print_undone, print_withdrawn
    from xlplan.workflows.closing import undo_withdrawal
    from xlplan.workflows.closing import withdraw as withdraw_return

    context = open_workspace_of(ctx, by)
    if undo:
        undoing, result = undo_withdrawal(context, quarter, unit, reason.strip())
        print_undone(context.workspace, undoing, result)
        return
    withdrawal, result = withdraw_return(context, quarter, unit, reason.strip())
    print_withdrawn(context.workspace, withdrawal, result)


@listed_command("dismiss")
@click.argument("file", cls=TranslatedArgument, metavar="RECEIPT|FILE", shell_complete=suggest_files_not_taken)
@click.option("--reason", cls=TranslatedOption, required=True, help=N_("Why: it stands in the decision log."))
@by_option
@click.pass_context
def dismiss(ctx: click.Context, file: str, reason: str, by: str | None) -> None:
    """Put a file aside that was not taken."""
    from xlplan.cli.output.closing import print_dismissed
    from xlplan.workflows.closing import dismiss as dismiss_file

    print_dismissed(dismiss_file(open_workspace_of(ctx, by), file, " ".join(reason.split())))


@listed_command("note")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.argument("row", cls=TranslatedArgument, metavar="CODE", shell_complete=suggest_rows)
@click.option("--reason", cls=TranslatedOption, default="", help=N_("Why: it stands in the workbook."))
@click.option(
    "--action", cls=TranslatedOption, default="", help=N_("What will be done: the next quarter follows it up.")
)
@by_option
@click.pass_context
def note(ctx: click.Context, quarter: "Quarter", row: str, reason: str, action: str, by: str | None) -> None:
    """Give the coordinator's reason for a shortfall of a joint target."""
    from xlplan.cli.output.closing import print_noted
    from xlplan.services.closing.notes import NoteRequest
    from xlplan.workflows.closing import note as note_shortfall

    context = open_workspace_of(ctx, by)
    request = NoteRequest(row, " ".join(reason.split()), " ".join(action.split()))
    noted, result = note_shortfall(context, quarter, request)
    print_noted(context.workspace, noted, result)


@listed_command("waive")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.option(
    "--unit",
    cls=TranslatedOption,
    shell_complete=suggest_units,
    default="",
    help=N_("The unit, by name or code; left out, the warning is of the whole centre."),
)
@click.option(
    "--code",
    shell_complete=suggest_warnings,
    cls=TranslatedOption,
    required=True,
    help=N_("Which warning: its code, as “close” shows it."),
)
@click.option(
    "--row",
    shell_complete=suggest_rows,
    cls=TranslatedOption,
    default="",
    help=N_("Only at this row; by default at any."),
)
@click.option("--reason", cls=TranslatedOption, required=True, help=N_("Why."))
@click.option(
    "--until",
    cls=TranslatedOption,
    type=DayType(),
    help=N_("The last day it holds; by default it holds for good."),
)
@by_option
@click.pass_context
def waive(
    ctx: click.Context,
    quarter: "Quarter",
    unit: str,
    code: str,
    row: str,
    reason: str,
    until: datetime | None,
    by: str | None,
) -> None:
    """Silence one warning of one unit or of the whole centre."""
    from xlplan.cli.output.closing import print_waived
    from xlplan.services.closing.waivers import WaiverRequest
    from xlplan.workflows.closing import waive as waive_warning

    context = open_workspace_of(ctx, by)
    request = WaiverRequest(
        unit.strip(), code.strip(), reason.strip(), until.date() if until else None, row.strip()
    )
    unit_waived, waiver, result = waive_warning(context, quarter, request)
    print_waived(context.workspace, unit_waived, waiver, result)


@listed_command("explain")
@click.argument("quarter", cls=TranslatedArgument, type=QuarterType())
@click.argument("code", cls=TranslatedArgument, metavar="CODE", shell_complete=suggest_rows)
@click.option(
    "--unit", cls=TranslatedOption, shell_complete=suggest_units, help=N_("Only this unit, by name or code.")
)
@click.option(
    "--json", "as_json", is_flag=True, cls=TranslatedOption, help=N_("For programs: JSON, in English words.")
)
@click.pass_context
def explain(ctx: click.Context, quarter: "Quarter", code: str, unit: str | None, as_json: bool) -> None:
    """Explain a figure."""
    from xlplan.cli.output.explain import print_explanation
    from xlplan.cli.output.explain_json import explanation_json
    from xlplan.workflows.closing import explain as explain_figure

    context = open_workspace_of(ctx)
    explanations = explain_figure(context, quarter, code, unit)
    if as_json:
        click.echo(explanation_json(explanations))
    else:
        for explanation in explanations:
            print_explanation(explanation)

"""The output of `xlplan` without a command: where the workspace stands, and the next steps."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from xlplan.cli.output.status import print_board_place
from xlplan.domain.next_step import NextStep
from xlplan.domain.return_words import counts_text, deadline_text
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.domain.next_step import WorkspaceState
    from xlplan.services.report.status import QuarterStatus, Status
    from xlplan.storage.workspace import Workspace


def print_place(workspace: "Workspace", state: "WorkspaceState", status: "Status | None") -> None:
    """Print the folder, the plan workbooks that are not adopted, and each open quarter in a line."""
    click.echo(_("Workspace: {folder}").format(folder=shown_path(workspace.root)))
    for plan in state.plans:
        if not plan.is_adopted:
            measures = ngettext("{number} measure", "{number} measures", plan.measures)
            click.echo(_("Plan {file}: {measures}, not adopted yet").format(file=plan.file, measures=measures))
    for quarter in status.quarters if status else ():
        click.echo(_quarter_text(quarter))
    if status and status.quarters:
        print_board_place(workspace)
    if state.files_in_inbox:
        click.echo(ngettext("In inbox/: {number} file", "In inbox/: {number} files", state.files_in_inbox))
    if state.unfinished_in_inbox:
        words = ngettext(
            "In inbox/ {number} file has no end yet: it is still being copied, or it is damaged",
            "In inbox/ {number} files have no end yet: they are still being copied, or they are damaged",
            state.unfinished_in_inbox,
        )
        click.echo(words)


def _quarter_text(quarter: "QuarterStatus") -> str:
    counts = counts_text(quarter.counts, with_shares=False)
    if quarter.closed_by:
        return f"{quarter.quarter.title} · {_('closed')} · {counts}"
    missing = [each.unit for each in quarter.returns if each.counting is None]
    waits = " · " + _("not accepted: {units}").format(units=", ".join(missing)) if missing else ""
    return f"{quarter.quarter.title} · {counts} · {deadline_text(quarter.deadline)}{waits}"


def print_next_steps(steps: Sequence[NextStep]) -> None:
    """Print the steps by number, each with its command."""
    click.echo(_("Next:"))
    for number, step in enumerate(steps, 1):
        command = f"\n     {command_text(step)}" if step.command else ""
        click.echo(f"  {number}. {step.words}{command}")


def command_text(step: NextStep) -> str:
    """Return the command of a step as one types it."""
    typed = [f'"{part}"' if " " in part else part for part in step.command]
    return " ".join(["xlplan", *typed, *([_("FILE")] if step.asks else [])])


def choose_step(steps: Sequence[NextStep]) -> NextStep | None:
    """Ask for the number of a step. None where nobody is there to answer, or the answer is blank."""
    offered = [step for step in steps if step.command]
    if not offered or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    known = {str(steps.index(step) + 1): step for step in offered}
    while True:
        answer = click.prompt(_("Number of a step, or Enter to leave"), default="", show_default=False)
        if not answer.strip():
            return None
        if step := known.get(answer.strip().rstrip(".")):
            return _with_file(step) if step.asks else step
        click.echo(_("Write one of these numbers: {numbers}.").format(numbers=", ".join(known)))


def _with_file(step: NextStep) -> NextStep:
    """Ask for what a command still needs. A path dragged into a terminal stands in quotes."""
    answer = click.prompt(step.asks).strip().strip("'\"")
    return replace(step, command=(*step.command, str(Path(answer).expanduser())), asks="")

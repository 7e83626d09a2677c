"""The list of commands: what each does, and where it is. A command is imported when it is run."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import NamedTuple

import click

from xlplan.text.translation import N_


class ListedCommand(NamedTuple):
    """A command in the list.

    Attributes:
        module: Its module in `xlplan.cli.commands`.
        function: Its function there.
        summary: What it does, in a sentence.
    """

    module: str
    function: str
    summary: str


COMMANDS = {
    "backup": ListedCommand(
        "record",
        "backup",
        N_("Put the ledger, the archive, the settings and all else that cannot be made again into one file."),
    ),
    "close": ListedCommand(
        "closing", "close", N_("Sign a quarter off: what stands open, then a numbered edition for good.")
    ),
    "completion": ListedCommand(
        "completion",
        "completion",
        N_("Let the Tab key complete commands, quarters, units and codes, in bash, zsh, fish or PowerShell."),
    ),
    "consolidate": ListedCommand(
        "round", "consolidate", N_("Write the consolidated workbook of a quarter into outbox/QUARTER/.")
    ),
    "demo": ListedCommand(
        "round",
        "demo",
        N_("Show the whole round on the real Korosten plan, with invented results, in a folder of its own."),
    ),
    "dismiss": ListedCommand(
        "closing",
        "dismiss",
        N_("Put a file aside that was not taken, so that status names it no more; the record keeps it."),
    ),
    "doctor": ListedCommand(
        "record", "doctor", N_("Check the computer, the folders and the ledger: what works, and what to do.")
    ),
    "explain": ListedCommand(
        "closing", "explain", N_("Show where a figure comes from: plan, share, unit, file, cell, hash, time.")
    ),
    "fetch": ListedCommand(
        "fetch",
        "fetch",
        N_("Put the returns that came by mail into the inbox, each message once. The mailbox stays as it is."),
    ),
    "history": ListedCommand(
        "round",
        "history",
        N_("Write all quarters as one table for pivot tables, with their course, into outbox/."),
    ),
    "identify": ListedCommand(
        "round", "identify", N_("Say whose return a file is or looks like, without taking it.")
    ),
    "init": ListedCommand(
        "round", "init", N_("Make a new workspace: folders, settings, a plan workbook to fill in.")
    ),
    "intake": ListedCommand("round", "intake", N_("Deal with the inbox, or with copies of these files, once.")),
    "issue": ListedCommand("round", "issue", N_("Write a locked template for each unit into templates/QUARTER/.")),
    "log": ListedCommand(
        "record", "log", N_("Show who decided what, when and why, and which returns came in between.")
    ),
    "narrative": ListedCommand(
        "round",
        "narrative",
        N_("Write the narrative report of a quarter or a year for Word into outbox/PERIOD/, to edit and sign."),
    ),
    "ledger": ListedCommand(
        "record", "ledger", N_("The ledger itself: move it into a PostgreSQL, or back into a file.")
    ),
    "note": ListedCommand(
        "closing", "note", N_("Say why a joint target fell short, which no unit can, and what will be done.")
    ),
    "plan": ListedCommand(
        "plan",
        "plan",
        N_("The plan: make one or take over your own from Word or Excel, check, adopt, compare, print, export."),
    ),
    "remind": ListedCommand(
        "mail",
        "remind",
        N_("Remind the units that owe a return, by what they owe, on the days that the settings name."),
    ),
    "reopen": ListedCommand(
        "closing", "reopen", N_("Open a closed quarter again; the next closing makes another edition.")
    ),
    "restore": ListedCommand(
        "record",
        "restore",
        N_("Bring back what is missing from a backup: into an empty folder, or into the workspace."),
    ),
    "return": ListedCommand(
        "mail",
        "return_command",
        N_(
            "Send the receipt of the latest file of each return back, with the marked file where it is to correct."
        ),
    ),
    "send": ListedCommand(
        "mail",
        "send",
        N_("Send each unit its template: as drafts in outbox/, or by the mail server of the settings."),
    ),
    "status": ListedCommand("round", "status", N_("Show who has returned, who has not, and what is wrong.")),
    "unlock": ListedCommand(
        "round", "unlock", N_("Write a copy of a template without its locks, for the coordinator.")
    ),
    "verify": ListedCommand(
        "record",
        "verify",
        N_("Prove that archive, ledger, decision log, editions, templates and answers agree; say what does not."),
    ),
    "waive": ListedCommand(
        "closing", "waive", N_("Silence one warning of a unit or of the centre; the sign-off shows it.")
    ),
    "watch": ListedCommand("watch", "watch", N_("Keep dealing with the inbox until stopped (Ctrl+C).")),
    "withdraw": ListedCommand(
        "closing", "withdraw", N_("Take back the return that counts; the one before it counts again, or none.")
    ),
}


class LateCommands(MutableMapping[str, click.Command]):
    """The commands by their names, each imported when it is asked for."""

    def __init__(self) -> None:
        """Begin with the listed commands alone."""
        self._others: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name in self._others:
            return self._others[name]
        place = COMMANDS[name]
        command: click.Command = getattr(import_module(f"xlplan.cli.commands.{place.module}"), place.function)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._others[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError(f"{name}: no command is taken out of the list")

    def __iter__(self) -> Iterator[str]:
        return iter({**COMMANDS, **self._others})

    def __len__(self) -> int:
        return len({**COMMANDS, **self._others})

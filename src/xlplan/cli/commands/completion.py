"""The command `completion`: it lets the shell complete what a person begins to type."""

import os
from pathlib import Path

import click

from xlplan.cli.app import TranslatedArgument, TranslatedOption, listed_command
from xlplan.text.translation import N_, _

_SHELLS = ("bash", "zsh", "fish", "powershell")
# Where the lines go, as people write it.
_PROFILES = {
    "bash": "~/.bashrc",
    "zsh": "~/.zshrc",
    "fish": "~/.config/fish/completions/xlplan.fish",
    "powershell": "$PROFILE",
}


@listed_command("completion")
@click.argument(
    "shell",
    cls=TranslatedArgument,
    metavar="[SHELL]",
    required=False,
    type=click.Choice(_SHELLS, case_sensitive=False),
)
@click.option(
    "--install",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Write the lines into your own profile of the shell; by default they are shown."),
)
def completion(shell: str | None, install: bool) -> None:
    """Show the lines for a shell, or write them into its profile."""
    from xlplan.cli.shells import script_of

    name = shell or _own_shell()
    if install:
        _install(name, script_of(name))
        return
    place = _("Put these lines into {file}, or let xlplan do it: {command}").format(
        file=_PROFILES[name], command=f"xlplan completion {name} --install"
    )
    click.echo(f"# {place}\n{script_of(name)}", nl=False)


def _own_shell() -> str:
    """Return the shell of the person: as the system names it, else PowerShell on Windows."""
    # Git Bash on Windows names itself too.
    named = Path(os.environ.get("SHELL", "")).stem.casefold()
    known = {**{name: name for name in _SHELLS}, "pwsh": "powershell"}
    if named in known:
        return known[named]
    if os.name == "nt":
        return "powershell"
    raise click.UsageError(
        _("Which shell it is cannot be told. Name it: {shells}.").format(
            shells=", ".join(f"xlplan completion {name}" for name in _SHELLS)
        )
    )


def _install(shell: str, script: str) -> None:
    from xlplan.storage.shell_profile import BEGIN, END, add_lines, profiles_of

    for profile in profiles_of(shell):
        if add_lines(profile, script):
            sentence = _(
                "The Tab key completes xlplan in each new window of {shell}: {file} says so now. To undo it, "
                "delete the lines from “{begin}” to “{end}” there."
            )
        else:
            sentence = _(
                "Nothing was changed: {file} lets the Tab key complete xlplan in {shell} already, from “{begin}” "
                "to “{end}”."
            )
        click.echo(sentence.format(shell=shell, file=profile, begin=BEGIN, end=END))

"""The language of the command line: of the option, of the workspace, and in the sentences of Click itself."""

import os
from collections.abc import Sequence

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from xlplan.storage.settings_file import named_language
from xlplan.text.translation import LANGUAGES, use_language

_MODULES = (core, decorators, exceptions, formatting, parser, termui, types)
_WORKSPACE_OPTION = "--workspace"


def translate_click() -> None:
    """Let Click write its own sentences (wrong usage, headings of the help) in the language in use.

    Click takes them from gettext's one domain of the whole process, in the language of the system. Here the
    language is that of the workspace or of an option, so Click's modules get functions that know it.
    """
    from xlplan.text.translation import click_ngettext, click_text

    for module in _MODULES:
        for name, function in (("_", click_text), ("ngettext", click_ngettext)):
            if hasattr(module, name):
                setattr(module, name, function)


def use_workspace_language(arguments: Sequence[str]) -> None:
    """Use the language that the settings of the command's workspace name, before anything is parsed or shown.

    Args:
        arguments: The words of the command line, which may name another folder than the current one.
    """
    folder = os.curdir
    for position, argument in enumerate(arguments):
        if argument == _WORKSPACE_OPTION and position + 1 < len(arguments):
            folder = arguments[position + 1]
        elif argument.startswith(f"{_WORKSPACE_OPTION}="):
            folder = argument.partition("=")[2]
    named = named_language(folder)
    if named in LANGUAGES:
        use_language(named)


def choose_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Use the language of an option, before the command or after it."""
    if value:
        use_language(value)
        if ctx.obj:
            ctx.obj = (ctx.obj[0], value)
    return value


def language_option() -> click.Option:
    """Return the option that each command takes as well as the group of all."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        hidden=True,
        expose_value=False,
        callback=choose_language,
    )

"""The options of the commands that read files: who reads them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from xlplan.cli.app import TranslatedOption
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.sandbox.parsers import ParserChoice


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say who reads the files of a pass."""
    command = click.option(
        "--workers",
        type=click.IntRange(1),
        metavar="N",
        cls=TranslatedOption,
        help=N_("How many processes read files side by side; by default one for each core, at most four."),
    )(command)
    return click.option(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        cls=TranslatedOption,
        help=N_(
            "Have the workers of a Dask cluster read the files: the address of its scheduler, tcp://host:8786."
        ),
    )(command)


def parser_choice(workers: int | None, scheduler: str) -> "ParserChoice":
    """Return who reads the files of a pass.

    Raises:
        UsageError: Both options are given. A cluster has as many workers as were started for it.
    """
    from xlplan.sandbox.parsers import ParserChoice

    if workers and scheduler:
        raise click.UsageError(_("Give --workers or --scheduler: the workers of a cluster are started there."))
    return ParserChoice(workers, scheduler)

"""The questions of `init`, and what was understood of the answers."""

import re
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import click
from msgspec import Struct

from xlplan.domain.new_centre import NewCentre, propose_code, quarter_to_plan, units_named
from xlplan.domain.period_reading import read_named_period, read_period, refusal_of_period
from xlplan.storage.time_zones import propose_zone, read_zone, refusal_of_zone
from xlplan.text.normalize import clean_spaces, latin_code
from xlplan.text.translation import _, ngettext

_CODE = re.compile(r"[A-Z0-9]{2,6}")
Answer = TypeVar("Answer")


class CentreOptions(Struct, frozen=True):
    """The centre as options of the command name it; None and () where they do not."""

    name: str | None
    code: str | None
    period: str | None
    units: tuple[str, ...]
    contact: str | None
    timezone: str | None


def centre_of(options: CentreOptions, today: date, is_asking: bool) -> NewCentre:
    """Return the centre that options and answers name. On a terminal, what no option names is asked.

    Raises:
        click.UsageError: A code, a period or a time zone cannot be read.
    """
    asks = is_asking and sys.stdin.isatty() and sys.stdout.isatty()
    if asks:
        click.echo(_("A few questions. Enter leaves a thing for later: it can be filled in the plan workbook."))
    name = _read(_name, options.name, _("Name of the centre"), "", asks)
    proposed = propose_code(name) if name else ""
    code = _read(_code, options.code, _("Its code, 2 to 6 Latin letters or digits"), proposed, asks)
    usual = str(quarter_to_plan(today)) if asks else ""
    period = _read(partial(_period, today=today), options.period, _("Quarter or year of the plan"), usual, asks)
    names = tuple(name for text in options.units for name in _names(text)) or (_unit_names() if asks else ())
    contact = _answer(options.contact, _("Whom the units ask (name, telephone, e-mail)"), "", asks)
    zone = _read(_zone, options.timezone, _("Time zone"), propose_zone(), asks)
    return NewCentre(name, code, period, units_named(names), clean_spaces(contact), zone)


def example_options(options: CentreOptions) -> tuple[str, str]:
    """Return the contact and the time zone of a workspace that begins with the example, "" where none is named.

    Raises:
        click.UsageError: An option names a centre of one's own, or there is no such zone.
    """
    if any((options.name, options.code, options.period, options.units)):
        raise click.UsageError(
            _("The example has its centre, period and units. Leave out --centre, --code, --period and --unit.")
        )
    return options.contact or "", _zone(options.timezone) if options.timezone else ""


def _answer(given: str | None, question: str, usual: str, asks: bool) -> str:
    if given is not None or not asks:
        return usual if given is None else given
    return str(click.prompt(question, default=usual, show_default=bool(usual)))


def _read(read: Callable[[str], Answer], given: str | None, question: str, usual: str, asks: bool) -> Answer:
    """Return an answer as it is understood. What cannot be read is asked again, or is wrong usage of an option."""
    while True:
        answer = _answer(given, question, usual, asks)
        try:
            return read(answer)
        except click.UsageError as problem:
            if given is not None or not asks:
                raise
            click.echo(problem.message)


def _name(text: str) -> str:
    """Return a name of a centre or a unit; an answer to the question before or after it is none."""
    name = clean_spaces(text)
    if read_period(name):
        raise click.UsageError(_("“{seen}” is a period, not a name.").format(seen=text))
    return name


def _names(text: str) -> tuple[str, ...]:
    """Return the names in a pasted list. A comma divides none: “Department of Finance, Audit and Reports”."""
    return tuple(name for part in text.replace(";", "\n").splitlines() if (name := _name(part)))


def _code(text: str) -> str:
    code = latin_code(text)
    if code and (read_period(code) or not _CODE.fullmatch(code)):
        raise click.UsageError(
            _("“{seen}” is no code. Write 2 to 6 Latin letters or digits, such as KR.").format(seen=text)
        )
    return code


def _period(text: str, today: date) -> str:
    words = clean_spaces(text)
    if not words:
        return ""
    period = read_named_period(words)
    if period is None:
        raise click.UsageError(refusal_of_period(text, (today.year, today.year + 1)))
    year, quarters = period
    return quarters[0].title if len(quarters) == 1 else _("year {year}").format(year=year)


def _zone(text: str) -> str:
    zone = read_zone(text)
    if zone is None:
        raise click.UsageError(refusal_of_zone(text))
    return zone


def _unit_names() -> tuple[str, ...]:
    click.echo(_("The units that report, one in a line or divided by “;”; an empty line ends the list."))
    names: list[str] = []
    while more := _read(_names, None, f"  {len(names) + 1}", "", asks=True):
        names += more
    return tuple(names)


def print_units(centre: NewCentre) -> None:
    """Print the units with the codes and kinds that were proposed for them."""
    if not centre.units:
        return
    count = ngettext(
        "{number} unit is in the plan workbook:", "{number} units are in the plan workbook:", len(centre.units)
    )
    click.echo(count + " " + _("look at the codes and kinds on its sheet of units."))
    for unit in centre.units:
        click.echo(f"  {unit.code:<6} {unit.name} · {_(unit.kind.value)}")

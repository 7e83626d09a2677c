"""The output of `plan new --from`: what was taken over from the last plan, and what is still empty."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path, version_text
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _, ngettext, quote

if TYPE_CHECKING:
    from xlplan.services.plan.next_plan import NextPlanResult

# As many codes say where to look. Of more, the number is enough.
_MOST_CODES = 8


def print_next_plan(workspace: Workspace, result: "NextPlanResult") -> None:
    """Print the path of the plan that was begun, what is in it and beside it, and what is still empty."""
    file = short_path(workspace, result.path)
    plan = result.begun.plan
    click.echo(_("The plan for {period} is begun in {file}.").format(period=plan.centre.period, file=file))
    measures = len(plan.measures)
    taken = ngettext("{number} measure", "{number} measures", measures)
    click.echo("  " + _("From {version}: {measures}.").format(version=version_text(result.source), measures=taken))
    for line in (*_past_lines(result), *_empty_lines(result), *_dated_lines(result)):
        click.echo(f"  {line}")
    click.echo(
        _('Next: fill it in, then “xlplan plan check "{file}"”, which names each row without a target.').format(
            file=file
        )
    )


def _past_lines(result: "NextPlanResult") -> list[str]:
    past = result.past
    headings = ", ".join(map(quote, past.headings.values()))
    lines = [_("Beside it, to the right of “Check”: {headings}.").format(headings=headings)]
    if past.last_quarter is None:
        lines.append(_("No return on that plan was accepted, so there are no results."))
    elif past.last_quarter != past.plan.centre.quarters[-1]:
        lines.append(_("The results are those up to {quarter}.").format(quarter=past.last_quarter))
    return lines


def _empty_lines(result: "NextPlanResult") -> list[str]:
    indicators = [each for measure in result.begun.plan.measures for each in measure.indicators]
    empty = sum(not each.targets for each in indicators)
    words = len(indicators) - empty
    target = ngettext("the targets of {number} row", "the targets of {number} rows", empty)
    parts = [_("day and number of the approval"), target, _("shares and planned events")]
    lines = [_("Still empty: {parts}.").format(parts=", ".join(parts))]
    if words:
        lines.append(
            ngettext(
                "{number} target in words (“as needed”, “ongoing”) stays, for it asks for the same again.",
                "{number} targets in words (“as needed”, “ongoing”) stay, for they ask for the same again.",
                words,
            )
        )
    return lines


def _dated_lines(result: "NextPlanResult") -> list[str]:
    begun = result.begun
    lines = []
    if begun.dropped_terms:
        message = _("The terms that name a time are empty: {codes}.")
        lines.append(message.format(codes=_codes(begun.dropped_terms)))
    if begun.dated:
        message = _("The words of these measures name the time of the last plan; look at them: {codes}.")
        lines.append(message.format(codes=_codes(begun.dated)))
    return lines


def _codes(codes: Sequence[str]) -> str:
    """Return the codes of measures, of many the first ones with the number of the others."""
    shown = ", ".join(codes[:_MOST_CODES])
    if len(codes) <= _MOST_CODES:
        return shown
    more = ngettext("{number} more", "{number} more", len(codes) - _MOST_CODES)
    return f"{shown} … ({more})"

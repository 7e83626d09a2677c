"""The output of `identify`: the marks of a template that a file still carries, and its owner or likely owner."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from xlplan.domain.findings.finding import Severity
from xlplan.domain.issue import Issue
from xlplan.text.translation import N_, _, ngettext

if TYPE_CHECKING:
    from xlplan.services.intake.identify import Identity
    from xlplan.validation.identification import Likeness

# A receipt names the lost marks in the same words.
_CARRIERS = {
    "visible": N_("the form code above the table"),
    "property": N_("the document property"),
    "hidden sheet": N_("the hidden sheet"),
    "name": N_("the defined name"),
}
_MOST_NAMED = 6


def print_identity(identity: "Identity") -> None:
    """Print the carriers, the issue for which they vote, and the likeness of the rows."""
    click.echo(identity.file.name)
    for finding in identity.findings:
        # The lost marks are listed below.
        if finding.severity is not Severity.NOTE:
            click.echo(f"  ! {finding}")
    if identity.carriers:
        click.echo(_("Marks of the template:"))
        _print_carriers(identity)
    if identity.issue:
        votes = sum(str(identity.issue.form_code) in carried for carried in identity.carriers.values())
        click.echo(
            _("It is {whose}: {votes} of {marks} marks say so.").format(
                whose=_issue_text(identity.issue), votes=votes, marks=len(_CARRIERS)
            )
        )
    _print_rows(identity)


def _print_carriers(identity: "Identity") -> None:
    for carrier, name in _CARRIERS.items():
        codes = identity.carriers.get(carrier, ())
        codes_text = ", ".join(codes) or _("lost")
        click.echo(f"  {'✓' if codes else '–'} {_(name)}: {codes_text}")


def _print_rows(identity: "Identity") -> None:
    from xlplan.validation.identification import best_matches

    if not identity.rows:
        click.echo(_("No row of it has a row code, so the rows say nothing."))
        return
    likeliest = best_matches(identity.likenesses)
    if not likeliest:
        click.echo(
            ngettext(
                "It has {number} row code; no template that was issued looks like that.",
                "It has {number} row codes; no template that was issued looks like that.",
                identity.rows,
            )
        )
    elif identity.issue:
        _print_agreement(identity.issue, likeliest)
    else:
        _print_question(likeliest, may_be_taken=not identity.is_refused)


def _print_agreement(issue: Issue, likeliest: "Sequence[Likeness]") -> None:
    """Print if the rows confirm the marks."""
    own_likeness = next(
        (each for each in likeliest if each.issue.unit == issue.unit and each.issue.quarter == issue.quarter), None
    )
    if own_likeness:
        bears = (
            _("The rows bear it out: {how}.")
            if own_likeness.texts
            else _("Only the row codes bear it out: {how}.")
        )
        click.echo(bears.format(how=_likeness_text(own_likeness)))
        return
    click.echo(_("But its rows look like those of another template; ask the unit before you take it:"))
    _print_likenesses(likeliest)


def _print_question(likeliest: "Sequence[Likeness]", may_be_taken: bool) -> None:
    """Print the question to the unit.

    Args:
        likeliest: The issues that the rows resemble most.
        may_be_taken: A file of this kind may be put into the inbox.
    """
    if not likeliest[0].texts:
        click.echo(_("Its row codes are those of a template, but none of its texts are; perhaps it is one of:"))
        _print_likenesses(likeliest)
    elif len(likeliest) > 1:
        click.echo(_("By its rows it may be any of these; nothing in it tells them apart:"))
        _print_likenesses(likeliest)
    else:
        click.echo(
            _("By its rows it looks like {whose}: {how}.").format(
                whose=_issue_text(likeliest[0].issue), how=_likeness_text(likeliest[0])
            )
        )
    if may_be_taken:
        click.echo(
            _("Ask the unit. If so, type the form code into a cell above the table; then send it to inbox/.")
        )
    else:
        click.echo(_("Ask the unit for the workbook itself."))


def _print_likenesses(likeliest: "Sequence[Likeness]") -> None:
    for likeness in likeliest[:_MOST_NAMED]:
        click.echo(f"  ? {_issue_text(likeness.issue)}: {_likeness_text(likeness)}")
    if left_out := len(likeliest[_MOST_NAMED:]):
        click.echo("  " + ngettext("… and {number} more.", "… and {number} more.", left_out))


def _issue_text(issue: Issue) -> str:
    return f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}"


def _likeness_text(likeness: "Likeness") -> str:
    return _("{codes} of {rows} row codes, {texts} with the same measure and indicator").format(
        codes=likeness.codes, rows=len(likeness.issue.rows), texts=likeness.texts
    )

"""The output of the commands on the plan."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import (
    print_consolidated,
    print_document_base,
    print_obstacle,
    short_path,
    version_text,
)
from xlplan.cli.output.issue import print_issued, refusal_text
from xlplan.domain.findings.finding import warnings_of
from xlplan.domain.sheets import DETAIL_LINES, DETAILS
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import N_, _, ngettext

if TYPE_CHECKING:
    from xlplan.domain.plan_diff import PlanChange
    from xlplan.services.plan.csv_exchange import ExportResult, ImportResult
    from xlplan.services.plan.diff import PlanComparison, Side
    from xlplan.services.plan.print_form import PrintResult
    from xlplan.workflows.plan_adoption import PlanAdoption, PlanUndoing

# So many characters of a measure's words distinguish it from the others.
_TITLE = 90


def print_new_plan(workspace: Workspace, path: Path) -> None:
    """Print the path of the empty plan workbook, and the next step."""
    click.echo(_("An empty plan workbook is in {file}.").format(file=short_path(workspace, path)))
    click.echo(_("Next: fill it in, then run “xlplan plan check”."))


def print_adoption(workspace: Workspace, adoption: "PlanAdoption") -> None:
    """Print the version in force, its changes, and the templates that these touch."""
    result = adoption.adoption
    version = version_text(result.version)
    if not result.is_new:
        click.echo(_("Nothing to adopt: the workbook says what is in force, {version}.").format(version=version))
    else:
        click.echo(_("Adopted: {version}").format(version=version))
        if result.previous:
            click.echo(_("Changes to {version}:").format(version=version_text(result.previous)))
            print_changes(result.changes)
        for finding in warnings_of(result.findings):
            click.echo(f"  ! {finding}")
    for issue in adoption.issues:
        click.echo("")
        print_issued(workspace, issue)
    _print_reports(workspace, adoption)
    if not adoption.is_complete:
        message = _("All the same, plan version {number} is in force.")
        click.echo(message.format(number=result.version.number), err=True)
    if result.is_new and not adoption.issues:
        click.echo(_("Next: {command}").format(command=f"xlplan issue {result.version.applies_from}"))


def print_undone_adoption(workspace: Workspace, undoing: "PlanUndoing") -> None:
    """Print the version that was taken back, the one in force now, and the rewritten workbooks."""
    result = undoing.undoing
    click.echo(_("Taken back: {version}").format(version=version_text(result.undone)))
    if result.in_force:
        click.echo(_("In force now: {version}").format(version=version_text(result.in_force)))
    else:
        click.echo(_("No plan is in force for its period now. Next: “xlplan plan adopt”."))
    _print_reports(workspace, undoing)


def _print_reports(workspace: Workspace, result: "PlanAdoption | PlanUndoing") -> None:
    for report in result.reports:
        print_consolidated(workspace, report)
    for quarter, problem in result.refused:
        message = _(
            "The workbook of {quarter} is not rewritten. {reason} Then run “xlplan consolidate {quarter}”."
        )
        click.echo("! " + message.format(quarter=quarter, reason=refusal_text(problem)), err=True)


def print_comparison(workspace: Workspace, comparison: "PlanComparison") -> None:
    """Print the differences, in the style of an order."""
    names = {"old": _side_text(workspace, comparison.old), "new": _side_text(workspace, comparison.new)}
    if not comparison.changes:
        click.echo(_("No difference between {old} and {new}.").format(**names))
        return
    click.echo(_("What {new} changes in {old}:").format(**names))
    print_changes(comparison.changes)


def _side_text(workspace: Workspace, side: "Side") -> str:
    return short_path(workspace, side.resolve()) if isinstance(side, Path) else version_text(side)


def print_changes(changes: Iterable["PlanChange"]) -> None:
    """Print the changes, numbered by measure.

    A measure with one change has one line. A measure with several has a list under it.
    """
    number = 0
    for (measure, title), group in groupby(changes, lambda change: (change.measure, change.title)):
        phrases = [change.text for change in group]
        if measure:
            number += 1
            head = f"{number}. " + _("Measure {code} “{title}”").format(code=measure, title=_shorten(title))
            if len(phrases) == 1:
                click.echo(f"  {head}: {phrases[0]}.")
                continue
            click.echo(f"  {head}:")
            ends = [*[";"] * (len(phrases) - 1), "."]
            for phrase, end in zip(phrases, ends, strict=True):
                click.echo(f"     – {phrase}{end}")
        else:
            for phrase in phrases:
                number += 1
                click.echo(f"  {number}. {phrase[0].upper()}{phrase[1:]}.")
    click.echo("  " + ngettext("In all, {number} change.", "In all, {number} changes.", number))


def _shorten(title: str) -> str:
    if len(title) <= _TITLE:
        return title
    return title[:_TITLE].rpartition(" ")[0] + " …"


# What a form lacks where a detail is empty. On paper a plan may be approved by an order, and lack it too.
_SIGNATURES = {
    "approved_by": N_("“{label}” in “{sheet}” is empty, so the form names nobody who approves it."),
    "signed_by": N_("“{label}” in “{sheet}” is empty, so the form names nobody who signs it."),
}


def print_form_path(workspace: Workspace, result: "PrintResult") -> None:
    """Print the path of the form, what it leaves out, and the warnings about the plan."""
    for finding in result.warnings:
        click.echo(f"  ! {finding}")
    click.echo(
        _("The form is ready to print ({version}): {file}").format(
            version=result.version, file=short_path(workspace, result.form.path)
        )
    )
    if result.measures_left_out:
        click.echo(
            ngettext(
                "{number} measure has no target in this quarter, so the form does not show it.",
                "{number} measures have no target in this quarter, so the form does not show them.",
                result.measures_left_out,
            )
        )
    for detail in DETAIL_LINES:
        if detail.name in _SIGNATURES and not getattr(result.centre, detail.name):
            words = _(_SIGNATURES[detail.name])
            click.echo(words.format(label=_(detail.label), sheet=DETAILS.shown))
    if result.base:
        print_document_base(workspace, result.base)
    print_obstacle(workspace, result.form)


def print_export(workspace: Workspace, result: "ExportResult") -> None:
    """Print the files of an export: written, removed, unchanged."""
    for path in result.written:
        click.echo(f"  + {short_path(workspace, path)}")
    for path in result.removed:
        removed = _("removed, for the plan no longer needs it")
        click.echo(f"  - {short_path(workspace, path)} · {removed}")
    line = ngettext("{number} file written", "{number} files written", len(result.written))
    if result.unchanged:
        unchanged = len(result.unchanged)
        line += " · " + ngettext("{number} stands unchanged", "{number} stand unchanged", unchanged)
    click.echo(line)


def print_import(workspace: Workspace, result: "ImportResult") -> None:
    """Print the files that an import read, the findings on them, and the path of the workbook."""
    for path in result.sources:
        click.echo(f"  ← {path.name}")
    for finding in result.findings:
        click.echo(f"  ! {finding}")
    click.echo(_("The plan workbook is {file}.").format(file=short_path(workspace, result.path)))
    click.echo(_("Next: run “xlplan plan check”, which names what is still to be filled in."))

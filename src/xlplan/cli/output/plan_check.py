"""The output of `plan check`: the plan as understood, all findings, and a verdict."""

import shutil
import textwrap
from collections import Counter
from pathlib import Path

import click

from xlplan.cli.output.common import short_path
from xlplan.documents.plan_reader.reader import PlanReading
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.plan import Indicator
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, to_number
from xlplan.services.plan.check import PlanCheck
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import N_, _, ngettext

_SECTIONS = (
    (Severity.ERROR, N_("Must be corrected"), "✗"),
    (Severity.WARNING, N_("Worth a look"), "!"),
    (Severity.NOTE, N_("For information"), "·"),
)
# Of one kind that is no error: all findings up to the first number, otherwise as many as the second number.
_MOST_LISTED, _SHOWN_OF_MANY = 5, 3
_WIDEST_LINE = 120


def print_plan_check(workspace: Workspace, plan_check: PlanCheck) -> None:
    """Print the plan as understood, then all findings with errors first, then the next step."""
    reading = plan_check.reading
    click.echo(short_path(workspace, plan_check.path))
    for line in _summary_lines(reading):
        click.echo(f"  {line}")
    for severity, title, sign in _SECTIONS:
        findings = [finding for finding in reading.findings if finding.severity is severity]
        if findings:
            click.echo(f"\n{_(title)} ({len(findings)})")
            for line in _finding_lines(findings, sign):
                click.echo(line)
    click.echo("")
    if reading.plan:
        # Where last year's plan lies beside it, the command asks which one is meant.
        is_one_of_several = len(workspace.plan_workbooks) > 1
        file = f' "{short_path(workspace, plan_check.path)}"' if is_one_of_several else ""
        click.echo(_("The plan can be adopted: {command}").format(command=f"xlplan plan adopt{file}"))
    else:
        number = sum(finding.severity is Severity.ERROR for finding in reading.findings)
        click.echo(
            ngettext(
                "Correct {number} fault in the workbook and run “xlplan plan check” again.",
                "Correct {number} faults in the workbook and run “xlplan plan check” again.",
                number,
            )
        )


def print_annotated_copy(workspace: Workspace, copy: Path | None) -> None:
    """Print the path of the annotated copy, or that there was nothing to note."""
    if copy is None:
        click.echo(_("There is nothing to note on a cell, so no copy was made."))
    else:
        click.echo(
            _("The findings stand as notes on the cells in {file}.").format(file=short_path(workspace, copy))
        )
        click.echo(_("That copy is not read as a plan: correct the plan itself, or put the copy in its place."))


def _summary_lines(reading: PlanReading) -> list[str]:
    """Return the lines about the plan as understood: its centre, its size, its counting."""
    centre, measures = reading.centre, reading.measures
    indicators = [indicator for measure in measures for indicator in measure.indicators]
    directions, tasks = ({getattr(each, name) for each in measures} - {""} for name in ("direction", "task"))
    lines = [[centre.name, centre.period]] if centre else []
    lines.append(
        [
            ngettext("{number} unit", "{number} units", len(reading.units)),
            *([ngettext("{number} direction", "{number} directions", len(directions))] if directions else []),
            *([ngettext("{number} task", "{number} tasks", len(tasks))] if tasks else []),
            ngettext("{number} measure", "{number} measures", len(measures)),
            ngettext("{number} indicator", "{number} indicators", len(indicators)),
        ]
    )
    lines += [_target_lines(indicators)] if indicators else []
    if reading.shares or reading.events:
        shares = ngettext("{number} share", "{number} shares", len(reading.shares))
        lines.append([shares, ngettext("{number} planned event", "{number} planned events", len(reading.events))])
    return [" · ".join(line) for line in lines]


def _target_lines(indicators: list[Indicator]) -> list[str]:
    """Return how many targets are numbers, words and not given, and the sums of the counts of each quarter."""
    kinds: Counter[str] = Counter()
    sums: dict[str, Number] = {}
    for indicator in indicators:
        kinds_given = {target.kind for _quarter, target in indicator.targets}
        kinds["count" if TargetKind.COUNT in kinds_given else "words" if kinds_given else "unset"] += 1
        # Numbers of other units of measure do not add up with counts.
        if indicator.unit_of_measure == WHOLE_THINGS:
            for quarter, target in indicator.targets:
                sums[quarter.numeral] = to_number(sums.get(quarter.numeral, 0) + (target.count or 0))
    parts = [
        _("Targets in numbers: {number}").format(number=kinds["count"]),
        *([_("in words: {number}").format(number=kinds["words"])] if kinds["words"] else []),
        *([_("not given: {number}").format(number=kinds["unset"])] if kinds["unset"] else []),
    ]
    totals = ", ".join(f"{numeral} — {sums[numeral]}" for numeral in sums)
    return [*parts, _("sums by quarter: {sums}").format(sums=totals)] if totals else parts


def _finding_lines(findings: list[Finding], sign: str) -> list[str]:
    """Return the lines about findings by kind, in order of first occurrence. A common remedy comes once."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.code, []).append(finding)
    lines: list[str] = []
    for group in by_kind.values():
        is_cut = group[0].severity is not Severity.ERROR and len(group) > _MOST_LISTED
        findings_shown = group[:_SHOWN_OF_MANY] if is_cut else group
        remedies = {finding.remedy for finding in group}
        for finding in findings_shown:
            lines += _wrap(f"{_location_text(finding)}{finding.problem}", f"  {sign} ")
            lines += _wrap(finding.remedy, "    → ") if len(remedies) > 1 else []
        if is_cut:
            rest = group[_SHOWN_OF_MANY:]
            rows = ", ".join(dict.fromkeys(finding.location.row or finding.location.cell for finding in rest))
            lines += _wrap(
                ngettext("… and {number} more: {rows}", "… and {number} more: {rows}", len(rest), rows=rows),
                "    ",
            )
        lines += _wrap(group[0].remedy, "    → ") if len(remedies) == 1 else []
    return lines


def _location_text(finding: Finding) -> str:
    place = finding.location
    spot = "!".join(part for part in (place.sheet, place.cell) if part)
    where = " · ".join(part for part in (spot, place.row) if part)
    return f"{where}: " if where else ""


def _wrap(text: str, first: str) -> list[str]:
    """Return a text in lines that fit the terminal. The later lines are indented like the first."""
    width = min(shutil.get_terminal_size((_WIDEST_LINE, 24)).columns, _WIDEST_LINE)
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    )

"""The output of `plan check`: the plan as understood, all findings, and a verdict."""

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path
from xlplan.cli.output.plan_measures import measure_lines
from xlplan.documents.formats.grid import cell_ranges
from xlplan.documents.plan_reader.reader import PlanReading
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.findings.plan_source_kinds import PLAN_IS_DOCUMENT, PLAN_IS_OWN_FORM
from xlplan.domain.plan import Indicator
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, to_number
from xlplan.services.plan.check import PlanCheck
from xlplan.storage.long_paths import path_from_here
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import N_, _, ngettext

if TYPE_CHECKING:
    from xlplan.services.plan.adopt import FaultyPlanError

_SECTIONS = (
    (Severity.ERROR, N_("Must be corrected"), "✗"),
    (Severity.WARNING, N_("Worth a look"), "!"),
    (Severity.NOTE, N_("For information"), "·"),
)
# Of one kind that is no error: all sentences up to the first number, otherwise as many as the second number.
_MOST_LISTED, _SHOWN_OF_MANY = 5, 3
# The same of one kind of errors.
_MOST_ERRORS, _SHOWN_OF_ERRORS = 8, 5
_WIDEST_LINE = 120


def print_plan_check(workspace: Workspace, plan_check: PlanCheck) -> None:
    """Print the plan as understood, measure by measure, then all findings, errors first, then the next step."""
    reading = plan_check.reading
    click.echo(short_path(workspace, plan_check.path))
    if any(finding.kind in (PLAN_IS_DOCUMENT, PLAN_IS_OWN_FORM) for finding in reading.findings):
        print_findings(reading.findings)
        return
    print_reading(reading)
    print_findings(reading.findings)
    click.echo("")
    if reading.plan:
        # Where last year's plan lies beside it, the command asks which one is meant.
        is_one_of_several = len(workspace.plan_workbooks) > 1
        is_named = is_one_of_several or plan_check.path.absolute() not in workspace.plan_workbooks
        file = f' "{path_from_here(plan_check.path)}"' if is_named else ""
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


def print_reading(reading: PlanReading) -> None:
    """Print the plan as understood: its size, then a line for each measure."""
    for line in _summary_lines(reading):
        click.echo(f"  {line}")
    if reading.measures:
        click.echo("\n" + _("As understood"))
        for line, is_faulty in measure_lines(reading):
            click.echo("\n".join(wrap(line, "  ✗ " if is_faulty else "    ", " " * 8)))


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings by severity, errors first."""
    for line in section_lines(findings):
        click.echo(line)


def section_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines about findings by severity, errors first."""
    for severity, title, sign in _SECTIONS:
        own = [finding for finding in findings if finding.severity is severity]
        if own:
            yield f"\n{_(title)} ({len(own)})"
            yield from finding_lines(own, sign)


def print_faulty_plan(workspace: Workspace, faulty: "FaultyPlanError") -> None:
    """Print why a plan is not adopted: its errors as `plan check` tells them."""
    click.echo(
        _("{file} is not adopted, for it has errors.").format(file=short_path(workspace, faulty.path)), err=True
    )
    for line in section_lines(faulty.findings):
        click.echo(line, err=True)


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
    rows = (*measures, *reading.empty_levels)
    directions, tasks = ({getattr(each, name) for each in rows} - {""} for name in ("direction", "task"))
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
    if not totals:
        return parts
    is_whole = all(indicator.unit_of_measure == WHOLE_THINGS for indicator in indicators)
    control = _("control totals by quarter: {sums}")
    return [
        *parts,
        (control if is_whole else _("control totals of whole numbers by quarter: {sums}")).format(sums=totals),
    ]


def finding_lines(findings: list[Finding], sign: str) -> list[str]:
    """Return the lines about findings by kind, in order of first occurrence. A common remedy comes once.

    Findings that say the same are one line with all their cells. Of many of one kind the first are told in words,
    and the others by their cells.
    """
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.code, []).append(finding)
    lines: list[str] = []
    for group in by_kind.values():
        alike = _alike(group)
        is_error = group[0].severity is Severity.ERROR
        most, few = (_MOST_ERRORS, _SHOWN_OF_ERRORS) if is_error else (_MOST_LISTED, _SHOWN_OF_MANY)
        shown = alike if len(alike) <= most else alike[:few]
        remedies = {finding.remedy for finding in group}
        for same in shown:
            lines += wrap(f"{_location_text(same)}{same[0].problem}", f"  {sign} ")
            lines += wrap(same[0].remedy, "    → ") if len(remedies) > 1 else []
        if rest := [finding for same in alike[len(shown) :] for finding in same]:
            lines += wrap(_rest_line(rest, is_error), "    ")
        lines += wrap(group[0].remedy, "    → ") if len(remedies) == 1 else []
    return lines


def _alike(group: list[Finding]) -> list[list[Finding]]:
    """Return the findings of a kind, those together that say the same of cells of one sheet.

    What is no fault keeps the name of its row.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in group:
        place = finding.location
        row = "" if finding.severity is Severity.ERROR else place.row
        alike.setdefault((place.sheet, row, finding.problem, finding.remedy), []).append(finding)
    return list(alike.values())


def _rest_line(rest: list[Finding], is_error: bool) -> str:
    """Return how many more there are and where: of faults the cells, else the rows where they are known."""
    if is_error:
        spots = [
            _location_text([finding for finding in rest if finding.location.sheet == sheet])
            for sheet in dict.fromkeys(finding.location.sheet for finding in rest)
        ]
        rows = "; ".join(spot.removesuffix(": ") for spot in spots)
    else:
        rows = ", ".join(dict.fromkeys(finding.location.row or finding.location.cell for finding in rest))
    return ngettext("… and {number} more: {rows}", "… and {number} more: {rows}", len(rest), rows=rows)


def _location_text(findings: list[Finding]) -> str:
    """Return where findings of one sheet are: its cells, and the row if they are in one."""
    sheet = findings[0].location.sheet
    cells = cell_ranges(finding.location.cell for finding in findings if finding.location.cell)
    rows = {finding.location.row for finding in findings}
    where = " · ".join(
        filter(None, ("!".join(filter(None, (sheet, cells))), rows.pop() if len(rows) == 1 else ""))
    )
    return f"{where}: " if where else ""


def wrap(text: str, first: str, later: str = "") -> list[str]:
    """Return a text in lines that fit the terminal, the later ones behind `later`, else as far in as the first."""
    width = min(shutil.get_terminal_size((_WIDEST_LINE, 24)).columns, _WIDEST_LINE)
    # A long path stays whole, so that it can be copied.
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later or " " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )

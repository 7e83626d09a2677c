"""The output of `plan import` of a document: what was read, how it was understood, what is to be looked at."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path
from xlplan.cli.output.plan_check import finding_lines, print_findings, print_reading, wrap
from xlplan.documents.plan_import.importer import ImportedPlan
from xlplan.domain.findings.finding import Severity
from xlplan.domain.sheets import DETAIL_LINES, DETAILS, UNITS
from xlplan.storage.long_paths import path_from_here
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _, ngettext, quote

if TYPE_CHECKING:
    from xlplan.services.plan.import_layout import LayoutImport


def print_layout_import(workspace: Workspace, result: "LayoutImport") -> None:
    """Print what was understood, the plan as read back, what is doubtful, what was left out, and the next step."""
    imported = result.imported
    click.echo(
        _("The plan in {file} is now the workbook {workbook}.").format(
            file=result.file.name, workbook=short_path(workspace, result.check.path)
        )
    )
    if result.is_anew:
        click.echo(_("It takes the place of the one imported before, which nobody had changed."))
    for path in result.replaced:
        message = _("It takes the place of the empty {file}, with what that said of the centre.")
        click.echo(message.format(file=short_path(workspace, path)))
    _print_block(_("Columns"), _heading_lines(imported))
    _print_block(DETAILS.shown, _detail_lines(imported))
    _print_block(UNITS.shown, _unit_lines(imported))
    click.echo("")
    print_reading(result.check.reading)
    doubted = {(each.location.sheet, each.location.cell) for each in result.doubts}
    # A cell that the document leaves open is told once.
    notes = [each for each in result.check.reading.findings if each.severity is not Severity.ERROR]
    others = [each for each in notes if (each.location.sheet, each.location.cell) not in doubted]
    if result.doubts:
        click.echo("\n" + _("Amber in the workbook, each with a note ({number})").format(number=len(doubted)))
        for line in finding_lines(list(result.doubts), "?"):
            click.echo(line)
    print_findings([*result.faults, *others])
    _print_left_out(imported)
    click.echo("")
    _print_next(workspace, result, len(doubted))


def _print_block(title: str, lines: Iterator[str]) -> None:
    shown = list(lines)
    if shown:
        click.echo(f"\n{title}")
        for line in shown:
            click.echo("\n".join(wrap(line, "    ", " " * 8)))


def _heading_lines(imported: ImportedPlan) -> Iterator[str]:
    for finding in imported.headings:
        values = dict(finding.values)
        yield _("{sheet}, row {row}: {read}").format(
            sheet=finding.location.sheet, row=values["row"], read=values["read"]
        )


def _detail_lines(imported: ImportedPlan) -> Iterator[str]:
    for detail in DETAIL_LINES:
        value = imported.rows.details.get(detail.name)
        shown = f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        yield f"{_(detail.label)}: {shown or '—'}"


def _unit_lines(imported: ImportedPlan) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for unit in imported.units.units:
        yield " · ".join(filter(None, (unit.code, unit.name, _(unit.kind.value))))
        for group in unit.groups:
            groups.setdefault(group, []).append(unit.name)
    for group, names in groups.items():
        yield f"{quote(group)}: {', '.join(names)}"


def _print_left_out(imported: ImportedPlan) -> None:
    """Print what was seen in the document and is in no cell, or is there otherwise."""
    if not imported.findings:
        return
    click.echo("\n" + _("Seen in the document ({number})").format(number=len(imported.findings)))
    for severity, sign in ((Severity.ERROR, "✗"), (Severity.WARNING, "!"), (Severity.NOTE, "·")):
        own = [finding for finding in imported.findings if finding.severity is severity]
        for line in finding_lines(own, sign):
            click.echo(line)


def _print_next(workspace: Workspace, result: "LayoutImport", doubted: int) -> None:
    file = path_from_here(result.check.path)
    faults = len(result.faults)
    steps = [_("Next: open {file}").format(file=file)]
    if doubted:
        steps.append(ngettext("look at its {number} amber cell", "look at its {number} amber cells", doubted))
    if faults:
        has_cells = all(each.location.cell for each in result.faults)
        steps.append(
            ngettext(
                "correct {number} fault, whose cell is amber too",
                "correct {number} faults, whose cells are amber too",
                faults,
            )
            if has_cells
            else ngettext("correct {number} fault", "correct {number} faults", faults)
        )
    click.echo("\n".join(wrap(", ".join(steps) + ".", "")))
    for path in result.empty:
        message = _("{file} holds no measure. Delete it, or it counts as a plan of its own.")
        click.echo(message.format(file=short_path(workspace, path)))
    click.echo(
        _("Then: {check}, and where it finds no fault: {adopt}").format(
            check=f'xlplan plan check "{file}"', adopt=f'xlplan plan adopt "{file}"'
        )
    )

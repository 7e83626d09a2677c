"""The check of plan workbooks: the plan as understood, all findings, and an annotated copy."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.descent import look_at_descent
from xlplan.storage.own_files import own_place, write_own
from xlplan.storage.workspace import Workspace, require_file, require_plan_workbooks
from xlplan.text.translation import _

_ANNOTATED_SUFFIXES = (".xlsx", ".xlsm")


class PlanCheck(Struct, frozen=True):
    """A plan workbook, and the reading of it."""

    path: Path
    reading: PlanReading


def check_plans(context: OpenWorkspace, file: Path | None = None) -> tuple[PlanCheck, ...]:
    """Read a plan workbook, or all of those in templates/, and look at the descent of their rows.

    Raises:
        XlplanError: There is none.
    """
    if file:
        require_file(file)
    files = [file] if file else require_plan_workbooks(context.workspace)
    readings = [interpret_plan(path) for path in files]
    # A check makes no ledger. Without one there is no plan before.
    if context.has_ledger:
        with context.ledger.connect() as connection:
            readings = [look_at_descent(connection, reading) for reading in readings]
    return tuple(map(PlanCheck, files, readings))


def write_annotated_copy(workspace: Workspace, plan_check: PlanCheck) -> Path | None:
    """Write a copy next to the workbook, with each finding as a note on its cell.

    A copy that somebody has edited stays, and the new one gets a number.

    Returns:
        The copy. None if there is nothing to note on a cell.

    Raises:
        XlplanError: The copy cannot be made.
    """
    path = plan_check.path
    findings = [finding for finding in plan_check.reading.findings if finding.location.cell]
    if not findings:
        return None
    if path.suffix.lower() not in _ANNOTATED_SUFFIXES:
        raise XlplanError(
            _("Notes can be put only on the cells of an .xlsx. Save {file} as .xlsx and check that.").format(
                file=path.name
            )
        )
    usual = workspace.annotated_copy(path)
    try:
        copy = own_place(workspace.own_files, usual)
        write_own(workspace.own_files, copy, lambda beside: _note(path, beside, findings))
    except PermissionError:
        raise XlplanError(
            _("{file} is open in a program. Close it there and run the command again.").format(file=usual)
        ) from None
    return copy


def _note(path: Path, copy: Path, findings: Sequence[Finding]) -> None:
    from xlplan.documents.marked_return.marker import note_findings

    if not note_findings(path, copy, findings):
        raise XlplanError(
            _(
                "No copy of {file} with notes was made, for it would lose something that the workbook holds, "
                "such as a picture or a chart. Correct the workbook by the list above."
            ).format(file=path.name)
        )


def new_plan(context: OpenWorkspace, file: Path | None = None) -> Path:
    """Write an empty plan workbook, by default into templates/.

    Raises:
        XlplanError: The file exists already.
    """
    from xlplan.documents.plan_writer.writer import write_plan

    path = file or context.workspace.new_plan()
    if os.path.lexists(path):
        raise XlplanError(_("There is a file {file} already. Name another.").format(file=path))
    # An import of the whole plan takes the place of an empty workbook that nobody has touched.
    write_own(context.workspace.own_files, path, lambda beside: write_plan(beside, None, context.now()))
    return path

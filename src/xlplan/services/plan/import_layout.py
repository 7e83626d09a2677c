"""The import of a plan from a document in the centre's own layout: a plan workbook to look over."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_import.doubts import Doubt
from xlplan.documents.plan_import.importer import ImportedPlan, import_source
from xlplan.documents.plan_import.known import NOTHING_KNOWN, KnownCentre, read_settled
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.reader import read_beginning
from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.noted_cells import CellKey, key_of_cell, place_of_cell
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.findings.plan_import_table_kinds import IMPORT_IS_PLAN_WORKBOOK
from xlplan.domain.period_reading import read_period
from xlplan.domain.sheets import PLAN, SHARES
from xlplan.ledger.plans import load_plan, plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.check import PlanCheck, check_plans
from xlplan.services.plan.plan_source import read_plan_source
from xlplan.storage.long_paths import path_from_here
from xlplan.storage.own_files import is_own, remove_own, write_own
from xlplan.storage.workspace import require_file
from xlplan.text.normalize import clean_spaces
from xlplan.text.translation import _

_CSV = ".csv"
# A workbook that is called a CSV is a workbook.
_NO_TEXT = (b"PK", b"\xd0\xcf\x11\xe0")


class LayoutImport(Struct, frozen=True):
    """A plan workbook that was made of a document.

    Attributes:
        file: The document.
        imported: The plan as it was understood.
        check: The workbook, read back as `plan check` reads it.
        doubts: What a person should look at, each at its cell of the workbook.
        faults: What must be corrected besides. Their cells are marked as well.
        replaced: Empty plan workbooks of xlplan's own that gave way to it.
        empty: Plan workbooks without a measure that somebody changed, so they stay.
        is_anew: The workbook takes the place of an earlier import that nobody changed.
    """

    file: Path
    imported: ImportedPlan
    check: PlanCheck
    doubts: tuple[Finding, ...]
    faults: tuple[Finding, ...] = ()
    replaced: tuple[Path, ...] = ()
    empty: tuple[Path, ...] = ()
    is_anew: bool = False


def is_csv(file: Path) -> bool:
    """Tell if a file is one of the CSV files of a plan, by its ending and its first bytes.

    Raises:
        XlplanError: There is no such file.
        OSError: The file cannot be read.
    """
    require_file(file)
    with file.open("rb") as stream:
        return file.suffix.lower() == _CSV and not stream.read(4).startswith(_NO_TEXT)


def import_layout(context: OpenWorkspace, file: Path, to: Path | None = None) -> LayoutImport:
    """Make a plan workbook of a document, and read it back.

    Args:
        context: The workspace.
        file: The document, anywhere.
        to: The workbook. By default one in templates/ that is called by the plan's period.

    Raises:
        XlplanError: Nothing could be made of the document, or the workbook exists already.
    """
    require_file(file)
    source = read_plan_source(file.absolute())
    if isinstance(source, tuple):
        raise XlplanError(*map(str, source))
    beginnings = _beginnings(context)
    known = _known_centre(context, beginnings)
    imported = _imported(source, known, file)
    path = to or context.workspace.templates / _usual_name(imported.rows, file)
    is_anew = os.path.lexists(path)
    if is_anew:
        _require_untouched(context, path)
        # The earlier import took the place of the workbook that `init` made, with what that knew.
        imported = imported if known != NOTHING_KNOWN else _imported(source, read_settled(path), file)
    noted: dict[CellKey, list[Finding]] = {}
    for doubt in imported.doubts:
        noted.setdefault((doubt.sheet, doubt.row, doubt.column), []).append(doubt.finding)
    own, now = context.workspace.own_files, context.now()
    write_own(own, path, lambda beside: write_plan_rows(beside, imported.rows, now, noted=noted))
    (check,) = check_plans(context, path)
    doubts = tuple(_placed(imported.doubts, imported.rows, path.name))
    faults = _faults_besides(check, doubts)
    for fault in faults:
        if key := key_of_cell(fault.location):
            noted.setdefault(key, []).append(fault)
    if faults:
        write_own(own, path, lambda beside: write_plan_rows(beside, imported.rows, now, noted=noted))
    # What xlplan wrote and nobody changed is in the new workbook. Beside it, it would be a second plan.
    is_beside = path.absolute().parent == context.workspace.templates.absolute()
    others = [empty for empty in beginnings if is_beside and empty.absolute() != path.absolute()]
    removed = [empty for empty in others if remove_own(own, empty)]
    left = [empty for empty in others if empty not in removed]
    return LayoutImport(file, imported, check, doubts, faults, tuple(removed), tuple(left), is_anew)


def _imported(source: Source, known: KnownCentre, file: Path) -> ImportedPlan:
    imported = import_source(source, known)
    if isinstance(imported, tuple):
        raise XlplanError(*(str(_with_path(finding, file)) for finding in imported))
    return imported


def _faults_besides(check: PlanCheck, doubts: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the errors of the workbook at cells without a doubt: what the document leaves open is told once."""
    doubted = {(doubt.location.sheet, doubt.location.cell) for doubt in doubts}
    return tuple(
        fault
        for fault in errors_of(check.reading.findings)
        if (fault.location.sheet, fault.location.cell) not in doubted
    )


def _with_path(finding: Finding, file: Path) -> Finding:
    """Return a finding, a command in it with the path of the file."""
    if finding.kind is not IMPORT_IS_PLAN_WORKBOOK:
        return finding
    return IMPORT_IS_PLAN_WORKBOOK.at(finding.location, command=f'xlplan plan check "{path_from_here(file)}"')


def _require_untouched(context: OpenWorkspace, path: Path) -> None:
    """Check that a workbook is an earlier import as xlplan wrote it, so a new one may take its place."""
    if is_own(context.workspace.own_files, path):
        return
    raise XlplanError(
        _(
            "{file} holds changes of a person, so it stays. To import anew, delete it or move it away; "
            "or name another workbook with --to."
        ).format(file=path_from_here(path))
    )


def _beginnings(context: OpenWorkspace) -> dict[Path, KnownCentre]:
    """Return the plan workbooks in templates/ without a measure, each with the centre and units that it names."""
    read = {path: read_beginning(path) for path in context.workspace.plan_workbooks}
    return {path: KnownCentre(*beginning) for path, beginning in read.items() if beginning is not None}


def _known_centre(context: OpenWorkspace, beginnings: Mapping[Path, KnownCentre]) -> KnownCentre:
    """Return what is known of the centre, from the latest version of its plan or a workbook that is begun."""
    # A look makes no ledger.
    if context.has_ledger:
        with context.ledger.connect() as connection:
            versions = plan_versions(connection)
            if versions:
                plan = load_plan(connection, versions[-1].number)
                names = {name: getattr(plan.centre, name) for name in ("code", "name", "title", "short")}
                return KnownCentre(names, plan.units)
    return next(iter(beginnings.values()), NOTHING_KNOWN)


def _usual_name(rows: PlanRows, file: Path) -> str:
    period = read_period(clean_spaces(str(rows.details.get("period") or "")))
    if period is None:
        return f"{_('Plan')} {file.stem}.xlsx"
    year, quarters = period
    return f"{_('Plan')} {year if len(quarters) > 1 else quarters[0]}.xlsx"


def _placed(doubts: Iterable[Doubt], rows: PlanRows, file: str) -> Iterable[Finding]:
    """Yield the doubts, each at its cell of the workbook and with the code of its row."""
    cells = {PLAN.name: rows.plan, SHARES.name: rows.shares}
    for doubt in doubts:
        own = cells.get(doubt.sheet, ())
        code = str(own[doubt.row].get("code", "")) if own else ""
        place = replace(place_of_cell(file, (doubt.sheet, doubt.row, doubt.column)), row=code)
        yield replace(doubt.finding, location=place)

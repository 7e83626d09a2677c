"""The exchange of a plan between its workbook and CSV files, for version control."""

import os
from pathlib import Path

from msgspec import Struct

from xlplan.documents.plan_csv.columns import YEAR, base_name
from xlplan.documents.plan_csv.exporter import csv_files, plan_files, plan_name
from xlplan.documents.plan_csv.importer import workbook_rows
from xlplan.documents.plan_csv.reader import companion_names, read_files
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.atomic import atomic_write, atomic_write_bytes
from xlplan.storage.exported_files import ExportedFiles
from xlplan.storage.workspace import Workspace, require_file, require_plan_workbook
from xlplan.text.translation import _


class ExportResult(Struct, frozen=True):
    """The files of an export: written, unchanged, and removed because the plan no longer needs them."""

    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    removed: tuple[Path, ...]


class ImportResult(Struct, frozen=True):
    """The workbook that an import made, the files that it read, and the findings on them."""

    path: Path
    sources: tuple[Path, ...]
    findings: tuple[Finding, ...]


def export_plan(workspace: Workspace, file: Path | None = None, to: Path | None = None) -> ExportResult:
    """Write the CSV files of a plan workbook.

    A list with their hashes lies next to them. A file that is as an earlier export left it is replaced, or removed
    where the plan no longer needs it: an import would read it. Any other file stays.

    Args:
        workspace: The workspace.
        file: The plan workbook. By default the only one in templates/.
        to: The folder. By default plan/.

    Raises:
        XlplanError: There is no such workbook, it has errors, or files that no export left are in the way.
    """
    source = file or require_plan_workbook(workspace)
    require_file(source)
    plan, findings = read_plan(source)
    if plan is None:
        raise XlplanError(*(str(finding) for finding in errors_of(findings)))
    folder, name = to or workspace.root / "plan", plan_name(plan)
    contents = csv_files(name, plan_files(plan))
    names = {*contents, *companion_names(f"{name}-{YEAR.ending}").values()}
    exported = ExportedFiles(folder, name)
    exported.require_free(names, contents)
    unchanged = [each for each in contents if exported.is_same(each, contents[each])]
    written = [each for each in contents if each not in unchanged]
    removed = [each for each in sorted(names - contents.keys()) if (folder / each).exists()]
    # Both the old and the new hashes stand in the list meanwhile. After a crash it still knows every file.
    exported.write_list(contents, keep_old=True)
    for each in written:
        atomic_write_bytes(folder / each, contents[each])
    for each in removed:
        (folder / each).unlink()
    exported.write_list(contents)
    return ExportResult(*(tuple(folder / each for each in part) for part in (written, unchanged, removed)))


def import_plan(context: OpenWorkspace, file: Path, to: Path | None = None) -> ImportResult:
    """Make a plan workbook from the measures in a CSV file and the files that belong to it.

    Args:
        context: The workspace.
        file: The CSV file with the measures.
        to: The workbook. By default one in templates/.

    Raises:
        XlplanError: The workbook exists already, or a file has errors. All of them are named.
    """
    path = to or context.workspace.new_plan(base_name(file.stem))
    if os.path.lexists(path):
        raise XlplanError(_("There is a file {file} already. Name another with --to.").format(file=path))
    require_file(file)
    companions = [file.with_name(name) for name in companion_names(file.stem).values()]
    sources = (file, *(each for each in companions if each.is_file()))
    files, findings = read_files(file.name, {each.name: each.read_bytes() for each in sources})
    if files is None:
        raise XlplanError(*(str(finding) for finding in errors_of(findings)))
    atomic_write(path, lambda beside: write_plan_rows(beside, workbook_rows(files), context.now()))
    return ImportResult(path, sources, findings)

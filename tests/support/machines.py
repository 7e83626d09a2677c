"""Several machines with one ledger: a folder for each, with settings and an inbox of its own."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.support.centre import QUARTER, at, call, clean_answer
from tests.support.watcher_process import answers
from tests.support.wide_plan import wide_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import IssueRow
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.ledger.transfer import copy_records
from xlplan.services.new_workspace import new_workspace
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.record.verify import verify
from xlplan.services.templates import issue_templates
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.storage.settings import toml_text
from xlplan.storage.workspace import Workspace, find_workspace


def wide_centre(folder: Path, units: int, rows: int) -> Workspace:
    """A centre of so many bureaus that answer for the first rows of the Korosten plan, its templates issued."""
    workspace = new_workspace(folder, at(), with_plan=False)
    write_plan(workspace.templates / "План.xlsx", wide_plan(units, rows), at())
    call(adopt_plan, workspace, lambda: at(10, 3), None, "")
    call(issue_templates, workspace, lambda: at(14, 6), QUARTER)
    return workspace


def returns_of(workspace: Workspace, folder: Path) -> tuple[Path, ...]:
    """A clean return of each unit, in a folder; every one with another number in it."""
    folder.mkdir()

    def issued(context: OpenWorkspace) -> None:
        with context.ledger.connect() as connection:
            for number, issue in enumerate(latest_issues(connection, QUARTER)):
                given = {row.key: _answer(row, number) for row in issue.rows}
                write_template(folder / f"{issue.unit.name}.xlsx", issue, at(), given)

    call(issued, workspace, at)
    return tuple(sorted(folder.iterdir()))


def _answer(row: IssueRow, number: int) -> dict[str, CellValue]:
    answer = clean_answer(row)
    if row.target.kind is TargetKind.COUNT and not row.is_judged:
        return {**answer, "done": number % 5 + 1, "description": f"справ у бюро {number}: є"}
    return answer


def on_server(root: Path, address: LedgerAddress) -> Workspace:
    """The workspace in a folder, its ledger moved from the file there into a database."""
    workspace = find_workspace(root)
    assert isinstance(workspace.ledger, Path)
    with (
        open_ledger(workspace.ledger) as file,
        file.read() as source,
        open_ledger(address) as database,
        database.write() as target,
    ):
        copy_records(source, target)
    for path in root.glob("xlplan.db*"):
        path.unlink()
    settings = root / "xlplan.toml"
    line = f"ledger = {toml_text(str(address))}"
    settings.write_text(re.sub(r"(?m)^ledger = .*$", line, settings.read_text("utf-8")), "utf-8")
    return find_workspace(root)


def another_machine(first: Workspace, root: Path) -> Workspace:
    """The folder of another machine, as the documentation says: the settings, and an empty inbox."""
    (root / "inbox").mkdir(parents=True)
    shutil.copyfile(first.root / "xlplan.toml", root / "xlplan.toml")
    return find_workspace(root)


def sheet_rows(path: Path, *sheets: str) -> dict[str, list[list[object]]]:
    """The cells of sheets of a workbook."""
    book = CalamineWorkbook.from_path(path)
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in sheets}


def hashes_of(paths: Iterable[Path]) -> set[str]:
    """The SHA-256 of files."""
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def are_answered(dropped: Mapping[Path, Sequence[Path]]) -> Callable[[], bool]:
    """Whether all that was dropped is answered and the inboxes are empty. By the folder of each machine."""
    machines = {find_workspace(root): hashes_of(paths) for root, paths in dropped.items()}
    return lambda: all(
        wanted <= {line["sha256"] for line in answers(machine)} and not list(machine.inbox.iterdir())
        for machine, wanted in machines.items()
    )


def drop(paths: Iterable[Path], inbox: Path) -> None:
    """Copies of files, each in the inbox at once under its name."""
    for path in paths:
        beside = inbox.parent / f"{path.name}.dropped"
        shutil.copyfile(path, beside)
        beside.rename(inbox / path.name)


def amiss(dropped: Mapping[Path, Sequence[Path]]) -> list[str]:
    """What is lost, or there twice, after all inboxes are empty. `dropped`: by the folder of each machine."""
    found: list[str] = []
    records: list[tuple[int, str]] = []
    for root, paths in dropped.items():
        machine = find_workspace(root)
        records = call(_submissions, machine, at)
        lines = answers(machine)
        if {line["sha256"] for line in lines} != hashes_of(paths):
            found.append(f"{root.name}: other files are answered than came")
        if any(line["receipt"] not in _receipts(machine) for line in lines):
            found.append(f"{root.name}: a receipt is missing")
        if left := [path for path in machine.inbox.rglob("*") if path.is_file()]:
            found.append(f"{root.name}: left in the inbox: {left}")
        proof = call(verify, machine, at)
        found += [f"{root.name}: {each}" for each in (*proof.findings, *filter(None, (proof.refusal,)))]
    if sorted(sha256 for _number, sha256 in records) != sorted(set.union(*map(hashes_of, dropped.values()))):
        found.append("the ledger does not hold each file once")
    if [number for number, _sha256 in records] != list(range(1, len(records) + 1)):
        found.append("the numbers of the receipts have gaps")
    return found


def _submissions(context: OpenWorkspace) -> list[tuple[int, str]]:
    with context.ledger.connect() as connection:
        query = "SELECT number, sha256 FROM submissions ORDER BY number"
        return [(number, sha256) for number, sha256 in connection.run(query)]


def _receipts(machine: Workspace) -> set[int]:
    """The numbers of the receipts in the outbox."""
    return {int(path.name[:4]) for path in machine.outbox.rglob("*.html") if path.name[:4].isdecimal()}

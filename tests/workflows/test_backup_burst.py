"""Backups while the watcher is at work: each is one state of the workspace, and gives the same figures."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.support.centre import QUARTER, Answers, at, call, send
from tests.support.watcher_process import answers, consolidated, until, watching
from xlplan.ledger.copy import damage_of
from xlplan.services.record.backup import make_backup
from xlplan.services.record.restore import restore
from xlplan.services.record.restore_preview import prepare_restore
from xlplan.services.record.verify import verify
from xlplan.services.report.consolidate import consolidate
from xlplan.storage.workspace import Workspace, find_workspace

pytestmark = pytest.mark.slow

# How many returns come at once, and how many backups are made meanwhile; by hand some hundreds, and ten.
BURST = int(os.environ.get("XLPLAN_BURST", "24"))
BACKUPS = int(os.environ.get("XLPLAN_BACKUPS", "3"))
UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")
OF_SUBMISSIONS = ("entries", "event_entries", "findings")


def cells(path: Path) -> dict[str, object]:
    """Each cell of each sheet."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def workbook_of(workspace: Workspace) -> dict[str, object]:
    call(consolidate, workspace, lambda: at(20), QUARTER)
    return cells(workspace.report(QUARTER))


def as_it_was(workspace: Workspace, folder: Path, last_number: int) -> Workspace:
    """A copy of the workspace as it was when that receipt was the last, without what it answered."""
    shutil.copytree(workspace.root, folder, ignore=shutil.ignore_patterns("outbox", "backup", "*.sha256"))
    with closing(sqlite3.connect(folder / "xlplan.db")) as ledger:
        for table in OF_SUBMISSIONS:
            ledger.execute(f"DELETE FROM {table} WHERE submission > ?", (last_number,))
        ledger.execute("DELETE FROM submissions WHERE number > ?", (last_number,))
        ledger.commit()
    (folder / "outbox").mkdir()
    return find_workspace(folder)


def test_each_backup_made_in_a_burst_is_whole_and_gives_the_workbook_of_its_moment(
    centre: Workspace, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    post = tmp_path / "post"
    post.mkdir()
    for number in range(BURST):
        changes: Answers = {"1.4.10": {"done": number % 5, "description": f"довідка {number}"}}
        send(centre, UNITS[number % len(UNITS)], changes, f"звіт {number}.xlsx").rename(
            post / f"звіт {number}.xlsx"
        )
    backups = []
    with watching(centre) as watcher:
        paths = sorted(post.iterdir())
        for number in range(BACKUPS + 1):
            # The watcher is in the middle of these while it is backed up, and the next ones have not come yet.
            for path in paths[number :: BACKUPS + 1]:
                path.rename(centre.inbox / path.name)
            so_far = BURST * number // (BACKUPS + 1)
            until(lambda so_far=so_far: len(answers(centre)) > so_far, "answered", watcher)  # type: ignore[misc]
            if number < BACKUPS:
                backups.append(call(make_backup, centre, at, tmp_path / f"{number}.zip"))
        until(consolidated(centre, BURST), "all answered", watcher)
        watcher.stop()
    numbers = []
    for backup in backups:
        assert backup.is_complete
        with prepare_restore(backup.path, tmp_path / "новий") as preview:
            restored = preview.workspace
            content = restore(preview, at).content
        assert damage_of(restored.ledger_file) == ""
        proved = call(verify, restored, at)
        # The archive may have a file that came while the ledger was copied; it can be taken in again.
        assert {finding.code for finding in proved.findings} <= {"archived-file-unknown"}
        assert proved.refusal is None
        assert content.hashes <= {path.stem for path in restored.archive.rglob("*") if path.is_file()}
        before = as_it_was(centre, tmp_path / "старий", content.last_number)
        assert workbook_of(restored) == workbook_of(before)
        numbers.append(content.last_number)
        shutil.rmtree(tmp_path / "новий")
        shutil.rmtree(tmp_path / "старий")
    record_property("last receipts", numbers)
    # A backup of a burst that is over would prove nothing.
    assert 0 < numbers[0] < BURST

"""A backup that is killed at any of its calls, or that finds no room, leaves the old one whole."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.centre import at, call, send, take_files
from tests.support.failing_calls import Call, calls_of, run
from tests.support.small_disk import small_disk
from tests.support.thoroughness import examples
from xlplan.services.record.backup import add_backup, make_backup
from xlplan.services.record.restore import restore
from xlplan.services.record.restore_preview import prepare_restore
from xlplan.storage.backup_reading import open_backup, require_whole
from xlplan.storage.workspace import Workspace, find_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix(reason="strace, which ends a process at a call, and disks that are filled are of Linux"),
]

SIGKILL = 9
# At how many calls; by hand 1000, which is all of them.
KILLS = int(os.environ.get("XLPLAN_KILLS", examples(8, 5)))
MAKE = """
from xlplan.services.record.backup import make_backup
make_backup(context, Path(sys.argv[1]).parent / "a.zip")
"""
ADD = """
from tests.support.thoroughness import examples
from xlplan.services.record.backup import add_backup
add_backup(context, Path(sys.argv[1]).parent / "копії")
"""
REFUSED = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir", "rename", "openat")
FAULTS = ["signal=SIGKILL", "error=ENOSPC"]


def prepared(workspace: Workspace, around: Path) -> Path:
    """A copy of the workspace with backups beside it, to which a return has come since."""
    shutil.copytree(workspace.root, around / "centre")
    centre = find_workspace(around / "centre")
    call(make_backup, centre, at, around / "a.zip")
    call(add_backup, centre, at, around / "копії")
    send(centre, "HOR")
    take_files(centre)
    return centre.root


def chosen(calls: list[Call], fault: str) -> list[Call]:
    if fault.startswith("error"):
        calls = [each for each in calls if each[0] in REFUSED]
    return calls[:: max(1, len(calls) // KILLS)]


def proved(path: Path) -> int:
    """How many files a backup holds, each of them as its list says."""
    with open_backup(path) as backup:
        require_whole(backup)
        return len(backup.manifest.files)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("what", "name", "again"), [(MAKE, "a.zip", make_backup), (ADD, "копії", add_backup)])
def test_an_ended_or_refused_backup_leaves_the_old_one_whole_and_the_next_one_succeeds(
    centre: Workspace, tmp_path: Path, fault: str, what: str, name: str, again: object
) -> None:
    template = prepared(centre, tmp_path / "template").parent
    old = proved(template / name)
    calls = chosen(calls_of(shutil.copytree(template, tmp_path / "whole") / "centre", what), fault)

    def meet(at_call: Call) -> tuple[int, int, int]:
        around = shutil.copytree(template, tmp_path / f"{at_call[0]}-{at_call[1]}")
        ended = run(around / "centre", what, f"--inject={at_call[0]}:{fault}:when={at_call[1]}")
        left = proved(around / name)
        call(again, find_workspace(around / "centre"), at, around / name)  # type: ignore[arg-type]
        then = proved(around / name)
        shutil.rmtree(around)
        return ended, left, then

    met = [meet(call) for call in calls]
    new = {then for _ended, _left, then in met}
    assert len(new) == 1
    assert {left for _ended, left, _then in met} <= {old, *new}
    assert sum(ended != 0 for ended, _left, _then in met) > len(calls) // 3


def test_a_killed_restoring_is_finished_by_the_next(centre: Workspace, tmp_path: Path) -> None:
    what = """
from datetime import datetime, timezone
from xlplan.services.record.restore import restore
from xlplan.services.record.restore_preview import prepare_restore
around = Path(sys.argv[1]).parent
with prepare_restore(around / "a.zip", around / "new") as preview:
    restore(preview, lambda: datetime(2021, 7, 5, 10, tzinfo=timezone.utc))
"""
    template = prepared(centre, tmp_path / "template").parent
    calls = chosen(calls_of(shutil.copytree(template, tmp_path / "whole") / "centre", what), "signal=SIGKILL")
    whole = {path.relative_to(tmp_path / "whole" / "new") for path in (tmp_path / "whole" / "new").rglob("[!.]*")}

    def meet(at_call: Call) -> int:
        around = shutil.copytree(template, tmp_path / f"{at_call[0]}-{at_call[1]}")
        ended = run(around / "centre", what, f"--inject={at_call[0]}:signal=SIGKILL:when={at_call[1]}")
        with prepare_restore(around / "a.zip", around / "new") as preview:
            assert preview.differing == ()
            restore(preview, at)
        there = {path.relative_to(around / "new") for path in (around / "new").rglob("[!.]*")}
        assert there == whole
        shutil.rmtree(around)
        return ended

    ended = [meet(call) for call in calls]
    assert sum(each != 0 for each in ended) == len(calls) > 0


def test_a_backup_on_a_disk_without_room_leaves_the_old_one_and_nothing_half(
    centre: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    for disk in small_disk(tmp_path / "disk", 1):
        first = call(make_backup, centre, at, disk / "a.zip").path
        before = first.read_bytes()
        (disk / "filler").write_bytes(bytes(1_000_000 - len(before) - 200_000))
        for unit in ("HOR", "MAL", "LUG", "NAR", "OVR"):
            send(centre, unit)
        take_files(centre)
        with pytest.raises(OSError, match="No space left"):
            call(make_backup, centre, at, first)
        assert first.read_bytes() == before
        assert sorted(path.name for path in disk.iterdir()) == ["a.zip", "filler"]

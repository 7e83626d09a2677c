"""A process killed at any of its writes, or refused one by a full disk, loses no file and records none twice."""

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.services.intake.test_arrival_order import saved
from tests.storage.test_mail_containers import mail
from tests.support.centre import QUARTER, send, take, take_files
from tests.support.failing_calls import INTAKE, ROUND, Call, calls_of, left, run, spread_calls
from tests.support.thoroughness import examples
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.submissions import submissions_of
from xlplan.storage.workspace import Workspace, find_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix(reason="strace, which ends a process at a call, is a program of Linux"),
]

SIGKILL = 9  # by its number, for Windows does not know the name
KILLED = (-SIGKILL, 128 + SIGKILL)
# Where a disk that is full refuses.
REFUSED = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir", "rename", "openat")
# Of a whole round over several files so many of the calls.
POINTS = examples(10, 4)
# Of the intake of containers, in which every step is taken several times, so many.
CONTAINER_POINTS = examples(30, 8)
# Of the intake of one file, and of a group of files, each so many-th call of a kind; or each call.
SHARE = 6
# Lets go of the file before it is recorded, as no one should.
BROKEN = f"""
from xlplan.storage import claims
from xlplan.services.intake import file_pipeline as deal
answer_group, release = deal._answer_group, claims.release
def wrong_way_round(intake, group):
    for copies in group:
        for claimed, _content in copies:
            release(claimed.claim)
    return answer_group(intake, group)
claims.release = lambda claim: None
deal._answer_group = wrong_way_round
{INTAKE}
"""

# Two workers that apply the rules, and one group, however slow the machine is.
BY_TWO = """
from xlplan.services.intake import file_pipeline, inbox_pass
from tests.support.pooled import process_by
file_pipeline._PATIENCE_SECONDS = 60
inbox_pass._MANY_FILES = 0
process_by(context, 2)
"""


def hashes_of(workspace: Workspace) -> set[str]:
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in workspace.inbox.iterdir()}


def copied(workspace: Workspace, to: Path) -> Path:
    shutil.copytree(workspace.root, to / "centre")
    return to / "centre"


def at_each(
    workspace: Workspace,
    folder: Path,
    what: str,
    calls: Iterable[Call],
    fault: str,
    heal: Callable[[Workspace], object] = take_files,
) -> list[tuple[Call, int, list[str]]]:
    """For each call: how a process ended that met `fault` there, and what is amiss after `heal`, the next pass."""
    hashes = hashes_of(workspace)

    def meet(call: Call) -> tuple[Call, int, list[str]]:
        name, number = call
        place = copied(workspace, folder / f"{name}-{number}")
        ended = run(place, what, f"--inject={name}:{fault}:when={number}")
        healed = find_workspace(place)
        heal(healed)
        amiss = left(healed, hashes)
        shutil.rmtree(place.parent)
        return call, ended, amiss

    return [meet(call) for call in calls]


@pytest.fixture
def one(centre: Workspace) -> Workspace:
    """A clean return in the inbox."""
    send(centre, "HOR")
    return centre


@pytest.fixture
def several(centre: Workspace) -> Workspace:
    """A clean return, one to correct and one that is none of ours, in the inbox."""
    send(centre, "HOR")
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    return centre


def test_a_kill_at_every_call_of_one_file_s_intake_loses_nothing_and_records_nothing_twice(
    one: Workspace, tmp_path: Path
) -> None:
    calls = calls_of(copied(one, tmp_path / "whole"), INTAKE)
    met = at_each(one, tmp_path, INTAKE, spread_calls(calls, SHARE), "signal=SIGKILL")
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    # A test in which nothing was killed would prove nothing.
    assert len(calls) > 60
    assert sum(ended in KILLED for _call, ended, _amiss in met) == len(met) >= len(calls) // SHARE


def test_the_same_kills_find_out_an_intake_that_lets_go_before_it_records(one: Workspace, tmp_path: Path) -> None:
    calls = [call for call in calls_of(copied(one, tmp_path / "whole"), BROKEN) if call[0] == "fdatasync"]
    met = at_each(one, tmp_path, BROKEN, calls, "signal=SIGKILL")
    assert any("recorded once" in amiss for _call, ended, amiss in met if ended in KILLED)


def test_a_full_disk_at_every_write_of_one_file_s_intake_loses_nothing_and_records_nothing_twice(
    one: Workspace, tmp_path: Path
) -> None:
    calls = [call for call in calls_of(copied(one, tmp_path / "whole"), INTAKE) if call[0] in REFUSED]
    met = at_each(one, tmp_path, INTAKE, spread_calls(calls, SHARE), "error=ENOSPC")
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    # What could not be written is not passed over: most refusals end the pass.
    assert len(calls) > 40
    assert sum(ended != 0 for _call, ended, _amiss in met) > len(met) // 2 >= len(calls) // SHARE // 2


@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC"])
def test_a_round_over_several_files_is_healed_likewise(several: Workspace, tmp_path: Path, fault: str) -> None:
    calls = calls_of(copied(several, tmp_path / "whole"), ROUND)
    if fault.startswith("error"):
        calls = [call for call in calls if call[0] in REFUSED]
    chosen = [calls[len(calls) * point // POINTS] for point in range(POINTS)]

    def consolidated(centre: Workspace) -> None:
        take(centre)
        assert centre.report(QUARTER).exists()

    met = at_each(several, tmp_path, ROUND, chosen, fault, consolidated)
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    assert any(ended != 0 for _call, ended, _amiss in met)


@pytest.fixture
def group(centre: Workspace) -> Workspace:
    """A letter, and returns that are recorded together after it, two of them of one unit."""
    (centre.inbox / "0 лист.txt").write_text("Звіт буде завтра.", "utf-8")
    send(centre, "HOR", {"1.4.10": {"done": 2}}, "1.xlsx")
    send(centre, "HOR", {"1.4.10": {"done": 3}}, "2.xlsx")
    send(centre, "LUG", name="3.xlsx")
    for number, path in enumerate(sorted(centre.inbox.iterdir()), 1):
        os.utime(path, (number, number))
    return centre


def of_group(calls: list[Call]) -> list[Call]:
    """The calls from the first record on; of the pages of the ledger, which are written in a row, each fourth."""
    recorded = calls[[name for name, _number in calls].index("fdatasync") :]
    return [(name, number) for name, number in recorded if name != "pwrite64" or number % 4 == 0]


@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC"])
def test_a_group_by_two_workers_is_answered_once_wherever_its_process_ends(
    group: Workspace, tmp_path: Path, fault: str
) -> None:
    calls = of_group(calls_of(copied(group, tmp_path / "whole"), BY_TWO))
    if fault.startswith("error"):
        calls = [call for call in calls if call[0] in REFUSED]
    met = at_each(group, tmp_path, BY_TWO, spread_calls(calls, SHARE), fault)
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    assert len(calls) > (50 if fault.startswith("signal") else 30)
    assert len(met) >= len(calls) // SHARE
    if fault.startswith("signal"):
        assert sum(ended in KILLED for _call, ended, _amiss in met) == len(met)
    else:
        assert sum(ended != 0 for _call, ended, _amiss in met) > len(met) // 2


def in_containers(workspace: Workspace) -> tuple[str, ...]:
    """Two copies of a return, the older one last by name, in a zip in a mail, which lies in the inbox as a text.

    Returns:
        The hashes of the older one, of the one saved last, of the zip and of the mail.
    """
    copies = []
    for number, moment, name in ((5, "2021-07-05T07:15:00Z", "а.xlsx"), (3, "2021-07-01T06:00:00Z", "б.xlsx")):
        path = send(workspace, "HOR", {"1.4.10": {"done": number}}, name)
        saved(path, moment)
        copies.append(path.rename(workspace.root / name))
    content = io.BytesIO()
    with ZipFile(content, "w") as packed:
        for path in copies:
            packed.write(path, path.name)
    message = mail(("звіти.zip", content.getvalue())).as_bytes()
    (workspace.inbox / "лист.txt").write_bytes(message)
    contents = (*(path.read_bytes() for path in reversed(copies)), content.getvalue(), message)
    return tuple(hashlib.sha256(each).hexdigest() for each in contents)


@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC"])
def test_containers_are_unpacked_and_the_copy_saved_last_counts_wherever_a_process_ends(
    centre: Workspace, tmp_path: Path, fault: str
) -> None:
    """A half-unpacked container is unpacked again, so that a file may arrive twice; it is recorded once."""
    hashes = in_containers(centre)
    calls = calls_of(copied(centre, tmp_path / "whole"), INTAKE)
    if fault.startswith("error"):
        calls = [call for call in calls if call[0] in REFUSED]
    chosen = [calls[len(calls) * point // CONTAINER_POINTS] for point in range(CONTAINER_POINTS)]

    def meet(call: Call) -> tuple[Call, int, list[str]]:
        name, number = call
        place = copied(centre, tmp_path / f"{name}-{number}")
        ended = run(place, INTAKE, f"--inject={name}:{fault}:when={number}")
        healed = find_workspace(place)
        take_files(healed)
        with open_ledger(healed.ledger) as ledger, ledger.connect() as connection:
            recorded = tuple(each.sha256 for each in submissions_of(connection, QUARTER))
            counted = accepted_returns(connection, QUARTER)["HOR"].entries["1.4.10"].number
        archived = {path.stem for path in healed.archive.rglob("*") if path.is_file()}
        right = {
            "inbox": not list(healed.inbox.iterdir()),
            "recorded once, the one saved last at the end": recorded == hashes[:2],
            "counted": counted == 5,
            "archived with its containers": archived.issuperset(hashes),
            "receipts": len(list(healed.receipts(QUARTER).glob("[0-9]*.html"))) == 2,
        }
        shutil.rmtree(place.parent)
        return call, ended, [what for what, is_right in right.items() if not is_right]

    met = [meet(call) for call in dict.fromkeys(chosen)]
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    assert sum(ended != 0 for _call, ended, _amiss in met) > len(met) // 3


def test_the_marked_return_of_a_killed_round_is_there_once(several: Workspace, tmp_path: Path) -> None:
    calls = calls_of(copied(several, tmp_path / "whole"), INTAKE)
    renames = [call for call in calls if call[0] == "rename"]
    seen: list[list[str]] = []

    def marked(place: Path) -> list[str]:
        return [path.name for path in find_workspace(place).to_correct(QUARTER).glob("[!.]*.xlsx")]

    for name, number in renames[-3:]:
        place = copied(several, tmp_path / f"{name}-{number}")
        run(place, INTAKE, f"--inject={name}:signal=SIGKILL:when={number}")
        take_files(find_workspace(place))
        seen.append(marked(place))
    assert seen == [["Малинське БПД 0002.xlsx"]] * 3

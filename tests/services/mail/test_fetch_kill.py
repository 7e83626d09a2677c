"""A fetching that is killed at any of its writes, or refused one by a full disk, loses and doubles no message."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.test_fetch import named
from tests.support.centre import at, take_files
from tests.support.failing_calls import Call, calls_of, left, run
from tests.support.mail_server import MailServer
from tests.support.mailed import fetch, mailed, return_of
from tests.support.thoroughness import examples
from xlplan.storage.workspace import Workspace, find_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix(reason="strace, which ends a process at a call, is a program of Linux"),
]
# At how many calls; by hand 1000, which is all of them.
KILLS = int(os.environ.get("XLPLAN_KILLS", examples(24, 6)))
SIGKILL = 9
REFUSED = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir", "rename", "openat")
FETCH = "from xlplan.services.mail.fetch import fetch_mail; fetch_mail(context)"


def copied(centre: Workspace, to: Path) -> Path:
    shutil.copytree(centre.root, to / "centre")
    return to / "centre"


@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC"])
def test_a_fetching_that_ends_at_any_call_loses_no_message_and_brings_none_twice(
    centre: Workspace, server: MailServer, tmp_path: Path, fault: str
) -> None:
    files = [return_of(centre, unit) for unit in ("HOR", "LUG")]
    server.deliver(mailed(files[0], message_id="1@example.org"), mailed(files[1]), came_at=at(4))
    office = named(centre, server)
    hashes = {hashlib.sha256(content).hexdigest() for _name, content in files}
    calls = calls_of(copied(office, tmp_path / "whole"), FETCH)
    if fault.startswith("error"):
        calls = [call for call in calls if call[0] in REFUSED]
    chosen = calls[:: max(1, len(calls) // KILLS)]

    def meet(call: Call) -> tuple[Call, int, list[str]]:
        name, number = call
        place = copied(office, tmp_path / f"{name}-{number}")
        ended = run(place, FETCH, f"--inject={name}:{fault}:when={number}")
        healed = find_workspace(place)
        # A watcher may take what is there before the next fetching; half a message is never taken.
        take_files(healed)
        fetch(healed)
        take_files(healed)
        for path in healed.inbox.glob(".xlplan-*"):
            path.unlink()
        amiss = left(healed, hashes)
        amiss += ["fetched again"] if fetch(healed).delivered else []
        shutil.rmtree(place.parent)
        return call, ended, amiss

    met = [meet(call) for call in chosen]
    assert [(call, amiss) for call, _ended, amiss in met if amiss] == []
    # A test in which nothing was ended would prove nothing.
    ended_early = sum(ended != 0 for _call, ended, _amiss in met)
    assert ended_early == len(met) if fault == "signal=SIGKILL" else ended_early > len(met) // 3

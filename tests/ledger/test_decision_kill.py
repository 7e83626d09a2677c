"""A decision that is killed at any of its calls is made or not made, and the record agrees afterwards."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, at, call
from tests.support.failing_calls import calls_of, run
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import withdrawals_of
from xlplan.services.record.verify import verify
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace, find_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix(reason="strace, which ends a process at a call, is a program of Linux"),
]

SIGKILL = 9
# At how many calls; by hand 1000, which is all of them.
KILLS = int(os.environ.get("XLPLAN_KILLS", "8"))
WITHDRAW = """
from xlplan.domain.quarter import Quarter
from xlplan.services.closing.decisions import withdraw_return
withdraw_return(context, Quarter(2021, 2), "HOR", "не той файл")
"""


def decided(centre: Workspace) -> tuple[int, int]:
    """The number of withdrawals, and of entries in the file of the decision log."""
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        withdrawals = len(withdrawals_of(connection, QUARTER))
    return withdrawals, len(centre.decision_log.read_bytes().splitlines())


def test_a_killed_decision_is_whole_or_was_not_made(returned: Workspace, tmp_path: Path) -> None:
    template = tmp_path / "template" / "centre"
    shutil.copytree(returned.root, template)
    before = decided(find_workspace(template))
    calls = calls_of(shutil.copytree(template, tmp_path / "whole" / "centre"), WITHDRAW)
    chosen = calls[:: max(1, len(calls) // KILLS)]
    for name, number in chosen:
        folder = tmp_path / f"{name} {number}" / "centre"
        shutil.copytree(template, folder)
        killed = run(folder, WITHDRAW, f"--inject={name}:signal=SIGKILL:when={number}")
        assert killed == -SIGKILL, (name, number)
        left = find_workspace(folder)
        # The next command finishes what the crash kept out of the file.
        call(read_status, left, lambda: at(20))
        made = decided(left)[0] - before[0]
        assert decided(left) == (before[0] + made, before[1] + made), (name, number)
        assert call(verify, left, lambda: at(20)).is_well, (name, number)
    assert len(chosen) >= min(KILLS, len(calls))

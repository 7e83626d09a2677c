"""What one process at a time may do, another leaves to it."""

import subprocess
import sys
from pathlib import Path

import pytest

from xlplan.ledger.locks import LockName, LockTakenError, lock_by_file

_HOLDER = """
import sys
from pathlib import Path
from xlplan.ledger.locks import LockName, lock_by_file
with lock_by_file(Path(sys.argv[1]), LockName.REPORT) as held:
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_that_another_process_holds_is_not_taken_until_that_process_ends(tmp_path: Path) -> None:
    ledger = tmp_path / "xlplan.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(LockTakenError), lock_by_file(ledger, LockName.REPORT, 0):
            pass
        holder.kill()
    with lock_by_file(ledger, LockName.REPORT, 0) as held:
        held.require()


def test_two_locks_of_other_names_are_held_side_by_side(tmp_path: Path) -> None:
    ledger = tmp_path / "xlplan.db"
    with lock_by_file(ledger, LockName.REPORT, 0), lock_by_file(ledger, LockName.MAIL, 0):
        pass

"""Locks in a PostgreSQL: one holder on all machines, who notices when the lock is lost."""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.postgresql import PASSWORD
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database_locks import DatabaseMarks, lock_in_database
from xlplan.ledger.locks import LockName, LockTakenError
from xlplan.storage.claims import Claimant, claim, claimant, recover_claims

if TYPE_CHECKING:
    from tests.support.postgresql import PostgresqlServer
    from xlplan.storage.ledger_address import LedgerAddress

pytestmark = pytest.mark.posix(reason="a PostgreSQL as it is installed on Debian")

_HOLDER = """
import sys
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database_locks import lock_in_database
from xlplan.ledger.locks import LockName
from xlplan.storage.ledger_address import read_address
with open_ledger(read_address(sys.argv[1])) as ledger, lock_in_database(ledger, LockName.REPORT):
    print("held", flush=True)
    sys.stdin.read()
"""
# Another machine that took the files of a shared inbox. Its lock on the file is not seen here.
_CLAIMANT = """
import sys
from contextlib import closing
from pathlib import Path
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database_locks import DatabaseMarks
from xlplan.storage.claims import claim, claimant
from xlplan.storage.ledger_address import read_address
inbox = Path(sys.argv[2])
with open_ledger(read_address(sys.argv[1])) as ledger, closing(DatabaseMarks(ledger)) as marks:
    with claimant(inbox, marks) as owner:
        claim(owner, inbox / "звіт.xlsx")
        owner.lock.unlink()
        print("held", flush=True)
        sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with one file."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "звіт.xlsx").write_bytes(b"report")
    return folder


def other_process(code: str, *arguments: object) -> "subprocess.Popen[bytes]":
    """Another process that holds what the code holds, until it is killed."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline().strip() == b"held"
    return process


def test_a_lock_that_another_process_holds_is_taken_once_that_process_is_killed(database: "LedgerAddress") -> None:
    with open_ledger(database) as ledger, other_process(_HOLDER, database) as holder:
        with pytest.raises(LockTakenError), lock_in_database(ledger, LockName.REPORT, 0):
            pass
        with pytest.raises(LockTakenError), lock_in_database(ledger, LockName.REPORT, 0.2):
            pass
        holder.kill()
        with lock_in_database(ledger, LockName.REPORT, 30) as held:
            held.require()


def test_two_locks_of_other_names_are_held_side_by_side(database: "LedgerAddress") -> None:
    with (
        open_ledger(database) as ledger,
        lock_in_database(ledger, LockName.REPORT, 0),
        lock_in_database(ledger, LockName.MAIL, 0),
    ):
        pass


def test_a_lock_is_free_again_after_it_was_let_go_also_by_a_failure(database: "LedgerAddress") -> None:
    with open_ledger(database) as ledger:
        with pytest.raises(ZeroDivisionError), lock_in_database(ledger, LockName.REPORT, 0):
            raise ZeroDivisionError
        with lock_in_database(ledger, LockName.REPORT, 0):
            pass


def test_whoever_lost_the_lock_with_the_connection_notices(
    postgresql: "PostgresqlServer", database: "LedgerAddress"
) -> None:
    with open_ledger(database) as ledger, lock_in_database(ledger, LockName.REPORT, 0) as held:
        held.require()
        with postgresql.administrator() as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            )
        with pytest.raises(XlplanError, match="обірвалося"):
            held.require()


def test_the_ledger_is_written_while_a_lock_is_held(database: "LedgerAddress") -> None:
    with (
        open_ledger(database) as ledger,
        lock_in_database(ledger, LockName.REPORT, 0),
        ledger.write() as connection,
    ):
        connection.run("INSERT INTO identity (workspace, made_at) VALUES ('a', 'b')")


def test_the_claims_of_a_machine_that_lives_are_left_to_it_whatever_the_share_says_of_its_locks(
    database: "LedgerAddress", inbox: Path
) -> None:
    with (
        open_ledger(database) as ledger,
        other_process(_CLAIMANT, database, inbox) as other,
        closing(DatabaseMarks(ledger)) as marks,
        claimant(inbox, marks) as owner,
    ):
        assert list(recover_claims(owner)) == []
        other.kill()
        other.wait()
        assert recovered(owner) == ["звіт.xlsx"]


def recovered(owner: Claimant) -> list[str]:
    """The names of the claims of a process that was killed, once the server has noticed."""
    end = time.monotonic() + 30
    while not (found := [each.name for each in recover_claims(owner)]) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_without_shared_marks_such_claims_would_be_taken_from_it(database: "LedgerAddress", inbox: Path) -> None:
    with other_process(_CLAIMANT, database, inbox) as other, claimant(inbox) as owner:
        assert [each.name for each in recover_claims(owner)] == ["звіт.xlsx"]
        other.kill()


def test_a_mark_is_let_go_with_its_last_claim(database: "LedgerAddress", inbox: Path) -> None:
    with open_ledger(database) as ledger, closing(DatabaseMarks(ledger)) as marks:
        with claimant(inbox, marks) as owner:
            assert claim(owner, inbox / "звіт.xlsx")
        with closing(DatabaseMarks(ledger)) as others, claimant(inbox, others) as second:
            assert [each.name for each in recover_claims(second)] == ["звіт.xlsx"]

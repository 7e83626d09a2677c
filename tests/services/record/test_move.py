"""The move of the ledger into a PostgreSQL and back: proved, whole or not at all, and never two in force."""

import os
import signal
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.support.centre import at, call, send, take_files
from tests.support.postgresql import PASSWORD
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import LedgerError
from xlplan.ledger.move_marks import MoveState
from xlplan.ledger.ownership import read_state
from xlplan.ledger.transfer import differing_tables
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.record import move
from xlplan.services.record.move import move_ledger
from xlplan.services.record.verify import verify
from xlplan.storage.ledger_address import LedgerAddress, LedgerPlace
from xlplan.storage.workspace import Workspace, find_workspace


@pytest.fixture
def address(database: LedgerAddress, monkeypatch: pytest.MonkeyPatch) -> LedgerAddress:
    """The address of an empty database as a person names it: the password is elsewhere."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return LedgerAddress(database.host, database.port, database.database, database.user)


def moved(workspace: Workspace, target: LedgerPlace) -> Workspace:
    """The workspace after its ledger was moved."""
    call(move_ledger, workspace, at, target, lambda _key: None)
    return find_workspace(workspace.root)


def moved_by_a_process_that_is_killed(workspace: Workspace, target: LedgerPlace, step: str) -> int | None:
    """The exit code of a process that moves a ledger and is killed as it comes to one of the steps."""

    def move_and_be_killed() -> None:
        setattr(move, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        moved(workspace, target)

    # A fork has imported what the move needs. No ledger is open here.
    process = get_context("fork").Process(target=move_and_be_killed)
    process.start()
    process.join()
    return process.exitcode


def receipts(workspace: Workspace) -> list[int]:
    """The numbers of the receipts in the ledger of a workspace, opened as by a command."""

    def numbers(context: OpenWorkspace) -> list[int]:
        with context.ledger.connect() as connection:
            return connection.column("SELECT number FROM submissions ORDER BY number")

    return call(numbers, workspace, at)


def proved(workspace: Workspace) -> bool:
    """Tell if everything in the record agrees."""
    result = call(verify, workspace, at)
    assert result.findings == ()
    return result.is_well


def answered(workspace: Workspace, unit: str) -> None:
    """A bureau's return comes and gets its receipt."""
    send(workspace, unit)
    assert [each.outcome.value for each in take_files(workspace).results] == ["accepted"]


def test_a_moved_ledger_is_the_same_and_goes_on(centre: Workspace, address: LedgerAddress) -> None:
    answered(centre, "HOR")
    there = moved(centre, address)
    assert there.ledger == address
    with (
        open_ledger(centre.ledger) as old,
        open_ledger(address) as new,
        old.connect() as one,
        new.connect() as other,
    ):
        # The new one has the decision to move besides.
        assert set(differing_tables(one, other)) == {"log_entries", "log_heads", "row_hashes"}
    assert proved(there)
    answered(there, "MAL")
    assert receipts(there) == [1, 2]


def test_a_ledger_moves_back_into_a_new_file(centre: Workspace, address: LedgerAddress) -> None:
    there = moved(centre, address)
    answered(there, "HOR")
    back = moved(there, centre.root / "журнал.db")
    assert back.settings.ledger == "журнал.db"
    assert proved(back)
    answered(back, "MAL")
    assert receipts(back) == [1, 2]
    with pytest.raises(XlplanError, match=r"журнал\.db"):
        receipts(there)


def test_a_move_keeps_every_other_line_of_the_settings(centre: Workspace, address: LedgerAddress) -> None:
    file = centre.root / "xlplan.toml"
    before = "# наш центр\r\nledger = 'xlplan.db' # на цьому диску\r\n" + file.read_text("utf-8")
    before = "\r\n".join(line for line in before.splitlines() if not line.startswith("ledger = 'xlplan.db'\n"))
    lines = [line for line in before.splitlines() if not (line.startswith("ledger") and "#" not in line)]
    file.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    file.chmod(0o600)
    moved(find_workspace(centre.root), address)
    expected = [line.replace("'xlplan.db'", f"'{address}'") for line in lines]
    assert file.read_bytes().decode().split("\r\n") == [*expected, ""]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_old_ledger_takes_nothing_more_from_anybody(centre: Workspace, address: LedgerAddress) -> None:
    with open_ledger(centre.ledger) as opened_before:
        there = moved(centre, address)
        with pytest.raises(XlplanError, match=str(address.database)):
            receipts(centre)
        # A round that was begun before, or an xlplan that knows of no marks.
        statement = "INSERT INTO row_hashes VALUES (999, 10, 'arrivals', 'x', 'x', 'x')"
        with pytest.raises(LedgerError, match="not in force"), opened_before.write() as connection:
            connection.run(statement)
    moved(there, centre.root / "новий.db")
    with (
        pytest.raises(LedgerError, match="not in force"),
        open_ledger(address) as old,
        old.write() as connection,
    ):
        connection.run(statement)


@pytest.mark.parametrize(
    "step", ["copy_ledger_to", "mark_as_gone", "put_setting", "finish_move", "append_entries"]
)
def test_a_move_that_is_killed_at_any_step_leaves_one_ledger_and_can_be_repeated(
    centre: Workspace, address: LedgerAddress, step: str
) -> None:
    answered(centre, "HOR")
    assert moved_by_a_process_that_is_killed(centre, address, step) == -signal.SIGKILL
    workspace = find_workspace(centre.root)
    has_moved = workspace.ledger == address
    assert has_moved == (step in ("finish_move", "append_entries"))
    answered(workspace, "MAL")
    assert receipts(workspace) == [1, 2]
    assert proved(workspace)
    state = read_state(centre.ledger)
    assert state is not None
    assert (state.mark is not None) == has_moved
    if not has_moved:
        workspace = moved(workspace, address)
        assert receipts(workspace) == [1, 2]
        assert proved(workspace)


def test_a_copy_that_was_not_taken_over_is_not_in_force(centre: Workspace, address: LedgerAddress) -> None:
    moved_by_a_process_that_is_killed(centre, address, "put_setting")
    state = read_state(address)
    assert state is not None
    assert state.mark is not None
    assert state.mark.state is MoveState.ARRIVING


def test_a_database_that_is_not_empty_is_refused_and_nothing_changes(
    centre: Workspace, address: LedgerAddress
) -> None:
    with open_ledger(address):
        pass
    before = (centre.root / "xlplan.toml").read_bytes()
    with pytest.raises(XlplanError, match="уже є журнал"):
        moved(centre, address)
    assert (centre.root / "xlplan.toml").read_bytes() == before
    answered(centre, "HOR")


def test_a_file_that_is_there_is_never_written_over(centre: Workspace, address: LedgerAddress) -> None:
    there = moved(centre, address)
    kept = centre.ledger_file.read_bytes()
    with pytest.raises(XlplanError, match=r"xlplan\.db"):
        moved(there, centre.ledger_file)
    assert centre.ledger_file.read_bytes() == kept


def test_a_password_in_the_address_is_refused_before_it_is_used(
    centre: Workspace, database: LedgerAddress
) -> None:
    with pytest.raises(XlplanError, match="PGPASSWORD") as raised:
        moved(centre, database)
    assert PASSWORD not in str(raised.value)


def test_a_text_that_no_postgresql_holds_stops_the_move_and_is_named(
    centre: Workspace, address: LedgerAddress
) -> None:
    answered(centre, "HOR")
    with sqlite3.connect(centre.ledger_file) as ledger:
        ledger.execute("UPDATE entries SET description = 'a' || char(0) || 'b' WHERE rowid = 1")
    ledger.close()
    with pytest.raises(XlplanError, match=r"entries.*NUL.*description"):
        moved(centre, address)
    assert find_workspace(centre.root).ledger == centre.ledger


def test_numbers_and_texts_beyond_what_is_usual_come_over_as_they_are(
    centre: Workspace, address: LedgerAddress
) -> None:
    answered(centre, "HOR")
    long = "ї" * 300_000
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        connection.run("UPDATE arrivals SET size = 9000000000")
        connection.run("UPDATE entries SET number = 9007199254740993, description = ?", (long,))
    there = moved(centre, address)
    with open_ledger(there.ledger) as ledger, ledger.connect() as connection:
        assert connection.value("SELECT size FROM arrivals") == 9_000_000_000
        rows = connection.run("SELECT DISTINCT number, description FROM entries").fetchall()
        assert rows == [(9_007_199_254_740_993, long)]


def test_a_copy_that_differs_is_not_taken(centre: Workspace, address: LedgerAddress, tmp_path: Path) -> None:
    there = moved(centre, address)
    with open_ledger(address) as ledger, ledger.write() as connection:
        connection.run("UPDATE issues SET unit = 'інший' WHERE number = 2")
    with (
        open_ledger(centre.ledger) as one,
        open_ledger(there.ledger) as other,
        one.connect() as old,
        other.connect() as new,
    ):
        assert "issues" in set(differing_tables(old, new))

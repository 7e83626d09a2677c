"""A PostgreSQL that refuses, is away or dies: one clear sentence, nothing lost or twice, and no password told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.centre import at, call, send, take_files
from tests.support.forked_command import begin_command
from tests.support.postgresql import PASSWORD, USER, PostgresqlServer, name_ledger, postgresql_server
from tests.support.watcher_process import until, watching
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.transfer import fill_database
from xlplan.services.record.backup import make_backup
from xlplan.services.record.restore import restore
from xlplan.services.record.restore_preview import prepare_restore
from xlplan.services.record.verify import verify
from xlplan.storage.ledger_address import LedgerAddress, read_address
from xlplan.storage.workspace import Workspace, find_workspace


@pytest.fixture
def server() -> Iterator[PostgresqlServer]:
    """A server that the test may kill."""
    with postgresql_server() as own:
        yield own


def on_server(centre: Workspace, address: LedgerAddress) -> Workspace:
    """The centre with its ledger in a database."""
    fill_database(centre.ledger_file, address)
    centre.ledger_file.unlink()
    name_ledger(centre.root, address)
    return find_workspace(centre.root)


def receipts(workspace: Workspace) -> list[int]:
    """The numbers of all receipts."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return connection.column("SELECT number FROM submissions ORDER BY number")


def test_each_refusal_has_one_clear_sentence(postgresql: PostgresqlServer, database: LedgerAddress) -> None:
    def sentence(address: LedgerAddress) -> str:
        with pytest.raises(XlplanError) as raised, open_ledger(address):
            pass
        (said,) = str(raised.value).splitlines()
        assert "FATAL" not in said.partition(":")[0]
        return said

    assert "PGPASSWORD" in sentence(postgresql.address(database.database, password="таємниця"))
    assert "createdb" in sentence(postgresql.address("немає"))
    assert "PGPASSWORD" in sentence(postgresql.address(database.database, user="хтось", password="таємниця"))
    assert "недоступний" in sentence(read_address("postgresql://me@127.0.0.1:1/plan"))
    assert "не знає" in sentence(read_address(f"{database}?sslmodus=require"))
    with postgresql.administrator(database.database) as connection:
        connection.execute("ALTER SCHEMA public OWNER TO postgres")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert "OWNER TO" in sentence(database)


def run(centre: Workspace, command: Sequence[str], heard: Path) -> int | None:
    """The exit code of a process that runs a command. All that it writes to its terminal is added to a file."""

    with heard.open("ab") as file, Path(os.devnull).open() as nothing:
        streams = nothing.fileno(), file.fileno(), file.fileno()
        home = {"HOME": str(centre.root.parent)}
        process = begin_command(["--workspace", str(centre.root), *command], streams, environment=home)
    process.join()
    return process.exitcode


@pytest.mark.posix(reason="Windows forks no processes")
def test_no_password_is_told_or_written_by_any_command(centre: Workspace, database: LedgerAddress) -> None:
    workspace = on_server(centre, database)
    send(workspace, "HOR")
    heard = centre.root.parent / "told"
    commands = ["intake", "status --json", "doctor", "doctor --json", "verify --json", "log --json", "backup"]
    for command in (*commands, f"ledger move {centre.root / 'назад.db'}"):
        assert run(centre, command.split(" ", 2), heard) in (0, 3), heard.read_text("utf-8")
    name_ledger(centre.root, LedgerAddress("127.0.0.1", 1, "x", USER, (), database.secrets))
    assert run(centre, ["status"], heard) == 1
    told = heard.read_bytes()
    assert b"127.0.0.1" in told
    secrets = [PASSWORD.encode(), PASSWORD.encode("unicode-escape"), PASSWORD.encode("utf-16-le")]
    written = [path for path in centre.root.rglob("*") if path.is_file() and path.name != "xlplan.toml"]
    for secret in secrets:
        assert secret not in told
        assert [path for path in written if path.suffix != ".zip" and secret in path.read_bytes()] == []


def test_two_processes_that_record_at_once_give_every_number_once_and_none_is_left_out(
    centre: Workspace, database: LedgerAddress
) -> None:
    workspace = on_server(centre, database)
    for unit in ("HOR", "MAL", "LUG"):
        send(workspace, unit)
        for number in range(4):
            file = workspace.inbox / f"{unit} {number}.csv"
            file.write_text(f"{unit},{number}\n", "utf-8")
    command = [sys.executable, "-m", "xlplan", "--workspace", str(centre.root), "intake"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    for process in running:
        process.communicate(timeout=240)
    take_files(workspace)
    assert receipts(workspace) == list(range(1, 16))
    assert call(verify, workspace, at).findings == ()


@pytest.mark.posix(reason="a server that is killed as by a power cut")
def test_a_server_that_is_killed_in_the_middle_costs_nothing(centre: Workspace, server: PostgresqlServer) -> None:
    workspace = on_server(centre, server.make_database())
    with watching(workspace) as watcher:
        send(workspace, "HOR")
        until(lambda: receipts(workspace) == [1], "the first receipt", watcher)
        server.stop(signal.SIGKILL)
        stray = Path(workspace.inbox / "MAL.csv")
        stray.write_text("a,b\n", "utf-8")
        until(lambda: "PostgreSQL" in watcher.said, "the server is away", watcher)
        server.start()
        until(lambda: receipts(workspace) == [1, 2], "the second receipt", watcher)
        assert watcher.process.poll() is None
    assert call(verify, workspace, at).findings == ()
    assert not stray.exists()


def test_a_lost_database_comes_back_from_a_backup(
    centre: Workspace, postgresql: PostgresqlServer, database: LedgerAddress, tmp_path: Path
) -> None:
    workspace = on_server(centre, database)
    send(workspace, "HOR")
    take_files(workspace)
    call(make_backup, workspace, at, tmp_path / "a.zip")
    empty = postgresql.make_database()
    try:
        name_ledger(centre.root, empty)
        with prepare_restore(tmp_path / "a.zip", centre.root) as preview:
            restore(preview, at)
        again = find_workspace(centre.root)
        assert receipts(again) == [1]
        assert call(verify, again, at).findings == ()
    finally:
        postgresql.drop_database(empty)

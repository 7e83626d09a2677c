"""A real PostgreSQL: a plain process on a free port, with a folder of its own, and a database for each test."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.support.client_programs import need
from xlplan.storage.ledger_address import LedgerAddress, read_address

USER, PASSWORD = "xlplan", "п'ять яблук"
_PATIENCE = 30.0
# What a killed server has written, the system still has: no test cuts the power of the machine. And no other
# server follows this one, for which it would log more.
_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 60
shared_buffers = 32MB
lc_messages = 'C'
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""
# The administrator comes by the socket; everybody else needs a password.
_ACCESS = "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


@dataclass
class PostgresqlServer:
    """A server that a test may stop, kill and start again."""

    folder: Path
    port: int
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        command = [str(_programs() / "postgres"), "-D", str(self.folder / "data")]
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log, **_as_server())  # type: ignore[call-overload]
        log.close()
        latest = time.monotonic() + _PATIENCE
        while True:
            try:
                with self.administrator():
                    return
            except psycopg.OperationalError:
                if time.monotonic() > latest:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: at once by SIGINT, as a power cut does by SIGKILL."""
        process, self._process = self._process, None
        if process is None:
            return
        children = _children_of(process.pid) if how is signal.SIGKILL else []
        process.send_signal(how)
        process.wait(_PATIENCE)
        for each in children:
            # They end by themselves when they notice; a power cut does not wait.
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    @contextmanager
    def administrator(self, database: str = "postgres") -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
        """Open a connection that may do everything, outside of transactions."""
        target = {"host": str(self.folder), "port": self.port, "user": "postgres", "dbname": database}
        with psycopg.connect(**target, autocommit=True) as connection:  # type: ignore[arg-type]
            yield connection

    def make_database(self, template: str = "template0", encoding: str = "UTF8") -> LedgerAddress:
        """Make a database that the user owns, and return its address, password and all."""
        name = f"ledger_{secrets.token_hex(6)}"
        with self.administrator() as connection:
            statement = "CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING {} STRATEGY FILE_COPY"
            if template == "template0":
                # Its texts stand in the order of a dictionary: what depends on that shows.
                is_usual = encoding == "UTF8"
                statement += " LOCALE_PROVIDER icu ICU_LOCALE 'uk' LOCALE 'C.UTF-8'" if is_usual else " LOCALE 'C'"
            connection.execute(
                sql.SQL(statement).format(
                    sql.Identifier(name), sql.Identifier(USER), sql.Identifier(template), sql.Literal(encoding)
                )
            )
        return self.address(name)

    def drop_database(self, address: LedgerAddress) -> None:
        """Drop a database, whoever is connected to it."""
        with self.administrator() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(address.database))
            )

    def address(self, database: str, user: str = USER, password: str = PASSWORD) -> LedgerAddress:
        """Return the address of a database on this server."""
        plain = read_address(f"postgresql://{user}@127.0.0.1:{self.port}/{database}")
        secret = (("password", password),) if password else ()
        return LedgerAddress(plain.host, plain.port, plain.database, plain.user, plain.options, secret)


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Start a PostgreSQL, and stop it at the end. Without it a test is skipped; in CI it fails."""
    if sys.platform == "win32":
        need("postgres", "a PostgreSQL that runs here")
    need(str(_programs() / "postgres"), "apt-get install postgresql")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The path of a socket may have a hundred signs.
    folder = Path(tempfile.mkdtemp(prefix="xlplan-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _SERVER_USER)
        command = [str(_programs() / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--auth=trust", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, timeout=120, **_as_server())  # type: ignore[call-overload]
        with (folder / "data/postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(port=port, folder=folder))
        (folder / "data/pg_hba.conf").write_text(_ACCESS)
        server = PostgresqlServer(folder, port)
        server.start()
        try:
            with server.administrator() as connection:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(USER), sql.Literal(PASSWORD))
                )
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_SERVER_USER = "postgres"


def _as_server() -> dict[str, object]:
    """Return how a program of the server is started: PostgreSQL refuses to run as root."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return {"user": _SERVER_USER, "group": _SERVER_USER, "extra_groups": [], "cwd": "/"} if is_root else {}


def _programs() -> Path:
    """Return the folder of the newest PostgreSQL. Debian puts its programs aside from the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    named = shutil.which("postgres")
    return found[-1] if found else Path(named).parent if named else Path("/usr/lib/postgresql/bin")


def _children_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in children.read_text().split()] if children.exists() else []


def name_ledger(root: Path, address: LedgerAddress) -> None:
    """Let the settings of a workspace name a database, with its password: tests have no other place for one."""
    user, password = quote(address.user, safe=""), quote(dict(address.secrets)["password"], safe="")
    line = f"ledger = 'postgresql://{user}:{password}@{address.host}:{address.port}/{address.database}'"
    settings = root / "xlplan.toml"
    kept = [each for each in settings.read_text("utf-8").splitlines() if not each.startswith("ledger")]
    settings.write_text("\n".join((line, *kept, "")), "utf-8")

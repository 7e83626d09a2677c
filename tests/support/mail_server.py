"""A real mail server: Dovecot, a plain process on a free port, with a folder and a certificate of its own."""

import datetime as dt
import getpass
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.support.client_programs import need
from xlplan.storage.fetch_settings import FetchSettings

USER, PASSWORD = "plan@example.org", "п'ять яблук"
_PATIENCE = 30.0
_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
mail_max_userip_connections = 100
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  mechanisms = plain
  args = {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
# Else each refused password is answered later than the one before.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_TOKENS = """
introspection_mode = auth
introspection_url = http://127.0.0.1:{tokens}/
username_attribute = user
active_attribute = active
active_value = yes
"""


@dataclass(frozen=True)
class MailServer:
    """A running server with one mailbox. `folder`: its files; its own certificate lies there."""

    folder: Path
    tls: int
    starttls: int
    tokens: int
    process: "subprocess.Popen[bytes]"

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")

    def settings(self, **others: Any) -> FetchSettings:
        """Settings that name the mailbox of this server."""
        usual = {"server": "localhost", "port": self.tls, "user": USER, "timeout_seconds": 20.0}
        return FetchSettings(**{**usual, "certificate": str(self.certificate), **others})

    @contextmanager
    def session(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4_SSL]:
        """A session in the mailbox, as a person's mail program has one."""
        context = ssl.create_default_context(cafile=self.certificate)
        with imaplib.IMAP4_SSL("localhost", self.tls, ssl_context=context) as session:
            session.authenticate("PLAIN", lambda _said: f"\0{USER}\0{PASSWORD}".encode())
            assert session.select(folder)[0] == "OK"
            yield session

    def deliver(self, *messages: EmailMessage | bytes, came_at: datetime | None = None) -> None:
        """Put messages into the mailbox, as if they had come at that moment."""
        moment = imaplib.Time2Internaldate(came_at or datetime.now(dt.UTC))
        with self.session() as session:
            for message in messages:
                content = message if isinstance(message, bytes) else message.as_bytes()
                assert session.append("INBOX", "", moment, content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def flags(self) -> list[str]:
        """What the server keeps of each message: whether it was read, answered, deleted."""
        with self.session() as session:
            _kind, told = session.fetch("1:*", "(FLAGS)")
        return [each.decode() for each in told if isinstance(each, bytes)]

    def number_anew(self) -> None:
        """Give the folder a new validity, as after a move to another machine: every message gets a new number."""
        with self.session() as session:
            messages = [
                session.fetch(number.decode(), "(INTERNALDATE BODY.PEEK[])")[1][0]
                for number in session.search(None, "ALL")[1][0].split()
            ]
        shutil.rmtree(self.folder / "mail" / USER)
        for message in messages:
            assert isinstance(message, tuple)
            told = imaplib.Internaldate2tuple(message[0])
            assert told is not None
            self.deliver(message[1], came_at=datetime.fromtimestamp(time.mktime(told), dt.UTC))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server with an empty mailbox; without the program the test is skipped, in CI it fails."""
    program = need("/usr/sbin/dovecot", "apt-get install dovecot-imapd")
    # A short path: sockets of the system have no long ones.
    folder = Path(tempfile.mkdtemp(prefix="xlmail-"))
    try:
        server = _start(program, folder)
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(program: str, folder: Path) -> MailServer:
    for name in ("run", "mail"):
        (folder / name).mkdir()
    write_certificate(folder, "localhost")
    user, group = _owner()
    if os.geteuid() == 0:
        # The server refuses to read mail as root.
        shutil.chown(folder / "mail", user)
    ports = {name: free_port() for name in ("tls", "starttls", "tokens")}
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", "utf-8")
    (folder / "oauth2.conf").write_text(_TOKENS.format(**ports))
    (folder / "dovecot.conf").write_text(_SETTINGS.format(folder=folder, user=user, group=group, **ports))
    if os.geteuid() == 0:
        # A test before may have kept its files from others.
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    process = subprocess.Popen([program, "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.DEVNULL)
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", ports["tls"]), 1):
            return MailServer(folder, **ports, process=process)
        assert process.poll() is None, (folder / "log").read_text("utf-8")
        time.sleep(0.05)
    process.kill()
    raise AssertionError((folder / "log").read_text("utf-8"))


def _owner() -> tuple[str, str]:
    """The user and the group as whom the server runs: this one, or nobody where this one is root."""
    if sys.platform == "win32":
        raise AssertionError("Dovecot is a program of Linux")
    import grp

    if os.geteuid() == 0:
        return "nobody", "nogroup"
    return getpass.getuser(), grp.getgrgid(os.getgid()).gr_name


def write_certificate(folder: Path, name: str) -> None:
    """Write a certificate for a name, signed by itself, and its key."""
    program = need("openssl", "apt-get install openssl")
    command: Sequence[str | Path] = (
        *(program, "req", "-x509", "-nodes", "-days", "2", "-subj", f"/CN={name}"),
        # A key of the other kind is looked for among large primes.
        *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-addext", f"subjectAltName=DNS:{name}", "-keyout", folder / "key.pem"),
        *("-out", folder / "certificate.pem"),
    )
    subprocess.run(command, check=True, capture_output=True, timeout=60)

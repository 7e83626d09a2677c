"""A real mail server in the process of the test, with TLS, a certificate made for it, and a login."""

import asyncio
import socket
import ssl
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.mail_centre import parsed

USER, PASSWORD, TOKEN = "plan@centre.example", "пароль з пробілом 7h!", "ya29.a0-token"


def hang_up(server: SMTP) -> None:
    """End the connection without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass
class Letterbox:
    """What a server received, and how it is told to answer."""

    letters: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    before_answer: Callable[[SMTP], object] = lambda _server: None
    logins: list[str] = field(default_factory=list)
    is_silent: bool = False
    letters_a_connection: int = 1000
    of_session: dict[int, int] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  the name is the library's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, unless told otherwise."""
        if answer := self.recipients.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender, unless the connection has brought enough letters."""
        number = self.of_session.get(id(session), 0) + 1
        self.of_session[id(session)] = number
        if number > self.letters_a_connection:
            return "421 Too many letters"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter, unless told otherwise."""
        content = envelope.content
        assert isinstance(content, bytes)
        if self.answer.startswith("2"):
            self.letters.append((tuple(envelope.rcpt_tos), content))
        self.before_answer(server)
        while self.is_silent:
            # Until the client hangs up, or the server is stopped.
            await asyncio.Event().wait()
        return self.answer

    def log_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Let one user in."""
        assert isinstance(data, LoginPassword)
        self.logins.append(mechanism)
        is_known = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=is_known, handled=is_known)

    async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> AuthResult:  # noqa: N802
        """Let one user in by a token."""
        self.logins.append(words[0])
        is_known = b64decode(words[1]).decode() == f"user={USER}\1auth=Bearer {TOKEN}\1\1"
        return AuthResult(success=is_known, handled=False, auth_data=USER)

    def by_recipient(self) -> Mapping[str, list[EmailMessage]]:
        """The letters of each address, read by Python's own parser."""
        found: dict[str, list[EmailMessage]] = {}
        for recipients, content in self.letters:
            for each in recipients:
                found.setdefault(each, []).append(parsed(content))
        return found


@dataclass(frozen=True)
class RunningServer:
    """A server that runs: its port, the certificate of its authority, and its letterbox."""

    port: int
    certificate: Path
    box: Letterbox

    def settings(self, **others: object) -> dict[str, object]:
        """The table `[mail]` that leads to it."""
        return {
            "address": USER,
            "server": "localhost",
            "port": self.port,
            "certificate": str(self.certificate),
            "password_command": "",
            **others,
        }


def make_certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """The certificate of a server of this name, and the context of that server."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


@contextmanager
def mail_server(
    folder: Path, is_tls: bool = False, name: str = "localhost", **options: Any
) -> Iterator[RunningServer]:
    """A server on this computer that is there for the length of the block.

    Args:
        folder: A folder for its certificate.
        is_tls: It speaks TLS from the first byte. Without that, it wants STARTTLS.
        name: The name in its certificate.
        **options: Options of the library.
    """
    certificate, context = make_certificate(folder, name)
    box = Letterbox()
    encryption: dict[str, Any] = (
        {"ssl_context": context} if is_tls else {"tls_context": context, "require_starttls": True}
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=box.log_in,
        auth_required=True,
        **{"auth_require_tls": not is_tls, **encryption, **options},
    )
    controller.start()
    try:
        yield RunningServer(port, certificate, box)
    finally:
        box.is_silent = False
        controller.stop(no_assert=True)

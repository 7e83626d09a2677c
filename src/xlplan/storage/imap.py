"""A folder of a mailbox, read over IMAP: its messages with the server's own numbers and dates. It is only read."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from imaplib import IMAP4
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.storage.fetch_settings import FetchSettings
from xlplan.storage.secrets import Secret
from xlplan.storage.server_settings import STARTTLS, TOKEN
from xlplan.text.translation import _

if TYPE_CHECKING:
    from imap_tools.mailbox import BaseMailBox

# Of a longer message the first so many bytes are fetched. Intake unpacks no longer one.
LARGEST_MESSAGE = 20_000_000
# A line that delivers 20 MB more slowly than this stalls. Each wait for a byte has its own limit in the settings.
_LONGEST_COMMAND_SECONDS = 900.0
_MOST_FOLDERS = 20
_LONGEST_ANSWER = 200
_CUT_TLS = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
# A server says so that cannot ask its own directory of users. Source: RFC 5530.
_UNAVAILABLE = "[UNAVAILABLE]"
_UID = re.compile(rb"\bUID (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"')
_SIZE = re.compile(rb"\{(\d+)\}$")


class MailFolderError(XlplanError):
    """The mailbox cannot be reached or read. It is tried again.

    `is_refusal`: the server refused the user or the password. Trying often may lock the mailbox.
    """

    def __init__(self, sentence: str, is_refusal: bool = False) -> None:
        super().__init__(sentence)
        self.is_refusal = is_refusal


class RawMessage(Struct, frozen=True):
    """A message as the server has it.

    Attributes:
        uid: Its number in the folder, which stays as long as the validity of the folder does.
        came_at: The time at which it came to the server; None where that does not say.
        content: Its bytes; of one that is too large the first ones.
        is_cut: It is too large.
    """

    uid: int
    came_at: datetime | None
    content: bytes
    is_cut: bool = False

    def __repr__(self) -> str:
        # An error may show it, and a letter is no one else's to read.
        return f"{type(self).__name__}(uid={self.uid})"


class MailFolder:
    """An open folder of a mailbox. Nothing in it is changed: a message that is fetched stays unread."""

    def __init__(self, settings: FetchSettings, box: "BaseMailBox", validity: int) -> None:
        self.validity = validity
        self._settings = settings
        self._box = box

    def uids(self, since: date) -> list[int]:
        """Return the numbers of the messages that came on that day or later, in the order in which they came."""
        from imap_tools.query import AND

        with _told(self._settings, self._box):
            found = self._box.uids(AND(date_gte=since), charset=None)
        return sorted(int(uid) for uid in found)

    def message(self, uid: int) -> RawMessage | None:
        """Return a message; None where it is gone.

        Raises:
            MailFolderError: The server is away, or refuses this message.
        """
        wanted = f"(UID INTERNALDATE BODY.PEEK[]<0.{LARGEST_MESSAGE + 1}>)"
        with _told(self._settings, self._box):
            kind, answer = self._box.client.uid("FETCH", str(uid), wanted)
        if kind != "OK":
            raise MessageRefusedError(_answer_of(answer))
        return _read_message(uid, answer)


class MessageRefusedError(Exception):
    """The server has a message and does not give it. The text is its answer."""


@contextmanager
def open_mail_folder(settings: FetchSettings, secret: Secret) -> Iterator[MailFolder]:
    """Sign in and open the folder of the settings, to be read only.

    Raises:
        MailFolderError: The server refuses, stalls or breaks off, its certificate is wrong, a folder is gone.
        XlplanError: The packages of the extra “mail” are not installed, or the file of certificates is none.
    """
    _require_packages()
    context = _tls(settings)
    with ExitStack() as closing:
        with _told(settings, None):
            box = _connect(settings, context)
        closing.callback(_close, box)
        with _told(settings, box):
            _sign_in(box, settings, secret)
        with _told(settings, box):
            validity = _select(box, settings)
        yield MailFolder(settings, box, validity)
        # After a failure the connection is dropped without a word.
        with suppress(Exception), _limited(box):
            box.logout()


def _require_packages() -> None:
    try:
        import imap_tools  # noqa: F401
    except ImportError as missing:
        raise XlplanError(
            _("Fetching mail needs two more packages: install xlplan with the extra “mail”: {command}.").format(
                command="pip install 'xlplan[mail]'"
            )
        ) from missing


def _tls(settings: FetchSettings) -> ssl.SSLContext:
    """Return what judges a certificate: the authorities that the system trusts, and the file of the settings."""
    context = ssl.create_default_context()
    if settings.certificate:
        try:
            context.load_verify_locations(cafile=Path(settings.certificate))
        except (OSError, ssl.SSLError) as problem:
            raise XlplanError(
                _(
                    "The file of certificates {file} cannot be read. "
                    "Name a PEM file in xlplan.toml, [mail.fetch], certificate, or leave it out."
                ).format(file=settings.certificate)
            ) from problem
    return context


def _connect(settings: FetchSettings, context: ssl.SSLContext) -> "BaseMailBox":
    from imap_tools import MailBox, MailBoxStartTls

    kind = MailBoxStartTls if settings.security == STARTTLS else MailBox
    return kind(settings.server, settings.known_port, timeout=settings.timeout_seconds, ssl_context=context)


def _sign_in(box: "BaseMailBox", settings: FetchSettings, secret: Secret) -> None:
    from imap_tools.errors import MailboxLoginError

    try:
        if settings.login == TOKEN:
            box.xoauth2(settings.user, secret.reveal(), initial_folder=None)
        elif "AUTH=PLAIN" in box.client.capabilities:
            # LOGIN takes no letters but those of ASCII.
            box.login_utf8(settings.user, secret.reveal(), initial_folder=None)
        else:
            box.login(settings.user, secret.reveal(), initial_folder=None)
    except IMAP4.abort:
        raise
    # Without the cause: what the server or the library says may quote the password.
    except (IMAP4.error, MailboxLoginError, UnicodeEncodeError) as refusal:
        if _UNAVAILABLE in str(refusal):
            raise MailFolderError(
                _("{server} cannot check the password at the moment.").format(server=settings.server)
            ) from None
        raise MailFolderError(
            _(
                "{server} refuses the user {user} or the password. Try both in your mail program; "
                "many servers want a password of its own for each program."
            ).format(server=settings.server, user=settings.user),
            is_refusal=True,
        ) from None


def _select(box: "BaseMailBox", settings: FetchSettings) -> int:
    """Open the folder to be read only, and return its validity."""
    from imap_tools.errors import MailboxFolderSelectError

    try:
        box.folder.set(settings.folder, readonly=True)
    except MailboxFolderSelectError:
        names = [each.name for each in box.folder.list()]
        raise MailFolderError(
            _("The mailbox of {user} has no folder {folder}. It has: {names}.").format(
                user=settings.user, folder=settings.folder, names=", ".join(names[:_MOST_FOLDERS])
            )
        ) from None
    _name, told = box.client.response("UIDVALIDITY")
    # A server that keeps no numbers tells none. Then the messages are known by their bytes alone.
    return int(told[0]) if told and isinstance(told[0], bytes) else 0


def _close(box: "BaseMailBox") -> None:
    with suppress(Exception):
        box.client.shutdown()


@contextmanager
def _limited(box: "BaseMailBox | None") -> Iterator[None]:
    """End a command that trickles without end, by cutting its connection."""
    if box is None:
        yield
        return
    timer = threading.Timer(_LONGEST_COMMAND_SECONDS, _cut, (box.client.socket(),))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _told(settings: FetchSettings, box: "BaseMailBox | None") -> Iterator[None]:
    """Turn whatever a network, a server or a library raises into one sentence."""
    from imap_tools.errors import ImapToolsError

    try:
        with _limited(box):
            yield
    except (OSError, IMAP4.error, ImapToolsError, ValueError, IndexError) as problem:
        raise MailFolderError(_sentence(problem, settings)) from problem


def _sentence(problem: Exception, settings: FetchSettings) -> str:
    known = {"server": settings.server, "port": settings.known_port}
    if isinstance(problem, ssl.SSLCertVerificationError):
        return _(
            "The certificate of {server} does not fit: {reason}. No password was sent. "
            "Write the server's name as its provider does; for a server of your own, name its certificate "
            "in xlplan.toml, [mail.fetch], certificate."
        ).format(reason=problem.verify_message, **known)
    if isinstance(problem, ssl.SSLError) and not isinstance(problem, _CUT_TLS):
        return _(
            "{server} does not speak TLS at port {port}. Check port and security in xlplan.toml, [mail.fetch]."
        ).format(**known)
    if isinstance(problem, socket.gaierror):
        return _(
            "The mail server {server} is not found. Check its name in xlplan.toml, [mail.fetch], and the network."
        ).format(**known)
    if isinstance(problem, TimeoutError):
        return _(
            "{server} does not answer. Check server and port in xlplan.toml, [mail.fetch], and the network."
        ).format(**known)
    if isinstance(problem, ConnectionRefusedError):
        return _(
            "{server} takes no connection at port {port}. "
            "Check both in xlplan.toml, [mail.fetch], and the network."
        ).format(**known)
    if isinstance(problem, (IMAP4.abort, ConnectionError, EOFError, *_CUT_TLS)):
        return _("{server} broke the connection off. What was not fetched is fetched the next time.").format(
            **known
        )
    if isinstance(problem, OSError):
        return _("{server} cannot be reached: {problem}. Check the network.").format(
            problem=problem.strerror or type(problem).__name__, **known
        )
    return _("{server} answers as no mail server should: {answer}.").format(
        answer=_shortened(str(problem)), **known
    )


def _shortened(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_ANSWER]


def _answer_of(answer: Sequence[object]) -> str:
    first = next((each for each in answer if isinstance(each, bytes)), b"")
    return _shortened(first.decode("utf-8", "replace"))


def _read_message(uid: int, answer: Sequence[object]) -> RawMessage | None:
    """Return the message in an answer to FETCH; None where it has none, as when the message is gone."""
    for position, part in enumerate(answer):
        if not isinstance(part, tuple) or b"BODY[" not in part[0]:
            continue
        # A server may tell number and date before the bytes or behind them.
        rest = next((each for each in answer[position + 1 : position + 2] if isinstance(each, bytes)), b"")
        told, size = part[0] + b" " + rest, _SIZE.search(part[0])
        number = _UID.search(told)
        if number is None or int(number[1]) != uid or size is None or int(size[1]) != len(part[1]):
            continue
        content = bytes(part[1])
        return RawMessage(
            uid, _moment(_DATE.search(told)), content[:LARGEST_MESSAGE], len(content) > LARGEST_MESSAGE
        )
    return None


def _moment(told: re.Match[bytes] | None) -> datetime | None:
    """Return the server's date; None where it tells none that can be read."""
    try:
        moment = parsedate_to_datetime(told[1].decode("ascii")) if told else None
    except (ValueError, TypeError):
        moment = None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment

"""A mail server that takes letters: TLS with a checked certificate, a login, one clear answer a letter."""

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterState
from xlplan.storage.mail_settings import MailSettings
from xlplan.storage.secrets import Secret, SecretSource, find_secret
from xlplan.storage.server_settings import NO_LOGIN, STARTTLS, TOKEN
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _

# The name of the computer may have letters that no server takes, and tells the server nothing.
_OWN_NAME = "[127.0.0.1]"
_LONGEST_REPLY = 200
_READY_FOR_DATA, _READY_FOR_MORE = 354, 334
# So a server says that it hangs up.
_CLOSING = 421
_MAILBOX_FULL, _UNKNOWN_MAILBOX = 552, (550, 551, 553)
_BROKEN = (smtplib.SMTPException, OSError)
_LINE_WITH_POINT = re.compile(rb"(?m)^\.")


class Delivery(Struct, frozen=True):
    """A server's answer to a letter. `words`: its reasons, for a person; "" where it took it for everybody."""

    state: LetterState
    words: str = ""


class MailServer:
    """The server of the settings. It is asked when the first letter goes, and again where it hung up meanwhile."""

    def __init__(
        self, settings: MailSettings, root: Path, find: Callable[[SecretSource], Secret] = find_secret
    ) -> None:
        self._settings = settings
        self._root = root
        self._find_secret = find
        self._secret: Secret | None = None
        self._smtp: smtplib.SMTP | None = None
        # A letter was begun over this connection.
        self._has_delivered = False

    @property
    def largest(self) -> int:
        """The size in bytes of the largest letter that the server takes; 0 where it does not say."""
        size = self._open().esmtp_features.get("size", "")
        return int(size) if size.isascii() and size.isdigit() else 0

    def deliver(self, sender: str, recipients: Sequence[str], content: bytes) -> Delivery:
        """Hand a letter over.

        Raises:
            XlplanError: The server cannot be reached, or does not let us in. The letter did not go.
        """
        try:
            smtp, code, reply = self._begin(sender, len(content))
            if code != 250:
                return self._refusal(code, reply)
            answers = {each: smtp.rcpt(each) for each in recipients}
            refused = {each: answer for each, answer in answers.items() if answer[0] not in (250, 251)}
            if len(refused) == len(answers):
                return self._refusals(list(refused.items()))
            code, reply = smtp.docmd("DATA")
            if code != _READY_FOR_DATA:
                return self._refusal(code, reply)
            smtp.send(_LINE_WITH_POINT.sub(b"..", content).rstrip(b"\r\n") + b"\r\n.\r\n")
        except _BROKEN as problem:
            # The last line of the letter did not leave us, so no server has taken it.
            self._hang_up()
            return Delivery(LetterState.FAILED, _hung_up(problem))
        try:
            code, reply = smtp.getreply()
        except _BROKEN as problem:
            self._hang_up()
            return Delivery(LetterState.UNSURE, _hung_up(problem))
        if code < 0:
            self._hang_up()
            return Delivery(LetterState.UNSURE, _("the mail server answered something that is no answer."))
        if code != 250:
            return self._refusal(code, reply)
        return Delivery(LetterState.SENT, self._words(list(refused.items())))

    def _begin(self, sender: str, size: int) -> tuple[smtplib.SMTP, int, bytes]:
        """Begin a letter, and return the server with its answer.

        Some servers hang up after a while, or after so many letters: they are called once more.
        """
        smtp, is_called_anew = self._open(), not self._has_delivered
        self._has_delivered = True
        options = [f"SIZE={size}"] if smtp.has_extn("size") else []
        try:
            code, reply = smtp.mail(sender, options)
        except _BROKEN:
            if is_called_anew:
                raise
            code, reply = _CLOSING, b""
        if code == _CLOSING and not is_called_anew:
            self._hang_up()
            smtp = self._open()
            self._has_delivered = True
            code, reply = smtp.mail(sender, options)
        return smtp, code, reply

    def close(self) -> None:
        """Say goodbye, if the server is still there."""
        if self._smtp is not None:
            with suppress(*_BROKEN):
                self._smtp.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None
        self._has_delivered = False

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            # The password comes first: nobody is to wait for a person who types it.
            if self._settings.login != NO_LOGIN and self._secret is None:
                self._secret = self._find_secret(self._settings.secret)
            try:
                self._smtp = self._connect()
                self._log_in(self._smtp)
            except BaseException:
                self._hang_up()
                raise
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        settings, name = self._settings, f"{self._settings.server}:{self._settings.known_port}"
        host, port, seconds = settings.server.strip("[]"), settings.known_port, settings.timeout_seconds
        context = self._tls_context()
        try:
            if settings.security != STARTTLS:
                return smtplib.SMTP_SSL(host, port, _OWN_NAME, timeout=seconds, context=context)
            smtp = smtplib.SMTP(host, port, _OWN_NAME, timeout=seconds)
        except _BROKEN as problem:
            raise XlplanError(self._connection_words(problem, name)) from None
        self._smtp = smtp
        try:
            smtp.ehlo_or_helo_if_needed()
            if not smtp.has_extn("starttls"):
                raise XlplanError(
                    _(
                        "The mail server {server} offers no STARTTLS, and nothing is sent without encryption. "
                        "Check “port” and “security” in [mail]; another port may want 'tls'."
                    ).format(server=name)
                )
            smtp.starttls(context=context)
        except _BROKEN as problem:
            raise XlplanError(self._connection_words(problem, name)) from None
        return smtp

    def _tls_context(self) -> ssl.SSLContext:
        certificate = self._settings.certificate
        if not certificate:
            return ssl.create_default_context()
        path = self._root / certificate
        try:
            return ssl.create_default_context(cafile=str(path))
        except (OSError, ssl.SSLError) as problem:
            raise XlplanError(
                _(
                    "The setting “certificate” in [mail] names no file with a certificate in PEM: "
                    "{file} ({reason})."
                ).format(file=path, reason=problem.strerror or type(problem).__name__)
            ) from None

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self._secret is None:
            return
        user = self._settings.known_user
        try:
            smtp.ehlo_or_helo_if_needed()
            offered = smtp.esmtp_features.get("auth", "").upper().split()
            plain = f"\0{user}\0{self._secret.reveal()}"
            # The library's own login quotes the password in an error about its letters.
            if self._settings.login == TOKEN:
                words = _encoded(f"user={user}\1auth=Bearer {self._secret.reveal()}\1\1")
                code, reply = smtp.docmd("AUTH", f"XOAUTH2 {words}")
                if code == _READY_FOR_MORE:
                    code, reply = smtp.docmd("")
            elif "LOGIN" in offered and "PLAIN" not in offered:
                code, reply = smtp.docmd("AUTH", f"LOGIN {_encoded(user)}")
                if code == _READY_FOR_MORE:
                    code, reply = smtp.docmd(_encoded(self._secret.reveal()))
            else:
                code, reply = smtp.docmd("AUTH", f"PLAIN {_encoded(plain)}")
        except _BROKEN as problem:
            server = f"{self._settings.server}:{self._settings.known_port}"
            raise XlplanError(self._connection_words(problem, server)) from None
        if code not in (235, 503):
            raise XlplanError(
                _(
                    "The mail server {server} does not let {user} in: {reply}. Check “user” in [mail], and the "
                    "password or token: a provider may want one made for programs."
                ).format(server=self._settings.server, user=user, reply=self._reply(code, reply))
            )

    def _connection_words(self, problem: BaseException, server: str) -> str:
        """Return the sentence about a server that was not reached."""
        if isinstance(problem, ssl.SSLCertVerificationError):
            words = _(
                "The certificate of the mail server {server} does not fit: {reason}. Nothing was sent. Check "
                "“server” in [mail]; an authority of your own is named by “certificate”."
            )
            return words.format(server=server, reason=problem.verify_message or problem.reason)
        if isinstance(problem, ssl.SSLError):
            words = _(
                "The mail server {server} speaks no TLS on this port ({reason}). Check “port” and “security” in "
                "[mail]: 'tls' goes with 465, 'starttls' with 587."
            )
            return words.format(server=server, reason=problem.reason or type(problem).__name__)
        if isinstance(problem, socket.gaierror):
            words = _("There is no mail server {server}. Check “server” in [mail], and the network.")
            return words.format(server=server)
        if isinstance(problem, smtplib.SMTPResponseException):
            words = _("The mail server {server} takes nothing now: {reply}. Try again later.")
            return words.format(server=server, reply=self._reply(problem.smtp_code, problem.smtp_error))
        if _is_timeout(problem):
            words = _(
                "The mail server {server} did not answer within {seconds:g} s. Check the network and “port” in "
                "[mail], and try again."
            )
            return words.format(server=server, seconds=self._settings.timeout_seconds)
        words = _("The mail server {server} cannot be reached ({reason}). Check the network, and try again.")
        reason = (isinstance(problem, OSError) and problem.strerror) or _("it hung up")
        return words.format(server=server, reason=reason)

    def _refusal(self, code: int, reply: bytes) -> Delivery:
        """Return what a refusal of the whole letter means."""
        self._reset(code)
        return Delivery(_state_of(code), self._refusal_words(code, reply))

    def _refusals(self, refused: "list[tuple[str, tuple[int, bytes]]]") -> Delivery:
        """Return what it means that every recipient was refused. One that may be taken later is tried again."""
        states = [_state_of(code) for _address, (code, _reply) in refused]
        self._reset(refused[0][1][0])
        state = LetterState.FAILED if LetterState.FAILED in states else LetterState.REFUSED
        return Delivery(state, self._words(refused))

    def _reset(self, code: int) -> None:
        if self._smtp is None:
            return
        try:
            if code == _CLOSING or self._smtp.rset()[0] != 250:
                self._hang_up()
        except _BROKEN:
            self._hang_up()

    def _words(self, refused: "list[tuple[str, tuple[int, bytes]]]") -> str:
        return " ".join(f"{address}: {self._refusal_words(code, reply)}" for address, (code, reply) in refused)

    def _refusal_words(self, code: int, reply: bytes) -> str:
        words = _("the mail server refuses it ({reply}).")
        if code == _MAILBOX_FULL:
            words = _("the mailbox is full, or the letter too large for it ({reply}).")
        elif code in _UNKNOWN_MAILBOX:
            words = _("the mail server does not take this address ({reply}).")
        elif _state_of(code) is LetterState.FAILED:
            words = _("the mail server does not take it now ({reply}); it is tried again with the next run.")
        return words.format(reply=self._reply(code, reply))

    def _reply(self, code: int, reply: bytes | str) -> str:
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        line = " ".join(without_invisible(text).split())
        # It is hidden before anything is cut: half of a password is too much as well.
        shown = _hide(self._secret, line) if self._secret else line
        return f"{code} {shown[:_LONGEST_REPLY]}".strip()


def _encoded(text: str) -> str:
    """Return a text as a login takes it."""
    return b64encode(text.encode()).decode()


def _hide(secret: Secret, words: str) -> str:
    """Return the words of a server without the secret, which it may have said back."""
    for each in (secret.reveal(), _encoded(secret.reveal())):
        words = words.replace(each, "…") if each else words
    return words


def _state_of(code: int) -> LetterState:
    """Return what a code means for the letter. Below 500 it may be taken later, and -1 is no code at all."""
    return LetterState.FAILED if code < 500 else LetterState.REFUSED


def _is_timeout(problem: BaseException) -> bool:
    """Tell if a server was silent for too long. The library puts an error of its own in front of it."""
    return isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError)


def _hung_up(problem: BaseException) -> str:
    return _("the mail server fell silent.") if _is_timeout(problem) else _("the mail server hung up.")

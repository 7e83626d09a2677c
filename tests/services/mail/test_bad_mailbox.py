"""A mailbox that cannot be reached or read is told in one sentence; nothing is lost, and it is tried again."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.services.mail.test_fetch import submitted
from tests.support.bad_line import bad_line
from tests.support.centre import copy_of, take_files
from tests.support.mail_server import PASSWORD, USER, MailServer, free_port, write_certificate
from tests.support.mailed import fetch, mailed, return_of, with_mailbox
from tests.support.thoroughness import examples
from xlplan.domain.errors import XlplanError
from xlplan.domain.messages import MessageKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.messages import fetched_files
from xlplan.storage import imap
from xlplan.storage.imap import MailFolderError
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.posix(reason="Dovecot is a program of Linux")]
CUTS = examples(24, 8)


def problem_of(centre: Workspace) -> MailFolderError:
    """What keeps a fetching from its end."""
    problem = fetch(centre).problem
    assert problem is not None
    assert len(str(problem).splitlines()) == 1
    assert PASSWORD not in str(problem) + repr(problem) + repr(problem.__cause__)
    return problem


def test_a_line_that_is_cut_at_any_byte_loses_nothing_and_brings_nothing_twice(
    centre: Workspace, server: MailServer, tmp_path: Path
) -> None:
    for number, unit in enumerate(("HOR", "LUG", "NAR")):
        server.deliver(mailed(return_of(centre, unit), message_id=f"{number}@example.org" if number else ""))
    with bad_line(server.tls) as line:
        whole = with_mailbox(copy_of(centre.root, tmp_path / "whole" / "centre"), server, port=line.port)
        assert fetch(whole).delivered == 3
        length = line.carried
    broken = 0
    for cut in range(CUTS):
        broken_off = copy_of(centre.root, tmp_path / str(cut) / "centre")
        with bad_line(server.tls, limit=length * cut // CUTS) as line:
            result = fetch(with_mailbox(broken_off, server, port=line.port))
            broken += result.problem is not None
        healed = with_mailbox(broken_off, server)
        again = fetch(healed)
        assert result.delivered + again.delivered == 3, cut
        take_files(healed)
        with open_ledger(healed.ledger) as ledger, ledger.connect() as connection:
            assert len(fetched_files(connection)) == 3, cut
        assert len(submitted(healed)) == 3, cut
        assert not any(healed.inbox.iterdir())
    # A test in which nothing broke would prove nothing. Only the farewell may be missing.
    assert broken >= CUTS - 2


def test_a_server_that_falls_silent_is_waited_for_no_longer_than_the_settings_say(
    centre: Workspace, server: MailServer
) -> None:
    server.deliver(mailed(return_of(centre)))
    for limit in (0, 6000):
        with bad_line(server.tls, limit=limit, stalls=True) as line:
            silent = with_mailbox(centre, server, port=line.port, timeout_seconds=1.0)
            assert "не відповідає" in str(problem_of(silent))
    assert fetch(with_mailbox(centre, server)).delivered == 1


def test_a_server_that_answers_a_byte_now_and_then_is_not_waited_for_without_end(
    centre: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_LONGEST_COMMAND_SECONDS", 1.0)
    server.deliver(mailed(return_of(centre)))
    with bad_line(server.tls, limit=6000, stalls=True) as line:
        assert problem_of(with_mailbox(centre, server, port=line.port, timeout_seconds=600.0))


def test_a_wrong_password_is_a_refusal(
    centre: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "не той пароль")
    problem = problem_of(with_mailbox(centre, server))
    assert problem.is_refusal
    assert USER in str(problem)
    assert "не той пароль" not in str(problem)


def test_a_port_at_which_nobody_listens_is_told(centre: Workspace, server: MailServer) -> None:
    port = free_port()
    assert str(port) in str(problem_of(with_mailbox(centre, server, port=port)))


def test_a_server_that_is_not_found_is_told(centre: Workspace, server: MailServer) -> None:
    assert "no-such-server.invalid" in str(
        problem_of(with_mailbox(centre, server, server="no-such-server.invalid"))
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_does_not_fit_is_told_before_the_password_goes(
    centre: Workspace, server: MailServer, tmp_path: Path, security: str
) -> None:
    port = server.tls if security == "tls" else server.starttls
    unknown = with_mailbox(centre, server, certificate="", security=security, port=port)
    assert "сертифікат" in str(problem_of(unknown)).lower()
    # By its address the server has no certificate.
    by_number = with_mailbox(centre, server, server="127.0.0.1", security=security, port=port)
    assert "сертифікат" in str(problem_of(by_number)).lower()
    write_certificate(tmp_path, "localhost")
    other = with_mailbox(
        centre, server, certificate=str(tmp_path / "certificate.pem"), security=security, port=port
    )
    assert "сертифікат" in str(problem_of(other)).lower()
    assert f"user=<{USER}>" not in server.log.splitlines()[-1]


def test_a_file_of_certificates_that_is_none_is_told(
    centre: Workspace, server: MailServer, tmp_path: Path
) -> None:
    (tmp_path / "x.pem").write_text("no certificate")
    for name in ("x.pem", "missing.pem"):
        with pytest.raises(XlplanError, match=name):
            fetch(with_mailbox(centre, server, certificate=str(tmp_path / name)))


def test_a_port_that_speaks_no_tls_is_told(centre: Workspace, server: MailServer) -> None:
    assert "TLS" in str(problem_of(with_mailbox(centre, server, port=server.starttls)))


def test_what_is_no_mail_server_is_told(centre: Workspace, server: MailServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_answer_as_web_server, args=(listening,), daemon=True).start()
        settings = {"port": listening.getsockname()[1], "security": "starttls", "timeout_seconds": 5.0}
        assert problem_of(with_mailbox(centre, server, **settings))


def _answer_as_web_server(listening: socket.socket) -> None:
    connection, _address = listening.accept()
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    connection.close()


def test_a_folder_that_is_not_there_is_told_with_those_that_are(centre: Workspace, server: MailServer) -> None:
    with server.session() as session:
        session.create("&BBcEMgRWBEIEOA-")
    said = str(problem_of(with_mailbox(centre, server, folder="Немає")))
    assert all(word in said for word in ("Немає", "INBOX", "Звіти"))


def test_a_folder_with_a_ukrainian_name_is_read(centre: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(centre)))
    with server.session() as session:
        session.create("&BBcEMgRWBEIEOA-")
        session.copy("1", "&BBcEMgRWBEIEOA-")
    assert fetch(with_mailbox(centre, server, folder="Звіти")).delivered == 1
    # The same message in another folder is the same message.
    assert fetch(with_mailbox(centre, server)).delivered == 0


def test_tls_that_begins_on_the_way_works_too(centre: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(centre)))
    assert fetch(with_mailbox(centre, server, security="starttls", port=server.starttls)).delivered == 1


@contextmanager
def tokens(port: int, good: str) -> Iterator[None]:
    """A service that tells the mail server which tokens are good."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_good = self.headers.get("Authorization") == f"Bearer {good}"
            body = b'{"user": "%s", "active": "%s"}' % (USER.encode(), b"yes" if is_good else b"no")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Answer) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        yield
        service.shutdown()


def test_a_token_signs_in_in_place_of_a_password(
    centre: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(mailed(return_of(centre)))
    by_token = with_mailbox(centre, server, login="xoauth2")
    with tokens(server.tokens, "ya29.token"):
        monkeypatch.setenv(VARIABLE, "ya29.old")
        assert problem_of(by_token).is_refusal
        monkeypatch.setenv(VARIABLE, "ya29.token")
        assert fetch(by_token).delivered == 1


def test_a_message_that_is_too_large_is_told_once_and_left(
    centre: Workspace, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LARGEST_MESSAGE", 2_000_000)
    office = with_mailbox(centre, server)
    server.deliver(mailed(("великий.xlsx", b"PK\x03\x04" + bytes(3_000_000))), mailed(return_of(centre)))
    seen = fetch(office).seen
    assert [each.message.kind for each in seen] == [MessageKind.TOO_LARGE, MessageKind.FETCHED]
    assert seen[0].head.sender
    assert fetch(office).seen == ()


def test_without_a_mailbox_in_the_settings_the_sentence_says_what_to_write(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"mail\.fetch"):
        fetch(centre)

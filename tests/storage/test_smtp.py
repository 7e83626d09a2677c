"""A mail server is reached by TLS with a checked certificate, and what it says becomes one clear sentence."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.smtp_server import PASSWORD, TOKEN, USER, RunningServer, hang_up, mail_server, make_certificate
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterState
from xlplan.storage.mail_settings import MailSettings
from xlplan.storage.secrets import Secret
from xlplan.storage.smtp import Delivery, MailServer

LETTER = b"Subject: x\r\n\r\n.\r\n..a\r\nb\r\n"
TO = ("hor@buro.example",)
# The library warns of servers that are as careless as some are.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with mail_server(tmp_path) as running:
        yield running


def deliver(
    server: RunningServer, folder: Path, password: str = PASSWORD, to: tuple[str, ...] = TO, **others: object
) -> Delivery:
    settings: dict[str, Any] = server.settings(timeout_seconds=5, **others)
    client = MailServer(MailSettings(**settings), folder, lambda _source: Secret(password))
    try:
        return client.deliver(USER, to, LETTER)
    finally:
        client.close()


def test_a_letter_arrives_as_it_is_through_starttls(server: RunningServer, tmp_path: Path) -> None:
    assert deliver(server, tmp_path) == Delivery(LetterState.SENT)
    assert server.box.letters == [(TO, LETTER)]


def test_a_letter_arrives_through_tls_from_the_first_byte(tmp_path: Path) -> None:
    with mail_server(tmp_path, is_tls=True) as running:
        assert deliver(running, tmp_path, security="tls").state is LetterState.SENT
        assert len(running.box.letters) == 1


@pytest.mark.parametrize("excluded", ["PLAIN", "LOGIN"])
def test_either_way_of_logging_in_is_used(tmp_path: Path, excluded: str) -> None:
    with mail_server(tmp_path, auth_exclude_mechanism=[excluded]) as running:
        assert deliver(running, tmp_path).state is LetterState.SENT
        assert running.box.logins == [({"PLAIN", "LOGIN"} - {excluded}).pop()]


def test_a_token_goes_as_the_providers_want_it(tmp_path: Path) -> None:
    with mail_server(tmp_path) as running:
        assert deliver(running, tmp_path, TOKEN, login="xoauth2").state is LetterState.SENT
        with pytest.raises(XlplanError) as refused:
            deliver(running, tmp_path, "ya29.old", login="xoauth2")
    assert "ya29.old" not in str(refused.value)
    assert running.box.logins == ["XOAUTH2", "XOAUTH2"]


def test_a_wrong_password_is_one_sentence_without_the_password(server: RunningServer, tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as refused:
        deliver(server, tmp_path, "не той пароль")
    assert "535" in str(refused.value)
    assert "не той пароль" not in str(refused.value)
    assert server.box.letters == []


def test_a_certificate_of_nobody_is_refused_before_the_password_goes(
    server: RunningServer, tmp_path: Path
) -> None:
    with pytest.raises(XlplanError, match="Сертифікат поштового сервера localhost"):
        deliver(server, tmp_path, certificate="")
    assert server.box.logins == []


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    with (
        mail_server(tmp_path, name="other.example") as running,
        pytest.raises(XlplanError, match="Сертифікат поштового сервера localhost"),
    ):
        deliver(running, tmp_path)


def test_a_file_without_a_certificate_is_named(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("нічого", "utf-8")
    with pytest.raises(XlplanError, match=r"PEM: .*empty\.pem"):
        deliver(server, tmp_path, certificate="empty.pem")


def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    with (
        mail_server(tmp_path, tls_context=None, require_starttls=False, auth_require_tls=False) as running,
        pytest.raises(XlplanError, match="STARTTLS"),
    ):
        deliver(running, tmp_path)
    assert running.box.logins == []


def test_tls_on_a_port_without_it_names_the_settings(server: RunningServer, tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match="«security» у"):
        deliver(server, tmp_path, security="tls")


def test_a_server_that_is_not_there_is_one_sentence(server: RunningServer, tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match="немає доступу"):
        deliver(server, tmp_path, port=1)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("550 no such user", LetterState.REFUSED, "не приймає цієї адреси (550 no such user)"),
        ("552 mailbox full", LetterState.REFUSED, "скринька переповнена"),
        ("450 greylisted", LetterState.FAILED, "наступного разу"),
        ("554 spam", LetterState.REFUSED, "відхиляє (554 spam)"),
    ],
)
def test_a_recipient_that_is_refused_is_one_sentence(
    server: RunningServer, tmp_path: Path, answer: str, state: LetterState, words: str
) -> None:
    server.box.recipients[TO[0]] = answer
    delivery = deliver(server, tmp_path)
    assert delivery.state is state
    assert words in delivery.words
    assert delivery.words.startswith(f"{TO[0]}: ")


def test_of_two_recipients_the_good_one_gets_the_letter_and_the_other_is_named(
    server: RunningServer, tmp_path: Path
) -> None:
    server.box.recipients["gone@buro.example"] = "550 gone"
    delivery = deliver(server, tmp_path, to=("gone@buro.example", *TO))
    assert delivery.state is LetterState.SENT
    assert "gone@buro.example" in delivery.words
    assert [to for to, _content in server.box.letters] == [TO]


@pytest.mark.parametrize(
    ("answer", "state"), [("552 too large", LetterState.REFUSED), ("451 later", LetterState.FAILED)]
)
def test_a_letter_that_is_refused_as_a_whole_did_not_go(
    server: RunningServer, tmp_path: Path, answer: str, state: LetterState
) -> None:
    server.box.answer = answer
    assert deliver(server, tmp_path).state is state


def test_a_server_that_hangs_up_before_its_answer_leaves_it_unsure(server: RunningServer, tmp_path: Path) -> None:
    server.box.before_answer = hang_up
    assert deliver(server, tmp_path) == Delivery(LetterState.UNSURE, "поштовий сервер розірвав з'єднання.")


def test_a_server_that_falls_silent_leaves_it_unsure(server: RunningServer, tmp_path: Path) -> None:
    server.box.is_silent = True
    settings: dict[str, Any] = server.settings(timeout_seconds=0.3)
    client = MailServer(MailSettings(**settings), tmp_path, lambda _source: Secret(PASSWORD))
    assert client.deliver(USER, TO, LETTER) == Delivery(
        LetterState.UNSURE, "поштовий сервер перестав відповідати."
    )


def test_after_a_server_hung_up_the_next_letter_finds_it_again(server: RunningServer, tmp_path: Path) -> None:
    settings: dict[str, Any] = server.settings()
    client = MailServer(MailSettings(**settings), tmp_path, lambda _source: Secret(PASSWORD))
    server.box.before_answer = hang_up
    assert client.deliver(USER, TO, LETTER).state is LetterState.UNSURE
    server.box.before_answer = lambda _smtp: None
    assert client.deliver(USER, TO, LETTER).state is LetterState.SENT
    client.close()


def test_a_server_that_takes_one_letter_a_connection_is_called_again(
    server: RunningServer, tmp_path: Path
) -> None:
    settings: dict[str, Any] = server.settings()
    server.box.letters_a_connection = 1
    client = MailServer(MailSettings(**settings), tmp_path, lambda _source: Secret(PASSWORD))
    assert [client.deliver(USER, TO, LETTER).state for _letter in range(3)] == [LetterState.SENT] * 3
    client.close()
    assert len(server.box.letters) == 3


def test_a_server_that_takes_none_is_not_called_forever(server: RunningServer, tmp_path: Path) -> None:
    server.box.letters_a_connection = 0
    assert deliver(server, tmp_path).state is LetterState.FAILED


def test_what_a_server_says_back_shows_no_password(server: RunningServer, tmp_path: Path) -> None:
    encoded = b64encode(TOKEN.encode()).decode()
    server.box.recipients[TO[0]] = f"550 {TOKEN} {encoded} {'x' * 300}"
    delivery = deliver(server, tmp_path, TOKEN, login="xoauth2")
    assert "550 … … xxx" in delivery.words
    assert len(delivery.words) < 400
    assert "secret7h" not in repr(Secret("secret7h"))


def test_the_certificate_of_one_server_is_none_of_another(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    certificate, _context = make_certificate(tmp_path / "other")
    with pytest.raises(XlplanError, match="Сертифікат"):
        deliver(server, tmp_path, certificate=str(certificate))

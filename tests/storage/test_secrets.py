"""The places of a password: a command, a variable, the keyring; and that it shows itself nowhere."""

import logging
import shlex
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from xlplan.domain.errors import XlplanError
from xlplan.storage.secrets import VARIABLE, Secret, SecretSource, find_secret

PASSWORD = "п'ять яблук 5"


class Store(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0
    is_locked = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv(VARIABLE, raising=False)
    store = Store()
    monkeypatch.setattr(keyring.core, "_keyring_backend", store)
    return store


def printing(text: str, tmp_path: Path, code: int = 0) -> str:
    """A command that prints this and ends so."""
    script = tmp_path / "store.py"
    script.write_text(
        f"import sys\nsys.stdout.buffer.write({text.encode()!r})\nsys.stderr.write({text!r})\nsys.exit({code})",
        "utf-8",
    )
    words = [sys.executable, str(script)]
    return " ".join(f'"{word}"' for word in words) if sys.platform == "win32" else shlex.join(words)


def test_the_first_line_that_a_command_prints_is_the_password(tmp_path: Path) -> None:
    command = printing(f"{PASSWORD}\nlogin: buro\n", tmp_path)
    assert find_secret(SecretSource("buro", command)).reveal() == PASSWORD


def test_a_command_goes_before_a_variable_and_that_before_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    store.set_password("xlplan", "buro", "of the keyring")
    assert find_secret(SecretSource("buro")).reveal() == "of the keyring"
    monkeypatch.setenv(VARIABLE, "of the variable")
    assert find_secret(SecretSource("buro")).reveal() == "of the variable"
    monkeypatch.setenv("OTHER", "of the other")
    assert find_secret(SecretSource("buro", variable="OTHER")).reveal() == "of the other"
    assert find_secret(SecretSource("buro", printing("of the command", tmp_path))).reveal() == "of the command"


def test_a_locked_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "is_locked", True)
    with pytest.raises(XlplanError, match="KeyringLocked"):
        find_secret(SecretSource("buro@example.org"))


def test_without_any_the_sentence_names_the_three_places() -> None:
    with pytest.raises(XlplanError) as raised:
        find_secret(SecretSource("buro@example.org"))
    assert all(word in str(raised.value) for word in ("keyring set xlplan buro@", VARIABLE, "password_command"))


@pytest.mark.parametrize(("text", "code"), [(PASSWORD, 3), ("", 0), ("\nlate", 0)])
def test_a_command_that_gives_none_is_told_without_what_it_said(text: str, code: int, tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match="password_command") as raised:
        find_secret(SecretSource("buro", printing(text, tmp_path, code)))
    assert not text.strip() or text not in str(raised.value)


@pytest.mark.parametrize("command", ["/no/such/program", "'not closed"])
def test_a_command_that_cannot_be_started_is_told(command: str) -> None:
    with pytest.raises(XlplanError, match="password_command"):
        find_secret(SecretSource("buro", command))


def test_a_secret_does_not_show_itself(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(PASSWORD)
    logging.getLogger("x").error("%s %r", secret, [secret])
    assert PASSWORD not in caplog.text + str(secret) + repr((secret, {"a": secret}))

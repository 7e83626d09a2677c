"""Settings that both mail servers have: the one that takes letters and the one that holds a mailbox."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from xlplan.storage.secrets import VARIABLE, SecretSource
from xlplan.storage.setting_rules import Fault, Rule, SettingError, number, one_of, plain_text
from xlplan.text.translation import _

TLS, STARTTLS = "tls", "starttls"
PASSWORD, TOKEN, NO_LOGIN = "password", "xoauth2", "none"
# Names under which people write a password, in either language.
SECRET_KEYS = r"(?i)(?:.*[_-])?(?:password|passwd|pass|pwd|token|secret|пароль)"
_SERVER = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?"


class ServerSettings(Struct, frozen=True):
    """The settings of a mail server. No key holds the password.

    Attributes:
        example: A server of this kind, named in sentences.
        ports: The usual port for each kind of security.
        logins: The ways to log in that the server knows.
        server: The server; "" where there is none.
        port: Its port; by default the usual one.
        security: TLS from the first byte (`tls`), or begun on the way (`starttls`). There is no third way.
        certificate: A file with the certificate of an authority of the centre's own; "" for those of the system.
        login: By a password, by a token (`xoauth2`), or none where the server allows it.
        user: The name for the login, most often the address.
        password_command: The command that prints the password or the token.
    """

    example: ClassVar[str]
    ports: ClassVar[Mapping[str, int]]
    logins: ClassVar[tuple[str, ...]] = (PASSWORD, TOKEN)

    server: str = ""
    port: int = 0
    security: str = TLS
    certificate: str = ""
    login: str = PASSWORD
    user: str = ""
    password_command: str = ""

    @classmethod
    def rules(cls) -> dict[str, Rule]:
        """Return the rule of each setting."""
        return {
            "server": _server_rule(cls.example),
            "port": number(least=0, most=65535, is_whole=True),
            "security": _one_of(TLS, STARTTLS),
            "certificate": plain_text,
            "login": _one_of(*cls.logins),
            "user": plain_text,
            "password_command": plain_text,
        }

    @property
    def known_port(self) -> int:
        """The port of the server."""
        return self.port or self.ports[self.security]

    @property
    def known_user(self) -> str:
        """The name for the login."""
        return self.user

    @property
    def secret(self) -> SecretSource:
        """The places of the password or the token."""
        return SecretSource(self.known_user, self.password_command)


def secret_sentence(path: Path, table: str, key: str) -> str:
    """Return what is wrong with a line that holds a password; "" for any other key.

    What stands behind the sign is never shown.
    """
    if not re.fullmatch(SECRET_KEYS, key):
        return ""
    return _(
        "{file}: “{key}” has no place in this file, which others may read. Remove the line, change that "
        "password, and keep the new one in the keyring of the system, in the variable {variable} "
        "or behind “{command}”."
    ).format(file=f"{path}, [{table}]", key=key, variable=VARIABLE, command="password_command")


def table_sentence(path: Path, table: str, line: str) -> str:
    """Return the sentence about a table that is written as a setting, with a line that may stand in it."""
    return _("{file}: “{key}” is a table. Write [{key}] in a line, and below it: {line}").format(
        file=path, key=table, line=line
    )


def _server_rule(example: str) -> Rule:
    def rule(value: object) -> str:
        name = plain_text(value)
        if name and not re.fullmatch(_SERVER, name):
            raise SettingError(
                Fault(value, _("the name of a server alone, such as '{example}'").format(example=example))
            )
        return name

    return rule


def _one_of(*known: str) -> Rule:
    return one_of(known, lambda: _("one of these: {known}").format(known=", ".join(f"'{each}'" for each in known)))

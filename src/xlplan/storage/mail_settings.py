"""The table `[mail]` of the settings: who writes to the units, by which server, and on which days it reminds."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from xlplan.domain.addresses import plain_address
from xlplan.storage.fetch_settings import SECRET_KEYS
from xlplan.storage.secrets import VARIABLE, SecretSource
from xlplan.storage.setting_sentences import setting_sentence
from xlplan.text.translation import _

TABLE = "mail"
TLS, STARTTLS = "tls", "starttls"
PASSWORD, TOKEN, NO_LOGIN = "password", "xoauth2", "none"
_PORTS = {TLS: 465, STARTTLS: 587}
_SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?")
Days = tuple[Annotated[int, Field(ge=0, le=90)], ...]


class MailSettings(BaseModel):
    """The settings of letters. Without a server, letters are written as drafts.

    Attributes:
        address: The address that letters come from.
        name: The name beside it; by default that of the centre.
        reply_to: Where answers go, if elsewhere.
        server: The mail server that takes letters; "" where they are drafts.
        port: Its port; by default 465 for `tls`, 587 for `starttls`.
        security: TLS from the first byte (`tls`), or begun on the way (`starttls`).
        certificate: A file with the certificate of an authority of the centre's own; "" for those of the system.
        login: By a password, by a token (`xoauth2`), or none.
        user: The name for the login; by default the address.
        password_command: The command that prints the password or the token.
        timeout_seconds: The longest wait for the server.
        remind_days_before: So many days before the due day those that owe are reminded.
        remind_days_after: So many days after it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    address: str = ""
    name: str = ""
    reply_to: str = ""
    server: str = ""
    port: int = Field(0, ge=0, le=65535)
    security: str = STARTTLS
    certificate: str = ""
    login: str = PASSWORD
    user: str = ""
    password_command: str = ""
    timeout_seconds: float = Field(30.0, gt=0, le=600)
    remind_days_before: Days = (3, 1)
    remind_days_after: Days = (1, 4)

    @field_validator("address", "reply_to")
    @classmethod
    def _known_address(cls, value: str) -> str:
        if value and not plain_address(value):
            raise ValueError(_("one address, such as 'plan@example.org'"))
        return plain_address(value)

    @field_validator("server")
    @classmethod
    def _known_server(cls, value: str) -> str:
        if value and not _SERVER.fullmatch(value):
            raise ValueError(_("the name of a server alone, such as 'smtp.example.org'"))
        return value

    @field_validator("security")
    @classmethod
    def _known_security(cls, value: str) -> str:
        return _one_of(value, TLS, STARTTLS)

    @field_validator("login")
    @classmethod
    def _known_login(cls, value: str) -> str:
        return _one_of(value, PASSWORD, TOKEN, NO_LOGIN)

    @property
    def known_port(self) -> int:
        """The port of the server."""
        return self.port or _PORTS[self.security]

    @property
    def known_user(self) -> str:
        """The name for the login."""
        return self.user or self.address

    @property
    def secret(self) -> SecretSource:
        """The places of the password or the token."""
        return SecretSource(self.known_user, self.password_command)


def read_mail_settings(path: Path, table: object, settings: Collection[str]) -> tuple[MailSettings, list[str]]:
    """Return the settings in the table, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
        settings: The names of the settings, which stand above the table.
    """
    if not isinstance(table, Mapping):
        return MailSettings(), [
            _("{file}: “{key}” is a table. Write [{key}] in a line, and below it: {line}").format(
                file=path, key=TABLE, line="address = 'plan@example.org'"
            )
        ]
    misplaced = {key: sentence for key in table if (sentence := _misplaced(path, key, settings))}
    problems = list(misplaced.values())
    # The settings never change, and a list would.
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key not in misplaced
    }
    try:
        found = MailSettings(**known)
    except ValidationError as invalid:
        sentences = (
            setting_sentence(path, dict(each), MailSettings.model_fields, TABLE) for each in invalid.errors()
        )
        return MailSettings(), [*problems, *sentences]
    if found.server and not found.address:
        words = _("{file}, [mail]: a server is named and no address. Write the one that letters come from: {line}")
        problems.append(words.format(file=path, line="address = 'plan@example.org'"))
    return found, problems


def _misplaced(path: Path, key: str, settings: Collection[str]) -> str:
    """Return what is wrong with a line of the table that has no place in it; "" where nothing is."""
    if key in MailSettings.model_fields:
        return ""
    if SECRET_KEYS.fullmatch(key):
        # What stands behind the sign is never shown.
        return _(
            "{file}: “{key}” has no place in this file, which others may read. Remove the line, change that "
            "password, and keep the new one in the keyring of the system, in the variable {variable} "
            "or behind “{command}”."
        ).format(file=f"{path}, [{TABLE}]", key=key, variable=VARIABLE, command="password_command")
    if key in settings:
        return _("{file}: the setting “{key}” stands below [{table}]. Move its line above [{table}].").format(
            file=path, key=key, table=TABLE
        )
    return ""


def _one_of(value: str, *known: str) -> str:
    if value not in known:
        raise ValueError(_("one of these: {known}").format(known=", ".join(f"'{each}'" for each in known)))
    return value

"""The table `[mail]` of the settings: who writes to the units, by which server, and on which days it reminds."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from xlplan.domain.addresses import plain_address
from xlplan.storage.fetch_settings import TABLE as FETCH
from xlplan.storage.fetch_settings import FetchSettings
from xlplan.storage.secrets import VARIABLE, SecretSource
from xlplan.storage.setting_sentences import setting_sentence
from xlplan.text.translation import _

TABLE = "mail"
TLS, STARTTLS = "tls", "starttls"
PASSWORD, TOKEN, NO_LOGIN = "password", "xoauth2", "none"
_PORTS = {TLS: 465, STARTTLS: 587}
# Names under which people write a password, in either language.
SECRET_KEYS = re.compile(r"(?i)(?:.*[_-])?(?:password|passwd|pass|pwd|token|secret|пароль)")
_SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?")
Table = TypeVar("Table", bound=BaseModel)
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


@dataclass(frozen=True)
class MailTables:
    """The settings of letters that go out, and those of the mailbox that returns come to."""

    mail: MailSettings = field(default_factory=MailSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)


def read_mail_settings(path: Path, table: object, settings: Collection[str]) -> tuple[MailTables, list[str]]:
    """Return the settings in the table and in the one within it, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
        settings: The names of the settings, which stand above the table.
    """
    if not isinstance(table, Mapping):
        return MailTables(), [_no_table(path, TABLE, "address = 'plan@example.org'")]
    inner = table.get(FETCH, {})
    if not isinstance(inner, Mapping):
        return MailTables(), [_no_table(path, f"{TABLE}.{FETCH}", "server = 'imap.example.org'")]
    outer = {key: value for key, value in table.items() if key != FETCH}
    mail, problems = _read_table(path, MailSettings, TABLE, outer, settings)
    fetch, more = _read_table(path, FetchSettings, f"{TABLE}.{FETCH}", inner, settings)
    if mail.server and not mail.address:
        words = _("{file}, [mail]: a server is named and no address. Write the one that letters come from: {line}")
        problems.append(words.format(file=path, line="address = 'plan@example.org'"))
    return MailTables(mail, fetch), problems + more


def _no_table(path: Path, name: str, line: str) -> str:
    words = _("{file}: “{key}” is a table. Write [{key}] in a line, and below it: {line}")
    return words.format(file=path, key=name, line=line)


def _read_table(
    path: Path, model: type[Table], name: str, table: Mapping[str, Any], settings: Collection[str]
) -> tuple[Table, list[str]]:
    misplaced = {key: found for key in table if (found := _misplaced(path, name, key, model, settings))}
    problems = list(misplaced.values())
    # The settings never change, and a list would.
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key not in misplaced
    }
    try:
        return model(**known), problems
    except ValidationError as invalid:
        sentences = (setting_sentence(path, dict(each), model.model_fields, name) for each in invalid.errors())
        return model(), [*problems, *sentences]


def _misplaced(path: Path, table: str, key: str, model: type[BaseModel], settings: Collection[str]) -> str:
    """Return what is wrong with a line of the table that has no place in it; "" where nothing is."""
    if key in model.model_fields:
        return ""
    if SECRET_KEYS.fullmatch(key):
        # What stands behind the sign is never shown.
        return _(
            "{file}, [{table}]: “{key}” has no place in this file, which others may read. Remove the line, change "
            "that password, and keep the new one in the system's keyring (xlplan with the extra “mail”), in the "
            "variable {variable} or behind “password_command”."
        ).format(file=path, table=table, key=key, variable=VARIABLE)
    if key in settings:
        return _("{file}: the setting “{key}” stands below [{table}]. Move its line above [{table}].").format(
            file=path, key=key, table=table
        )
    return ""


def _one_of(value: str, *known: str) -> str:
    if value not in known:
        raise ValueError(_("one of these: {known}").format(known=", ".join(f"'{each}'" for each in known)))
    return value

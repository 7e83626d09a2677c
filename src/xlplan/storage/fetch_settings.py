"""The table `[mail.fetch]` of the settings: the mailbox that returns come to by mail."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from xlplan.storage.secrets import VARIABLE, SecretSource
from xlplan.text.normalize import closest_match
from xlplan.text.translation import _

TABLE = "mail.fetch"
TLS, STARTTLS = "tls", "starttls"
PASSWORD, TOKEN = "password", "xoauth2"
_PORTS = {TLS: 993, STARTTLS: 143}
# Names under which people write a password, in either language.
SECRET_KEYS = re.compile(r"(?i)(?:.*[_-])?(?:password|passwd|pass|pwd|token|secret|пароль)")
_SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?")


class FetchSettings(BaseModel):
    """The settings of the mailbox. Without a server nothing is fetched. No key holds the password.

    Attributes:
        server: The IMAP server.
        port: Its port; by default 993 for `tls`, 143 for `starttls`.
        security: TLS from the first byte (`tls`), or begun on the way (`starttls`). There is no third way.
        certificate: A file with the certificate of an authority of the centre's own; "" for those of the system.
        login: By a password, or by a token (`xoauth2`).
        user: The name for the login, most often the address.
        password_command: The command that prints the password or the token.
        folder: The folder of the mailbox.
        days: So many days back messages are looked for.
        timeout_seconds: The longest wait for the server.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    server: str = ""
    port: int = Field(0, ge=0, le=65535)
    security: str = TLS
    certificate: str = ""
    login: str = PASSWORD
    user: str = ""
    password_command: str = ""
    folder: str = "INBOX"
    days: int = Field(120, ge=1, le=3660)
    timeout_seconds: float = Field(60.0, gt=0, le=600)

    @field_validator("server")
    @classmethod
    def _known_server(cls, value: str) -> str:
        if value and not _SERVER.fullmatch(value):
            raise ValueError(_("the name of a server alone, such as 'imap.example.org'"))
        return value

    @field_validator("security")
    @classmethod
    def _known_security(cls, value: str) -> str:
        return _one_of(value, TLS, STARTTLS)

    @field_validator("login")
    @classmethod
    def _known_login(cls, value: str) -> str:
        return _one_of(value, PASSWORD, TOKEN)

    @property
    def known_port(self) -> int:
        """The port of the server."""
        return self.port or _PORTS[self.security]

    @property
    def mailbox(self) -> str:
        """The folder with its mailbox, as the ledger knows it."""
        return f"{self.user}@{self.server}/{self.folder}"

    @property
    def secret(self) -> SecretSource:
        """The places of the password or the token."""
        return SecretSource(self.user, self.password_command)


def read_fetch_settings(path: Path, table: object) -> tuple[FetchSettings, list[str]]:
    """Return the settings in the table, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
    """
    if not isinstance(table, Mapping):
        return FetchSettings(), [
            _("{file}: “{key}” is a table. Write [{key}] in a line, and below it: {line}").format(
                file=path, key=TABLE, line="server = 'imap.example.org'"
            )
        ]
    try:
        found = FetchSettings(**table)
    except ValidationError as invalid:
        return FetchSettings(), [_sentence(path, dict(each)) for each in invalid.errors()]
    if bool(found.server) != bool(found.user):
        words = _("{file}, [{table}]: server and user belong together. Write the one that is missing, or neither.")
        return found, [words.format(file=path, table=TABLE)]
    return found, []


def _sentence(path: Path, problem: Mapping[str, Any]) -> str:
    key, where = ".".join(str(part) for part in problem["loc"]), f"{path}, [{TABLE}]"
    if SECRET_KEYS.fullmatch(key):
        # What stands behind the sign is never shown.
        return _(
            "{file}: “{key}” has no place in this file, which others may read. Remove the line, change that "
            "password, and keep the new one in the keyring of the system, in the variable {variable} "
            "or behind “{command}”."
        ).format(file=where, key=key, variable=VARIABLE, command="password_command")
    if problem["type"] == "extra_forbidden":
        known = closest_match(key, FetchSettings.model_fields) or ", ".join(FetchSettings.model_fields)
        return _(
            "{file}: there is no setting “{key}”. Did you mean “{known}”? Correct it or remove the line."
        ).format(file=where, key=key, known=known)
    limits = [value for value in problem.get("ctx", {}).values() if isinstance(value, int | float)]
    wanted = _("a number up to {limit}").format(limit=f"{limits[0]:g}") if limits else _("a number")
    if problem["type"] == "value_error":
        wanted = str(problem["ctx"]["error"])
    elif problem["type"] == "string_type":
        wanted = _("a text in quotes")
    return _("{file}: the setting “{key}” cannot be {seen}. Write {wanted}.").format(
        file=where, key=key, seen=repr(problem["input"]), wanted=wanted
    )


def _one_of(value: str, *known: str) -> str:
    if value not in known:
        raise ValueError(_("one of these: {known}").format(known=", ".join(f"'{each}'" for each in known)))
    return value

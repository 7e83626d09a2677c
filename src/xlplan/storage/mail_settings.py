"""The table `[mail]` of the settings: who writes to the units, by which server, and on which days it reminds."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator

from xlplan.domain.addresses import plain_address
from xlplan.storage.server_settings import (
    NO_LOGIN,
    PASSWORD,
    STARTTLS,
    TLS,
    TOKEN,
    ServerSettings,
    secret_sentence,
    table_sentence,
)
from xlplan.storage.setting_sentences import setting_sentence
from xlplan.text.translation import _

TABLE = "mail"
Days = tuple[Annotated[int, Field(ge=0, le=90)], ...]


class MailSettings(ServerSettings):
    """The settings of letters. Without a server, letters are written as drafts.

    Attributes:
        address: The address that letters come from; the name for the login where no other is given.
        name: The name beside it; by default that of the centre.
        reply_to: Where answers go, if elsewhere.
        timeout_seconds: The longest wait for the server.
        remind_days_before: So many days before the due day those that owe are reminded.
        remind_days_after: So many days after it.
    """

    example = "smtp.example.org"
    ports = {TLS: 465, STARTTLS: 587}  # noqa: RUF012  declared as a class variable above
    logins = (PASSWORD, TOKEN, NO_LOGIN)

    address: str = ""
    name: str = ""
    reply_to: str = ""
    security: str = STARTTLS
    timeout_seconds: float = Field(30.0, gt=0, le=600)
    remind_days_before: Days = (3, 1)
    remind_days_after: Days = (1, 4)

    @field_validator("address", "reply_to")
    @classmethod
    def _known_address(cls, value: str) -> str:
        if value and not plain_address(value):
            raise ValueError(_("one address, such as 'plan@example.org'"))
        return plain_address(value)

    @property
    def known_user(self) -> str:
        """The name for the login."""
        return self.user or self.address


def read_mail_settings(path: Path, table: object, settings: Collection[str]) -> tuple[MailSettings, list[str]]:
    """Return the settings in the table, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
        settings: The names of the settings, which stand above the table.
    """
    if not isinstance(table, Mapping):
        return MailSettings(), [table_sentence(path, TABLE, "address = 'plan@example.org'")]
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
    if sentence := secret_sentence(path, TABLE, key):
        return sentence
    if key in settings:
        return _("{file}: the setting “{key}” stands below [{table}]. Move its line above [{table}].").format(
            file=path, key=key, table=TABLE
        )
    return ""

"""The table `[mail.fetch]` of the settings: the mailbox that returns come to by mail."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from xlplan.storage.server_settings import STARTTLS, TLS, ServerSettings, secret_sentence, table_sentence
from xlplan.storage.setting_sentences import setting_sentence
from xlplan.text.translation import _

TABLE = "mail.fetch"


class FetchSettings(ServerSettings):
    """The settings of the mailbox on an IMAP server. Without a server nothing is fetched.

    Attributes:
        folder: The folder of the mailbox.
        days: So many days back messages are looked for.
        timeout_seconds: The longest wait for the server.
    """

    example = "imap.example.org"
    ports = {TLS: 993, STARTTLS: 143}  # noqa: RUF012  declared as a class variable above

    folder: str = "INBOX"
    days: int = Field(120, ge=1, le=3660)
    timeout_seconds: float = Field(60.0, gt=0, le=600)

    @property
    def mailbox(self) -> str:
        """The folder with its mailbox, as the ledger knows it."""
        return f"{self.user}@{self.server}/{self.folder}"


def read_fetch_settings(path: Path, table: object) -> tuple[FetchSettings, list[str]]:
    """Return the settings in the table, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
    """
    if not isinstance(table, Mapping):
        return FetchSettings(), [table_sentence(path, TABLE, "server = 'imap.example.org'")]
    secrets = {key: sentence for key in table if (sentence := secret_sentence(path, TABLE, key))}
    problems = list(secrets.values())
    try:
        found = FetchSettings(**{key: value for key, value in table.items() if key not in secrets})
    except ValidationError as invalid:
        sentences = (
            setting_sentence(path, dict(each), FetchSettings.model_fields, TABLE) for each in invalid.errors()
        )
        return FetchSettings(), [*problems, *sentences]
    if bool(found.server) != bool(found.user):
        words = _("{file}, [{table}]: server and user belong together. Write the one that is missing, or neither.")
        problems.append(words.format(file=path, table=TABLE))
    return found, problems

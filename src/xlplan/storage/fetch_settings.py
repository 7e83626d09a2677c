"""The table `[mail.fetch]` of the settings: the mailbox that returns come to by mail."""

from collections.abc import Mapping
from pathlib import Path

from xlplan.storage.server_settings import STARTTLS, TLS, ServerSettings, secret_sentence, table_sentence
from xlplan.storage.setting_rules import Rule, number, plain_text, read_table
from xlplan.text.translation import _

TABLE = "mail.fetch"


class FetchSettings(ServerSettings, frozen=True):
    """The settings of the mailbox on an IMAP server. Without a server nothing is fetched.

    Attributes:
        folder: The folder of the mailbox.
        days: So many days back messages are looked for.
        timeout_seconds: The longest wait for the server.
    """

    example = "imap.example.org"
    ports = {TLS: 993, STARTTLS: 143}  # noqa: RUF012  declared as a class variable above

    folder: str = "INBOX"
    days: int = 120
    timeout_seconds: float = 60.0

    @classmethod
    def rules(cls) -> dict[str, Rule]:
        """Return the rule of each setting."""
        return super().rules() | {
            "folder": plain_text,
            "days": number(least=1, most=3660, is_whole=True),
            "timeout_seconds": number(above=0, most=600),
        }

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
    rules = FetchSettings.rules()
    rest = {key: value for key, value in table.items() if key not in secrets}
    values, wrong = read_table(path, rest, rules, rules, TABLE)
    if wrong:
        return FetchSettings(), problems + wrong
    found = FetchSettings(**values)
    if bool(found.server) != bool(found.user):
        words = _("{file}, [{table}]: server and user belong together. Write the one that is missing, or neither.")
        problems.append(words.format(file=path, table=TABLE))
    return found, problems

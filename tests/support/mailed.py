"""Returns that bureaus send by mail, and the fetching of them."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from msgspec.structs import replace

from tests.support.centre import at, call, send
from tests.support.mail_server import MailServer
from xlplan.domain.returned import CellValue
from xlplan.services.mail.fetch import FetchResult, fetch_mail
from xlplan.storage.workspace import Workspace

BUREAU = "horoshiv@example.org"


def mailed(
    *files: tuple[str, bytes],
    sender: str = f"Хорошівське бюро <{BUREAU}>",
    message_id: str = "",
    subject: str = "Звіт за ІІ квартал",
    sent: datetime | None = None,
) -> EmailMessage:
    """A message with files attached. Without an id of its own, it has none."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "plan@example.org"
    message["Subject"] = subject
    message["Date"] = format_datetime(sent or at(4))
    if message_id:
        message["Message-ID"] = f"<{message_id}>"
    message.set_content("Надсилаємо звіт.")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def return_of(
    centre: Workspace, unit: str = "HOR", changes: Mapping[str, Mapping[str, CellValue]] | None = None
) -> tuple[str, bytes]:
    """The name and the bytes of a unit's return, as it would lie in the inbox."""
    path = send(centre, unit, changes)
    content = path.read_bytes()
    path.unlink()
    return path.name, content


def with_mailbox(centre: Workspace, server: MailServer, /, **settings: Any) -> Workspace:
    """The centre with the mailbox of a server in its settings."""
    return replace(centre, settings=replace(centre.settings, fetch=server.settings(**settings)))


def fetch(centre: Workspace, moment: datetime | None = None) -> FetchResult:
    """What one fetching gives."""
    return call(fetch_mail, centre, lambda: moment or at())

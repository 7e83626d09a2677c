"""Messages of a mailbox: what was fetched, from whom and when it came, and what was left there."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class MessageKind(Enum):
    """What was done with a message.

    FETCHED: It was put into the inbox. WITHOUT_TABLE: Nothing attached to it can be a return. TOO_LARGE: It is
    larger than the inbox takes. Of the last two kinds the coordinator is told, and they stay in the mailbox.
    """

    FETCHED = "fetched"
    WITHOUT_TABLE = "without table"
    TOO_LARGE = "too large"


@dataclass(frozen=True)
class MessagePlace:
    """The place of a message: a folder of a mailbox, the validity of its numbers, the number of the message."""

    mailbox: str
    validity: int
    uid: int


@dataclass(frozen=True)
class Message:
    """A message as the ledger keeps it. Its bytes lie in the archive if it was fetched.

    Attributes:
        number: Its number in the ledger, from 1.
        message_id: The Message-ID that it carries; "" without one.
        sha256: The SHA-256 of its bytes; of one that is too large, of the first ones.
        kind: What was done with it.
        sender: The address that it came from, as it says itself. "" unless it was fetched.
        came_at: The time at which it came to the mail server.
        fetched_at: The time of the fetching.
    """

    number: int
    message_id: str
    sha256: str
    kind: MessageKind
    sender: str
    came_at: datetime
    fetched_at: datetime

    @property
    def file(self) -> str:
        """The name of its file in the inbox and in the records: when it came, and the beginning of its hash."""
        return f"{self.came_at:%Y-%m-%d %H-%M} {self.sha256[:12]}.eml"

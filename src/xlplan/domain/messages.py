"""Messages of a mailbox: what was fetched, from whom and when it came, and what was left there."""

from datetime import datetime
from enum import Enum

from msgspec import Struct

from xlplan.domain.addresses import plain_address, read_addresses


class MessageKind(Enum):
    """The kind of a message, by what was done with it.

    FETCHED: It was put into the inbox. WITHOUT_TABLE: Nothing attached to it can be a return. TOO_LARGE: It is
    larger than the inbox takes. Of the last two kinds the coordinator is told, and they stay in the mailbox.
    """

    FETCHED = "fetched"
    WITHOUT_TABLE = "without table"
    TOO_LARGE = "too large"


class MessagePlace(Struct, frozen=True):
    """The place of a message: a folder of a mailbox, the validity of its numbers, the number of the message."""

    mailbox: str
    validity: int
    uid: int


class Message(Struct, frozen=True):
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


class Sender(Struct, frozen=True):
    """The sender of a file that came by mail.

    Attributes:
        address: The address that its message says it came from; "" where it says none.
        came_at: The time at which the message came to the mail server.
        is_of_unit: The address is one of the unit's own. None where nothing can be compared: the plan has no
            address of the unit, or the file is of no unit.
    """

    address: str
    came_at: datetime
    is_of_unit: bool | None = None

    @property
    def is_other(self) -> bool:
        """Tells that the address is none of the unit's."""
        return self.is_of_unit is False

    @property
    def shown(self) -> str:
        """The address as others than the unit see it: its own in full, of any other one the domain alone."""
        return self.address if self.is_of_unit or not self.address else f"…@{self.address.rpartition('@')[2]}"


def sender_of(message: Message, unit_addresses: str | None) -> Sender:
    """Return the sender of a message beside what the plan says of the unit's addresses, as a person typed them."""
    own = {each.lower() for each in read_addresses(unit_addresses or "").good}
    sender = (plain_address(message.sender) or message.sender).lower()
    return Sender(message.sender, message.came_at, sender in own if own else None)

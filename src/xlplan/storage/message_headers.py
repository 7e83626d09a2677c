"""The head of a message as foreign bytes: its sender, its Message-ID and its subject, each in one plain line."""

import re
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from msgspec import Struct

from xlplan.text.normalize import without_invisible

_HEAD_SIZE = 262_144
_LONGEST_ADDRESS, _LONGEST_ID, _LONGEST_SUBJECT = 254, 500, 120
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


class MessageHead(Struct, frozen=True):
    """The head of a message, as it names itself.

    Attributes:
        sender: The address that it says it came from, in small letters; "" where it says none.
        message_id: Its Message-ID, without angle brackets; "" without one.
        subject: Its subject.
    """

    sender: str = ""
    message_id: str = ""
    subject: str = ""


def read_head(content: bytes) -> MessageHead:
    """Return what the head of a message says. A line that no program wrote says nothing."""
    head = BytesHeaderParser().parsebytes(content[:_HEAD_SIZE])
    return MessageHead(
        _sender(_line(head, "From")),
        "".join(_line(head, "Message-ID").split()).strip("<>")[:_LONGEST_ID],
        _line(head, "Subject")[:_LONGEST_SUBJECT],
    )


def _line(head: Message, name: str) -> str:
    """Return a line of the head as a person reads it, without signs that nobody sees."""
    raw = str(head.get(name, ""))
    try:
        text = str(make_header(decode_header(raw)))
    # An encoding that nobody knows, or one that does not fit.
    except (LookupError, ValueError, AssertionError):
        text = raw
    # What is in no encoding at all cannot be kept.
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(without_invisible(plain).split())


def _sender(line: str) -> str:
    addresses = [address for _name, address in getaddresses([line]) if _ADDRESS.fullmatch(address)]
    # A line that the library refuses, as with a comma in a name without quotes, still shows its address.
    found = addresses or _ADDRESS.findall(line)
    return found[0].lower()[:_LONGEST_ADDRESS] if found else ""

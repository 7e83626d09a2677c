"""Mails, saved by any program under any name: a mail (.eml), one of Apple's (.emlx), a mailbox (.mbox)."""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from msgspec import Struct

from xlplan.storage.exclusions import is_nuisance
from xlplan.storage.member_names import detached_signatures, is_added_by_mail

# A person's mail has a few parts. At 76 letters a line, 20 MB make 270,000 lines.
_MOST_PARTS = 200
_MOST_LINES = 400_000
_MOST_BOUNDARIES = 2_000
_LONGEST_NAME = 1000
_LARGEST_MAIL = 20_000_000
_MOST_MAILS = 1000
_PART = re.compile(rb"(?im)^content-type\s*:\s*(?:multipart|message)/")
# Nested mails: the parser checks every line against each level.
_MOST_NESTED = 30
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# The first line of a mail, and a line of its head that other files lack.
_FIRST_LINE = re.compile(rb"[!-9;-~]{1,70}:")
_HEAD_LINE = re.compile(
    rb"(?im)^(?:from|to|subject|date|mime-version|content-type|message-id|received|return-path)[ \t]*:"
)
_HEAD_SIZE = 65_536
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
# Apple writes how many bytes the mail has, and a property list after it.
_APPLE_COUNT = re.compile(rb"[ \t]*(\d{1,10})[ \t]*\r?\n")
# A mailbox puts such a line before each mail: the sender, the day, the time and the year.
_MAILBOX_LINE = re.compile(
    rb"(?m)^From [^\r\n]{0,300}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    rb"[^\r\n]{1,40}\d:\d\d[^\r\n]{0,40}\b\d{4}\b[^\r\n]{0,20}\r?\n"
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Parts that mail programs add for each other.
_ADDED_TYPES = frozenset(
    (
        "application/pgp-signature",
        "application/pgp-keys",
        "text/calendar",
        "application/ics",
        "text/vcard",
        "text/x-vcard",
        "text/rfc822-headers",
        "message/delivery-status",
        "message/disposition-notification",
    )
)


class Attachment(Struct, frozen=True):
    """A file attached to a mail, and the time of the mail; 0 where the mail tells none."""

    name: str
    content: bytes
    sent: float


def looks_like_mail(head: bytes) -> bool:
    """Tell if a file that begins so is a mail, or holds mails, whatever its name."""
    text = _as_text(head[:_HEAD_SIZE])
    if text.startswith(b"From ") or _APPLE_COUNT.match(text):
        text = text.partition(b"\n")[2].lstrip()
    return bool(_FIRST_LINE.match(text) and _HEAD_LINE.search(_END_OF_HEAD.split(text, 1)[0]))


def attachments(data: bytes) -> list[Attachment]:
    """Return the attachments of all mails in a file that could be meant as a return, with those of attached mails.

    Pictures of a signature, signatures beside what they sign, and what mail programs add are no returns.

    Returns:
        An empty list where nothing is attached, and where a mail is built to exhaust a parser.
    """
    return [each for mail in split_mails(data) for each in _attached_to(mail)]


def split_mails(data: bytes) -> list[bytes]:
    """Return the mails in a file: one, or those of a mailbox."""
    text = _as_text(data)
    if counted := _APPLE_COUNT.match(text):
        return [text[counted.end() : counted.end() + int(counted[1])]]
    if not text.startswith(b"From "):
        return [text]
    starts = [match for match in _MAILBOX_LINE.finditer(text) if _begins_mail(text, match.start())]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [text[match.end() : end] for match, end in zip(starts, ends, strict=True)][:_MOST_MAILS] or [text]


def _begins_mail(text: bytes, at: int) -> bool:
    return not at or text[max(0, at - 4) : at].endswith((b"\n\n", b"\r\n\r\n"))


def _as_text(data: bytes) -> bytes:
    """Return a mail as it was sent. A program for texts may have saved it in another encoding."""
    if data.startswith(_UTF16):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace").encode().lstrip()
    return data.removeprefix(codecs.BOM_UTF8).lstrip()


def _attached_to(mail: bytes) -> list[Attachment]:
    if len(mail) > _LARGEST_MAIL or mail.count(b"\n") > _MOST_LINES or mail.count(b"\n--") > _MOST_BOUNDARIES:
        return []
    if len(_PART.findall(mail)) > _MOST_NESTED:
        return []
    try:
        message = message_from_bytes(mail)
        attached = [each for part in _leaves(message) if (each := _attachment(part, _sent(message)))]
    # Errors of the parser in a mail that no mail program wrote.
    except (ValueError, LookupError, TypeError, AttributeError, HeaderParseError, RecursionError):
        return []
    passed = detached_signatures([(each.name, len(each.content)) for each in attached])
    left = [each for position, each in enumerate(attached) if position not in passed]
    return left if len(left) <= _MOST_PARTS else []


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _sent(message: Message) -> float:
    try:
        return max(0.0, parsedate_to_datetime(str(message["Date"])).timestamp())
    except (ValueError, TypeError, OverflowError, OSError):
        return 0.0


def _attachment(part: Message, sent: float) -> Attachment | None:
    disposition = part.get_content_disposition()
    if part.get_content_type() in _ADDED_TYPES:
        return None
    if part.get_content_maintype() == "image" and (disposition == "inline" or "Content-ID" in part):
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return None
    name = _attachment_name(part)
    if is_nuisance(name) or is_added_by_mail(name):
        return None
    is_attached = name or disposition == "attachment" or content.startswith(_CONTAINERS)
    return Attachment(name or "_", content, sent) if is_attached else None


def _attachment_name(part: Message) -> str:
    name = (part.get_filename() or "")[:_LONGEST_NAME]
    # Outlook and others encode a Ukrainian file name like a subject line.
    shown = _decoded(name) if "=?" in name else name
    return PurePosixPath(shown.replace("\\", "/")).name


def _decoded(name: str) -> str:
    """Return an encoded name as a person reads it; one in an encoding that nobody knows as it is written."""
    try:
        return str(make_header(decode_header(name)))
    except (LookupError, ValueError, HeaderParseError):
        return name

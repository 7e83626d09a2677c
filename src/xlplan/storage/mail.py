"""The files that are attached to a saved e-mail."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import PurePosixPath

# A mail of a human being has a few parts and, at 76 letters a line, 270,000 lines in 20 MB.
_MOST_PARTS = 200
_MOST_LINES = 400_000
_MOST_BOUNDARIES = 2_000
_LONGEST_NAME = 1000
_PART = re.compile(rb"(?im)^content-type\s*:\s*(?:multipart|message)/")
# Mails within mails: a parser asks each of them about every line.
_MOST_NESTED = 30
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".zip")
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The names and contents of what is attached to a mail, those in a mail attached to it among them.

    Nothing where none of them could be a workbook, and where the mail is built to wear a parser out. The pictures
    of a signature are no attachments.
    """
    if data.count(b"\n") > _MOST_LINES or data.count(b"\n--") > _MOST_BOUNDARIES:
        return []
    if len(_PART.findall(data)) > _MOST_NESTED:
        return []
    try:
        attached = [each for part in _leaves(message_from_bytes(data)) if (each := _attached(part))]
    # What the parser meets in a mail that no program wrote.
    except (ValueError, LookupError, TypeError, AttributeError, HeaderParseError, RecursionError):
        return []
    fitting = any(_could_be_workbook(name, content) for name, content in attached)
    return attached if fitting and len(attached) <= _MOST_PARTS else []


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _attached(part: Message) -> tuple[str, bytes] | None:
    inline = part.get_content_disposition() == "inline" or "Content-ID" in part
    if part.get_content_maintype() == "image" and inline:
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return None
    name = _name(part)
    return (name or "_", content) if name or content.startswith(_CONTAINERS) else None


def _name(part: Message) -> str:
    name = (part.get_filename() or "")[:_LONGEST_NAME]
    # Outlook and others spell a Ukrainian name as they spell a subject.
    shown = str(make_header(decode_header(name))) if "=?" in name else name
    return PurePosixPath(shown.replace("\\", "/")).name


def _could_be_workbook(name: str, content: bytes) -> bool:
    return content.startswith(_CONTAINERS) or PurePosixPath(name.lower()).suffix in _WORKBOOKS

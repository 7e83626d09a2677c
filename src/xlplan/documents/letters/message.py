"""A letter as a mail program opens it: one message, with names in Ukrainian that every reader shows whole."""

import re
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import quote

from msgspec import Struct

from xlplan.documents.html_look import one_line
from xlplan.documents.letters.text import LetterText

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
_ANY_TYPE = "application/octet-stream"
# Headers stay as they are folded here. The library would name another charset where it folds a name anew.
_POLICY = SMTP.clone(refold_source="none")
# The longest piece of a name in one line, and the signs that stand in it as they are (RFC 2231, attribute-char).
_PIECE, _PLAIN_SIGNS = 50, "!#$&+-.^_`|~"
_ESCAPES = re.compile(r"%[0-9A-F]{2}|.")


class AttachedFile(Struct, frozen=True):
    """A file that goes with a letter."""

    name: str
    content: bytes


class Envelope(Struct, frozen=True):
    """The sender, the recipients and the time of a letter.

    Attributes:
        sender: The address that the letter comes from; "" in a draft that any account may send.
        sender_name: The name beside it.
        reply_to: The address for answers; "" where it is that of the sender.
        recipients: The addresses.
        recipient_name: The name beside them.
        at: The time, in the time zone of the centre.
        message_id: The Message-ID, without angle brackets.
        is_draft: A person sends it.
    """

    sender: str
    sender_name: str
    reply_to: str
    recipients: tuple[str, ...]
    recipient_name: str
    at: datetime
    message_id: str
    is_draft: bool


class WholeLetter(Struct, frozen=True):
    """A whole letter: its bytes and their SHA-256."""

    content: bytes
    sha256: str


def write_message(envelope: Envelope, text: LetterText, attached: tuple[AttachedFile, ...]) -> WholeLetter:
    """Return a letter as the bytes that are sent, or saved as a draft."""
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(envelope, text.subject):
        message.set_raw(name, value)
    message.set_content(text.plain, cte="base64")
    message.add_alternative(text.html, subtype="html", cte="base64")
    message.make_mixed()
    for each in attached:
        message.attach(_part(each))
    content = message.as_bytes()
    return WholeLetter(content, sha256(content).hexdigest())


def _headers(envelope: Envelope, subject: str) -> list[tuple[str, str]]:
    headers = [
        ("From", _named(envelope.sender_name, (envelope.sender,)) if envelope.sender else ""),
        ("To", _named(envelope.recipient_name, envelope.recipients)),
        ("Reply-To", envelope.reply_to),
        ("Subject", _encoded(subject, "Subject")),
        ("Date", format_datetime(envelope.at)),
        ("Message-ID", f"<{envelope.message_id}>"),
        # Outlook opens a file with this as a letter that is still to be sent.
        ("X-Unsent", "1" if envelope.is_draft else ""),
        # An automatic answer to a letter of a program would begin a conversation of programs.
        ("Auto-Submitted", "" if envelope.is_draft else "auto-generated"),
    ]
    return [(name, value) for name, value in headers if value]


def _named(name: str, addresses: tuple[str, ...]) -> str:
    """Return addresses with one name, each in a line of its own."""
    shown = _encoded(name, "To") if one_line(name) else ""
    return ",\r\n ".join(f"{shown}\r\n <{address}>" if shown else address for address in addresses)


def _encoded(text: str, name: str) -> str:
    """Return a text as a header takes it (RFC 2047), folded. No line break of the text is left in it."""
    return Header(one_line(text), "utf-8", header_name=name, maxlinelen=75).encode(linesep="\r\n")


def _part(attached: AttachedFile) -> EmailMessage:
    """Return an attachment whose name stands there twice: RFC 2231, and RFC 2047 for those that only know that."""
    part = EmailMessage(policy=_POLICY)
    name = one_line(attached.name)
    kind, _slash, subtype = _TYPES.get(_ending(name), _ANY_TYPE).partition("/")
    part.set_content(attached.content, maintype=kind, subtype=subtype, cte="base64")
    del part["Content-Type"], part["Content-Disposition"]
    # A receipt is in UTF-8, and says so inside as well.
    charset = '; charset="utf-8"' if kind == "text" else ""
    part.set_raw("Content-Type", f'{kind}/{subtype}{charset};\r\n name="{_encoded_name(name)}"')
    part.set_raw("Content-Disposition", f"attachment;\r\n {_parameter(name)}")
    return part


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _encoded_name(name: str) -> str:
    if name.isascii():
        return re.sub(r'[\\"]', "_", name)
    return Header(name, "utf-8", maxlinelen=64).encode(linesep="\r\n")


def _parameter(name: str) -> str:
    """Return the name of a file as a parameter (RFC 2231), in pieces where it is long."""
    if name.isascii() and len(name) < _PIECE:
        return f'filename="{_encoded_name(name)}"'
    signs = _ESCAPES.findall(quote(name, safe=_PLAIN_SIGNS))
    pieces = [""]
    for sign in signs:
        if len(pieces[-1]) + len(sign) > _PIECE:
            pieces.append("")
        pieces[-1] += sign
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n ".join(f"filename*{number}*={piece}" for number, piece in enumerate(pieces))

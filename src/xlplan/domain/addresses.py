"""E-mail addresses as a person types them into a cell: one or several, with names or without."""

import re

from msgspec import Struct

from xlplan.text.normalize import drop_invisible

# A letter goes to every address in the cell.
_BETWEEN = re.compile(r"[,;\s]+")
_NAMED = re.compile(r'(?:"[^"]*"|[^<>,;"])*<([^<>]*)>')
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 254


class Addresses(Struct, frozen=True):
    """The addresses in a text, and the pieces of it that are none."""

    good: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def read_addresses(text: str) -> Addresses:
    """Return the addresses in a text, each once, in its order.

    Several stand there with a comma, a semicolon or a blank between them. Of `Name <address>` the address counts.
    """
    plain = _NAMED.sub(lambda found: f" {found[1].strip()} ", drop_invisible(text).replace("mailto:", " "))
    pieces = dict.fromkeys(piece.strip(".") for piece in _BETWEEN.split(plain) if piece.strip("."))
    found = {piece: plain_address(piece) for piece in pieces}
    good = dict.fromkeys(address for address in found.values() if address)
    return Addresses(tuple(good), tuple(piece for piece, address in found.items() if not address))


def plain_address(text: str) -> str:
    """Return an address as a mail server takes it, a domain of other letters in Latin ones; "" for none."""
    local, _sign, domain = text.strip().rpartition("@")
    try:
        latin = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    labels = latin.split(".")
    is_good = _LOCAL.fullmatch(local) and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    return f"{local}@{latin}" if is_good and len(local) <= 64 and len(local) + len(latin) < _LONGEST else ""

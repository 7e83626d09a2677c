"""E-mail addresses as a person types them into a cell: one or several, with names or without."""

import re

from msgspec import Struct

from xlplan.text.normalize import drop_invisible

# A letter goes to every address in the cell.
_BETWEEN = r"[,;\s]+"
_NAMED = r'(?:"[^"]*"|[^<>,;"])*<([^<>]*)>'
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST = 254


class Addresses(Struct, frozen=True):
    """The addresses in a text, and the pieces of it that are none."""

    good: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def read_addresses(text: str) -> Addresses:
    """Return the addresses in a text, each once, in its order.

    Several stand there with a comma, a semicolon or a blank between them. Of `Name <address>` the address counts.
    """
    plain = re.sub(_NAMED, lambda found: f" {found[1].strip()} ", drop_invisible(text).replace("mailto:", " "))
    pieces = dict.fromkeys(piece.strip(".") for piece in re.split(_BETWEEN, plain) if piece.strip("."))
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
    are_labels_good = len(labels) > 1 and all(re.fullmatch(_LABEL, label) for label in labels)
    is_good = re.fullmatch(_LOCAL, local) and are_labels_good
    return f"{local}@{latin}" if is_good and len(local) <= 64 and len(local) + len(latin) < _LONGEST else ""

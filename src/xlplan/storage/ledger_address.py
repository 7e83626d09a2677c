"""The place of a ledger: a file on this computer, or a database in a PostgreSQL that others share."""

import re
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _

_ADDRESS = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_EXAMPLE = "postgresql://xlplan@db.example.org/xlplan"
# A value under one of these names opens a door, and is shown nowhere.
_SECRETS = ("password", "sslpassword")


class LedgerAddress(Struct, frozen=True):
    """The address of a database. Its text has no password, so that it can stand in any sentence.

    Attributes:
        host: The server; "" for the usual one of the system, or that of a service file.
        port: Its port; None for the usual one.
        database: The database; "" where a service file names it.
        user: Who logs in; "" for the user of the system, or that of a service file.
        options: Further parameters of the connection, such as `sslmode`, under the names of libpq.
        secrets: The parameters that are shown nowhere.
    """

    host: str
    port: int | None
    database: str
    user: str
    options: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        # An error may show it, so secrets are left out here as well.
        return f"{type(self).__name__}({self})"

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe="")
        port = f":{self.port}" if self.port else ""
        query = f"?{urlencode(self.options, safe='/')}" if self.options else ""
        return f"postgresql://{user}{host}{port}/{quote(self.database, safe='')}{query}"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of a connection by their names in libpq, secrets among them."""
        named = {"host": self.host, "port": str(self.port or ""), "dbname": self.database, "user": self.user}
        return {**{name: value for name, value in named.items() if value}, **dict(self.options + self.secrets)}

    def hide(self, text: str) -> str:
        """Return a text without the secrets of this address."""
        for _name, secret in self.secrets:
            text = text.replace(secret, "***") if secret else text
        return text


LedgerPlace = Path | LedgerAddress


def is_address(text: str) -> bool:
    """Tell if a text is meant as the address of a database. It may be a wrong one."""
    return bool(_ADDRESS.match(text))


def read_address(text: str) -> LedgerAddress:
    """Read the address of a database.

    Raises:
        XlplanError: It cannot be read. The sentence repeats nothing of it, for any part may hold a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query), errors="strict")
    except ValueError:
        _refuse()
    given = dict(query)
    database = unquote(parts.path.removeprefix("/")) or given.pop("dbname", "")
    # The library writes the host in small letters, and a folder of sockets may have others.
    named = parts.netloc.rpartition("@")[2]
    host = named[1:].partition("]")[0] if named.startswith("[") else unquote(named.partition(":")[0])
    host = host or given.pop("host", "")
    user = unquote(parts.username or "") or given.pop("user", "")
    if parts.password:
        given["password"] = unquote(parts.password)
    # A “#” or “/” of a password that is not written as %23 or %2F ends up here.
    if parts.fragment or "/" in database or "@" in database or not (database or "service" in given):
        _refuse()
    return LedgerAddress(
        host,
        port or (int(given.pop("port")) if given.get("port", "").isdecimal() else None),
        database,
        user,
        tuple((name, value) for name, value in given.items() if name not in _SECRETS),
        tuple((name, value) for name, value in given.items() if name in _SECRETS),
    )


def _refuse() -> NoReturn:
    raise XlplanError(
        _(
            "The address of the database cannot be read. Write it as {example}; in a name or a password each of "
            "the signs : / ? # [ ] @ is written by its code, such as {code} for @."
        ).format(example=_EXAMPLE, code="%40")
    )


def read_place(root: Path, text: str) -> LedgerPlace:
    """Return the place that a text names; a path begins at `root`."""
    return read_address(text) if is_address(text) else root / text


def shown_place(place: LedgerPlace) -> str:
    """Return a place as it is shown to a person: without a password."""
    return shown_path(place) if isinstance(place, Path) else str(place)

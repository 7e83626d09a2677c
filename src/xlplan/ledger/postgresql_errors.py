"""Sentences for what a PostgreSQL, or the way to it, refuses. None repeats a password."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from psycopg import errors

from xlplan.domain.errors import XlplanError
from xlplan.ledger.database import LedgerError
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.storage.settings_file import FILE_NAME
from xlplan.text.translation import N_, _

# A server does not tell the number of its error to who has not logged in yet, so these are known by their words.
# They are in English: the words of the library always, those of a server as a rule.
_BY_WORDS: Mapping[re.Pattern[str], str] = {
    re.compile(
        r"no password supplied|password authentication failed|authentication failed for user|no pg_hba"
    ): N_(
        "The PostgreSQL of {place} does not let the user in. Check the user and the password: in PGPASSWORD, in "
        "the password file of PostgreSQL (pgpass), or in its service file."
    ),
    re.compile(r'database ".*" does not exist'): N_(
        "There is no database {database} on the PostgreSQL of {place}. Let its administrator make it: "
        "createdb --encoding=UTF8 --template=template0 {database}"
    ),
    re.compile(r'role ".*" does not exist'): N_(
        "The PostgreSQL of {place} knows no such user. Check the user in {settings}, or let the administrator "
        "make it."
    ),
    re.compile(r"permission denied for database"): N_(
        "The user may not use the database of {place}. Let its administrator allow it: GRANT CONNECT ON DATABASE."
    ),
    re.compile(r"definition of service|invalid connection option|invalid .*value"): N_(
        "The address of the database {place} has a part that PostgreSQL does not know: {problem}. Correct it in "
        "{settings}."
    ),
    re.compile(r"certificate|SSL|GSSAPI|channel binding"): N_(
        "There is no safe connection to the PostgreSQL of {place}: {problem}. Check “sslmode” and the "
        "certificates."
    ),
    re.compile(r"too many clients|remaining connection slots"): N_(
        "The PostgreSQL of {place} has no connection left. Try again, or let its administrator allow more."
    ),
    re.compile(r"starting up|shutting down|recovery mode"): N_(
        "The PostgreSQL of {place} is starting or stopping. Try again in a minute."
    ),
}
# Numbers of errors that end or refuse a connection; none where nobody answered. Source: PostgreSQL, error codes.
_CONNECTION = re.compile(r"|08...|28...|3D000|53300|57P0.|25P0[34]")
_AWAY = N_(
    "The PostgreSQL of {place} cannot be reached: {problem}. Check that the server runs, the network, and the "
    "address in {settings}."
)
_RIGHTS = N_(
    "The user may not do this in the database of {place}: {problem}. Let its administrator make the user the "
    "owner of the database: ALTER DATABASE {database} OWNER TO …"
)
_HELD = N_("Another program holds the ledger {place}: it has been writing for half a minute. Try again.")
_FULL = N_("The disk of the PostgreSQL of {place} is full or takes nothing more. Its administrator frees space.")


@contextmanager
def explained_errors(address: LedgerAddress) -> Iterator[None]:
    """Turn what the database, or the way to it, refuses into a sentence. What is a fault of xlplan stays one."""
    try:
        yield
    except (LedgerError, errors.Error) as problem:
        sentence = sentence_about(problem, address)
        if sentence is None:
            raise
        # The trace of the driver may hold what the address holds.
        raise XlplanError(sentence) from None


def sentence_about(problem: BaseException, address: LedgerAddress) -> str | None:
    """Return the sentence about an error of the driver, or of the ledger around it; None for a fault of xlplan."""
    original = (problem.__cause__ if isinstance(problem, LedgerError) else None) or problem
    words = address.hide(" ".join(str(original).split()))
    template = _template(original, words)
    if template is None:
        return None
    return _(template).format(
        place=address, database=address.database, problem=words.rstrip("."), settings=FILE_NAME
    )


def _template(original: object, words: str) -> str | None:
    if isinstance(original, errors.InsufficientPrivilege):
        return _RIGHTS
    if isinstance(original, errors.LockNotAvailable | errors.QueryCanceled):
        return _HELD
    if isinstance(original, errors.DiskFull | errors.InsufficientResources):
        return _FULL
    is_about_connection = isinstance(original, errors.OperationalError | errors.ProgrammingError)
    if is_about_connection and _CONNECTION.fullmatch(getattr(original, "sqlstate", None) or ""):
        return next((text for pattern, text in _BY_WORDS.items() if pattern.search(words)), _AWAY)
    return None

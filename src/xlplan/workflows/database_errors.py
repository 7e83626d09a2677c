"""Sentences for the errors of a PostgreSQL in the middle of work: what was seen, and what to do.

What keeps a ledger from being opened is told where it is opened, with its address.
"""

from xlplan.text.translation import _

# The number that the mark of a moved ledger raises.
_MOVED = "XP001"
_FULL = ("53100", "53200", "54000")
_HELD = ("55P03", "57014", "40P01")
_RIGHTS = "42501"
# Classes of errors that end a connection. Source: PostgreSQL, error codes.
_LOST = ("08", "57P", "25P", "53")


def database_message(problem: BaseException) -> str | None:
    """Return the sentence about an error of the driver of PostgreSQL. None for any other, or a fault of xlplan."""
    # Nothing is imported for it: who has no such ledger has no such library.
    if not type(problem).__module__.startswith("psycopg"):
        return None
    number = getattr(problem, "sqlstate", None) or ""
    if number == _MOVED:
        return moved_message()
    if number in _FULL:
        return _("The disk of the database server is full or takes nothing more. Its administrator frees space.")
    if number in _HELD:
        return _("Another program holds the ledger: it has been writing for half a minute. Try again.")
    if number == _RIGHTS:
        return _(
            "The user may not do this in the database of the ledger. Let its administrator make the user the "
            "owner of the database."
        )
    if number.startswith(_LOST) or (
        not number and type(problem).__name__ in ("OperationalError", "InterfaceError")
    ):
        return _(
            "The connection to the database of the ledger was lost. Check that the PostgreSQL server runs, and "
            "the network."
        )
    return None


def moved_message() -> str:
    """Return the sentence about a ledger that was moved away while something was to be recorded in it."""
    return _(
        "The ledger was moved to another place while this went on. Begin again: {settings} names the new place."
    ).format(settings="xlplan.toml")

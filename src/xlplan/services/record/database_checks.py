"""The check of the database that holds a ledger: its server, its encoding, rights of the user, and its clock."""

from datetime import UTC, datetime

from xlplan.ledger.database import Connection
from xlplan.ledger.postgresql_ledger import reading_database
from xlplan.services.record.check import Check, Fact, Level
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.text.translation import _

# Older servers get no mends any more.
_OLDEST = 13
_LARGEST_DIFFERENCE_SECONDS = 60


def check_database(name: str, address: LedgerAddress) -> Check:
    """Look at the server and the database of a ledger, and change nothing there.

    Raises:
        XlplanError: The server cannot be reached, or refuses.
    """
    with reading_database(address) as connection:
        facts = _facts(connection)
    if problem := _problem(facts):
        words = problem.format(place=address, database=address.database, version=facts["server_version"])
        return Check(name, Level.FAILURE, words, facts)
    seconds = int(facts["clock_difference_seconds"] or 0)
    if abs(seconds) > _LARGEST_DIFFERENCE_SECONDS:
        text = _(
            "The clock of this computer and that of the PostgreSQL of {place} differ by {seconds} seconds. Set "
            "the wrong one right; receipts have the time of this computer."
        )
        return Check(name, Level.WARNING, text.format(place=address, seconds=abs(seconds)), facts)
    text = _("The ledger is in the database {place} (PostgreSQL {version})")
    return Check(name, Level.GOOD, text.format(place=address, version=facts["server_version"]), facts)


def _facts(connection: Connection) -> dict[str, Fact]:
    row = connection.run(
        "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), "
        "clock_timestamp(), has_schema_privilege(current_schema(), 'CREATE'), pg_is_in_recovery(), "
        "pg_database_size(current_database())"
    ).fetchone()
    number, encoding, server_time, may_create, is_copy, size = row
    difference = (datetime.now(UTC) - server_time).total_seconds()
    return {
        "is_server": True,
        "server_version": f"{number // 10_000}.{number % 10_000}",
        "encoding": str(encoding),
        "may_create": bool(may_create),
        "is_read_only": bool(is_copy),
        "clock_difference_seconds": round(difference),
        "ledger_bytes": int(size),
    }


def _problem(facts: dict[str, Fact]) -> str:
    """Return what is wrong with a database, with gaps for its names; "" where nothing is."""
    if int(str(facts["server_version"]).partition(".")[0]) < _OLDEST:
        return _("The PostgreSQL of {place} is too old (version {version}). Take version 13 or later.")
    if facts["encoding"] != "UTF8":
        return _(
            "The database of {place} cannot hold every text. Let its administrator make it anew: "
            "createdb --encoding=UTF8 --template=template0 {database}"
        )
    if facts["is_read_only"]:
        return _("The PostgreSQL of {place} is a copy that can only be read. Name the one that is written to.")
    if not facts["may_create"]:
        return _(
            "The user may make no tables in the database of {place}. Let its administrator make the user the "
            "owner: ALTER DATABASE {database} OWNER TO …"
        )
    return ""

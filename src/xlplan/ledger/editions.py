"""Editions and reopenings in the ledger."""

from xlplan.domain.decisions import Reopening
from xlplan.domain.edition import Edition, EditionSnapshot
from xlplan.domain.errors import XlplanError
from xlplan.domain.exact_json import exact_json, read_exact_json
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.domain.status import Status
from xlplan.ledger.database import Connection
from xlplan.ledger.places import record_file_place
from xlplan.ledger.record_mapping import EDITIONS, REOPENINGS, SNAPSHOT_ROWS
from xlplan.ledger.row_hashes import record_row_hash
from xlplan.text.translation import _

# The bodies are large, and left out.
_EDITIONS = "SELECT {} FROM editions".format(", ".join(f'"{name}"' for name in EDITIONS.columns))
# The intake runs this query for every file.
_EDITIONS_OF_QUARTER = f"{_EDITIONS} WHERE quarter = ? ORDER BY number"
_LATEST_EDITIONS = (
    f"{_EDITIONS} WHERE (quarter, number) IN (SELECT quarter, max(number) FROM editions GROUP BY quarter)"
)


def record_edition(connection: Connection, edition: Edition, snapshot: EditionSnapshot) -> None:
    """Record an edition with its figures. This closes the quarter."""
    connection.add("editions", {**EDITIONS.row(edition), "body": _write_body(snapshot)})
    record_row_hash(connection, "editions", (str(edition.quarter), edition.number))
    record_file_place(connection, edition.sha256)


def record_reopening(connection: Connection, reopening: Reopening) -> None:
    """Record that a quarter was reopened after one of its editions."""
    connection.add("reopenings", REOPENINGS.row(reopening))
    record_row_hash(connection, "reopenings", (str(reopening.quarter), reopening.edition))


def editions_of(connection: Connection, quarter: Quarter) -> tuple[Edition, ...]:
    """Return the editions of a quarter, oldest first."""
    return EDITIONS.read_all(connection.run(_EDITIONS_OF_QUARTER, (str(quarter),)))


def latest_editions(connection: Connection) -> tuple[Edition, ...]:
    """Return the latest edition of every quarter that has one, reopened or not, oldest quarter first."""
    return tuple(sorted(EDITIONS.read_all(connection.run(_LATEST_EDITIONS)), key=lambda each: each.quarter))


def reopening_of(connection: Connection, edition: Edition) -> Reopening | None:
    """Return the reopening that followed an edition; None where there was none."""
    query = "SELECT * FROM reopenings WHERE quarter = ? AND edition = ?"
    reopenings = REOPENINGS.read_all(connection.run(query, (str(edition.quarter), edition.number)))
    return reopenings[0] if reopenings else None


def closing_edition(connection: Connection, quarter: Quarter) -> Edition | None:
    """Return the edition by which a quarter is closed; None while it is open or reopened."""
    editions = editions_of(connection, quarter)
    if not editions or reopening_of(connection, editions[-1]):
        return None
    return editions[-1]


def edition_snapshot(connection: Connection, edition: Edition) -> EditionSnapshot:
    """Return the figures of an edition."""
    query = "SELECT body FROM editions WHERE quarter = ? AND number = ?"
    return _read_body(connection.value(query, (str(edition.quarter), edition.number)))


# The database picks the few rows out of a body that may hold a hundred thousand. Each writes that its own way.
_CENTRE_ROWS_IN_SQLITE = """
    SELECT figure.value FROM editions, json_each(editions.body, '$.figures') AS figure
    WHERE editions.quarter = ? AND editions.number = ? AND (
        json_extract(figure.value, '$[' || ? || ']') = ''
        OR json_extract(figure.value, '$[' || ? || ']') IN (?, ?)
    )
    ORDER BY figure.key
"""
_CENTRE_ROWS_IN_POSTGRESQL = """
    SELECT figure.value::text
    FROM editions, json_array_elements(editions.body::json -> 'figures') WITH ORDINALITY AS figure (value, key)
    WHERE editions.quarter = ? AND editions.number = ? AND (
        figure.value ->> CAST(? AS integer) = '' OR figure.value ->> CAST(? AS integer) IN (?, ?)
    )
    ORDER BY figure.key
"""


def centre_snapshot(connection: Connection, edition: Edition) -> EditionSnapshot:
    """Return the figures of the whole centre in an edition, and the rows of units that had not answered."""
    unit, status = map(SNAPSHOT_ROWS.columns.index, ("unit", "status"))
    silent = (Status.NOT_RETURNED.value, Status.EXPECTED.value)
    query = _CENTRE_ROWS_IN_SQLITE if connection.is_file else _CENTRE_ROWS_IN_POSTGRESQL
    rows = connection.column(query, (str(edition.quarter), edition.number, unit, status, *silent))
    return EditionSnapshot(tuple(map(SNAPSHOT_ROWS.reader(SNAPSHOT_ROWS.columns), map(read_exact_json, rows))))


def _write_body(snapshot: EditionSnapshot) -> str:
    return exact_json(
        {
            "figures": [SNAPSHOT_ROWS.values(figure) for figure in snapshot.rows],
            "counted": {str(quarter): dict(files) for quarter, files in snapshot.files.items()},
            "details": [[*place, value] for place, value in snapshot.details.items()],
            "headings": sorted(snapshot.headings),
        }
    )


def _read_body(body: str) -> EditionSnapshot:
    body_values = read_exact_json(body)
    counted = {read_quarter(quarter): files for quarter, files in body_values["counted"].items()}
    return EditionSnapshot(
        tuple(map(SNAPSHOT_ROWS.reader(SNAPSHOT_ROWS.columns), body_values["figures"])),
        {quarter: files for quarter, files in counted.items() if quarter},
        # Editions from before have neither.
        {(key, unit, heading): value for key, unit, heading, value in body_values.get("details", ())},
        frozenset(body_values.get("headings", ())),
    )


def require_open(connection: Connection, quarter: Quarter) -> None:
    """Refuse a quarter that is closed.

    Raises:
        XlplanError: The quarter is closed.
    """
    edition = closing_edition(connection, quarter)
    if edition:
        raise XlplanError(
            _(
                "The {quarter} was closed on {day}; what counts is “{file}”. "
                "To change it: xlplan reopen {code} --reason “…”."
            ).format(quarter=quarter.title, day=f"{edition.closed_at:%d.%m.%Y}", file=edition.file, code=quarter)
        )

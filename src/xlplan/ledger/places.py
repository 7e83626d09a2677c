"""The places that work with one ledger: each a folder of the workspace, on a machine of its own or on a share.

A ledger in a file has one place and none of this. In a PostgreSQL it says at which place a file came in, so that
its bytes lie in the archive there; which workbook stands in the outbox there; and how far the decision log there
reaches. None of it is part of the record: it tells where to look, and never what counts.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan.domain.decision_log import Actor
from xlplan.ledger.columns import Column, Kind, Table
from xlplan.ledger.database import Connection
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _

PLACE_TABLES = (
    Table(
        "places",
        key=("code",),
        columns=(
            Column("code", Kind.TEXT),
            Column("machine", Kind.TEXT),
            Column("folder", Kind.TEXT),
            Column("since", Kind.TEXT),
            # The last entry of the decision log that the file there is known to hold.
            Column("log_head", Kind.BIG_NUMBER),
        ),
    ),
    Table(
        "place_files",
        key=("sha256", "place"),
        columns=(Column("sha256", Kind.TEXT), Column("place", Kind.TEXT, refers_to="places.code")),
    ),
    Table(
        "place_reports",
        key=("report",),
        columns=(Column("report", Kind.BIG_NUMBER), Column("place", Kind.TEXT, refers_to="places.code")),
    ),
)

_PLACES_OF_FILES = (
    "SELECT place_files.sha256, places.code, places.machine, places.folder FROM place_files "
    "JOIN places ON places.code = place_files.place"
)


def read_place_mark(mark: Path) -> str:
    """Return the code of a place, as its folder says it; "" where it says none."""
    try:
        return mark.read_text("utf-8").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return ""


def write_place_mark(mark: Path, code: str) -> str:
    """Write the code of a place into its folder, and return it."""
    words = _(
        "By this mark the ledger on the server knows this folder, under whatever path. Do not copy the file."
    )
    atomic_write_bytes(mark, f"{code}\n{words}\n".encode())
    return code


class Place(Struct, frozen=True):
    """A place that works with the ledger: its code, and the machine and the folder as it called itself first."""

    code: str
    machine: str
    folder: str

    def __str__(self) -> str:
        return f"{self.machine}: {self.folder}"


def record_place(connection: Connection, code: str, actor: Actor, at: datetime) -> bool:
    """Record a place that works with the ledger, and tell whether it is new."""
    statement = (
        "INSERT INTO places (code, machine, folder, since, log_head) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING"
    )
    values = (code, actor.machine, actor.folder, at.isoformat())
    return bool(connection.run(statement, values).rowcount > 0)


def is_known_place(connection: Connection, code: str) -> bool:
    """Tell if a place has worked with the ledger before."""
    return connection.value("SELECT code FROM places WHERE code = ?", (code,)) is not None


def files_without_place(connection: Connection, known: Mapping[str, str]) -> set[str]:
    """Return the SHA-256 of those files of which no place is recorded: they came in before the first place was."""
    return known.keys() - set(connection.column("SELECT sha256 FROM place_files"))


def record_file_place(connection: Connection, sha256: str) -> None:
    """Record that the bytes of a file lie in the archive of the own place."""
    if connection.place:
        record_files_at(connection, connection.place, (sha256,))


def record_files_at(connection: Connection, code: str, hashes: Collection[str]) -> None:
    """Record that files lie in the archive of a place."""
    statement = "INSERT INTO place_files (sha256, place) VALUES (?, ?) ON CONFLICT DO NOTHING"
    connection.run_for_each(statement, [(each, code) for each in sorted(hashes)])


def record_report_place(connection: Connection, number: int) -> None:
    """Record that a workbook lies in the outbox of the own place."""
    if connection.place:
        connection.add("place_reports", {"report": number, "place": connection.place})


def files_elsewhere(connection: Connection) -> dict[str, Place]:
    """Return the files that came in at other places alone, by their SHA-256, each with one of these places."""
    if not connection.place:
        return {}
    query = (
        f"{_PLACES_OF_FILES} WHERE place_files.sha256 NOT IN (SELECT sha256 FROM place_files WHERE place = ?) "
        "ORDER BY places.since DESC, places.code"
    )
    rows = connection.run(query, (connection.place,)).fetchall()
    return {sha256: Place(code, machine, folder) for sha256, code, machine, folder in rows}


def other_place_of(connection: Connection, sha256: str) -> Place | None:
    """Return a place at which a file came in; None where that is this one, or where none is recorded."""
    if not connection.place:
        return None
    query = f"{_PLACES_OF_FILES} WHERE place_files.sha256 = ? ORDER BY places.since"
    found = [Place(*row[1:]) for row in connection.run(query, (sha256,)).fetchall()]
    return None if not found or any(each.code == connection.place for each in found) else found[0]


def count_places(connection: Connection) -> int:
    """Return how many places work with the ledger; 1 for a ledger in a file."""
    return int(connection.value("SELECT count(*) FROM places")) if connection.place else 1


def known_log_head(connection: Connection) -> int | None:
    """Return the last entry of the decision log that the file at the own place is known to hold.

    None where the ledger has but one place.
    """
    if not connection.place:
        return None
    return connection.value("SELECT log_head FROM places WHERE code = ?", (connection.place,)) or 0


def record_log_head(connection: Connection, number: int) -> None:
    """Record how far the file of the decision log at the own place reaches."""
    connection.run("UPDATE places SET log_head = ? WHERE code = ?", (number, connection.place))

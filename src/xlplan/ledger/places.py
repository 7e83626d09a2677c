"""The places that work with one ledger: each a folder of the workspace, on a machine of its own or on a share.

A ledger in a file has one place and none of this. In a PostgreSQL it says at which place a file came in, so that
its bytes lie in the archive there; which workbook stands in the outbox there; and how far the decision log there
reaches. None of it is part of the record: it tells where to look, and never what counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    Select,
    String,
    Table,
    func,
    select,
    text,
)

from xlplan.domain.decision_log import Actor
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _

metadata = MetaData()
places = Table(
    "places",
    metadata,
    Column("code", String, primary_key=True),
    Column("machine", String, nullable=False),
    Column("folder", String, nullable=False),
    Column("since", String, nullable=False),
    # The last entry of the decision log that the file there is known to hold.
    Column("log_head", BigInteger, nullable=False),
)
place_files = Table(
    "place_files",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("place", ForeignKey("places.code"), primary_key=True),
)
place_reports = Table(
    "place_reports",
    metadata,
    Column("report", BigInteger, primary_key=True, autoincrement=False),
    Column("place", ForeignKey("places.code"), nullable=False),
)

# The option of an engine, and of its connections, under which the code of the own place stands.
_OPTION = "xlplan_place"
# Statements of PostgreSQL as texts: its dialect is slow to import, and a ledger in a file needs none of it.
_ADD_PLACE = text(
    "INSERT INTO places (code, machine, folder, since, log_head) VALUES (:code, :machine, :folder, :since, 0) "
    "ON CONFLICT DO NOTHING"
)
_ADD_FILE = text("INSERT INTO place_files (sha256, place) VALUES (:sha256, :place) ON CONFLICT DO NOTHING")
_PLACES_OF_FILES = select(place_files.c.sha256, places.c.code, places.c.machine, places.c.folder).join(
    places, places.c.code == place_files.c.place
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


@dataclass(frozen=True)
class Place:
    """A place that works with the ledger: its code, and the machine and the folder as it called itself first."""

    code: str
    machine: str
    folder: str

    def __str__(self) -> str:
        return f"{self.machine}: {self.folder}"


def at_place(engine: Engine, code: str) -> Engine:
    """Return an engine whose connections know that they work at a place."""
    return engine.execution_options(**{_OPTION: code})


def own_place(connection: Connection) -> str:
    """Return the code of the place at which a connection works; "" where the ledger has but one."""
    return str(connection.get_execution_options().get(_OPTION, ""))


def record_place(connection: Connection, code: str, actor: Actor, at: datetime) -> bool:
    """Record a place that works with the ledger, and tell whether it is new."""
    row = {"code": code, "machine": actor.machine, "folder": actor.folder, "since": at.isoformat()}
    return connection.execute(_ADD_PLACE, row).rowcount > 0


def is_known_place(connection: Connection, code: str) -> bool:
    """Tell if a place has worked with the ledger before."""
    return connection.execute(select(places.c.code).where(places.c.code == code)).first() is not None


def files_without_place(connection: Connection, known: Mapping[str, str]) -> set[str]:
    """Return the SHA-256 of those files of which no place is recorded: they came in before the first place was."""
    return known.keys() - set(connection.execute(select(place_files.c.sha256)).scalars())


def record_file_place(connection: Connection, sha256: str) -> None:
    """Record that the bytes of a file lie in the archive of the own place."""
    if code := own_place(connection):
        record_files_at(connection, code, (sha256,))


def record_files_at(connection: Connection, code: str, hashes: Collection[str]) -> None:
    """Record that files lie in the archive of a place."""
    if hashes:
        connection.execute(_ADD_FILE, [{"sha256": each, "place": code} for each in sorted(hashes)])


def record_report_place(connection: Connection, number: int) -> None:
    """Record that a workbook lies in the outbox of the own place."""
    if code := own_place(connection):
        connection.execute(place_reports.insert().values(report=number, place=code))


def reports_here(connection: Connection) -> Select[tuple[int]] | None:
    """Return a query for the numbers of the workbooks of the own place; None where there is but one place."""
    code = own_place(connection)
    return select(place_reports.c.report).where(place_reports.c.place == code) if code else None


def files_elsewhere(connection: Connection) -> dict[str, Place]:
    """Return the files that came in at other places alone, by their SHA-256, each with one of these places."""
    code = own_place(connection)
    if not code:
        return {}
    own = select(place_files.c.sha256).where(place_files.c.place == code)
    query = _PLACES_OF_FILES.where(place_files.c.sha256.not_in(own)).order_by(places.c.since.desc(), places.c.code)
    return {row.sha256: Place(row.code, row.machine, row.folder) for row in connection.execute(query)}


def other_place_of(connection: Connection, sha256: str) -> Place | None:
    """Return a place at which a file came in; None where that is this one, or where none is recorded."""
    code = own_place(connection)
    if not code:
        return None
    rows = connection.execute(
        _PLACES_OF_FILES.where(place_files.c.sha256 == sha256).order_by(places.c.since)
    ).all()
    found = [Place(row.code, row.machine, row.folder) for row in rows]
    return None if not found or any(each.code == code for each in found) else found[0]


def count_places(connection: Connection) -> int:
    """Return how many places work with the ledger; 1 for a ledger in a file."""
    if not own_place(connection):
        return 1
    return connection.execute(select(func.count()).select_from(places)).scalar_one()


def known_log_head(connection: Connection) -> int | None:
    """Return the last entry of the decision log that the file at the own place is known to hold.

    None where the ledger has but one place.
    """
    if not own_place(connection):
        return None
    query = select(places.c.log_head).where(places.c.code == own_place(connection))
    return connection.execute(query).scalar() or 0


def record_log_head(connection: Connection, number: int) -> None:
    """Record how far the file of the decision log at the own place reaches."""
    connection.execute(places.update().where(places.c.code == own_place(connection)).values(log_head=number))

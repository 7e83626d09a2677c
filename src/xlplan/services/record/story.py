"""The story of a workspace: the decisions of the log, and the returns that came between them."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from xlplan.domain.decision_log import LogEntry, read_entry
from xlplan.domain.plan import Unit, find_unit
from xlplan.domain.submission import Submission
from xlplan.ledger.database import Connection
from xlplan.ledger.decision_log import recorded_lines
from xlplan.ledger.issues import issued_quarters, latest_issue_headers
from xlplan.ledger.plans import load_plan, plan_versions
from xlplan.ledger.submissions import submissions_of
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.append_log import read_lines

Event = LogEntry | Submission


class Story(Struct, frozen=True):
    """The events of the record, oldest first.

    Attributes:
        events: Decisions, and submissions of returns.
        units: The names of the units by their codes.
        is_whole: The file of the decision log says what the ledger says.
    """

    events: tuple[Event, ...]
    units: Mapping[str, str]
    is_whole: bool


def read_story(context: OpenWorkspace, unit_name: str | None, since: date | None) -> Story:
    """Read the story of a workspace.

    Args:
        context: The workspace.
        unit_name: Only what concerns this unit, by code or name.
        since: Only what happened on this day or later.

    Raises:
        XlplanError: There is no such unit.
    """
    # Where several machines share the ledger, the file gets what was decided elsewhere when that is opened.
    ledger = context.ledger
    lines = read_lines(context.workspace.decision_log)
    with ledger.connect() as connection:
        is_whole = tuple(lines) == recorded_lines(connection)
        submissions = [
            each for quarter in issued_quarters(connection) for each in submissions_of(connection, quarter)
        ]
        units = _units(connection)
    entries = [entry for line in lines if (entry := read_entry(line))]
    unit = find_unit(units, unit_name).code if unit_name else ""
    zone = context.workspace.settings.zone
    events: list[Event] = [*entries, *submissions]
    kept = [each for each in events if not unit or _concerns(each, unit)]
    late = [each for each in kept if since is None or _time(each).astimezone(zone).date() >= since]
    return Story(tuple(sorted(late, key=_time)), {each.code: each.name for each in units}, is_whole)


def _units(connection: Connection) -> tuple[Unit, ...]:
    """Return every unit that a plan or an issue names, each by its latest name."""
    named: dict[str, Unit] = {}
    for version in plan_versions(connection):
        named |= {unit.code: unit for unit in load_plan(connection, version.number).units}
    for quarter in issued_quarters(connection):
        named |= {issue.unit.code: issue.unit for issue in latest_issue_headers(connection, quarter)}
    return tuple(named.values())


def _time(event: Event) -> datetime:
    return event.at if isinstance(event, LogEntry) else event.received_at


def _concerns(event: Event, unit: str) -> bool:
    return event.concerns(unit) if isinstance(event, LogEntry) else event.unit == unit

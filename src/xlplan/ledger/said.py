"""Reading what the returns of a quarter say beside their numbers, all of them at once."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from xlplan.domain.findings.finding import Finding, Place
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import EventEntry
from xlplan.ledger import schema as tables

_EVENT_FIELDS = tuple(EventEntry.__dataclass_fields__)


def events_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[EventEntry]]:
    """What each submission of a quarter says of events, by the SHA-256 of its file, in file order."""
    said, sent = tables.event_entries.c, tables.submissions.c
    query = (
        select(sent.sha256, *(said[name] for name in _EVENT_FIELDS))
        .join(tables.submissions, sent.number == said.submission)
        .where(sent.quarter == str(quarter))
        .order_by(said.submission, said.position)
    )
    found: dict[str, list[EventEntry]] = {}
    for sha256, *values in connection.execute(query):
        found.setdefault(sha256, []).append(EventEntry(**dict(zip(_EVENT_FIELDS, values, strict=True))))
    return found


def findings_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[Finding]]:
    """The findings in each submission of a quarter, by the SHA-256 of its file, in the order they were found."""
    seen, sent = tables.findings.c, tables.submissions.c
    query = (
        select(sent.sha256, seen.code, seen.file, seen.sheet, seen.cell, seen.row, seen["values"])
        .join(tables.submissions, sent.number == seen.submission)
        .where(sent.quarter == str(quarter))
        .order_by(seen.submission, seen.position)
    )
    found: dict[str, list[Finding]] = {}
    for sha256, code, file, sheet, cell, row, values in connection.execute(query):
        filled = tuple((name, value) for name, value in json.loads(values))
        found.setdefault(sha256, []).append(Finding(code, Place(file, sheet, cell, row), filled))
    return found

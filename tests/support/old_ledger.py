"""Ledgers that an older xlplan wrote, and what the code of that day read in them.

`ledger-0.1`, of version 1, holds the Korosten plan for two quarters, in two versions.
Second quarter: a return with mistakes and its correction, events, shortfalls with reasons and promises, a file
that is no return, waivers, a withdrawal, an edition, a return that came after it, a reopening, a second edition.
Third quarter: one promise kept, one broken, a return to correct.

`ledger-version-8`, the last one without decimals, is that of `decided_centre`: every table has a row, each record
its hash.

In `data/` are the ledgers and the readings. None of them is ever written again. The name under their plans is
invented: it was put into the place of another one of the same length, and the hashes were computed over it.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.support.centre import at
from tests.support.paths import ROOT
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.ledger.database import Connection
from xlplan.ledger.editions import edition_snapshot, editions_of, reopening_of
from xlplan.ledger.issues import latest_issues
from xlplan.ledger.ownership import read_state
from xlplan.ledger.submissions import entries_of, events_of, findings_of, submissions_not_taken, submissions_of
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace, find_workspace

DATA = ROOT / "tests" / "support" / "data"
FIRST, WITHOUT_DECIMALS = "ledger-0.1", "ledger-version-8"
QUARTERS = (Quarter(2021, 2), Quarter(2021, 3))
# The fields of each value that the ledger holds, by the names that the readings give them.
ENTRY = ("key", "kind", "number", "description", "reason", "action", "sheet", "cell", "kept")
EVENT = ("event", "key", "title", "held_on", "people", "link", "sheet", "cell", "place", "form", "partner")
SUBMISSION = ("number", "sha256", "file", "received_at", "outcome", "form_code", "quarter", "unit", "filled_by")
EDITION = ("quarter", "number", "closed_at", "by", "note", "upto", "plan_version", "file", "sha256")
SNAPSHOT_ROW = ("key", "unit", "target", "done", "status", "target_to_date", "done_to_date")
WITHDRAWAL = ("submission", "at", "by", "reason")
REOPENING = ("edition", "at", "by", "reason")
WAIVER = ("quarter", "unit", "code", "reason", "until", "at", "by")
PLAN_VERSION = ("number", "adopted_on", "reason", "recorded_at", "file", "sha256")


def old_centre(folder: Path, name: str = FIRST) -> Workspace:
    """A workspace with that ledger as its own: by the names in its archive, and the identity in its settings."""
    workspace = new_workspace(folder, at(), with_plan=False)
    workspace.ledger_file.write_bytes(gzip.decompress((DATA / f"{name}.db.gz").read_bytes()))
    for submission in old_readings(name)["submissions"]:
        path = workspace.archive / submission["sha256"][:2] / f"{submission['sha256']}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    state = read_state(workspace.ledger)
    if state is None or not state.workspace:
        return workspace
    settings = workspace.root / "xlplan.toml"
    text = settings.read_text("utf-8").replace(workspace.settings.workspace, state.workspace)
    settings.write_text(text, "utf-8")
    return find_workspace(workspace.root)


@lru_cache(maxsize=2)
def old_readings(name: str = FIRST) -> Mapping[str, Any]:
    """What the code of that day read."""
    path = DATA / f"{name}.json"
    packed = path.with_name(f"{path.name}.gz")
    text = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    readings: Mapping[str, Any] = json.loads(text)
    return readings


def plain(value: object) -> object:
    """A value as the readings write it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Quarter) else value


def reading(value: object, names: Sequence[str]) -> dict[str, object] | None:
    """The fields of a value by their names; None for None."""
    return None if value is None else {name: plain(getattr(value, name)) for name in names}


def read_submissions(connection: Connection) -> list[object]:
    """Every submission with what it holds, by its number."""
    groups = (*(submissions_of(connection, quarter) for quarter in QUARTERS), submissions_not_taken(connection))
    by_number = {submission.number: submission for group in groups for submission in group}
    return [
        {
            **(reading(submission, (*SUBMISSION, "saved_at")) or {}),
            "entries": [reading(entry, ENTRY) for entry in entries_of(connection, number)],
            "events": [reading(event, EVENT) for event in events_of(connection, number)],
            "findings": [read_finding(finding) for finding in findings_of(connection, number)],
        }
        for number, submission in sorted(by_number.items())
    ]


def read_finding(finding: Finding) -> dict[str, object]:
    """A finding with its place."""
    place = reading(finding.location, ("file", "sheet", "cell", "row")) or {}
    return {"code": finding.code, **place, "values": dict(finding.values)}


def read_editions(connection: Connection) -> list[object]:
    """Every edition with its figures, and the reopening after it."""
    found: list[object] = []
    for edition in (edition for quarter in QUARTERS for edition in editions_of(connection, quarter)):
        snapshot = edition_snapshot(connection, edition)
        found.append(
            {
                **(reading(edition, EDITION) or {}),
                "reopening": reading(reopening_of(connection, edition), REOPENING),
                "rows": [reading(row, SNAPSHOT_ROW) for row in snapshot.rows],
                "counted": {str(quarter): dict(files) for quarter, files in snapshot.files.items()},
            }
        )
    return found


def read_accepted(accepted: AcceptedReturn) -> dict[str, object]:
    """A return that counts."""
    names = ("file", "sha256", "received_at", "attempt", "in_time")
    keys = {"entries": sorted(accepted.entries), "asked": list(accepted.asked_again)}
    return {**(reading(accepted, names) or {}), **keys}


def read_issue(issue: Issue) -> dict[str, object]:
    """An issue with its rows."""
    names = ("form_code", "centre", "plan_version", "issued_on", "due", "contact")
    head = reading(issue, names) or {}
    return {
        **head,
        "form_code": str(issue.form_code),
        "unit": issue.unit.code,
        "rows": list(map(_issue_row, issue.rows)),
    }


def _issue_row(row: IssueRow) -> dict[str, object]:
    past = row.past
    return {
        "key": row.key,
        "target": row.target.shown,
        "counting": row.counting.value,
        "better": row.better.value,
        "events": [event.key for event in row.events],
        "past": past and [past.target, past.done, past.adds_up.value, past.shortfall, past.promised],
    }


def read_issues(connection: Connection) -> dict[str, object]:
    """The issues that count, by quarter."""
    return {str(quarter): list(map(read_issue, latest_issues(connection, quarter))) for quarter in QUARTERS}


def by_quarter(read: Callable[[Quarter], object]) -> dict[str, object]:
    """A reading of each quarter."""
    return {str(quarter): read(quarter) for quarter in QUARTERS}

"""Plans and issues as JSON, as the ledger stores them.

The fields of `Plan`, `Issue` and of all that they hold are stored under their names. Renaming one makes older
ledgers unreadable.

An issue has a line without its rows, then a line for each row. A reader that needs no rows reads only the first
line. Many units have the same row; it becomes an object once.
"""

from functools import lru_cache

from msgspec import json, to_builtins
from msgspec.structs import replace

from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Plan


def plan_body(plan: Plan) -> str:
    """Return a plan as JSON. Fields that came later are left out where they are empty."""
    body = to_builtins(plan)
    for each, name in ((body, "empty_levels"), *((measure, "executors") for measure in body["measures"])):
        if not each.get(name):
            each.pop(name, None)
    return json.encode(body).decode()


# Every round reads the plans of the quarters of the year.
@lru_cache(maxsize=16)
def read_plan_body(body: str) -> Plan:
    """Return the plan that `plan_body` wrote."""
    plan = json.decode(body, type=Plan)
    # Most measures have the same units. A copy of their codes for each would be a tenth of the report's memory.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    shared = (replace(each, units=known.setdefault(each.units, each.units)) for each in plan.measures)
    return replace(plan, measures=tuple(shared))


def issue_body(issue: Issue) -> str:
    """Return an issue as lines of JSON."""
    head = json.encode(replace(issue, rows=()))
    return b"\n".join((head, *(json.encode(row) for row in issue.rows))).decode()


# A corrected return has the same issue as the one before it.
@lru_cache(maxsize=8)
def read_issue_body(body: bytes) -> Issue:
    """Return the issue that `issue_body` wrote. Of its first line alone, return the issue without its rows."""
    head, *rows = body.split(b"\n")
    return replace(json.decode(head, type=Issue), rows=tuple(map(_read_row, rows)))


@lru_cache(maxsize=4096)
def _read_row(line: bytes) -> IssueRow:
    return json.decode(line, type=IssueRow)

"""Plans and issues as JSON, as the ledger stores them.

The fields of `Plan`, `Issue` and of all that they hold are stored under their names. Renaming one makes older
ledgers unreadable.

An issue has a line without its rows, then a line for each row. A reader that needs no rows reads only the first
line. Many units have the same row; it becomes an object once.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Plan


@lru_cache(maxsize=1)
def _plans() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


@lru_cache(maxsize=1)
def _issues() -> TypeAdapter[Issue]:
    return TypeAdapter(Issue)


@lru_cache(maxsize=1)
def _rows() -> TypeAdapter[IssueRow]:
    return TypeAdapter(IssueRow)


def plan_body(plan: Plan) -> str:
    """Return a plan as JSON. Fields that came later are left out where they are empty."""
    left_out: dict[str, Any] = {} if plan.empty_levels else {"empty_levels": True}
    left_out["measures"] = {at: {"executors"} for at, each in enumerate(plan.measures) if not each.executors}
    return _plans().dump_json(plan, exclude=left_out).decode()


# Every round reads the plans of the quarters of the year.
@lru_cache(maxsize=16)
def read_plan_body(body: str) -> Plan:
    """Return the plan that `plan_body` wrote."""
    return _plans().validate_json(body)


def issue_body(issue: Issue) -> str:
    """Return an issue as lines of JSON."""
    head = _issues().dump_json(replace(issue, rows=()))
    return b"\n".join((head, *(_rows().dump_json(row) for row in issue.rows))).decode()


# A corrected return has the same issue as the one before it.
@lru_cache(maxsize=8)
def read_issue_body(body: str) -> Issue:
    """Return the issue that `issue_body` wrote. Of its first line alone, return the issue without its rows."""
    head, *rows = body.split("\n")
    return replace(_issues().validate_json(head), rows=tuple(map(_read_row, rows)))


@lru_cache(maxsize=4096)
def _read_row(line: str) -> IssueRow:
    return _rows().validate_json(line)

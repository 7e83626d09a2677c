"""Plans and issues as the ledger keeps them: whole, as JSON.

An issue lies in lines: the first without its rows, each further one a row. Who asks for the first reads no more,
and a row that many units have is made into an object once.
"""

from dataclasses import replace
from functools import lru_cache

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
    """A plan as JSON."""
    return _plans().dump_json(plan).decode()


# Asked in every round whether something new is in force.
@lru_cache(maxsize=4)
def read_plan_body(body: str) -> Plan:
    """The plan that `plan_body` wrote."""
    return _plans().validate_json(body)


def issue_body(issue: Issue) -> str:
    """An issue as lines of JSON."""
    head = _issues().dump_json(replace(issue, rows=()))
    return b"\n".join((head, *(_rows().dump_json(row) for row in issue.rows))).decode()


# A return that comes again, corrected, has the same issue read again.
@lru_cache(maxsize=8)
def read_issue_body(body: str) -> Issue:
    """The issue that `issue_body` wrote; of its first line alone, the issue without its rows."""
    head, *rows = body.split("\n")
    return replace(_issues().validate_json(head), rows=tuple(map(_read_row, rows)))


@lru_cache(maxsize=4096)
def _read_row(line: str) -> IssueRow:
    return _rows().validate_json(line)

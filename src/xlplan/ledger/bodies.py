"""Plans and issues as the ledger keeps them: whole, as JSON."""

from functools import lru_cache

from pydantic import TypeAdapter

from xlplan.model import Issue, Plan


@lru_cache(maxsize=1)
def _plans() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


@lru_cache(maxsize=1)
def _issues() -> TypeAdapter[Issue]:
    return TypeAdapter(Issue)


def plan_body(plan: Plan) -> str:
    """A plan as JSON."""
    return _plans().dump_json(plan).decode()


# Asked in every round whether something new is in force.
@lru_cache(maxsize=4)
def read_plan_body(body: str) -> Plan:
    """The plan that `plan_body` wrote."""
    return _plans().validate_json(body)


def issue_body(issue: Issue) -> str:
    """An issue as JSON."""
    return _issues().dump_json(issue).decode()


# A return that comes again, corrected, has the same issue read again.
@lru_cache(maxsize=8)
def read_issue_body(body: str) -> Issue:
    """The issue that `issue_body` wrote."""
    return _issues().validate_json(body)

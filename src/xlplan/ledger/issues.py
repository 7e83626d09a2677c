"""Issues in the ledger: the form that each unit was issued, and the issue that counts now."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, literal, select

from xlplan.domain.errors import XlplanError
from xlplan.domain.issue import Issue, IssueStanding
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.ledger import schema
from xlplan.ledger.driver import PlaceInText
from xlplan.ledger.json_bodies import issue_body, read_issue_body
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import plan_in_force
from xlplan.ledger.row_hashes import add_numbered
from xlplan.text.translation import _

_ISSUED = schema.issues.c
# The intake runs these queries for every file. Building a query takes several times as long as running it.
_ISSUE_BY_CODE = select(_ISSUED.body).where(_ISSUED.form_code == bindparam("code"))
_UNIT_BY_CODE = select(_ISSUED.unit).where(_ISSUED.form_code == bindparam("code"))
_QUARTER_BY_CODE = select(_ISSUED.quarter).where(_ISSUED.form_code == bindparam("code"))
_ISSUES_OF_SAME_UNIT = (
    select(_ISSUED.body).where(_ISSUED.unit == _UNIT_BY_CODE.scalar_subquery()).order_by(_ISSUED.number)
)
_OF_UNITS = (
    select(func.max(_ISSUED.number).label("latest"), func.min(_ISSUED.number).label("first"))
    .where(_ISSUED.quarter == bindparam("quarter"))
    .group_by(_ISSUED.unit)
    .subquery()
)
_LATEST_ISSUES = (
    select(_ISSUED.body).join(_OF_UNITS, _OF_UNITS.c.latest == _ISSUED.number).order_by(_OF_UNITS.c.first)
)
# The first line of a body is the issue without its rows.
_END_OF_HEAD = PlaceInText(_ISSUED.body, literal("\n"))
_LATEST_HEADS = _LATEST_ISSUES.with_only_columns(func.substr(_ISSUED.body, 1, _END_OF_HEAD - 1)).where(
    _END_OF_HEAD > 0
)
_ISSUED_TO_UNIT = (
    select(
        _ISSUED.form_code,
        _ISSUED.quarter,
        case((_ISSUED.quarter == _QUARTER_BY_CODE.scalar_subquery(), _ISSUED.body)).label("body"),
    )
    .where(_ISSUED.unit == _UNIT_BY_CODE.scalar_subquery())
    .order_by(_ISSUED.number)
)


def issue_by_code(connection: Connection, form_code: str) -> Issue | None:
    """Return the issue with a form code; None where there is none."""
    body = connection.execute(_ISSUE_BY_CODE, {"code": form_code}).scalar()
    return _read_issue(connection, body) if body else None


def _read_issue(connection: Connection, body: str) -> Issue:
    """Return an issue. The rows of one from before the lines of descent get those of its version of the plan."""
    issue = read_issue_body(body)
    if not issue.rows or issue.rows[0].lines:
        return issue
    lines = lines_of_version(connection, issue.plan_version)
    return replace(issue, rows=tuple(replace(row, lines=lines.get(row.key, ())) for row in issue.rows))


def latest_issues(connection: Connection, quarter: Quarter) -> tuple[Issue, ...]:
    """Return the issue of each unit that counts for a quarter, in the order of first issue."""
    return tuple(iter_latest_issues(connection, quarter))


def iter_latest_issues(connection: Connection, quarter: Quarter) -> Iterator[Issue]:
    """Yield the issues of `latest_issues` one by one, so that the rows of all need not fit in memory.

    A unit whose latest issue has no rows owes no return any more. It is left out.
    """
    for row in connection.execute(_LATEST_ISSUES, {"quarter": str(quarter)}):
        issue = _read_issue(connection, row.body)
        if issue.rows:
            yield issue


def latest_issue_headers(connection: Connection, quarter: Quarter) -> tuple[Issue, ...]:
    """Return the issues of `latest_issues` without their rows.

    This is enough to know who owes a return, and by when. The rows weigh a hundred times as much.
    """
    bodies = connection.execute(_LATEST_HEADS, {"quarter": str(quarter)}).scalars()
    return tuple(read_issue_body(body) for body in bodies)


def issued_quarters(connection: Connection) -> tuple[Quarter, ...]:
    """Return the quarters for which templates were issued, oldest first."""
    quarters = (read_quarter(row.quarter) for row in connection.execute(select(_ISSUED.quarter).distinct()))
    return tuple(sorted(quarter for quarter in quarters if quarter))


def units_of_form_codes(connection: Connection, quarter: Quarter, codes: Collection[str]) -> dict[str, str]:
    """Return the code of the unit by form code, for those of the form codes that were issued for a quarter."""
    if not codes:
        return {}
    query = select(_ISSUED.form_code, _ISSUED.unit).where(
        _ISSUED.quarter == str(quarter), _ISSUED.form_code.in_(codes)
    )
    query = query.order_by(_ISSUED.number)
    return {row.form_code: row.unit for row in connection.execute(query)}


def issues_of_same_unit(connection: Connection, form_code: str) -> tuple[Issue, ...]:
    """Return every issue of the unit that was issued a form code, oldest first."""
    bodies = connection.execute(_ISSUES_OF_SAME_UNIT, {"code": form_code}).scalars()
    return tuple(_read_issue(connection, body) for body in bodies)


def load_issue_standing(connection: Connection, form_code: str) -> IssueStanding | None:
    """Return the issue with a form code and what replaced it; None where there is none."""
    rows = connection.execute(_ISSUED_TO_UNIT, {"code": form_code}).all()
    bodies = {row.form_code: row.body for row in rows if row.body}
    if not bodies:
        return None
    # The query leaves out the rows of other quarters, which saves most of the time late in a year.
    *_older, current = bodies.values()
    return IssueStanding(
        _read_issue(connection, bodies[form_code]),
        _read_issue(connection, current),
        max(quarter for row in rows if (quarter := read_quarter(row.quarter))),
    )


def issue_before(connection: Connection, issue: Issue) -> Issue | None:
    """Return the issue of the same unit and quarter that an issue replaced; None for the first one."""
    of_unit = issues_of_same_unit(connection, str(issue.form_code))
    issues = [each for each in of_unit if each.quarter == issue.quarter]
    position = issues.index(issue)
    return issues[position - 1] if position else None


def centre_identity(connection: Connection) -> tuple[str, str]:
    """Return the code and the name of the centre of the last issue; both "" before the first one."""
    body = connection.execute(select(_ISSUED.body).order_by(_ISSUED.number.desc()).limit(1)).scalar()
    issue = read_issue_body(body) if body else None
    return (issue.form_code.centre, issue.centre) if issue else ("", "")


def require_issued(connection: Connection, quarter: Quarter) -> None:
    """Refuse a quarter for which nothing was issued.

    Raises:
        XlplanError: Nothing was issued for the quarter.
    """
    issued = issued_quarters(connection)
    if quarter in issued:
        return
    if plan_in_force(connection, quarter) is None:
        words = _(
            "Nothing was issued for {quarter}: no adopted plan covers it. Adopt one first (“xlplan plan adopt”); "
            "“xlplan” alone says what is next."
        )
    elif issued:
        words = _("Nothing was issued for {quarter}; issued so far: {known}. Run “xlplan issue {quarter}” first.")
    else:
        words = _("No templates were issued yet. Run “xlplan issue {quarter}” first.")
    raise XlplanError(words.format(quarter=quarter, known=", ".join(map(str, issued))))


def record_issue(connection: Connection, issue: Issue, at: datetime) -> None:
    """Record an issue. The latest one of a unit and quarter counts."""
    row = {
        "form_code": str(issue.form_code),
        "quarter": str(issue.quarter),
        "unit": issue.unit.code,
        "plan_version": issue.plan_version,
        "issued_at": at.isoformat(),
        "body": issue_body(issue),
    }
    add_numbered(connection, schema.issues, row)

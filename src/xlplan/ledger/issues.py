"""Issues in the ledger: the form that each unit was issued, and the issue that counts now."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from xlplan.domain.errors import XlplanError
from xlplan.domain.issue import Issue, IssueStanding
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.ledger.database import Connection, marks
from xlplan.ledger.json_bodies import issue_body, read_issue_body
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import plan_in_force
from xlplan.ledger.row_hashes import add_numbered
from xlplan.text.translation import _

_UNIT_BY_CODE = "SELECT unit FROM issues WHERE form_code = ?"
_OF_UNITS = (
    "JOIN (SELECT max(number) AS latest, min(number) AS first FROM issues WHERE quarter = ? GROUP BY unit) "
    "AS of_units ON of_units.latest = issues.number"
)
# The first line of a body is the issue without its rows.
_NUMBERS = f"SELECT issues.number FROM issues {_OF_UNITS} ORDER BY of_units.first"
_HEADS = (
    f"SELECT substr(body, 1, strpos(body, '\n') - 1) FROM issues {_OF_UNITS} "
    "WHERE strpos(body, '\n') > 0 ORDER BY of_units.first"
)
# Nearly every first line is shorter than this.
_HEAD_BYTES = 1024
# A body is read as bytes: as a text it takes the driver ten times as long as the rest of the query.
_BODY = {True: "CAST(body AS BLOB)", False: "convert_to(body, 'UTF8')"}
_ISSUED_TO_UNIT = f"SELECT form_code, quarter FROM issues WHERE unit = ({_UNIT_BY_CODE}) ORDER BY number"


def issue_by_code(connection: Connection, form_code: str) -> Issue | None:
    """Return the issue with a form code; None where there is none."""
    body = _body_of(connection, form_code)
    return _read_issue(connection, body) if body else None


def _body_of(connection: Connection, form_code: str) -> bytes | None:
    bodies = [body for (body,) in _bodies(connection, "WHERE form_code = ?", form_code)]
    return bodies[0] if bodies else None


def _bodies(connection: Connection, rest: str, *values: object) -> Any:
    """Return a cursor with the bodies of issues, each alone in its row. `rest`: what follows in the query."""
    return connection.run(f"SELECT {_BODY[connection.is_file]} FROM issues {rest}", values)


def _read_issue(connection: Connection, body: bytes) -> Issue:
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
    for (body,) in _bodies(connection, f"{_OF_UNITS} ORDER BY of_units.first", str(quarter)):
        issue = _read_issue(connection, body)
        if issue.rows:
            yield issue


def latest_issue_headers(connection: Connection, quarter: Quarter) -> tuple[Issue, ...]:
    """Return the issues of `latest_issues` without their rows.

    This is enough to know who owes a return, and by when. The rows weigh a hundred times as much.
    """
    if connection.is_file:
        heads = [_head_in_file(connection, number) for number in connection.column(_NUMBERS, (str(quarter),))]
    else:
        heads = [head.encode() for head in connection.column(_HEADS, (str(quarter),))]
    return tuple(read_issue_body(head) for head in heads if head)


def _head_in_file(connection: Connection, number: int) -> bytes:
    """Return the first line of the body of an issue; b"" where there is no other line.

    SQLite reads the whole body for any function over it. This reads the beginning.
    """
    with connection.driver.errors(), connection.session.blobopen("issues", "body", number, readonly=True) as body:
        head = body.read(_HEAD_BYTES)
        while b"\n" not in head and (more := body.read(len(head))):
            head += more
        return bytes(head[: max(0, head.find(b"\n"))])


def issued_quarters(connection: Connection) -> tuple[Quarter, ...]:
    """Return the quarters for which templates were issued, oldest first."""
    quarters = map(read_quarter, connection.column("SELECT DISTINCT quarter FROM issues"))
    return tuple(sorted(quarter for quarter in quarters if quarter))


def units_of_form_codes(connection: Connection, quarter: Quarter, codes: Collection[str]) -> dict[str, str]:
    """Return the code of the unit by form code, for those of the form codes that were issued for a quarter."""
    if not codes:
        return {}
    asked = tuple(codes)
    query = (
        f"SELECT form_code, unit FROM issues WHERE quarter = ? AND form_code IN ({marks(asked)}) ORDER BY number"
    )
    return dict(connection.run(query, (str(quarter), *asked)).fetchall())


def latest_issue_body(connection: Connection, quarter: Quarter, unit: str) -> tuple[str, bytes] | None:
    """Return the form code and the stored body of the issue of a unit that counts for a quarter, or None."""
    query = "SELECT form_code FROM issues WHERE quarter = ? AND unit = ? ORDER BY number DESC LIMIT 1"
    form_code = connection.value(query, (str(quarter), unit))
    body = _body_of(connection, form_code) if form_code else None
    return (form_code, body) if body else None


def issues_of_same_unit(connection: Connection, form_code: str) -> tuple[Issue, ...]:
    """Return every issue of the unit that was issued a form code, oldest first."""
    rows = _bodies(connection, f"WHERE unit = ({_UNIT_BY_CODE}) ORDER BY number", form_code).fetchall()
    return tuple(_read_issue(connection, body) for (body,) in rows)


def load_issue_standing(
    connection: Connection, form_code: str, bodies: Mapping[str, bytes] = MappingProxyType({})
) -> IssueStanding | None:
    """Return the issue with a form code and what replaced it; None where there is none.

    Args:
        connection: The ledger.
        form_code: The form code.
        bodies: By form code, bodies that the ledger has stored and that the caller has. They never change.
    """
    issued = connection.run(_ISSUED_TO_UNIT, (form_code,)).fetchall()
    quarters = dict(issued)
    if form_code not in quarters:
        return None
    *_older, current = (code for code, quarter in issued if quarter == quarters[form_code])
    # A body is the size of a hundred rows of other tables, and most issues were never replaced.
    read = {
        code: _read_issue(connection, body)
        for code in {form_code, current}
        if (body := bodies.get(code) or _body_of(connection, code))
    }
    latest = max(quarter for text in quarters.values() if (quarter := read_quarter(text)))
    return IssueStanding(read[form_code], read[current], latest)


def issue_before(connection: Connection, issue: Issue) -> Issue | None:
    """Return the issue of the same unit and quarter that an issue replaced; None for the first one."""
    of_unit = issues_of_same_unit(connection, str(issue.form_code))
    issues = [each for each in of_unit if each.quarter == issue.quarter]
    position = issues.index(issue)
    return issues[position - 1] if position else None


def centre_identity(connection: Connection) -> tuple[str, str]:
    """Return the code and the name of the centre of the last issue; both "" before the first one."""
    row = _bodies(connection, "ORDER BY number DESC LIMIT 1").fetchone()
    issue = read_issue_body(row[0]) if row else None
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
    add_numbered(connection, "issues", row)

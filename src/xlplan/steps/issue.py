"""Issuing: the plan in force becomes a locked template for each unit of a quarter."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from xlplan.allotment import rows_of
from xlplan.books.plan.find import plan_files
from xlplan.books.plan.read import read_plan
from xlplan.books.template.refill import entry_cells, event_cells
from xlplan.books.template.write import write_template
from xlplan.carried import events_carried, rows_asked_again
from xlplan.errors import XlplanError
from xlplan.files.archive import hash_of
from xlplan.formcode import FormCode
from xlplan.ledger import queries, record
from xlplan.ledger.store import open_ledger, writing
from xlplan.model import Issue, Plan, PlanVersion, Unit
from xlplan.quarter import Quarter
from xlplan.submission import Entry, EntryKind, EventEntry, Outcome
from xlplan.texts import _
from xlplan.workspace import Workspace

# Letters and digits that nobody confuses when a code is read out over the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Template:
    """A template that was written. `replaces`: the form code of the one that it takes the place of.

    `again`: the row codes that the unit must answer anew, since the plan changed them; `carried`: how many of its
    answers were carried over; `settled`: its accepted return answers the new template too, nothing is to be sent.
    """

    unit: str
    path: Path
    replaces: str = ""
    again: tuple[str, ...] = ()
    carried: int = 0
    settled: bool = False


@dataclass(frozen=True)
class Issued:
    """What issuing did: the templates written, those that stand unchanged, the units that owe nothing any more.

    `unadopted`: plan workbooks for the quarter that say something else than the version in force.
    """

    quarter: Quarter
    version: PlanVersion
    templates: tuple[Template, ...]
    unchanged: tuple[Path, ...]
    withdrawn: tuple[str, ...]
    unadopted: tuple[Path, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """The files written."""
        return tuple(template.path for template in self.templates)


@dataclass(frozen=True)
class _Answered:
    """What a unit has entered so far: in which issue's rows, and whether that was accepted."""

    made_on: Issue
    entries: tuple[Entry, ...]
    events: tuple[EventEntry, ...]
    accepted: bool


@dataclass(frozen=True)
class _Work:
    """What is to be done for a unit: its issue, the one that it replaces, what was entered in that.

    `new`: the issue was recorded just now; `path`: where its template lies or will lie.
    """

    issue: Issue
    path: Path
    new: bool
    older: Issue | None
    answered: _Answered | None


def issue_templates(
    workspace: Workspace,
    quarter: Quarter,
    now: Callable[[], datetime],
    only: str | None = None,
    tell: Callable[[str], None] = lambda _name: None,
) -> Issued:
    """Writes and records a template for each unit that has something to report under the plan in force.

    A unit whose rows have not changed since the last issue keeps its template, and with it its form code. Where
    the plan changed them, the new template carries over what the unit has entered, and only what changed is asked
    again. `only`: the name or code of one unit; `tell` hears of each template written.
    XlplanError where no adopted plan covers the quarter.
    """
    at = now()
    with open_ledger(workspace.ledger) as ledger, writing(ledger) as connection:
        version, plan = _in_force(connection, quarter)
        standing = {issue.unit.code: issue for issue in queries.latest_issues(connection, quarter)}
        works = [
            _work(connection, workspace, _issue(workspace, plan, unit, quarter, version.number, at), standing, at)
            for unit in _units(plan, standing, only)
        ]
        known = {each.sha256 for each in queries.plan_versions(connection)}
    # Recorded first: a template that is out in the world is always one that the ledger knows.
    owing = [work for work in works if work.issue.rows]
    standing_still = [work for work in owing if not work.new and work.path.exists()]
    templates = tuple(_write(workspace, work, tell) for work in owing if work not in standing_still)
    withdrawn = [work for work in works if work.new and not work.issue.rows]
    for path in _outdated(workspace, works):
        path.unlink(missing_ok=True)
    return Issued(
        quarter,
        version,
        templates,
        unchanged=tuple(work.path for work in standing_still),
        withdrawn=tuple(work.issue.unit.name for work in withdrawn),
        unadopted=_unadopted(workspace.templates, plan, known),
    )


def _work(
    connection: Connection, workspace: Workspace, issue: Issue, standing: dict[str, Issue], at: datetime
) -> _Work:
    """Records the issue where it says something new."""
    older = standing.get(issue.unit.code)
    same = older and (older.rows, older.unit, older.due) == (issue.rows, issue.unit, issue.due)
    new = not same and bool(issue.rows or older)
    if new:
        record.record_issue(connection, issue, at)
    elif older:
        # A template that was lost is made as it was: with what the one before it carried over.
        issue, older = older, queries.issue_before(connection, older)
    path = workspace.template(issue.quarter, issue.unit.name)
    return _Work(issue, path, new, older, _answered(connection, issue) if older else None)


def _outdated(workspace: Workspace, works: list[_Work]) -> Iterator[Path]:
    """The files of templates whose unit owes nothing any more or has another name now."""
    for work in works:
        if work.new and work.older:
            old = workspace.template(work.issue.quarter, work.older.unit.name)
            if not work.issue.rows or old != work.path:
                yield old


def _unadopted(folder: Path, plan: Plan, known: set[str]) -> tuple[Path, ...]:
    changed = [path for path in plan_files(folder) if hash_of(path) not in known]
    read = ((path, read_plan(path)[0]) for path in changed)
    return tuple(
        path
        for path, other in read
        if other is None or (other != plan and set(other.centre.quarters) & set(plan.centre.quarters))
    )


def _in_force(connection: Connection, quarter: Quarter) -> tuple[PlanVersion, Plan]:
    found = queries.plan_in_force(connection, (quarter,))
    if found:
        return found
    versions = queries.plan_versions(connection)
    known = sorted(
        {each for version in versions for each in queries.plan_version(connection, version.number).centre.quarters}
    )
    if known:
        raise XlplanError(
            _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
                quarter=quarter, known=", ".join(str(each) for each in known)
            )
        )
    raise XlplanError(_("No plan has been adopted yet. Run “xlplan plan check”, then “xlplan plan adopt”."))


def _units(plan: Plan, standing: dict[str, Issue], only: str | None) -> tuple[Unit, ...]:
    """The units of the plan, and those that were issued a template but are in it no longer."""
    known = {unit.code for unit in plan.units}
    gone = (issue.unit for issue in standing.values() if issue.rows and issue.unit.code not in known)
    units = (*plan.units, *gone)
    if only is None:
        return units
    chosen = tuple(unit for unit in units if only in (unit.code, unit.name))
    if not chosen:
        names = ", ".join(f"{unit.code} ({unit.name})" for unit in plan.units)
        raise XlplanError(
            _("The plan has no unit “{seen}”. Name one of these: {known}.").format(seen=only, known=names)
        )
    return chosen


def _issue(workspace: Workspace, plan: Plan, unit: Unit, quarter: Quarter, version: int, at: datetime) -> Issue:
    token = "".join(secrets.choice(_SIGNS) for _sign in range(4))
    return Issue(
        form_code=FormCode(plan.centre.code, quarter, unit.code, token),
        centre=plan.centre.name,
        unit=unit,
        plan_version=version,
        issued_on=at.date(),
        due=quarter.last_day + timedelta(days=workspace.settings.due_days),
        rows=rows_of(plan, unit, quarter),
    )


def _answered(connection: Connection, issue: Issue) -> _Answered | None:
    """What the unit has entered so far in its latest submission that was taken; None where it sent none."""
    taken = [
        each
        for each in queries.submissions_of(connection, issue.quarter)
        if each.unit == issue.unit.code and each.form_code and each.outcome is not Outcome.NOT_TAKEN
    ]
    if not taken:
        return None
    latest = taken[-1]
    made_on = queries.issue_by_code(connection, str(latest.form_code))
    if made_on is None:
        return None
    return _Answered(
        made_on,
        queries.entries_of(connection, latest.number),
        queries.events_of(connection, latest.number),
        latest.outcome is Outcome.ACCEPTED,
    )


def _write(workspace: Workspace, work: _Work, tell: Callable[[str], None]) -> Template:
    issue, answered, path = work.issue, work.answered, work.path
    made = datetime.combine(issue.issued_on, datetime.min.time(), workspace.settings.zone)
    again = rows_asked_again(answered.made_on if answered else work.older or issue, issue)
    if answered is None:
        write_template(path, issue, made)
        carried: tuple[Entry, ...] = ()
    else:
        rows = {row.key for row in issue.rows}
        carried = tuple(each for each in answered.entries if each.key in rows)
        events = events_carried(answered.events, answered.made_on, issue)
        write_template(path, issue, made, entry_cells(carried, again), event_cells(events))
    tell(path.name)
    return Template(
        unit=issue.unit.name,
        path=path,
        replaces=str(work.older.form_code) if work.older else "",
        again=again,
        carried=sum(_says_something(each) and each.key not in again for each in carried),
        settled=bool(answered and answered.accepted and not again),
    )


def _says_something(entry: Entry) -> bool:
    return entry.kind is not EntryKind.MISSING or bool(entry.description)

"""The status of a quarter: returns, missing returns, errors."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.aggregation.year_returns import year_returns
from xlplan.domain.clock_doubt import ClockDoubt
from xlplan.domain.counting_submissions import CountingRules, WaitingSubmission
from xlplan.domain.deadline import Deadline
from xlplan.domain.decisions import Dismissal, Reopening, Withdrawal
from xlplan.domain.edition import Edition
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.issue import Issue, rows_of
from xlplan.domain.letters import Enclosure, LetterItem, LetterRecord
from xlplan.domain.messages import Sender
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import ReturnCounts, UnitReturn, YearReturns, add_counts, unit_return
from xlplan.domain.standing import Answer, answer_of
from xlplan.domain.submission import (
    AcceptedReturn,
    Outcome,
    ReturnState,
    Submission,
    SubmissionState,
    return_state,
)
from xlplan.ledger.accepted import accepted_returns, load_counting_rules
from xlplan.ledger.archive_gaps import ArchiveGaps, archive_gaps
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.decisions import dismissals_of
from xlplan.ledger.editions import editions_of, reopening_of
from xlplan.ledger.issues import issued_quarters, latest_issue_headers, require_issued
from xlplan.ledger.last_entry import load_clock_doubt
from xlplan.ledger.letters import addresses_of, letters_of
from xlplan.ledger.messages import senders_of
from xlplan.ledger.reports import plan_of, version_of
from xlplan.ledger.submissions import findings_of, submissions_not_taken, submissions_of
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage import inbox
from xlplan.storage.archive import sha256_of
from xlplan.storage.publish import is_changed, waiting_copies
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import N_

ISSUED, ACCEPTED, TO_CORRECT = N_("issued"), ReturnState.ACCEPTED.value, ReturnState.TO_CORRECT.value
ASKED_ANEW, SUBMITTED = ReturnState.ASKED_ANEW.value, ReturnState.SUBMITTED.value
_STATES = {
    ReturnState.ACCEPTED: ACCEPTED,
    ReturnState.ASKED_ANEW: ASKED_ANEW,
    ReturnState.TO_CORRECT: TO_CORRECT,
    ReturnState.SUBMITTED: SUBMITTED,
    ReturnState.NONE: ISSUED,
}


class ReturnStatus(Struct, frozen=True):
    """The status of one unit's return.

    Attributes:
        owed: The return that the unit owes, with its timeliness.
        state: A word of the catalogue: issued, submitted, accepted, accepted but rows asked anew, to correct.
        is_overdue: The deadline has passed without an accepted return.
        attempts: The number of submissions.
        latest: The latest submission.
        errors: The errors in it. There are none if it was accepted.
        rows_asked_again: The row codes that a newer version of the plan asks again. The return is issued again.
        withdrawal: The withdrawal of the latest submission.
        came_after_closing: The latest submission came after the closing, and counts once the quarter is reopened.
        latest_state: What has become of the latest submission. None where there is none.
        counting: The return that counts. None where none does.
        letters: The letters to the unit that brought anything of this quarter, oldest first.
        is_to_send: The unit has an address, and its template was in no letter that may have gone.
    """

    owed: UnitReturn
    state: str
    is_overdue: bool
    attempts: int
    latest: Submission | None
    errors: tuple[Finding, ...]
    rows_asked_again: tuple[str, ...] = ()
    withdrawal: Withdrawal | None = None
    came_after_closing: bool = False
    latest_state: SubmissionState | None = None
    counting: AcceptedReturn | None = None
    letters: tuple[LetterRecord, ...] = ()
    is_to_send: bool = False

    @property
    def unit(self) -> str:
        """The name of the unit."""
        return self.owed.unit.name

    @property
    def latest_is_beside(self) -> bool:
        """Tells that the latest file is told beside the return: another one counts, or this one is kept."""
        if self.latest_state is None:
            return False
        answer = answer_of(self.latest_state)
        # What came after the closing is listed apart.
        is_late = self.latest_state is SubmissionState.LATE
        return answer is not Answer.ACCEPTED and bool(self.counting or (answer is Answer.KEPT and not is_late))


class EditionStatus(Struct, frozen=True):
    """An edition and its path. `is_intact`: the file is there, byte for byte as it was signed."""

    edition: Edition
    path: Path
    is_intact: bool


class QuarterStatus(Struct, frozen=True):
    """The status of a quarter.

    Attributes:
        quarter: The quarter.
        deadline: The deadline of its returns.
        returns: The status of each unit's return.
        report: The working copy of the workbook. None if there is none.
        waiting_workbooks: Newer workbooks that wait beside it for its name.
        report_is_changed: They wait because it was changed by hand, and not because a program has it open. False
            where none waits.
        plan: The version of the plan that counts for the quarter.
        editions: The editions, oldest first. The last one closes the quarter, unless it was reopened.
        reopening: The reopening of the last edition.
        waiting: The returns that came after the closing and wait for the reopening, with the name of the unit.
        not_issued: The units of the plan without a template for the quarter, where it is open.
        other_senders: The files that came by mail from an address which is none of their unit's.
        centre: The name of the centre, as its templates have it.
    """

    quarter: Quarter
    deadline: Deadline
    returns: tuple[ReturnStatus, ...]
    report: Path | None
    waiting_workbooks: tuple[Path, ...]
    report_is_changed: bool
    plan: PlanVersion | None
    editions: tuple[EditionStatus, ...] = ()
    reopening: Reopening | None = None
    waiting: tuple[tuple[str, WaitingSubmission], ...] = ()
    not_issued: tuple[str, ...] = ()
    other_senders: tuple[tuple[Submission, Sender], ...] = ()
    centre: str = ""

    @property
    def counts(self) -> ReturnCounts:
        """The numbers of returns that are owed, accepted and in time."""
        return add_counts(each.owed.counts for each in self.returns)

    @property
    def closed_by(self) -> Edition | None:
        """The edition that closes the quarter. None while it is open."""
        return self.editions[-1].edition if self.editions and not self.reopening else None

    @property
    def accepted(self) -> int:
        """The number of accepted returns."""
        return self.counts.accepted


class Status(Struct, frozen=True):
    """The status of the workspace: its quarters, the files that were not taken, the files still in the inbox.

    `gaps`: what archive and ledger lack of each other. `clock_doubt`: the clock shows an earlier time than the
    ledger has. `years`: the returns of each year up to the last quarter of it that is shown. `dismissals`: the
    files among those not taken that were put aside, by receipt number.
    """

    quarters: tuple[QuarterStatus, ...]
    not_taken: tuple[tuple[Submission, tuple[Finding, ...]], ...]
    waiting: tuple[Path, ...]
    gaps: ArchiveGaps
    clock_doubt: ClockDoubt | None = None
    years: Mapping[int, YearReturns] = field(default_factory=dict)
    dismissals: Mapping[int, Dismissal] = field(default_factory=dict)


def read_status(context: OpenWorkspace, quarter: Quarter | None = None) -> Status:
    """Read the status of one quarter, or of every issued one.

    Raises:
        XlplanError: The quarter was never issued.
    """
    with context.ledger.connect() as connection:
        if quarter is not None:
            require_issued(connection, quarter)
        quarters_issued = issued_quarters(connection)
        moment = context.now()
        shown = (quarter,) if quarter else quarters_issued
        # The year so far needs the quarters before the one that is shown.
        quarters = {
            each: quarter_status(connection, context.workspace, each, moment)
            for each in quarters_issued
            if any(each in last.to_date for last in shown)
        }
        not_taken = tuple(
            (each, findings_of(connection, each.number)) for each in submissions_not_taken(connection)
        )
        dismissals = dismissals_of(connection)
        gaps = archive_gaps(connection, context.workspace)
        clock_doubt = load_clock_doubt(connection, moment)
    waiting = tuple(inbox.list_files(context.workspace.inbox))
    shown_quarters = tuple(quarters[each] for each in shown)
    return Status(shown_quarters, not_taken, waiting, gaps, clock_doubt, returns_by_year(quarters), dismissals)


def returns_by_year(quarters: Mapping[Quarter, QuarterStatus]) -> Mapping[int, YearReturns]:
    """Return the returns of each year, over the quarters of it that are given."""
    owed = {quarter: [each.owed for each in status.returns] for quarter, status in quarters.items()}
    years = sorted({quarter.year for quarter in owed})
    return {
        year: year_returns({quarter: returns for quarter, returns in owed.items() if quarter.year == year})
        for year in years
    }


def quarter_status(
    connection: Connection, workspace: Workspace, quarter: Quarter, moment: datetime
) -> QuarterStatus:
    """Read the status of a quarter for which templates were issued."""
    issues = latest_issue_headers(connection, quarter)
    deadline, accepted = (
        deadline_of(connection, quarter),
        accepted_returns(connection, quarter, with_entries=False),
    )
    submissions = submissions_of(connection, quarter)
    report = workspace.report(quarter)
    rules = load_counting_rules(connection, quarter)
    letters = letters_of(connection, (quarter,))
    # Of a closed quarter nothing is asked that only the plan tells.
    in_force = plan_of(connection, quarter) if rules.last_number is None else None
    plan = in_force[1] if in_force else None
    addresses = addresses_of(plan, issues)
    editions = editions_of(connection, quarter)
    names = {issue.unit.code: issue.unit.name for issue in issues}
    by_unit: dict[str, list[Submission]] = {}
    for each in submissions:
        by_unit.setdefault(each.unit or "", []).append(each)
    letters_by_unit: dict[str, list[LetterRecord]] = {}
    for record in letters:
        letters_by_unit.setdefault(record.letter.unit, []).append(record)
    waiting_workbooks = waiting_copies(workspace.own_files, report)
    waits = [each for each in rules.waiting(submissions) if each.submission.unit in names]
    return QuarterStatus(
        quarter,
        deadline,
        tuple(
            _with_letters(
                _return_status(
                    connection,
                    issue,
                    by_unit.get(issue.unit.code, []),
                    accepted,
                    deadline.is_past(moment),
                    rules,
                ),
                issue,
                letters_by_unit.get(issue.unit.code, []),
                addresses[issue.unit.code],
            )
            for issue in issues
        ),
        report if report.exists() else None,
        waiting_workbooks,
        # To know it, the workbook is read as a whole.
        bool(waiting_workbooks) and is_changed(workspace.own_files, report),
        version_of(connection, quarter),
        tuple(_edition_status(workspace, each) for each in editions),
        reopening_of(connection, editions[-1]) if editions else None,
        tuple((names[each.submission.unit or ""], each) for each in waits),
        _not_issued(plan, quarter, names) if plan else (),
        _other_senders(connection, quarter, submissions),
        issues[0].centre if issues else "",
    )


def _other_senders(
    connection: Connection, quarter: Quarter, submissions: Collection[Submission]
) -> tuple[tuple[Submission, Sender], ...]:
    senders = senders_of(connection, quarter)
    came = ((each, senders[each.sha256]) for each in submissions if each.sha256 in senders)
    return tuple((submission, sender) for submission, sender in came if sender.is_other)


def _not_issued(plan: Plan, quarter: Quarter, issued: Collection[str]) -> tuple[str, ...]:
    """Return the names of the units that the plan in force asks, and that have no template."""
    without = (unit for unit in plan.units if unit.code not in issued)
    return tuple(unit.name for unit in without if rows_of(plan, unit, quarter))


def _edition_status(workspace: Workspace, edition: Edition) -> EditionStatus:
    path = workspace.edition(edition.quarter, edition.number)
    return EditionStatus(edition, path, path.is_file() and sha256_of(path) == edition.sha256)


def _with_letters(
    status: ReturnStatus, issue: Issue, letters: Sequence[LetterRecord], address: str
) -> ReturnStatus:
    """Return the status of a return with the letters about it."""
    template = LetterItem(issue.quarter, Enclosure.TEMPLATE, str(issue.form_code))
    has_it = any(template in each.items for each in letters if each.may_have_gone)
    is_to_send = status.state == ISSUED and not status.latest and bool(address) and not has_it
    return replace(status, letters=tuple(letters), is_to_send=is_to_send)


def _return_status(
    connection: Connection,
    issue: Issue,
    own_submissions: list[Submission],
    accepted: dict[str, AcceptedReturn],
    deadline_has_passed: bool,
    rules: CountingRules,
) -> ReturnStatus:
    is_sent_back = bool(own_submissions) and own_submissions[-1].outcome is not Outcome.ACCEPTED
    counting = accepted.get(issue.unit.code)
    rows_asked_again = counting.asked_again if counting else ()
    is_to_correct = issue.unit.code in rules.reopened.to_correct(own_submissions)
    is_waiting = any(each.will_count for each in rules.waiting(own_submissions))
    state = return_state(counting, is_to_correct, is_waiting)
    return ReturnStatus(
        owed=unit_return(issue.unit, state, counting),
        state=_STATES[state],
        is_overdue=state not in (ReturnState.ACCEPTED, ReturnState.SUBMITTED) and deadline_has_passed,
        attempts=len(own_submissions),
        latest=own_submissions[-1] if own_submissions else None,
        errors=errors_of(findings_of(connection, own_submissions[-1].number)) if is_sent_back else (),
        rows_asked_again=rows_asked_again,
        withdrawal=rules.withdrawals.get(own_submissions[-1].number) if own_submissions else None,
        came_after_closing=bool(own_submissions)
        and own_submissions[-1].outcome is Outcome.ACCEPTED
        and rules.came_after_closing(own_submissions[-1]),
        latest_state=rules.state(own_submissions[-1], counting) if own_submissions else None,
        counting=counting,
    )

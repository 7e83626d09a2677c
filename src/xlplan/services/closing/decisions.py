"""The decisions of the coordinator about returns: reopening of a closed quarter, withdrawal and its undoing."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from xlplan.domain.counting_submissions import WaitingSubmission
from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.decisions import Reopening, Withdrawal
from xlplan.domain.edition import Edition
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import PlanVersion, Unit, find_unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn, Submission
from xlplan.ledger.accepted import accepted_returns, waiting_submissions
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import record_withdrawal, withdrawals_of
from xlplan.ledger.editions import closing_edition, record_reopening, require_open
from xlplan.ledger.issues import latest_issue_headers, require_issued
from xlplan.ledger.reports import version_of
from xlplan.ledger.submissions import submission_by_hash, submissions_of
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.text.translation import _


class WaitingReturn(Struct, frozen=True):
    """A return that waits for its quarter to be reopened, and its unit."""

    unit: Unit
    waiting: WaitingSubmission


def waiting_returns(context: OpenWorkspace, quarter: Quarter) -> tuple[WaitingReturn, ...]:
    """Return what waits for a closed quarter to be reopened. There is nothing for an open one."""
    with context.ledger.connect() as connection:
        require_issued(connection, quarter)
        return _waiting_returns(connection, quarter)


def _waiting_returns(connection: Connection, quarter: Quarter) -> tuple[WaitingReturn, ...]:
    units = {issue.unit.code: issue.unit for issue in latest_issue_headers(connection, quarter)}
    waiting = waiting_submissions(connection, quarter)
    # A unit that owes nothing any more is left out.
    return tuple(
        WaitingReturn(units[each.submission.unit], each) for each in waiting if each.submission.unit in units
    )


class ReopeningResult(Struct, frozen=True):
    """A reopened quarter.

    Attributes:
        edition: The edition that had closed it.
        version: The version of the plan that counts for it from now on.
        waiting: The returns that waited for this.
    """

    edition: Edition
    version: PlanVersion
    waiting: tuple[WaitingReturn, ...] = ()


def reopen_quarter(context: OpenWorkspace, quarter: Quarter, reason: str) -> ReopeningResult:
    """Record that a closed quarter is open again. Its edition stays; the next closing makes another one.

    Raises:
        XlplanError: There is no reason, or the quarter is not closed.
    """
    if not reason:
        raise XlplanError(
            _("Reopening {quarter} needs a reason: xlplan reopen {quarter} --reason “…”.").format(quarter=quarter)
        )
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        require_issued(connection, quarter)
        edition = closing_edition(connection, quarter)
        if edition is None:
            raise XlplanError(
                _("The {quarter} is not closed, so there is nothing to reopen.").format(quarter=quarter.title)
            )
        waiting = _waiting_returns(connection, quarter)
        reopening = Reopening(quarter, edition.number, context.now(), context.by, reason)
        record_reopening(connection, reopening)
        version = version_of(connection, quarter)
        closed = {"edition": edition.number, "file": edition.file, "sha256": edition.sha256}
        transaction.record(Decision(DecisionKind.REOPENING, reason, quarter, before=closed))
    if version is None:
        raise LookupError("a quarter that was closed has a plan")
    return ReopeningResult(edition, version, waiting)


class WithdrawalResult(Struct, frozen=True):
    """A withdrawn return of a unit, and the return that counts now. None if no return counts any more."""

    unit: Unit
    withdrawn: AcceptedReturn
    counting: AcceptedReturn | None


def withdraw_return(context: OpenWorkspace, quarter: Quarter, unit_name: str, reason: str) -> WithdrawalResult:
    """Record that the return of a unit does not count any more. Nothing is deleted.

    Args:
        context: The workspace.
        quarter: The quarter of the return.
        unit_name: The unit, by code or name.
        reason: The reason, in the words of the coordinator.

    Raises:
        XlplanError: There is no reason, the quarter is closed, the unit is unknown, or no return of it counts.
    """
    if not reason:
        raise XlplanError(_("Withdrawing a return needs a reason: --reason “…”."))
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        unit = _unit_of_open_quarter(connection, quarter, unit_name)
        withdrawn = accepted_returns(connection, quarter).get(unit.code)
        submission = submission_by_hash(connection, withdrawn.sha256) if withdrawn else None
        if withdrawn is None or submission is None:
            raise XlplanError(
                _("No return of {unit} counts for {quarter}, so there is nothing to withdraw.").format(
                    unit=unit.name, quarter=quarter.title
                )
            )
        record_withdrawal(connection, Withdrawal(submission.number, context.now(), context.by, reason))
        counting = accepted_returns(connection, quarter).get(unit.code)
        before, after = _counting(submission), _counting_now(connection, counting)
        transaction.record(
            Decision(DecisionKind.WITHDRAWAL, reason, quarter, unit.code, before=before, after=after)
        )
    return WithdrawalResult(unit, withdrawn, counting)


class UndoingResult(Struct, frozen=True):
    """A submission of a unit whose withdrawal was undone, and the return that counts now.

    Attributes:
        unit: The unit.
        restored: The submission.
        withdrawal: Its withdrawal that stood until now.
        counting: The return that counts now. None where none does.
    """

    unit: Unit
    restored: Submission
    withdrawal: Withdrawal
    counting: AcceptedReturn | None


def undo_withdrawal(context: OpenWorkspace, quarter: Quarter, unit_name: str, reason: str) -> UndoingResult:
    """Record that the latest standing withdrawal of a unit is undone. The withdrawal stays in the ledger.

    Args:
        context: The workspace.
        quarter: The quarter of the return.
        unit_name: The unit, by code or name.
        reason: The reason, in the words of the coordinator.

    Raises:
        XlplanError: There is no reason, the quarter is closed, the unit is unknown, or no withdrawal of it stands.
    """
    if not reason:
        raise XlplanError(_("Undoing a withdrawal needs a reason: --reason “…”."))
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        unit = _unit_of_open_quarter(connection, quarter, unit_name)
        submissions = {each.number: each for each in submissions_of(connection, quarter) if each.unit == unit.code}
        standing = [
            each for each in withdrawals_of(connection, quarter).values() if each.submission in submissions
        ]
        if not standing:
            raise XlplanError(
                _("No return of {unit} for {quarter} is withdrawn, so there is nothing to undo.").format(
                    unit=unit.name, quarter=quarter.title
                )
            )
        withdrawal = standing[-1]
        before = _counting_now(connection, accepted_returns(connection, quarter).get(unit.code))
        undoing = Withdrawal(withdrawal.submission, context.now(), context.by, reason, is_undone=True)
        record_withdrawal(connection, undoing)
        counting = accepted_returns(connection, quarter).get(unit.code)
        after = _counting_now(connection, counting)
        transaction.record(
            Decision(DecisionKind.WITHDRAWAL_UNDOING, reason, quarter, unit.code, before=before, after=after)
        )
    return UndoingResult(unit, submissions[withdrawal.submission], withdrawal, counting)


def _counting_now(connection: Connection, counting: AcceptedReturn | None) -> Mapping[str, Any]:
    """Return the return that counts as the decision log names it; nothing where none counts."""
    submission = submission_by_hash(connection, counting.sha256) if counting else None
    return _counting(submission) if submission else {"receipt": None}


def _counting(submission: Submission) -> Mapping[str, Any]:
    return {"receipt": submission.number, "file": submission.file, "sha256": submission.sha256}


def _unit_of_open_quarter(connection: Connection, quarter: Quarter, name: str) -> Unit:
    """Return a unit that was issued a template for a quarter, by code or name; refuse a closed quarter."""
    require_issued(connection, quarter)
    require_open(connection, quarter)
    return find_unit((issue.unit for issue in latest_issue_headers(connection, quarter)), name)

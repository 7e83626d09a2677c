"""The standing of a submission that came before, read from the ledger."""

from xlplan.domain.reissue import rows_to_ask_again
from xlplan.domain.standing import Standing, first_standing
from xlplan.domain.submission import Submission, SubmissionState, Verdict
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import load_issue_standing
from xlplan.ledger.submissions import submissions_of_return


def load_standing(connection: Connection, submission: Submission, verdict: Verdict) -> Standing:
    """Return how a submission stands now.

    Args:
        connection: The ledger.
        submission: The submission.
        verdict: The verdict on it when it came.
    """
    issue = verdict.issue
    if issue is None:
        return first_standing(verdict)
    rules = load_counting_rules(connection, issue.quarter)
    latest = rules.latest(submissions_of_return(connection, issue)).get(issue.unit.code)
    counting = latest[1] if latest else None
    state = rules.state(submission, counting)
    is_counting = counting is not None and counting.number == submission.number
    # A file to correct is for the unit to correct, unless a later one counts already.
    is_overtaken = counting is not None and counting.number > submission.number
    return Standing(
        state,
        is_closed=rules.last_number is not None,
        counting=counting if state is SubmissionState.SUPERSEDED or is_overtaken else None,
        withdrawal=rules.withdrawals.get(submission.number),
        rows_asked_again=_rows_asked_again(connection, verdict) if is_counting else (),
    )


def _rows_asked_again(connection: Connection, verdict: Verdict) -> tuple[str, ...]:
    """Return the row codes that a newer issue asks again."""
    issue = verdict.issue
    issued = load_issue_standing(connection, str(issue.form_code)) if issue else None
    if issue is None or issued is None or issued.current == issue:
        return ()
    return rows_to_ask_again(issue, issued.current)

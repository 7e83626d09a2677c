"""The coordinator puts a file aside that was not taken: it is no return, so `status` need not name it any more."""

import re

from msgspec import Struct

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.decisions import Dismissal
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Submission
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import dismissals_of, record_dismissal
from xlplan.ledger.submissions import submissions_not_taken
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.text.normalize import match_key
from xlplan.text.translation import _

# A receipt is called by its number in either language.
_NUMBER_SIGN = re.compile(r"(?:№|No\.?)\s*(?=\d)", re.IGNORECASE)


class DismissalResult(Struct, frozen=True):
    """A file that was put aside, and the number of files that still stand as not taken."""

    submission: Submission
    left: int


def dismiss_file(context: OpenWorkspace, wanted: str, reason: str) -> DismissalResult:
    """Record that a file which was not taken is put aside. It stays in the archive and in the ledger.

    Args:
        context: The workspace.
        wanted: The number of its receipt, or its name.
        reason: The reason, in the words of the coordinator.

    Raises:
        XlplanError: There is no reason; no such file stands as not taken, or several of that name do.
    """
    if not reason:
        raise XlplanError(_("Putting a file aside needs a reason: --reason “…”."))
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        standing = _standing(connection)
        submission = _find(standing, wanted)
        record_dismissal(connection, Dismissal(submission.number, context.now(), context.by, reason))
        file = {"receipt": submission.number, "file": submission.file, "sha256": submission.sha256}
        transaction.record(
            Decision(DecisionKind.DISMISSAL, reason, submission.quarter, submission.unit or "", before=file)
        )
    return DismissalResult(submission, len(standing) - 1)


def _standing(connection: Connection) -> list[Submission]:
    dismissed = dismissals_of(connection)
    return [each for each in submissions_not_taken(connection) if each.number not in dismissed]


def _find(standing: list[Submission], wanted: str) -> Submission:
    """Return the file that is meant. A number is that of a receipt before it is a name."""
    number = _NUMBER_SIGN.sub("", wanted.strip())
    by_number = [each for each in standing if str(each.number) == number]
    key = match_key(wanted)
    found = by_number or [each for each in standing if key in (match_key(each.file), match_key(each.shown_file))]
    if len(found) > 1:
        raise XlplanError(
            _("Several files of the name “{file}” were not taken. Name the receipt: {numbers}.").format(
                file=wanted, numbers=", ".join(str(each.number) for each in found)
            )
        )
    if not found:
        raise XlplanError(
            _(
                "No file “{file}” stands as not taken, so there is nothing to put aside. Look at xlplan status; a "
                "return that was taken is withdrawn by xlplan withdraw."
            ).format(file=wanted)
        )
    return found[0]

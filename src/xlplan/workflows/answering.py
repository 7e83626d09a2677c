"""The answers that a watcher sends back by itself, to the files that come while it watches."""

from datetime import datetime, timedelta

from xlplan.ledger.letters import last_answered
from xlplan.ledger.submissions import last_receipt
from xlplan.services.mail.dispatch import MailResult
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.workflows.letters import LetterOptions, return_answers

# A server that takes a letter from a stranger only at the second time wants some minutes in between.
_PAUSE = timedelta(minutes=10)


class Answering:
    """The sending of answers, round after round.

    It begins with the files that came after the last one whose answer a letter brought, so that none is left out
    where an earlier watch was ended. Before the first such letter, it begins with the files that come from now on.
    """

    def __init__(self) -> None:
        self._first: int | None = None
        self._seen = 0
        self._next: datetime | None = None

    def prepare(self, context: OpenWorkspace) -> None:
        """Note with which receipt to begin, before the first round takes anything."""
        if self._first is not None:
            return
        with context.ledger.connect() as connection:
            self._seen = last_receipt(connection)
            answered = last_answered(connection)
        self._first = (answered or self._seen) + 1
        # What came after the last answer is sent with the first round.
        self._seen = self._first - 1

    def run(self, context: OpenWorkspace) -> MailResult | None:
        """Send the answers that are still to go; None where there is nothing to try now.

        What did not go is tried again after some minutes.

        Raises:
            XlplanError: The clock is doubted, or a text of the centre has a fault.
        """
        with context.ledger.connect() as connection:
            last = last_receipt(connection)
        is_time = self._next is not None and context.now() >= self._next
        if self._first is None or (last == self._seen and not is_time):
            return None
        self._next = context.now() + _PAUSE
        result = return_answers(context, None, LetterOptions(), range(self._first, last + 1))
        self._seen = last
        if result.is_complete:
            self._next = None
        return result

"""Letters to units: the templates of a quarter, reminders of what is owed, answers to what came."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from msgspec import Struct, field

from xlplan.documents.letters.content import TO_FILL
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterKind
from xlplan.domain.plan import find_unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.reminders import ReminderDays
from xlplan.domain.submission import SubmissionState
from xlplan.ledger.editions import require_open
from xlplan.ledger.issues import require_issued
from xlplan.services.mail.dispatch import MailResult, send_letters
from xlplan.services.mail.requests import Again
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.status import (
    ACCEPTED,
    SUBMITTED,
    TO_CORRECT,
    QuarterStatus,
    ReturnStatus,
    read_status,
)
from xlplan.text.translation import _
from xlplan.workflows.board import refresh_board_and_tell
from xlplan.workflows.letter_matters import QuarterLetters, WantedLetters, quarter_letters

# Whoever gives the command hears of each letter that has gone.
Progress = Callable[[str], object]


def _tell_nobody(_unit: str) -> None:
    pass


class LetterOptions(Struct, frozen=True):
    """The options of a command besides the quarter.

    Attributes:
        unit: Only this unit, by code or name; None for every one.
        again: Send also what went already: of one unit all, of every unit what did not surely go.
        is_dry_run: Only say what would go.
    """

    unit: str | None = None
    again: bool = False
    is_dry_run: bool = False

    @property
    def wish(self) -> Again:
        """The wish of a person to send what the ledger has already."""
        return Again(self.again, self.again and self.unit is not None)


class ReminderResult(Struct, frozen=True):
    """The result of reminding: the letters, and where nobody is reminded today, the next day for it.

    `next_days`: by quarter, None where no day is left. Quarters that are reminded of today are not in it.
    """

    mail: MailResult
    next_days: dict[Quarter, date | None] = field(default_factory=dict)


def send_templates(
    context: OpenWorkspace, quarter: Quarter, options: LetterOptions, progress: Progress = _tell_nobody
) -> MailResult:
    """Send each unit its template of a quarter. A unit whose return stands needs none.

    Raises:
        XlplanError: Nothing was issued for the quarter, it is closed, or there is no such unit.
    """
    letters = _open_quarter(context, quarter)
    wanted = WantedLetters(context, LetterKind.TEMPLATE)
    for each in _of_unit(letters, options.unit):
        issue = letters.issues[each.owed.unit.code]
        is_needed = each.state not in (ACCEPTED, SUBMITTED, TO_CORRECT)
        is_newer = each.state == TO_CORRECT and each.latest and each.latest.form_code != str(issue.form_code)
        if is_needed or is_newer or options.wish.everything:
            replaces = letters.has_had_another(issue) or bool(each.rows_asked_again)
            wanted.add(letters, issue, wanted.template(letters, issue, TO_FILL, each, replaces))
    return _send(context, wanted, options, progress)


def remind(
    context: OpenWorkspace,
    quarter: Quarter | None,
    options: LetterOptions,
    is_any_day: bool = False,
    progress: Progress = _tell_nobody,
) -> ReminderResult:
    """Remind the units that owe a return, by what they owe: one letter a unit, on the days of the settings.

    Args:
        context: The workspace.
        quarter: Only this quarter; None for every open one.
        options: The options of the command.
        is_any_day: Remind today, whatever the settings say.
        progress: It is called with the name of each unit whose letter has gone.

    Raises:
        XlplanError: Nothing was issued for the quarter, it is closed, or there is no such unit.
    """
    mail, today = context.workspace.settings.mail, context.now().date()
    days = ReminderDays(mail.remind_days_before, mail.remind_days_after)
    next_days: dict[Quarter, date | None] = {}
    owing: list[tuple[QuarterLetters, ReturnStatus]] = []
    reminded: set[str] = set()
    for letters in _open_quarters(context, quarter):
        of_quarter = [each for each in _of_unit(letters, options.unit) if _owes(each)]
        due_day = letters.status.deadline.due
        units = {each.owed.unit.code for each in of_quarter}
        if not (is_any_day or options.again):
            units = {unit for unit in units if days.is_due(due_day, today, letters.last_day(unit))}
        if of_quarter and not units:
            next_days[letters.quarter] = days.next_day(due_day, today)
        reminded |= units
        owing += [(letters, each) for each in of_quarter]
    # A letter has everything that its unit owes, also for quarters whose own day it is not.
    wanted = WantedLetters(context, LetterKind.REMINDER)
    for letters, each in owing:
        if each.owed.unit.code in reminded:
            issue = letters.issues[each.owed.unit.code]
            wanted.add(letters, issue, wanted.owed(letters, issue, each))
    return ReminderResult(_send(context, wanted, options, progress), next_days)


def return_answers(
    context: OpenWorkspace,
    quarter: Quarter | None,
    options: LetterOptions,
    numbers: Collection[int] | None = None,
    progress: Progress = _tell_nobody,
) -> MailResult:
    """Send the answer to the latest file of each return back: its receipt, and the marked file where there is one.

    Args:
        context: The workspace.
        quarter: Only this quarter; None for every open one.
        options: The options of the command.
        numbers: Only the answers with these receipt numbers; None for every one.
        progress: It is called with the name of each unit whose letter has gone.

    Raises:
        XlplanError: Nothing was issued for the quarter, or there is no such unit.
    """
    wanted = WantedLetters(context, LetterKind.ANSWER)
    for letters in _open_quarters(context, quarter, with_closed=quarter is not None or numbers is not None):
        for each in _of_unit(letters, options.unit):
            if each.latest is None or each.latest_state is SubmissionState.WITHDRAWN:
                continue
            # A watcher answers what came in at its own place.
            if numbers is None or (each.latest.number in numbers and each.latest.sha256 not in letters.elsewhere):
                issue = letters.issues[each.owed.unit.code]
                wanted.add(letters, issue, wanted.answer(letters, issue, each), letters.sent_from(each.latest))
    return _send(context, wanted, options, progress)


def _send(
    context: OpenWorkspace, wanted: "WantedLetters", options: LetterOptions, progress: Progress
) -> MailResult:
    result = send_letters(
        context, wanted.requests(), options.wish, options.is_dry_run, tuple(wanted.problems), progress
    )
    if not options.is_dry_run:
        refresh_board_and_tell(context)
    return result


def _open_quarter(context: OpenWorkspace, quarter: Quarter) -> QuarterLetters:
    status = _status(context, quarter)[0]
    with context.ledger.connect() as connection:
        require_open(connection, quarter)
    return quarter_letters(context, status)


def _open_quarters(
    context: OpenWorkspace, quarter: Quarter | None, with_closed: bool = False
) -> Iterator[QuarterLetters]:
    if quarter is not None and not with_closed:
        yield _open_quarter(context, quarter)
        return
    for status in _status(context, quarter):
        if with_closed or not status.closed_by:
            yield quarter_letters(context, status)


def _status(context: OpenWorkspace, quarter: Quarter | None) -> tuple[QuarterStatus, ...]:
    # A command that sends nothing makes no ledger.
    if not context.has_ledger:
        raise XlplanError(
            _("Nothing was issued yet, so there is nothing to send. “xlplan” alone says what is next.")
        )
    if quarter is not None:
        with context.ledger.connect() as connection:
            require_issued(connection, quarter)
    return read_status(context, quarter).quarters


def _of_unit(letters: QuarterLetters, name: str | None) -> Sequence[ReturnStatus]:
    returns = letters.status.returns
    if name is None:
        return returns
    unit = find_unit((each.owed.unit for each in returns), name)
    return [each for each in returns if each.owed.unit.code == unit.code]


def _owes(each: ReturnStatus) -> bool:
    return each.state not in (ACCEPTED, SUBMITTED)

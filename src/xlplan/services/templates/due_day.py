"""The deadline of a quarter at an issue: named by whoever issues, or from the settings."""

from datetime import date

from msgspec import Struct

from xlplan.domain.deadline import Deadline, DeadlineRecord, due_day_problem
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of, latest_deadline, record_deadline
from xlplan.ledger.issues import issued_quarters
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.text.translation import _


class DeadlineChange(Struct, frozen=True):
    """The deadline of a quarter after an issue.

    Attributes:
        now: The deadline that counts.
        before: The deadline before the issue; None at the first issue of the quarter.
        is_named: Whoever issued named the due day, now or earlier. Without that it is from the settings.
        is_recorded: The deadline was new or another one, and was recorded.
        in_settings: The due day that the settings have for this quarter, if that is another one; else None.
    """

    now: Deadline
    before: Deadline | None
    is_named: bool
    is_recorded: bool = False
    in_settings: date | None = None

    @property
    def is_moved(self) -> bool:
        """Tells that the due day is another one than before."""
        return self.before is not None and self.before.due != self.now.due


def settle_deadline(
    connection: Connection, context: OpenWorkspace, quarter: Quarter, due: date | None, is_partial: bool
) -> DeadlineChange:
    """Record the deadline of a quarter if it is new or another one, and return it.

    A due day that was named stays until another one is named. The issue for a single unit leaves the deadline as
    it is, because it counts for every unit and stands in all templates.

    Args:
        connection: The ledger, in a write transaction.
        context: The workspace.
        quarter: The quarter.
        due: The due day that is named now; None without one.
        is_partial: The issue is for a single unit.

    Raises:
        XlplanError: The due day cannot be that of the quarter, or it is named for a single unit.
    """
    settings = context.workspace.settings
    if due is not None:
        _check(quarter, due, is_partial)
    before = deadline_of(connection, quarter) if quarter in issued_quarters(connection) else None
    record = latest_deadline(connection, quarter)
    is_named = due is not None or (record is not None and record.is_named)
    is_recorded = False
    if is_partial and before:
        now = before
    else:
        named = due or (record.due if record and record.is_named else None)
        now = Deadline(named or settings.due_day(quarter), settings.grace_days)
        if record is None or (record.deadline, record.is_named) != (now, is_named):
            is_recorded = True
            record_deadline(
                connection, DeadlineRecord(quarter, now.due, now.grace_days, is_named, context.now(), context.by)
            )
    own_day = dict(settings.due).get(quarter)
    return DeadlineChange(now, before, is_named, is_recorded, own_day if own_day != now.due else None)


def _check(quarter: Quarter, due: date, is_partial: bool) -> None:
    if is_partial:
        raise XlplanError(_("A due day counts for every unit: name it without --unit."))
    if problem := due_day_problem(quarter, due):
        raise XlplanError(
            _("The due day {problem}. Name another one: xlplan issue {quarter} --due {example}.").format(
                problem=problem, quarter=quarter, example=f"{quarter.last_day:%d.%m.%Y}"
            )
        )

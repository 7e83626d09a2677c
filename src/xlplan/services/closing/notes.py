"""The coordinator's reason for a shortfall of a joint target, which no unit is asked for."""

from msgspec import Struct

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.decisions import Note
from xlplan.domain.errors import XlplanError
from xlplan.domain.figure_words import reason_of
from xlplan.domain.plan import Counting, Indicator
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.row_lookup import find_row
from xlplan.ledger.decisions import notes_of, record_note
from xlplan.ledger.editions import require_open
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.text.translation import _


class NoteRequest(Struct, frozen=True):
    """A note that is asked for: the row code, the reason and what will be done. One of the two may be ""."""

    code: str
    reason: str
    action: str


class NoteResult(Struct, frozen=True):
    """A recorded note.

    Attributes:
        note: The note.
        replaced: The note that counted for the row until now. None where there was none.
        unexplained: The codes of the other rows of the centre that fell short without a reason.
    """

    note: Note
    replaced: Note | None
    unexplained: tuple[str, ...]


def note_shortfall(context: OpenWorkspace, snapshot: QuarterSnapshot, request: NoteRequest) -> NoteResult:
    """Record the coordinator's reason for a shortfall of the centre. A later note replaces an earlier one.

    Args:
        context: The workspace.
        snapshot: The quarter as loaded from the ledger.
        request: The row, the reason, what will be done.

    Raises:
        XlplanError: There is neither a reason nor an action, or the quarter is closed. The row is unknown, or no
            shortfall of the centre stands there.
    """
    quarter = snapshot.quarter
    if not (request.reason or request.action):
        raise XlplanError(_("A note needs a reason or what will be done: --reason “…” --action “…”."))
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        require_open(connection, quarter)
        _measure, indicator = find_row(snapshot.figures.plan, request.code)
        _require_shortfall(snapshot, indicator)
        line = snapshot.figures.basis.lines_of(indicator.key)[0]
        note = Note(quarter, indicator.key, line, request.reason, request.action, context.now(), context.by)
        replaced = notes_of(connection, quarter).get(line)
        record_note(connection, note)
        before = {"reason": replaced.reason, "action": replaced.action} if replaced else {}
        after = {"reason": note.reason, "action": note.action}
        transaction.record(
            Decision(DecisionKind.NOTE, note.reason, quarter, row=note.key, before=before, after=after)
        )
    return NoteResult(note, replaced, _unexplained(snapshot, indicator.key))


def _require_shortfall(snapshot: QuarterSnapshot, indicator: Indicator) -> None:
    """Refuse a row without a shortfall that only the coordinator can explain."""
    key, quarter = indicator.key, snapshot.quarter
    rows = [each for each in snapshot.shortfalls if each.figure.indicator.key == key]
    if any(each.unit is None for each in rows):
        return
    if rows or indicator.counting is not Counting.JOINT:
        raise XlplanError(
            _(
                "Row {key} has no joint target: the units give the reason in their returns. To sign without one: "
                "xlplan waive {quarter} --unit … --code shortfall-unexplained --row {key} --reason “…”."
            ).format(key=key, quarter=quarter)
        )
    raise XlplanError(
        _("Row {key} has no shortfall in the {quarter}, so there is nothing to explain.").format(
            key=key, quarter=quarter.title
        )
    )


def _unexplained(snapshot: QuarterSnapshot, noted: str) -> tuple[str, ...]:
    return tuple(
        shortfall.figure.indicator.key
        for shortfall in snapshot.shortfalls
        if shortfall.unit is None and not reason_of(shortfall) and shortfall.figure.indicator.key != noted
    )

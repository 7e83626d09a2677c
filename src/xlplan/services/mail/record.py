"""The record of letters: the ledger before and after each one, and the decision log."""

from collections.abc import Sequence

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.letters import Letter, LetterItem, LetterOutcome, LetterRecord, LetterState
from xlplan.ledger.decision_log import append_entries, record_decision
from xlplan.ledger.letters import record_letter, record_outcome
from xlplan.services.open_workspace import OpenWorkspace


def begin_letter(context: OpenWorkspace, letter: Letter, items: Sequence[LetterItem]) -> Letter:
    """Record a letter before it goes, and return it with its number."""
    with context.ledger.write() as connection:
        return record_letter(connection, letter, items)


def finish_letter(
    context: OpenWorkspace, letter: Letter, items: Sequence[LetterItem], state: LetterState, words: str = ""
) -> LetterRecord:
    """Record what became of a letter, with an entry of the decision log.

    The clock is not doubted here: it was before the letter went, and what has gone must stand in the ledger.
    """
    outcome = LetterOutcome(letter.number, state, context.now(), words)
    record = LetterRecord(letter, tuple(items), outcome)
    with context.ledger.write() as connection:
        record_outcome(connection, outcome)
        record_decision(connection, _decision(record), context.actor, context.now())
    append_entries(context.ledger, context.workspace.decision_log, context.actor, context.now())
    return record


def _decision(record: LetterRecord) -> Decision:
    letter, quarters = record.letter, record.quarters
    after = {
        "letter": letter.number,
        "kind": letter.kind.value,
        "state": record.state.value,
        "means": letter.means.value,
        "to": list(letter.recipients),
        "subject": letter.subject,
        "message_id": letter.message_id,
        "sha256": letter.sha256,
        "brings": [f"{item.quarter} {item.enclosure.value} {item.reference}" for item in record.items],
        "words": record.outcome.words if record.outcome else "",
    }
    quarter = quarters[0] if len(quarters) == 1 else None
    return Decision(DecisionKind.LETTER, quarter=quarter, unit=letter.unit, after=after)

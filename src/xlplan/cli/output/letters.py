"""Letters in a few words, as the status and the explanation of a figure tell of them."""

from collections.abc import Sequence

from xlplan.domain.letters import LetterRecord, LetterState
from xlplan.text.translation import _

STATE_SIGNS = {
    LetterState.SENT: "✉",
    LetterState.WRITTEN: "✎",
    LetterState.FAILED: "↻",
    LetterState.REFUSED: "✗",
    LetterState.BEGUN: "?",
    LetterState.UNSURE: "?",
}
# The earlier ones of a long quarter are in the log.
_MOST_SHOWN = 3


def letters_line(letters: Sequence[LetterRecord]) -> str:
    """Return the last letters to a unit in one line, under the line of its return."""
    shown = " · ".join(letter_words(each) for each in letters[-_MOST_SHOWN:])
    before = "… " if len(letters) > _MOST_SHOWN else ""
    return f"    {STATE_SIGNS[letters[-1].state]} {before}{shown}"


def letter_words(record: LetterRecord) -> str:
    """Return a letter in a few words: its kind, what has become of it, and when."""
    return f"{_(record.letter.kind.value)}: {_(record.state.value)} {record.letter.at:%d.%m.%Y %H:%M}"


def letter_json(record: LetterRecord) -> dict[str, object]:
    """Return a letter for programs, in words that do not change with the language."""
    letter = record.letter
    return {
        "kind": letter.kind.value,
        "state": record.state.value,
        "at": letter.at.isoformat(),
        "to": list(letter.recipients),
        "subject": letter.subject,
        "message_id": letter.message_id,
        "sha256": letter.sha256,
        "means": letter.means.value,
        "file": letter.file or None,
        "says": record.outcome.words if record.outcome else "",
    }

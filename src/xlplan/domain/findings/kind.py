"""The kinds of findings: how grave each is, and the words for what is wrong and what to do."""

from dataclasses import dataclass
from enum import Enum

from xlplan.text.translation import _


class Severity(Enum):
    """error: must be corrected; warning: accepted, shown; note: understood, told."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


# Values under these names are headings and the like: words of the catalogue in every kind.
_WORDS = ("heading", "description", "nothing")


@dataclass(frozen=True)
class FindingKind:
    """One thing that can be found: what is wrong and what to do, as templates for a finding's values.

    `words` names further values that are themselves words of the catalogue, translated when shown.
    """

    severity: Severity
    problem: str
    remedy: str
    words: tuple[str, ...] = ()

    def fill(self, template: str, values: tuple[tuple[str, str], ...]) -> str:
        """One of its templates with its values, in the language in use."""
        words = (*_WORDS, *self.words)
        # An empty message is the catalogue's own header, so it is never looked up.
        shown = {name: _(value) if value and name in words else value for name, value in values}
        return _(template).format(**shown)


def error(problem: str, remedy: str, words: tuple[str, ...] = ()) -> FindingKind:
    """A kind that must be corrected."""
    return FindingKind(Severity.ERROR, problem, remedy, words)


def warning(problem: str, remedy: str, words: tuple[str, ...] = ()) -> FindingKind:
    """A kind that is accepted and shown."""
    return FindingKind(Severity.WARNING, problem, remedy, words)


def note(problem: str, remedy: str, words: tuple[str, ...] = ()) -> FindingKind:
    """A kind that was understood and is told."""
    return FindingKind(Severity.NOTE, problem, remedy, words)

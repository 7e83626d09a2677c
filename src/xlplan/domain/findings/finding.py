"""Findings: observations about a plan, a file or an answer. Each is of a kind that is declared with its words."""

import re
from enum import Enum

from msgspec import Struct

from xlplan.domain.personal_data import hide_personal_data
from xlplan.text.translation import _


class Severity(Enum):
    """The weight of a finding: an error must be corrected, a warning is shown, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Effect(Enum):
    """A consequence of a finding for its return, besides being shown."""

    # An accepted return is kept, but it does not count.
    KEEPS_FROM_COUNTING = "keeps from counting"
    # The finding says where or when a return counts. Once the return counts, nothing is left to look at.
    SETTLED_BY_COUNTING = "settled by counting"
    # The unit's own file lacks the cells to correct, so the unit gets a fresh template.
    NEEDS_FRESH_TEMPLATE = "needs a fresh template"
    # The answer stands outside the rows of the template. A fresh template would lose it.
    OUTSIDE_TEMPLATE = "outside the template"


class Location(Struct, frozen=True):
    """The place of a finding: file, sheet, cell and row code. Parts that do not apply are ""."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: str = ""

    @property
    def shown(self) -> str:
        """The location as people read it: `Звіт, клітинка E12 · рядок 1.4.5`; "" for the file as a whole."""
        spot = _("{sheet}, cell {cell}") if self.cell else "{sheet}"
        parts = [spot.format(sheet=self.sheet, cell=self.cell)] if self.sheet else []
        parts += [_("row {row}").format(row=self.row)] if self.row else []
        return " · ".join(parts)


_WHOLE_FILE = Location()
_GAP = re.compile(r"\{\w+\}")
# Values under these names are headings and the like: messages of the catalogue, in every kind.
_WORDS = ("heading", "description", "nothing")


class FindingKind(Struct, frozen=True):
    """A kind of finding, with its words as templates.

    Attributes:
        code: The name of the kind in the ledger, in logs and on the command line. It never changes.
        severity: The weight of its findings.
        problem: The template that says what was seen and what was expected.
        remedy: The template that says what to do.
        fields: The names of the values that each finding of the kind has. The templates use them.
        words: The names of further values that are messages of the catalogue, translated when shown.
        effects: The consequences of a finding of the kind.
    """

    code: str
    severity: Severity
    problem: str
    remedy: str
    fields: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()

    def at(self, location: Location = _WHOLE_FILE, /, **values: object) -> "Finding":
        """Return a finding of this kind.

        Args:
            location: The place of the finding; left out for a file, a unit or a quarter as a whole.
            **values: A value for each of the fields.

        Raises:
            TypeError: The values are not those of the fields.
        """
        if values.keys() != self.fields:
            raise TypeError(f"{self.code} takes {sorted(self.fields)}, not {sorted(values)}")
        return Finding(self, location, tuple((name, str(value)) for name, value in values.items()))

    def fill(self, template: str, values: tuple[tuple[str, str], ...]) -> str:
        """Return one of the templates filled with values, in the language in use."""
        words = (*_WORDS, *self.words)
        # An empty message is never looked up: it stands for the header of the catalogue.
        shown = {name: _(value) if value and name in words else value for name, value in values}
        return _(template).format(**shown)

    @property
    def outline(self) -> str:
        """The words that its findings have in common: those of the problem, with “…” for what differs."""
        return _GAP.sub("…", _(self.problem)).replace("….", "…")


class Finding(Struct, frozen=True):
    """One observation: its kind, its location, and the values for the words of its kind."""

    kind: FindingKind
    location: Location = Location()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        """The code of its kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return self.kind.severity

    @property
    def problem(self) -> str:
        """The sentence on what was seen and what was expected, without personal data, in the language in use."""
        return self.kind.fill(self.kind.problem, self.shown_values)

    @property
    def remedy(self) -> str:
        """The sentence on what to do, without personal data, in the language in use."""
        return self.kind.fill(self.kind.remedy, self.shown_values)

    @property
    def whole_problem(self) -> str:
        """The sentence on what was seen, as it is quoted to whoever wrote the file, and to nobody else."""
        return self.kind.fill(self.kind.problem, self.values)

    @property
    def whole_remedy(self) -> str:
        """The sentence on what to do, for whoever wrote the file, and for nobody else."""
        return self.kind.fill(self.kind.remedy, self.values)

    @property
    def shown_values(self) -> tuple[tuple[str, str], ...]:
        """The values for the words of its kind, without personal data."""
        return tuple((name, hide_personal_data(value)) for name, value in self.values)

    def has(self, effect: Effect) -> bool:
        """Tell whether findings of its kind have that effect."""
        return effect in self.kind.effects

    def __str__(self) -> str:
        spot = "!".join(part for part in (self.location.sheet, self.location.cell) if part)
        where = " · ".join(part for part in (self.location.file, spot, self.location.row) if part)
        return f"{where}: {self.problem} {self.remedy}" if where else f"{self.problem} {self.remedy}"


def error(
    code: str,
    problem: str,
    remedy: str,
    fields: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> FindingKind:
    """Return a kind of finding that must be corrected."""
    return FindingKind(code, Severity.ERROR, problem, remedy, frozenset(fields), words, effects)


def warning(
    code: str,
    problem: str,
    remedy: str,
    fields: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> FindingKind:
    """Return a kind of finding that is accepted and shown."""
    return FindingKind(code, Severity.WARNING, problem, remedy, frozenset(fields), words, effects)


def note(
    code: str,
    problem: str,
    remedy: str,
    fields: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> FindingKind:
    """Return a kind of finding that is shown for information only."""
    return FindingKind(code, Severity.NOTE, problem, remedy, frozenset(fields), words, effects)


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that must be corrected."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def warnings_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that are accepted and shown."""
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)

"""Findings: observations about a plan, a file or an answer, and the kinds of which each is one."""

from dataclasses import dataclass
from enum import Enum

from xlplan.text.translation import _


class Severity(Enum):
    """error: must be corrected; warning: accepted, shown; note: understood, shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Effect(Enum):
    """What xlplan does about a return because of a finding, besides showing it."""

    # An accepted return is kept, but it does not count.
    KEEPS_FROM_COUNTING = "keeps from counting"
    # The finding says where a return counts; once the return counts, nothing is left to look at.
    SETTLED_BY_COUNTING = "settled by counting"
    # The unit's own file lacks what is to be corrected, so the unit gets a fresh template.
    NEEDS_FRESH_TEMPLATE = "needs a fresh template"
    # The answer stands outside the template's rows; a fresh template would leave it behind.
    OUTSIDE_TEMPLATE = "outside the template"


@dataclass(frozen=True)
class Location:
    """Where it was found: a file, sheet, cell and row code, each "" where it does not apply."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: str = ""

    @property
    def shown(self) -> str:
        """As a person reads it: `Звіт, клітинка E12 · рядок 1.4.5`; "" for the file as a whole."""
        spot = _("{sheet}, cell {cell}") if self.cell else "{sheet}"
        parts = [spot.format(sheet=self.sheet, cell=self.cell)] if self.sheet else []
        parts += [_("row {row}").format(row=self.row)] if self.row else []
        return " · ".join(parts)


# Values under these names are headings and the like: words of the catalogue in every kind.
_WORDS = ("heading", "description", "nothing")


@dataclass(frozen=True)
class FindingKind:
    """One thing that can be found: what is wrong and what to do, as templates for a finding's values.

    Attributes:
        code: The name of the kind in the ledger, in logs and on the command line; never changed once released.
        fields: The names of the values that every finding of the kind has.
        words: The names of further values that are words of the catalogue, translated when shown.
        effects: What xlplan does because of a finding of the kind.
    """

    code: str
    severity: Severity
    problem: str
    remedy: str
    fields: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()

    def at(self, location: Location = Location(), /, **values: object) -> "Finding":
        """Return a finding of this kind.

        Args:
            location: Where it was found; left out for a file, a unit or a quarter as a whole.
            values: A value for each of the fields.

        Raises:
            TypeError: A field has no value, or a value has no field.
        """
        if values.keys() != self.fields:
            raise TypeError(f"{self.code} takes {sorted(self.fields)}, not {sorted(values)}")
        return Finding(self, location, tuple((name, str(value)) for name, value in values.items()))

    def fill(self, template: str, values: tuple[tuple[str, str], ...]) -> str:
        """Return one of its templates with its values, in the language in use."""
        words = (*_WORDS, *self.words)
        # An empty message is the catalogue's own header, so it is never looked up.
        shown = {name: _(value) if value and name in words else value for name, value in values}
        return _(template).format(**shown)


@dataclass(frozen=True)
class Finding:
    """One observation; `values` fill the words of its kind."""

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
        """What was seen and what was expected, in the language in use."""
        return self.kind.fill(self.kind.problem, self.values)

    @property
    def remedy(self) -> str:
        """What to do about it, in the language in use."""
        return self.kind.fill(self.kind.remedy, self.values)

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
    """Return a kind that must be corrected."""
    return FindingKind(code, Severity.ERROR, problem, remedy, frozenset(fields), words, effects)


def warning(
    code: str,
    problem: str,
    remedy: str,
    fields: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> FindingKind:
    """Return a kind that is accepted and shown."""
    return FindingKind(code, Severity.WARNING, problem, remedy, frozenset(fields), words, effects)


def note(
    code: str,
    problem: str,
    remedy: str,
    fields: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> FindingKind:
    """Return a kind that was understood and is shown for information."""
    return FindingKind(code, Severity.NOTE, problem, remedy, frozenset(fields), words, effects)


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return those that must be corrected."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def warnings_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return those that are accepted and shown."""
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)

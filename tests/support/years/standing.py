"""How a year stands after some of its steps: versions in force, templates out, returns that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.support.years.model import (
    Adopt,
    Answer,
    Close,
    Explain,
    Issue,
    Reopen,
    Return,
    Row,
    Step,
    Target,
    Version,
    Withdraw,
    due_day,
)


@dataclass(frozen=True)
class AskedRow:
    """A row on the template of a unit, as it was asked."""

    row: Row
    target: Target

    def asks_the_same(self, other: "AskedRow") -> bool:
        """An answer to the other one answers this one: it only moved, or was reworded alike."""
        return self._question == other._question

    @property
    def _question(self) -> tuple[object, ...]:
        row = self.row
        return row.names, self.target, row.counting, row.better, row.wording


Form = Mapping[str, AskedRow]


@dataclass
class Sent:
    """A file that a unit sent."""

    number: int
    unit: str
    at: datetime
    form: Form
    answers: Mapping[str, Answer]
    is_accepted: bool
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Counted:
    """The return of a unit that counts. `answers`: those that answer the present template, by row."""

    sent: Sent
    answers: Mapping[str, Answer]
    asked_anew: tuple[str, ...]
    is_in_time: bool


@dataclass
class QuarterStanding:
    """A quarter: the template of each unit, what came, and how it was signed."""

    forms: dict[str, Form] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    # Those that are withdrawn now, in the order of the withdrawals.
    withdrawn: list[Sent] = field(default_factory=list)
    # By row, the reason of a shortfall of the centre and what will be done about it.
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_issued: bool = False
    # The version and the number of the last file that the edition holds; None while the quarter is open.
    signed: tuple[Version, int] | None = None
    # How many versions of the plan there were when it was signed.
    versions: int = 0


class Standing:
    """The year after the steps so far."""

    def __init__(self) -> None:
        self.versions: list[Version] = []
        self.quarters = {number: QuarterStanding() for number in range(1, 5)}
        self.files = 0

    def version(self, quarter: int) -> Version | None:
        """The version that the figures of a quarter rest on."""
        signed = self.quarters[quarter].signed
        if signed:
            return signed[0]
        covering = [each for each in self.versions if quarter in each.covers and each.first <= quarter]
        return covering[-1] if covering else None

    def take(self, step: Step) -> None:
        """Take a step."""
        if isinstance(step, Adopt):
            self.versions.append(step.version)
            for number, quarter in self.quarters.items():
                if quarter.is_issued and not quarter.signed and number in step.version.covers:
                    self._issue(number)
            return
        quarter = self.quarters[step.quarter]
        if isinstance(step, Issue):
            self._issue(step.quarter)
        elif isinstance(step, Return):
            self.files += 1
            form = quarter.forms[step.unit]
            sent = Sent(self.files, step.unit, step.at, form, step.answers, not step.is_faulty)
            quarter.sent.append(sent)
        elif isinstance(step, Withdraw):
            self._withdraw(quarter, step)
        elif isinstance(step, Explain):
            quarter.notes[step.row] = (step.reason, step.action)
        elif isinstance(step, Close):
            version = self.version(step.quarter)
            assert version is not None
            quarter.signed, quarter.versions = (version, self.files), len(self.versions)
        else:
            assert isinstance(step, Reopen)
            quarter.signed = None

    def _issue(self, number: int) -> None:
        version, quarter = self.version(number), self.quarters[number]
        assert version is not None
        quarter.is_issued = True
        units = dict.fromkeys([*quarter.forms, *(unit for row in version.rows for unit in row.reporting)])
        for unit in units:
            rows = [row for row in version.rows if unit in row.reporting]
            quarter.forms[unit] = {row.name: AskedRow(row, row.own_target(number, unit)) for row in rows}

    def _withdraw(self, quarter: QuarterStanding, step: Withdraw) -> None:
        if step.undo:
            last = next(each for each in reversed(quarter.withdrawn) if each.unit == step.unit)
            quarter.withdrawn.remove(last)
            last.is_withdrawn = False
            return
        counting = self.counting(quarter)[step.unit]
        quarter.withdrawn.append(counting)
        counting.is_withdrawn = True

    @staticmethod
    def counting(quarter: QuarterStanding) -> dict[str, Sent]:
        """The file of each unit that counts: of those that may, the last."""
        found = {}
        for sent in quarter.sent:
            came_later = quarter.signed is not None and sent.number > quarter.signed[1]
            if sent.is_accepted and not sent.is_withdrawn and not came_later:
                found[sent.unit] = sent
        return found

    def returns(self, number: int) -> dict[str, Counted]:
        """The return of each unit that counts for a quarter."""
        quarter = self.quarters[number]
        found = {}
        for unit, sent in self.counting(quarter).items():
            kept: dict[str, Answer] = {}
            anew: list[str] = []
            for name, asked in quarter.forms[unit].items():
                before = sent.form.get(name)
                if asked.row.share_of:
                    # Whatever the plan asks of it now, a share is computed from its counts.
                    kept |= {name: sent.answers[name]} if before else {}
                elif before and asked.asks_the_same(before):
                    kept[name] = sent.answers[name]
                else:
                    anew.append(name)
            in_time = self._first_accepted(quarter, unit) <= due_day(number)
            found[unit] = Counted(sent, kept, tuple(anew), in_time)
        return found

    @staticmethod
    def _first_accepted(quarter: QuarterStanding, unit: str) -> datetime:
        """When the first accepted file of a unit came that was not withdrawn."""
        return min(
            each.at for each in quarter.sent if each.unit == unit and each.is_accepted and not each.is_withdrawn
        )

    def owing(self, number: int) -> tuple[str, ...]:
        """The units that owe a return for a quarter, in the order of their first template."""
        return tuple(unit for unit, form in self.quarters[number].forms.items() if form)


def standing_after(steps: Sequence[Step]) -> Standing:
    """How the year stands after these steps."""
    standing = Standing()
    for step in steps:
        standing.take(step)
    return standing

"""Differences between two editions of a quarter, as values. `aggregation` computes them."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from xlplan.domain.edition import CENTRE, Edition
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.translation import N_, _


class Cause(Struct, frozen=True):
    """The cause of a change: a file that counts now, a file that no longer counts, or another version of the plan.

    `quarter` is None for a version of the plan. `is_withdrawal`: the file was withdrawn, and no other replaced it.
    """

    file: str
    at: datetime
    sha256: str
    unit: str = ""
    quarter: Quarter | None = None
    is_withdrawal: bool = False


# The parts of a row that can change, by their headings in the catalogue.
TARGET, DONE, STATUS = HEADINGS["target"], HEADINGS["done"], N_("Status")
TARGET_TO_DATE, DONE_TO_DATE = HEADINGS["target_to_date"], HEADINGS["done_to_date"]
STATUS_TO_DATE, SHORTFALL, UNKNOWN = N_("Status to date"), N_("Shortfall"), N_("Not known yet")
BACKLOG, TARGET_OF_YEAR = N_("Left undone in earlier quarters"), N_("Target of the year")
FORECAST, INCOMPLETE = N_("Forecast for the year"), N_("A return is missing")
PROMISED, MISSED = HEADINGS["promised"], N_("Short last quarter")
RETURN, IN_TIME, WAIVED = N_("Return"), N_("In time"), N_("Waiver")
DESCRIPTION, REASON, ACTION = HEADINGS["description"], HEADINGS["reason"], HEADINGS["action"]


class FigureChange(Struct, frozen=True):
    """One difference between an edition and the one before it.

    `key` is a row code, a quarter of the year, or "" for the whole workbook.
    `unit` is a name, or "" for the whole centre. `heading` is a heading of the catalogue.
    `old` or `new` is None where the edition does not have the row, or nothing was reported.
    `unit_of_measure`: that of the numbers, as the later plan has it.
    """

    key: str
    measure: str
    unit: str
    heading: str
    old: Number | str | None
    new: Number | str | None
    causes: tuple[Cause, ...]
    unit_of_measure: UnitOfMeasure = WHOLE_THINGS


class RowChange(Struct, frozen=True):
    """All that differs in the row of a unit, or in what is of no unit.

    `own`: the changes of the unit; empty where only the whole centre changed.
    `centre`: the changes of the whole centre in the same measure. Of several units the first one has them.
    """

    own: tuple[FigureChange, ...]
    centre: tuple[FigureChange, ...] = ()

    @property
    def place(self) -> FigureChange:
        """A change that tells whose row it is: code, measure and unit are the same in all of them."""
        return (*self.own, *self.centre)[0]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes of the row's changes, each once."""
        changes = *self.own, *self.centre
        return tuple(dict.fromkeys(cause for change in changes for cause in change.causes))


def changed_rows(changes: Iterable[FigureChange]) -> tuple[RowChange, ...]:
    """Return the rows that differ, in the order of the changes. Workbook and terminal both count these."""
    rows: list[RowChange] = []
    for _key, of_key in groupby(changes, lambda change: change.key):
        by_unit: dict[str, list[FigureChange]] = {CENTRE: []}
        for change in of_key:
            by_unit.setdefault(change.unit, []).append(change)
        centre, *units = (tuple(each) for each in by_unit.values())
        first, *others = units or [()]
        rows += [RowChange(first, centre), *map(RowChange, others)]
    return tuple(rows)


class CountChange(Struct, frozen=True):
    """The number of something in an edition and in the one before it, changed or not.

    `word`: the catalogue's word for what is counted. `sign` stands before it, "" for none.
    """

    word: str
    sign: str
    old: int
    new: int

    @property
    def shown(self) -> str:
        """Sign, word, and both numbers, in the language in use."""
        return f"{self.sign} {_(self.word)} {self.old} → {self.new}".strip()


class NetEffect(Struct, frozen=True):
    """The sum of all differences: the returns and the indicators by status, before and now.

    `to_date`: the indicators by their status for the year so far; empty in the first quarter, and where the
    edition before does not hold it.
    """

    of_quarter: tuple[CountChange, ...] = ()
    to_date: tuple[CountChange, ...] = ()


# Nothing is known to have changed.
NO_EFFECT = NetEffect()


def effect_lines(effect: NetEffect) -> tuple[str, ...]:
    """Return a line on what the differences come to in the quarter, and one on the year so far if there is one."""
    lines = (
        (_("What it comes to: {counts}"), effect.of_quarter),
        (_("Since the start of the year: {counts}"), effect.to_date),
    )
    return tuple(line.format(counts=", ".join(each.shown for each in counts)) for line, counts in lines if counts)


class Restatement(Struct, frozen=True):
    """An edition, the one before it, their differences, and what these come to."""

    edition: Edition
    previous: Edition
    changes: tuple[FigureChange, ...]
    effect: NetEffect = NO_EFFECT

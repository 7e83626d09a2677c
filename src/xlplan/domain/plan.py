"""Plan of a centre: units, measures, indicators, shares and planned events, as frozen values.

The ledger stores plans as JSON by the names of these fields, so the names stay.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cached_property

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.normalize import latin_code, match_key
from xlplan.text.translation import N_, _


class UnitKind(Enum):
    """The kind of a unit; the value is the catalogue's word for it."""

    OFFICE = N_("centre's office")
    BUREAU = N_("bureau")
    DEPARTMENT = N_("department")


class Counting(Enum):
    """The units that count toward a target; the value is the catalogue's word. Source: design, who counts."""

    SPLIT = N_("split")
    JOINT = N_("joint")
    LEAD = N_("lead")


class AddsUp(Enum):
    """The rule by which an indicator's quarters make a year to date."""

    SUM = N_("sum")
    LAST = N_("last")
    MEAN = N_("mean")


class AcrossUnits(Enum):
    """The rule by which the units' numbers make the centre's. Source: design, who counts."""

    SUM = N_("sum")
    MEAN = N_("mean")
    GREATEST = N_("greatest")
    LEAST = N_("least")


class Better(Enum):
    """Which way is good for an indicator."""

    MORE = N_("more")
    LESS = N_("less")


class Centre(Struct, frozen=True):
    """The organisation whose plan it is, with the words of its printed plan. `short` is its name there."""

    code: str
    name: str
    title: str
    period: str
    year: int
    quarters: tuple[Quarter, ...]
    approved_by: str = ""
    approved_on: date | None = None
    signed_by: str = ""
    plan_title: str = ""
    short: str = ""


class Unit(Struct, frozen=True):
    """A unit that owes returns. `groups` are the names under which a plan means several units at once."""

    code: str
    name: str
    kind: UnitKind
    groups: tuple[str, ...] = ()
    email: str = ""


class Ratio(Struct, frozen=True):
    """A share that xlplan computes: the row codes of the part and of the whole, both reported by the units."""

    part: str
    whole: str


class Indicator(Struct, frozen=True, dict=True):
    """The thing that is counted under a measure. `key` is its row code: `1.4.5`, or `1.4.5/2` for a second one.

    `continues`: the row codes of the plan before that it continues, as a person named them; () for a new row, None
    where the words decide.
    `ratio`: the counts that a computed indicator is a share of; None where units report the number itself.
    """

    key: str
    title: str
    counting: Counting
    targets: tuple[tuple[Quarter, Target], ...]
    total: Target = UNSET
    adds_up: AddsUp = AddsUp.SUM
    better: Better = Better.MORE
    note: str = ""
    continues: tuple[str, ...] | None = None
    unit_of_measure: UnitOfMeasure = WHOLE_THINGS
    across_units: AcrossUnits = AcrossUnits.SUM
    ratio: Ratio | None = None

    def target(self, quarter: Quarter) -> Target:
        """Return the target of a quarter for the whole centre; UNSET where the plan gives none."""
        return self._targets_by_quarter.get(quarter, UNSET)

    @property
    def is_summed(self) -> bool:
        """Tells that the numbers add up, over the units and over the quarters."""
        return self.adds_up is AddsUp.SUM and self.adds_units

    @property
    def adds_units(self) -> bool:
        """Tells that the centre's number is the sum of its units' numbers."""
        return self.across_units is AcrossUnits.SUM and self.ratio is None

    @cached_property
    def _targets_by_quarter(self) -> Mapping[Quarter, Target]:
        return dict(self.targets)


class Measure(Struct, frozen=True, dict=True):
    """An action of the plan.

    Attributes:
        units: The codes of the units that carry it out.
        responsible: The names of these units and groups, as the list of units spells them, with “; ” between.
        executors: The same names one by one in the plan's own words; () where they are the same.

    Any level above it may be "".
    """

    code: str
    title: str
    units: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    direction: str = ""
    task: str = ""
    subtask: str = ""
    purpose: str = ""
    responsible: str = ""
    term: str = ""
    executors: tuple[str, ...] = ()

    @cached_property
    def unit_set(self) -> frozenset[str]:
        """The codes of the units, to be asked for many of them."""
        return frozenset(self.units)

    @property
    def worded_executors(self) -> str:
        """All executors in the plan's own words, with “; ” between."""
        return "; ".join(self.executors) or self.responsible


class EmptyLevel(Struct, frozen=True):
    """A direction, task, subtask or purpose that stands in the plan without a measure. Nobody reports on it.

    `before` is the code of the measure that follows in the plan; "" after the last one.
    """

    direction: str = ""
    task: str = ""
    subtask: str = ""
    purpose: str = ""
    before: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The text of the lowest level, with its number."""
        return self.subtask or self.task or self.direction or self.purpose


class PlannedEvent(Struct, frozen=True):
    """One happening that a unit promised under an indicator. `key`: row code and number, `1.4.5#2`."""

    key: str
    unit: str
    quarter: Quarter
    title: str = ""
    on: str = ""


class Share(Struct, frozen=True):
    """A unit's own part of a split target in a quarter."""

    indicator: str
    unit: str
    quarter: Quarter
    count: Number


class Plan(Struct, frozen=True, dict=True):
    """The plan of a centre: its units, measures in the plan's own order, shares, planned events, empty levels."""

    centre: Centre
    units: tuple[Unit, ...]
    measures: tuple[Measure, ...]
    shares: tuple[Share, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
    empty_levels: tuple[EmptyLevel, ...] = ()

    def unit(self, code: str) -> Unit:
        """Return the unit with a code.

        Raises:
            KeyError: The plan has no such unit.
        """
        return self._units_by_code[code]

    def indicator(self, key: str) -> Indicator:
        """Return the indicator with a row code.

        Raises:
            KeyError: The plan has no such indicator.
        """
        return self._indicators_by_key[key]

    def share(self, indicator: str, unit: str, quarter: Quarter) -> Number | None:
        """Return the unit's own share of an indicator in a quarter; None where it has none."""
        return self._shares_by_row.get((indicator, unit, quarter))

    # These are read for every unit and row. A search through all shares each time would cost their number squared.
    @cached_property
    def _units_by_code(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _indicators_by_key(self) -> Mapping[str, Indicator]:
        return {each.key: each for measure in self.measures for each in measure.indicators}

    @cached_property
    def _shares_by_row(self) -> Mapping[tuple[str, str, Quarter], Number]:
        counts: dict[tuple[str, str, Quarter], Number] = {}
        for share in self.shares:
            row = (share.indicator, share.unit, share.quarter)
            counts[row] = counts.get(row, 0) + share.count
        return counts


class PlanVersion(Struct, frozen=True):
    """A version of the plan (редакція).

    It was adopted on a day, for a reason, from a workbook, and never changes. It applies from a quarter on. The
    quarters before keep the earlier version. `first_quarter` is that of its plan.
    """

    number: int
    adopted_on: date
    applies_from: Quarter
    reason: str
    recorded_at: datetime
    file: str
    sha256: str
    first_quarter: Quarter | None = None

    @property
    def applies_later(self) -> bool:
        """True where an earlier version applies to the first quarters of its plan."""
        return self.first_quarter is not None and self.first_quarter < self.applies_from


_MOST_NAMES = 4


def in_plan_order(
    measures: Sequence[Measure], empty_levels: Sequence[EmptyLevel]
) -> Iterator[Measure | EmptyLevel]:
    """Yield the measures in their order, with each empty level in its place among them."""
    known = {measure.code for measure in measures}
    for measure in measures:
        yield from (level for level in empty_levels if level.before == measure.code)
        yield measure
    yield from (level for level in empty_levels if level.before not in known)


def find_unit(units: Iterable[Unit], name: str) -> Unit:
    """Return the unit with a code or name, in any spelling.

    Raises:
        XlplanError: There is no such unit. The message names those there are.
    """
    all_units = tuple(units)
    for unit in all_units:
        if match_key(name) == match_key(unit.name) or latin_code(name) == latin_code(unit.code):
            return unit
    known = ", ".join(f"{unit.code} ({unit.name})" for unit in all_units)
    raise XlplanError(_("There is no unit “{seen}”. Name one of these: {known}.").format(seen=name, known=known))


def closest_names(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the known names that a misspelt one most probably means, best first; at most four."""
    from difflib import get_close_matches

    by_spelling = {latin_code(each): each for each in known}
    matches = get_close_matches(latin_code(name), list(by_spelling), n=_MOST_NAMES, cutoff=0.5)
    return tuple(by_spelling[each] for each in matches)

"""The rows of `Розподіл`: events out of the measures' texts, and shares of units; what is not said is asked."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.plan_import.doubts import Doubt
from xlplan.documents.plan_import.rows import ImportedRow, typed_cell
from xlplan.documents.plan_import.units import UnitsFound
from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.event_indicator import CountedThing, indicator_of_events
from xlplan.documents.plan_reader.event_lists import EventList, unit_of
from xlplan.documents.plan_reader.event_texts import read_event
from xlplan.documents.plan_reader.listed_events import quarter_of_event
from xlplan.documents.plan_reader.per_unit_targets import target_per_unit
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_reader.responsible import UnitsByName
from xlplan.documents.plan_reader.units_of_measure import unit_of_row
from xlplan.documents.plan_writer.cells import PlanCell
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_import_kinds import IMPORT_NUMBERS_ASKED, IMPORT_NUMBERS_PROPOSED
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_EVENT_HOLDER,
    IMPORT_EVENT_QUARTER,
    IMPORT_EVENTS_FEWER,
    IMPORT_SHARES_ASKED,
    IMPORT_SHARES_PROPOSED,
)
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN, SHARES
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, read_unit_of_measure, to_number
from xlplan.text.normalize import match_key

# Any year: only the numeral of a quarter is written.
_ANY_YEAR = 2000


class _Line(Struct, frozen=True):
    """A row of `Розподіл` with what is doubtful in it, by column."""

    unit: str = ""
    quarter: str = ""
    share: PlanCell = ""
    event: str = ""
    on: str = ""
    doubts: tuple[tuple[str, Finding], ...] = ()


class _Sheet(Struct):
    rows: list[dict[str, PlanCell]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, each: ImportedRow, lines: Sequence[_Line]) -> None:
        code, indicator = each.levels["code"], each.row.text("indicator")
        for line in lines:
            self.doubts += [Doubt(SHARES.name, len(self.rows), name, doubt) for name, doubt in line.doubts]
            cells = {"unit": line.unit, "quarter": line.quarter, "share": line.share}
            self.rows.append({"code": code, "indicator": indicator, **cells, "event": line.event, "on": line.on})


class _Parts(Struct, frozen=True):
    """The units of a row, and what it counts.

    Attributes:
        names: The names of units and groups.
        units: The units that these mean.
        counts: The targets by quarter.
        term: The term of the measure.
        numbers: The number beside each unit.
        beside: The names with these numbers, as typed.
    """

    names: tuple[str, ...]
    units: tuple[Unit, ...]
    counts: dict[str, int]
    term: str
    numbers: dict[Unit, int]
    beside: str = ""

    @property
    def shown(self) -> str:
        """The names of the units."""
        return ", ".join(unit.name for unit in self.units)

    @property
    def is_one_for_each(self) -> bool:
        """True where several units are named one by one, and are as many as the target of each quarter."""
        several = 1 < len(self.names) == len(self.units) and not self.beside
        return several and bool(self.counts) and set(self.counts.values()) == {len(self.units)}

    @property
    def makes_up_targets(self) -> bool:
        """True where each unit has a number, and the target of each quarter is the sum of these."""
        is_whole = self.numbers.keys() == set(self.units)
        return is_whole and bool(self.counts) and set(self.counts.values()) == {sum(self.numbers.values())}


def share_cells(
    rows: Sequence[ImportedRow], found: UnitsFound, quarters: tuple[Quarter, ...]
) -> tuple[list[dict[str, PlanCell]], list[Doubt]]:
    """Return the rows of `Розподіл`, and what is doubtful in them and in the rows of `План`.

    As many executors as events are matched in their order; one executor has them all. As many executors as the
    target are proposed to have one each. Numbers beside the executors that make up the target are proposed as
    their shares. Anything else is asked.

    Args:
        rows: The rows of `План`.
        found: The units of the plan.
        quarters: The quarters of the plan; empty where its period is unclear.
    """
    sheet = _Sheet()
    meant = units_by_name(found.units)
    for at, each in enumerate(_with_events_once(rows)):
        if each.is_empty:
            continue
        parts = _parts(each, meant, quarters)
        if each.units:
            sheet.add(each, _unit_lines(each, quarters))
        events = _event_lines(each, parts, meant, quarters)
        is_placed = all(line.unit and (line.quarter or not quarters) for line in events)
        if events and is_placed and len(parts.units) > 1 and _are_the_target(events, parts.counts):
            sheet.add(each, [_Line(line.unit, line.quarter, 1, line.event, line.on) for line in events])
            continue
        if parts.is_one_for_each and not each.units:
            sheet.add(each, _proposed(parts))
        elif parts.numbers and parts.makes_up_targets and not each.units:
            sheet.add(each, _by_numbers(parts))
        elif parts.beside:
            asked = IMPORT_NUMBERS_ASKED.at(seen=parts.beside, sheet=SHARES.name)
            sheet.doubts.append(Doubt(PLAN.name, at, "responsible", asked))
        elif events and len(parts.units) > 1 and parts.counts and not each.units:
            asked = IMPORT_SHARES_ASKED.at(
                target=", ".join(map(str, parts.counts.values())), units=parts.shown, sheet=SHARES.name
            )
            sheet.doubts.append(Doubt(PLAN.name, at, "counting", asked))
        elif not each.units and (per_unit := _per_unit(each, parts)):
            sheet.doubts.append(Doubt(PLAN.name, at, "counting", per_unit))
        sheet.add(each, events)
    return sheet.rows, sheet.doubts


def _per_unit(each: ImportedRow, parts: _Parts) -> Finding | None:
    """Return what is asked of a target that its words may give to each unit."""
    row = each.row
    if row.text("counting") or row.text("across_units"):
        return None
    planned = [name for name in QUARTER_COLUMNS if row.text(name)] or ["total"]
    targets = [read_target(row.value(name)) for name in planned]
    counts = [target.count for target in targets if target and target.count is not None]
    words = (row.text(name) for name in ("indicator", "unit_of_measure", *QUARTER_COLUMNS, "total"))
    return target_per_unit(words, counts, [unit.name for unit in parts.units], Location())


def _with_events_once(rows: Sequence[ImportedRow]) -> list[ImportedRow]:
    """Return the rows, the events of a measure under the one of its indicators that counts them."""
    placed = list(rows)
    for _measure, group in groupby(range(len(rows)), key=lambda at: _measure_of(rows[at])):
        own = list(group)
        lists = rows[own[0]].lists
        if len(own) == 1 or not lists:
            continue
        titles = [one.titles for one in lists]
        counted = [_counted(rows[at]) for at in own]
        holder = own[indicator_of_events(counted, sum(map(len, titles)))]
        for at in own:
            others = () if at == own[0] else tuple(one for one in rows[at].lists if one.titles not in titles)
            placed[at] = replace(rows[at], lists=(*(lists if at == holder else ()), *others))
    return placed


def _measure_of(each: ImportedRow) -> tuple[bool, str, str, str]:
    return each.is_empty, each.levels["code"], each.levels["measure"], each.levels["task"]


def _counted(each: ImportedRow) -> CountedThing:
    measured = read_unit_of_measure(each.row.text("unit_of_measure"))
    targets = [read_target(each.row.value(name)) for name in (*QUARTER_COLUMNS, "total")]
    counts = [target.count for target in targets[:-1] if target and target.count is not None]
    total = targets[-1].count if targets[-1] else None
    return CountedThing(
        f"{each.row.text('indicator')} {each.row.text('unit_of_measure')}",
        to_number(sum(counts)) if counts else total,
        (measured is None or measured.decimals == 0) and not each.row.text("across_units"),
    )


def _parts(each: ImportedRow, meant: UnitsByName, quarters: tuple[Quarter, ...]) -> _Parts:
    names = tuple(name for name in each.levels["responsible"].split("; ") if name)
    units = dict.fromkeys(unit for name in names for unit in meant.get(match_key(name), ()))
    counts = _counts(each, quarters)
    beside = ", ".join(name.seen for name in each.named if name.number)
    return _Parts(names, tuple(units), counts, each.levels["term"], _numbers(each, meant), beside)


def _numbers(each: ImportedRow, meant: UnitsByName) -> dict[Unit, int]:
    """Return the number beside each unit; none where a number is a percentage, or is of several units together."""
    numbers: dict[Unit, int] = {}
    for name in each.named:
        units = meant.get(match_key(name.name), ())
        if name.number is None or not name.number.is_whole or not (len(units) == 1 or name.number.is_each):
            return {}
        numbers |= dict.fromkeys(units, name.number.count)
    return numbers


def _counts(each: ImportedRow, quarters: tuple[Quarter, ...]) -> dict[str, int]:
    """Return the whole numbers that a row plans, by the numeral of their quarter."""
    counts = {}
    if any(each.row.text(name) for name in ("across_units", "adds_up")) or unit_of_row(each.row) != WHOLE_THINGS:
        return {}
    columns = {_numeral(number): name for number, name in enumerate(QUARTER_COLUMNS, start=1)}
    if len(quarters) < 2 and not any(each.row.text(name) for name in QUARTER_COLUMNS):
        columns = {quarters[0].numeral if quarters else "": "total"}
    for numeral, name in columns.items():
        target = read_target(each.row.value(name))
        if target and isinstance(target.count, int):
            counts[numeral] = target.count
    return counts


def _numeral(number: int) -> str:
    return Quarter(_ANY_YEAR, number).numeral


def _unit_lines(each: ImportedRow, quarters: tuple[Quarter, ...]) -> list[_Line]:
    """Return the figures of units as shares: as typed, for the check says what is no share."""
    lines = []
    for figures in each.units:
        cells = {_numeral(at): typed_cell(figures.row, name) for at, name in enumerate(QUARTER_COLUMNS, start=1)}
        total = typed_cell(figures.row, "total")
        if len(quarters) == 1 and not any(cells.values()):
            cells = {quarters[0].numeral: total}
        lines += [_Line(figures.unit, numeral, share) for numeral, share in cells.items() if share != ""]
    return lines


def _event_lines(
    each: ImportedRow, parts: _Parts, meant: UnitsByName, quarters: tuple[Quarter, ...]
) -> list[_Line]:
    listed = [(events, number) for events in each.lists for number in range(len(events.titles))]
    lines = [_event_line(events, number, parts, meant, quarters) for events, number in listed]
    asked = [at for at, line in enumerate(lines) if not line.unit]
    planned = next(iter(parts.counts.values())) if len(parts.counts) == 1 else 0
    if asked and len(lines) < planned:
        fewer = IMPORT_EVENTS_FEWER.at(seen=len(lines), target=planned)
        last = lines[-1]
        doubts = (*last.doubts, ("event", fewer))
        lines[-1] = _Line(last.unit, last.quarter, last.share, last.event, last.on, doubts)
    return lines


def _event_line(
    events: EventList, number: int, parts: _Parts, meant: UnitsByName, quarters: tuple[Quarter, ...]
) -> _Line:
    event = read_event(events.titles[number], meant, [each.code for each in parts.units])
    code = event.unit or unit_of(events, number, meant)
    unit = next((each.name for each in parts.units if each.code == code), "") if code is not None else ""
    planned = [quarter for quarter in quarters if quarter.numeral in parts.counts]
    placed = quarter_of_event(event.term, parts.term, planned, quarters)
    quarter = placed.numeral if placed else ""
    doubts: list[tuple[str, Finding]] = []
    if not unit and parts.units:
        doubts.append(("unit", IMPORT_EVENT_HOLDER.at(units=parts.shown)))
    # Where the period of the plan is unclear, that is asked, and not 40 quarters.
    if quarters and not quarter:
        doubts.append(("quarter", IMPORT_EVENT_QUARTER.at()))
    on = event.term.words if event.term else ""
    return _Line(unit, quarter, event=event.text, on=on, doubts=tuple(doubts))


def _are_the_target(events: Sequence[_Line], counts: dict[str, int]) -> bool:
    return Counter(line.quarter for line in events) == {
        numeral: count for numeral, count in counts.items() if count
    }


def _by_numbers(parts: _Parts) -> list[_Line]:
    """Return the number beside each unit as its share in each quarter, marked."""
    lines = []
    for numeral, count in parts.counts.items():
        doubt = IMPORT_NUMBERS_PROPOSED.at(target=count, seen=parts.beside)
        lines += [
            _Line(unit.name, numeral, share, doubts=(("share", doubt),)) for unit, share in parts.numbers.items()
        ]
    return lines


def _proposed(parts: _Parts) -> list[_Line]:
    """Return a share of one for each unit in each quarter, marked."""
    lines = []
    for numeral, count in parts.counts.items():
        doubt = IMPORT_SHARES_PROPOSED.at(target=count, units=parts.shown)
        lines += [_Line(unit.name, numeral, 1, doubts=(("share", doubt),)) for unit in parts.units]
    return lines

"""Cells of a plan workbook, row by row: the reverse of the plan reader."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from xlplan.documents.plan_reader.levels import HEADS, LEVELS
from xlplan.documents.plan_reader.previous_codes import NEW_ROW
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_reader.units_of_measure import usual_adds_up
from xlplan.domain.plan import Better, EmptyLevel, Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAIL_LINES
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import across_words
from xlplan.domain.unit_of_measure import (
    PERCENTAGE,
    WHOLE_THINGS,
    Number,
    UnitOfMeasure,
    show_number,
    unit_of_measure_text,
)
from xlplan.text.normalize import DASHES
from xlplan.text.translation import _

PlanCell = str | Number
# The row code, unit and quarter that a share or an event belongs to.
ShareKey = tuple[str, str, str]


class PlanRows(Struct, frozen=True):
    """Cells of a plan workbook: the lines of `Реквізити` by name, the rows of each sheet by column name."""

    details: Mapping[str, str | date | None]
    units: Sequence[Mapping[str, PlanCell]] = ()
    plan: Sequence[Mapping[str, PlanCell]] = ()
    shares: Sequence[Mapping[str, PlanCell]] = ()


class EventCells(Struct, frozen=True):
    """A planned event with the cells of its row."""

    part: ShareKey
    title: str
    on: str

    @property
    def is_described(self) -> bool:
        """True where the row is recognised as an event even if it holds a share."""
        return bool(self.title or self.on)


def rows_of_plan(plan: Plan) -> PlanRows:
    """Return all cells of a plan's workbook."""
    return PlanRows(details_of(plan), unit_rows(plan), plan_rows(plan), share_rows(plan))


def details_of(plan: Plan) -> Mapping[str, str | date | None]:
    """Return the values of `Реквізити` by the names of the lines."""
    return {detail.name: getattr(plan.centre, detail.name) for detail in DETAIL_LINES}


def unit_rows(plan: Plan) -> list[dict[str, PlanCell]]:
    """Return the rows of `Підрозділи`."""
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": _(unit.kind.value),
            "groups": "; ".join(unit.groups),
            "email": unit.email,
        }
        for unit in plan.units
    ]


def plan_rows(plan: Plan) -> list[dict[str, PlanCell]]:
    """Return the rows of `План`.

    Every indicator has all its levels, so a person may sort and filter the rows. An empty level has a row
    without a measure.
    """
    rows: list[dict[str, PlanCell]] = []
    for each in in_plan_order(plan.measures, plan.empty_levels):
        if isinstance(each, EmptyLevel):
            rows.append(mark_absent_levels(_empty_level_cells(each), rows[-1] if rows else {}))
            continue
        for indicator in each.indicators:
            levels = mark_absent_levels(_level_cells(each), rows[-1] if rows else {})
            rows.append({**levels, **target_cells(indicator, plan.centre.quarters), **_indicator_cells(indicator)})
    return rows


def mark_absent_levels(row: Mapping[str, PlanCell], above: Mapping[str, PlanCell]) -> dict[str, PlanCell]:
    """Return a row of `План` with a dash where a level is absent.

    The reader fills a blank cell with the text above it. In the row of an empty level it leaves the cells of the
    measure blank.
    """
    is_empty_level = is_row_of_empty_level(row)
    names = HEADS if is_empty_level else LEVELS
    absent = {name: DASHES[-1] for name in names if not row[name] and above.get(name)}
    if is_empty_level and not any(row[name] for name in HEADS[1:]):
        # A text alone in the column of the directions may be a task over the whole width.
        absent["task"] = DASHES[-1]
    return {**row, **absent}


def is_row_of_empty_level(row: Mapping[str, PlanCell]) -> bool:
    """Tell if a row of `План` holds nothing of a measure."""
    return all(cell in ("", None) for name, cell in row.items() if name not in (*HEADS, "note"))


def _empty_level_cells(level: EmptyLevel) -> dict[str, PlanCell]:
    blank: dict[str, PlanCell] = dict.fromkeys(LEVELS, "")
    return {**blank, **{name: getattr(level, name) for name in (*HEADS, "note")}}


def _level_cells(measure: Measure) -> dict[str, PlanCell]:
    return {
        "direction": measure.direction,
        "task": measure.task,
        "subtask": measure.subtask,
        "purpose": measure.purpose,
        "code": measure.code,
        "measure": measure.title,
        "responsible": measure.worded_executors,
        "term": measure.term,
    }


def _indicator_cells(indicator: Indicator) -> dict[str, PlanCell]:
    return {
        "indicator": indicator.title,
        "counting": _(indicator.counting.value),
        "note": indicator.note,
        "adds_up": adds_up_cell(indicator),
        "better": "" if indicator.better is Better.MORE else _(indicator.better.value),
        "unit_of_measure": unit_cell(indicator),
        "across_units": across_cell(indicator),
        "continues": continues_cell(indicator),
    }


def adds_up_cell(indicator: Indicator) -> str:
    """Return the cell `Підсумок`, blank for what is usual."""
    usual = usual_adds_up(indicator.unit_of_measure)
    return "" if indicator.adds_up is usual else _(indicator.adds_up.value)


def unit_cell(indicator: Indicator) -> str:
    """Return the cell `Одиниця`, blank for whole things and for a computed share with the usual decimals."""
    usual = PERCENTAGE if indicator.ratio else WHOLE_THINGS
    return "" if indicator.unit_of_measure == usual else unit_of_measure_text(indicator.unit_of_measure)


def across_cell(indicator: Indicator) -> str:
    """Return the cell `По підрозділах`, blank where the units' numbers add up."""
    return "" if indicator.adds_units else across_words(indicator)


def continues_cell(indicator: Indicator) -> str:
    """Return the cell `Попередній код`: the codes that a person named, or the word for a new row."""
    if indicator.continues is None:
        return ""
    return "; ".join(indicator.continues) or _(NEW_ROW)


def target_cells(indicator: Indicator, quarters: tuple[Quarter, ...]) -> dict[str, PlanCell]:
    """Return the cells of the quarters and of the total.

    Words that hold for every quarter stand once, under `Разом`.
    """
    total = indicator.total
    same = all(indicator.target(quarter) == total for quarter in quarters)
    if total.kind not in (TargetKind.COUNT, TargetKind.UNSET) and same:
        return {"total": total.as_written}
    unit = indicator.unit_of_measure
    cells = {
        QUARTER_COLUMNS[quarter.number - 1]: number_cell(target.as_written, unit)
        for quarter, target in indicator.targets
    }
    return {**cells, "total": number_cell(total.as_written, unit)}


def number_cell(cell: PlanCell, unit: UnitOfMeasure) -> PlanCell:
    """Return the cell of a number; less than one per cent has its sign, for a plain number may be a share."""
    is_doubtful = unit.is_percentage and not isinstance(cell, str) and 0 < cell < 1
    return show_number(cell, unit) if is_doubtful and not isinstance(cell, str) else cell


def spreadsheet_value(cell: PlanCell) -> str | int | float:
    """Return a cell as a spreadsheet holds it: a number with decimals as a float."""
    return float(cell) if isinstance(cell, Decimal) else cell


def share_rows(plan: Plan) -> list[dict[str, PlanCell]]:
    """Return the rows of `Розподіл`: shares and events in the order of the plan.

    A share and an event of the same unit and quarter stand in one row.
    """
    units = {each.key: each.unit_of_measure for measure in plan.measures for each in measure.indicators}
    titles = {
        indicator.key: (measure.code, indicator.title)
        for measure in plan.measures
        for indicator in measure.indicators
    }
    names = {unit.code: unit.name for unit in plan.units}
    numerals = {str(quarter): quarter.numeral for quarter in plan.centre.quarters}
    shares = {(share.indicator, share.unit, str(share.quarter)): share.count for share in plan.shares}
    events = [
        EventCells((event.key.rpartition("#")[0], event.unit, str(event.quarter)), event.title, event.on)
        for event in plan.events
    ]
    return [
        {
            "code": titles[key][0],
            "indicator": titles[key][1],
            "unit": names[unit],
            "quarter": numerals[quarter],
            "share": "" if count is None else number_cell(count, units[key]),
            "event": event.title if event else "",
            "on": event.on if event else "",
        }
        for (key, unit, quarter), count, event in pair_shares_and_events(shares, events, list(titles))
    ]


def pair_shares_and_events(
    shares: Mapping[ShareKey, PlanCell], events: Sequence[EventCells], keys: Sequence[str]
) -> Iterator[tuple[ShareKey, PlanCell | None, EventCells | None]]:
    """Yield each share and each event once, together where both are of one unit and quarter.

    Both keep their own order. A share that equals the number of its events becomes a share of one for each
    event.

    Args:
        shares: The shares by row code, unit and quarter.
        events: The planned events.
        keys: The row codes in the order of the plan.
    """
    order = {key: position for position, key in enumerate(keys)}
    waiting = dict(shares)
    # A row with neither description nor date is an event only if it has no share, so such an event stands alone.
    listed = Counter(event.part for event in events if event.is_described)
    parts_by_ones: set[ShareKey] = set()
    for event in events:
        part = event.part
        for earlier in list(waiting):
            belongs_here = event.is_described and part in waiting and earlier != part
            if order.get(earlier[0], len(order)) >= order.get(part[0], len(order)) and not belongs_here:
                break
            yield earlier, waiting.pop(earlier), None
        if event.is_described and part in waiting:
            count = waiting.pop(part)
            parts_by_ones |= {part} if count == listed[part] else set()
            yield part, 1 if part in parts_by_ones else count, event
        else:
            yield part, 1 if event.is_described and part in parts_by_ones else None, event
    for part, count in waiting.items():
        yield part, count, None

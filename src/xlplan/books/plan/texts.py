"""A plan as the texts of its workbook's cells, row by row: the reverse of reading it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from xlplan.books.plan.levels import LEVELS
from xlplan.books.plan.targets import QUARTER_COLUMNS
from xlplan.model import AddsUp, Better, Indicator, Measure, Plan, PlannedEvent
from xlplan.quarter import Quarter
from xlplan.spelling import DASHES
from xlplan.target import TargetKind
from xlplan.texts import _

Cell = str | int
_Part = tuple[str, str, Quarter]  # row code, unit, quarter


def details_of(plan: Plan | None) -> Mapping[str, str | date | None]:
    """The values of `Реквізити` by the names of its lines; none without a plan."""
    if plan is None:
        return {}
    centre = plan.centre
    return {
        "code": centre.code,
        "name": centre.name,
        "title": centre.title,
        "short": centre.short,
        "period": centre.period,
        "plan_title": centre.plan_title,
        "approved_by": centre.approved_by,
        "approved_on": centre.approved_on,
        "signed_by": centre.signed_by,
    }


def unit_rows(plan: Plan) -> list[dict[str, Cell]]:
    """The rows of `Підрозділи`."""
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


def plan_rows(plan: Plan) -> list[dict[str, Cell]]:
    """The rows of `План`: every indicator with all its levels, so that the rows may be sorted and filtered."""
    rows: list[dict[str, Cell]] = []
    for measure in plan.measures:
        for indicator in measure.indicators:
            levels = _levels(measure)
            above = rows[-1] if rows else {}
            # A blank would take the text above, so an absent level is said with a dash.
            absent = {name: DASHES[-1] for name in LEVELS if not levels[name] and above.get(name)}
            rows.append({**levels, **absent, **_targets(indicator, plan.centre.quarters), **_words(indicator)})
    return rows


def _levels(measure: Measure) -> dict[str, Cell]:
    return {
        "direction": measure.direction,
        "task": measure.task,
        "subtask": measure.subtask,
        "purpose": measure.purpose,
        "code": measure.code,
        "measure": measure.title,
        "responsible": measure.responsible,
        "term": measure.term,
    }


def _words(indicator: Indicator) -> dict[str, Cell]:
    return {
        "indicator": indicator.title,
        "counting": _(indicator.counting.value),
        "note": indicator.note,
        "adds_up": "" if indicator.adds_up is AddsUp.SUM else _(indicator.adds_up.value),
        "better": "" if indicator.better is Better.MORE else _(indicator.better.value),
    }


def _targets(indicator: Indicator, quarters: tuple[Quarter, ...]) -> dict[str, Cell]:
    """The quarters and the total; words that hold for every quarter stand once, under `Разом`."""
    total = indicator.total
    same = all(indicator.target(quarter) == total for quarter in quarters)
    if total.kind not in (TargetKind.COUNT, TargetKind.UNSET) and same:
        return {"total": total.shown}
    shown = {QUARTER_COLUMNS[quarter.number - 1]: target.shown for quarter, target in indicator.targets}
    return {**shown, "total": total.shown}


def share_rows(plan: Plan) -> list[dict[str, Cell]]:
    """The rows of `Розподіл`: shares and events, each in the plan's own order, together where they belong."""
    titles = {each.key: (measure.code, each.title) for measure in plan.measures for each in measure.indicators}
    names = {unit.code: unit.name for unit in plan.units}
    return [
        {
            "code": titles[key][0],
            "indicator": titles[key][1],
            "unit": names[unit],
            "quarter": quarter.numeral,
            "share": "" if count is None else count,
            "event": event.title if event else "",
            "on": event.on if event else "",
        }
        for (key, unit, quarter), count, event in _paired(plan)
    ]


def _paired(plan: Plan) -> Iterator[tuple[_Part, int | None, PlannedEvent | None]]:
    """Each share and event once, in one row where both are of one unit and quarter.

    A share that is as large as the number of its events is told as one for each of them.
    """
    order = {each.key: at for at, each in enumerate(each for one in plan.measures for each in one.indicators)}
    waiting = {(share.indicator, share.unit, share.quarter): share.count for share in plan.shares}
    # An event without description or date is known by its row's having no share: it gets a row of its own.
    listed = Counter(_part(event) for event in plan.events if event.title or event.on)
    by_ones: set[_Part] = set()
    for event in plan.events:
        part = _part(event)
        described = bool(event.title or event.on)
        for earlier in list(waiting):
            if order[earlier[0]] >= order[part[0]] and not (described and part in waiting and earlier != part):
                break
            yield earlier, waiting.pop(earlier), None
        if described and part in waiting:
            count = waiting.pop(part)
            by_ones |= {part} if count == listed[part] else set()
            yield part, 1 if part in by_ones else count, event
        else:
            yield part, 1 if described and part in by_ones else None, event
    for part, count in waiting.items():
        yield part, count, None


def _part(event: PlannedEvent) -> _Part:
    return event.key.rpartition("#")[0], event.unit, event.quarter

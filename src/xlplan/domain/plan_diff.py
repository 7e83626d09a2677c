"""Differences between two plans, measure by measure, in phrases for an order of amendment."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

from xlplan.domain.plan import Indicator, Measure, Plan, PlannedEvent
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAIL_LINES, PLAN
from xlplan.domain.target import UNSET, Target
from xlplan.domain.target_words import target_words
from xlplan.text.translation import _

_PLAN_HEADINGS = {column.name: column.heading for column in PLAN.columns}
# The fields that are compared, in this order, with the headings under which the plan workbook holds them.
_OF_CENTRE = {detail.name: detail.label for detail in DETAIL_LINES}
_OF_MEASURE = {
    "title": _PLAN_HEADINGS["measure"],
    **{name: _PLAN_HEADINGS[name] for name in ("direction", "task", "subtask", "purpose", "responsible", "term")},
}
_OF_INDICATOR = {
    "title": _PLAN_HEADINGS["indicator"],
    **{name: _PLAN_HEADINGS[name] for name in ("counting", "adds_up", "better", "note")},
}
_NOTHING = "—"


@dataclass(frozen=True)
class PlanChange:
    """One change in words, with the code and the title of its measure; both are "" for the plan as a whole."""

    measure: str
    title: str
    text: str


def compare_plans(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Return every difference between two plans, in the language in use; none where they say the same.

    Changes to the plan as a whole come first. The measures follow in the new plan's order, dropped ones last.
    """
    before = {measure.code: measure for measure in old.measures}
    now = {measure.code: measure for measure in new.measures}
    changes = [PlanChange("", "", text) for text in (*_of_centre(old, new), *_of_units(old, new))]
    for code, measure in now.items():
        phrases = (
            _of_measure(old, new, before[code], measure) if code in before else [_new_measure_text(new, measure)]
        )
        changes += [PlanChange(code, measure.title, text) for text in phrases]
    changes += [
        PlanChange(code, measure.title, _("drop the measure"))
        for code, measure in before.items()
        if code not in now
    ]
    order = [code for code in before if code in now] != [code for code in now if code in before]
    return (*changes, *((PlanChange("", "", _("the measures stand in another order")),) if order else ()))


def _of_centre(old: Plan, new: Plan) -> Iterator[str]:
    for field in fields(old.centre):
        if name := _OF_CENTRE.get(field.name):
            yield from _replacement(_(name), getattr(old.centre, field.name), getattr(new.centre, field.name))


def _of_units(old: Plan, new: Plan) -> Iterator[str]:
    before, now = ({unit.code: unit for unit in plan.units} for plan in (old, new))
    for code, unit in now.items():
        if code not in before:
            yield _("add the unit “{unit}” ({code})").format(unit=unit.name, code=code)
        elif unit != before[code]:
            yield from _replacement(_("Unit {code}").format(code=code), before[code].name, unit.name)
            yield from _replacement(_("Kind of {code}").format(code=code), before[code].kind, unit.kind)
            groups = ("; ".join(each.groups) for each in (before[code], unit))
            yield from _replacement(_("Groups of {code}").format(code=code), *groups)
            yield from _replacement(_("E-mail of {code}").format(code=code), before[code].email, unit.email)
    for code, unit in before.items():
        if code not in now:
            yield _("drop the unit “{unit}” ({code})").format(unit=unit.name, code=code)


def _of_measure(old: Plan, new: Plan, before: Measure, now: Measure) -> Iterator[str]:
    for field, name in _OF_MEASURE.items():
        yield from _replacement(_(name), getattr(before, field), getattr(now, field))
    if before.units != now.units and before.responsible == now.responsible:
        # The words are the same, but the group of units that they name has other units now.
        names = (
            ", ".join(plan.unit(code).name for code in each.units) for plan, each in ((old, before), (new, now))
        )
        yield from _replacement(_("Units"), *names)
    earlier = {indicator.key: indicator for indicator in before.indicators}
    for indicator in now.indicators:
        if indicator.key in earlier:
            yield from _of_indicator(earlier[indicator.key], indicator, len(now.indicators) > 1)
            yield from _of_shares(old, new, indicator)
            yield from _of_events(old, new, indicator)
        else:
            yield _("add the indicator {indicator}").format(indicator=_indicator_text(new, indicator))
    kept = {indicator.key for indicator in now.indicators}
    for indicator in before.indicators:
        if indicator.key not in kept:
            yield _("drop the indicator “{indicator}”").format(indicator=indicator.title)


def _of_indicator(before: Indicator, now: Indicator, has_siblings: bool) -> Iterator[str]:
    prefix = f"{now.title}, " if has_siblings else ""
    for field, name in _OF_INDICATOR.items():
        yield from _replacement(prefix + _(name), getattr(before, field), getattr(now, field))
    quarters = sorted({quarter for quarter, _target in (*before.targets, *now.targets)})
    any_told = False
    for quarter in quarters:
        changed = list(_of_target(prefix + quarter.title, before, now, quarter))
        any_told = any_told or bool(changed)
        yield from changed
    if not any_told or now.total.count is None or len(quarters) > 1:
        yield from _replacement(prefix + _("Total"), before.total, now.total)


def _of_target(what: str, before: Indicator, now: Indicator, quarter: Quarter) -> Iterator[str]:
    if before.target(quarter) != now.target(quarter):
        yield from _replacement(what, *(target_words(each.target(quarter), each.better) for each in (before, now)))


def _of_shares(old: Plan, new: Plan, indicator: Indicator) -> Iterator[str]:
    before, now = _shares(old, indicator), _shares(new, indicator)
    for unit, quarter in dict.fromkeys((*now, *before)):
        name = (new if (unit, quarter) in now else old).unit(unit).name
        where = _("share of “{unit}”, {quarter}").format(unit=name, quarter=quarter.title)
        yield from _replacement(where, before.get((unit, quarter)), now.get((unit, quarter)))


def _shares(plan: Plan, indicator: Indicator) -> Mapping[tuple[str, Quarter], int]:
    units = dict.fromkeys((each.unit, each.quarter) for each in plan.shares if each.indicator == indicator.key)
    return {where: plan.share(indicator.key, *where) or 0 for where in units}


def _of_events(old: Plan, new: Plan, indicator: Indicator) -> Iterator[str]:
    before, now = (Counter(_events(plan, indicator)) for plan in (old, new))
    for added, counts in ((True, now - before), (False, before - now)):
        template = _("add the event “{event}” ({where})") if added else _("drop the event “{event}” ({where})")
        for unit, quarter, title, on in counts.elements():
            where = ", ".join(filter(None, ((new if added else old).unit(unit).name, quarter.title, on)))
            yield template.format(event=title or "…", where=where)


def _events(plan: Plan, indicator: Indicator) -> Iterator[tuple[str, Quarter, str, str]]:
    return (
        (event.unit, event.quarter, event.title, event.on) for event in plan.events if _is_under(event, indicator)
    )


def _is_under(event: PlannedEvent, indicator: Indicator) -> bool:
    return event.key.rpartition("#")[0] == indicator.key


def _new_measure_text(plan: Plan, measure: Measure) -> str:
    """Describe a new measure: who carries it out, when, what is counted and how much of it."""
    parts = [_("add the measure; responsible: {units}").format(units=measure.responsible or _NOTHING)]
    parts += [measure.term] if measure.term else []
    parts += [_indicator_text(plan, indicator) for indicator in measure.indicators]
    return "; ".join(parts)


def _indicator_text(plan: Plan, indicator: Indicator) -> str:
    """Describe an indicator with its targets, the shares of the units and the planned events."""
    targets = [
        f"{quarter.title} — {target_words(target, indicator.better)}" for quarter, target in indicator.targets
    ]
    shares = [f"{plan.unit(unit).name} — {count}" for (unit, _quarter), count in _shares(plan, indicator).items()]
    events = [
        f"{title or '…'} ({plan.unit(unit).name})" for unit, _quarter, title, _on in _events(plan, indicator)
    ]
    parts = [", ".join(targets) or _("without a target")]
    parts += [_("of which {shares}").format(shares=", ".join(shares))] if shares else []
    parts += [_("events: {events}").format(events=", ".join(events))] if events else []
    return _("“{indicator}”: {told}").format(indicator=indicator.title, told="; ".join(parts))


def _replacement(what: str, before: object, now: object) -> Iterator[str]:
    """Yield a phrase with the old and the new value, where they differ. An empty value has a phrase of its own."""
    if before == now:
        return
    old, new = _text_of(before), _text_of(now)
    if not old:
        yield _("{what}: set “{now}”").format(what=what, now=new)
    elif not new:
        yield _("{what}: drop “{before}”").format(what=what, before=old)
    else:
        yield _("{what}: replace “{before}” with “{now}”").format(what=what, before=old, now=new)


def _text_of(value: object) -> str:
    if isinstance(value, Target):
        return "" if value == UNSET else str(value.shown)
    if isinstance(value, Enum):
        return _(str(value.value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)

"""Differences between two plans, measure by measure, in phrases for an order of amendment."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from enum import Enum
from itertools import dropwhile

from msgspec import Struct

from xlplan.domain.executor_wording import comparable
from xlplan.domain.followed_rows import FollowedRows, follow_rows
from xlplan.domain.plan import EmptyLevel, Indicator, Measure, Plan, PlannedEvent, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAIL_LINES, PLAN
from xlplan.domain.target import Target
from xlplan.domain.target_words import across_words, target_words
from xlplan.domain.unit_of_measure import UnitOfMeasure, show_number, unit_of_measure_text
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, quote

_PLAN_HEADINGS = {column.name: column.heading for column in PLAN.columns}
# The fields that are compared, in this order, with the headings under which the plan workbook holds them.
_OF_CENTRE = {detail.name: detail.label for detail in DETAIL_LINES}
_OF_MEASURE = {
    "title": _PLAN_HEADINGS["measure"],
    **{name: _PLAN_HEADINGS[name] for name in ("direction", "task", "subtask", "purpose")},
    "worded_executors": _PLAN_HEADINGS["responsible"],
    "term": _PLAN_HEADINGS["term"],
}
_OF_INDICATOR = {
    "title": _PLAN_HEADINGS["indicator"],
    **{name: _PLAN_HEADINGS[name] for name in ("counting", "adds_up", "better", "note")},
}
_OF_LEVEL = {name: _PLAN_HEADINGS[name] for name in ("direction", "task", "subtask", "purpose")}
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?(?=\s)")
_NOTHING = "—"


class PlanChange(Struct, frozen=True):
    """One change in words, with the code and the title of its measure; both are "" for the plan as a whole."""

    measure: str
    title: str
    text: str


def compare_plans(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Return every difference between two plans, in the language in use; none where they say the same.

    Changes to the plan as a whole come first. The measures follow in the new plan's order, dropped ones last, then
    the levels without measures.
    """
    new = comparable(new, old)
    rows = follow_rows(old, new)
    changes = [PlanChange("", "", text) for text in (*_of_centre(old, new), *_of_units(old, new))]
    for measure in new.measures:
        before = rows.measures.get(measure.code)
        phrases = [_new_measure_text(new, measure)]
        if before is not None:
            phrases = [*_of_move(before, measure, rows), *_of_measure(old, new, before, measure, rows)]
        changes += [PlanChange(measure.code, measure.title, text) for text in phrases]
    kept = [rows.measures[each.code].code for each in new.measures if each.code in rows.measures]
    changes += [
        PlanChange(measure.code, measure.title, _("drop the measure"))
        for measure in old.measures
        if measure.code not in {*kept, *rows.merged_measures}
    ]
    order = kept != [measure.code for measure in old.measures if measure.code in kept]
    changes += [PlanChange("", "", text) for text in _of_empty_levels(old, new)]
    if order:
        return (*changes, PlanChange("", "", _("the measures stand in another order")))
    return (*changes, *(PlanChange("", "", text) for text in _of_places(old, new, rows)))


def _of_centre(old: Plan, new: Plan) -> Iterator[str]:
    for field in old.centre.__struct_fields__:
        if name := _OF_CENTRE.get(field):
            yield from _replacement(_(name), getattr(old.centre, field), getattr(new.centre, field))


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


def _of_move(before: Measure, now: Measure, rows: FollowedRows) -> Iterator[str]:
    """Yield the phrases for a measure with another code, and for rows with another one or several rows before."""
    merged = [each for each in now.indicators if len(rows.parents[each.key]) > 1]
    if before.code != now.code and len(merged) < len(now.indicators):
        yield _("{before} becomes {now}").format(before=before.code, now=now.code)
    for indicator in now.indicators:
        parents = rows.parents[indicator.key]
        if len(parents) > 1:
            codes = _("{first} and {last}").format(first=", ".join(parents[:-1]), last=parents[-1])
            yield _("{codes} are merged into {now}").format(codes=codes, now=indicator.key)
        elif parents and parents[0] != indicator.key.replace(now.code, before.code, 1):
            yield _("{before} becomes {now}").format(before=parents[0], now=indicator.key)


def _of_measure(old: Plan, new: Plan, before: Measure, now: Measure, rows: FollowedRows) -> Iterator[str]:
    for field, name in _OF_MEASURE.items():
        yield from _replacement(_(name), getattr(before, field), getattr(now, field))
    if before.units != now.units and before.worded_executors == now.worded_executors:
        # The words are the same, but the group of units that they name has other units now.
        names = (
            ", ".join(plan.unit(code).name for code in each.units) for plan, each in ((old, before), (new, now))
        )
        yield from _replacement(_("Units"), *names)
    for indicator in now.indicators:
        parents = rows.parents[indicator.key]
        if parents:
            earlier = old.indicator(parents[0])
            yield from _of_indicator(earlier, indicator, len(now.indicators) > 1)
            yield from _of_shares(old, new, earlier, indicator)
            yield from _of_events(old, new, earlier, indicator)
        else:
            yield _("add the indicator {indicator}").format(indicator=_indicator_text(new, indicator))
        if indicator.key in rows.begun_anew:
            yield _("{row} begins anew: what was reported before is not added").format(row=indicator.key)
    for indicator in before.indicators:
        if indicator.key not in rows.continued:
            yield _("drop the indicator “{indicator}”").format(indicator=indicator.title)


def _of_empty_levels(old: Plan, new: Plan) -> Iterator[str]:
    """Yield the phrases for levels without measures. A level that gets its first measures is told with these."""
    pairs = _same_levels(old, new)
    for level in new.empty_levels:
        if level in pairs:
            for field, name in {**_OF_LEVEL, "note": _PLAN_HEADINGS["note"]}.items():
                where = f"{quote(level.title)}, {_(name)}"
                yield from _replacement(where, getattr(pairs[level], field), getattr(level, field))
        elif _has_measures(old, level):
            yield _("“{level}” stays without measures").format(level=level.title)
        else:
            text = _("add “{level}” without measures").format(level=level.title)
            purpose = f"; {_(_OF_LEVEL['purpose'])}: {quote(level.purpose)}" if level.purpose else ""
            yield text + purpose
    for level in old.empty_levels:
        if level not in pairs.values() and not _has_measures(new, level):
            yield _("drop “{level}”, which has no measures").format(level=level.title)


def _of_places(old: Plan, new: Plan, rows: FollowedRows) -> Iterator[str]:
    """Yield the phrases for levels without measures that stand between other measures than before."""
    now = {before.code: code for code, before in rows.measures.items()}
    for level, before in _same_levels(old, new).items():
        place = _next_kept(new, level, set(now.values()))
        if place != now.get(_next_kept(old, before, set(now)), ""):
            where = _("before measure {code}").format(code=place) if place else _("at the end")
            yield _("move “{level}”: {where}").format(level=level.title, where=where)


def _next_kept(plan: Plan, level: EmptyLevel, kept: Collection[str]) -> str:
    """Return the code of the first measure below a level that both plans have; "" where there is none."""
    below = dropwhile(lambda each: each != level, in_plan_order(plan.measures, plan.empty_levels))
    return next((each.code for each in below if isinstance(each, Measure) and each.code in kept), "")


def _same_levels(old: Plan, new: Plan) -> Mapping[EmptyLevel, EmptyLevel]:
    """Return for each level without measures the one before that it is: by all its words, its own, its number."""
    pairs: dict[EmptyLevel, EmptyLevel] = {}
    ways: tuple[Callable[[EmptyLevel], object], ...] = (_words_of, lambda each: match_key(each.title), _number_of)
    for same in ways:
        for level in new.empty_levels:
            waiting = (each for each in old.empty_levels if each not in pairs.values())
            before = next((each for each in waiting if same(level) and same(each) == same(level)), None)
            if level not in pairs and before:
                pairs[level] = before
    return pairs


def _words_of(level: EmptyLevel) -> tuple[str, ...]:
    return tuple(match_key(getattr(level, field)) for field in _OF_LEVEL)


def _number_of(level: EmptyLevel) -> str:
    number = _NUMBER.match(level.title)
    return number[0].rstrip(".") if number else ""


def _has_measures(plan: Plan, level: EmptyLevel) -> bool:
    given = [field for field in _OF_LEVEL if getattr(level, field)]
    return any(all(getattr(each, field) == getattr(level, field) for field in given) for each in plan.measures)


def _of_indicator(before: Indicator, now: Indicator, has_siblings: bool) -> Iterator[str]:
    prefix = f"{now.title}, " if has_siblings else ""
    for field, name in _OF_INDICATOR.items():
        yield from _replacement(prefix + _(name), getattr(before, field), getattr(now, field))
    units = (_unit_words(each.unit_of_measure) for each in (before, now))
    yield from _replacement(prefix + _(_PLAN_HEADINGS["unit_of_measure"]), *units)
    yield from _replacement(prefix + _(_PLAN_HEADINGS["across_units"]), across_words(before), across_words(now))
    quarters = sorted({quarter for quarter, _target in (*before.targets, *now.targets)})
    any_told = False
    for quarter in quarters:
        targets = before.target(quarter), now.target(quarter)
        changed = list(_of_targets(prefix + quarter.title, (before, now), targets))
        any_told = any_told or bool(changed)
        yield from changed
    if not any_told or now.total.count is None or len(quarters) > 1:
        yield from _of_targets(prefix + _("Total"), (before, now), (before.total, now.total))


def _of_targets(
    what: str, indicators: tuple[Indicator, Indicator], targets: tuple[Target, Target]
) -> Iterator[str]:
    # A ceiling that became a target to reach is told once, by its `better`.
    if targets[0] != targets[1]:
        pairs = list(zip(targets, indicators, strict=True))
        words = [target_words(target, each.better, each.unit_of_measure) for target, each in pairs]
        # The same number in other words: “20”, and “не менше 20”.
        yield from _replacement(what, *(words if words[0] != words[1] else (target.words for target in targets)))


def _of_shares(old: Plan, new: Plan, earlier: Indicator, indicator: Indicator) -> Iterator[str]:
    before, now = _shares(old, earlier), _shares(new, indicator)
    for unit, quarter in dict.fromkeys((*now, *before)):
        name = (new if (unit, quarter) in now else old).unit(unit).name
        where = _("share of “{unit}”, {quarter}").format(unit=name, quarter=quarter.title)
        yield from _replacement(where, before.get((unit, quarter)), now.get((unit, quarter)))


def _shares(plan: Plan, indicator: Indicator) -> Mapping[tuple[str, Quarter], str]:
    """Return the shares of the units as texts."""
    units = dict.fromkeys((each.unit, each.quarter) for each in plan.shares if each.indicator == indicator.key)
    return {
        where: show_number(plan.share(indicator.key, *where) or 0, indicator.unit_of_measure) for where in units
    }


def _of_events(old: Plan, new: Plan, earlier: Indicator, indicator: Indicator) -> Iterator[str]:
    before, now = (Counter(_events(*each)) for each in ((old, earlier), (new, indicator)))
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
    parts = [_("add the measure; responsible: {units}").format(units=measure.worded_executors or _NOTHING)]
    parts += [measure.term] if measure.term else []
    parts += [_indicator_text(plan, indicator) for indicator in measure.indicators]
    return "; ".join(parts)


def _indicator_text(plan: Plan, indicator: Indicator) -> str:
    """Describe an indicator with its targets, the shares of the units and the planned events."""
    targets = [
        f"{quarter.title} — {target_words(target, indicator.better, indicator.unit_of_measure)}"
        for quarter, target in indicator.targets
    ]
    shares = [f"{plan.unit(unit).name} — {count}" for (unit, _quarter), count in _shares(plan, indicator).items()]
    events = [
        f"{title or '…'} ({plan.unit(unit).name})" for unit, _quarter, title, _on in _events(plan, indicator)
    ]
    parts = [", ".join(targets) or _("without a target")]
    parts += [] if indicator.adds_units else [across_words(indicator)]
    parts += [_("of which {shares}").format(shares=", ".join(shares))] if shares else []
    parts += [_("events: {events}").format(events=", ".join(events))] if events else []
    return _("“{indicator}”: {told}").format(indicator=indicator.title, told="; ".join(parts))


def _unit_words(unit: UnitOfMeasure) -> str:
    return unit_of_measure_text(unit) or _("whole things")


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
    if isinstance(value, Enum):
        return _(str(value.value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)

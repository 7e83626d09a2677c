"""The plan of the next year or quarter, begun from the last one: what stays, and what is asked for anew."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.plan import Centre, EmptyLevel, Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter, quarter_number, read_quarter
from xlplan.domain.target import UNSET, Target, TargetKind

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)|(?<!\d)\d\d?\.\d\d?\.\d\d(?!\d)")
# `ІІ квартал`, `2-й квартал`, `quarter II`, `Q2`: the numeral alone is replaced.
_NUMERAL = r"(?:[IІ]V|[IІ]{1,3}|[1-4])"
_QUARTER = re.compile(
    rf"\b{_NUMERAL}(?=\s*(?:-?\s*[^\W\d_]{{1,3}}\s+)?(?:квартал|quarter))"
    rf"|(?<=квартал ){_NUMERAL}\b|(?<=quarter ){_NUMERAL}\b|(?<=\bQ)[1-4]\b",
    re.IGNORECASE,
)
# What names a part of a quarter: a month, or a day without its year.
_MONTH_OR_DAY = re.compile(
    r"\b(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)\w*"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?<!\d)\d\d?\.\d\d(?!\d)",
    re.IGNORECASE,
)

# The number or the day of an order beside the name of who approves.
_APPROVAL = re.compile(rf"№|{_YEAR.pattern}")


class NextPlan(Struct, frozen=True):
    """A plan that is begun from another one.

    Attributes:
        plan: The plan. Its targets in numbers are empty, and it has no shares and no events.
        dropped_terms: The codes of the measures whose term names a time that is over. It is empty now.
        dated: The codes of the measures whose words name the year or the quarter of the last plan, and the texts
            of such empty levels. They stay.
    """

    plan: Plan
    dropped_terms: tuple[str, ...]
    dated: tuple[str, ...]


def next_quarters(quarters: tuple[Quarter, ...]) -> tuple[Quarter, ...]:
    """Return the quarters of the plan that follows: of the next year, or the one after the only one."""
    (first, *others) = quarters
    if others:
        return tuple(Quarter(each.year + 1, each.number) for each in quarters)
    return (first.following,)


def begin_next_plan(plan: Plan) -> NextPlan:
    """Return the plan of the next year or quarter, begun from the last one.

    Measures, units and rules stay. Words in the place of a target stay too, for they ask for the same again: what
    is done as needed has no other target next year. Numbers, shares, events and notes are those of their period.
    Each row names itself as the one that it continues.
    """
    quarters = plan.centre.quarters
    centre = _next_centre(plan.centre)
    moved = dict(zip(quarters, centre.quarters, strict=True))
    dropped = tuple(each.code for each in plan.measures if _names_time(each.term, len(quarters) == 1))
    measures = tuple(
        replace(
            measure,
            term="" if measure.code in dropped else measure.term,
            indicators=tuple(_next_indicator(each, moved) for each in measure.indicators),
        )
        for measure in plan.measures
    )
    dated = tuple(
        each.title if isinstance(each, EmptyLevel) else each.code
        for each in in_plan_order(plan.measures, plan.empty_levels)
        if _is_dated(each, quarters, centre.quarters)
    )
    empty_levels = tuple(replace(each, note="") for each in plan.empty_levels)
    return NextPlan(Plan(centre, plan.units, measures, empty_levels=empty_levels), dropped, dated)


def _next_centre(centre: Centre) -> Centre:
    quarters = next_quarters(centre.quarters)
    new = quarters[0]
    period = _move(centre.period, centre.quarters, quarters)
    if len(quarters) == 1 and read_quarter(period) != new:
        period = str(new)
    return replace(
        centre,
        period=period,
        year=new.year,
        quarters=quarters,
        approved_by="" if _APPROVAL.search(centre.approved_by) else centre.approved_by,
        approved_on=None,
        plan_title=_move(centre.plan_title, centre.quarters, quarters),
    )


def _move(text: str, old: tuple[Quarter, ...], new: tuple[Quarter, ...]) -> str:
    """Return a text with the next year or quarter in the place of the last one, in its own wording."""

    def numeral(found: re.Match[str]) -> str:
        if quarter_number(found[0]) != old[0].number:
            return found[0]
        return str(new[0].number) if found[0].isdecimal() else new[0].numeral

    moved = _QUARTER.sub(numeral, text) if len(old) == 1 else text
    return re.sub(rf"(?<!\d){old[0].year}(?!\d)", str(new[0].year), moved)


def _names_time(term: str, is_quarter: bool) -> bool:
    """Tell if a term names a year, or in the plan of a quarter a quarter, a month or a day."""
    patterns = (_YEAR, _QUARTER, _MONTH_OR_DAY) if is_quarter else (_YEAR,)
    return any(pattern.search(term) for pattern in patterns)


def _is_dated(row: Measure | EmptyLevel, old: tuple[Quarter, ...], new: tuple[Quarter, ...]) -> bool:
    words = [row.direction, row.task, row.subtask, row.purpose]
    if isinstance(row, Measure):
        words += [row.title, row.worded_executors, *(each.title for each in row.indicators)]
    return any(_move(text, old, new) != text for text in words)


def _next_indicator(indicator: Indicator, moved: dict[Quarter, Quarter]) -> Indicator:
    stays = all(map(_is_timeless, _targets(indicator)))
    return replace(
        indicator,
        targets=tuple((moved[quarter], target) for quarter, target in indicator.targets) if stays else (),
        total=indicator.total if stays else UNSET,
        note="",
        continues=(indicator.key,),
    )


def _targets(indicator: Indicator) -> Iterator[Target]:
    yield from (target for _quarter, target in indicator.targets)
    if indicator.total != UNSET:
        yield indicator.total


def _is_timeless(target: Target) -> bool:
    """Tell if a target is words that hold for any year."""
    return target.kind is not TargetKind.COUNT and not _YEAR.search(target.words)

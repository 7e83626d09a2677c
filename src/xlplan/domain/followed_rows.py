"""Rows of two plans beside each other: what each row and each measure of the later one was in the earlier one."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from xlplan.domain.descent import Descent, DescentProblem, PlanRow, rows_alike, rows_of_plan, trace_descent
from xlplan.domain.plan import Measure, Plan
from xlplan.text.likeness import are_alike
from xlplan.text.normalize import match_key


class FollowedRows(Struct, frozen=True):
    """The rows and measures of a plan with what they were in another one.

    Attributes:
        parents: By row code, the row codes before. A row that is compared with none is new.
        measures: By code, the measure before. A measure that continues none is new.
        merged_measures: The codes of the measures before whose rows all went into other measures.
        continued: The row codes before that a row continues or is compared with.
        begun_anew: The row codes of rows that are compared with the row before but begin a line of their own.
    """

    parents: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, Measure]
    merged_measures: frozenset[str]
    continued: frozenset[str]
    begun_anew: frozenset[str]


def follow_rows(old: Plan, new: Plan) -> FollowedRows:
    """Return what the rows of a plan were in another one, by their descent.

    An order tells what is written. So a row that begins anew, by its rule, by a note, or because nobody can tell,
    is compared with the row whose words or code it has.
    """
    descent = trace_descent(old, new)
    rows_before, rows_now = rows_of_plan(old), rows_of_plan(new)
    parents = {key: descent.parents[key] for key in rows_now}
    continued = {key for keys in parents.values() for key in keys}
    for key, before in _compared_anew(descent, rows_before, rows_now).items():
        if before not in continued:
            parents[key] = (before,)
            continued.add(before)
    measures = _measures_before(old, new, parents)
    kept = {measure.code for measure in measures.values()}
    gone = [measure for measure in old.measures if measure.code not in kept]
    unclear = {each.row.key for each in descent.open_rows}
    return FollowedRows(
        parents,
        measures,
        frozenset(each.code for each in gone if all(row.key in continued for row in each.indicators)),
        frozenset(continued),
        frozenset(key for key, keys in parents.items() if keys and not descent.parents[key]) - unclear,
    )


def _compared_anew(
    descent: Descent, before: Mapping[str, PlanRow], now: Mapping[str, PlanRow]
) -> Mapping[str, str]:
    """Return the row before with which each row is compared that continues none and is not simply new."""
    same_code = [
        key
        for key, row in now.items()
        if key in before and not descent.parents[key] and row.indicator.continues == ()
    ]
    return {
        **{key: key for key in same_code if rows_alike(before[key], now[key])},
        **{each.row.key: each.row.key for each in descent.open_rows if each.row.key in before},
        **{
            each.row.key: each.candidates[0].key
            for each in descent.begun_anew
            if each.problem is DescentProblem.OTHER_RULE
        },
    }


def _measures_before(old: Plan, new: Plan, parents: Mapping[str, tuple[str, ...]]) -> Mapping[str, Measure]:
    """Return the measure before of each measure: that of most of its rows; each measure before comes once.

    Of several with as many rows, the one with the measure's own code is taken, else the first. A measure without a
    row from before is the same by its code and words.
    """
    before = {measure.code: measure for measure in old.measures}
    code_of = {each.key: measure.code for measure in old.measures for each in measure.indicators}
    claims: list[tuple[int, bool, int, str, str]] = []
    for position, measure in enumerate(new.measures):
        firsts = [parents[each.key][0] for each in measure.indicators if parents[each.key]]
        counted = Counter(code_of[key] for key in firsts)
        if not counted and measure.code in before:
            titles = (match_key(each.title) for each in (before[measure.code], measure))
            counted = Counter({measure.code: 0} if are_alike(*titles) else {})
        claims += [(rows, code == measure.code, -position, measure.code, code) for code, rows in counted.items()]
    found: dict[str, Measure] = {}
    taken: set[str] = set()
    for _rows, _is_same, _position, now, code in sorted(claims, reverse=True):
        if now not in found and code not in taken:
            found[now] = before[code]
            taken.add(code)
    return found

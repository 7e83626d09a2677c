"""Descent of a plan's rows: which row of an earlier plan each row of a later one continues.

Figures of a year are joined along lines of descent and never by row codes.
Source: design, quarter and year to date.
"""

from collections.abc import Collection, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from xlplan.domain.plan import Indicator, Measure, Plan
from xlplan.text.likeness import are_alike, are_similar
from xlplan.text.normalize import match_key

__all__ = [
    "Descent",
    "DescentProblem",
    "Lines",
    "OpenDescent",
    "PlanRow",
    "are_alike",
    "lines_of",
    "rows_alike",
    "rows_of_plan",
    "trace_descent",
]

# By row code, the lines that a row carries: its own first, then those of the rows that were merged into it.
Lines = Mapping[str, tuple[str, ...]]


class DescentProblem(Enum):
    """The reason why a person should look at the descent of a row."""

    UNLIKE = "the row of this code has other words"
    SEVERAL = "several rows before have like words"
    SHARED = "several rows now have the words of one row before"
    UNKNOWN = "the named row does not exist"
    CLAIMED_TWICE = "several rows name one row before"
    OTHER_RULE = "the named row adds up or is judged in another way"
    NOT_ADDABLE = "rows that do not add up were merged"
    SIMILAR = "the row is new, and a row before that none continues has similar words"


class PlanRow(Struct, frozen=True, dict=True):
    """A row of a plan: an indicator with its measure."""

    measure: Measure
    indicator: Indicator

    @property
    def key(self) -> str:
        """The row code."""
        return self.indicator.key

    @cached_property
    def words(self) -> tuple[str, str]:
        """The words that tell the row from others, as match keys."""
        return match_key(self.measure.title), match_key(self.indicator.title)

    @property
    def rule(self) -> tuple[object, ...]:
        """The rules under which the row's numbers have a meaning: how they add up, what they count."""
        own = self.indicator
        return own.adds_up, own.better, own.unit_of_measure.word, own.across_units, own.ratio is None


class OpenDescent(NamedTuple):
    """A row whose descent is not plain.

    `candidates`: the rows before that it may continue, or those that the problem is about. `named`: the codes in
    its column, as typed.
    """

    row: PlanRow
    problem: DescentProblem
    candidates: tuple[PlanRow, ...]
    named: tuple[str, ...] = ()


class Descent(Struct, frozen=True):
    """The descent of a plan's rows from the plan before it.

    `parents`: by row code, the codes of the rows before that it continues; a new row has none.
    `open_rows`: the rows whose descent is not plain. They have no parents.
    `begun_anew`: the rows that begin a line although a row before is much like them: its rule changed
    (OTHER_RULE), or only some of its words are the same (SIMILAR).
    """

    parents: Mapping[str, tuple[str, ...]]
    open_rows: tuple[OpenDescent, ...] = ()
    begun_anew: tuple[OpenDescent, ...] = ()


def rows_of_plan(plan: Plan) -> dict[str, PlanRow]:
    """Return the rows of a plan by row code, in its own order."""
    return {each.key: PlanRow(measure, each) for measure in plan.measures for each in measure.indicators}


def rows_alike(one: PlanRow, other: PlanRow) -> bool:
    """Tell if two rows have like words: of their measures and of their indicators."""
    (measure, indicator), (other_measure, other_indicator) = one.words, other.words
    return are_alike(measure, other_measure) and are_alike(indicator, other_indicator)


def trace_descent(before: Plan, now: Plan, is_same_year: bool = True) -> Descent:
    """Return the descent of a plan's rows from the plan before it.

    A row that names its parents has these. Of the others, the same code with like words is the same row; like
    words under another code are the same row, moved; else the row is new. A changed rule (adds up, better) makes a
    new row. What is not plain stays open.

    Args:
        before: The plan before.
        now: The plan.
        is_same_year: The figures of both plans add up to one year. Otherwise an unclear row is simply new.
    """
    tracer = _Tracer(before, now)
    tracer.trace()
    parents = {key: tracer.parents.get(key, ()) for key in tracer.now}
    if not is_same_year:
        return Descent(parents)
    return Descent(parents, _in_order(tracer.open_rows, now), _in_order(tracer.begun_anew, now))


def _in_order(rows: Collection[OpenDescent], plan: Plan) -> tuple[OpenDescent, ...]:
    order = {key: position for position, key in enumerate(rows_of_plan(plan))}
    return tuple(sorted(rows, key=lambda each: order[each.row.key]))


class _Tracer:
    """The work of `trace_descent`: each step settles rows and leaves fewer for the next one."""

    def __init__(self, before: Plan, now: Plan) -> None:
        """Start with every row unsettled."""
        self.before, self.now = rows_of_plan(before), rows_of_plan(now)
        self.parents: dict[str, tuple[str, ...]] = {}
        self.open_rows: list[OpenDescent] = []
        self.begun_anew: list[OpenDescent] = []
        self._free = dict(self.before)
        self._unsettled = dict(self.now)

    def trace(self) -> None:
        """Settle the rows: by name, by the same words, by like words. The others are new or not plain."""
        self._settle_named()
        for rows, sources in self._groups_of_same_words():
            self._settle_same_words(rows, sources)
        for rows, sources in self._groups_of_like_words():
            self._settle_like_words(rows, sources)
        self._settle_others()

    def _settle(self, row: PlanRow, keys: tuple[str, ...]) -> None:
        changed = [self.before[key] for key in keys if self.before[key].rule != row.rule]
        self.parents[row.key] = () if changed else keys
        if changed:
            self.begun_anew.append(OpenDescent(row, DescentProblem.OTHER_RULE, tuple(changed)))
        for key in keys:
            self._free.pop(key, None)
        self._unsettled.pop(row.key, None)

    def _leave_open(
        self,
        row: PlanRow,
        problem: DescentProblem,
        candidates: Collection[PlanRow] = (),
        named: tuple[str, ...] = (),
    ) -> None:
        self.open_rows.append(OpenDescent(row, problem, tuple(candidates), named))
        self._unsettled.pop(row.key, None)

    def _settle_named(self) -> None:
        rows = [row for row in self.now.values() if _names_parents(row, self.before)]
        named = {row.key: tuple(dict.fromkeys(row.indicator.continues or ())) for row in rows}
        claims = [key for keys in named.values() for key in keys]
        for row in rows:
            keys = named[row.key]
            problem = self._problem_of_named(row, keys, claims)
            if problem is None:
                self._settle(row, keys)
            else:
                self._leave_open(row, problem, [self.before[key] for key in keys if key in self.before], keys)
        for key in dict.fromkeys(claims):
            self._free.pop(key, None)
            heir = self._unsettled.get(key)
            # A row that is what it was is claimed by its own words as well.
            if heir and key in self.before and rows_alike(self.before[key], heir):
                self._leave_open(heir, DescentProblem.CLAIMED_TWICE, (self.before[key],))

    def _problem_of_named(self, row: PlanRow, keys: tuple[str, ...], claims: list[str]) -> DescentProblem | None:
        if any(key not in self.before for key in keys):
            return DescentProblem.UNKNOWN
        if any(claims.count(key) > 1 for key in keys):
            return DescentProblem.CLAIMED_TWICE
        if any(self.before[key].rule != row.rule for key in keys):
            return DescentProblem.OTHER_RULE
        if len(keys) > 1 and not row.indicator.is_summed:
            return DescentProblem.NOT_ADDABLE
        return None

    def _groups_of_same_words(self) -> list[tuple[list[PlanRow], list[PlanRow]]]:
        """Return the unsettled rows, and the free rows before, that have the same words."""
        sources: dict[tuple[str, str], list[PlanRow]] = {}
        rows: dict[tuple[str, str], list[PlanRow]] = {}
        for row in self._free.values():
            sources.setdefault(row.words, []).append(row)
        for row in self._unsettled.values():
            rows.setdefault(row.words, []).append(row)
        return [(rows[words], sources[words]) for words in rows if words in sources]

    def _settle_same_words(self, rows: list[PlanRow], sources: list[PlanRow]) -> None:
        """Settle rows with the same words: by their codes, then the one that moved.

        Where several moved, or the codes say another order than the plans, nobody can tell which is which.
        """
        pairs = {row.key: row.key for row in rows if row.key in {source.key for source in sources}}
        moved = [row for row in rows if row.key not in pairs]
        left = [source for source in sources if source.key not in pairs]
        if len(moved) == len(left) == 1:
            pairs[moved[0].key] = left[0].key
        order = {source.key: position for position, source in enumerate(sources)}
        places = [order[pairs[row.key]] for row in rows if row.key in pairs]
        if moved and left and (len(pairs) < len(rows) or places != sorted(places)):
            for row in rows:
                self._leave_open(row, _ambiguity(sources), sources)
            self._withhold(sources)
            return
        for row in rows:
            if row.key in pairs and not (row in moved and self._is_disputed(left[0])):
                self._settle(row, (pairs[row.key],))

    def _is_disputed(self, source: PlanRow) -> bool:
        """Tell if the row that has the code of a row before now may be that row, with words mended."""
        heir = self._unsettled.get(source.key)
        return heir is not None and heir.words not in self._words_before and rows_alike(source, heir)

    @cached_property
    def _words_before(self) -> frozenset[tuple[str, str]]:
        return frozenset(row.words for row in self.before.values())

    def _groups_of_like_words(self) -> list[tuple[list[PlanRow], list[PlanRow]]]:
        """Return the unsettled rows, and the free rows before, that are alike: directly or through others."""
        groups: list[tuple[list[PlanRow], list[PlanRow]]] = []
        group_of: dict[str, tuple[list[PlanRow], list[PlanRow]]] = {}
        for row in self._unsettled.values():
            like = [source for source in self._free.values() if rows_alike(source, row)]
            joined = [group for group in groups if any(group is group_of.get(source.key) for source in like)]
            rows = [*(each for group in joined for each in group[0]), row]
            both = [*(each for group in joined for each in group[1]), *like]
            sources = list({each.key: each for each in both}.values())
            groups = [group for group in groups if not any(group is each for each in joined)]
            groups += [(rows, sources)] if like else []
            group_of |= {source.key: groups[-1] for source in sources}
        return groups

    def _settle_like_words(self, rows: list[PlanRow], sources: list[PlanRow]) -> None:
        """Settle rows with like words: each by its code, or the only one from the only one."""
        by_code = [row for row in rows if any(row.key == each.key and rows_alike(each, row) for each in sources)]
        if by_code == rows:
            for row in rows:
                self._settle(row, (row.key,))
        elif len(rows) == len(sources) == 1:
            self._settle(rows[0], (sources[0].key,))
        else:
            for row in rows:
                like = [source for source in sources if rows_alike(source, row)]
                self._leave_open(row, _ambiguity(like), like)
            self._withhold(sources)

    def _settle_others(self) -> None:
        """Settle the rows that are like no row before. One whose code had other words is asked about."""
        for key, row in list(self._unsettled.items()):
            if key in self._free:
                self._leave_open(row, DescentProblem.UNLIKE, (self._free[key],))
        for row in list(self._unsettled.values()):
            similar = tuple(source for source in self._free.values() if _are_rows_similar(source, row))
            if similar:
                self.begun_anew.append(OpenDescent(row, DescentProblem.SIMILAR, similar))
            self._settle(row, ())

    def _withhold(self, sources: list[PlanRow]) -> None:
        """Keep rows before that are asked about from rows that are not."""
        for source in sources:
            self._free.pop(source.key, None)


def _ambiguity(sources: Collection[PlanRow]) -> DescentProblem:
    return DescentProblem.SEVERAL if len(sources) > 1 else DescentProblem.SHARED


def _are_rows_similar(one: PlanRow, other: PlanRow) -> bool:
    (measure, indicator), (other_measure, other_indicator) = one.words, other.words
    return are_similar(measure, other_measure) and are_similar(indicator, other_indicator)


def _names_parents(row: PlanRow, before: Mapping[str, PlanRow]) -> bool:
    """Tell if a row names its parents in the plan before.

    A workbook keeps the column when the next version is made from it. Where the same row had the same note then,
    the note is about an older plan. It is the row of the same code with like words, or of any code with the same
    words.
    """
    if row.indicator.continues is None:
        return False
    return not any(
        source.words == row.words or (source.key == row.key and rows_alike(source, row))
        for source in before.values()
        if source.indicator.continues == row.indicator.continues
    )


def lines_of(descent: Descent, lines_before: Lines, now: Plan, taken: Collection[str]) -> Lines:
    """Return the lines that each row of a plan carries. A new row begins a line, named by its code.

    Args:
        descent: The descent of the rows from the plan before.
        lines_before: The lines of the plan before.
        now: The plan.
        taken: The names of all lines of all plans so far. A code that is taken gets a number: `1.3~2`.
    """
    names = set(taken)
    lines: dict[str, tuple[str, ...]] = {}
    for key in rows_of_plan(now):
        inherited = [line for parent in descent.parents.get(key, ()) for line in lines_before.get(parent, ())]
        if not inherited:
            inherited = [_new_name(key, names)]
            names.add(inherited[0])
        lines[key] = tuple(dict.fromkeys(inherited))
    return lines


def _new_name(key: str, taken: Collection[str]) -> str:
    number = 1
    while (name := key if number == 1 else f"{key}~{number}") in taken:
        number += 1
    return name

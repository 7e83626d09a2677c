"""Descent of a plan's rows: which row of an earlier plan each row of a later one continues.

Figures of a year are joined along lines of descent and never by row codes.
Source: design, quarter and year to date.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from xlplan.domain.plan import AddsUp, Indicator, Measure, Plan
from xlplan.text.normalize import match_key

# By row code, the lines that a row carries: its own first, then those of the rows that were merged into it.
Lines = Mapping[str, tuple[str, ...]]
# Below this similarity two words are different ones, not two forms of one word.
_SAME_WORD = 0.7
# Words of up to this many letters are prepositions and the like.
_SHORT_WORD = 2
# Of two texts with words that the other lacks, this share of other words makes them different.
_OTHER_WORDS = 0.25
# A text within a longer one is the same only if it makes up this share of it.
_WITHIN = 0.5


class DescentProblem(Enum):
    """The reason why the descent of a row must be settled by a person."""

    UNLIKE = "the row of this code has other words"
    SEVERAL = "several rows before have like words"
    SHARED = "several rows now have the words of one row before"
    UNKNOWN = "the named row does not exist"
    CLAIMED_TWICE = "several rows name one row before"
    OTHER_RULE = "the named row adds up or is judged in another way"
    NOT_ADDABLE = "rows that do not add up were merged"


@dataclass(frozen=True)
class PlanRow:
    """A row of a plan: an indicator with its measure."""

    measure: Measure
    indicator: Indicator

    @property
    def key(self) -> str:
        """The row code."""
        return self.indicator.key

    @property
    def words(self) -> tuple[str, str]:
        """The words that tell the row from others, as match keys."""
        return match_key(self.measure.title), match_key(self.indicator.title)

    @property
    def rule(self) -> tuple[object, object]:
        """The rules under which the row's numbers have a meaning: how they add up, and which way is good."""
        return self.indicator.adds_up, self.indicator.better


class OpenDescent(NamedTuple):
    """A row whose descent is not plain.

    `candidates`: the rows before that it may continue, or those that the problem is about. `named`: the codes in
    its column, as typed.
    """

    row: PlanRow
    problem: DescentProblem
    candidates: tuple[PlanRow, ...]
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Descent:
    """The descent of a plan's rows from the plan before it.

    `parents`: by row code, the codes of the rows before that it continues; a new row has none.
    `open_rows`: the rows whose descent is not plain. They have no parents.
    """

    parents: Mapping[str, tuple[str, ...]]
    open_rows: tuple[OpenDescent, ...] = ()


def rows_of_plan(plan: Plan) -> dict[str, PlanRow]:
    """Return the rows of a plan by row code, in its own order."""
    return {each.key: PlanRow(measure, each) for measure in plan.measures for each in measure.indicators}


def are_alike(one: str, other: str) -> bool:
    """Tell if two match keys are one text: corrected, inflected, shortened or extended, without other words."""
    if one == other:
        return True
    words, others = ([word for word in text.split() if len(word) > _SHORT_WORD] for text in (one, other))
    if not words or not others:
        return False
    missing = (_share_missing(words, others), _share_missing(others, words))
    if not min(missing):
        return max(missing) <= _WITHIN
    return max(missing) <= _OTHER_WORDS


def _share_missing(words: list[str], others: list[str]) -> float:
    """Return the share of the words that the others lack in any form."""
    return sum(not any(_is_same_word(word, other) for other in others) for word in words) / len(words)


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _SAME_WORD and matcher.ratio() >= _SAME_WORD


def rows_alike(one: PlanRow, other: PlanRow) -> bool:
    """Tell if two rows have like words: of their measures and of their indicators."""
    return all(are_alike(*texts) for texts in zip(one.words, other.words, strict=True))


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
    if is_same_year:
        return Descent(tracer.parents, tuple(tracer.open_rows))
    settled = {key: tracer.parents.get(key, ()) for key in tracer.now}
    return Descent(settled)


class _Tracer:
    """The work of `trace_descent`: each step settles rows and leaves fewer for the next one."""

    def __init__(self, before: Plan, now: Plan) -> None:
        """Start with every row unsettled."""
        self.before, self.now = rows_of_plan(before), rows_of_plan(now)
        self.parents: dict[str, tuple[str, ...]] = {}
        self.open_rows: list[OpenDescent] = []
        self._free = dict(self.before)
        self._unsettled = dict(self.now)

    def trace(self) -> None:
        """Settle the rows: by name, by the same code and words, by the same words, by like words."""
        self._settle_named()
        for key, row in list(self._unsettled.items()):
            if key in self._free and self._free[key].words == row.words:
                self._settle(row, (key,))
        self._settle_same_words()
        for key, row in list(self._unsettled.items()):
            if key in self._free and rows_alike(self._free[key], row):
                self._settle(row, (key,))
        self._settle_like_words()
        order = list(self.now)
        self.open_rows.sort(key=lambda each: order.index(each.row.key))

    def _settle(self, row: PlanRow, keys: tuple[str, ...]) -> None:
        same_rule = all(self.before[key].rule == row.rule for key in keys)
        self.parents[row.key] = keys if same_rule else ()
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
        named = [row for row in self.now.values() if _names_parents(row, self.before)]
        claims = [key for row in named for key in dict.fromkeys(row.indicator.continues or ())]
        for row in named:
            keys = tuple(dict.fromkeys(row.indicator.continues or ()))
            problem = self._problem_of_named(row, keys, claims)
            if problem is None:
                self._settle(row, keys)
            else:
                candidates = [self.before[key] for key in keys if key in self.before]
                self._leave_open(row, problem, candidates, keys)
        for row in named:
            for key in row.indicator.continues or ():
                self._free.pop(key, None)

    def _problem_of_named(self, row: PlanRow, keys: tuple[str, ...], claims: list[str]) -> DescentProblem | None:
        if any(key not in self.before for key in keys):
            return DescentProblem.UNKNOWN
        if any(claims.count(key) > 1 for key in keys):
            return DescentProblem.CLAIMED_TWICE
        if any(self.before[key].rule != row.rule for key in keys):
            return DescentProblem.OTHER_RULE
        if len(keys) > 1 and row.indicator.adds_up is not AddsUp.SUM:
            return DescentProblem.NOT_ADDABLE
        return None

    def _settle_same_words(self) -> None:
        """Settle the rows that have the words of exactly one row before, which no other row may continue."""
        exact = self._candidates(lambda row, free: row.words == free.words)
        for row, found in exact:
            rivals = [other for other, also in exact if found[0] in also]
            same_code = self._unsettled.get(found[0].key)
            is_disputed = (
                same_code is not None
                and same_code.key not in {other.key for other, _found in exact}
                and rows_alike(found[0], same_code)
            )
            if len(found) == 1 and len(rivals) == 1 and not is_disputed:
                self._settle(row, (found[0].key,))

    def _settle_like_words(self) -> None:
        """Settle the rows that are left: moved, new, or not plain."""
        like = self._candidates(rows_alike)
        wanted = [each.key for _row, found in like for each in found]
        for row, found in like:
            if len(found) > 1:
                self._leave_open(row, DescentProblem.SEVERAL, found)
            elif wanted.count(found[0].key) > 1:
                self._leave_open(row, DescentProblem.SHARED, found)
            else:
                self._settle(row, (found[0].key,))
        for key, row in list(self._unsettled.items()):
            if key in self._free and key not in wanted:
                self._leave_open(row, DescentProblem.UNLIKE, (self._free[key],))
            else:
                self._settle(row, ())

    def _candidates(self, matches: Callable[[PlanRow, PlanRow], bool]) -> list[tuple[PlanRow, list[PlanRow]]]:
        """Return each unsettled row with the free rows before that match it; rows without any are left out."""
        pairs = (
            (row, [free for free in self._free.values() if matches(row, free)]) for row in self._unsettled.values()
        )
        return [(row, found) for row, found in pairs if found]


def _names_parents(row: PlanRow, before: Mapping[str, PlanRow]) -> bool:
    """Tell if a row names its parents in the plan before.

    A workbook keeps the column when the next version is made from it. Where the row of the same code had the same
    note and like words then, the note is about an older plan, and the row continues itself.
    """
    if row.indicator.continues is None:
        return False
    same = before.get(row.key)
    is_settled = same is not None and same.indicator.continues == row.indicator.continues and rows_alike(same, row)
    return not is_settled


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

"""Random plans, and the changes that an order or the next quarter's plan makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from tests.support.years.measures import Measurer
from tests.support.years.model import (
    JOINT,
    LAST,
    LEAD,
    LESS,
    MORE,
    NEW,
    SPLIT,
    SUM,
    Count,
    Row,
    Target,
    count_of,
)
from tests.support.years.wordings import CONTINUOUS, INDICATORS, MEASURES, ON_DEMAND, PARTS, reworded

Rows = list[Row]


class Planner:
    """Makes the plans of one year. Every wording is used once."""

    def __init__(self, random: Random, units: Sequence[str], measurer: Measurer) -> None:
        self.random, self.units, self.measurer = random, tuple(units), measurer
        self._parts_of_rows = list(PARTS)
        self._titles = random.sample(MEASURES, len(MEASURES))
        self._indicators = random.sample(INDICATORS, len(INDICATORS))
        self._names = 0

    @property
    def is_exhausted(self) -> bool:
        """No wording is left for another row."""
        return not self._titles or len(self._indicators) < 2

    def first_rows(self, covers: Sequence[int]) -> Rows:
        """The rows of a first plan: two to six measures, three to eight rows."""
        rows: Rows = []
        measures = self.random.randint(2, 6)
        for number in range(1, measures + 1):
            rows += self._measure(f"1.{number}", covers, several=len(rows) + measures - number < 6)
        return rows if len(rows) >= 3 else [*rows, *self._measure(f"1.{measures + 1}", covers)]

    def _measure(self, code: str, covers: Sequence[int], several: bool = False) -> Rows:
        title = self._titles.pop()
        units = tuple(self.random.sample(self.units, self.random.randint(1, len(self.units))))
        count = 2 if several and self.random.random() < 0.3 and len(self._indicators) > 4 else 1
        keys = (code, f"{code}/2")[:count]
        rows = [self._row(key, title, units, covers) for key in keys]
        return [*rows, *self._share(rows[-1], code, len(rows), covers)]

    def _share(self, whole: Row, code: str, rows: int, covers: Sequence[int]) -> Rows:
        """Sometimes, a row that is a part of another, and the share that it makes."""
        chance = self.measurer.random
        suits = whole.is_added_up and whole.adds_up == SUM and whole.counting != LEAD and whole.better == MORE
        if not suits or not self._parts_of_rows or chance.random() < 0.6:
            return []
        words = self._parts_of_rows.pop(chance.randrange(len(self._parts_of_rows)))
        made = []
        for at, indicator in enumerate(words, rows + 1):
            self._names += 1
            made.append(
                replace(whole, name=f"r{self._names}", code=f"{code}/{at}" if code else "", indicator=indicator)
            )
        part, share = made[0], self.measurer.share(made[1], part=made[0], whole=whole)
        return [self.retargeted(each, covers, self._typed_or(each)) for each in (part, share)]

    def _typed_or(self, row: Row) -> Callable[[int], Target]:
        """Mostly counts; sometimes words, or nothing."""
        chance = self.measurer.random

        def target(_quarter: int) -> Target:
            if row.share_of is None and chance.random() < 0.2:
                return chance.choice((None, ON_DEMAND))
            return self.measurer.sized(row, chance.randint(0, 12))

        return target

    def _row(self, code: str, title: str, units: tuple[str, ...], covers: Sequence[int]) -> Row:
        random = self.random
        self._names += 1
        row = Row(
            name=f"r{self._names}",
            code=code,
            title=title,
            indicator=self._indicators.pop(),
            counting=random.choice((SPLIT, SPLIT, JOINT, LEAD)),
            adds_up=LAST if random.random() < 0.3 else SUM,
            better=LESS if random.random() < 0.25 else MORE,
            units=units,
            targets={},
        )
        row = self.measurer.measured(row)
        words = random.choice((ON_DEMAND, CONTINUOUS)) if random.random() < 0.15 else None
        return self.retargeted(row, covers, lambda _quarter: words or self._count(row))

    def _count(self, row: Row) -> Target:
        chance = self.random.random()
        if chance < 0.12:
            return None
        if chance < 0.18:
            return ON_DEMAND
        number = self.random.randint(0, 4) if row.better == LESS else self.random.randint(0, 12)
        return self.measurer.sized(row, number)

    def retargeted(self, row: Row, quarters: Iterable[int], target: Callable[[int], Target] | None = None) -> Row:
        """The row with other targets in these quarters, shared out anew."""
        choose = target or (lambda _quarter: self._count(row))
        targets = {**row.targets, **{quarter: choose(quarter) for quarter in quarters}}
        return self.shared_out(replace(row, targets=targets), quarters)

    def shared_out(self, row: Row, quarters: Iterable[int]) -> Row:
        """The row with new shares of its units in these quarters. Some units have none."""
        chosen = set(quarters)
        shares = {at: count for at, count in row.shares.items() if at[0] not in chosen and at[1] in row.units}
        for quarter in sorted(chosen):
            whole = row.target(quarter)
            if row.counting == SPLIT and (count := count_of(whole)) is not None:
                parts = self._parts(row, count)
                shares |= {(quarter, unit): own for unit, own in parts.items()}
        return replace(row, shares=shares)

    def _parts(self, row: Row, whole: Count) -> Mapping[str, Count]:
        if row.unit or not isinstance(whole, int):
            return self.measurer.parts(row, row.units, whole)
        return self._whole_parts(row.units, whole)

    def _whole_parts(self, units: tuple[str, ...], whole: int) -> Mapping[str, int]:
        having = [unit for unit in units if self.random.random() < 0.8] or [units[0]]
        parts = dict.fromkeys(having, 0)
        for _each in range(whole):
            parts[self.random.choice(having)] += 1
        return parts

    def next_quarter(self, rows: Rows, quarter: int) -> Rows:
        """The plan of the next quarter: rows that continue, move, are reworded, are absent, and new ones."""
        random = self.random
        kept = [row for row in rows if random.random() < 0.8] or rows[:1]
        following = []
        for row in kept:
            if not _has_counts(row, kept):
                continue
            own = replace(row, targets={}, shares={}, previous="")
            own = own if random.random() < 0.8 else self._reword(own)
            following.append(self.retargeted(own, (quarter,)))
        for _each in range(random.choice((0, 1, 1, 2))):
            following = self._insert(following, (quarter,))
        return self.coded(rows, following)

    def changed(self, rows: Rows, first: int, covers: Sequence[int]) -> Rows:
        """What an order makes of a plan, from a quarter on: one to four changes at once."""
        coming = tuple(quarter for quarter in covers if quarter >= first)
        changed = [replace(row, previous="") for row in rows]
        for change in self.random.sample(_CHANGES, self.random.randint(1, 4)):
            changed = change(self, changed, coming, tuple(covers))
        return self.coded(rows, changed)

    def _insert(self, rows: Rows, covers: Sequence[int]) -> Rows:
        if self.is_exhausted or len(rows) > 8:
            return rows
        at = self.random.randint(0, len(rows))
        # The rows of one measure stand together.
        while 0 < at < len(rows) and rows[at].title == rows[at - 1].title:
            at += 1
        return [*rows[:at], *self._measure("", covers), *rows[at:]]

    def _reword(self, row: Row) -> Row:
        # A title belongs to all rows of its measure, so the indicator is reworded.
        fresh = len(row.indicator.split()) == 2
        return replace(row, indicator=reworded(row.indicator)) if fresh else row

    def coded(self, before: Rows, rows: Rows) -> Rows:
        """The rows with codes: some keep theirs, or all are numbered anew; what the words cannot tell is named."""
        numbered = _numbered(rows) if self.random.random() < 0.5 else self._patched(before, rows)
        return [_named(before, row, numbered) for row in numbered]

    def _patched(self, before: Rows, rows: Rows) -> Rows:
        """Rows that keep their codes where they can. A new measure gets a free code, or one of a measure gone."""
        kept = {row.title: row.code.partition("/")[0] for row in rows if row.code}
        used = set(kept.values())
        left = [code for each in before if (code := each.code.partition("/")[0]) not in used]
        codes = dict(kept)
        for row in rows:
            if row.title not in codes:
                number = 1
                while f"1.{number}" in used:
                    number += 1
                codes[row.title] = left.pop() if left and self.random.random() < 0.5 else f"1.{number}"
                left = [code for code in left if code != codes[row.title]]
                used.add(codes[row.title])
        return _keyed(rows, codes)


def _numbered(rows: Rows) -> Rows:
    titles = list(dict.fromkeys(row.title for row in rows))
    return _keyed(rows, {title: f"1.{number}" for number, title in enumerate(titles, 1)})


def _keyed(rows: Rows, codes: Mapping[str, str]) -> Rows:
    seen: dict[str, int] = {}
    keyed = []
    for row in rows:
        seen[row.title] = seen.get(row.title, 0) + 1
        code = codes[row.title]
        keyed.append(replace(row, code=code if seen[row.title] == 1 else f"{code}/{seen[row.title]}"))
    return keyed


def _named(before: Rows, row: Row, rows: Rows) -> Row:
    """The row with its `Попередній код`, where the words do not tell from which row it comes."""
    merged = [each.code for each in before if each.names <= row.names]
    if len(merged) > 1:
        return replace(row, previous=", ".join(merged))
    if merged:
        (old,) = (each for each in before if each.names <= row.names)
        # A new row that took over another one names it, for its own words are those of a third.
        is_plain = old.wording == row.wording and old.name == row.name
        return row if is_plain else replace(row, previous=old.code)
    same_code = [each for each in before if each.code == row.code]
    carried = set().union(*(each.names for each in rows))
    is_plain = not same_code or same_code[0].names <= carried or _is_turned(same_code[0], row)
    return row if is_plain else replace(row, previous=NEW)


def _is_turned(one: Row, other: Row) -> bool:
    return (one.title, one.indicator) == (other.title, other.indicator)


def _counts_of_shares(rows: Rows) -> set[str]:
    """The names of the rows of which others are shares."""
    return {name for row in rows for name in row.share_of or ()}


def _has_counts(row: Row, rows: Rows) -> bool:
    """A share needs both its counts in the plan."""
    return set(row.share_of or ()) <= {each.name for each in rows}


def _adds_up(row: Row) -> bool:
    return row.adds_up == SUM and row.is_added_up


def _rules(row: Row) -> tuple[object, ...]:
    return row.better, row.counting, row.unit, row.decimals


def _by_measure(rows: Rows) -> list[Rows]:
    titles = dict.fromkeys(row.title for row in rows)
    return [[row for row in rows if row.title == title] for title in titles]


Change = Callable[[Planner, Rows, tuple[int, ...], tuple[int, ...]], Rows]


def _change_insert(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    return planner._insert(rows, covers)


def _change_insert_indicator(
    planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]
) -> Rows:
    """A measure gets an indicator before those that it has."""
    if planner.is_exhausted:
        return rows
    chosen = planner.random.choice(_by_measure(rows))[0]
    new = planner._row("", chosen.title, chosen.units, covers)
    at = rows.index(chosen)
    return [*rows[:at], new, *rows[at:]]


def _change_share(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    """A measure gets a part of one of its counts, and the share that it makes."""
    chosen = planner.random.choice(_by_measure(rows))
    return [
        each for row in rows for each in (row, *(planner._share(row, "", 0, covers) if row is chosen[-1] else []))
    ]


def _change_order(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    measures = _by_measure(rows)
    planner.random.shuffle(measures)
    return [row for measure in measures for row in measure]


def _change_words(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    chosen = planner.random.choice(rows)
    return [planner._reword(row) if row is chosen else row for row in rows]


def _change_name(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    """A row gets quite other words; only a person can tell that it is the same."""
    if planner.is_exhausted:
        return rows
    chosen = planner.random.choice(rows)
    renamed = replace(chosen, indicator=planner._indicators.pop(), wording=chosen.wording + 1)
    return [renamed if row is chosen else row for row in rows]


def _change_targets(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    # Sometimes the order rewrites quarters that are past as well: those keep what they had.
    chosen = planner.random.choice(rows)
    quarters = covers if planner.random.random() < 0.3 else coming
    return [planner.retargeted(row, quarters) if row is chosen else row for row in rows]


def _change_drop(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    chosen = planner.random.choice(rows)
    kept = [row for row in rows if row is not chosen]
    return [row for row in kept if _has_counts(row, kept)] or rows


def _change_units(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    """A unit joins a measure, leaves it, or the lead moves."""
    chosen = planner.random.choice(_by_measure(rows))
    units = chosen[0].units
    others = [unit for unit in planner.units if unit not in units]
    ways = [(*units, planner.random.choice(others))] if others else []
    if len(units) > 1:
        gone = planner.random.choice(units)
        ways += [tuple(unit for unit in units if unit != gone), (*units[1:], units[0])]
    if others:
        ways.append((others[0], *units[1:]))
    after = planner.random.choice(ways)
    # A unit that is gone has no shares in the version at all, so every quarter is shared out anew.
    return [planner.shared_out(replace(row, units=after), covers) if row in chosen else row for row in rows]


def _change_merge(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    """Two rows that add up become one."""
    counted = _counts_of_shares(rows)
    pairs = [
        (one, two)
        for at, one in enumerate(rows)
        for two in rows[at + 1 :]
        if _adds_up(one) and _adds_up(two) and _rules(one) == _rules(two) and not {one.name, two.name} & counted
    ]
    if not pairs:
        return rows
    one, two = planner.random.choice(pairs)
    also = (*one.also, two.name, *two.also)
    merged = planner.retargeted(replace(one, also=also), coming)
    return [merged if row is one else row for row in rows if row is not two]


def _change_turn(planner: Planner, rows: Rows, coming: tuple[int, ...], covers: tuple[int, ...]) -> Rows:
    """What was good is bad: under the same words it is another row."""
    chosen = planner.random.choice(rows)
    if chosen.share_of or chosen.name in _counts_of_shares(rows):
        return rows
    planner._names += 1
    better = MORE if chosen.better == LESS else LESS
    turned = replace(chosen, name=f"r{planner._names}", also=(), better=better)
    return [turned if row is chosen else row for row in rows]


_CHANGES: tuple[Change, ...] = (
    _change_insert,
    _change_insert_indicator,
    _change_share,
    _change_order,
    _change_words,
    _change_name,
    _change_targets,
    _change_targets,
    _change_drop,
    _change_units,
    _change_units,
    _change_merge,
    _change_merge,
    _change_turn,
)

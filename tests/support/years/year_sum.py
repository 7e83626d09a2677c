"""The independent sum of a year so far: targets, results, what is carried over, promises.

Nothing here imports xlplan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

from tests.support.years.model import (
    JOINT,
    LAST,
    MEAN,
    MORE,
    QUARTERS,
    SUM,
    Count,
    Row,
    Scenario,
    count_of,
)
from tests.support.years.numbers import joined, known_sum, percentage, rounded
from tests.support.years.oracle import (
    ACCEPTED,
    NO_BASE,
    NONE,
    NOT_JUDGED,
    NOT_RETURNED,
    SHORT,
    TO_CORRECT,
    Cell,
    LeftSum,
    PromiseSum,
    QuarterSum,
    RowSum,
    UnitSum,
    View,
    row_of_quarter,
    shortfalls_of,
    states_of,
    view_of,
)


# Each sheet, command and template is held against the sum of its quarter.
@lru_cache
def quarter_sum(scenario: Scenario, steps: int, quarter: int, now: datetime) -> QuarterSum:
    """What every sheet must show of a quarter, after so many steps."""
    view = view_of(scenario, steps, now)
    rows = tuple(_with_year(view, quarter, row_of_quarter(view, quarter, row)) for row in view.rows(quarter))
    counted = view.standing.returns(quarter)
    states = states_of(view, quarter)
    version = view.standing.version(quarter)
    return QuarterSum(
        quarter,
        rows,
        states,
        frozenset(unit for unit in states if unit in counted and counted[unit].is_in_time),
        shortfalls_of(rows, view.standing.quarters[quarter].notes),
        tuple(promises_of(view, quarter, rows)),
        covers_year=version is not None and version.covers == QUARTERS,
        returns={each: _returns(view, each) for each in range(1, quarter + 1)},
        missing_earlier={each: missing for each in range(1, quarter) if (missing := _missing(view, each))},
    )


def _missing(view: View, quarter: int) -> tuple[str, ...]:
    """The units that have not returned. One that is asked anew for rows has."""
    return tuple(unit for unit, state in states_of(view, quarter).items() if state in (NONE, TO_CORRECT))


def _returns(view: View, quarter: int) -> dict[str, tuple[bool, bool]]:
    """Whether the return of each unit that owes one is accepted whole, and whether its first file was in time."""
    counted = view.standing.returns(quarter)
    return {
        unit: (state == ACCEPTED, unit in counted and counted[unit].is_in_time)
        for unit, state in states_of(view, quarter).items()
    }


@dataclass(frozen=True)
class _Past:
    """The quarters of a row, with what was asked and said in it and in those merged into it."""

    view: View
    row: Row
    quarter: int

    def rows(self, quarter: int) -> list[Row]:
        """The rows of a quarter's plan that the row continues."""
        return [each for each in self.view.rows(quarter) if each.names & self.row.names]

    @cached_property
    def _cells(self) -> Mapping[int, list[Cell]]:
        return {
            quarter: [cell for row in self.rows(quarter) for cell in self.view.cells(quarter, row)]
            for quarter in self.quarters
        }

    def cells(self, quarter: int) -> list[Cell]:
        return self._cells[quarter]

    def target(self, quarter: int) -> Count | None:
        return known_sum([count_of(row.target(quarter)) for row in self.rows(quarter)])

    @property
    def quarters(self) -> range:
        return range(1, self.quarter + 1)

    @cached_property
    def latest_asked(self) -> int | None:
        """The latest quarter in which the row was asked: some unit had a target there, or gave a number."""
        asked = (
            quarter
            for quarter in reversed(self.quarters)
            if any(cell.is_asked or cell.number is not None for cell in self.cells(quarter))
        )
        return next(asked, None)

    @cached_property
    def latest_counted(self) -> int | None:
        """The latest quarter with a count for a target."""
        return next((each for each in reversed(self.quarters) if self.target(each) is not None), None)

    @property
    def is_quarter_alone(self) -> bool:
        """The year so far is this quarter and no other, so it is judged as the quarter is."""
        if self.row.adds_up != LAST or self.row.share_of:
            return not any(self.rows(each) for each in range(1, self.quarter))
        return {self.latest_asked, self.latest_counted} <= {None, self.quarter}

    def counting_cells(self) -> list[tuple[int, Cell]]:
        """The cells whose numbers make the result to date."""
        latest = self.latest_asked
        takes_all = self.row.adds_up != LAST or self.row.share_of
        chosen: Iterable[int] = self.quarters if takes_all else [latest] if latest else []
        return [(quarter, cell) for quarter in chosen for cell in self.cells(quarter)]

    def joined(self, values: Sequence[Count | None]) -> Count | None:
        """One value a quarter, by the rule of the row."""
        return joined(values, self.row.adds_up, self.row.decimals)

    def target_to_date(self) -> Count | None:
        return self.joined([self.target(each) for each in self.quarters])

    def own_target_to_date(self, unit: str) -> Count | None:
        chosen: Iterable[int] = self.quarters
        if self.row.adds_up == LAST:
            chosen = [self.latest_counted] if self.latest_counted else []
        return self.joined(
            [known_sum([cell.own_count for cell in self.cells(each) if cell.unit == unit]) for each in chosen]
        )

    def own_done_to_date(self, unit: str) -> Count | None:
        if self.row.share_of:
            return self.share(unit)
        counting = [(quarter, cell) for quarter, cell in self.counting_cells() if cell.unit == unit]
        quarters = sorted({quarter for quarter, _cell in counting})
        return self.joined([known_sum([cell.number for at, cell in counting if at == each]) for each in quarters])

    def share(self, unit: str | None = None) -> Count | None:
        """The parts of the year over its wholes, of a quarter in which a unit gave both; of one unit or of all."""
        both: list[tuple[Count, Count]] = []
        part, whole = self.counts
        for quarter in self.quarters:
            for each in dict.fromkeys(cell.unit for cell in part.cells(quarter)):
                numbers = [
                    known_sum([cell.number for cell in past.cells(quarter) if cell.unit == each])
                    for past in (part, whole)
                ]
                if unit in (None, each) and None not in numbers:
                    both.append((numbers[0] or 0, numbers[1] or 0))
        parts, wholes = known_sum([part for part, _whole in both]), known_sum([whole for _part, whole in both])
        return percentage(parts or 0, wholes or 0, self.row.decimals)

    @cached_property
    def counts(self) -> tuple["_Past", "_Past"]:
        """The years of the two rows that this one is a share of."""
        rows = {row.name: row for row in self.view.rows(self.quarter)}
        part, whole = self.row.share_of or ("", "")
        return _Past(self.view, rows[part], self.quarter), _Past(self.view, rows[whole], self.quarter)

    @property
    def lacks_count(self) -> bool:
        """Whoever was asked for a count of the year has not given it."""
        pasts = self.counts if self.row.share_of else ()
        return any(cell.is_silent for past in pasts for _quarter, cell in past.counting_cells())

    def done_to_date(self) -> Count | None:
        """The result of the centre: what its units have to date, those that left too, by the rule of units.

        Where units add up and quarters have a mean, it is the mean of the sums of the quarters.
        """
        counting = self.counting_cells()
        if self.row.share_of:
            return self.share()
        if self.row.adds_up == MEAN and self.row.across == SUM:
            quarters = sorted({quarter for quarter, _cell in counting})
            return self.joined(
                [known_sum([cell.number for at, cell in counting if at == each]) for each in quarters]
            )
        units = dict.fromkeys(cell.unit for _quarter, cell in counting)
        return joined([self.own_done_to_date(unit) for unit in units], self.row.across, self.row.decimals)


def _with_year(view: View, quarter: int, of_quarter: RowSum) -> RowSum:
    past = _Past(view, of_quarter.row, quarter)
    counting = past.counting_cells()
    done, target = past.done_to_date(), past.target_to_date()
    is_partial = past.lacks_count or any(cell.is_silent for _quarter, cell in counting)
    target_year, forecast, is_plain = _whole_year(past, done, is_partial)
    return replace(
        of_quarter,
        units=tuple(_unit_with_year(past, each) for each in of_quarter.units),
        target_to_date=target,
        done_to_date=done,
        is_partial=is_partial,
        status_to_date=_status_to_date(past, of_quarter, counting, done, target),
        backlog=_backlog(past, None),
        target_year=target_year,
        forecast=forecast,
        is_year_plain=is_plain,
        left=tuple(_left(past, of_quarter.row.reporting)),
    )


def _unit_with_year(past: _Past, unit: UnitSum) -> UnitSum:
    own = past.row.counting != JOINT
    return replace(
        unit,
        target_to_date=past.own_target_to_date(unit.unit) if own else None,
        done_to_date=past.own_done_to_date(unit.unit),
        backlog=_backlog(past, unit.unit) if own else None,
    )


def _left(past: _Past, reporting: Sequence[str]) -> Iterable[LeftSum]:
    """The units whose results count and that do not carry the row any more."""
    carried: dict[str, int] = {}
    for quarter in range(1, past.quarter):
        for cell in past.cells(quarter):
            carried[cell.unit] = quarter
    for unit, last in carried.items():
        if unit in reporting:
            continue
        target = past.own_target_to_date(unit) if past.row.counting != JOINT else None
        done = past.own_done_to_date(unit)
        # One that was asked and said nothing is why the sum lacks something, so it stands there too.
        is_silent = any(cell.is_silent for _quarter, cell in past.counting_cells() if cell.unit == unit)
        if target is not None or done is not None or is_silent:
            yield LeftSum(unit, last + 1, target, done)


def _status_to_date(
    past: _Past,
    own: RowSum,
    counting: Sequence[tuple[int, Cell]],
    done: Count | None,
    target: Count | None,
) -> str:
    if past.is_quarter_alone:
        return own.status
    silent = [cell for _quarter, cell in counting if cell.is_silent]
    is_earlier = any(cell.is_silent and quarter < past.quarter for quarter, cell in counting)
    without = NOT_RETURNED if is_earlier else past.view.without_return(past.quarter)
    if done is None:
        return without if silent else own.status
    if target is None:
        return NOT_JUDGED
    status = past.view.judge.status(done, target, past.row.better)
    return without if past.view.may_change(status, done, target, silent, is_of_year=True) else status


def _backlog(past: _Past, unit: str | None) -> Count | None:
    """What the earlier quarters left undone, while the year so far is short; of the centre or of one unit."""
    if past.row.adds_up != SUM or not past.row.is_added_up or past.quarter == 1:
        return None

    def sums(quarters: Iterable[int]) -> tuple[Count | None, Count | None, bool]:
        cells = [(each, cell) for each in quarters for cell in past.cells(each) if unit in (None, cell.unit)]
        targets = [past.target(each) for each in quarters] if unit is None else [c.own_count for _q, c in cells]
        return known_sum(targets), known_sum([c.number for _q, c in cells]), any(c.is_silent for _q, c in cells)

    target, done, is_partial = sums(range(1, past.quarter))
    target_now, done_now, _partial_now = sums(past.quarters)
    if is_partial or target is None or done is None or target_now is None or done_now is None:
        return None
    if past.view.judge.status(done_now, target_now, past.row.better) != SHORT:
        return None
    return max(0, target - done if past.row.better == MORE else done - target) or None


def _whole_year(past: _Past, done: Count | None, is_partial: bool) -> tuple[Count | None, Count | None, bool]:
    """The target of the year, the result at the present pace, and whether these have a plain answer."""
    counts = {quarter: past.target(quarter) for quarter in QUARTERS}
    planned = [quarter for quarter, count in counts.items() if count is not None]
    coming = [row for quarter in QUARTERS if quarter > past.quarter for row in past.rows(quarter)]
    standing = past.view.standing
    signed = standing.quarters[past.quarter]
    # An edition that follows the correction of an earlier quarter keeps the plan with which its own was signed.
    is_same_plan = not signed.signed or signed.versions == len(standing.versions)
    is_plain = is_same_plan and all(row.names <= past.row.names for row in coming)
    target = past.joined(list(counts.values()))
    elapsed = sum(quarter <= past.quarter for quarter in planned)
    has_pace = past.row.adds_up == SUM and past.row.is_added_up
    if done is None or is_partial or not elapsed or not has_pace:
        return target, None, is_plain
    return target, rounded(Fraction(done) * len(planned) / elapsed, past.row.decimals), is_plain


def promises_of(view: View, quarter: int, rows: Sequence[RowSum]) -> Iterable[PromiseSum]:
    """What was promised when the last quarter fell short, by units that have a row and by the coordinator."""
    if quarter == 1:
        return
    for each in rows:
        past = _Past(view, each.row, quarter)
        until = {**dict.fromkeys(each.row.reporting, 0), **{left.unit: left.until for left in each.left}}
        for cell in past.cells(quarter - 1):
            answer, own, number = cell.answer, cell.own_count, cell.number
            if cell.unit not in until or answer is None or number is None or own is None:
                continue
            if view.judge.status(number, own, each.row.better) == SHORT and answer.action:
                missed = number - own if number > own else own - number
                yield PromiseSum(each.row.code, cell.unit, missed, answer.action, until[cell.unit])
        for row in past.rows(quarter - 1):
            _reason, action = view.standing.quarters[quarter - 1].notes.get(row.name, ("", ""))
            then = row_of_quarter(view, quarter - 1, row)
            if action and then.status == SHORT and then.missing:
                yield PromiseSum(each.row.code, "", then.missing, action)


@dataclass(frozen=True)
class TemplateSum:
    """What a row of a template must show of the year before its quarter."""

    target: Count | None
    done: Count | str | None
    promised: str


def _share_on_template(row: Row, part: TemplateSum, whole: TemplateSum) -> Count | str | None:
    """The share of the two counts to date that stand on the template as well."""
    if whole.done == 0:
        return NO_BASE
    if not isinstance(part.done, int | Decimal) or not isinstance(whole.done, int | Decimal):
        return None
    return percentage(part.done, whole.done, row.decimals)


def template_sum(scenario: Scenario, steps: int, quarter: int, unit: str, now: datetime) -> dict[str, TemplateSum]:
    """The columns of the year on a fresh template, by code: what the unit carried and answered."""
    view = view_of(scenario, steps, now)
    promised: dict[tuple[str, str], list[str]] = {}
    for each in quarter_sum(scenario, steps, quarter, now).promises:
        promised.setdefault((each.code, each.unit), []).append(each.text)
    found = {}
    for name, asked in view.standing.quarters[quarter].forms[unit].items():
        row = asked.row
        assert row.name == name
        past = _Past(view, row, quarter)
        answered = [
            [cell for cell in past.cells(each) if cell.unit == unit and cell.answer] for each in range(1, quarter)
        ]
        answered = [cells for cells in answered if cells]
        counts = [known_sum([cell.own_count for cell in cells]) for cells in answered]
        numbers = [known_sum([cell.number for cell in cells]) for cells in answered]
        own = count_of(asked.target) if row.counting != JOINT else None
        target = past.joined([*counts, own])
        texts = promised.get((row.code, unit), [])
        found[row.code] = TemplateSum(target, past.joined(numbers), "; ".join(texts))
    codes = {name: asked.row.code for name, asked in view.standing.quarters[quarter].forms[unit].items()}
    for asked in view.standing.quarters[quarter].forms[unit].values():
        if asked.row.share_of:
            part, whole = (found[codes[name]] for name in asked.row.share_of)
            computed = found[asked.row.code]
            found[asked.row.code] = replace(computed, done=_share_on_template(asked.row, part, whole))
    return found

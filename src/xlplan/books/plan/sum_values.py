"""What the formulas of a plan workbook show, by our own code: their values before anything calculates."""

import re
from collections.abc import Sequence

from xlplan.books.plan.sums import (
    BETWEEN,
    EVENTS_DIFFER,
    FITS,
    NO_SUCH_CODE,
    NO_TARGET,
    NUMERALS,
    SHARES_DIFFER,
    SHARES_OF_TARGET,
    TOTAL_DIFFERS,
)
from xlplan.books.plan.targets import QUARTER_COLUMNS
from xlplan.books.plan.texts import Cell, PlanRows
from xlplan.model import AddsUp, Counting
from xlplan.target import read_target
from xlplan.texts import _, in_every_language

_Row = dict[str, Cell]


def plan_checks(rows: PlanRows) -> list[str]:
    """What `Перевірка` shows in each row of `План`."""
    shares = _blanks_filled(rows.shares)
    return [_plan_check(row, shares, _yearly(rows)) for row in _blanks_filled(rows.plan)]


def share_checks(rows: PlanRows) -> list[str]:
    """What `Частки разом` shows in each row of `Розподіл`."""
    plan, shares = _blanks_filled(rows.plan), _blanks_filled(rows.shares)
    return [_share_check(row, shares, plan, _yearly(rows)) for row in shares]


def _plan_check(row: _Row, shares: list[_Row], yearly: bool) -> str:
    if not (row["code"] or row["measure"] or row["indicator"]):
        return ""
    quarters = [row[name] for name in QUARTER_COLUMNS]
    given, total = any(cell != "" for cell in quarters), row["total"]
    summed = sum(map(_number, quarters))
    faults = []
    due = _is_number(total) and row["adds_up"] not in in_every_language(AddsUp.LAST.value) and (given or yearly)
    if due and summed != _number(total):
        faults.append(_(TOTAL_DIFFERS).format(total=total, sum=summed))
    if row["code"]:
        own = [
            each
            for each in shares
            if _same(each["code"], row["code"])
            and (each["indicator"] == "" or _same(each["indicator"], row["indicator"]))
        ]
        faults += _shares_faults(row, own, given)
        seen = sum(each["share"] == "" or each["event"] != "" or each["on"] != "" for each in own)
        target = summed if given else _number(total)
        if seen and target and seen != target:
            faults.append(_(EVENTS_DIFFER).format(seen=seen, target=target))
    return BETWEEN.join(faults) or (FITS if given or total != "" else _(NO_TARGET))


def _shares_faults(row: _Row, own: list[_Row], given: bool) -> list[str]:
    shared = any(each["share"] != "" for each in own)
    split = row["counting"] in in_every_language(Counting.SPLIT.value)
    if not (split or (row["counting"] == "" and shared)):
        return []
    if not given:
        summed = _shared(own)
        said = _(SHARES_DIFFER).format(quarter="", sum=summed, target=row["total"])
        return [said] if summed != _number(row["total"]) else []
    several = sum(row[name] != "" for name in QUARTER_COLUMNS) > 1
    faults = []
    for numeral, name in zip(NUMERALS, QUARTER_COLUMNS, strict=True):
        cell = row[name]
        here = [each for each in own if _numeral(each) == numeral or (_numeral(each) == "" and cell != "")]
        if _shared(here) != _number(cell):
            quarter = f"{numeral}: " if several else ""
            target = "—" if cell == "" else cell
            faults.append(_(SHARES_DIFFER).format(quarter=quarter, sum=_shared(here), target=target))
    return faults


def _share_check(row: _Row, shares: list[_Row], plan: list[_Row], yearly: bool) -> str:
    code, title = row["code"], row["indicator"]
    if code == "" or row["share"] == "":
        return ""
    if not any(_same(each["code"], code) for each in plan):
        return _(NO_SUCH_CODE)
    summed = _shared(
        [
            each
            for each in shares
            if _same(each["code"], code)
            and ("" in (title, each["indicator"]) or _same(each["indicator"], title))
            and (not yearly or _numeral(each) == _numeral(row))
        ]
    )
    planned = [
        each for each in plan if _same(each["code"], code) and (title == "" or _same(each["indicator"], title))
    ]
    if not planned:
        return str(summed)
    if yearly:
        names = [name for numeral, name in zip(NUMERALS, QUARTER_COLUMNS, strict=True) if numeral == _numeral(row)]
        target = sum(_plain_number(each[name]) for each in planned for name in names)
    else:
        single = sum(_plain_number(each[name]) for each in planned for name in QUARTER_COLUMNS)
        target = single or sum(_plain_number(each["total"]) for each in planned)
    return _(SHARES_OF_TARGET).format(sum=summed, target=target)


def _blanks_filled(rows: Sequence[object]) -> list[_Row]:
    names = (
        *("code", "measure", "indicator", "counting", *QUARTER_COLUMNS, "total", "adds_up"),
        *("unit", "quarter", "share", "event", "on"),
    )
    return [dict.fromkeys(names, "") | dict(row) for row in rows]  # type: ignore[call-overload]


def _shared(rows: list[_Row]) -> int:
    return sum(_plain_number(each["share"]) for each in rows)


def _plain_number(cell: Cell) -> int:
    """As a spreadsheet adds cells up: a number, while a text counts for nothing."""
    return cell if isinstance(cell, int) else 0


def _number(cell: Cell) -> int:
    """As a spreadsheet's VALUE: also a number that is stored as text."""
    target = read_target(cell)
    return target.count or 0 if target else 0


def _is_number(cell: Cell) -> bool:
    target = read_target(cell)
    return target is not None and target.count is not None


def _same(one: Cell, other: Cell) -> bool:
    """As a spreadsheet compares: case does not matter, spaces do."""
    return str(one).casefold() == str(other).casefold()


def _numeral(row: _Row) -> str:
    return str(row["quarter"]).replace("І", "I")


def _yearly(rows: PlanRows) -> bool:
    period = str(rows.details.get("period") or "")
    return bool(re.match(r"[0-9]{4}", period)) and "q" not in period.casefold()

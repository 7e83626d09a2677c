"""What the formulas of a plan workbook show, by our own code: their values before anything calculates."""

import re
from collections.abc import Mapping, Sequence

from xlplan.documents.plan_reader.targets import QUARTER_COLUMNS
from xlplan.documents.plan_writer.cells import Cell, PlanRows
from xlplan.documents.plan_writer.check_formulas import (
    BETWEEN,
    CYRILLIC_I,
    EVENTS_DIFFER,
    FITS,
    NO_SUCH_CODE,
    NO_TARGET,
    NUMERALS,
    SHARES_DIFFER,
    SHARES_OF_TARGET,
    TOTAL_DIFFERS,
)
from xlplan.domain.plan import AddsUp, Counting
from xlplan.domain.target import read_target
from xlplan.text.translation import _, all_translations

_Row = dict[str, Cell]


def plan_checks(rows: PlanRows) -> list[str]:
    """What `Перевірка` shows in each row of `План`."""
    shares = _by_code(rows.shares)
    return [_plan_check(row, shares.get(_key(row), []), _yearly(rows)) for row in _blanks_filled(rows.plan)]


def share_checks(rows: PlanRows) -> list[str]:
    """What `Частки разом` shows in each row of `Розподіл`."""
    plan, shares, yearly = _by_code(rows.plan), _by_code(rows.shares), _yearly(rows)
    # Rows of one code, indicator and quarter show the same: a plan split among many units has many of them.
    told: dict[tuple[str, str, str], str] = {}
    shown = []
    for row in _blanks_filled(rows.shares):
        part = (_key(row), str(row["indicator"]), _numeral(row))
        if row["code"] == "" or row["share"] == "":
            shown.append("")
            continue
        if part not in told:
            told[part] = _share_check(row, shares[_key(row)], plan.get(_key(row), []), yearly)
        shown.append(told[part])
    return shown


def _plan_check(row: _Row, shares: list[_Row], yearly: bool) -> str:
    if not (row["code"] or row["measure"] or row["indicator"]):
        return ""
    quarters = [row[name] for name in QUARTER_COLUMNS]
    given, total = any(cell != "" for cell in quarters), row["total"]
    summed = sum(map(_number, quarters))
    faults = []
    due = _is_number(total) and row["adds_up"] not in all_translations(AddsUp.LAST.value) and (given or yearly)
    if due and summed != _number(total):
        faults.append(_(TOTAL_DIFFERS).format(total=total, sum=summed))
    if row["code"]:
        own = [each for each in shares if each["indicator"] == "" or _same(each["indicator"], row["indicator"])]
        faults += _shares_faults(row, own, given)
        seen = sum(each["share"] == "" or each["event"] != "" or each["on"] != "" for each in own)
        target = summed if given else _number(total)
        if seen and target and seen != target:
            faults.append(_(EVENTS_DIFFER).format(seen=seen, target=target))
    return BETWEEN.join(faults) or (FITS if given or total != "" else _(NO_TARGET))


def _shares_faults(row: _Row, own: list[_Row], given: bool) -> list[str]:
    shared = any(each["share"] != "" for each in own)
    split = row["counting"] in all_translations(Counting.SPLIT.value)
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
    """Of a row with a share: `shares` and `plan` are the rows of its code."""
    title = row["indicator"]
    if not plan:
        return _(NO_SUCH_CODE)
    summed = _shared(
        [
            each
            for each in shares
            if ("" in (title, each["indicator"]) or _same(each["indicator"], title))
            and (not yearly or _numeral(each) == _numeral(row))
        ]
    )
    planned = [each for each in plan if title == "" or _same(each["indicator"], title)]
    if not planned:
        return str(summed)
    if yearly:
        names = [name for numeral, name in zip(NUMERALS, QUARTER_COLUMNS, strict=True) if numeral == _numeral(row)]
        target = sum(_plain_number(each[name]) for each in planned for name in names)
    else:
        single = sum(_plain_number(each[name]) for each in planned for name in QUARTER_COLUMNS)
        target = single or sum(_plain_number(each["total"]) for each in planned)
    return _(SHARES_OF_TARGET).format(sum=summed, target=target)


def _by_code(rows: Sequence[Mapping[str, Cell]]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in _blanks_filled(rows):
        found.setdefault(_key(row), []).append(row)
    return found


def _key(row: _Row) -> str:
    return str(row["code"]).casefold()


def _blanks_filled(rows: Sequence[Mapping[str, Cell]]) -> list[_Row]:
    names = (
        *("code", "measure", "indicator", "counting", *QUARTER_COLUMNS, "total", "adds_up"),
        *("unit", "quarter", "share", "event", "on"),
    )
    blank: _Row = dict.fromkeys(names, "")
    return [blank | dict(row) for row in rows]


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
    """The quarter in Latin letters; one of mixed letters stands for none, as for the formulas."""
    text = str(row["quarter"])
    spelt = {str(at): each for at, each in enumerate(NUMERALS, start=1)}
    return (spelt | {each.replace("I", CYRILLIC_I): each for each in NUMERALS}).get(text, text)


def _yearly(rows: PlanRows) -> bool:
    period = str(rows.details.get("period") or "")
    return bool(re.match(r"[0-9]{4}", period)) and "q" not in period.casefold()

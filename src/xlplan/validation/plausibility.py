"""Rules that doubt a readable number, by its target, the earlier quarters of the year and the events reported."""

import re
from datetime import date, timedelta
from functools import lru_cache

from xlplan.domain.entries import Entry
from xlplan.domain.findings.answer_kinds import (
    ENTRY_LIKE_DATE,
    EVENTS_UNLIKE_COUNT,
    FAR_OVER_TARGET,
    REASON_UNNEEDED,
    UNLIKE_EARLIER,
)
from xlplan.domain.findings.finding import Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.judging import shortfall
from xlplan.domain.plan import Better
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import EVENTS, HEADINGS
from xlplan.domain.target_words import target_words
from xlplan.text.normalize import match_key
from xlplan.validation.context import AnsweredRow, Findings, ReturnContext
from xlplan.validation.quoting import shorten

FAR_OVER = 1.5
# One or two above the target is a good quarter. Six after two in an earlier quarter is doubtful.
_SMALL_EXCESS = 2
_LARGE_NUMBER = 5
_LARGE_FACTOR = 3
# Texts that people write instead of leaving a reason blank.
_NO_REASON = re.compile(match_key(r"[-–—.]*|0|x|ні|нема[єe]?|не має|відсутн[яі]|н/д|(план )?(пере)?виконано"))
# Indicators that count people: one event brings many.
_PEOPLE_WORDS = re.compile(match_key("осіб|людей|громадян|учасник|слухач|клієнт|глядач|перегляд"))
# Day 0 as spreadsheets count days.
_FIRST_DAY = date(1899, 12, 30)


def check_doubtful_numbers(context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Warn of a number that looks like a date, is far over its target, or differs from the earlier quarters.

    One warning about a number is enough: the most certain one comes first.
    Source: design, status of a row; intake: check.
    """
    row, entry = answer.row, answer.entry
    if entry.number is None:
        return ()
    return (
        _date_like_number(entry, entry.number, context.issue.quarter)
        or _number_far_over_target(row, entry, entry.number, context.far_over)
        or _number_unlike_earlier(row, entry, entry.number, context.earlier_numbers.get(row.key, ()))
    )


def check_unneeded_reason(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Warn of a reason for a shortfall if the target is met.

    Within the margin no reason is asked, and one that is given explains the gap that there is.
    """
    row, entry = answer.row, answer.entry
    is_met = row.is_judged and shortfall(entry, row.target, row.better) == 0
    if not entry.reason or not is_met or _NO_REASON.fullmatch(match_key(entry.reason).strip(" .!")):
        return ()
    planned = target_words(row.target, row.better)
    values = {"heading": HEADINGS["reason"], "target": planned, "done": entry.number}
    cell = answer.single_row.cells["reason"].cell if answer.single_row else ""
    location = Location(sheet=entry.sheet, cell=cell, row=entry.key)
    return (REASON_UNNEEDED.at(location, seen=shorten(entry.reason), **values),)


def check_number_of_events(context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Warn if the number differs from the number of dated events under the row.

    The rule applies only if the plan lists events and the unit has filled in at least one date.
    """
    row, entry = answer.row, answer.entry
    if entry.number is None or not row.events or _PEOPLE_WORDS.search(match_key(row.indicator)):
        return ()
    held = context.held_events.get(row.key, 0)
    if not held or held == entry.number:
        return ()
    values = {"heading": HEADINGS["done"], "seen": entry.number, "held": held, "sheet": EVENTS.name}
    return (EVENTS_UNLIKE_COUNT.at(_location(entry), **values),)


def _location(entry: Entry) -> Location:
    return Location(sheet=entry.sheet, cell=entry.cell, row=entry.key)


# Cached: every number of every return is compared with it.
@lru_cache(maxsize=8)
def _serial_days(year: int) -> range:
    """Return the serial numbers that spreadsheets give to the days of a year and of the years beside it."""
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    return range((first - _FIRST_DAY).days, (last - _FIRST_DAY).days + 1)


def _date_like_number(entry: Entry, number: int, quarter: Quarter) -> Findings:
    """Warn of a number that may be a date whose format was lost."""
    if number not in _serial_days(quarter.year):
        return ()
    day = f"{_FIRST_DAY + timedelta(days=number):%d.%m.%Y}"
    return (ENTRY_LIKE_DATE.at(_location(entry), heading=HEADINGS["done"], seen=number, date=day),)


def _number_far_over_target(row: IssueRow, entry: Entry, number: int, far_over: float) -> Findings:
    target = row.target.count
    if not target or row.better is Better.LESS or number <= far_over * target or number - target <= _SMALL_EXCESS:
        return ()
    return (FAR_OVER_TARGET.at(_location(entry), target=target, seen=number),)


def _number_unlike_earlier(row: IssueRow, entry: Entry, number: int, earlier: tuple[int, ...]) -> Findings:
    if not earlier or not (_rises(row, number, max(earlier)) or _falls(row, number, min(earlier))):
        return ()
    values = {"heading": HEADINGS["done"], "seen": number, "earlier": ", ".join(map(str, earlier))}
    return (UNLIKE_EARLIER.at(_location(entry), **values),)


def _rises(row: IssueRow, number: int, largest: int) -> bool:
    planned = row.is_judged and row.target.count is not None and number <= row.target.count
    return not planned and number >= _LARGE_NUMBER and number >= _LARGE_FACTOR * max(largest, _SMALL_EXCESS)


def _falls(row: IssueRow, number: int, smallest: int) -> bool:
    """Tell a sharp fall. A row judged by itself needs none: its shortfall requires a reason anyway."""
    return not row.is_judged and smallest >= _LARGE_NUMBER and number * _LARGE_FACTOR <= smallest

"""Rules that doubt a readable number, by its target, the earlier quarters of the year and the events reported."""

import re
from datetime import date, timedelta
from fractions import Fraction
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
from xlplan.domain.sheets import EVENTS, HEADINGS
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, show_number
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
        _date_like_number(row, entry, entry.number, context)
        or _number_far_over_target(row, entry, entry.number, context.far_over)
        or _number_unlike_earlier(row, entry, entry.number, context.earlier_numbers.get(row.key, ()))
    )


def check_unneeded_reason(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Warn of a reason for a shortfall if the target is met.

    Within the margin no reason is asked, and one that is given explains the gap that there is.
    """
    row, entry = answer.row, answer.entry
    if not entry.reason:
        return ()
    is_met = row.is_judged and shortfall(entry, row.target, row.better) == 0
    if not is_met or _NO_REASON.fullmatch(match_key(entry.reason).strip(" .!")):
        return ()
    unit = row.unit_of_measure
    done = "" if entry.number is None else show_number(entry.number, unit)
    planned = target_words(row.target, row.better, unit)
    values = {"heading": HEADINGS["reason"], "target": planned, "done": done}
    cell = answer.single_row.cells["reason"].cell if answer.single_row else ""
    location = Location(sheet=entry.sheet, cell=cell, row=entry.key)
    return (REASON_UNNEEDED.at(location, seen=shorten(entry.reason), **values),)


def check_number_of_events(context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Warn if the number differs from the number of dated events under the row.

    The rule applies only if the plan lists events and the unit has filled in at least one date.
    """
    row, entry = answer.row, answer.entry
    # Events are counted whole. A number of hours or of money is not theirs.
    if (
        entry.number is None
        or not row.events
        or row.unit_of_measure != WHOLE_THINGS
        or _PEOPLE_WORDS.search(match_key(row.indicator))
    ):
        return ()
    held = context.held_events.get(row.key, 0)
    if not held or held == entry.number:
        return ()
    seen = show_number(entry.number, row.unit_of_measure)
    values = {"heading": HEADINGS["done"], "seen": seen, "held": held, "sheet": EVENTS.name}
    return (EVENTS_UNLIKE_COUNT.at(_location(entry), **values),)


def _location(entry: Entry) -> Location:
    return Location(sheet=entry.sheet, cell=entry.cell, row=entry.key)


# Cached: every number of every return is compared with it.
@lru_cache(maxsize=8)
def _serial_days(year: int) -> range:
    """Return the serial numbers that spreadsheets give to the days of a year and of the years beside it."""
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    return range((first - _FIRST_DAY).days, (last - _FIRST_DAY).days + 1)


def _date_like_number(row: IssueRow, entry: Entry, number: Number, context: ReturnContext) -> Findings:
    """Warn of a number that may be a date whose format was lost.

    Amounts of money or hours may be as large; one that fits its target is none.
    """
    fits = bool(row.unit_of_measure.word and row.target.count) and not _is_far_over(row, number, context.far_over)
    if fits or not isinstance(number, int) or number not in _serial_days(context.issue.quarter.year):
        return ()
    day = f"{_FIRST_DAY + timedelta(days=number):%d.%m.%Y}"
    seen = show_number(number, row.unit_of_measure)
    return (ENTRY_LIKE_DATE.at(_location(entry), heading=HEADINGS["done"], seen=seen, date=day),)


def _is_far_over(row: IssueRow, number: Number, far_over: float) -> bool:
    target = row.target.count or 0
    return number > Fraction(str(far_over)) * Fraction(target)


def _number_far_over_target(row: IssueRow, entry: Entry, number: Number, far_over: float) -> Findings:
    target, unit = row.target.count, row.unit_of_measure
    if not target or row.better is Better.LESS or number - target <= _SMALL_EXCESS:
        return ()
    if not _is_far_over(row, number, far_over):
        return ()
    values = {"target": show_number(target, unit), "seen": show_number(number, unit)}
    return (FAR_OVER_TARGET.at(_location(entry), **values),)


def _number_unlike_earlier(row: IssueRow, entry: Entry, number: Number, earlier: tuple[Number, ...]) -> Findings:
    if not earlier or not (_rises(row, number, max(earlier)) or _falls(row, number, min(earlier))):
        return ()
    unit = row.unit_of_measure
    values = {
        "heading": HEADINGS["done"],
        "seen": show_number(number, unit),
        "earlier": ", ".join(show_number(each, unit) for each in earlier),
    }
    return (UNLIKE_EARLIER.at(_location(entry), **values),)


def _rises(row: IssueRow, number: Number, largest: Number) -> bool:
    planned = row.is_judged and row.target.count is not None and number <= row.target.count
    return not planned and number >= _LARGE_NUMBER and number >= _LARGE_FACTOR * max(largest, _SMALL_EXCESS)


def _falls(row: IssueRow, number: Number, smallest: Number) -> bool:
    """Tell a sharp fall. A row judged by itself needs none: its shortfall requires a reason anyway."""
    return not row.is_judged and smallest >= _LARGE_NUMBER and number * _LARGE_FACTOR <= smallest

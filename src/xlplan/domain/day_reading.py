"""Days as people type them: 14.05.2021, “14 травня 2021 р.”, 2021-05-14. A doubtful day is never guessed."""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import language

# Day 0 of the serial numbers of spreadsheets, and day 0 in workbooks of the older system.
_DAY_ZERO, _OLD_DAY_ZERO = date(1899, 12, 30), date(1904, 1, 1)
# The years 2000 to 2099. No other number is a date.
_SERIAL_DAYS = range(36_526, 73_051)
_YEARS = range(1900, 2200)
_LONGEST = 80


class DayProblem(Enum):
    """A reason why a cell gives no day."""

    NOT_A_DAY = "not a day"
    NO_SUCH_DAY = "no such day"
    SEVERAL = "several"
    NO_YEAR = "no year"
    OTHER_WEEKDAY = "other weekday"


class DayReading(Struct, frozen=True):
    """A day, or the problem with it.

    `needs_note`: a part of the day was not typed, or its parts may stand in another order. A note says how it was
    understood.
    """

    day: date | None = None
    problem: DayProblem | None = None
    needs_note: bool = False


_MONTHS = (
    ("січень", "січня", "січні", "january"),
    ("лютий", "лютого", "лютому", "february"),
    ("березень", "березня", "березні", "march"),
    ("квітень", "квітня", "квітні", "april"),
    ("травень", "травня", "травні", "may"),
    ("червень", "червня", "червні", "june"),
    ("липень", "липня", "липні", "july"),
    ("серпень", "серпня", "серпні", "august"),
    ("вересень", "вересня", "вересні", "september"),
    ("жовтень", "жовтня", "жовтні", "october"),
    ("листопад", "листопада", "листопаді", "november"),
    ("грудень", "грудня", "грудні", "december"),
)
_WEEKDAYS = (
    ("понеділок", "понеділка", "пн", "пон", "monday", "mon"),
    ("вівторок", "вівторка", "вт", "вів", "tuesday", "tue"),
    ("середа", "середу", "ср", "сер", "wednesday", "wed"),
    ("четвер", "четверга", "чт", "чет", "thursday", "thu"),
    ("п'ятниця", "п'ятницю", "пт", "п'ят", "friday", "fri"),
    ("субота", "суботу", "сб", "суб", "saturday", "sat"),
    ("неділя", "неділю", "нд", "нед", "sunday", "sun"),
)
_SHORTEST = 3


_MONTH_OF = {
    match_key(name)[:length]: number
    for number, names in enumerate(_MONTHS, start=1)
    for name in names
    for length in range(_SHORTEST, len(name) + 1)
}
_WEEKDAY_OF = {match_key(name): number for number, names in enumerate(_WEEKDAYS) for name in names}
# Words that may stand after a year, before a time of day and after it.
_OTHER_WORDS = frozenset(
    map(
        match_key,
        ["р", "p", "рік", "року", "о", "o", "об", "at", "t", "z", "utc", "год", "годині", "хв", "of", "the", "on"],
    )
)

_WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
# Each word but the first begins after a space. Otherwise one long word could be cut in countless ways.
_WORDS = rf"(?: ?{_WORD}\.?(?: {_WORD}\.?)*)?"
_CLOCK = r"(?:[01]?\d|2[0-4])[:.-][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?"
_TIME = rf"(?: ?{_CLOCK}(?: ?- ?{_CLOCK})?{_WORDS}(?: ?[+-]\d\d:?\d\d)?)?"
_DAY, _MONTH = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_NAME = rf"(?P<name>{_WORD})\.?"
_ORDINAL = r"(?:-?(?:го|те|е|st|nd|rd|th))?"
_SHAPES = tuple(
    re.compile(rf"(?P<before>(?:{_WORD}\.? )*){shape}(?P<after>{_WORDS}{_TIME})", re.IGNORECASE)
    for shape in (
        rf"{_DAY} ?[./-] ?{_MONTH} ?[./-] ?(?P<year>\d{{4}})(?!\d)",
        # Two digits of a year stand last only after points and strokes: 21-05-14 begins with the year elsewhere.
        rf"{_DAY} ?[./] ?{_MONTH} ?[./] ?(?P<year>\d\d)(?!\d)",
        rf"(?P<year>\d{{4}}) ?[./-] ?{_MONTH} ?[./-] ?{_DAY}(?!\d)",
        rf"{_DAY}{_ORDINAL}[ -]?(?:of )?{_NAME}[ -]?(?P<year>\d{{4}})(?!\d)",
        rf"{_NAME} ?{_DAY}{_ORDINAL} (?P<year>\d{{4}})(?!\d)",
        rf"{_DAY}{_ORDINAL} ?{_NAME}(?P<year>)(?! ?\d)",
        rf"{_DAY}\.{_MONTH}\.?(?P<year>)(?![\d.])",
    )
)
_STROKES = re.compile(r"(?:\D* )?\d{1,2} ?/ ?\d{1,2} ?/")
_PUNCTUATION = str.maketrans(dict.fromkeys('«»“”„"(),', " ") | dict.fromkeys("–—−‑‒", "-"))
# Days that share a month, such as “14, 21.05” and “14-16 травня”, and what else tells of more than one day.
_ONE_DAY = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}-\d{{1,2}}-\d{{4}}|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?"
    rf"|\d{{1,2}} ?(?P<name>{_WORD})"
)
_SHARED_MONTH = re.compile(
    rf"\d{{1,2}}\.?(?: ?(?:[-,;/+&]|та|і|й|по|до|and|to) ?\d{{1,2}})+(?:\.\d{{1,2}}(?!\d)| ?(?P<name>{_WORD}))"
)


def read_day(value: CellValue, quarter: Quarter | None = None) -> DayReading:
    """Read the day that a cell plainly names.

    A time of day and its zone do not move the day. A bare number may be a date that lost its format.

    Args:
        value: The content of the cell.
        quarter: The quarter that a day without a year must fall in to be understood.
    """
    if isinstance(value, datetime):
        return DayReading(value.date())
    if isinstance(value, date):
        return DayReading(value)
    if isinstance(value, str):
        return _from_text(clean_spaces(value), quarter)
    days = serial_days(value)
    if days and value in _SERIAL_DAYS:
        return DayReading(days[0], needs_note=True)
    return DayReading(problem=DayProblem.NOT_A_DAY)


def month_of(word: str) -> int | None:
    """Return the number of the month that a word names, whole or cut short; None for any other word."""
    return _MONTH_OF.get(match_key(word))


def is_weekday(word: str) -> bool:
    """Tell if a word names a day of the week."""
    return match_key(word) in _WEEKDAY_OF


def serial_days(value: CellValue) -> tuple[date, date] | None:
    """Return the day that a bare number stands for, and the day in workbooks that count from 1904; or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if value not in _SERIAL_DAYS and value + (_OLD_DAY_ZERO - _DAY_ZERO).days not in _SERIAL_DAYS:
        return None
    return _DAY_ZERO + timedelta(value), _OLD_DAY_ZERO + timedelta(value)


def _from_text(text: str, quarter: Quarter | None) -> DayReading:
    plain = clean_spaces(text.translate(_PUNCTUATION)).strip(" .;")
    if not plain or len(plain) > _LONGEST:
        return DayReading(problem=DayProblem.NOT_A_DAY)
    for shape in _SHAPES:
        match = shape.fullmatch(plain)
        if match and (reading := _from_match(match, quarter)):
            return reading
    several = sum(1 for _day in _days_in(text.casefold())) > 1
    return DayReading(problem=DayProblem.SEVERAL if several else DayProblem.NOT_A_DAY)


def _from_match(match: re.Match[str], quarter: Quarter | None) -> DayReading | None:
    """Return the day of a text that has the shape of one; None where a word in it is no part of a day."""
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _MONTH_OF.get(match_key(parts.get("name") or ""))
    words = [match_key(word) for part in ("before", "after") for word in re.findall(_WORD, parts[part])]
    if month is None or any(word not in _OTHER_WORDS and word not in _WEEKDAY_OF for word in words):
        return None
    weekdays = {_WEEKDAY_OF[word] for word in words if word in _WEEKDAY_OF}
    year = int(parts["year"]) if parts["year"] else quarter.year if quarter else None
    if year is None:
        return DayReading(problem=DayProblem.NO_YEAR)
    try:
        day = date(year + 2000 if len(parts["year"]) == 2 else year, month, int(parts["day"]))
    except ValueError:
        return DayReading(problem=DayProblem.NO_SUCH_DAY)
    if day.year not in _YEARS:
        return DayReading(problem=DayProblem.NO_SUCH_DAY)
    if weekdays and weekdays != {day.weekday()}:
        return DayReading(problem=DayProblem.OTHER_WEEKDAY)
    if parts["year"]:
        # Some who write English put the month first.
        is_unsure = language() == "en" and _STROKES.match(match[0]) is not None and day.day != day.month
        return DayReading(day, needs_note=is_unsure and day.day in range(1, 13))
    if quarter and quarter.first_day <= day <= quarter.last_day:
        return DayReading(day, needs_note=True)
    return DayReading(problem=DayProblem.NO_YEAR)


def _days_in(text: str) -> Iterator[str]:
    """Yield what looks like a day in a text, twice for days that share a month."""
    plain = text.translate(dict.fromkeys(map(ord, "–—−‑‒"), "-"))
    for pattern, times in ((_ONE_DAY, 1), (_SHARED_MONTH, 2)):
        for match in pattern.finditer(plain):
            name = match["name"]
            if name is None or match_key(name) in _MONTH_OF:
                yield from [match[0]] * times

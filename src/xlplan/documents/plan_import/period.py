"""The period of a plan in the words of its title: a quarter, a year, or what else they name."""

import re
from collections.abc import Iterator

from xlplan.domain.day_reading import month_of
from xlplan.domain.period_reading import read_period
from xlplan.domain.quarter import Quarter, quarter_number

_YEAR_WORD = r"(?:\s*(?:року|роки|років|році|рік|рр?\.|рр?(?!\w)))?"
_ORDINALS = {
    **dict.fromkeys(("перш", "first", "1st"), 1),
    **dict.fromkeys(("друг", "second", "2nd"), 2),
    **dict.fromkeys(("трет", "third", "3rd"), 3),
    **dict.fromkeys(("четверт", "fourth", "4th"), 4),
}
_ORDINAL = "|".join(rf"{stem}\w*" for stem in _ORDINALS)
_NUMERAL = r"[IІVХX]{1,3}|[1-4]"
_NUMBER = rf"(?P<number>(?:{_NUMERAL})(?:\s?-\s?\w{{1,3}})?|{_ORDINAL})"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)(?!\d)"
_BEFORE = r"(?<![\w.,/-])"
_LEADING = re.compile(r"[\s,(–—-]*(?:(?<!\w)(?:на|за|у|в|for|in|of|the|period|період)\s*)*$", re.IGNORECASE)
# In the order of trust: what a longer pattern takes is not read again by a shorter one.
_PATTERNS = tuple(
    re.compile(_BEFORE + pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NUMBER}\s+квартал\w*\s+{_YEAR}{_YEAR_WORD}",
        rf"{_NUMBER}\s+quarter\s+(?:of\s+)?{_YEAR}",
        rf"quarter\s+{_NUMBER}\s*(?:,|of)?\s*{_YEAR}",
        rf"Q\s?(?P<number>[1-4])\s*[-/,]?\s*{_YEAR}",
        rf"{_YEAR}\s*[-/]?\s*Q(?P<number>[1-4])",
        rf"(?:{_NUMERAL}|{_ORDINAL})\s+півріччя\s+{_YEAR}{_YEAR_WORD}",
        rf"{_YEAR}\s*[-–—/]\s*(?:\d{{4}}|\d\d)(?!\d)(?:\s*(?:навчальн\w+|бюджетн\w+|фінансов\w+))?{_YEAR_WORD}",
        rf"FY\s?{_YEAR}",
        rf"(?P<first>[^\W\d_]{{3,}})(?:\s*[-–—]\s*(?P<last>[^\W\d_]{{3,}}))?\s+{_YEAR}{_YEAR_WORD}",
        rf"{_YEAR}{_YEAR_WORD}",
    )
)


def find_periods(text: str) -> tuple[str, ...]:
    """Return the periods that a text names, each once, in the words in which a plan workbook has them.

    A year is left out where a quarter of it is named. Words that are no quarter and no year stay as typed.
    """
    found = list(dict.fromkeys(period for _start, _end, period in _matches(text)))
    read = {period: read_period(period) for period in found}
    quarters = {each[1] for each in read.values() if each and len(each[1]) == 1}
    years = {quarter.year for each in quarters for quarter in each}
    return tuple(
        period for period in found if not ((each := read[period]) and len(each[1]) > 1 and each[0] in years)
    )


def cut_at_periods(text: str) -> tuple[str, ...]:
    """Return the parts of a text between its periods, without the prepositions that lead to these."""
    parts, start = [], 0
    for first, end, _period in _matches(text):
        parts.append(_LEADING.sub("", text[start:first]))
        start = end
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip())


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and words of each period in a text."""
    taken: list[tuple[int, int]] = []
    matches: list[tuple[int, int, str]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            is_free = not any(start < match.end() and match.start() < end for start, end in taken)
            if is_free and _are_months(match):
                taken.append(match.span())
                matches.append((*match.span(), _words(match)))
    yield from sorted(matches)


def _are_months(match: re.Match[str]) -> bool:
    """Tell if the words before a year are months, where a pattern has such words."""
    words = [match.groupdict().get(name) for name in ("first", "last")]
    return all(month_of(word) for word in words if word)


def _words(match: re.Match[str]) -> str:
    typed = match[0].strip()
    if read_period(typed):
        return typed
    parts = match.groupdict()
    number = _number(parts.get("number") or "")
    if parts.get("first") and parts.get("last"):
        months = (month_of(parts["first"]), month_of(parts["last"]))
        number = next((each for each in range(1, 5) if months == (each * 3 - 2, each * 3)), None)
        if months == (1, 12):
            return str(match["year"])
    return Quarter(int(match["year"]), number).title if number else typed


def _number(text: str) -> int | None:
    plain = re.sub(r"\s?-\s?\w{1,3}$", "", text)
    ordinal = next((number for stem, number in _ORDINALS.items() if plain.casefold().startswith(stem)), None)
    return ordinal or quarter_number(plain)

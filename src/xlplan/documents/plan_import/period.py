"""The period of a plan in the words of its title: a quarter, a year, or what else they name."""

import re
from collections.abc import Iterator

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


def cut_period(text: str) -> str:
    """Return the part of a text before its first period and the preposition that leads to it."""
    starts = [start for start, _end, _period in _matches(text)]
    if not starts:
        return text
    return re.sub(r"[\s,(–—-]*(?:на|за|у|в|for|in|of|the|period|період)?\s*$", "", text[: min(starts)], flags=re.I)


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and words of each period in a text."""
    taken: list[tuple[int, int]] = []
    matches: list[tuple[int, int, str]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                matches.append((*match.span(), _words(match)))
    yield from sorted(matches)


def _words(match: re.Match[str]) -> str:
    typed = match[0].strip()
    if read_period(typed):
        return typed
    number = _number(match.groupdict().get("number") or "")
    return Quarter(int(match["year"]), number).title if number else typed


def _number(text: str) -> int | None:
    plain = re.sub(r"\s?-\s?\w{1,3}$", "", text)
    ordinal = next((number for stem, number in _ORDINALS.items() if plain.casefold().startswith(stem)), None)
    return ordinal or quarter_number(plain)

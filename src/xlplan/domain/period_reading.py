"""Periods of a plan as people type them: a calendar year, or a quarter of it."""

import re
from collections.abc import Sequence

from xlplan.domain.quarter import Quarter, quarter_number, read_quarter, read_short_quarter, read_year
from xlplan.text.normalize import DASHES, clean_spaces, match_key
from xlplan.text.translation import _

_FISCAL_WORD = "|".join(map(match_key, ("fy", "fiscal", "financial", "фінансовий", "фінансового", "фін")))
_FISCAL = re.compile(rf"(?:\b|(?<=\d))(?:{_FISCAL_WORD})(?:\b|(?=\d))")
_TWO_YEARS = re.compile(rf"(?<!\d)\d\d(\d\d) ?[/{re.escape(DASHES)}] ?(?:\d\d)?(\d\d)(?!\d)")


def read_period(text: str) -> tuple[int, tuple[Quarter, ...]] | None:
    """Return the year and the quarters of a plan, as `ІІ квартал 2021 року`, `2023 рік` or `Q1 2026` name them.

    None for any other text.
    """
    words = clean_spaces(text)
    if quarter := read_quarter(words):
        return quarter.year, (quarter,)
    if year := read_year(words):
        return year, tuple(Quarter(year, number) for number in range(1, 5))
    return None


def read_named_period(text: str) -> tuple[int, tuple[Quarter, ...]] | None:
    """Return the year and the quarters that a word of a command names, as `read_period`, or short, as `2026-1`."""
    short = read_short_quarter(text)
    return (short.year, (short,)) if short else read_period(text)


def is_fiscal(text: str) -> bool:
    """Tell if a text names a fiscal year, as `FY2026` or `2025/26`."""
    key = match_key(text)
    two = _TWO_YEARS.search(key)
    # Other two digits are a month.
    return _FISCAL.search(key) is not None or (two is not None and int(two[2]) == (int(two[1]) + 1) % 100)


def refusal_of_quarter(seen: str, years: Sequence[int]) -> str:
    """Return the sentence on a word that names no quarter, with what can be written.

    Args:
        seen: The word.
        years: The years in which one may be meant, for examples.
    """
    if is_fiscal(seen):
        return refusal_of_period(seen, years)
    if words := _refusal_without_year(seen, years):
        return words
    return _("“{seen}” is not a quarter. Write it like this: {example}.").format(
        seen=seen, example=Quarter(years[0], 1)
    )


def _refusal_without_year(seen: str, years: Sequence[int]) -> str | None:
    """Return the sentence on a quarter of which nobody knows the year; None for any other text."""
    number = quarter_number(clean_spaces(seen))
    if number is None:
        return None
    examples = ", ".join(str(Quarter(year, number)) for year in years)
    return _("“{seen}” does not say of which year. Write the year as well: {examples}.").format(
        seen=seen, examples=examples
    )


def refusal_of_period(seen: str, years: Sequence[int] = ()) -> str:
    """Return the sentence on a text that names no period, with what can be written.

    Args:
        seen: The text.
        years: The years in which a quarter without a year may be meant, for examples.
    """
    if years and (words := _refusal_without_year(seen, years)):
        return words
    if is_fiscal(seen):
        return _(
            "“{seen}” is a fiscal year, which may begin in one calendar year and end in the next. "
            "Write a calendar year or a quarter of it: 2026 or 2026-Q1."
        ).format(seen=seen)
    return _("“{seen}” is neither a year nor a quarter. Write it like this: 2026 or 2026-Q1.").format(seen=seen)

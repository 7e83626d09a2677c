"""Periods of a plan as people type them: a calendar year, or a quarter of it."""

import re

from xlplan.domain.quarter import Quarter, read_quarter, read_year
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


def is_fiscal(text: str) -> bool:
    """Tell if a text names a fiscal year, as `FY2026` or `2025/26`."""
    key = match_key(text)
    two = _TWO_YEARS.search(key)
    # Other two digits are a month.
    return _FISCAL.search(key) is not None or (two is not None and int(two[2]) == (int(two[1]) + 1) % 100)


def refusal_of_period(seen: str) -> str:
    """Return the sentence on a text that names no period, with what can be written."""
    if is_fiscal(seen):
        return _(
            "“{seen}” is a fiscal year, which may begin in one calendar year and end in the next. "
            "Write a calendar year or a quarter of it: 2026 or 2026-Q1."
        ).format(seen=seen)
    return _("“{seen}” is neither a year nor a quarter. Write it like this: 2026 or 2026-Q1.").format(seen=seen)

"""Number formats: the meaning that the code of a format gives to a number.

Source of the codes: ECMA-376, part 1, 18.8.31. An xls has the same ones.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache

from xlplan.domain.returned import CellProblem, CellValue

# Formats that every program has built in and no file spells out: a percentage, with and without decimals.
BUILT_IN_PERCENTAGES = (9, 10)

# Characters that stand for themselves, a space as wide as a character, and a character that fills the cell.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
# Sections end at semicolons outside of quotes and brackets.
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|[^;])*')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{0,15})?)\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]?")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
# A comma behind the last digit divides by a thousand. One between digits groups them.
_SCALE = re.compile(r"[0#?],+(?![0#?,])")
# A mark in place of what stands for itself, which keeps its neighbours apart.
_MARK = "\0"


class NumberSense(Enum):
    """The meaning of a number for the person who sees it.

    PLAIN: The number itself, perhaps rounded or with a unit.
    PERCENTAGE: A hundred times the number.
    DATE: A day or a time.
    SCALED: Thousands or millions of it.
    UNSEEN: Nothing, or only words.
    """

    PLAIN = auto()
    PERCENTAGE = auto()
    DATE = auto()
    SCALED = auto()
    UNSEEN = auto()

    @property
    def problem(self) -> CellProblem | None:
        """The problem of a cell whose number has this meaning."""
        return _PROBLEMS.get(self)


_PROBLEMS = {NumberSense.SCALED: CellProblem.SCALED, NumberSense.UNSEEN: CellProblem.UNSEEN}


def as_percent(value: CellValue) -> CellValue:
    """Return a number as the text that its cell shows: 0.5 is `50%`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{round(value * 100, 6):.12g}%"


def number_sense(code: str, value: CellValue) -> NumberSense:
    """Return the meaning of a value in a cell with this number format.

    Args:
        code: The code of the format, such as `#,##0,;-0%`.
        value: The value, because a format may have sections for positive and negative numbers, zero and texts.
    """
    if isinstance(value, str):
        sections = _sections(code)
        hides_text = len(sections) > 3 and not sections[3].strip()
        return NumberSense.UNSEEN if hides_text else NumberSense.PLAIN
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NumberSense.PLAIN
    return _section_sense(_section_for(_sections(code), value), value)


# The workbooks of a quarter use the same few formats.
@lru_cache(maxsize=500)
def is_plain(code: str) -> bool:
    """Tell if a number format leaves every value as it is, so that no cell with it needs a look.

    A format that shows a date is plain, because every reader knows it.
    """
    limits = [float(condition[2]) for condition in _CONDITION.finditer(code)]
    values: list[CellValue] = [
        "text",
        1.0,
        -1.0,
        0.0,
        *limits,
        *(limit + 1 for limit in limits),
        *(limit - 1 for limit in limits),
    ]
    plain = (NumberSense.PLAIN, NumberSense.DATE)
    return all(number_sense(code, value) in plain for value in values)


@lru_cache(maxsize=500)
def shows_duration(code: str) -> bool:
    """Tell if a number format counts hours beyond a day, as `[h]:mm` does."""
    return bool(_ELAPSED.search(_LITERAL.sub(_MARK, code)))


def _sections(code: str) -> Sequence[str]:
    sections, at = [], 0
    while True:
        section = _SECTION.match(code, at)
        assert section is not None
        sections.append(section[0])
        at = section.end() + 1
        if at > len(code):
            return sections


def _section_for(sections: Sequence[str], number: float) -> str:
    """Return the section of a format that a number is shown by."""
    numbers = sections[:3]
    conditions = [_CONDITION.search(section) for section in numbers]
    if not any(conditions):
        if number < 0 and len(numbers) > 1:
            return numbers[1]
        return numbers[2] if number == 0 and len(numbers) > 2 else numbers[0]
    for section, condition in zip(numbers, conditions, strict=True):
        if condition is None or compares(number, condition[1], float(condition[2])):
            return section
    return numbers[-1]


def compares(number: float, relation: str, limit: float) -> bool:
    """Tell if a number stands in this relation to a limit, by the sign of an xlsx or of an ods."""
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
        "!=": number != limit,
    }[relation]


def _section_sense(section: str, number: float) -> NumberSense:
    shown = _LITERAL.sub(_MARK, section)
    if "%" in shown:
        return NumberSense.PERCENTAGE
    if _ELAPSED.search(shown):
        return NumberSense.DATE
    shown = _BRACKETS.sub("", shown)
    if "general" in shown.lower() or "@" in shown:
        return NumberSense.PLAIN
    if _DATE.search(shown):
        return NumberSense.DATE
    if _SCALE.search(shown):
        return NumberSense.SCALED
    if any(digit in shown for digit in "0?"):
        return NumberSense.PLAIN
    # `#` shows no digit of a zero. Words alone hide every number but a zero, for which they often stand.
    if number:
        return NumberSense.PLAIN if "#" in shown else NumberSense.UNSEEN
    return NumberSense.PLAIN if _shows_words(section) else NumberSense.UNSEEN


def _shows_words(section: str) -> bool:
    """Tell if a section shows characters that stand for themselves."""
    without_gaps = re.sub(r"_.|\*.", "", _BRACKETS.sub("", section))
    return bool(re.sub(r'["\\#\s]', "", without_gaps))

"""Answers as people type them: a number, or words for “nothing arose”. What is not plain is never guessed."""

import math
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.normalize import drop_invisible, match_key
from xlplan.text.translation import _, all_translations

NOTHING_AROSE = Status.NOTHING_AROSE.value
LARGEST_NUMBER = 10**9


class NumberProblem(Enum):
    """A reason why a cell gives no whole number."""

    NOT_A_NUMBER = "not a number"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    # More decimals than the unit of measure allows. They are never rounded off.
    DECIMALS = "decimals"
    # A percentage where the row counts something else.
    PERCENT = "percent"
    # A plain number between 0 and 1 in a row of percentages: 0.98 is 98 % to one person, less than 1 % to another.
    SHARE = "share"
    # Two numbers in one cell are two numbers. They are never joined.
    SEVERAL = "several"
    # “1,200” is 1200 to one person and 1.2 to another.
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class NumberReading:
    """A whole number from 0 up, or the problem with it.

    Attributes:
        value: The number.
        problem: The reason why there is none.
        needs_note: The number was not typed as a plain number, so a note says how it was understood.
        readings: The numbers that stand in the cell if there are several; the two meanings of an ambiguous one.
    """

    value: Number | None = None
    problem: NumberProblem | None = None
    needs_note: bool = False
    readings: tuple[str, ...] = ()


_NOT_A_NUMBER = NumberReading(problem=NumberProblem.NOT_A_NUMBER)
_SIGNS = str.maketrans("−–—－＋，．", "----+,.")
# One space or one apostrophe may separate thousands. A wider gap, a tab or a line break separates two numbers.
_GAP = "[ \u00a0\u2007\u2009\u202f'’ʼ]"
_GROUPED = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)\s?(?P<whole>\d{{1,12}}|\d{{1,3}}(?:{_GAP}\d{{3}}){{1,3}})(?:[.,](?P<part>\d{{1,12}}))?"
)
_AMBIGUOUS = re.compile(r"\+?(?P<whole>[1-9]\d{0,2})[.,](?P<part>\d{3})")
_PART = re.compile(rf"{_GROUPED}(?!\d)|\d+(?:[.,]\d+)?")
_BETWEEN = r"(?:\s*(?:[;,/|&]|т[аa]|[іi]|й|and)\s*|\s+)"
_SEVERAL = re.compile(rf"\d{{1,12}}(?:[.,]\d{{1,12}})?(?:{_BETWEEN}\d{{1,12}}(?:[.,]\d{{1,12}})?)+", re.IGNORECASE)
# Thousands with points or commas, and more of them than a number here has.
_GROUPS = re.compile(rf"\d{{1,3}}(?:(?:{_GAP}|[.,])\d{{3}})+")
_PERCENT = re.compile(r"-?\d{1,12}([.,]\d{1,12})?\s*%")
_TOLERANCE = 1e-9


def read_number(value: CellValue, unit: UnitOfMeasure = WHOLE_THINGS) -> NumberReading:
    """Read the number that a cell plainly holds, in any spelling: 5, "5 ", "5,0", "1 200", "５"."""
    if isinstance(value, bool):
        return _NOT_A_NUMBER
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(drop_invisible(value).strip().translate(_SIGNS)) if isinstance(value, str) else _NOT_A_NUMBER


def _from_number(value: int | float) -> NumberReading:
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        return _NOT_A_NUMBER
    whole = round(value)
    if abs(value - whole) > _TOLERANCE:
        return NumberReading(problem=NumberProblem.NEGATIVE if value < 0 else NumberProblem.FRACTION)
    if whole < 0:
        return NumberReading(problem=NumberProblem.NEGATIVE)
    # A formula may give 2.9999999999999996, which every program shows as 3.
    return NumberReading(whole, needs_note=value != whole)


def _from_text(text: str) -> NumberReading:
    if ambiguous := _AMBIGUOUS.fullmatch(text):
        thousands, fraction = ambiguous["whole"] + ambiguous["part"], ambiguous["part"].rstrip("0")
        decimal = ambiguous["whole"] + (_(".") + fraction if fraction else "")
        return NumberReading(problem=NumberProblem.AMBIGUOUS, readings=(thousands, decimal))
    typed = _NUMBER.fullmatch(text)
    if typed is None:
        return _not_a_number(text)
    whole, part = int("".join(filter(str.isdecimal, typed["whole"]))), typed["part"] or ""
    fraction = any(int(digit) for digit in part)
    if whole > LARGEST_NUMBER:
        return _NOT_A_NUMBER
    if typed["sign"] == "-" and (whole or fraction):
        return NumberReading(problem=NumberProblem.NEGATIVE)
    return NumberReading(problem=NumberProblem.FRACTION) if fraction else NumberReading(whole, needs_note=True)


def _not_a_number(text: str) -> NumberReading:
    if _PERCENT.fullmatch(text):
        return NumberReading(problem=NumberProblem.PERCENT)
    if _SEVERAL.fullmatch(text) and not _GROUPS.fullmatch(text):
        return NumberReading(problem=NumberProblem.SEVERAL, readings=tuple(_PART.findall(text)))
    return _NOT_A_NUMBER


_PERIOD = match_key(
    "( (у|в|за|протягом)( цьому| цей| цього| звітному| звітний| звітного)?"
    "( [ivі]+| [1-4])?( кварталі| квартал| кварталу| періоді| період| періоду))?"
)
_NOTHING_AROSE = re.compile(
    "("
    + "|".join(
        match_key(words)
        for words in (
            "(потреби|потреб|потреба) (не ?було|не ?виникало|не ?виникла|не ?виникло|не ?виникала|немає|відсутня)",
            "(не ?було|не ?виникало|не ?виникло|не ?виникла|немає|відсутня) (потреби|потреб|потреба)",
            "потреба була відсутня",
            "доручень (не ?було|не ?надходило)",
            "не ?(було|надходило) доручень",
            "доручення не ?надходили",
            "nothing arose",
            "no need arose",
            "there was no need",
        )
    )
    + ")"
    + _PERIOD
)
_PUNCTUATION = " .!,;\"'«»“”()"


@lru_cache(maxsize=256)
def says_nothing_arose(text: str) -> bool:
    """Tell whether a text says plainly that nothing arose. A dash or “немає” alone does not."""
    plain = match_key(text).strip(_PUNCTUATION)
    known = {match_key(words) for words in all_translations(NOTHING_AROSE)}
    return plain in known or _NOTHING_AROSE.fullmatch(plain) is not None

"""Answers as people type them: a number, or words for “nothing arose”. What is not plain is never guessed."""

import math
import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import (
    PERCENT_SIGN,
    WHOLE_THINGS,
    Number,
    UnitOfMeasure,
    decimals_of,
    from_float,
    plain_words,
    show_digits,
    to_number,
)
from xlplan.text.normalize import drop_invisible, match_key
from xlplan.text.translation import all_translations

NOTHING_AROSE = Status.NOTHING_AROSE.value
LARGEST_NUMBER = 10**9


class NumberProblem(Enum):
    """A reason why a cell gives no number that its row allows."""

    NOT_A_NUMBER = "not a number"
    NEGATIVE = "negative"
    # A row of whole numbers has no decimals at all.
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


class NumberReading(Struct, frozen=True):
    """A number from 0 up, or the problem with it.

    Attributes:
        value: The number.
        problem: The reason why there is none.
        needs_note: The number was not typed as a plain number, so a note says how it was understood.
        readings: The numbers that stand in the cell if there are several; the two meanings of an ambiguous one
            or a share, the larger first.
    """

    value: Number | None = None
    problem: NumberProblem | None = None
    needs_note: bool = False
    readings: tuple[str, ...] = ()


_NOT_A_NUMBER = NumberReading(problem=NumberProblem.NOT_A_NUMBER)
_NEGATIVE = NumberReading(problem=NumberProblem.NEGATIVE)
_PERCENT = NumberReading(problem=NumberProblem.PERCENT)
_SIGNS = str.maketrans("−–—－＋，．％", "----+,.%")
# One blank or one apostrophe may separate thousands. A wider gap, a tab or a line break separates two numbers.
_GAP = "[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000'’ʼ`´‘′]"
_GROUPED = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+"
# A text for `re`, which compiles it at its first use: most commands read no number from a text.
_NUMBER = (
    rf"(?P<sign>[-+]?)\s?(?P<whole>\d{{1,12}}|\d{{1,3}}(?:{_GAP}\d{{3}}){{1,3}}"
    # Both signs in one number tell which of them separates its decimals: 1,234.5 and 1.234,5.
    r"|[1-9]\d{0,2}(?:,\d{3}){1,3}(?=\.\d)|[1-9]\d{0,2}(?:\.\d{3}){1,3}(?=,\d))(?:[.,](?P<part>\d{1,12}))?"
)
# What stands before the first letter or sign that belongs to no number, and the rest.
_WITH_WORD = rf"(?P<number>[-+]?\s?\d(?:(?:\d|{_GAP}|[.,])*\d)?)\s*(?P<word>[^\d\s.,].*)"
# The sign or the code of a currency may stand before the number.
_CURRENCY_BEFORE = r"(?P<word>[$€£₴]|[A-Za-z]{3})\s?(?P<number>\d.*)"
_AMBIGUOUS = r"\+?(?P<whole>[1-9]\d{0,2})[.,](?P<part>\d{3})"
# A share in a cell that is formatted as a percentage, as the readers hand it over: a point, no zeros at the end.
_FORMATTED_SHARE = re.compile(r"\d+\.\d*[1-9]%")
_PART = rf"{_GROUPED}(?!\d)|\d+(?:[.,]\d+)?"
_BETWEEN = r"(?:\s*(?:[;,/|&]|т[аa]|[іi]|й|and)\s*|\s+)"
# A comma in it separates numbers, whatever its writer meant. If it could separate decimals as well, a long list
# would have so many meanings that no search came to its end.
_SEVERAL = rf"\d{{1,12}}(?:\.\d{{1,12}})?(?:{_BETWEEN}\d{{1,12}}(?:\.\d{{1,12}})?)+"
# Thousands with points or commas, and more of them than a number here has.
_GROUPS = rf"\d{{1,3}}(?:(?:{_GAP}|[.,])\d{{3}})+"
_TOLERANCE = 1e-9


def read_number(value: CellValue, unit: UnitOfMeasure = WHOLE_THINGS) -> NumberReading:
    """Read the number that a cell plainly holds, in any spelling: 5, "5 ", "5,0", "1 200", "５".

    Args:
        value: The value of the cell.
        unit: The unit of measure of its row. It says how many decimals there may be, which word may follow the
            number, and if a percentage is one.
    """
    if isinstance(value, bool):
        return _NOT_A_NUMBER
    if isinstance(value, int | float):
        return _from_number(value, unit)
    if not isinstance(value, str):
        return _NOT_A_NUMBER
    return _from_text(drop_invisible(value).strip().translate(_SIGNS), unit)


def _from_number(value: int | float, unit: UnitOfMeasure) -> NumberReading:
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        return _NOT_A_NUMBER
    whole = round(value)
    if abs(value - whole) > _TOLERANCE:
        return _from_fraction(value, unit)
    # A formula may give 2.9999999999999996, which every program shows as 3.
    return _NEGATIVE if whole < 0 else NumberReading(whole, needs_note=value != whole)


def _from_fraction(value: float, unit: UnitOfMeasure) -> NumberReading:
    """Read a number with decimals. What a formula misses by a hair, as 0.1 + 0.2 does, is none of them."""
    if value < 0:
        return _NEGATIVE
    nearest = round(value, unit.decimals)
    number = from_float(nearest if abs(value - nearest) <= _TOLERANCE else value)
    if unit.is_percentage and number < 1:
        return _share(number)
    return _too_fine(number, unit) or NumberReading(number, needs_note=float(number) != value)


def _share(number: Number) -> NumberReading:
    readings = (show_digits(to_number(number * 100)), show_digits(number))
    return NumberReading(problem=NumberProblem.SHARE, readings=readings)


def _too_fine(number: Number, unit: UnitOfMeasure) -> NumberReading | None:
    """Return the problem of a number with more decimals than its unit of measure has; None where it has not."""
    if decimals_of(number) <= unit.decimals:
        return None
    return NumberReading(problem=NumberProblem.DECIMALS if unit.decimals else NumberProblem.FRACTION)


def _from_text(text: str, unit: UnitOfMeasure) -> NumberReading:
    ends_with_number = text[-1:].isdecimal() and not unit.word[-1:].isdecimal()
    before = re.fullmatch(_CURRENCY_BEFORE, text, re.DOTALL)
    if before and plain_words(before["word"]) == plain_words(unit.word):
        return _from_digits(before["number"], unit, is_plain=False)
    if ends_with_number or not (worded := re.fullmatch(_WITH_WORD, text, re.DOTALL)):
        return _from_digits(text, unit, is_plain=True)
    if unit.word and plain_words(worded["word"]) == plain_words(unit.word):
        is_formatted = _FORMATTED_SHARE.fullmatch(text) is not None
        return _from_digits(worded["number"], unit, is_plain=False, is_formatted=is_formatted)
    is_percentage = worded["word"] == PERCENT_SIGN and re.fullmatch(_NUMBER, worded["number"])
    return _PERCENT if is_percentage else _not_a_number(text)


def _from_digits(text: str, unit: UnitOfMeasure, *, is_plain: bool, is_formatted: bool = False) -> NumberReading:
    """Read the digits of a text.

    Args:
        text: The digits, with what separates them.
        unit: The unit of measure of the row.
        is_plain: No word and no sign of the unit follows them.
        is_formatted: They are of a cell that is formatted as a percentage, so a point separates decimals.
    """
    if not is_formatted and (ambiguous := re.fullmatch(_AMBIGUOUS, text)):
        thousands, decimal = (ambiguous["whole"] + sign + ambiguous["part"] for sign in ("", "."))
        readings = (show_digits(int(thousands)), show_digits(to_number(Decimal(decimal))))
        return NumberReading(problem=NumberProblem.AMBIGUOUS, readings=readings)
    typed = re.fullmatch(_NUMBER, text)
    if typed is None:
        return _not_a_number(text)
    digits = "".join(filter(str.isdecimal, typed["whole"]))
    number = to_number(Decimal(f"{digits}.{typed['part']}")) if typed["part"] else int(digits)
    if number > LARGEST_NUMBER:
        return _NOT_A_NUMBER
    if typed["sign"] == "-" and number:
        return _NEGATIVE
    if is_plain and unit.is_percentage and 0 < number < 1:
        return _share(number)
    return _too_fine(number, unit) or NumberReading(number, needs_note=True)


def _not_a_number(text: str) -> NumberReading:
    if re.fullmatch(_SEVERAL, text, re.IGNORECASE) and not re.fullmatch(_GROUPS, text):
        return NumberReading(problem=NumberProblem.SEVERAL, readings=tuple(re.findall(_PART, text)))
    return _NOT_A_NUMBER


_PERIOD = match_key(
    "( (у|в|за|протягом)( цьому| цей| цього| звітному| звітний| звітного)?"
    "( [ivі]+| [1-4])?( кварталі| квартал| кварталу| періоді| період| періоду)"
    "|( in| during| over)? (this|the)( reporting)? (quarter|period))?"
)
_NOTHING_AROSE = (
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
            "there was no (need|demand|case)",
            "(not|was not|were not|never) (needed|required|requested|necessary)",
            "no (needs?|requests?|instructions?|cases?|demand)( arose| came|( was| were)? received)?",
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
    return plain in known or re.fullmatch(_NOTHING_AROSE, plain) is not None

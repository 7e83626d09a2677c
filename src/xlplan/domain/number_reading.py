"""Answers as people type them: a number, or words for “nothing arose”. What is not plain is never guessed."""

import math
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import all_translations

NOTHING_AROSE = Status.NOTHING_AROSE.value
LARGEST_NUMBER = 10**9


class NumberProblem(Enum):
    """A reason why a cell gives no whole number."""

    NOT_A_NUMBER = "not a number"
    NEGATIVE = "negative"
    FRACTION = "fraction"


@dataclass(frozen=True)
class NumberReading:
    """A whole number from 0 up, or the problem with it.

    `needs_note`: the number was not typed as a plain number, so a note says how it was understood.
    """

    value: int | None = None
    problem: NumberProblem | None = None
    needs_note: bool = False


_NOT_A_NUMBER = NumberReading(problem=NumberProblem.NOT_A_NUMBER)
_SIGNS = str.maketrans("−–—－＋，．", "----+,.")
# Spaces may separate thousands. "1.000" and "1,000" mean a thousand to one person and one to another: not plain.
_NUMBER = re.compile(r"(?P<sign>[-+]?) ?(?P<whole>\d{1,12}|\d{1,3}(?: \d{3}){1,3})(?:[.,](?P<part>\d{1,12}))?")
_TOLERANCE = 1e-9


def read_number(value: CellValue) -> NumberReading:
    """Read the whole number that a cell plainly holds, in any spelling: 5, "5 ", "5,0", "1 200", "５"."""
    if isinstance(value, bool):
        return _NOT_A_NUMBER
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(clean_spaces(value).translate(_SIGNS)) if isinstance(value, str) else _NOT_A_NUMBER


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
    typed = _NUMBER.fullmatch(text)
    if typed is None:
        return _NOT_A_NUMBER
    whole, part = int(typed["whole"].replace(" ", "")), typed["part"] or ""
    fraction = any(int(digit) for digit in part)
    if whole > LARGEST_NUMBER or (len(part) > 2 and not fraction):
        return _NOT_A_NUMBER
    if typed["sign"] == "-" and (whole or fraction):
        return NumberReading(problem=NumberProblem.NEGATIVE)
    return NumberReading(problem=NumberProblem.FRACTION) if fraction else NumberReading(whole, needs_note=True)


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

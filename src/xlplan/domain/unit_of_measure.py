"""Units of measure: what the numbers of an indicator count, with how many decimals, and how they are written."""

import re
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import _

# An exact number of the domain: an int where it is whole, else a Decimal. Floats stay at the edge.
Number = int | Decimal

PERCENT_SIGN = "%"
MOST_DECIMALS = 4
_GROUPED_FROM = 10_000
# Spreadsheets keep fifteen significant digits. What a float has beyond them is no part of the number.
_DIGITS = 15


class UnitOfMeasure(Struct, frozen=True):
    """The unit that an indicator's numbers count: a word, "" for whole things, and their decimals."""

    word: str = ""
    decimals: int = 0

    @property
    def is_percentage(self) -> bool:
        """Tells that the numbers are percentages, 0 to 100."""
        return self.word == PERCENT_SIGN


WHOLE_THINGS = UnitOfMeasure()
PERCENTAGE = UnitOfMeasure(PERCENT_SIGN, 1)
# A percentage in letters must not pass for a word whose numbers add up.
_PERCENT_WORDS = (
    rf"(?:{match_key('відсот(?:ок|ки|ків)|відс|процент(?:и|ів)?|проц|per ?cents?|percentages?')})\.?|％"
)
_WORD_ENDS = re.compile(r"[\s,.;:()\[\]]+")
_WITH_DECIMALS = rf"(?P<word>[^;]*?)\s*(?:;\s*(?P<decimals>[0-{MOST_DECIMALS}]))?"


def read_unit_of_measure(text: str) -> UnitOfMeasure | None:
    """Return the unit of measure that a plan's cell names: blank for whole things, `%`, `грн`, or `день; 1`.

    Returns:
        None where the decimals are no number from 0 to 4, or stand without a word.
    """
    words = clean_spaces(text)
    named = re.fullmatch(_WITH_DECIMALS, words)
    if named is None or (not named["word"] and words):
        return None
    word = PERCENT_SIGN if re.fullmatch(_PERCENT_WORDS, match_key(named["word"])) else named["word"]
    if named["decimals"]:
        return UnitOfMeasure(word, int(named["decimals"]))
    if word == PERCENT_SIGN:
        return PERCENTAGE
    from xlplan.domain.unit_words import read_unit_words

    known = read_unit_words(word)
    return UnitOfMeasure(word, known.decimals if known else 0)


def unit_of_measure_text(unit: UnitOfMeasure) -> str:
    """Return the text by which a plan names a unit of measure; `read_unit_of_measure` reads it back."""
    usual = read_unit_of_measure(unit.word)
    return unit.word if usual == unit else f"{unit.word}; {unit.decimals}"


def to_number(value: Decimal | int) -> Number:
    """Return an exact number as the domain holds it: an int where it is whole, no zeros at the end."""
    if isinstance(value, int):
        return value
    whole = value.to_integral_value()
    return int(whole) if whole == value else value.normalize()


def from_float(value: float) -> Number:
    """Return the number that a spreadsheet means by a float: fifteen digits, so 0.1 + 0.2 is 0.3."""
    return to_number(Decimal(f"{value:.{_DIGITS}g}"))


def decimals_of(number: Number) -> int:
    """Return how many decimals a number has."""
    if isinstance(number, int):
        return 0
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def round_half_away(number: Number | Fraction, decimals: int) -> Number:
    """Return a number rounded to so many decimals, halves away from zero, as ROUND does in a spreadsheet."""
    scaled = Fraction(number) * 10**decimals
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    return to_number(Decimal(whole if scaled >= 0 else -whole).scaleb(-decimals))


def mean(numbers: list[Number], decimals: int) -> Number:
    """Return the unweighted mean of at least one number, rounded."""
    return round_half_away(sum(map(Fraction, numbers), Fraction()) / len(numbers), decimals)


def show_digits(number: Number, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return a number in the language in use, without its unit: `5,5`, `11 000,50`.

    A whole number has no decimals, any other all that its unit allows. Whole things are not grouped. A blank
    separates thousands in both languages: “11,000” is asked about where somebody types it.
    """
    if not isinstance(number, int):
        number = to_number(number)
    if isinstance(number, int) and (unit is WHOLE_THINGS or unit == WHOLE_THINGS):
        return str(number)
    decimals = 0 if isinstance(number, int) else max(unit.decimals, decimals_of(number))
    grouped = unit != WHOLE_THINGS and (number >= _GROUPED_FROM or -number >= _GROUPED_FROM)
    text = f"{number:{',' if grouped else ''}.{decimals}f}"
    return text.replace(",", "\u00a0").replace(".", _("."))


def show_number(number: Number, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return a number with its unit in the language in use: `5`, `98 %`, `5,5 год`."""
    digits = show_digits(number, unit)
    return f"{digits}\u00a0{unit.word}" if unit.word else digits


def indicator_title(title: str, unit: UnitOfMeasure) -> str:
    """Return an indicator's title with the word of its unit, unless the title has it or the unit is a percentage.

    Percentages carry their sign beside each number.
    """
    if not unit.word or unit.is_percentage or plain_words(unit.word) in plain_words(title):
        return title
    return f"{title} ({unit.word})"


def plain_words(text: str) -> str:
    """Return words that are compared whole, without punctuation."""
    return f" {_WORD_ENDS.sub(' ', match_key(text)).strip()} "

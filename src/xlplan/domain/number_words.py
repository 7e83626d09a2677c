"""Words for the way in which the number of a row is written: the same in the template and in the check."""

from decimal import Decimal

from xlplan.domain.returned import CellValue
from xlplan.domain.unit_of_measure import UnitOfMeasure, from_float, round_half_away, show_digits
from xlplan.text.translation import N_, _

# How many decimals the numbers of a row may have, by their number.
DECIMALS_ALLOWED = (
    N_("whole numbers only"),
    N_("at most one decimal"),
    N_("at most two decimals"),
    N_("at most three decimals"),
    N_("at most four decimals"),
)
_EXAMPLES = (Decimal(5), Decimal("5.5"), Decimal("40.05"), Decimal("5.125"), Decimal("5.0625"))
_EXAMPLES_OF_PERCENTAGES = (Decimal(98), Decimal("98.5"), Decimal("98.25"), Decimal("98.125"), Decimal("98.0625"))


def takes_whole_numbers(unit: UnitOfMeasure) -> bool:
    """Tell whether the numbers of a unit of measure are counted whole, in things or in units with a word."""
    return not unit.decimals and not unit.is_percentage


def example_of(unit: UnitOfMeasure) -> str:
    """Return an example of a number of a unit of measure, as it is typed in the language in use."""
    examples = _EXAMPLES_OF_PERCENTAGES if unit.is_percentage else _EXAMPLES
    return show_digits(examples[unit.decimals], unit)


def rounded_example(value: CellValue, unit: UnitOfMeasure) -> str:
    """Return a number with too many decimals as it would be rounded; "" for what is no plain number."""
    if isinstance(value, str):
        text = value.strip().removesuffix(unit.word).strip().replace(",", ".")
        is_number = text.replace(".", "", 1).isdecimal()
        return show_digits(round_half_away(Decimal(text), unit.decimals), unit) if is_number else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return show_digits(round_half_away(from_float(value), unit.decimals), unit)


def number_rule(unit: UnitOfMeasure) -> str:
    """Return the sentence on how a number is written, in the language in use; "" for a row of whole things."""
    allowed = _(DECIMALS_ALLOWED[unit.decimals])
    if unit.is_percentage:
        percentages = _("Percentages without the sign, {allowed}: {example}.")
        return percentages.format(allowed=allowed, example=example_of(unit))
    if not unit.word:
        return ""
    numbers = _("A number ({unit}), {allowed}: {example}.")
    return numbers.format(unit=unit.word, allowed=allowed, example=example_of(unit))

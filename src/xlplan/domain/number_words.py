"""Words for the way in which the number of a row is written: the same in the template and in the check."""

from decimal import Decimal

from xlplan.domain.unit_of_measure import UnitOfMeasure, show_digits
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


def number_rule(unit: UnitOfMeasure) -> str:
    """Return the sentence on how a number is written, in the language in use; "" for a row of whole things."""
    allowed = _(DECIMALS_ALLOWED[unit.decimals])
    if unit.is_percentage:
        example = show_digits(_EXAMPLES_OF_PERCENTAGES[unit.decimals], unit)
        return _("Percentages without the sign, {allowed}: {example}.").format(allowed=allowed, example=example)
    if not unit.word:
        return ""
    example = show_digits(_EXAMPLES[unit.decimals], unit)
    return _("A number ({unit}), {allowed}: {example}.").format(unit=unit.word, allowed=allowed, example=example)

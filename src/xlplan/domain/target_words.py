"""Words for targets, gaps and rules: a ceiling is called one, and what exceeds it is no shortfall."""

import re

from xlplan.domain.plan import Better, Indicator, Ratio
from xlplan.domain.target import Target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure, show_number
from xlplan.text.normalize import clean_spaces
from xlplan.text.translation import N_, _

# The words of a plan for a computed share.
SHARE_OF = N_("share of {part} in {whole}")
_MORE_THAN_DIGITS = re.compile(r"[^\W\d_]|[<>≤≥]")


def count_words(count: Number, better: Better, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return a number that the plan asks for, in words: “40”, or “no more than 5,5 h” for a ceiling."""
    shown = show_number(count, unit)
    return _("no more than {number}").format(number=shown) if better is Better.LESS else shown


def target_words(target: Target, better: Better, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return a target in words: its number, or the plan's own words; "" where the plan gives none."""
    return target.words if target.count is None else count_words(target.count, better, unit)


def own_words(target: Target, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
    """Return the plan's words for a number where they say more than it: “at least 20”, “12 pcs”; "" elsewhere.

    The word of the row's own unit after a number says no more: “5,5 h” in a row of hours.
    """
    if target.count is None:
        return ""
    beside = clean_spaces(target.words).removesuffix(".").removesuffix(unit.word.removesuffix("."))
    return target.words if _MORE_THAN_DIGITS.search(beside) else ""


def excess_words(number: int | str) -> str:
    """Return by how much a result exceeds a ceiling, in words."""
    return _("{number} over the limit").format(number=number)


def ratio_words(ratio: Ratio) -> str:
    """Return the words by which a plan names a computed share: “share of 1.2.1/2 in 1.2.1”."""
    return _(SHARE_OF).format(part=ratio.part, whole=ratio.whole)


def across_words(indicator: Indicator) -> str:
    """Return the words of a plan for how the units' numbers make the centre's: a rule, or a computed share."""
    return ratio_words(indicator.ratio) if indicator.ratio else _(indicator.across_units.value)

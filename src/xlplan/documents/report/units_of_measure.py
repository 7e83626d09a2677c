"""Numbers of indicators with their units of measure: which add up, and formulas of the centre's."""

from collections.abc import Iterable, Mapping

from xlplan.documents.formulas import quote_text
from xlplan.documents.style import number_format
from xlplan.domain.figures import IndicatorFigure, QuarterFigures
from xlplan.domain.plan import AcrossUnits, AddsUp, Indicator
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.translation import _

# The group of rows that count whole things and are added up: all rows of a plan without units of measure.
WHOLE = ""


def adds_units(indicator: Indicator) -> bool:
    """Tell whether numbers of the indicator are added up. Means, extremes, shares and percentages are not."""
    return indicator.adds_units and not indicator.unit_of_measure.is_percentage


def names_units(figures: QuarterFigures) -> bool:
    """Tell whether a row of the plan has a unit of measure, or numbers that are not added up."""
    return any(
        figure.indicator.unit_of_measure != WHOLE_THINGS or sum_group(figure.indicator) is None
        for figure in figures.indicators
    )


def sum_group(indicator: Indicator) -> str | None:
    """Return the group of rows with which an indicator may be added up: those of its unit of measure.

    None where its numbers are not added up, be it those of the year alone.
    """
    is_added = adds_units(indicator) and indicator.adds_up is not AddsUp.MEAN
    return indicator.unit_of_measure.word.casefold() if is_added else None


def sum_groups(figures: QuarterFigures) -> Mapping[str, UnitOfMeasure]:
    """Return the unit of measure of each group of rows that may be added up, whole things first.

    The rows of a group may have different decimals. The unit has the most of them.
    """
    groups = {WHOLE: WHOLE_THINGS}
    for figure in figures.indicators:
        group, unit = sum_group(figure.indicator), figure.indicator.unit_of_measure
        if group is not None and (group not in groups or groups[group].decimals < unit.decimals):
            groups[group] = unit
    return groups


def across_text(indicator: Indicator) -> str:
    """Return how the units' numbers make the centre's, in words that a table can be filtered by."""
    if indicator.ratio:
        return _("computed: {part} of {whole}").format(part=indicator.ratio.part, whole=indicator.ratio.whole)
    if indicator.unit_of_measure.is_percentage and indicator.across_units is AcrossUnits.SUM:
        # The plan allows this only where nothing is to be added up.
        return _("of one unit")
    if indicator.across_units is AcrossUnits.SUM and indicator.adds_up is AddsUp.MEAN:
        return _("sum; of the year, the mean of the quarters")
    return {
        AcrossUnits.SUM: _("sum"),
        AcrossUnits.MEAN: _("mean of the units"),
        AcrossUnits.GREATEST: _("greatest of the units"),
        AcrossUnits.LEAST: _("least of the units"),
    }[indicator.across_units]


def sum_criteria(units: str, rules: str, unit: UnitOfMeasure) -> str:
    """Return the criteria of SUMIFS for rows of one unit of measure that are added up over the units.

    Args:
        units: The cells with the units of measure.
        rules: The cells with the rules across units.
        unit: The unit of measure; whole things have a blank cell.
    """
    return f"{units},{equal_to(unit.word)},{rules},{equal_to(_('sum'))}"


def equal_to(text: str) -> str:
    """Return the criterion of a function such as COUNTIFS for cells with just this text, in any case."""
    # The leading "=" prevents that a text such as "<3" reads as a comparison; ~ makes * and ? plain.
    return quote_text("=" + text.replace("~", "~~").replace("*", "~*").replace("?", "~?"))


def rounded(expression: str, unit: UnitOfMeasure) -> str:
    """Return an expression rounded to the decimals of a unit of measure. Whole numbers need no rounding."""
    return f"ROUND({expression},{unit.decimals})" if unit.decimals else expression


def across_expression(indicator: Indicator, cells: str) -> str:
    """Return the expression that makes the centre's number of the units' cells, one of which holds a number."""
    unit = indicator.unit_of_measure
    return {
        AcrossUnits.SUM: rounded(f"SUM({cells})", unit),
        AcrossUnits.MEAN: f"ROUND(AVERAGE({cells}),{unit.decimals})",
        AcrossUnits.GREATEST: f"MAX({cells})",
        AcrossUnits.LEAST: f"MIN({cells})",
    }[indicator.across_units]


def share_expression(part: str, whole: str, counted_in: UnitOfMeasure, unit: UnitOfMeasure) -> str:
    """Return the expression of a share in per cent.

    Counts with decimals are scaled to whole numbers first. As floats they would turn a half into a little less.

    Args:
        part: The expression of the part.
        whole: The expression of the whole.
        counted_in: The unit of measure of both.
        unit: The unit of measure of the share.
    """
    scale = 10**counted_in.decimals
    quotient = f"100*{part}/{whole}"
    if scale > 1:
        quotient = f"ROUND({100 * scale}*{part},0)/ROUND({scale}*{whole},0)"
    return f"ROUND({quotient},{unit.decimals})"


def share_formula(part: str, whole: str, counted_in: UnitOfMeasure, unit: UnitOfMeasure) -> str:
    """Return the formula of a share of two cells. It says where the whole is 0 or nothing arose of it."""
    nothing_arose, no_base = (quote_text(_(each.value)) for each in (Status.NOTHING_AROSE, Status.NO_BASE))
    without_base = f"OR({whole}={nothing_arose},AND(COUNT({whole})=1,{whole}=0))"
    share = share_expression(part, whole, counted_in, unit)
    return f'=IF({without_base},{no_base},IF(COUNT({part},{whole})<2,"",{share}))'


def share_to_date_formula(part: str, whole: str, counted_in: UnitOfMeasure, unit: UnitOfMeasure) -> str:
    """Return the formula of the share of a year so far; it shows nothing where the whole is 0."""
    share = share_expression(part, whole, counted_in, unit)
    return f'=IF(COUNT({part},{whole})<2,"",IF({whole}=0,"",{share}))'


def signed_format(unit: UnitOfMeasure) -> str:
    """Return the number format of a deviation, which shows its sign."""
    digits = number_format(unit)
    return f"+{digits};−{digits};{digits}"


def number_style(unit: UnitOfMeasure) -> dict[str, object]:
    """Return the format properties of a number in a table. Whole things need none."""
    return {} if unit == WHOLE_THINGS else {"num_format": number_format(unit)}


# The signs of a width that a number leaves free.
_NUMBER_MARGIN = 2.5


def number_width(figures: Iterable[IndicatorFigure], size: int = 10) -> float:
    """Return the width in which the longest number of rows with a unit of measure is seen, with a sign before it.

    Numbers of whole things are short: where all rows count these, it is the margin alone.

    Args:
        figures: The figures of the rows.
        size: The size of the letters.
    """
    longest = max(
        (
            shown_length(_largest(figure), figure.indicator.unit_of_measure) + len("≤ ")
            for figure in figures
            if figure.indicator.unit_of_measure != WHOLE_THINGS
        ),
        default=0,
    )
    return longest * size / 10 + _NUMBER_MARGIN


def shown_length(number: Number, unit: UnitOfMeasure) -> int:
    """Return the signs that a number takes as its number format shows it."""
    if unit == WHOLE_THINGS:
        return len(str(number))
    return len(f"{number:,.{unit.decimals}f}") + (len(" %") if unit.is_percentage else 0)


def _largest(figure: IndicatorFigure) -> Number:
    numbers = [figure.target.count, figure.done, figure.target_to_date, figure.done_to_date, figure.target_year]
    for unit in (*figure.units, *figure.former_units):
        numbers += [unit.entry.number, unit.done_to_date, unit.target_to_date]
    return max((max(number, -number) for number in numbers if number is not None), default=0)

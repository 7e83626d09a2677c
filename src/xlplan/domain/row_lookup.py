"""Rows found by what people type: the code of a row or of a measure."""

from collections.abc import Iterable

from xlplan.domain.errors import XlplanError
from xlplan.domain.figures import IndicatorFigure, QuarterFigures
from xlplan.domain.plan import Indicator, Measure, Plan, closest_names
from xlplan.text.normalize import latin_code
from xlplan.text.translation import _


def find_figures(figures: QuarterFigures, code: str) -> tuple[IndicatorFigure, ...]:
    """Return the figure of a row (`1.4.5/2`), or of every indicator of a measure (`1.4.5`).

    Raises:
        XlplanError: There is no such code. The message names the nearest ones.
    """
    wanted = _folded(code)
    indicators = figures.indicators
    matching = tuple(figure for figure in indicators if latin_code(figure.measure.code) == wanted)
    matching = matching or tuple(figure for figure in indicators if latin_code(figure.indicator.key) == wanted)
    if matching:
        return matching
    raise _unknown(code, (key for figure in indicators for key in (figure.measure.code, figure.indicator.key)))


def find_row(plan: Plan, code: str) -> tuple[Measure, Indicator]:
    """Return the measure and the indicator of a row.

    Raises:
        XlplanError: There is no such row. The message names the nearest ones.
    """
    rows = [(measure, indicator) for measure in plan.measures for indicator in measure.indicators]
    for measure, indicator in rows:
        if latin_code(indicator.key) == _folded(code):
            return measure, indicator
    raise _unknown(code, (indicator.key for _measure, indicator in rows))


def _folded(code: str) -> str:
    return latin_code(code).strip(" .")


def _unknown(code: str, known: Iterable[str]) -> XlplanError:
    keys = tuple(dict.fromkeys(known))
    nearest = ", ".join(closest_names(code, keys)) or ", ".join(keys)
    return XlplanError(_("The plan has no row “{seen}”. The nearest: {known}.").format(seen=code, known=nearest))

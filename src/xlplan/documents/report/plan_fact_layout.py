"""The place of every row of plan and fact, known before any is written: formulas refer to rows further down."""

from collections.abc import Mapping, Sequence

from xlplan.documents.report.row_index import RowIndex
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.plan import Measure

# The levels of the plan above a measure, from the widest on.
_LEVELS = ("direction", "task", "subtask")


def levels_above(last: Measure | None, measure: Measure) -> Sequence[tuple[str, str]]:
    """Return the levels that begin with a measure, as name and text: those that differ from the last measure's.

    Under a level that begins, all others begin too. A level without a text has no row.
    """
    begins, found = last is None, list[tuple[str, str]]()
    for level in _LEVELS:
        text = getattr(measure, level)
        begins = begins or getattr(last, level) != text
        if begins and text:
            found.append((level, text))
    return found


def lay_out(sheet: str, figures: Sequence[IndicatorFigure], columns: Mapping[str, int], first: int) -> RowIndex:
    """Return the place of the row of each indicator and unit, where the first row is `first`, from 0."""
    indicators: dict[str, int] = {}
    units: dict[str, Mapping[str, int]] = {}
    # Most indicators have the same units.
    known: dict[tuple[str, ...], Mapping[str, int]] = {}
    groups: list[tuple[str, int, int]] = []
    row = first - 1
    last: Measure | None = None
    for figure in figures:
        if not groups or groups[-1][0] != figure.group:
            groups.append((figure.group, row + 1, row + 1))
        row += len(levels_above(last, figure.measure)) + 1
        last, key = figure.measure, figure.indicator.key
        indicators[key] = row
        codes = tuple(unit.unit.code for unit in (*figure.units, *figure.former_units))
        if codes not in known:
            known[codes] = {code: position for position, code in enumerate(codes, 1)}
        units[key] = known[codes]
        row += len(codes)
        groups[-1] = (groups[-1][0], groups[-1][1], row)
    return RowIndex(sheet, columns, first, max(row, first), indicators, units, tuple(groups))

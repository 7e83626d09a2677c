"""Formulas of computed rows on plan and fact: shares of the cells of the two counts on the same sheet."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.cell_ranges import MOST_RANGES, cell_ranges
from xlplan.documents.report.row_index import RowIndex
from xlplan.documents.report.units_of_measure import share_expression, share_formula, share_to_date_formula
from xlplan.domain.computed import share_of
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure

_ToDate = IndicatorFigure | UnitFigure


class ShareFormulas(Struct, frozen=True, dict=True):
    """The formulas of a computed indicator and of its units; "" where a value stands without one.

    Attributes:
        figure: The figure of the computed indicator.
        part: The figure of the part, another row of the sheet.
        whole: The figure of the whole.
        index: The positions on the sheet.
    """

    figure: IndicatorFigure
    part: IndicatorFigure
    whole: IndicatorFigure
    index: RowIndex

    def done(self) -> str:
        """Return the formula of the centre's share in the quarter.

        Only units with both counts take part. Where others have one of them, the formula names the cells.
        """
        parts, wholes = _numbers(self.part), _numbers(self.whole)
        both = [code for code in parts if code in wholes]
        if len(both) == len(parts) == len(wholes):
            return share_formula(*self._of_centre("done"), *self._units) if self._is_of_sums else ""
        ranges = [self._ranges(figure, both) for figure in (self.part, self.whole)]
        if self.figure.done is None or max(map(len, ranges)) > MOST_RANGES:
            return ""
        part, whole = (f"SUM({','.join(each)})" for each in ranges)
        return f"={share_expression(part, whole, *self._units)}"

    def done_to_date(self) -> str:
        """Return the formula of the centre's share since the start of the year."""
        return self._to_date(self._of_centre("done_to_date"), self.figure, self.part, self.whole)

    def unit_done(self, unit: UnitFigure) -> str:
        """Return the formula of a unit's share in the quarter."""
        cells = self._of_unit("done", unit.unit.code)
        return share_formula(*cells, *self._units) if cells else ""

    def unit_done_to_date(self, unit: UnitFigure) -> str:
        """Return the formula of a unit's share since the start of the year."""
        cells = self._of_unit("done_to_date", unit.unit.code)
        part, whole = (units.get(unit.unit.code) for units in self._units_of_counts)
        return self._to_date(cells, unit, part, whole) if cells else ""

    @cached_property
    def _units_of_counts(self) -> Sequence[Mapping[str, UnitFigure]]:
        rows = ((*each.units, *each.former_units) for each in (self.part, self.whole))
        return [{unit.unit.code: unit for unit in units} for units in rows]

    @property
    def leaves_counts_out(self) -> bool:
        """Tells that a count of the year has no part in the centre's share, for the other one is missing."""
        return self.figure.done_to_date is not None and not self.done_to_date()

    def _to_date(self, cells: tuple[str, str], share: _ToDate, part: _ToDate | None, whole: _ToDate | None) -> str:
        """Return the formula of a share of the year; "" where it is not that of its two counts of the year.

        That is so where a unit reported only one of them in a quarter: no share has it, and its own row does.
        """
        counts = [each.done_to_date if each else None for each in (part, whole)]
        exact = None
        if counts[0] is not None and counts[1] is not None:
            exact = share_of(counts[0], counts[1], self.figure.indicator.unit_of_measure)
        return share_to_date_formula(*cells, *self._units) if exact == share.done_to_date else ""

    @property
    def _units(self) -> tuple[UnitOfMeasure, UnitOfMeasure]:
        return self.whole.indicator.unit_of_measure, self.figure.indicator.unit_of_measure

    @property
    def _is_of_sums(self) -> bool:
        """Tells that the centre's share is that of the centre's two counts."""
        part, whole, unit = self.part.done, self.whole.done, self.figure.indicator.unit_of_measure
        if self.figure.status is Status.NO_BASE:
            return whole == 0 or self.whole.status is Status.NOTHING_AROSE
        if part is None or whole is None:
            return self.figure.done is None and self.whole.status is not Status.NOTHING_AROSE
        return self.figure.done == share_of(part, whole, unit)

    def _of_centre(self, name: str) -> tuple[str, str]:
        part, whole = (
            self._address(name, self.index.indicators[each.indicator.key]) for each in (self.part, self.whole)
        )
        return part, whole

    def _of_unit(self, name: str, unit: str) -> tuple[str, str] | None:
        keys = [each.indicator.key for each in (self.part, self.whole)]
        if not all(unit in self.index.units[key] for key in keys):
            return None
        part, whole = (self._address(name, self.index.row_of_unit(key, unit)) for key in keys)
        return part, whole

    def _address(self, name: str, row: int) -> str:
        return str(xl_rowcol_to_cell(row, self.index.columns[name]))

    def _ranges(self, figure: IndicatorFigure, units: Iterable[str]) -> list[str]:
        """Return the cells of some units in the rows of one of the counts; neighbours together."""
        rows = sorted(self.index.row_of_unit(figure.indicator.key, unit) for unit in units)
        return cell_ranges([(row, self.index.columns["done"]) for row in rows])


def _numbers(figure: IndicatorFigure) -> Mapping[str, Number]:
    return {each.unit.code: each.entry.number for each in figure.units if each.entry.number is not None}

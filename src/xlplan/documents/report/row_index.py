"""Positions on the sheet of plan and fact, with links and expressions of other sheets that refer to it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report.links import sheet_name, to_cell
from xlplan.documents.report.units_of_measure import sum_criteria
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, UnitOfMeasure


class RowIndex(Struct, frozen=True):
    """Positions on the sheet of plan and fact. Rows and columns are counted from 0.

    Attributes:
        sheet: The name of the sheet in the language in use.
        columns: The position of each column, by name.
        first: The first row under the headings.
        last: The last row with a figure.
        indicators: The row of each indicator, by its row code.
        units: By row code, how many rows below its indicator each unit stands, by unit code.
        groups: Name, first and last row of each direction or task, in order. A name may come more than once.
    """

    sheet: str
    columns: Mapping[str, int]
    first: int
    last: int
    indicators: Mapping[str, int]
    units: Mapping[str, Mapping[str, int]]
    groups: Sequence[tuple[str, int, int]]

    def link_to_indicator(self, key: str) -> str:
        """Return the link to an indicator's row; "" if the plan has no such indicator."""
        return to_cell(self.sheet, f"A{self.indicators[key] + 1}") if key in self.indicators else ""

    def link_to_unit(self, key: str, unit: str) -> str:
        """Return the link to the row of a unit under an indicator."""
        return to_cell(self.sheet, f"A{self.row_of_unit(key, unit) + 1}")

    def row_of_unit(self, key: str, unit: str) -> int:
        """Return the row of a unit under an indicator.

        Raises:
            KeyError: The indicator has no such unit.
        """
        return self.indicators[key] + self.units[key][unit]

    def count_of(self, status: Status, first: int | None = None, last: int | None = None) -> str:
        """Return an expression that counts the indicators with a status, in all rows or from `first` to `last`.

        Only an indicator's row has both a code and a status. The names of missing units may follow the status.
        """
        rows = (self.first if first is None else first, self.last if last is None else last)
        return self._count("status", status, *rows)

    def count_to_date(self, status: Status) -> str:
        """Return an expression that counts the indicators with a status for the year to date."""
        return self._count("status_to_date", status, self.first, self.last)

    def sum_of(self, name: str, unit: UnitOfMeasure = WHOLE_THINGS) -> str:
        """Return an expression that adds up a column over the rows of indicators, which are those with a code.

        Where the sheet tells units of measure, only rows of this one that are added up over the units count.
        """
        column, keys = (self._cells(each, self.first, self.last) for each in (name, "key"))
        criteria = f'{keys},"?*"'
        if "unit_of_measure" in self.columns:
            units, rules = (
                self._cells(each, self.first, self.last) for each in ("unit_of_measure", "across_units")
            )
            criteria += f",{sum_criteria(units, rules, unit)}"
        return f"SUMIFS({column},{criteria})"

    def _count(self, name: str, status: Status, first: int, last: int) -> str:
        statuses, keys = self._cells(name, first, last), self._cells("key", first, last)
        return f'COUNTIFS({statuses},{quote_text(f"{status.shown}*")},{keys},"?*")'

    def _cells(self, name: str, first: int, last: int) -> str:
        column = self.columns[name]
        start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (first, last))
        return f"{sheet_name(self.sheet)}!{start}:{end}"

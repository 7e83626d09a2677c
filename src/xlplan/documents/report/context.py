"""The context that every sheet is written from, and the positions that sheets leave for each other."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct, field
from xlsxwriter import Workbook

from xlplan.documents.report.row_index import RowIndex
from xlplan.documents.style import Formats
from xlplan.domain.figures import QuarterFigures, Shortfall
from xlplan.domain.report import ReportContent
from xlplan.domain.restatement import Restatement
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import _


class DataTotals(Struct, frozen=True):
    """The last row of the sheet of data, from 0, and the sums of its columns of numbers.

    Attributes:
        last: The last row.
        sums: For each group of rows that may be added up, the sums of its columns by name.
        tells_units: The sheet has columns for units of measure and rules across units.
    """

    last: int
    sums: Mapping[str, Mapping[str, Number]]
    tells_units: bool


class UnitTotals(Struct, frozen=True):
    """The figures of the centre on the sheet of units.

    Attributes:
        done: For each group of rows that may be added up, an expression of the group's sum, "" where it would be
            too long, and the sum.
    """

    done: Mapping[str, tuple[str, Number]]


class ControlCells(Struct, frozen=True):
    """The cells that compare the sums of the sheets.

    Attributes:
        cells: The label and the address of each cell, for formulas.
        agree: True if all sums agree.
    """

    cells: Sequence[tuple[str, str]]
    agree: bool


class Positions:
    """Positions on the sheets written so far, for links and formulas of the sheets after them.

    Each sheet sets its own. Reading the positions of a sheet that is not written yet raises AttributeError.
    """

    rows: RowIndex
    data: DataTotals
    units: UnitTotals
    control: ControlCells


class ReportContext(Struct, frozen=True, dict=True):
    """Everything that a sheet is written from.

    Attributes:
        book: The workbook that is being written.
        content: The content of the workbook.
        restatement: The differences from the previous edition; None without one.
        made_at: The time that the workbook shows, in the centre's own time zone.
        link: Returns the path from the workbook to an archived file by its SHA-256, or "".
        formats: The formats of the workbook.
        zoom: The zoom of all sheets in per cent.
        positions: Positions on the sheets written so far.
    """

    book: Workbook
    content: ReportContent
    restatement: Restatement | None
    made_at: datetime
    link: Callable[[str], str]
    formats: Formats
    zoom: int = 80
    positions: Positions = field(default_factory=Positions)

    @cached_property
    def statuses(self) -> Mapping[str, Counter[Status]]:
        """The number of indicators with each status, by the code of the unit; none for one without indicators."""
        found: dict[str, Counter[Status]] = {unit.code: Counter() for unit in self.figures.units}
        # Counting all at once takes a tenth of the time of counting one after the other.
        units = (unit for figure in self.figures.indicators for unit in figure.units)
        for (code, status), number in Counter(
            [(unit.code, result.status) for unit, _returned, result in units]
        ).items():
            found.setdefault(code, Counter())[status] = number
        return found

    @property
    def figures(self) -> QuarterFigures:
        """The figures of the quarter."""
        return self.content.figures

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """The shortfalls, worst first."""
        return self.content.shortfalls

    @property
    def quarter_title(self) -> str:
        """The title of the quarter."""
        return self.figures.period.quarter.title

    @property
    def period_title(self) -> str:
        """The title of the quarter. In the last quarter of a plan for the year it names the year as well."""
        if not self.figures.is_year_end:
            return self.quarter_title
        year = _("the year {year}").format(year=self.figures.period.quarter.year)
        return _("{year} and {quarter}").format(year=year, quarter=self.quarter_title)

"""What the sheets of the consolidated workbook share: its content, its places, and how its words are put."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlplan.documents.style import Formats, count_lines, set_page
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Shortfall
from xlplan.domain.plan import Counting, Unit
from xlplan.domain.report import ReportContent
from xlplan.domain.sheets import Sheet
from xlplan.domain.status import Status
from xlplan.domain.submission import Entry
from xlplan.text.translation import _, ngettext

LINE_HEIGHT = 12.75
# Source: Excel specifications and limits.
_LONGEST_TEXT = 32_767
_TALLEST_ROW = 409
_NAMES = 4
MOMENT = "dd.mm.yyyy hh:mm"


@dataclass(frozen=True)
class Report:
    """What every sheet is written from. `link` gives the way from the workbook to an archived file, or ""."""

    contents: ReportContent
    made: datetime
    link: Callable[[str], str]
    formats: Formats

    @property
    def figures(self) -> QuarterFigures:
        """The figures of the quarter."""
        return self.contents.figures

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Its shortfalls, worst first."""
        return self.contents.shortfalls

    @property
    def period(self) -> str:
        """What it reports on: the quarter, and with the last quarter of a plan for the year the year as well."""
        quarter = self.figures.period.quarter
        if self.figures.is_year_end:
            return _("{year} and {quarter}").format(year=_year(quarter.year), quarter=quarter.title)
        return quarter.title


@dataclass(frozen=True)
class RowIndex:
    """Where the figures stand on the sheet of plan and fact, as rows from 0: for links and formulas to them.

    `groups`: a direction (or task) and the first and last row of its figures; one may come more than once.
    """

    first: int
    last: int
    indicators: Mapping[str, int]
    units: Mapping[tuple[str, str], int]
    groups: Sequence[tuple[str, int, int]]


def start_sheet(sheet: Any, report: Report, title: str, note: str, heading_row: int) -> None:
    """Title in A1 with a muted line under it, the page set up, the screen frozen under the heading row."""
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title, report.formats.title)
    sheet.set_row(1, 18)
    sheet.write_string(1, 0, note, report.formats.subtitle)
    sheet.freeze_panes(heading_row + 1, 0)
    set_page(sheet, heading_row, footer(report))


def _year(year: int) -> str:
    return _("the year {year}").format(year=year)


def footer(report: Report) -> str:
    """The foot of every page: whose report, for which quarter, as of when."""
    return (
        f"{report.figures.plan.centre.name} · {report.figures.period.quarter.title} · {report.made:%d.%m.%Y %H:%M}"
    )


def write_headings(sheet: Any, report: Report, contract: Sheet, widths: Mapping[str, float], row: int) -> None:
    """The heading row of a sheet, and its column widths by column name."""
    sheet.set_row(row, 42)
    for position, column in enumerate(contract.columns):
        sheet.set_column(position, position, widths[column.name])
        sheet.write_string(row, position, column.shown, report.formats.heading)


def row_height(cells: Sequence[tuple[str, float]], least: float = 18) -> float:
    """A row height in which these texts fit their columns of these widths."""
    most = max(
        (count_lines(text, width) for text, width in cells if len(text) * 1.05 > width or "\n" in text), default=1
    )
    return min(_TALLEST_ROW, max(least, most * LINE_HEIGHT + 4.5))


def small(width: float) -> float:
    """A column's width for text in the smaller letters of 9 points, of which it holds more than of 10."""
    return width * 10 / 9


def clip_to_cell(text: str) -> str:
    """`text` as far as a cell can hold it; a cut shows as an ellipsis."""
    if len(text) * 2 <= _LONGEST_TEXT:
        return text
    raw = text.encode("utf-16-le", "replace")
    if len(raw) // 2 <= _LONGEST_TEXT:
        return text
    return raw[: (_LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"


def write_text(sheet: Any, row: int, column: int, words: str, look: Any) -> None:
    """A text as far as a cell can hold it; where there is none, a blank cell and not an empty text."""
    if words:
        sheet.write_string(row, column, clip_to_cell(words), look)
    else:
        sheet.write_blank(row, column, None, look)


def names_of(units: Sequence[Unit]) -> str:
    """The names of units in one line; of many, the first few and how many more."""
    shown = ", ".join(unit.name for unit in units[:_NAMES])
    if len(units) <= _NAMES:
        return shown
    return ngettext("{shown} and {number} more", "{shown} and {number} more", len(units) - _NAMES, shown=shown)


def status_words(figure: IndicatorFigure) -> str:
    """Sign and word of an indicator's status, and where its sum lacks units: which, and how much is not known."""
    shown = figure.status.shown
    if not figure.waiting_units or len(figure.waiting_units) == len(figure.units):
        return shown
    values = {"status": shown, "units": names_of(figure.waiting_units), "known": figure.shortfall}
    if figure.status is Status.SHORT and figure.unknown:
        template = _("{status} by at least {known}, not known yet {unknown} · without: {units}")
        return template.format(**values, unknown=figure.unknown)
    if figure.status is Status.SHORT:
        return _("{status} by at least {known} · without: {units}").format(**values)
    return _("{status} · without: {units}").format(**values)


def no_reason() -> str:
    """What stands where a shortfall has no reason."""
    return _("⚠ no reason given")


def no_action() -> str:
    """What stands where it is not said what will be done about a shortfall."""
    return _("⚠ not said what will be done")


def no_shortfall(figures: QuarterFigures) -> tuple[str, Status]:
    """What stands where no shortfall is to be listed, and the status whose ink it takes."""
    if not figures.accepted_units:
        return _("Not known yet: no return has been accepted."), figures.period.status_without_return
    return _("No shortfall: what has been reported meets the plan."), Status.MET


def explained(entry: Entry, short: bool) -> str:
    """Reason, what will be done and description, in one line; a shortfall without a reason says so."""
    given = [text for text in (entry.reason.strip(), entry.action.strip(), entry.description.strip()) if text]
    if short and not entry.reason.strip():
        given.insert(0, no_reason())
    return " · ".join(given)


def joint_count(figure: IndicatorFigure) -> bool:
    """Whether the indicator has one target in common, which no unit row may repeat lest it be added up."""
    counts = figure.target.count is not None or figure.target_to_date is not None
    return figure.indicator.counting is Counting.JOINT and counts


def write_table(
    sheet: Any, report: Report, contract: Sheet, widths: Mapping[str, float], row: int, rows: int, name: str
) -> None:
    """An Excel Table of `rows` rows under the headings in `row` (from 0); its look is the cells' own.

    `name` must be one word and the only one in the workbook.
    """
    sheet.set_row(row, 34)
    for position, column in enumerate(contract.columns):
        sheet.set_column(position, position, widths[column.name])
    headings = [{"header": column.shown, "header_format": report.formats.heading} for column in contract.columns]
    options = {"name": name, "columns": headings, "style": None}
    sheet.add_table(row, 0, row + max(rows, 1), len(headings) - 1, options)

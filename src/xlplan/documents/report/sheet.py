"""The description of a sheet of the consolidated workbook, and the beginning that all sheets share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from xlplan.documents.report.cells import LINE_HEIGHT
from xlplan.documents.report.context import ReportContext
from xlplan.documents.style import count_lines, set_page
from xlplan.text.translation import _


class ReportColumn(Struct, frozen=True):
    """A column of a sheet.

    Attributes:
        name: The name in code.
        heading: The heading, as the catalogue's English words.
        width: The width in characters.
    """

    name: str
    heading: str
    width: float

    @property
    def shown(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


Kind = TypeVar("Kind", bound=ReportColumn)


class ReportSheet(Struct, Generic[Kind], frozen=True):
    """A sheet of the workbook. Names and headings are a contract (design, consolidated workbook).

    Attributes:
        name: The name, as the catalogue's English words.
        columns: The columns of the sheet's table, in order.
        heading_row: The row of the headings, from 0. Every printed page repeats it.
        streams: The sheet has a row or a cell for each unit and indicator, so finished rows go to a file.
        after: The sheets that must be written before this one, because its links and formulas refer to them.
        applies: Returns True if the workbook of this context has the sheet.
    """

    name: str
    columns: tuple[Kind, ...] = ()
    heading_row: int = 2
    streams: bool = False
    after: tuple["ReportSheet[Any]", ...] = ()
    applies: Callable[[ReportContext], bool] = lambda _report: True

    @property
    def shown(self) -> str:
        """The name in the language in use."""
        return _(self.name)

    @property
    def positions(self) -> Mapping[str, int]:
        """The position of each column, from 0, by name."""
        return column_positions(self.columns)


class SheetModule(Protocol):
    """A module that holds one sheet."""

    SHEET: ReportSheet[Any]

    def write(self, sheet: Any, report: ReportContext) -> None:
        """Write the content onto the empty worksheet `sheet` and set its positions in `report`, if it has any."""


def column_positions(columns: Sequence[ReportColumn]) -> Mapping[str, int]:
    """Return the position of each column, from 0, by name."""
    return {column.name: position for position, column in enumerate(columns)}


def start_sheet(sheet: Any, report: ReportContext, title: str, note: str, heading_row: int) -> None:
    """Write the title and a muted note under it, set up the page, freeze the screen under the heading row."""
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title, report.formats.title)
    sheet.set_row(1, 18)
    sheet.write_string(1, 0, note, report.formats.subtitle)
    sheet.freeze_panes(heading_row + 1, 0)
    set_page(sheet, heading_row, footer(report))
    sheet.repeat_rows(0, heading_row)
    sheet.set_zoom(report.zoom)


def footer(report: ReportContext) -> str:
    """Return the text at the foot of every page: the centre, the quarter and the time."""
    return f"{report.figures.plan.centre.name} · {report.quarter_title} · {report.made_at:%d.%m.%Y %H:%M}"


def set_widths(sheet: Any, columns: Sequence[ReportColumn]) -> None:
    """Set the width of each column."""
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)


def write_headings(
    sheet: Any, report: ReportContext, columns: Sequence[ReportColumn], row: int, filtered: bool = False
) -> None:
    """Write a heading row as high as its headings need. `filtered`: with room under them for the buttons."""
    sheet.set_row(row, heading_height(columns, filtered))
    cell_format = report.formats.filter_heading if filtered else report.formats.heading
    for position, column in enumerate(columns):
        sheet.write_string(row, position, column.shown, cell_format)


def heading_height(columns: Sequence[ReportColumn], filtered: bool = True) -> float:
    """Return the height in points of a row of headings. `filtered`: with room under them for filter buttons."""
    lines = max(count_lines(column.shown, column.width) for column in columns)
    return lines * LINE_HEIGHT + (_FILTER_BUTTON if filtered else 0) + 6


# Programs draw the button into the lower corner of its cell.
_FILTER_BUTTON = 15

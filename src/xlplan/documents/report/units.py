"""The sheet of units: a heat map of units by indicators, with the sum of each indicator below."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.page_fit import (
    height_of,
    page_pixels,
    page_points,
    pixels_of,
)
from xlplan.documents.report import plan_fact
from xlplan.documents.report.cell_ranges import MOST_RANGES, cell_ranges
from xlplan.documents.report.cells import LINE_BELOW, LINE_HEIGHT, Cell, clip_to_cell, row_height, write_cell
from xlplan.documents.report.context import ReportContext, UnitTotals
from xlplan.documents.report.links import LinkWriter, sheet_name
from xlplan.documents.report.pages import (
    MOST_BREAKS,
    PageFiller,
    set_header,
)
from xlplan.documents.report.phrases import shown_statuses
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, set_widths, start_sheet
from xlplan.documents.report.streaming_sheet import RowPart, StreamingSheet
from xlplan.documents.report.units_of_measure import (
    WHOLE,
    across_expression,
    adds_units,
    names_units,
    number_style,
    share_expression,
    shown_length,
    sum_group,
    sum_groups,
)
from xlplan.documents.style import (
    BAND,
    INK,
    LINK,
    MUTED,
    STATUS_FILL,
    STATUS_INK,
    count_lines,
    number_format,
)
from xlplan.domain.computed import share_of
from xlplan.domain.figure_words import return_text
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, to_number
from xlplan.text.translation import N_, _

_GROUPS_ROW = 2
_LEAST_WIDTH = 5.3
# The map is printed at this scale, on as many pages as it takes.
_PRINT_SCALE = 0.75
_ROW_HEIGHT, _SUM_HEIGHT, _MOST_LINES = 17, 20, 12
# So many units stay on a page with the sum below them.
_WITH_SUM = 4
_NEARLY_FULL = 0.6
_CELL_STYLE: dict[str, object] = {"border": 1, "border_color": "#FFFFFF", "valign": "vcenter", "align": "center"}
_HEADING_STYLE: dict[str, object] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": INK,
    "align": "center",
    "valign": "bottom",
}


class UnitCounts(Struct, frozen=True):
    """A unit and the number of its indicators with each status."""

    unit: Unit
    counts: Mapping[Status, int]


_ValueAndFormat = tuple[str | int, Any]


class UnitColumn(ReportColumn, frozen=True):
    """A column that gives the value and the format of each unit's cell."""

    cell: Callable[[UnitCounts, ReportContext], _ValueAndFormat]


def _name(row: UnitCounts, report: ReportContext) -> _ValueAndFormat:
    return clip_to_cell(row.unit.name), report.formats.text(**LINE_BELOW)


def _state(row: UnitCounts, report: ReportContext) -> _ValueAndFormat:
    status, text = return_text(report.figures, row.unit)
    colours = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status]}
    return text, report.formats(**LINE_BELOW, **colours, font_size=9, indent=1)


def _count(*statuses: Status) -> Callable[[UnitCounts, ReportContext], _ValueAndFormat]:
    """Return a function that gives the number of a unit's indicators with one of these statuses."""

    def cell(row: UnitCounts, report: ReportContext) -> _ValueAndFormat:
        number = sum(row.counts.get(status, 0) for status in statuses)
        ink = STATUS_INK[statuses[0]] if number else MUTED
        return number, report.formats(**LINE_BELOW, align="center", bold=bool(number), font_color=ink)

    return cell


# Right of these columns stands one for each indicator.
SHEET: ReportSheet[UnitColumn] = ReportSheet(
    N_("Units"),
    (
        UnitColumn("unit", N_("Unit"), 30, _name),
        UnitColumn("state", N_("Return"), 16, _state),
        UnitColumn("good", N_("met or exceeded"), 6, _count(Status.MET, Status.OVER)),
        UnitColumn("short", N_("fell short"), 6, _count(Status.SHORT)),
        UnitColumn("silent", N_("not returned"), 6, _count(Status.NOT_RETURNED, Status.EXPECTED)),
    ),
    heading_row=3,
    streams=True,
    after=(plan_fact.SHEET,),
)
_FIRST_INDICATOR = len(SHEET.columns)


def write(sheet: Any, report: ReportContext) -> None:
    """Write a row for each unit that owes a return and a column for each indicator, grouped by direction.

    A cell holds a plain number, so that it adds up. Its sign and colour show the unit's own status. A cell without
    a number shows the sign alone. A blank cell means that the unit does not report the indicator.
    """
    figures = report.figures
    title = _("Units · {quarter}").format(quarter=report.quarter_title)
    start_sheet(sheet, report, title, _legend(report), SHEET.heading_row)
    sheet.freeze_panes(SHEET.heading_row + 1, 1)
    _write_headings(sheet, report)
    rows = _rows(sheet, report)
    row, heights = SHEET.heading_row, list[float]()
    for unit in figures.units:
        row += 1
        counts = UnitCounts(unit, report.statuses[unit.code])
        cells = [(position, *column.cell(counts, report)) for position, column in enumerate(SHEET.columns)]
        heights.append(row_height([(unit.name, SHEET.columns[0].width)], _ROW_HEIGHT))
        sheet.append_row(row, [sheet.part(cells), *rows[unit.code]], heights[-1])
    _set_pages(sheet, report, title, heights)
    report.positions.units = _write_sums(sheet, report, row + 1)


def _rows(sheet: StreamingSheet, report: ReportContext) -> Mapping[str, Sequence[RowPart]]:
    """Return the cells of the indicators in the row of each unit, by its code."""
    looks = _looks(report)
    rows: dict[str, list[RowPart]] = defaultdict(list)
    for column, (figure, look) in enumerate(zip(report.figures.indicators, looks, strict=True), _FIRST_INDICATOR):
        # Equal cells of a column are made once.
        made: dict[tuple[Status, Number | None], RowPart] = {}
        for unit, _returned, result in figure.units:
            content = status, done = result.status, result.entry.number
            part = made.get(content)
            if part is None:
                number, sign = look[status]
                cell = (column, status.sign, sign) if done is None else (column, done, number)
                part = made[content] = sheet.part([cell])
            rows[unit.code].append(part)
    return rows


def _set_pages(sheet: Any, report: ReportContext, title: str, heights: Sequence[float]) -> None:
    """Set up the pages: title and signs at the head of each, and no page with the sum alone.

    `heights`: those of the rows of the units.
    """
    first = SHEET.heading_row + 1
    last_column = _FIRST_INDICATOR + max(len(report.figures.indicators), 1) - 1
    set_header(sheet, title, _signs(report))
    sheet.set_print_scale(round(100 * _PRINT_SCALE))
    sheet.repeat_rows(_GROUPS_ROW, SHEET.heading_row)
    sheet.print_area(_GROUPS_ROW, 0, first + len(heights), last_column)
    repeated = height_of(sheet, (_GROUPS_ROW, SHEET.heading_row))
    pages = PageFiller(page_points(_PRINT_SCALE, has_header=True) - repeated)
    alone = max(0, len(heights) - _WITH_SUM)
    for row, height in enumerate(heights[:alone], first):
        pages.add(row, [height])
    pages.add(first + alone, [*heights[alone:], _SUM_HEIGHT])
    sheet.set_h_pagebreaks(pages.breaks[:MOST_BREAKS])


def _signs(report: ReportContext) -> str:
    return " · ".join(f"{status.sign} {_(status.value)}" for status in shown_statuses(report.figures))


def _legend(report: ReportContext) -> str:
    signs = [_signs(report)]
    rules = [_("together: by the rule of each indicator")] if names_units(report.figures) else []
    blank, code = _("blank: the unit does not report it"), _("a code leads to plan and fact")
    return " · ".join([*signs, blank, code, *rules])


def _write_headings(sheet: Any, report: ReportContext) -> None:
    figures, formats = report.figures, report.formats
    set_widths(sheet, SHEET.columns)
    sheet.set_row(SHEET.heading_row, 82)
    for position, column in enumerate(SHEET.columns):
        narrow = column.width < 10
        cell_format = formats.text(**_HEADING_STYLE, rotation=90, font_size=9) if narrow else formats.heading
        sheet.write_string(SHEET.heading_row, position, column.shown, cell_format)
    links = LinkWriter(sheet)
    widths = [_width_of(figure) for figure in figures.indicators]
    for position, (figure, width) in enumerate(zip(figures.indicators, widths, strict=True), _FIRST_INDICATOR):
        sheet.set_column(position, position, width)
        _write_code(sheet, report, links, position, figure)
    breaks = _page_breaks(figures.indicators, widths)
    if breaks:
        sheet.set_v_pagebreaks(breaks)
        sheet.repeat_columns(0)
    _write_groups(sheet, report, widths, breaks)
    sheet.flush()


def _width_of(figure: IndicatorFigure) -> float:
    most = max((unit.result.entry.number or 0 for unit in figure.units), default=0)
    return max(_LEAST_WIDTH, shown_length(max(most, figure.done or 0), figure.indicator.unit_of_measure) + 3.3)


def _page_breaks(figures: Sequence[IndicatorFigure], widths: Sequence[float]) -> list[int]:
    """Return the column with which each page but the first begins. Every page repeats the units.

    A page that is nearly full ends before a direction that it cannot hold whole.
    """
    room, repeated = page_pixels(_PRINT_SCALE), pixels_of([SHEET.columns[0].width])
    used, breaks = pixels_of(column.width for column in SHEET.columns), list[int]()
    for column, (figure, width) in enumerate(zip(figures, widths, strict=True), _FIRST_INDICATOR):
        at = column - _FIRST_INDICATOR
        begins = at == 0 or figure.group != figures[at - 1].group
        whole = sum(pixels_of([each]) for each in _widths_of_group(figures[at:], widths[at:])) if begins else 0
        nearly_full = used > _NEARLY_FULL * room and whole <= room - repeated
        if used + (whole if nearly_full else pixels_of([width])) > room:
            breaks.append(column)
            used = repeated
        used += pixels_of([width])
    return breaks


def _widths_of_group(figures: Sequence[IndicatorFigure], widths: Sequence[float]) -> Iterator[float]:
    """Yield the widths of the indicators of the direction with which `figures` begins."""
    for figure, width in zip(figures, widths, strict=True):
        if figure.group != figures[0].group:
            return
        yield width


def _write_groups(sheet: Any, report: ReportContext, widths: Sequence[float], breaks: Sequence[int]) -> None:
    """Write the name of each direction over its indicators, whole on each page that has some of them."""
    band = {"font_color": INK, "bg_color": BAND, "bold": True, "font_size": 9, "valign": "vcenter"}
    cell_format = report.formats.text(**band, left=2, left_color=INK)
    lines = 1
    for name, first, last in _spans(report.figures.indicators, breaks):
        room = sum(widths[first - _FIRST_INDICATOR : last - _FIRST_INDICATOR + 1]) * 10 / 9
        # A name that is too long for its few columns is cut at a word. Plan and fact has it whole.
        shown = name
        while count_lines(shown, room) > _MOST_LINES and " " in shown:
            shown = shorten(shown, len(shown) - 2, placeholder=" …")
        lines = max(lines, min(_MOST_LINES, count_lines(shown, room)))
        if last > first:
            sheet.merge_range(_GROUPS_ROW, first, _GROUPS_ROW, last, "", cell_format)
        sheet.write_string(_GROUPS_ROW, first, clip_to_cell(shown), cell_format)
    sheet.set_row(_GROUPS_ROW, lines * LINE_HEIGHT + 6)


def _spans(figures: Sequence[IndicatorFigure], breaks: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Yield the name, first and last column of each direction on each page."""
    begins = [
        column
        for column, figure in enumerate(figures, _FIRST_INDICATOR)
        if column in breaks
        or column == _FIRST_INDICATOR
        or figure.group != figures[column - _FIRST_INDICATOR - 1].group
    ]
    ends = [*(column - 1 for column in begins[1:]), _FIRST_INDICATOR + len(figures) - 1]
    for first, last in zip(begins, ends, strict=bool(begins)):
        yield figures[first - _FIRST_INDICATOR].group, first, last


def _write_code(
    sheet: Any, report: ReportContext, links: LinkWriter, column: int, figure: IndicatorFigure
) -> None:
    """Write the heading of an indicator, which leads to its row in plan and fact."""
    # The background is light, because some programs show links in their own blue.
    code = report.formats.text(
        bold=True, rotation=90, align="center", valign="bottom", font_size=9, font_color=LINK, bg_color=BAND
    )
    key = figure.indicator.key
    target = report.positions.rows.link_to_indicator(key)
    links.write(SHEET.heading_row, column, key, target, code, code, figure.measure.title)


def _looks(report: ReportContext) -> Sequence[Mapping[Status, tuple[Any, Any]]]:
    """Return for each indicator the formats of its cells by status: of a number and of a sign alone."""
    units = [figure.indicator.unit_of_measure for figure in report.figures.indicators]
    made = {unit: {status: _formats(report, status, unit) for status in Status} for unit in dict.fromkeys(units)}
    return [made[unit] for unit in units]


def _formats(report: ReportContext, status: Status, unit: UnitOfMeasure) -> tuple[Any, Any]:
    """Return the formats of a number and of a sign alone."""
    style = {**_CELL_STYLE, "font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9}
    bold = status is Status.SHORT
    return report.formats(**style, bold=bold, num_format=f'"{status.sign} "{number_format(unit)}'), report.formats(
        **style
    )


def _write_sums(sheet: Any, report: ReportContext, row: int) -> UnitTotals:
    """Write the figure of the centre under the units of each indicator, by the indicator's rule."""
    style: dict[str, object] = {"bold": True, "align": "center", "valign": "vcenter", "top": 2, "top_color": INK}
    label = report.formats(bold=True, top=2, top_color=INK, valign="vcenter")
    sheet.set_row(row, _SUM_HEIGHT)
    sheet.write_string(row, 0, _("Together"), label)
    for column in range(1, _FIRST_INDICATOR):
        sheet.write_blank(row, column, None, label)
    figures = report.figures.indicators
    owed = {unit.code for unit in report.figures.units}
    shown = {
        each.indicator.key: _Total.of(each, owed, (row, column))
        for column, each in enumerate(figures, _FIRST_INDICATOR)
    }
    sums: dict[str, Number] = dict.fromkeys(sum_groups(report.figures), 0)
    cells: dict[str, list[tuple[int, int]]] = {group: [] for group in sums}
    for total in shown.values():
        indicator = total.figure.indicator
        group = sum_group(indicator)
        if group is not None:
            sums[group] += total.value or 0
            cells[group].append(total.place)
        cell_format = report.formats(**style, font_size=9, **number_style(indicator.unit_of_measure))
        write_cell(sheet, *total.place, Cell(total.value, cell_format, formula=_formula(total, shown)))
    if not figures:
        cells[WHOLE].append((row, _FIRST_INDICATOR))
    return UnitTotals({group: (_sum_of(cells[group]), to_number(total)) for group, total in sums.items()})


class _Total(Struct, frozen=True):
    """The centre's number under the cells of its units: its place, and whether all numbers stand above it."""

    figure: IndicatorFigure
    place: tuple[int, int]
    value: Number | None
    is_whole: bool

    @classmethod
    def of(cls, figure: IndicatorFigure, owed: Collection[str], place: tuple[int, int]) -> "_Total":
        """Return the total of an indicator; units that owe no return have no cell above it."""
        numbers = [
            (unit.code, number)
            for unit, _returned, result in figure.units
            if (number := result.entry.number) is not None
        ]
        above = [number for code, number in numbers if code in owed]
        added = sum(above) if above else None
        value = added if adds_units(figure.indicator) else figure.done
        return cls(figure, place, value, len(above) == len(numbers))


def _formula(total: _Total, shown: Mapping[str, _Total]) -> str:
    """Return the formula of a total; "" where it does not follow from the cells that the sheet shows."""
    indicator, (row, column) = total.figure.indicator, total.place
    if indicator.ratio:
        part, whole = shown[indicator.ratio.part], shown[indicator.ratio.whole]
        unit = indicator.unit_of_measure
        if part.value is None or not whole.value or share_of(part.value, whole.value, unit) != total.value:
            return ""
        cells = [str(xl_rowcol_to_cell(*each.place)) for each in (part, whole)]
        return f"={share_expression(cells[0], cells[1], whole.figure.indicator.unit_of_measure, unit)}"
    if not (total.is_whole or adds_units(indicator)):
        return ""
    first, last = SHEET.heading_row + 1, max(row - 1, SHEET.heading_row + 1)
    above = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
    return f'=IF(COUNT({above})=0,"",{across_expression(indicator, above)})'


def _sum_of(cells: Iterable[tuple[int, int]]) -> str:
    """Return the expression of the sum of some cells of this sheet; "" of none, and where it would be too long."""
    ranges = [f"{sheet_name(SHEET.shown)}!{each}" for each in cell_ranges(cells)]
    return f"SUM({','.join(ranges)})" if 0 < len(ranges) <= MOST_RANGES else ""

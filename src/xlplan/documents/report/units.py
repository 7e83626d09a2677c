"""The sheet of units: a heat map of units by indicators, with the sum of each indicator below."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.documents.report.common import Report, RowIndex, clip_to_cell, start_sheet
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.sheets import PLAN_FACT, UNIT_MAP, places_of
from xlplan.documents.report.streaming_sheet import Cell, LongSheet
from xlplan.documents.style import BAND, INK, LINE, LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.figures import UnitFigure
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.text.translation import _

_GROUPS_ROW, HEADING_ROW = 2, 3
_AT = places_of(UNIT_MAP)
_WIDTHS = {"unit": 30, "state": 16, "good": 6, "short": 6, "silent": 6}
FIRST = len(UNIT_MAP.columns)
_LEAST = 5.3
# So many digits' widths are still legible on one page.
_PAGE = 200
_LINE: dict[str, object] = {"border": 1, "border_color": "#FFFFFF", "valign": "vcenter", "align": "center"}

_HEAD: dict[str, object] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": INK,
    "align": "center",
    "valign": "bottom",
}


@dataclass(frozen=True)
class UnitTotals:
    """Where the sums of the indicators stand, rows and columns from 0, and what they add up to."""

    row: int
    first: int
    last: int
    done: int


def write_unit_map(sheet: LongSheet, report: Report, places: RowIndex) -> UnitTotals:
    """A row for each unit that owes a return, a column for each indicator, gathered by direction.

    A cell holds the number alone, so that it adds up; its sign and colour are the unit's own status. Where no
    number was reported the sign stands by itself. A blank cell: the unit does not report that indicator.
    """
    figures = report.figures
    start_sheet(
        sheet, report, _("Units · {quarter}").format(quarter=figures.period.quarter.title), _legend(), HEADING_ROW
    )
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    _write_headings(sheet, report, places)
    asked: dict[str, list[tuple[int, UnitFigure]]] = {}
    for column, figure in enumerate(figures.indicators, FIRST):
        for each in figure.units:
            asked.setdefault(each.unit.code, []).append((column, each))
    looks = {status: _looks(report, status) for status in Status}
    row = HEADING_ROW
    for unit in figures.units:
        row += 1
        own = asked.get(unit.code, [])
        cells = _unit_cells(report, unit, own)
        for column, each in own:
            number, sign = looks[each.status]
            known = each.entry.number is not None
            cells.append((column, each.entry.number if known else each.status.sign, number if known else sign))
        sheet.put_row(row, cells, 17)
    # The name of the last direction may run on beyond the table; the page ends with it.
    sheet.print_area(0, 0, row + 1, FIRST + max(len(figures.indicators), 1) - 1)
    return _write_sums(sheet, report, row + 1)


def _legend() -> str:
    said = [f"{status.sign} {_(status.value)}" for status in Status]
    return " · ".join([*said, _("blank: the unit does not report it"), _("a code leads to plan and fact")])


def _write_headings(sheet: Any, report: Report, places: RowIndex) -> None:
    figures, formats = report.figures, report.formats
    sheet.set_row(_GROUPS_ROW, 18)
    sheet.set_row(HEADING_ROW, 82)
    for each in UNIT_MAP.columns:
        sheet.set_column(_AT[each.name], _AT[each.name], _WIDTHS[each.name])
        narrow = _WIDTHS[each.name] < 10
        look = formats.text(**_HEAD, rotation=90, font_size=9) if narrow else formats.heading
        sheet.write_string(HEADING_ROW, _AT[each.name], each.shown, look)
    band = {"font_color": INK, "bg_color": BAND, "bold": True, "font_size": 9, "valign": "vcenter"}
    begins, inside = formats(**band, quote_prefix=True, left=2, left_color=INK), formats(**band)
    # On the light band, for a program may show links in a blue of its own.
    code = formats.text(
        bold=True, rotation=90, align="center", valign="bottom", font_size=9, font_color=LINK, bg_color=BAND
    )
    links = Links(sheet)
    group, total = None, float(sum(_WIDTHS.values()))
    for column, figure in enumerate(figures.indicators, FIRST):
        most = max((unit.entry.number or 0 for unit in figure.units), default=0)
        width = max(_LEAST, len(str(max(most, figure.done or 0))) + 3.3)
        sheet.set_column(column, column, width)
        total += width
        if figure.group == group:
            sheet.write_blank(_GROUPS_ROW, column, None, inside)
        else:
            sheet.write_string(_GROUPS_ROW, column, clip_to_cell(figure.group), begins)
        group = figure.group
        key = figure.indicator.key
        to = to_cell(PLAN_FACT.shown, f"A{places.indicators[key] + 1}")
        links.write(HEADING_ROW, column, key, to, code, code, figure.measure.title)
    if total > _PAGE:
        sheet.fit_to_pages(math.ceil(total / _PAGE), 0)
        sheet.repeat_columns(0)
    sheet.repeat_rows(_GROUPS_ROW, HEADING_ROW)
    sheet.settle()


def _looks(report: Report, status: Status) -> tuple[Any, Any]:
    """The formats of a number and of a sign alone."""
    look = {**_LINE, "font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9}
    bold = status is Status.SHORT
    return report.formats(**look, bold=bold, num_format=f'"{status.sign} "0'), report.formats(**look)


def _unit_cells(report: Report, unit: Unit, own: list[tuple[int, UnitFigure]]) -> list[Cell]:
    """The name of a unit, where its return stands, and how many of its indicators stand how."""
    formats = report.formats
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    returned = report.figures.returns.get(unit.code)
    status = report.figures.period.status_without_return
    words = status.shown
    if returned:
        status = Status.MET if returned.in_time else Status.NOT_RETURNED
        words = _("✓ in time") if returned.in_time else _("✓ late")
    look = formats(**line, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status], font_size=9, indent=1)
    cells: list[Cell] = [
        (_AT["unit"], clip_to_cell(unit.name), formats(**line, quote_prefix=True)),
        (_AT["state"], words, look),
    ]
    counts = Counter(each.status for _column, each in own)
    for name, statuses in (
        ("good", (Status.MET, Status.OVER)),
        ("short", (Status.SHORT,)),
        ("silent", (Status.NOT_RETURNED, Status.EXPECTED)),
    ):
        number = sum(counts[status] for status in statuses)
        ink = STATUS_INK[statuses[0]] if number else MUTED
        look = formats(**line, align="center", bold=bool(number), font_color=ink)
        cells.append((_AT[name], number, look))
    return cells


def _write_sums(sheet: Any, report: Report, row: int) -> UnitTotals:
    look = report.formats(bold=True, align="center", valign="vcenter", top=2, top_color=INK, font_size=9)
    label = report.formats(bold=True, top=2, top_color=INK, valign="vcenter")
    sheet.set_row(row, 20)
    sheet.write_string(row, 0, _("Together"), label)
    for column in range(1, FIRST):
        sheet.write_blank(row, column, None, label)
    done = 0
    figures = report.figures.indicators
    owed = {unit.code for unit in report.figures.units}
    for column, figure in enumerate(figures, FIRST):
        numbers = [each.entry.number for each in figure.units if each.unit.code in owed]
        known = [number for number in numbers if number is not None]
        done += sum(known)
        under = f"{at(HEADING_ROW + 1, column)}:{at(max(row - 1, HEADING_ROW + 1), column)}"
        formula = f'=IF(COUNT({under})=0,"",SUM({under}))'
        sheet.write_formula(row, column, formula, look, sum(known) if known else "")
    return UnitTotals(row, FIRST, max(FIRST, FIRST + len(figures) - 1), done)

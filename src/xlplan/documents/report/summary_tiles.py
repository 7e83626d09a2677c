"""The tiles of the summary: indicators by status in the quarter and in the year, returns, events, warnings."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import sheet_name
from xlplan.documents.report.phrases import share_text
from xlplan.documents.style import BAND_LIGHT, INK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.figure_words import reason_of
from xlplan.domain.report import EventState, RemarkKind
from xlplan.domain.status import Status
from xlplan.text.translation import _

# The first and last column of each tile.
_COLUMNS = ((0, 1), (2, 3), (4, 4), (5, 5), (6, 6), (7, 7))
_COLUMNS_OF_SEVEN = ((0, 1), *((column, column) for column in range(2, 8)))
_TILE_EDGE: dict[str, object] = {"left": 5, "left_color": "#FFFFFF", "right": 5, "right_color": "#FFFFFF"}
_TILE_STYLE: dict[str, object] = {"align": "center", "valign": "vcenter", **_TILE_EDGE}
_Tile = tuple[str, str, float | str, Status | None]


def write_tiles(sheet: Any, report: ReportContext, row: int) -> int:
    """Write both rows of tiles of the quarter, beginning in row `row`, from 0; return the row after them."""
    for tile_row, height in enumerate((8, 34, 18, 4, 22, 16, 8), row):
        sheet.set_row(tile_row, height)
    counts = Counter(figure.status for figure in report.figures.indicators)
    _write_statuses(sheet, report, row + 1, _Counted(counts, report.positions.rows.count_of, _("indicators")))
    for (value, label, cached, status), columns in zip(_other_tiles(report), _COLUMNS, strict=True):
        ink = STATUS_INK[status] if status else INK
        base: dict[str, object] = {"bg_color": BAND_LIGHT, **_TILE_STYLE}
        cell_formats = (
            report.formats(**base, bold=True, font_size=14, font_color=ink),
            report.formats(**base, font_size=9, font_color=MUTED),
        )
        _write_tile(sheet, row + 4, columns, cell_formats, value, label, cached)
    return row + 7


def write_year_tiles(sheet: Any, report: ReportContext, row: int, title: str) -> int:
    """Write a title and the tiles of the year so far, which count as those of the quarter do.

    They begin in row `row`, from 0. The row after them is returned.
    """
    for tile_row, height in enumerate((18, 28, 18, 14), row):
        sheet.set_row(tile_row, height)
    sheet.write_string(row, 0, title, report.formats(bold=True, font_color=INK, valign="vcenter"))
    counts = Counter(figure.status_to_date for figure in report.figures.indicators)
    # What lacks an earlier return is not expected any more, but nothing is known of it either.
    alike = {Status.EXPECTED: (Status.EXPECTED, Status.NOT_RETURNED)}
    counted = _Counted(counts, report.positions.rows.count_to_date, _("indicators to date"), alike)
    _write_statuses(sheet, report, row + 1, counted)
    return row + 4


class _Counted(Struct, frozen=True):
    """Indicators counted by status: the counts, the expression of each, and the word that names their cells.

    `alike`: the statuses that one tile counts together, by the one that it names.
    """

    counts: Mapping[Status, int]
    expression_of: Callable[[Status], str]
    word: str
    alike: Mapping[Status, Sequence[Status]] = field(default_factory=dict)


def _write_tile(
    sheet: Any,
    row: int,
    columns: tuple[int, int],
    cell_formats: tuple[Any, Any],
    value: str,
    label: str,
    cached: object,
) -> None:
    first, last = columns
    if first != last:
        sheet.merge_range(row, first, row, last, "", cell_formats[0])
        sheet.merge_range(row + 1, first, row + 1, last, "", cell_formats[1])
    if value.startswith("="):
        sheet.write_formula(row, first, value, cell_formats[0], cached)
    else:
        sheet.write_string(row, first, value, cell_formats[0])
    sheet.write_string(row + 1, first, label, cell_formats[1])


def _write_statuses(sheet: Any, report: ReportContext, row: int, counted: _Counted) -> None:
    formats = report.formats
    shown: tuple[Status, ...] = (
        Status.SHORT,
        report.figures.period.status_without_return,
        Status.MET,
        Status.OVER,
        Status.NOTHING_AROSE,
        Status.NOT_JUDGED,
    )
    places: Sequence[tuple[int, int]] = _COLUMNS
    if counted.counts.get(Status.NO_BASE):
        shown, places = (*shown, Status.NO_BASE), _COLUMNS_OF_SEVEN
    for status, columns in zip(shown, places, strict=True):
        alike = counted.alike.get(status, (status,))
        count = sum(counted.counts.get(each, 0) for each in alike)
        base: dict[str, object] = {
            "bg_color": STATUS_FILL[status if count else Status.EXPECTED],
            "font_color": STATUS_INK[status] if count else MUTED,
            **_TILE_STYLE,
        }
        cell_formats = formats(**base, bold=True, font_size=22), formats(**base, bold=status is Status.SHORT)
        formula = "=" + "+".join(counted.expression_of(each) for each in alike)
        _write_tile(sheet, row, columns, cell_formats, formula, status.shown, count)
        # Each main figure has a name, so that other workbooks can refer to it.
        name = re.sub(r"\W+", "_", " ".join((counted.word, _(status.value))))
        address = xl_rowcol_to_cell(row, columns[0], True, True)
        report.book.define_name(name, f"={sheet_name(sheet.get_name())}!{address}")


def _other_tiles(report: ReportContext) -> tuple[_Tile, ...]:
    """Return the tiles of the second row: value or formula, label, cached value, and the status of its colour."""
    figures, events = report.figures, report.content.events
    counts = figures.return_counts
    unexplained = sum(not reason_of(shortfall) for shortfall in report.shortfalls)
    held = sum(event.state is EventState.HELD for event in events if event.is_planned)
    planned = sum(event.is_planned for event in events)
    part_of = _("{number} of {total}")
    tiles: list[_Tile] = [
        (
            part_of.format(number=counts.accepted, total=counts.owed),
            share_text(_("returns accepted"), counts.completeness),
            "",
            None,
        ),
        (
            part_of.format(number=counts.in_time, total=counts.owed),
            share_text(_("in time"), counts.timeliness),
            "",
            None,
        ),
        (str(unexplained), _("without a reason"), "", Status.SHORT if unexplained else None),
        (part_of.format(number=held, total=planned), _("planned events held"), "", None)
        if planned
        else ("–", _("no event was planned"), "", None),
    ]
    kinds = [remark.kind for remark in report.content.remarks]
    double = kinds.count(RemarkKind.DOUBLE)
    tiles.append((str(kinds.count(RemarkKind.WARNING)), _("warnings in the returns"), "", None))
    tiles.append((str(double), _("possible double counts"), "", Status.SHORT if double else None))
    return tuple(tiles)

"""The tiles of the summary: indicators by status, and how the returns, the events and the year stand."""

import re
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import sheet_name
from xlplan.documents.report.phrases import reason_of
from xlplan.documents.style import BAND_LIGHT, INK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.report import EventState, RemarkKind
from xlplan.domain.status import Status
from xlplan.text.translation import _

# The first and last column of each tile.
_COLUMNS = ((0, 1), (2, 3), (4, 4), (5, 5), (6, 6), (7, 7))
_EDGE: dict[str, object] = {"left": 5, "left_color": "#FFFFFF", "right": 5, "right_color": "#FFFFFF"}
_MIDDLE: dict[str, object] = {"align": "center", "valign": "vcenter", **_EDGE}
_Tile = tuple[str, str, float | str, Status | None]


def write_tiles(sheet: Any, report: ReportContext, row: int) -> int:
    """Writes both rows of tiles from `row` on (from 0) and returns the row after them."""
    for each, tall in enumerate((8, 34, 18, 4, 22, 16, 8), row):
        sheet.set_row(each, tall)
    _write_statuses(sheet, report, row + 1)
    for (value, label, cached, status), columns in zip(_standing(report), _COLUMNS, strict=True):
        ink = STATUS_INK[status] if status else INK
        base: dict[str, object] = {"bg_color": BAND_LIGHT, **_MIDDLE}
        looks = (
            report.formats(**base, bold=True, font_size=14, font_color=ink),
            report.formats(**base, font_size=9, font_color=MUTED),
        )
        _write_tile(sheet, row + 4, columns, looks, value, label, cached)
    return row + 7


def _write_tile(
    sheet: Any, row: int, columns: tuple[int, int], looks: tuple[Any, Any], value: str, label: str, cached: object
) -> None:
    first, last = columns
    if first != last:
        sheet.merge_range(row, first, row, last, "", looks[0])
        sheet.merge_range(row + 1, first, row + 1, last, "", looks[1])
    if value.startswith("="):
        sheet.write_formula(row, first, value, looks[0], cached)
    else:
        sheet.write_string(row, first, value, looks[0])
    sheet.write_string(row + 1, first, label, looks[1])


def _write_statuses(sheet: Any, report: ReportContext, row: int) -> None:
    figures, formats = report.figures, report.formats
    shown = (
        Status.SHORT,
        figures.period.status_without_return,
        Status.MET,
        Status.OVER,
        Status.NOTHING_AROSE,
        Status.NOT_JUDGED,
    )
    for status, columns in zip(shown, _COLUMNS, strict=True):
        count = len(figures.with_status(status))
        base: dict[str, object] = {
            "bg_color": STATUS_FILL[status if count else Status.EXPECTED],
            "font_color": STATUS_INK[status] if count else MUTED,
            **_MIDDLE,
        }
        looks = formats(**base, bold=True, font_size=22), formats(**base, bold=status is Status.SHORT)
        formula = f"={report.positions.rows.count_of(status)}"
        _write_tile(sheet, row, columns, looks, formula, status.shown, count)
        # A name for each main figure, for whoever refers to it from another workbook.
        word = re.sub(r"\W+", "_", " ".join((_("indicators"), _(status.value))))
        report.book.define_name(
            word, f"={sheet_name(sheet.get_name())}!{xl_rowcol_to_cell(row, columns[0], True, True)}"
        )


def _standing(
    report: ReportContext,
) -> tuple[_Tile, ...]:
    """Value (a text or a formula), label, cached value and the status whose ink it takes."""
    figures, events = report.figures, report.content.events
    owed, accepted, in_time = (
        len(units) for units in (figures.units, figures.accepted_units, figures.units_in_time)
    )
    unsaid = sum(not reason_of(each) for each in report.shortfalls)
    held = sum(each.state is EventState.HELD for each in events if each.is_planned)
    planned = sum(each.is_planned for each in events)
    of = _("{number} of {total}")
    tiles: list[_Tile] = [
        (of.format(number=accepted, total=owed), _share(_("returns accepted"), accepted, owed), "", None),
        (of.format(number=in_time, total=owed), _share(_("in time"), in_time, owed), "", None),
        (str(unsaid), _("without a reason"), "", Status.SHORT if unsaid else None),
        (of.format(number=held, total=planned), _("planned events held"), "", None)
        if planned
        else ("–", _("no event was planned"), "", None),
    ]
    if figures.covers_year:
        short, good = ((Status.SHORT,), (Status.MET, Status.OVER))
        labels = (_("▼ fell short since the start of the year"), _("✓ met since the start of the year"))
        if figures.is_year_end:
            labels = (_("▼ fell short in the year"), _("✓ met in the year"))
        for statuses, label in zip((short, good), labels, strict=True):
            count = sum(figure.status_to_date in statuses for figure in figures.indicators)
            formula = "+".join(report.positions.rows.count_to_date(status) for status in statuses)
            tiles.append((f"={formula}", label, count, statuses[0] if count else None))
        return tuple(tiles)
    kinds = [each.kind for each in report.content.remarks]
    double = kinds.count(RemarkKind.DOUBLE)
    tiles.append((str(kinds.count(RemarkKind.WARNING)), _("warnings in the returns"), "", None))
    tiles.append((str(double), _("possible double counts"), "", Status.SHORT if double else None))
    return tuple(tiles)


def _share(words: str, part: int, whole: int) -> str:
    return f"{words} · {part / whole:.0%}" if whole else words

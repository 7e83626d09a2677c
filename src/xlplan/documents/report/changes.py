"""The sheet of what changed: the differences of an edition from the one before it, and the files behind them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import LINE_BELOW, MOMENT, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_file
from xlplan.documents.report.sheet import ReportSheet, set_widths, start_sheet, write_headings
from xlplan.documents.report.table import TableColumn, TableRow, write_rows
from xlplan.documents.style import BAND_LIGHT, number_format
from xlplan.domain.edition import STATUS, STATUS_TO_DATE, Cause, Edition, FigureChange, Restatement
from xlplan.domain.entries import NO, YES
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import Number, decimals_of
from xlplan.text.translation import N_, _, ngettext

_ChangeRow = TableRow[FigureChange]


def _key(row: _ChangeRow) -> Cell:
    key = row.item.key
    return row.link(key, row.report.positions.rows.link_to_indicator(key), bold=_is_of_centre(row))


# Values that are words of the catalogue. Others are texts as a unit typed them.
_WORDS = {Status.NOTHING_AROSE.value, Status.NO_BASE.value, YES, NO, *(state.value for state in ReturnState)}


def _value(row: _ChangeRow, value: Number | str | None, **style: object) -> Cell:
    """Return the cell of a value. Nothing reported shows as a dash, never as a zero."""
    if value is None:
        return row.text("—", align="center", **style)
    if row.item.heading in (STATUS, STATUS_TO_DATE) and value:
        status = Status(value)
        return row.status(status.shown, status, align="center", **style)
    if isinstance(value, int | Decimal):
        return row.number(value, num_format=_number_format(row.item, value), **style)
    text = _(value) if value in _WORDS else value
    return row.text(text, align="center", **style)


def _number_format(change: FigureChange, value: Number) -> str:
    """Return the format of the row's unit of measure. A number of an earlier unit may have more decimals."""
    unit = change.unit_of_measure
    return number_format(replace(unit, decimals=max(unit.decimals, decimals_of(value))))


def _causes(row: _ChangeRow, text_of: Callable[[Cause], str], **style: object) -> Cell:
    """Return a cell with one line for each cause."""
    return row.text("\n".join(text_of(cause) for cause in row.item.causes), **style)


def _file(row: _ChangeRow) -> Cell:
    cell = _causes(row, _file_of, font_size=9, indent=1)
    if len(row.item.causes) != 1 or not isinstance(cell.value, str):
        return cell
    target = to_file(row.report.link(row.item.causes[0].sha256))
    return row.link(cell.value, target, font_size=9, indent=1)


def _received(row: _ChangeRow) -> Cell:
    if len(row.item.causes) == 1:
        return row.time(row.item.causes[0].at, MOMENT)
    return _causes(row, lambda cause: f"{cause.at:%d.%m.%Y %H:%M}", align="center")


def _file_of(cause: Cause) -> str:
    return _("withdrawn: {file}").format(file=cause.file) if cause.is_withdrawal else cause.file


def _owner_of(cause: Cause) -> str:
    return cause.unit if cause.quarter else _("the plan changed")


def _is_of_centre(row: _ChangeRow) -> bool:
    return not row.item.unit


# This sheet exists only in an edition that follows another one.
SHEET: ReportSheet[TableColumn[FigureChange]] = ReportSheet(
    N_("What changed"),
    (
        TableColumn("key", N_("Code"), 9, _key),
        TableColumn(
            "measure", N_("Measure"), 38, lambda row: row.text(row.item.measure, font_size=9, indent=1), margin=2
        ),
        TableColumn(
            "unit",
            N_("Unit"),
            25,
            lambda row: row.text(row.item.unit or _("the whole centre"), indent=1, bold=_is_of_centre(row)),
            margin=2,
        ),
        TableColumn(
            "what", N_("What"), 25, lambda row: row.text(_(row.item.heading), indent=1, bold=_is_of_centre(row))
        ),
        TableColumn("was", N_("Was"), 20, lambda row: _value(row, row.item.old, bold=False), margin=2),
        TableColumn("now", N_("Is"), 20, lambda row: _value(row, row.item.new, bold=True), margin=2),
        TableColumn(
            "quarter",
            N_("Quarter"),
            10,
            lambda row: _causes(row, lambda cause: str(cause.quarter) if cause.quarter else "—", align="center"),
        ),
        TableColumn("whose", N_("Whose return"), 25, lambda row: _causes(row, _owner_of, indent=1), margin=2),
        TableColumn("file", N_("File"), 32, _file, margin=2),
        TableColumn("received", N_("Received"), 17, _received),
    ),
    heading_row=3,
    after=(plan_fact.SHEET,),
    applies=lambda report: report.restatement is not None,
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write a row for each change. The rows of the whole centre are bold and stand before those of their units."""
    restatement = report.restatement
    if restatement is None:
        raise ValueError("an edition without one before it has no such sheet")
    edition, before = restatement.edition, restatement.previous
    title = _("What changed · {quarter} · edition {number} against edition {before}").format(
        quarter=edition.quarter.title, number=edition.number, before=before.number
    )
    start_sheet(sheet, report, title, _reason_text(edition), SHEET.heading_row)
    sheet.set_row(2, 22)
    sheet.write_string(2, 0, _summary_text(restatement), report.formats.subtitle)
    set_widths(sheet, SHEET.columns)
    sheet.set_row(SHEET.heading_row, 42)
    write_headings(sheet, report, SHEET.columns, SHEET.heading_row)
    sheet.freeze_panes(SHEET.heading_row + 1, 1)
    rows = [TableRow(change, report, _style(change)) for change in restatement.changes]
    write_rows(sheet, LinkWriter(sheet), SHEET.columns, SHEET.heading_row + 1, rows)
    if rows:
        sheet.autofilter(SHEET.heading_row, 0, SHEET.heading_row + len(rows), len(SHEET.columns) - 1)


def _style(change: FigureChange) -> dict[str, object]:
    return LINE_BELOW if change.unit else {**LINE_BELOW, "bg_color": BAND_LIGHT}


def _reason_text(edition: Edition) -> str:
    day = f"{edition.closed_at:%d.%m.%Y}"
    if not edition.note:
        return _("Closed again on {day}.").format(day=day)
    return _("Closed again on {day}: {reason}.").format(day=day, reason=edition.note.rstrip("."))


def _summary_text(restatement: Restatement) -> str:
    before = restatement.previous
    day = f"{before.closed_at:%d.%m.%Y}"
    if not restatement.changes:
        return _("Every figure is what edition {number} of {day} says.").format(number=before.number, day=day)
    return ngettext(
        "{number} row differs from edition {before} of {day}, which stands as it was signed.",
        "{number} rows differ from edition {before} of {day}, which stands as it was signed.",
        len({(change.key, change.unit) for change in restatement.changes}),
        before=before.number,
        day=day,
    )

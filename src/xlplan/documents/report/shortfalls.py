"""The sheet of shortfalls, and under them the promises of the last quarter."""

from typing import Any

from msgspec.structs import replace

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import LINE_BELOW, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter
from xlplan.documents.report.pages import fit_pages
from xlplan.documents.report.phrases import former_name, units_of, unknown_of
from xlplan.documents.report.sheet import ReportSheet, set_widths, start_sheet, write_headings
from xlplan.documents.report.table import TableColumn, TableRow, write_rows, write_table
from xlplan.documents.report.units_of_measure import number_style, number_width
from xlplan.documents.style import INK, STATUS_FILL, STATUS_INK, count_format
from xlplan.domain.entries import EntryKind
from xlplan.domain.figure_words import action_of, no_action, no_reason, no_shortfall, reason_of
from xlplan.domain.figures import Promise, Shortfall
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, indicator_title
from xlplan.text.translation import N_, _, ngettext

_SHORTFALL_COLOURS: dict[str, object] = {
    "font_color": STATUS_INK[Status.SHORT],
    "bg_color": STATUS_FILL[Status.SHORT],
}


def link_to_shortfall(shortfall: Shortfall, report: ReportContext) -> str:
    """Return the link to the row of plan and fact that shows a shortfall."""
    key, index = shortfall.figure.indicator.key, report.positions.rows
    return index.link_to_unit(key, shortfall.unit.unit.code) if shortfall.unit else index.link_to_indicator(key)


def _key(row: TableRow[Shortfall]) -> Cell:
    return row.link(row.item.figure.indicator.key, link_to_shortfall(row.item, row.report), bold=True)


def _target(row: TableRow[Shortfall]) -> Cell:
    indicator = row.item.figure.indicator
    return row.number(row.item.target, num_format=count_format(indicator.better, indicator.unit_of_measure))


def _number(row: TableRow[Shortfall] | TableRow[Promise], number: Number | None, **style: object) -> Cell:
    return row.number(number, **number_style(row.item.figure.indicator.unit_of_measure), **style)


def _indicator(row: TableRow[Shortfall] | TableRow[Promise]) -> Cell:
    indicator = row.item.figure.indicator
    return row.text(indicator_title(indicator.title, indicator.unit_of_measure), font_size=9, indent=1)


def _unknown(row: TableRow[Shortfall]) -> Cell:
    return row.text(unknown_of(row.item), indent=1, font_color=STATUS_INK[Status.NOT_RETURNED])


def _explanation(row: TableRow[Shortfall], text: str, missing: str) -> Cell:
    return row.text(text, indent=1) if text else row.text(missing, bold=True, indent=1, **_SHORTFALL_COLOURS)


SHEET: ReportSheet[TableColumn[Shortfall]] = ReportSheet(
    N_("Shortfalls"),
    (
        TableColumn("key", N_("Code"), 8, _key),
        TableColumn(
            "measure",
            N_("Measure"),
            44,
            lambda row: row.text(row.item.figure.measure.title, font_size=9, indent=1),
            margin=2,
        ),
        TableColumn(
            "indicator",
            N_("Indicator"),
            20,
            _indicator,
            margin=2,
        ),
        TableColumn("unit", N_("Unit"), 24, lambda row: row.text(units_of(row.item), indent=1), margin=2),
        TableColumn("target", N_("Target"), 11, _target),
        TableColumn("done", N_("Done"), 12, lambda row: _number(row, row.item.done)),
        TableColumn(
            "shortfall",
            N_("Shortfall"),
            17,
            lambda row: _number(row, row.item.missing, bold=True, font_size=12, **_SHORTFALL_COLOURS),
        ),
        TableColumn("unknown", N_("Not known yet"), 20, _unknown, margin=2),
        TableColumn(
            "reason",
            N_("Reason for the shortfall"),
            34,
            lambda row: _explanation(row, reason_of(row.item), no_reason()),
            margin=2,
        ),
        TableColumn(
            "action",
            N_("What will be done"),
            34,
            lambda row: _explanation(row, action_of(row.item), no_action()),
            margin=2,
        ),
    ),
    after=(plan_fact.SHEET,),
)


def _promise_key(row: TableRow[Promise]) -> Cell:
    key, unit, index = row.item.figure.indicator.key, row.item.unit, row.report.positions.rows
    target = index.link_to_unit(key, unit.unit.code) if unit else index.link_to_indicator(key)
    return row.link(key, target, bold=True)


def _promise_unit(row: TableRow[Promise]) -> Cell:
    return row.text(former_name(row.item.unit) if row.item.unit else _("the whole centre"), indent=1)


def _promise_done(row: TableRow[Promise]) -> Cell:
    unit = row.item.unit
    if unit and unit.entry.kind in (EntryKind.NOTHING_AROSE, EntryKind.NO_BASE):
        return replace(row.number(None), value=_(unit.status.value))
    return _number(row, unit.entry.number if unit else row.item.figure.done)


def _promise_status(row: TableRow[Promise]) -> Cell:
    status = row.item.unit.status if row.item.unit else row.item.figure.status
    return row.status(status.shown, status, font_size=9)


def _promise_kept(row: TableRow[Promise]) -> Cell:
    unit = row.item.unit
    if unit is None or unit.left_in:
        # Nobody is asked: the coordinator promised, or the unit does not carry the row any more.
        return row.text("—", align="center")
    if unit.entry.kept is None:
        return row.status(_("⚠ not said"), Status.NOT_RETURNED, font_size=9)
    if unit.entry.kept:
        return row.status(_("✓ yes"), Status.MET, font_size=9)
    return row.status(_("✗ no"), Status.SHORT, font_size=9)


# The promises stand under the shortfalls. Each column is as wide as the one above it.
_PROMISE_COLUMNS: tuple[TableColumn[Promise], ...] = (
    TableColumn("key", N_("Code"), 8, _promise_key),
    TableColumn(
        "measure",
        N_("Measure"),
        44,
        lambda row: row.text(row.item.figure.measure.title, font_size=9, indent=1),
        margin=2,
    ),
    TableColumn(
        "indicator",
        N_("Indicator"),
        20,
        _indicator,
        margin=2,
    ),
    TableColumn("unit", N_("Unit"), 24, _promise_unit, margin=2),
    TableColumn("missed", N_("Short last quarter"), 11, lambda row: _number(row, row.item.shortfall)),
    TableColumn("done", N_("Done now"), 12, _promise_done),
    TableColumn("status", N_("Status"), 17, _promise_status),
    TableColumn("kept", N_("Was it done?"), 20, _promise_kept),
    TableColumn(
        "promised", N_("Promised last quarter"), 34, lambda row: row.text(row.item.text, indent=1), margin=2
    ),
    TableColumn(
        "description",
        N_("Description"),
        34,
        lambda row: row.text(row.item.unit.entry.description if row.item.unit else "", font_size=9, indent=1),
        margin=2,
    ),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write the shortfalls, worst first, and the promises. Codes lead to the rows of plan and fact.

    Without a shortfall the sheet says so.
    """
    title = _("Shortfalls · {quarter}").format(quarter=report.quarter_title)
    start_sheet(sheet, report, title, _note(report), SHEET.heading_row)
    sheet.freeze_panes(SHEET.heading_row + 1, 2)
    links = LinkWriter(sheet)
    if report.shortfalls:
        rows = [TableRow(shortfall, report, LINE_BELOW) for shortfall in report.shortfalls]
        write_table(sheet, report, SHEET, rows, links)
        _widen(sheet, report)
    else:
        set_widths(sheet, SHEET.columns)
        write_headings(sheet, report, SHEET.columns, SHEET.heading_row)
        text, status = no_shortfall(report.figures)
        cell_format = report.formats(font_color=STATUS_INK[status], bold=True)
        sheet.write_string(SHEET.heading_row + 1, 0, text, cell_format)
    last = SHEET.heading_row + max(len(report.shortfalls), 1)
    last = _write_promises(sheet, report, links, last + 2) or last
    fit_pages(sheet, SHEET.columns, last)


def _widen(sheet: Any, report: ReportContext) -> None:
    """Give the columns of numbers the width of the longest one. That of the shortfalls has larger letters."""
    figures = [each.figure for each in report.shortfalls]
    for name, size in (("target", 10), ("done", 10), ("shortfall", 12)):
        position, width = SHEET.positions[name], number_width(figures, size)
        if width > SHEET.columns[position].width:
            sheet.set_column(position, position, width)


def _note(report: ReportContext) -> str:
    unknown = report.figures.with_status(Status.NOT_RETURNED, Status.EXPECTED)
    if not unknown:
        return _("Worst first. A code leads to the row in the sheet of plan and fact.")
    return ngettext(
        "Worst first. {number} more indicator is not known yet for want of returns; it is not added here.",
        "Worst first. {number} more indicators are not known yet for want of returns; they are not added here.",
        len(unknown),
    )


def _write_promises(sheet: Any, report: ReportContext, links: LinkWriter, row: int) -> int:
    """Write a title, headings and a row for each promise, beginning in row `row`, from 0; return the last row.

    Without a promise it writes nothing and returns 0.
    """
    promises = report.figures.promises
    if not promises:
        return 0
    sheet.set_row(row, 24)
    title = _("What was promised last quarter, and whether it was done")
    cell_format = report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter")
    sheet.write_string(row, 0, title, cell_format)
    write_headings(sheet, report, _PROMISE_COLUMNS, row + 1)
    rows = [TableRow(promise, report, LINE_BELOW) for promise in promises]
    write_rows(sheet, links, _PROMISE_COLUMNS, row + 2, rows)
    return row + 1 + len(rows)

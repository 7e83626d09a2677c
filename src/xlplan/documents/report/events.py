"""The sheet of events: planned and held events, their places, and the people that they reached."""

from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import DAY, LINE_BELOW, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_file
from xlplan.documents.report.pages import fit_pages
from xlplan.documents.report.sheet import ReportSheet, start_sheet
from xlplan.documents.report.table import TableColumn, TableRow, write_table
from xlplan.documents.style import MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.entries import EventEntry
from xlplan.domain.report import EventRow, EventState
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _, ngettext

_STATUSES = {
    EventState.HELD: Status.MET,
    EventState.NOT_MENTIONED: Status.NOT_RETURNED,
    EventState.NOT_RETURNED: Status.NOT_RETURNED,
    EventState.EXPECTED: Status.EXPECTED,
}
_TOTALS_ROW = 2
_NOTHING_REPORTED = EventEntry("", "", "")


def _held_on(row: TableRow[EventRow]) -> Cell:
    """Return a plain day as a date, so that the table sorts by it, and any other text as it was typed."""
    text = _reported(row).held_on
    try:
        return row.time(datetime.strptime(text, "%d.%m.%Y"), DAY)
    except ValueError:
        return row.text(text, align="center")


def _state(row: TableRow[EventRow]) -> Cell:
    event, status = row.item, _STATUSES[row.item.state]
    parts = [event.state.shown]
    parts += [] if event.is_planned else [_("outside the plan")]
    parts += [_("no date")] if event.entry and not event.entry.held_on else []
    text = " · ".join(parts)
    source = event.source
    target = to_file(row.report.link(source.sha256), source.sheet, source.cell) if source else ""
    return row.link(text, target, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])


def _people(row: TableRow[EventRow]) -> Cell:
    if row.item.people is not None:
        return row.number(row.item.people, font_size=10)
    return row.text(_reported(row).people, align="center")


def _reported(row: TableRow[EventRow]) -> EventEntry:
    return row.item.entry or _NOTHING_REPORTED


SHEET: ReportSheet[TableColumn[EventRow]] = ReportSheet(
    N_("Events"),
    (
        TableColumn("unit", N_("Unit"), 24, lambda row: row.text(row.item.unit.name), margin=1),
        TableColumn("key", N_("Code"), 9, lambda row: row.link_to_indicator(row.item.key)),
        TableColumn("event", N_("Event"), 52, lambda row: row.text(row.item.title), margin=1),
        TableColumn(
            "planned_on",
            N_("Planned for"),
            15,
            lambda row: row.text(row.item.planned_on, align="center"),
            margin=1,
        ),
        TableColumn("held_on", N_("Held on"), 14, _held_on),
        TableColumn("state", N_("State"), 22, _state),
        TableColumn("place", N_("Place"), 22, lambda row: row.text(_reported(row).place), margin=1),
        TableColumn("form", N_("Form"), 12, lambda row: row.text(_reported(row).form, align="center"), margin=1),
        TableColumn("people", N_("People reached"), 12, _people),
        TableColumn("partner", N_("Partner"), 22, lambda row: row.text(_reported(row).partner), margin=1),
        TableColumn("link", N_("Link"), 26, lambda row: row.text(_reported(row).link), margin=1),
    ),
    heading_row=3,
    after=(plan_fact.SHEET,),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write a row for each event, planned or reported, with totals above.

    Texts from a unit stay texts, links too.
    """
    events = report.content.events
    title = _("Events · {quarter}").format(quarter=report.quarter_title)
    start_sheet(sheet, report, title, _note(events), SHEET.heading_row)
    if not events:
        text = _("Neither the plan nor the returns name any event of this quarter.")
        sheet.write_string(SHEET.heading_row, 0, text, report.formats(font_color=MUTED))
        return
    rows = [TableRow(event, report, {**LINE_BELOW, "font_size": 9}) for event in events]
    write_table(sheet, report, SHEET, rows, LinkWriter(sheet), least_height=17)
    _write_totals(sheet, report, events)
    fit_pages(sheet, SHEET.columns, SHEET.heading_row + len(rows))


def _note(events: tuple[EventRow, ...]) -> str:
    planned = sum(event.is_planned for event in events)
    parts = [
        ngettext("{number} planned event", "{number} planned events", planned),
        ngettext("{number} outside the plan", "{number} outside the plan", len(events) - planned),
    ]
    if unclear := sum(bool(event.entry and event.entry.people) and event.people is None for event in events):
        parts.append(
            ngettext(
                "of {number} event the number of people cannot be read; it is not added up",
                "of {number} events the number of people cannot be read; it is not added up",
                unclear,
            )
        )
    return " · ".join(parts)


def _write_totals(sheet: Any, report: ReportContext, events: tuple[EventRow, ...]) -> None:
    formats, columns = report.formats, SHEET.positions
    first, last = SHEET.heading_row + 1, SHEET.heading_row + len(events)

    def cells(name: str) -> str:
        return f"{xl_rowcol_to_cell(first, columns[name])}:{xl_rowcol_to_cell(last, columns[name])}"

    def write_total(name: str, formula: str, value: float | str, **style: object) -> None:
        cell_format = formats(bold=True, valign="vcenter", **{"align": "left", **style})
        sheet.write_formula(_TOTALS_ROW, columns[name], formula, cell_format, value)

    sheet.set_row(_TOTALS_ROW, 20)
    sheet.write_string(_TOTALS_ROW, columns["unit"], _("Together"), formats(bold=True, valign="vcenter"))
    held = sum(event.state is EventState.HELD for event in events)
    people = [event.people for event in events if event.people is not None]
    # The tools that collect messages do not look into f-strings.
    number_format = "0 " + _literal(_("events"))
    write_total("event", f"=COUNTA({cells('unit')})", len(events), num_format=number_format)
    number_format, ink = f"{_literal(EventState.HELD.shown)} 0", STATUS_INK[Status.MET]
    formula = f'=COUNTIF({cells("state")},"✓*")'
    write_total("state", formula, held, font_color=ink, num_format=number_format)
    formula = f'=IF(COUNT({cells("people")})=0,"",SUM({cells("people")}))'
    write_total("people", formula, sum(people) if people else "", align="center", num_format="0")


def _literal(text: str) -> str:
    """Return a text as a number format shows it beside the number."""
    return '"' + text.replace('"', "") + '"'

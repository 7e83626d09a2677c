"""The sheet of remarks: possible double counts, warnings of the returns that count, waivers."""

from typing import Any

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import LINE_BELOW, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_file
from xlplan.documents.report.pages import fit_pages
from xlplan.documents.report.sheet import ReportSheet, start_sheet
from xlplan.documents.report.table import TableColumn, TableRow, write_table
from xlplan.documents.style import STATUS_INK
from xlplan.domain.findings.finding import Location
from xlplan.domain.report import Remark, RemarkKind
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _

_SIGNS = {
    RemarkKind.DOUBLE: ("⚠", Status.SHORT),
    RemarkKind.WARNING: ("!", Status.NOT_RETURNED),
    RemarkKind.WAIVED: ("○", Status.NOT_JUDGED),
}


def _kind(row: TableRow[Remark]) -> Cell:
    sign, status = _SIGNS[row.item.kind]
    return row.status(f"{sign} {_(row.item.kind.value)}", status, bold=True)


def _place(row: TableRow[Remark]) -> Cell:
    source = row.item.source
    if source is None:
        return row.text("")
    place = Location(sheet=source.sheet, cell=source.cell).shown
    return row.link(place or source.file, to_file(row.report.link(source.sha256), source.sheet, source.cell))


SHEET: ReportSheet[TableColumn[Remark]] = ReportSheet(
    N_("Findings"),
    (
        TableColumn("kind", N_("Kind"), 32, _kind),
        TableColumn("unit", N_("Unit"), 26, lambda row: row.text(row.item.units), margin=1),
        TableColumn("key", N_("Code"), 10, lambda row: row.link_to_indicator(row.item.key)),
        TableColumn("words", N_("What was seen"), 76, lambda row: row.text(row.item.text), margin=1),
        TableColumn("remedy", N_("What to do"), 52, lambda row: row.text(row.item.remedy), margin=1),
        TableColumn("place", N_("Where"), 26, _place),
    ),
    after=(plan_fact.SHEET,),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write a row for each remark.

    A code leads to its row in plan and fact, a place to the cell of the file.
    """
    remarks = report.content.remarks
    title = _("Findings · {quarter}").format(quarter=report.quarter_title)
    note = _("What to look at before signing. The returns were accepted; nothing here keeps a figure out.")
    start_sheet(sheet, report, title, note, SHEET.heading_row)
    if not remarks:
        text = _("✓ No warnings, no signs of double counting, no waivers.")
        cell_format = report.formats(font_color=STATUS_INK[Status.MET], bold=True)
        sheet.write_string(SHEET.heading_row, 0, text, cell_format)
        return
    rows = [TableRow(remark, report, LINE_BELOW) for remark in remarks]
    write_table(sheet, report, SHEET, rows, LinkWriter(sheet))
    fit_pages(sheet, SHEET.columns, SHEET.heading_row + len(rows))

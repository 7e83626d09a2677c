"""The sheet of remarks: possible double counts, warnings of the returns that count, waivers."""

from typing import Any

from xlplan.documents.report.common import Report, RowIndex, row_height, start_sheet, write_table, write_text
from xlplan.documents.report.links import Links, to_cell, to_file
from xlplan.documents.report.sheets import PLAN_FACT, REMARKS, places_of
from xlplan.documents.style import LINE, LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.report import Remark, RemarkKind
from xlplan.domain.status import Status
from xlplan.text.translation import _

HEADING_ROW = 2
_AT = places_of(REMARKS)
_WIDTHS = {"kind": 32, "unit": 26, "key": 10, "words": 76, "remedy": 52, "place": 26}
_LOOKS = {
    RemarkKind.DOUBLE: ("⚠", Status.SHORT),
    RemarkKind.WARNING: ("!", Status.NOT_RETURNED),
    RemarkKind.WAIVED: ("○", Status.NOT_JUDGED),
}


def write_remarks(sheet: Any, report: Report, places: RowIndex) -> None:
    """A row for each remark; a code leads to its row in plan and fact, a place to the cell of the file."""
    said = report.contents.remarks
    title = _("Findings · {quarter}").format(quarter=report.figures.period.quarter.title)
    note = _("What to look at before signing. The returns were accepted; nothing here keeps a figure out.")
    start_sheet(sheet, report, title, note, HEADING_ROW)
    if not said:
        words = _("✓ No warnings, no signs of double counting, no waivers.")
        sheet.write_string(HEADING_ROW, 0, words, report.formats(font_color=STATUS_INK[Status.MET], bold=True))
        return
    write_table(sheet, report, REMARKS, _WIDTHS, HEADING_ROW, len(said), _("Findings"))
    links = Links(sheet)
    for row, each in enumerate(said, HEADING_ROW + 1):
        _write_remark(sheet, row, report, each, places, links)


def _write_remark(sheet: Any, row: int, report: Report, each: Remark, places: RowIndex, links: Links) -> None:
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    formats = report.formats
    text, linked = formats.text(**line), formats.text(**line, font_color=LINK, underline=1)
    sign, status = _LOOKS[each.kind]
    kind = formats.text(**line, bold=True, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])
    texts = {"unit": each.units, "words": each.text, "remedy": each.remedy}
    sheet.set_row(row, row_height([(words, _WIDTHS[name] - 1) for name, words in texts.items()], 20))
    sheet.write_string(row, _AT["kind"], f"{sign} {_(each.kind.value)}", kind)
    for name, words in texts.items():
        write_text(sheet, row, _AT[name], words, text)
    code = to_cell(PLAN_FACT.shown, f"A{places.indicators[each.key] + 1}") if each.key in places.indicators else ""
    links.write(row, _AT["key"], each.key, code, linked, text)
    source = each.source
    place = "!".join(part for part in (source.sheet, source.cell) if part) if source else ""
    to = to_file(report.link(source.sha256), source.sheet, source.cell) if source else ""
    links.write(row, _AT["place"], place or (source.file if source else ""), to, linked, text)

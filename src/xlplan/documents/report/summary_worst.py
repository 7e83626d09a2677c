"""The worst shortfalls on the summary: what, who, why, and what will be done."""

from textwrap import shorten
from typing import Any

from xlplan.documents.report.common import Report, RowIndex, no_action, no_reason, no_shortfall, row_height, small
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.sheets import PLAN_FACT, SHORTFALLS
from xlplan.documents.report.shortfalls import action_of, reason_of, row_of, who
from xlplan.documents.report.summary_tables import WIDTHS, write_heading
from xlplan.documents.style import LINE, LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.figures import Shortfall
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_MOST, _TITLE, _SAID = 6, 84, 150


def write_worst(sheet: Any, report: Report, places: RowIndex, row: int) -> int:
    """Writes the table from `row` on (from 0) and returns the row after it."""
    write_heading(sheet, report, row, _("The worst shortfalls"))
    if not report.shortfalls:
        words, status = no_shortfall(report.figures)
        sheet.write_string(row + 1, 0, words, report.formats(font_color=STATUS_INK[status], bold=True))
        return row + 2
    row += 1
    headings = [_("Code"), _("Measure"), _("Target"), _("Done"), _("Shortfall"), _("Unit")]
    headings += [_("Reason for the shortfall"), _("What will be done")]
    sheet.set_row(row, 20)
    for column, words in enumerate(headings):
        sheet.write_string(row, column, words, report.formats.heading)
    links = Links(sheet)
    for shortfall in report.shortfalls[:_MOST]:
        row += 1
        _write_shortfall(sheet, row, report, shortfall, links, places)
    rest = len(report.shortfalls) - _MOST
    if rest > 0:
        row += 1
        more = ngettext(
            "and {number} more shortfall on its sheet", "and {number} more shortfalls on their sheet", rest
        )
        look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
        links.write(row, 0, f"… {more}", to_cell(SHORTFALLS.shown, "A1"), look, look)
    return row + 1


def _write_shortfall(
    sheet: Any, row: int, report: Report, shortfall: Shortfall, links: Links, places: RowIndex
) -> None:
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    formats = report.formats
    text = formats.text(**line, font_size=9, indent=1)
    ink, fill = STATUS_INK[Status.SHORT], STATUS_FILL[Status.SHORT]
    warning = formats.text(**line, bold=True, font_size=9, indent=1, font_color=ink, bg_color=fill)
    figure = shortfall.figure
    reason, action = reason_of(shortfall), action_of(shortfall)
    texts = {
        1: shorten(figure.measure.title, _TITLE, placeholder=" …"),
        5: _short(who(shortfall)),
        6: _short(reason) or no_reason(),
        7: _short(action) or no_action(),
    }
    warned = {6: not reason, 7: not action}
    sheet.set_row(row, row_height([(words, small(WIDTHS[column] - 2)) for column, words in texts.items()], 20))
    to = to_cell(PLAN_FACT.shown, row_of(shortfall, places))
    code = formats.text(**line, bold=True, font_color=LINK, underline=1)
    links.write(row, 0, figure.indicator.key, to, code, text)
    for column, words in texts.items():
        sheet.write_string(row, column, words, warning if warned.get(column) else text)
    number = formats(**line, align="center", bold=True)
    target = shortfall.unit.target if shortfall.unit else figure.target
    done = shortfall.unit.entry.number if shortfall.unit else figure.done
    sheet.write(row, 2, target.count, number)
    sheet.write(row, 3, done, number)
    worst = formats(**line, align="center", bold=True, font_size=13, font_color=ink, bg_color=fill)
    sheet.write_number(row, 4, shortfall.missing, worst)


def _short(words: str) -> str:
    """Words cut to what the page has room for; the sheet of shortfalls has them whole."""
    return shorten(words, _SAID, placeholder=" …") if len(words) > _SAID else words

"""The worst shortfalls on the summary: of the quarter, and of a year that is over."""

from textwrap import shorten
from typing import Any

from msgspec import Struct

from xlplan.documents.report import plan_fact, shortfalls
from xlplan.documents.report.cells import LINE_BELOW, Cell, row_height, usable_width, write_cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_cell
from xlplan.documents.report.phrases import units_of
from xlplan.documents.report.summary_tables import WIDTHS, write_heading, write_more
from xlplan.documents.report.summary_texts import year_status, year_text
from xlplan.documents.report.units_of_measure import number_style
from xlplan.documents.style import LINK, MUTED, STATUS_FILL, STATUS_INK, count_format
from xlplan.domain.figure_words import action_of, no_action, no_reason, no_shortfall, reason_of, units_to_date
from xlplan.domain.figures import IndicatorFigure, Shortfall, YearShortfall
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, indicator_title
from xlplan.text.translation import _, ngettext

MOST_SHORTFALLS = 6
_LONGEST_TITLE, _LONGEST_EXPLANATION = 84, 150


def write_worst(sheet: Any, report: ReportContext, row: int, heading: str, most: int) -> int:
    """Write the `most` worst shortfalls, beginning in row `row`, from 0; return the row after them."""
    write_heading(sheet, report, row, heading)
    if not report.shortfalls:
        text, status = no_shortfall(report.figures)
        sheet.write_string(row + 1, 0, text, report.formats(font_color=STATUS_INK[status], bold=True))
        return row + 2
    row += 1
    _write_headings(sheet, report, row, (_("Target"), _("Done")))
    links = LinkWriter(sheet)
    for shortfall in report.shortfalls[:most]:
        row += 1
        _write_shortfall(sheet, row, report, shortfall, links)
    others = len(report.shortfalls) - most
    if others > 0:
        row += 1
        more = ngettext(
            "and {number} more shortfall on its sheet", "and {number} more shortfalls on their sheet", others
        )
        cell_format = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
        links.write(row, 0, f"… {more}", to_cell(shortfalls.SHEET.shown, "A1"), cell_format, cell_format)
    return row + 1


def _write_headings(sheet: Any, report: ReportContext, row: int, numbers: tuple[str, str]) -> None:
    headings = [_("Code"), _("Measure"), *numbers, _("Shortfall"), _("Unit")]
    headings += [_("Reason for the shortfall"), _("What will be done")]
    sheet.set_row(row, 20)
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, report.formats.heading)


class _Line(Struct, frozen=True):
    """A line of either table.

    An explanation is "" where nobody gave one. Then the text of `missing` stands there, muted if it is no warning.

    Attributes:
        target: The link of the code.
        numbers: Target, result and shortfall.
    """

    figure: IndicatorFigure
    target: str
    numbers: tuple[Number | None, Number | None, Number]
    units: str
    explanations: tuple[str, str]
    missing: tuple[str, str]
    is_warning: bool = True


def _write_shortfall(sheet: Any, row: int, report: ReportContext, shortfall: Shortfall, links: LinkWriter) -> None:
    line = _Line(
        shortfall.figure,
        shortfalls.link_to_shortfall(shortfall, report),
        (shortfall.target, shortfall.done, shortfall.missing),
        units_of(shortfall),
        (reason_of(shortfall), action_of(shortfall)),
        (no_reason(), no_action()),
    )
    _write_line(sheet, row, report, line, links)


def write_worst_of_year(sheet: Any, report: ReportContext, row: int) -> int:
    """Write the worst shortfalls of a year that is over, beginning in row `row`; return the row after them."""
    write_heading(sheet, report, row, _("The worst shortfalls of the year"))
    found = report.content.year_shortfalls
    if not found:
        status, formats = year_status(report.figures), report.formats
        sheet.write_string(
            row + 1, 0, year_text(report.figures), formats(font_color=STATUS_INK[status], bold=True)
        )
        return row + 2
    row += 1
    _write_headings(sheet, report, row, (_("Target of the year"), _("Done in the year")))
    sheet.set_row(row, 30)
    links = LinkWriter(sheet)
    for shortfall in found[:MOST_SHORTFALLS]:
        row += 1
        _write_line(sheet, row, report, _line_of_year(report, shortfall), links)
    others = len(found) - MOST_SHORTFALLS
    if others > 0:
        row += 1
        more = ngettext(
            "and {number} more shortfall in plan and fact", "and {number} more shortfalls in plan and fact", others
        )
        write_more(sheet, report, row, f"… {more}", to_cell(plan_fact.SHEET.shown, "A1"))
    return row + 1


def _line_of_year(report: ReportContext, shortfall: YearShortfall) -> _Line:
    """Return the line of a year's shortfall, with the explanations of the last quarter if that fell short too."""
    figure = shortfall.figure
    key = figure.indicator.key
    own = [each for each in report.shortfalls if each.figure.indicator.key == key]
    reason, action = ("; ".join(filter(None, map(text_of, own))) for text_of in (reason_of, action_of))
    earlier = _("see the reports of the earlier quarters")
    return _Line(
        figure,
        report.positions.rows.link_to_indicator(key),
        (figure.target_to_date, figure.done_to_date, shortfall.missing),
        units_to_date(figure),
        (reason, action),
        (no_reason(), no_action()) if own else (earlier, earlier),
        bool(own),
    )


def _write_line(sheet: Any, row: int, report: ReportContext, line: _Line, links: LinkWriter) -> None:
    formats, figure = report.formats, line.figure
    unit = figure.indicator.unit_of_measure
    text_format = formats.text(**LINE_BELOW, font_size=9, indent=1)
    ink, fill = STATUS_INK[Status.SHORT], STATUS_FILL[Status.SHORT]
    looks = {"bold": True, "font_color": ink, "bg_color": fill} if line.is_warning else {"font_color": MUTED}
    missing_format = formats.text(**LINE_BELOW, font_size=9, indent=1, **looks)
    texts = {
        # The page has no column for the indicator, so the measure tells what its numbers count.
        1: indicator_title(shorten(figure.measure.title, _LONGEST_TITLE, placeholder=" …"), unit),
        5: _shorten_explanation(line.units),
        6: _shorten_explanation(line.explanations[0]) or line.missing[0],
        7: _shorten_explanation(line.explanations[1]) or line.missing[1],
    }
    is_missing = {6: not line.explanations[0], 7: not line.explanations[1]}
    measured = [(text, usable_width(WIDTHS[column] - 2, 9, 0)) for column, text in texts.items()]
    sheet.set_row(row, row_height(measured, 20))
    code = formats.text(**LINE_BELOW, bold=True, font_color=LINK, underline=1)
    links.write(row, 0, figure.indicator.key, line.target, code, text_format)
    for column, text in texts.items():
        sheet.write_string(row, column, text, missing_format if is_missing.get(column) else text_format)
    # Long numbers are shrunk: the columns of this page have fixed widths.
    shrink = {} if unit == WHOLE_THINGS else {"shrink": True}
    middle = {**LINE_BELOW, "align": "center", "bold": True, **shrink}
    number = formats(**middle, **number_style(unit))
    planned = formats(**middle, num_format=count_format(figure.indicator.better, unit))
    worst = formats(**middle, **number_style(unit), font_size=13, font_color=ink, bg_color=fill)
    for column, (value, cell_format) in enumerate(zip(line.numbers, (planned, number, worst), strict=True), 2):
        write_cell(sheet, row, column, Cell(value, cell_format))


def _shorten_explanation(text: str) -> str:
    """Return a text cut to the room on the page. The sheet of shortfalls has it whole."""
    return shorten(text, _LONGEST_EXPLANATION, placeholder=" …") if len(text) > _LONGEST_EXPLANATION else text

"""Targets and results of the last plan, to the right of a plan that is begun from it.

The reader of a plan leaves these columns out: they are for the eye of whoever sets the new targets.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from xlplan.documents.plan_writer.cells import PlanCell, spreadsheet_value
from xlplan.documents.style import (
    BAND,
    BAND_LIGHT,
    INK,
    LINE,
    MUTED,
    Formats,
    count_format,
    number_format,
    partial_format,
)
from xlplan.domain.figures import RowResult
from xlplan.domain.plan import Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PAST_DONE, PAST_QUARTERS, PAST_TARGET
from xlplan.domain.target import UNSET
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, show_digits
from xlplan.text.normalize import DASHES
from xlplan.text.translation import _

# The widths fit the word that stands where a row has no number.
_WIDTHS = {PAST_TARGET: 15, PAST_QUARTERS: 17, PAST_DONE: 15}
_NOT_GIVEN = DASHES[-1]
# On a sheet with these columns, so that they come nearer to the targets: the notes are empty, the checks short.
NARROWED = {"note": 14.0, "check": 30.0}


class PastPlan(Struct, frozen=True):
    """The last plan and its results.

    Attributes:
        plan: The plan.
        results: The results by row code.
        last_quarter: The last quarter with results; None where no return was accepted.
    """

    plan: Plan
    results: Mapping[str, RowResult]
    last_quarter: Quarter | None

    @property
    def headings(self) -> dict[str, str]:
        """The headings of the columns by their message: `Target 2023`, `Done 2023 (I–III)`."""
        quarters = self.plan.centre.quarters
        period = str(quarters[0]) if len(quarters) == 1 else str(self.plan.centre.year)
        done = period
        if self.last_quarter and self.last_quarter != quarters[-1]:
            numerals = dict.fromkeys((quarters[0].numeral, self.last_quarter.numeral))
            done += f" ({'–'.join(numerals)})"
        shown = {PAST_TARGET: period, PAST_QUARTERS: period, PAST_DONE: done}
        if len(quarters) == 1:
            del shown[PAST_QUARTERS]
        if self.last_quarter is None:
            del shown[PAST_DONE]
        return {heading: _(heading).format(period=each) for heading, each in shown.items()}


def write_past(sheet: Any, formats: Formats, past: PastPlan, heading_row: int, column: int) -> None:
    """Write the columns about the last plan; the rows are those of the plan that was begun from it.

    Args:
        sheet: An XlsxWriter worksheet.
        formats: The formats of the workbook.
        past: The last plan.
        heading_row: The row of the headings, counted from 0.
        column: The first column, counted from 0.
    """
    legend = _("For comparison only: these columns are not read.")
    if any(result.is_partial for result in past.results.values()):
        legend += " " + _("“*”: a return is missing.")
    sheet.write_string(heading_row - 1, column, legend, formats(italic=True, font_color=MUTED, valign="bottom"))
    heading_format = formats(
        bold=True, font_color=INK, bg_color=BAND, text_wrap=True, align="center", valign="vcenter"
    )
    rows = in_plan_order(past.plan.measures, past.plan.empty_levels)
    # An empty level has a row in the plan too, with nothing of the past beside it.
    indicators = [one for each in rows for one in (each.indicators if isinstance(each, Measure) else (None,))]
    for position, (heading, shown) in enumerate(past.headings.items(), start=column):
        sheet.set_column(position, position, _WIDTHS[heading])
        sheet.write_string(heading_row, position, shown, heading_format)
        for row, indicator in enumerate(indicators, start=heading_row + 1):
            value, shown_as = _cell(heading, past, indicator) if indicator else ("", "")
            frame = {"border": 1, "border_color": LINE, "bg_color": BAND_LIGHT, "align": "center"}
            if value == "":
                sheet.write_blank(row, position, None, formats.text(**frame))
            elif isinstance(value, str):
                sheet.write_string(row, position, value, formats.text(**frame, font_color=MUTED))
            else:
                number = spreadsheet_value(value)
                sheet.write_number(row, position, number, formats(**frame, num_format=shown_as))


def _cell(heading: str, past: PastPlan, indicator: Indicator) -> tuple[PlanCell, str]:
    """Return the content of a cell, and the format of its number."""
    unit = indicator.unit_of_measure
    if heading == PAST_DONE:
        return _done(past.results.get(indicator.key), unit)
    if heading == PAST_QUARTERS:
        return _by_quarter(indicator, past.plan.centre.quarters), ""
    target = indicator.total
    if target == UNSET and len(past.plan.centre.quarters) == 1:
        target = indicator.target(past.plan.centre.quarters[0])
    if target.count is None:
        return target.words, ""
    return target.count, count_format(indicator.better, unit)


def _done(result: RowResult | None, unit: UnitOfMeasure) -> tuple[PlanCell, str]:
    if result is None:
        return "", ""
    if result.done is None:
        return _(result.status.value) if result.status else "", ""
    return result.done, partial_format(unit) if result.is_partial else number_format(unit)


def _by_quarter(indicator: Indicator, quarters: tuple[Quarter, ...]) -> str:
    """Return the counts of the quarters in one text, "" where the plan gives none: `3 · 3 · — · 4`."""
    counts: list[Number | None] = [indicator.target(quarter).count for quarter in quarters]
    if all(count is None for count in counts):
        return ""
    unit = indicator.unit_of_measure
    return " · ".join(_NOT_GIVEN if count is None else show_digits(count, unit) for count in counts)

"""The charts of the summary: the units, the directions and the quarters of the year."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from xlplan.documents.style import FONT, LINE, TEXT
from xlplan.domain.status import Status
from xlplan.text.translation import _

CHART_WIDTH = 516
# These colours are lighter than the ink of texts. Their steps of lightness differ in grey print and for the
# colour-blind.
_BARS = {
    Status.SHORT: "#C8480F",
    Status.NOT_RETURNED: "#E9B93C",
    Status.EXPECTED: "#E9B93C",
    Status.MET: "#1B7F5A",
    Status.OVER: "#3E7CC4",
    Status.NOTHING_AROSE: "#CDD2DA",
    Status.NOT_JUDGED: "#CDD2DA",
    Status.NO_BASE: "#CDD2DA",
}
_FONT = {"name": FONT, "size": 9, "color": TEXT}
_NAME_FONT = {**_FONT, "size": 8}
_NAME_AXIS = {
    "reverse": True,
    "interval_unit": 1,
    "num_font": _NAME_FONT,
    "line": {"color": LINE},
    "major_tick_mark": "none",
}
# The first of the four columns of counts, and the column of a unit's share.
_FIRST_COUNT_COLUMN, _SHARE_COLUMN = 2, 3


class Bars(Struct, frozen=True):
    """The cells that a chart shows, and its size.

    Attributes:
        first: The first row, from 0.
        last: The last row.
        name_column: The column of the names.
        alt_text: The description for people who cannot see the chart.
        height: The height in pixels.
        statuses: The statuses of the columns of counts, in order.
        longest: The value of the longest bar.
        complete: For each unit, whether it met all of its targets. Only the chart of units uses it.
    """

    first: int
    last: int
    name_column: int
    alt_text: str
    height: int
    statuses: Sequence[Status] = ()
    longest: int = 0
    complete: Sequence[bool] = ()


def unit_chart_height(units: int) -> int:
    """Return the height in pixels of a chart with this number of units."""
    return 44 + 20 * units


def group_chart_height(groups: int) -> int:
    """Return the height in pixels of a chart with this number of directions. A name takes two lines."""
    return 70 + 32 * groups


def quarter_chart_height(quarters: int) -> int:
    """Return the height in pixels of a chart with this number of quarters."""
    return 70 + 22 * quarters


def unit_chart(book: Any, sheet: str, bars: Bars) -> Any:
    """Return a chart with a bar for each unit: the share of its own targets that it met.

    A unit without a return has a name and no bar.
    """
    chart = book.add_chart({"type": "bar"})
    fill = [_BARS[Status.MET if complete else Status.SHORT] for complete in bars.complete]
    chart.add_series(
        {
            "name": _("share of targets met"),
            "categories": [sheet, bars.first, bars.name_column, bars.last, bars.name_column],
            "values": [sheet, bars.first, _SHARE_COLUMN, bars.last, _SHARE_COLUMN],
            "points": [{"fill": {"color": color}} for color in fill],
            "fill": {"color": _BARS[Status.MET]},
            "data_labels": {"value": True, "num_format": "0%", "font": {**_FONT, "bold": True}},
            "gap": 45,
        }
    )
    chart.set_title(_title(_("Which units met their targets?")))
    # The axis ends a little above 1, so that the label of a whole bar stays inside.
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.15, "major_gridlines": {"visible": False}})
    chart.set_y_axis(_NAME_AXIS)
    chart.set_legend({"none": True})
    chart.set_plotarea(_plot_area(bars.height, 8))
    return _frame(chart)


def group_chart(book: Any, sheet: str, bars: Bars) -> Any:
    """Return a chart with a bar for each direction: its indicators by status."""
    return _stacked_chart(book, sheet, bars, _("Where does it fall short?"))


def quarter_chart(book: Any, sheet: str, bars: Bars) -> Any:
    """Return a chart with a bar for each quarter of the year so far: the indicators by status."""
    return _stacked_chart(book, sheet, bars, _("How does the year go?"))


def _stacked_chart(book: Any, sheet: str, bars: Bars, title: str) -> Any:
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    _add_statuses(chart, sheet, bars)
    chart.set_title(_title(title))
    chart.set_x_axis({"visible": False, "min": 0, "max": bars.longest, "major_gridlines": {"visible": False}})
    chart.set_y_axis(_NAME_AXIS)
    chart.set_legend({"position": "bottom", "font": _NAME_FONT})
    chart.set_plotarea(_plot_area(bars.height, 34))
    return _frame(chart)


def _add_statuses(chart: Any, sheet: str, bars: Bars) -> None:
    for column, status in enumerate(bars.statuses, _FIRST_COUNT_COLUMN):
        is_dark = status in (Status.SHORT, Status.MET)
        font = {**_FONT, "bold": True, "color": "#FFFFFF" if is_dark else TEXT}
        chart.add_series(
            {
                "name": [sheet, bars.first - 1, column],
                "categories": [sheet, bars.first, bars.name_column, bars.last, bars.name_column],
                "values": [sheet, bars.first, column, bars.last, column],
                "fill": {"color": _BARS[status]},
                "border": {"color": "#FFFFFF", "width": 0.75},
                # Without a place LibreOffice gives them one, and then asks to save what nobody touched.
                "data_labels": {"value": True, "position": "center", "num_format": "0;;", "font": font},
                "gap": 45,
            }
        )


def _plot_area(height: int, below: int) -> dict[str, Any]:
    return {"layout": {"x": 0.54, "y": 30 / height, "width": 0.43, "height": (height - 30 - below) / height}}


def _frame(chart: Any) -> Any:
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    # The chart of units reads its names from a hidden column.
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {**_FONT, "size": 11, "bold": True}, "overlay": False}

"""The two charts of the summary: how far each unit got, and how each direction stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlplan.books.layout import SUMMARY
from xlplan.books.style import FONT, LINE, TEXT
from xlplan.status import Status
from xlplan.texts import _

# Lighter than the ink of words, in steps of lightness that stay apart in grey print and for the colour-blind.
_BARS = {
    Status.SHORT: "#C8480F",
    Status.NOT_RETURNED: "#E9B93C",
    Status.EXPECTED: "#E9B93C",
    Status.MET: "#1B7F5A",
    Status.OVER: "#3E7CC4",
    Status.NOTHING_AROSE: "#B7BEC8",
    Status.NOT_JUDGED: "#DDE1E7",
}
_SMALL = {"name": FONT, "size": 9, "color": TEXT}
_NAMES = {**_SMALL, "size": 8}
_NAME_AXIS = {
    "reverse": True,
    "interval_unit": 1,
    "num_font": _NAMES,
    "line": {"color": LINE},
    "major_tick_mark": "none",
}


@dataclass(frozen=True)
class UnitBars:
    """The rows, from 0, and columns that the chart of units is drawn from; `complete`: a unit met everything."""

    first: int
    last: int
    names: int
    shares: int
    complete: Sequence[bool]


@dataclass(frozen=True)
class DirectionBars:
    """The rows and the column of names for the chart of directions, and each status with its column.

    `most`: how many indicators the largest direction has.
    """

    first: int
    last: int
    names: int
    statuses: Sequence[tuple[Status, int]]
    most: int


def unit_chart_height(bars: UnitBars) -> int:
    """How many pixels the chart of these units needs."""
    return 44 + 21 * (bars.last - bars.first + 1)


def direction_chart_height(bars: DirectionBars) -> int:
    """How many pixels the chart of these directions needs, with two lines for a name."""
    return 76 + 40 * (bars.last - bars.first + 1)


def unit_chart(book: Any, bars: UnitBars) -> Any:
    """A bar for each unit: the share of its own targets that it met; a silent unit has a name and no bar."""
    chart = book.add_chart({"type": "bar"})
    fill = [_BARS[Status.MET if complete else Status.SHORT] for complete in bars.complete]
    chart.add_series(
        {
            "name": _("share of targets met"),
            "categories": [SUMMARY.shown, bars.first, bars.names, bars.last, bars.names],
            "values": [SUMMARY.shown, bars.first, bars.shares, bars.last, bars.shares],
            "points": [{"fill": {"color": color}} for color in fill],
            "fill": {"color": _BARS[Status.MET]},
            "data_labels": {"value": True, "num_format": "0%", "font": {**_SMALL, "bold": True}},
            "gap": 45,
        }
    )
    chart.set_title(_title(_("Share of targets met, by unit")))
    # A little beyond the whole, so that its label stays within.
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.15, "major_gridlines": {"visible": False}})
    chart.set_y_axis(_NAME_AXIS)
    chart.set_legend({"none": True})
    tall = unit_chart_height(bars)
    chart.set_plotarea({"layout": {"x": 0.55, "y": 32 / tall, "width": 0.42, "height": (tall - 40) / tall}})
    return _framed(chart)


def direction_chart(book: Any, bars: DirectionBars) -> Any:
    """A bar for each direction: its indicators by status."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for status, column in bars.statuses:
        light = status in (Status.NOT_RETURNED, Status.EXPECTED, Status.NOTHING_AROSE, Status.NOT_JUDGED)
        font = {**_SMALL, "bold": True, "color": TEXT if light else "#FFFFFF"}
        chart.add_series(
            {
                "name": status.shown,
                "categories": [SUMMARY.shown, bars.first, bars.names, bars.last, bars.names],
                "values": [SUMMARY.shown, bars.first, column, bars.last, column],
                "fill": {"color": _BARS[status]},
                "border": {"color": "#FFFFFF", "width": 0.75},
                "data_labels": {"value": True, "num_format": "0;;", "font": font},
                "gap": 45,
            }
        )
    chart.set_title(_title(_("Indicators by direction")))
    chart.set_x_axis({"visible": False, "min": 0, "max": bars.most, "major_gridlines": {"visible": False}})
    chart.set_y_axis(_NAME_AXIS)
    chart.set_legend({"position": "bottom", "font": _SMALL})
    tall = direction_chart_height(bars)
    chart.set_plotarea({"layout": {"x": 0.55, "y": 32 / tall, "width": 0.42, "height": (tall - 72) / tall}})
    return _framed(chart)


def _framed(chart: Any) -> Any:
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    # The names that charts read stand in hidden columns.
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {**_SMALL, "size": 11, "bold": True}, "overlay": False}

"""The formats of a row of plan and fact, by its status and its unit of measure."""

from typing import Any

from msgspec import Struct

from xlplan.documents.report.units_of_measure import signed_format
from xlplan.documents.style import (
    LINE,
    LINK,
    MUTED,
    STATUS_FILL,
    STATUS_INK,
    TEXT,
    Formats,
    count_format,
    number_format,
    partial_format,
)
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import UnitOfMeasure

# Only rows that need attention are tinted, so that a tint always means something.
_TINTED = (Status.SHORT, Status.NOT_RETURNED)


class RowFormats(Struct, frozen=True):
    """The formats of one row.

    Attributes:
        words: For words in place of a number.
        partial: For a sum that lacks a return.
        ceiling: For a target that must not be exceeded.
    """

    text: Any
    plain: Any
    number: Any
    partial: Any
    ceiling: Any
    words: Any
    deviation: Any
    percent: Any
    share: Any
    forecast: Any
    status: Any
    warning: Any
    name: Any
    link: Any


def row_formats(formats: Formats, of_indicator: bool, status: Status, unit: UnitOfMeasure) -> RowFormats:
    """Return the formats of the row of an indicator, or of a unit, with a status."""
    base: dict[str, object] = {"valign": "vcenter"}
    if of_indicator:
        base |= {"top": 1, "top_color": LINE}
    if of_indicator and status in _TINTED:
        base["bg_color"] = STATUS_FILL[status]
    size: dict[str, object] = {} if of_indicator else {"font_size": 9}
    ink = STATUS_INK[status] if status in _TINTED else TEXT
    bold = {**base, **size, "bold": of_indicator}
    middle = {**bold, "align": "center"}
    muted = {**base, "font_size": 9, "font_color": MUTED}
    tinted = {
        **base,
        **size,
        "font_color": STATUS_INK[status],
        "bg_color": STATUS_FILL[status],
        "bold": of_indicator,
        "indent": 1,
    }
    quiet = status in (Status.NOT_RETURNED, Status.EXPECTED)
    return RowFormats(
        text=formats.text(**bold),
        plain=formats.text(**base, font_size=9, indent=1),
        number=formats(**middle, num_format=number_format(unit)),
        partial=formats(**middle, num_format=partial_format(unit)),
        ceiling=formats(**middle, num_format=count_format(Better.LESS, unit)),
        words=formats.text(**{**muted, "font_size": 8, "italic": True, "align": "center"}),
        deviation=formats(**{**middle, "font_color": ink}, num_format=signed_format(unit)),
        percent=formats(**{**middle, "font_color": ink}, num_format="0%"),
        share=formats(**middle, num_format="0%"),
        forecast=formats(
            **{**base, **size, "align": "center", "italic": True, "font_color": MUTED},
            num_format=number_format(unit),
        ),
        status=formats.text(**tinted),
        warning=formats.text(**base, font_size=9, indent=1, bold=True, font_color=STATUS_INK[Status.SHORT]),
        name=formats.text(**{**base, **size, "indent": 2, "font_color": MUTED if quiet else TEXT}),
        link=formats.text(**{**base, **size, "indent": 2, "font_color": LINK, "underline": 1}),
    )

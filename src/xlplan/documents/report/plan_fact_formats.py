"""How the rows of plan and fact look: a set of formats for each status, for indicators and for units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlplan.documents.style import LINE, LINK, MUTED, STATUS_FILL, STATUS_INK, TEXT, Formats
from xlplan.domain.status import Status

# A whole row is tinted only where something is amiss, so that a tint always means something.
_TINTED = (Status.SHORT, Status.NOT_RETURNED)
_SIGNED = "+0;−0;0"


@dataclass(frozen=True)
class RowFormats:
    """The formats of one row. `said`: words where a number might stand; `partial`: a sum that lacks a return."""

    text: Any
    plain: Any
    number: Any
    partial: Any
    said: Any
    deviation: Any
    percent: Any
    share: Any
    forecast: Any
    status: Any
    warning: Any
    name: Any
    link: Any


RowFormatsByRow = Mapping[tuple[bool, Status], RowFormats]


def row_formats(formats: Formats) -> RowFormatsByRow:
    """The formats by whether the row is an indicator's (else a unit's) and by its status."""
    return {(whole, status): _look(formats, whole, status) for whole in (True, False) for status in Status}


def _look(formats: Formats, whole: bool, status: Status) -> RowFormats:
    base: dict[str, object] = {"valign": "vcenter"}
    if whole:
        base |= {"top": 1, "top_color": LINE}
    if whole and status in _TINTED:
        base["bg_color"] = STATUS_FILL[status]
    size: dict[str, object] = {} if whole else {"font_size": 9}
    ink = STATUS_INK[status] if status in _TINTED else TEXT
    bold = {**base, **size, "bold": whole}
    middle = {**bold, "align": "center"}
    muted = {**base, "font_size": 9, "font_color": MUTED}
    tinted = {
        **base,
        **size,
        "font_color": STATUS_INK[status],
        "bg_color": STATUS_FILL[status],
        "bold": whole,
        "indent": 1,
    }
    quiet = status in (Status.NOT_RETURNED, Status.EXPECTED)
    return RowFormats(
        text=formats.text(**bold),
        plain=formats.text(**base, font_size=9, indent=1),
        number=formats(**middle, num_format="0"),
        partial=formats(**middle, num_format='0" *"'),
        said=formats.text(**{**muted, "font_size": 8, "italic": True, "align": "center"}),
        deviation=formats(**{**middle, "font_color": ink}, num_format=_SIGNED),
        percent=formats(**{**middle, "font_color": ink}, num_format="0%"),
        share=formats(**middle, num_format="0%"),
        forecast=formats(
            **{**base, **size, "align": "center", "italic": True, "font_color": MUTED}, num_format="0"
        ),
        status=formats.text(**tinted),
        warning=formats.text(**base, font_size=9, indent=1, bold=True, font_color=STATUS_INK[Status.SHORT]),
        name=formats.text(**{**base, **size, "indent": 2, "font_color": MUTED if quiet else TEXT}),
        link=formats.text(**{**base, **size, "indent": 2, "font_color": LINK, "underline": 1}),
    )

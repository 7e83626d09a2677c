"""What was promised about the shortfalls of the last quarter, and whether it was done."""

from collections.abc import Mapping
from typing import Any

from xlplan.documents.report.common import Places, Report, height, small, write_text
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.sheets import PLAN_FACT, PROMISES, places_of
from xlplan.documents.style import INK, LINE, LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.figures import Promise
from xlplan.domain.status import Status
from xlplan.domain.submission import EntryKind
from xlplan.text.translation import _

_AT = places_of(PROMISES)
# The widths of the shortfalls above it.
_WIDTHS = {"measure": 44, "indicator": 20, "unit": 24, "promised": 34, "description": 34}


def write_promises(sheet: Any, report: Report, places: Places, row: int, links: Links) -> None:
    """Writes a heading and a row for each promise from `row` on (from 0); nothing where none was made."""
    promises = report.figures.promises
    if not promises:
        return
    formats = report.formats
    sheet.set_row(row, 24)
    words = _("What was promised last quarter, and whether it was done")
    sheet.write_string(row, 0, words, formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))
    sheet.set_row(row + 1, 34)
    for column in PROMISES.columns:
        sheet.write_string(row + 1, _AT[column.name], column.shown, formats.heading)
    for at_row, each in enumerate(promises, row + 2):
        _write_promise(sheet, at_row, report, each)
        key = each.figure.indicator.key
        to = to_cell(PLAN_FACT.shown, f"A{places.units[key, each.unit.unit.code] + 1}")
        line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "bold": True}
        linked = formats.text(**line, font_color=LINK, underline=1)
        links.write(at_row, _AT["key"], key, to, linked, formats.text(**line))


def kept(promise: Promise) -> tuple[str, Status]:
    """Whether a promise was kept, with a sign, and the status whose colour it takes."""
    if promise.unit.entry.kept is None:
        return _("⚠ not said"), Status.NOT_RETURNED
    return (_("✓ yes"), Status.MET) if promise.unit.entry.kept else (_("✗ no"), Status.SHORT)


def _write_promise(sheet: Any, row: int, report: Report, each: Promise) -> None:
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    formats, entry = report.formats, each.unit.entry
    text, little = formats.text(**line, indent=1), formats.text(**line, font_size=9, indent=1)
    number = formats(**line, align="center")
    answer, colour = kept(each)
    texts: Mapping[str, tuple[str, Any]] = {
        "measure": (each.figure.measure.title, little),
        "indicator": (each.figure.indicator.title, little),
        "unit": (each.unit.unit.name, text),
        "promised": (each.words, text),
        "description": (entry.description, little),
    }
    wide = {
        name: (small(width) if name in ("measure", "indicator", "description") else width) - 2
        for name, width in _WIDTHS.items()
    }
    sheet.set_row(row, height([(words, wide[name]) for name, (words, _look) in texts.items()], 20))
    for name, (words, look) in texts.items():
        write_text(sheet, row, _AT[name], words, look)
    sheet.write_number(row, _AT["missed"], each.missed, number)
    if entry.number is not None:
        sheet.write_number(row, _AT["done"], entry.number, number)
    else:
        arose = entry.kind is EntryKind.NOTHING_AROSE
        write_text(sheet, row, _AT["done"], _(Status.NOTHING_AROSE.value) if arose else "", number)
    for name, words, status in (("status", each.unit.status.shown, each.unit.status), ("kept", answer, colour)):
        look = formats.text(**line, font_size=9, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])
        sheet.write_string(row, _AT[name], words, look)

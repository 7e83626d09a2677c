"""What was promised about the shortfalls of the last quarter, and whether it was done."""

from collections.abc import Mapping
from typing import Any

from xlplan.documents.report.common import (
    Report,
    RowIndex,
    clip_to_cell,
    names_of,
    no_action,
    no_reason,
    no_shortfall,
    row_height,
    small,
    start_sheet,
    write_headings,
    write_table,
    write_text,
)
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.sheets import PLAN_FACT, PROMISES, SHORTFALLS, places_of
from xlplan.documents.style import INK, LINE, LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.figures import Promise, Shortfall, UnitFigure
from xlplan.domain.plan import Counting
from xlplan.domain.status import Status
from xlplan.domain.submission import EntryKind
from xlplan.text.translation import _, ngettext

_PROMISES_AT = places_of(PROMISES)
# The widths of the shortfalls above it.
_PROMISES_WIDTHS = {"measure": 44, "indicator": 20, "unit": 24, "promised": 34, "description": 34}


def write_promises(sheet: Any, report: Report, places: RowIndex, row: int, links: Links) -> None:
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
        sheet.write_string(row + 1, _PROMISES_AT[column.name], column.shown, formats.heading)
    for at_row, each in enumerate(promises, row + 2):
        _write_promise(sheet, at_row, report, each)
        key = each.figure.indicator.key
        to = to_cell(PLAN_FACT.shown, f"A{places.units[key, each.unit.unit.code] + 1}")
        line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "bold": True}
        linked = formats.text(**line, font_color=LINK, underline=1)
        links.write(at_row, _PROMISES_AT["key"], key, to, linked, formats.text(**line))


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
        "promised": (each.text, text),
        "description": (entry.description, little),
    }
    wide = {
        name: (small(width) if name in ("measure", "indicator", "description") else width) - 2
        for name, width in _PROMISES_WIDTHS.items()
    }
    sheet.set_row(row, row_height([(words, wide[name]) for name, (words, _look) in texts.items()], 20))
    for name, (words, look) in texts.items():
        write_text(sheet, row, _PROMISES_AT[name], words, look)
    sheet.write_number(row, _PROMISES_AT["missed"], each.shortfall, number)
    if entry.number is not None:
        sheet.write_number(row, _PROMISES_AT["done"], entry.number, number)
    else:
        arose = entry.kind is EntryKind.NOTHING_AROSE
        write_text(sheet, row, _PROMISES_AT["done"], _(Status.NOTHING_AROSE.value) if arose else "", number)
    for name, words, status in (("status", each.unit.status.shown, each.unit.status), ("kept", answer, colour)):
        look = formats.text(**line, font_size=9, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])
        sheet.write_string(row, _PROMISES_AT[name], words, look)


HEADING_ROW = 2
_WIDTHS = {
    "key": 8, "measure": 44, "indicator": 20, "unit": 24, "target": 9, "done": 10, "shortfall": 15,
    "unknown": 20, "reason": 34, "action": 34,
}  # fmt: skip
_AT = {column.name: position for position, column in enumerate(SHORTFALLS.columns)}
_LINE: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
_INK, _FILL = STATUS_INK[Status.SHORT], STATUS_FILL[Status.SHORT]


def write_shortfalls(sheet: Any, report: Report, places: RowIndex) -> None:
    """Writes the sheet; codes lead to the rows of plan and fact. Without a shortfall it says so."""
    title = _("Shortfalls · {quarter}").format(quarter=report.figures.period.quarter.title)
    start_sheet(sheet, report, title, _note(report), HEADING_ROW)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    if report.shortfalls:
        write_table(sheet, report, SHORTFALLS, _WIDTHS, HEADING_ROW, len(report.shortfalls), _("Shortfalls"))
    else:
        write_headings(sheet, report, SHORTFALLS, _WIDTHS, HEADING_ROW)
        words, status = no_shortfall(report.figures)
        sheet.write_string(HEADING_ROW + 1, 0, words, report.formats(font_color=STATUS_INK[status], bold=True))
    links = Links(sheet)
    row = HEADING_ROW
    for shortfall in report.shortfalls:
        row += 1
        _write_row(sheet, row, report, shortfall)
        key = shortfall.figure.indicator.key
        linked = report.formats.text(**_LINE, bold=True, font_color=LINK, underline=1)
        plain = report.formats.text(**_LINE, bold=True)
        links.write(row, _AT["key"], key, to_cell(PLAN_FACT.shown, row_of(shortfall, places)), linked, plain)
    write_promises(sheet, report, places, max(row, HEADING_ROW + 1) + 2, links)


def row_of(shortfall: Shortfall, places: RowIndex) -> str:
    """The cell on the sheet of plan and fact where a shortfall is to be seen."""
    key = shortfall.figure.indicator.key
    row = places.units[key, shortfall.unit.unit.code] if shortfall.unit else places.indicators[key]
    return f"A{row + 1}"


def who(shortfall: Shortfall) -> str:
    """The unit that fell short; of a joint target, the units that contributed and with how much."""
    if shortfall.unit:
        return shortfall.unit.unit.name
    each = ", ".join(f"{unit.unit.name} {_brought(unit)}" for unit in shortfall.figure.units)
    joint = shortfall.figure.indicator.counting is Counting.JOINT
    return (_("jointly: {units}") if joint else _("together: {units}")).format(units=each)


def reason_of(shortfall: Shortfall) -> str:
    """The reason given; of a joint target, each unit's own; "" where there is none."""
    return _said(shortfall, "reason")


def action_of(shortfall: Shortfall) -> str:
    """What will be done about it; "" where it is not said."""
    return _said(shortfall, "action")


def unknown_of(shortfall: Shortfall) -> str:
    """What the silent units may still bring, in words, so that nobody adds it up; "" where none is silent."""
    waiting = shortfall.figure.waiting_units
    if not waiting:
        return ""
    if shortfall.unknown is None:
        return names_of(waiting)
    return f"{shortfall.unknown} · {names_of(waiting)}"


def _said(shortfall: Shortfall, name: str) -> str:
    if shortfall.unit:
        return str(getattr(shortfall.unit.entry, name)).strip()
    said = [(each.unit.name, getattr(each.entry, name).strip()) for each in shortfall.figure.units]
    return "\n".join(f"{unit}: {text}" for unit, text in said if text)


def _brought(unit: UnitFigure) -> str:
    if unit.entry.kind is EntryKind.NUMBER:
        return str(unit.entry.number)
    return f"({_(unit.status.value)})"


def _note(report: Report) -> str:
    unknown = report.figures.with_status(Status.NOT_RETURNED, Status.EXPECTED)
    if not unknown:
        return _("Worst first. A code leads to the row in the sheet of plan and fact.")
    return ngettext(
        "Worst first. {number} more indicator is not known yet for want of returns; it is not added here.",
        "Worst first. {number} more indicators are not known yet for want of returns; they are not added here.",
        len(unknown),
    )


def _write_row(sheet: Any, row: int, report: Report, shortfall: Shortfall) -> None:
    text, number = report.formats.text(**_LINE, indent=1), report.formats(**_LINE, align="center")
    little = report.formats.text(**_LINE, font_size=9, indent=1)
    warning = report.formats.text(**_LINE, bold=True, indent=1, font_color=_INK, bg_color=_FILL)
    figure = shortfall.figure
    texts = {
        "measure": (figure.measure.title, little),
        "indicator": (figure.indicator.title, little),
        "unit": (who(shortfall), text),
        "unknown": (
            unknown_of(shortfall),
            report.formats.text(**_LINE, indent=1, font_color=STATUS_INK[Status.NOT_RETURNED]),
        ),
        "reason": (reason_of(shortfall) or no_reason(), text if reason_of(shortfall) else warning),
        "action": (action_of(shortfall) or no_action(), text if action_of(shortfall) else warning),
    }
    wide = {
        name: (small(_WIDTHS[name]) if look is little else _WIDTHS[name]) - 2
        for name, (_words, look) in texts.items()
    }
    sheet.set_row(row, row_height([(words, wide[name]) for name, (words, _look) in texts.items()], 20))
    for name, (words, look) in texts.items():
        if words:
            sheet.write_string(row, _AT[name], clip_to_cell(words), look)
        else:
            sheet.write_blank(row, _AT[name], None, look)
    target = shortfall.unit.target if shortfall.unit else figure.target
    done = shortfall.unit.entry.number if shortfall.unit else figure.done
    sheet.write(row, _AT["target"], target.count, number)
    sheet.write(row, _AT["done"], done, number)
    worst = report.formats(**_LINE, align="center", bold=True, font_size=12, font_color=_INK, bg_color=_FILL)
    sheet.write_number(row, _AT["shortfall"], shortfall.missing, worst)

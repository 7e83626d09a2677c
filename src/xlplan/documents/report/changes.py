"""The sheet of what changed: what an edition says otherwise than the one before it, and whose file is why."""

from collections.abc import Sequence
from typing import Any

from xlplan.documents.report.common import (
    MOMENT,
    Report,
    RowIndex,
    clip_to_cell,
    row_height,
    small,
    start_sheet,
    write_headings,
)
from xlplan.documents.report.links import Links, to_cell, to_file
from xlplan.documents.report.sheets import PLAN_FACT
from xlplan.documents.report.submissions import wall_clock
from xlplan.documents.style import BAND_LIGHT, LINE, LINK, STATUS_FILL, STATUS_INK
from xlplan.domain.edition import STATUS, Cause, Edition, FigureChange, Restatement
from xlplan.domain.sheets import Column, Sheet
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _, ngettext

# Only in an edition that follows another one.
RESTATED = Sheet(
    N_("What changed"),
    (
        Column("key", N_("Code")),
        Column("measure", N_("Measure")),
        Column("unit", N_("Unit")),
        Column("what", N_("What")),
        Column("was", N_("Was")),
        Column("now", N_("Is")),
        Column("quarter", N_("Quarter")),
        Column("whose", N_("Whose return")),
        Column("file", N_("File")),
        Column("received", N_("Received")),
    ),
)
HEADING_ROW = 3
_WIDTHS = {
    "key": 9, "measure": 38, "unit": 25, "what": 20, "was": 20, "now": 20, "quarter": 10, "whose": 25, "file": 32,
    "received": 17,
}  # fmt: skip
_AT = {column.name: position for position, column in enumerate(RESTATED.columns)}
_LINE: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}


def write_restated(sheet: Any, report: Report, restated: Restatement, places: RowIndex) -> None:
    """Writes a row for everything that changed; the rows of the whole centre are in bold, before their units."""
    edition, before = restated.edition, restated.previous
    title = _("What changed · {quarter} · edition {number} against edition {before}").format(
        quarter=edition.quarter.title, number=edition.number, before=before.number
    )
    start_sheet(sheet, report, title, _why(edition), HEADING_ROW)
    sheet.set_row(2, 22)
    sheet.write_string(2, 0, _what(restated, before), report.formats.subtitle)
    write_headings(sheet, report, RESTATED, _WIDTHS, HEADING_ROW)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    links = Links(sheet)
    row = HEADING_ROW
    for change in restated.changes:
        row += 1
        _write_row(sheet, row, report, change, places, links)
    if restated.changes:
        sheet.autofilter(HEADING_ROW, 0, row, len(RESTATED.columns) - 1)


def _why(edition: Edition) -> str:
    day = f"{edition.closed_at:%d.%m.%Y}"
    if not edition.note:
        return _("Closed again on {day}.").format(day=day)
    return _("Closed again on {day}: {reason}.").format(day=day, reason=edition.note.rstrip("."))


def _what(restated: Restatement, before: Edition) -> str:
    day = f"{before.closed_at:%d.%m.%Y}"
    if not restated.changes:
        return _("Every figure is what edition {number} of {day} says.").format(number=before.number, day=day)
    rows = len({(change.key, change.unit) for change in restated.changes})
    return ngettext(
        "{number} row differs from edition {before} of {day}, which stands as it was signed.",
        "{number} rows differ from edition {before} of {day}, which stands as it was signed.",
        rows,
        before=before.number,
        day=day,
    )


def _write_row(sheet: Any, row: int, report: Report, change: FigureChange, places: RowIndex, links: Links) -> None:
    look = dict(_LINE) if change.unit else {**_LINE, "bg_color": BAND_LIGHT}
    bold = not change.unit
    text = report.formats.text(**look, indent=1, bold=bold)
    little = report.formats.text(**look, font_size=9, indent=1)
    key, plain = (
        report.formats.text(**look, bold=bold, **more) for more in ({"font_color": LINK, "underline": 1}, {})
    )
    place = places.indicators.get(change.key)
    links.write(
        row, _AT["key"], change.key, to_cell(PLAN_FACT.shown, f"A{place + 1}") if place else "", key, plain
    )
    words = {
        "measure": (clip_to_cell(change.measure), little),
        "unit": (clip_to_cell(change.unit or _("the whole centre")), text),
        "what": (_(change.heading), text),
    }
    for name, (shown, format_) in words.items():
        sheet.write_string(row, _AT[name], shown, format_)
    for name, value in (("was", change.old), ("now", change.new)):
        _write_value(sheet, row, _AT[name], report, change, value, {**look, "bold": name == "now"})
    _write_causes(sheet, row, report, change.causes, look, links)
    fitted = [
        (change.measure, small(_WIDTHS["measure"]) - 2),
        (change.unit, _WIDTHS["unit"] - 2),
        (str(_shown(change, change.old)), _WIDTHS["was"] - 2),
        (str(_shown(change, change.new)), _WIDTHS["now"] - 2),
        ("\n".join(_whose(cause) for cause in change.causes), _WIDTHS["whose"] - 2),
        ("\n".join(_file(cause) for cause in change.causes), small(_WIDTHS["file"]) - 2),
    ]
    sheet.set_row(row, row_height(fitted, 20))


def _shown(change: FigureChange, value: int | str | None) -> int | str:
    """A value as people see it: nothing reported is a dash, never a zero."""
    if value is None:
        return "—"
    if change.heading == STATUS:
        return Status(value).shown
    return _(Status.NOTHING_AROSE.value) if value == Status.NOTHING_AROSE.value else value


def _write_value(
    sheet: Any,
    row: int,
    column: int,
    report: Report,
    change: FigureChange,
    value: int | str | None,
    look: dict[str, object],
) -> None:
    shown = _shown(change, value)
    if isinstance(shown, int):
        sheet.write_number(row, column, shown, report.formats(**look, num_format="0", align="center"))
        return
    if change.heading == STATUS and value is not None:
        status = Status(value)
        look = {**look, "font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status]}
    sheet.write_string(row, column, clip_to_cell(shown), report.formats.text(**look, align="center"))


def _write_causes(
    sheet: Any, row: int, report: Report, causes: Sequence[Cause], look: dict[str, object], links: Links
) -> None:
    middle, text = report.formats.text(**look, align="center"), report.formats.text(**look, indent=1)
    little = report.formats.text(**look, font_size=9, indent=1)
    linked = report.formats.text(**look, font_size=9, indent=1, font_color=LINK, underline=1)
    quarters = [str(cause.quarter) if cause.quarter else "—" for cause in causes]
    files = "\n".join(_file(cause) for cause in causes)
    sheet.write_string(row, _AT["quarter"], "\n".join(quarters), middle)
    sheet.write_string(row, _AT["whose"], clip_to_cell("\n".join(_whose(cause) for cause in causes)), text)
    if len(causes) != 1:
        sheet.write_string(row, _AT["file"], clip_to_cell(files), little)
        times = "\n".join(f"{cause.at:%d.%m.%Y %H:%M}" for cause in causes)
        sheet.write_string(row, _AT["received"], times, middle)
        return
    links.write(row, _AT["file"], clip_to_cell(files), to_file(report.link(causes[0].sha256)), linked, little)
    moment = report.formats(**look, num_format=MOMENT, align="center")
    sheet.write_datetime(row, _AT["received"], wall_clock(causes[0].at), moment)


def _whose(cause: Cause) -> str:
    return cause.unit if cause.quarter else _("the plan changed")


def _file(cause: Cause) -> str:
    return _("withdrawn: {file}").format(file=cause.file) if cause.is_withdrawal else cause.file

"""The sheet of events: what was planned, what was held, where, and how many people it reached."""

from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.documents.report.common import (
    Report,
    RowIndex,
    clip_to_cell,
    row_height,
    small,
    start_sheet,
    write_table,
    write_text,
)
from xlplan.documents.report.links import Links, to_cell, to_file
from xlplan.documents.report.sheets import PLAN_FACT, REGISTER, places_of
from xlplan.documents.style import LINE, LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.report import EventRow, EventState
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_TOTALS_ROW, HEADING_ROW = 2, 3
_AT = places_of(REGISTER)
_WIDTHS = {
    "unit": 24, "key": 9, "event": 52, "planned_on": 13, "held_on": 12, "state": 22, "place": 22, "form": 12,
    "people": 11, "partner": 22, "link": 26,
}  # fmt: skip
_LOOKS = {
    EventState.HELD: Status.MET,
    EventState.NOT_MENTIONED: Status.NOT_RETURNED,
    EventState.NOT_RETURNED: Status.NOT_RETURNED,
    EventState.EXPECTED: Status.EXPECTED,
}


def write_register(sheet: Any, report: Report, places: RowIndex) -> None:
    """A row for every event, planned or reported; totals above. What a unit typed stays text, links too."""
    events = report.contents.events
    start_sheet(
        sheet,
        report,
        _("Events · {quarter}").format(quarter=report.figures.period.quarter.title),
        _note(events),
        HEADING_ROW,
    )
    sheet.freeze_panes(HEADING_ROW + 1, 0)
    if not events:
        words = _("Neither the plan nor the returns name any event of this quarter.")
        sheet.write_string(HEADING_ROW, 0, words, report.formats(font_color=MUTED))
        return
    write_table(sheet, report, REGISTER, _WIDTHS, HEADING_ROW, len(events), _("Events"))
    links = Links(sheet)
    for row, each in enumerate(events, HEADING_ROW + 1):
        _write_event(sheet, row, report, each, places, links)
    _write_totals(sheet, report, events)


def _note(events: tuple[EventRow, ...]) -> str:
    planned = sum(each.is_planned for each in events)
    words = [
        ngettext("{number} planned event", "{number} planned events", planned),
        ngettext("{number} outside the plan", "{number} outside the plan", len(events) - planned),
    ]
    if unclear := sum(bool(each.entry and each.entry.people) and each.people is None for each in events):
        words.append(
            ngettext(
                "of {number} event the number of people cannot be read; it is not added up",
                "of {number} events the number of people cannot be read; it is not added up",
                unclear,
            )
        )
    return " · ".join(words)


def _write_event(sheet: Any, row: int, report: Report, each: EventRow, places: RowIndex, links: Links) -> None:
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    formats, said = report.formats, each.entry
    text = formats.text(**line, font_size=9)
    middle = formats.text(**line, align="center", font_size=9)
    state = each.state.shown if each.is_planned else " · ".join((each.state.shown, _("outside the plan")))
    texts = {
        "unit": each.unit.name,
        "event": each.title,
        "planned_on": each.planned_on,
        "place": said.place if said else "",
        "form": said.form if said else "",
        "partner": said.partner if said else "",
        "link": said.link if said else "",
    }
    sheet.set_row(row, row_height([(words, small(_WIDTHS[name]) - 1) for name, words in texts.items()], 17))
    for name, words in texts.items():
        write_text(sheet, row, _AT[name], words, middle if name in ("planned_on", "form") else text)
    status = _LOOKS[each.state]
    tinted = formats.text(**line, font_size=9, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])
    linked = formats.text(**line, font_size=9, font_color=LINK, underline=1)
    source = to_file(report.link(each.source.sha256), each.source.sheet, each.source.cell) if each.source else ""
    _write_linked(
        links,
        row,
        _AT["state"],
        state,
        source,
        formats.text(
            **line, font_size=9, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status], underline=1
        ),
        tinted,
    )
    to = to_cell(PLAN_FACT.shown, f"A{places.indicators[each.key] + 1}") if each.key in places.indicators else ""
    _write_linked(links, row, _AT["key"], each.key, to, linked, text)
    _write_day(sheet, row, report, said.held_on if said else "", line)
    if each.people is not None:
        sheet.write_number(row, _AT["people"], each.people, formats(**line, align="center"))
    else:
        write_text(sheet, row, _AT["people"], said.people if said else "", middle)


def _write_linked(links: Links, row: int, column: int, words: str, to: str, linked: Any, plain: Any) -> None:
    links.write(row, column, clip_to_cell(words), to, linked, plain)


def _write_day(sheet: Any, row: int, report: Report, words: str, line: dict[str, object]) -> None:
    """A day that was plainly one is a date, so that the table sorts by it; anything else stays as typed."""
    try:
        day = datetime.strptime(words, "%d.%m.%Y")
    except ValueError:
        write_text(sheet, row, _AT["held_on"], words, report.formats.text(**line, align="center", font_size=9))
        return
    look = report.formats(**line, num_format="dd.mm.yyyy", align="center", font_size=9)
    sheet.write_datetime(row, _AT["held_on"], day, look)


def _write_totals(sheet: Any, report: Report, events: tuple[EventRow, ...]) -> None:
    formats = report.formats
    sheet.set_row(_TOTALS_ROW, 20)
    label = formats(bold=True, valign="vcenter")
    sheet.write_string(_TOTALS_ROW, _AT["unit"], _("Together"), label)
    first, last = HEADING_ROW + 1, HEADING_ROW + len(events)

    def cells(name: str) -> str:
        return f"{at(first, _AT[name])}:{at(last, _AT[name])}"

    held = sum(each.state is EventState.HELD for each in events)
    people = [each.people for each in events if each.people is not None]
    bold: dict[str, object] = {"bold": True, "align": "center", "valign": "vcenter"}
    look = formats(**{**bold, "align": "left"}, num_format=_words_format(_("events"), before=False))
    sheet.write_formula(_TOTALS_ROW, _AT["event"], f"=COUNTA({cells('unit')})", look, len(events))
    sign = EventState.HELD.shown
    look = formats(**{**bold, "align": "left"}, font_color=STATUS_INK[Status.MET], num_format=_words_format(sign))
    sheet.write_formula(_TOTALS_ROW, _AT["state"], f'=COUNTIF({cells("state")},"✓*")', look, held)
    formula = f'=IF(COUNT({cells("people")})=0,"",SUM({cells("people")}))'
    value = sum(people) if people else ""
    sheet.write_formula(_TOTALS_ROW, _AT["people"], formula, formats(**bold, num_format="0"), value)


def _words_format(words: str, before: bool = True) -> str:
    """A number format that shows a number with words beside it."""
    quoted = '"' + words.replace('"', "") + '"'
    return f"{quoted} 0" if before else f"0 {quoted}"

"""The sheet `Заходи` of a template: the register of events, planned ones first, then spare rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlplan.documents import style
from xlplan.documents.template.entry_cells import DATE, TEXT, CellWriter, Marks, heading_look, row_height
from xlplan.documents.template.hints import chosen, day, one_of, put, remedy, short_text, whole_number
from xlplan.documents.template.identity import form_code_line
from xlplan.domain.findings.answer_kinds import EVENT_DATE_UNCLEAR, EVENT_PEOPLE_UNCLEAR
from xlplan.domain.issue import Issue
from xlplan.domain.plan import PlannedEvent
from xlplan.domain.returned import CellContent, CellValue
from xlplan.domain.sheets import EVENT_ENTRIES, EVENTS
from xlplan.domain.submission import EVENT_FORMS
from xlplan.text.translation import _

HEADING_ROW = 4
SPARE_ROWS = 15
_WIDTHS = {
    "key": 9, "number": 5, "event": 50, "planned_on": 14, "held_on": 13, "place": 27, "form": 11, "people": 11,
    "partner": 27, "link": 30,
}  # fmt: skip
_AT = {column.name: position for position, column in enumerate(EVENTS.columns)}
_LAST = len(EVENTS.columns) - 1
_LEAST_HEIGHT = 31.0
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "key": {"num_format": TEXT},
    "event": {"num_format": TEXT},
    "held_on": {"num_format": DATE, "align": "center"},
    "place": {"num_format": TEXT},
    "form": {"num_format": TEXT, "align": "center"},
    "people": {"align": "center"},
    "partner": {"num_format": TEXT},
    "link": {"num_format": TEXT},
}

EventAnswers = Sequence[Mapping[str, CellValue]]


def write_events_sheet(
    sheet: Any, formats: style.Formats, issue: Issue, answers: EventAnswers, marks: Marks, keys: str
) -> None:
    """Fills the sheet. `answers`: rows by column name; those of no planned event take spare rows. `keys`: the
    range that lists the unit's row codes."""
    pen = CellWriter(sheet, formats)
    _set_up(sheet, issue)
    _write_head(sheet, formats, issue)
    planned = [event for row in issue.rows for event in row.events]
    given, others = _matched(planned, answers)
    at = HEADING_ROW + 1
    for event in planned:
        _write_planned(pen, at, event, given.get(event.key, {}), marks)
        at += 1
    if planned:
        sheet.set_selection(HEADING_ROW + 1, _AT["held_on"], HEADING_ROW + 1, _AT["held_on"])
    spare = at
    for answer in [*others, *[{}] * max(0, SPARE_ROWS - len(others))]:
        _write_spare(pen, at, answer, marks)
        at += 1
    _lay_hints(sheet, spare, at - 1, keys)
    sheet.autofilter(HEADING_ROW, 0, at - 1, _LAST)
    sheet.ignore_errors({"number_stored_as_text": f"A1:J{at}"})


def _matched(
    planned: Sequence[PlannedEvent], answers: EventAnswers
) -> tuple[dict[str, Mapping[str, CellValue]], list[Mapping[str, CellValue]]]:
    """The answers by the planned event they belong to, and the rest in order."""
    known = {event.key for event in planned}
    given: dict[str, Mapping[str, CellValue]] = {}
    others = []
    for answer in answers:
        number = answer.get("number")
        shown = int(number) if isinstance(number, float) and number.is_integer() else number
        key = f"{answer.get('key')}#{shown}"
        if key in known and key not in given:
            given[key] = answer
        elif any(value not in (None, "") for value in answer.values()):
            others.append(answer)
    return given, others


def _set_up(sheet: Any, issue: Issue) -> None:
    for name, width in _WIDTHS.items():
        sheet.set_column(_AT[name], _AT[name], width)
    sheet.freeze_panes(HEADING_ROW + 1, _AT["event"] + 1)
    style.set_page(sheet, HEADING_ROW, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.set_row(0, 25)
    sheet.set_row(1, 16)
    sheet.set_row(2, 16)
    sheet.set_row(3, 6)
    sheet.set_row(HEADING_ROW, 32)


def _write_head(sheet: Any, formats: style.Formats, issue: Issue) -> None:
    sheet.write_string(0, 0, _("Events · {quarter}").format(quarter=issue.quarter.title), formats.title)
    muted = formats(font_color=style.MUTED, valign="vcenter", quote_prefix=True)
    sheet.write_string(1, 0, f"{issue.unit.name} · {issue.centre}", muted)
    guide = _(
        "Write when and where each event was held and how many people it reached. "
        "Events outside the plan go into the empty rows below."
    )
    sheet.write_string(2, 0, guide, formats(bold=True, valign="vcenter"))
    form_code_line(sheet, formats, 0, _AT["partner"], issue)
    for column in EVENTS.columns:
        entry = column.name in EVENT_ENTRIES
        sheet.write_string(HEADING_ROW, _AT[column.name], column.shown, heading_look(formats, entry))


def _write_planned(
    pen: CellWriter, at: int, event: PlannedEvent, given: Mapping[str, CellValue], marks: Marks
) -> None:
    key, _sign, number = event.key.rpartition("#")
    _set_height(pen, at, event.title, event.on, given)
    pen.locked(at, _AT["key"], key, font_color=style.MUTED)
    pen.locked(at, _AT["number"], int(number), align="center", font_color=style.MUTED)
    pen.locked(at, _AT["planned_on"], event.on)
    if event.title:
        pen.locked(at, _AT["event"], event.title)
    else:
        # The plan promises it without saying what it is, so the unit may say it.
        _entry(pen, at, "event", event.key, given, marks)
        put(
            pen.sheet,
            at,
            _AT["event"],
            short_text(_heading("event"), _("The plan does not name it: what was it?")),
        )
    _write_entries(pen, at, event.key, given, marks)


def _write_spare(pen: CellWriter, at: int, given: Mapping[str, CellValue], marks: Marks) -> None:
    row = str(given.get("key") or "")
    _set_height(pen, at, given.get("event"), "", given)
    for name in ("key", "event"):
        _entry(pen, at, name, row, given, marks)
    for name in ("number", "planned_on"):
        pen.locked(at, _AT[name], None, bg_color=style.BAND_LIGHT)
    _write_entries(pen, at, row, given, marks)


def _write_entries(pen: CellWriter, at: int, row: str, given: Mapping[str, CellValue], marks: Marks) -> None:
    for name in EVENT_ENTRIES:
        _entry(pen, at, name, row, given, marks)


def _lay_hints(sheet: Any, spare: int, last: int, keys: str) -> None:
    """The hints of whole columns: of the spare rows, which begin at `spare`, and of all."""
    code = _("The code of the measure that the event belongs to: choose it from the list.")
    event = _("What it was, where and for whom. No names, phones or other personal data, please.")
    people = _("How many people came: a whole number. If nobody was counted, leave it empty.")
    place = _("Where it was: the community, the street or the institution; for an online one, the platform.")
    form = _("Choose from the list: did people come, or was it online?")
    partner = _("Who held it with you: an office, a school, an organisation. Empty if nobody.")
    link = _("Where it can be read about, if anywhere: the address of a page or a post.")
    first = HEADING_ROW + 1
    hints = {
        "key": (spare, one_of(_heading("key"), code, keys)),
        "event": (spare, short_text(_heading("event"), event)),
        "held_on": (first, day(_heading("held_on"), remedy(EVENT_DATE_UNCLEAR))),
        "place": (first, short_text(_heading("place"), place)),
        "form": (first, chosen(_heading("form"), form, tuple(_(each) for each in EVENT_FORMS))),
        "partner": (first, short_text(_heading("partner"), partner)),
        "people": (first, whole_number(_heading("people"), people, remedy(EVENT_PEOPLE_UNCLEAR))),
        "link": (first, short_text(_heading("link"), link)),
    }
    for name, (top, hint) in hints.items():
        put(sheet, top, _AT[name], hint, last)


def _entry(pen: CellWriter, at: int, name: str, row: str, given: Mapping[str, CellValue], marks: Marks) -> None:
    # Several events stand under one code: a finding belongs to the one that reads as it quotes.
    text = CellContent(given.get(name), "").text.strip()
    key = row.partition("#")[0]
    faults = tuple(
        fault
        for fault in marks.get((EVENTS.name, key, name), ())
        if given and (name == "key" or text.startswith(dict(fault.values).get("seen", "").removesuffix("…")))
    )
    pen.entry(at, _AT[name], given.get(name), faults, **_LOOKS[name])


def _heading(name: str) -> str:
    return EVENTS.column(name).shown


def _set_height(pen: CellWriter, at: int, title: CellValue, on: str, given: Mapping[str, CellValue]) -> None:
    texts = [(title, _WIDTHS["event"]), (on, _WIDTHS["planned_on"])]
    texts += [(given.get(name), _WIDTHS[name]) for name in ("place", "partner", "link")]
    pen.sheet.set_row(at, row_height(texts, _LEAST_HEIGHT))

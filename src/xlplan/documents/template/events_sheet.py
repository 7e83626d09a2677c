"""Sheet `Заходи` of a template: the register of events, planned ones first, then spare rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlplan.documents import style
from xlplan.documents.page_fit import print_whole
from xlplan.documents.template.entry_cells import DATE, TEXT, CellFindings, CellWriter, heading_format, row_height
from xlplan.documents.template.event_cells import (
    EVENT_POSITIONS,
    HEADING_ROW,
    SPARE_ROWS,
    EventAnswers,
    match_answers,
)
from xlplan.documents.template.hints import (
    date_hint,
    number_hint,
    range_choice_hint,
    remedy,
    text_hint,
    word_choice_hint,
    write_hint,
)
from xlplan.documents.template.identity import write_form_code
from xlplan.domain.entries import EVENT_FORMS
from xlplan.domain.findings.answer_kinds import EVENT_DATE_UNCLEAR, EVENT_PEOPLE_UNCLEAR
from xlplan.domain.issue import Issue
from xlplan.domain.plan import PlannedEvent
from xlplan.domain.returned import CellContent, CellValue
from xlplan.domain.sheets import EVENT_ENTRIES, EVENTS
from xlplan.text.translation import _

_WIDTHS = {
    "key": 9, "number": 6, "event": 48, "planned_on": 15, "held_on": 14, "place": 27, "form": 11, "people": 12,
    "partner": 27, "link": 30,
}  # fmt: skip
EVENT_WIDTHS = tuple(_WIDTHS.values())
_LAST = len(EVENTS.columns) - 1
_LEAST_HEIGHT = 31.0
_ENTRY_PROPERTIES: Mapping[str, Mapping[str, object]] = {
    "key": {"num_format": TEXT},
    "event": {"num_format": TEXT},
    "held_on": {"num_format": DATE, "align": "center"},
    "place": {"num_format": TEXT},
    "form": {"num_format": TEXT, "align": "center"},
    "people": {"align": "center"},
    "partner": {"num_format": TEXT},
    "link": {"num_format": TEXT},
}


def write_events_sheet(
    sheet: Any, formats: style.Formats, issue: Issue, answers: EventAnswers, findings: CellFindings, keys: str
) -> None:
    """Fill the sheet.

    Args:
        sheet: An XlsxWriter worksheet.
        formats: The formats of the workbook.
        issue: The issue of the template.
        answers: Rows by column name. Rows of no planned event take spare rows.
        findings: The findings of entry cells.
        keys: The range that lists the row codes of the unit.
    """
    _set_up(sheet, issue)
    _write_head(sheet, formats, issue)
    planned = tuple(event for row in issue.rows for event in row.events)
    typed = tuple((name, type(value), value) for answer in answers for name, value in answer.items())
    key = (planned, keys, *(len(answer) for answer in answers), *typed)
    sheet.once(key, lambda: _write_rows(CellWriter(sheet, formats), planned, answers, findings, keys))


def _write_rows(
    writer: CellWriter,
    planned: Sequence[PlannedEvent],
    answers: EventAnswers,
    findings: CellFindings,
    keys: str,
) -> None:
    """Write the rows below the headings: the planned events, then the others."""
    sheet = writer.sheet
    answers_by_event, others = match_answers(planned, answers)
    row = HEADING_ROW + 1
    for event in planned:
        _write_planned_event(writer, row, event, answers_by_event.get(event.key, {}), findings)
        row += 1
    if planned:
        sheet.set_selection(
            HEADING_ROW + 1, EVENT_POSITIONS["held_on"], HEADING_ROW + 1, EVENT_POSITIONS["held_on"]
        )
    spare = row
    for answer in [*others, *[{}] * max(0, SPARE_ROWS - len(others))]:
        _write_spare_row(writer, row, answer, findings)
        row += 1
    writer.end_marks()
    _write_hints(sheet, spare, row - 1, keys)
    sheet.autofilter(HEADING_ROW, 0, row - 1, _LAST)
    print_whole(sheet, EVENT_WIDTHS, row - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:J{row}"})


def _set_up(sheet: Any, issue: Issue) -> None:
    for name, width in _WIDTHS.items():
        sheet.set_column(EVENT_POSITIONS[name], EVENT_POSITIONS[name], width)
    sheet.freeze_panes(HEADING_ROW + 1, EVENT_POSITIONS["event"] + 1)
    style.set_page(sheet, HEADING_ROW, f"{issue.unit.name} · {issue.quarter.title} · {issue.form_code}")
    sheet.set_row(0, 25)
    sheet.set_row(1, 16)
    sheet.set_row(2, 16)
    sheet.set_row(3, 6)
    headings = [column.shown for column in EVENTS.columns]
    sheet.set_row(HEADING_ROW, style.filter_heading_height(headings, EVENT_WIDTHS))


def _write_head(sheet: Any, formats: style.Formats, issue: Issue) -> None:
    sheet.write_string(0, 0, _("Events · {quarter}").format(quarter=issue.quarter.title), formats.title)
    muted = formats(font_color=style.MUTED, valign="vcenter", quote_prefix=True)
    sheet.write_string(1, 0, f"{issue.unit.name} · {issue.centre}", muted)
    write_form_code(sheet, formats, 0, EVENT_POSITIONS["partner"], issue)
    sheet.once("head", lambda: _write_guide(sheet, formats))


def _write_guide(sheet: Any, formats: style.Formats) -> None:
    """Write what all templates have alike: how to fill it in, and the headings."""
    guide = _(
        "Write when and where each event was held and how many people it reached. "
        "Events outside the plan go into the empty rows below."
    )
    sheet.write_string(2, 0, guide, formats(bold=True, valign="vcenter"))
    for column in EVENTS.columns:
        entry = column.name in EVENT_ENTRIES
        sheet.write_string(HEADING_ROW, EVENT_POSITIONS[column.name], column.shown, heading_format(formats, entry))


def _write_planned_event(
    writer: CellWriter, row: int, event: PlannedEvent, answer: Mapping[str, CellValue], findings: CellFindings
) -> None:
    key, _sign, number = event.key.rpartition("#")
    _set_height(writer, row, event.title, event.on, answer)
    writer.write_locked(row, EVENT_POSITIONS["key"], key, font_color=style.MUTED)
    writer.write_locked(row, EVENT_POSITIONS["number"], int(number), align="center", font_color=style.MUTED)
    writer.write_locked(row, EVENT_POSITIONS["planned_on"], event.on)
    if event.title:
        writer.write_locked(row, EVENT_POSITIONS["event"], event.title)
    else:
        # The plan promises an event without a description, so the unit may describe it.
        _write_entry(writer, row, "event", event.key, answer, findings)
        write_hint(
            writer.sheet,
            row,
            EVENT_POSITIONS["event"],
            text_hint(_heading("event"), _("The plan does not name it: what was it?")),
        )
    _write_entries(writer, row, event.key, answer, findings)


def _write_spare_row(
    writer: CellWriter, row: int, answer: Mapping[str, CellValue], findings: CellFindings
) -> None:
    code = str(answer.get("key") or "")
    _set_height(writer, row, answer.get("event"), "", answer)
    for name in ("key", "event"):
        _write_entry(writer, row, name, code, answer, findings)
    for name in ("number", "planned_on"):
        writer.write_locked(row, EVENT_POSITIONS[name], None, bg_color=style.BAND_LIGHT)
    _write_entries(writer, row, code, answer, findings)


def _write_entries(
    writer: CellWriter, row: int, code: str, answer: Mapping[str, CellValue], findings: CellFindings
) -> None:
    for name in EVENT_ENTRIES:
        _write_entry(writer, row, name, code, answer, findings)


def _write_hints(sheet: Any, spare: int, last: int, keys: str) -> None:
    """Add the hints of whole columns: those of the spare rows, which begin at `spare`, and those of all rows."""
    code = _("The code of the measure that the event belongs to: choose it from the list.")
    event = _("What it was, where and for whom. No names, phones or other personal data, please.")
    people = _("How many people came: a whole number. If nobody was counted, leave it empty.")
    place = _("Where it was: the community, the street or the institution; for an online one, the platform.")
    form = _("Choose from the list: did people come, or was it online?")
    partner = _("Who held it with you: an office, a school, an organisation. Empty if nobody.")
    link = _("Where it can be read about, if anywhere: the address of a page or a post.")
    first = HEADING_ROW + 1
    hints = {
        "key": (spare, range_choice_hint(_heading("key"), code, keys)),
        "event": (spare, text_hint(_heading("event"), event)),
        "held_on": (first, date_hint(_heading("held_on"), remedy(EVENT_DATE_UNCLEAR))),
        "place": (first, text_hint(_heading("place"), place)),
        "form": (
            first,
            word_choice_hint(_heading("form"), form, tuple(_(form_of_event) for form_of_event in EVENT_FORMS)),
        ),
        "partner": (first, text_hint(_heading("partner"), partner)),
        "people": (first, number_hint(_heading("people"), people, remedy(EVENT_PEOPLE_UNCLEAR))),
        "link": (first, text_hint(_heading("link"), link)),
    }
    for name, (first_row, hint) in hints.items():
        write_hint(sheet, first_row, EVENT_POSITIONS[name], hint, last)


def _write_entry(
    writer: CellWriter,
    row: int,
    name: str,
    code: str,
    answer: Mapping[str, CellValue],
    cell_findings: CellFindings,
) -> None:
    # Several events have the same code. A finding belongs to the event whose text it quotes.
    text = CellContent(answer.get(name), "").text.strip()
    key = code.partition("#")[0]
    quoted = tuple(
        finding
        for finding in cell_findings.get((EVENTS.name, key, name), ())
        if answer and (name == "key" or text.startswith(dict(finding.values).get("seen", "").removesuffix("…")))
    )
    writer.write_entry(row, EVENT_POSITIONS[name], answer.get(name), quoted, **_ENTRY_PROPERTIES[name])


def _heading(name: str) -> str:
    return EVENTS.column(name).shown


def _set_height(writer: CellWriter, row: int, title: CellValue, on: str, answer: Mapping[str, CellValue]) -> None:
    texts = [(title, _WIDTHS["event"]), (on, _WIDTHS["planned_on"])]
    texts += [(answer.get(name), _WIDTHS[name]) for name in ("place", "partner", "link")]
    writer.sheet.set_row(row, row_height(texts, _LEAST_HEIGHT))

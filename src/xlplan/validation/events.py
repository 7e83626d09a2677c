"""Reading the events of a return, with the findings about each of them."""

from xlplan.domain.day_reading import DayProblem, DayReading, read_day, serial_days
from xlplan.domain.entries import EVENT_FORMS, EventEntry
from xlplan.domain.findings.answer_kinds import (
    EVENT_DATE_UNCLEAR,
    EVENT_FORM_UNCLEAR,
    EVENT_OUTSIDE_QUARTER,
    EVENT_PEOPLE_UNCLEAR,
    EVENT_UNKNOWN,
    EVENT_WITHOUT_CODE,
    EVENT_WITHOUT_DATE,
)
from xlplan.domain.findings.cell_kinds import (
    EVENT_DATE_OLD,
    EVENT_DATE_SEVERAL,
    EVENT_DATE_UNDERSTOOD,
    EVENT_DATE_WEEKDAY,
    EVENT_DATE_YEARLESS,
    EVENT_PEOPLE_AMBIGUOUS,
    EVENT_PEOPLE_MERGED,
    EVENT_PEOPLE_SCALED,
    EVENT_PEOPLE_SEVERAL,
    EVENT_UNSEEN,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue
from xlplan.domain.number_reading import NumberProblem, read_number
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellContent, CellProblem, ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import _, all_translations, quote
from xlplan.validation.context import Findings
from xlplan.validation.entries import note_reading
from xlplan.validation.quoting import quote_cell, shorten

_ABSENT_CELL = CellContent(None, "")
_FORMS = {match_key(word) for form in EVENT_FORMS for word in all_translations(form)}
_KINDS_OF_PEOPLE = {
    CellProblem.SCALED: EVENT_PEOPLE_SCALED,
    CellProblem.UNSEEN: EVENT_UNSEEN,
    CellProblem.MERGED: EVENT_PEOPLE_MERGED,
}


def read_events(issue: Issue, rows: tuple[ReturnedRow, ...]) -> tuple[tuple[EventEntry, ...], Findings]:
    """Return the events that a unit reported, in file order, and the findings about them.

    A planned event without any answer makes no entry. Every other event makes one, even if it is unclear.
    """
    planned = {event.key for row in issue.rows for event in row.events}
    issued_keys = {row.key for row in issue.rows}
    entries: list[EventEntry] = []
    findings: list[Finding] = []
    for row in rows:
        key = f"{row.key}#{clean_spaces(_cell(row, 'number').text)}"
        event = key if key in planned else ""
        is_filled_in = any(
            not _cell(row, name).blank or _cell(row, name).problem
            for name in ("held_on", "place", "form", "people", "partner", "link")
        )
        if not is_filled_in and (event or _cell(row, "event").blank):
            continue
        entry, event_findings = _read_event(row, event, issue.quarter)
        entries.append(entry)
        findings += [
            *_code_findings(row, issued_keys),
            *event_findings,
            *_missing_date(row, entry),
            *_outside_quarter(issue.quarter, entry, row),
        ]
    return tuple(entries), tuple(findings)


def _cell(row: ReturnedRow, name: str) -> CellContent:
    return row.cells.get(name, _ABSENT_CELL)


def _location(row: ReturnedRow, name: str) -> Location:
    return Location(sheet=row.sheet, cell=_cell(row, name).cell, row=row.key)


def _outside_quarter(quarter: Quarter, entry: EventEntry, row: ReturnedRow) -> Findings:
    day = read_day(entry.held_on).day
    if day is None or quarter.first_day <= day <= quarter.last_day:
        return ()
    values = {"heading": HEADINGS["held_on"], "seen": entry.held_on, "quarter": quarter.title}
    return (EVENT_OUTSIDE_QUARTER.at(_location(row, "held_on"), **values),)


def _missing_date(row: ReturnedRow, entry: EventEntry) -> Findings:
    """Return the finding that an event of which more than its name is told has no date; the template counts it."""
    told = (not _cell(row, name).blank for name in ("place", "form", "people", "partner", "link"))
    if not _cell(row, "held_on").blank or _cell(row, "held_on").problem or not any(told):
        return ()
    seen = shorten(entry.title) or row.key or "…"
    return (EVENT_WITHOUT_DATE.at(_location(row, "held_on"), seen=seen, heading=HEADINGS["held_on"]),)


def _code_findings(row: ReturnedRow, issued_keys: set[str]) -> Findings:
    if row.key in issued_keys:
        return ()
    if row.key:
        return (EVENT_UNKNOWN.at(_location(row, "key"), row=shorten(row.key)),)
    title = shorten(_cell(row, "event").text) or "…"
    return (EVENT_WITHOUT_CODE.at(_location(row, "key"), seen=title),)


def _read_event(row: ReturnedRow, event: str, quarter: Quarter) -> tuple[EventEntry, Findings]:
    held_on, date_findings = _read_date(row, quarter)
    people, people_findings = _read_people(row)
    form, form_findings = _read_form(row)
    entry = EventEntry(
        event=event,
        key=row.key,
        title=_cell(row, "event").text.strip(),
        held_on=held_on,
        people=people,
        place=_cell(row, "place").text.strip(),
        form=form,
        partner=_cell(row, "partner").text.strip(),
        link=_cell(row, "link").text.strip(),
        sheet=row.sheet,
        cell=_cell(row, "event").cell,
    )
    unseen = [
        EVENT_UNSEEN.at(_location(row, name), heading=HEADINGS[name], seen=quote_cell(_cell(row, name)))
        for name in ("event", "place", "partner", "link")
        if _cell(row, name).problem is CellProblem.UNSEEN and not _cell(row, name).blank
    ]
    return entry, (*date_findings, *form_findings, *people_findings, *unseen)


def _read_date(row: ReturnedRow, quarter: Quarter) -> tuple[str, Findings]:
    content, location, heading = _cell(row, "held_on"), _location(row, "held_on"), HEADINGS["held_on"]
    if content.blank and (content.problem is None or content.problem.has_value):
        return "", ()
    reading = DayReading() if content.problem else read_day(content.value, quarter)
    if reading.day is None:
        return content.text.strip(), (_unclear_date(content, reading, quarter, location),)
    shown = f"{reading.day:%d.%m.%Y}"
    if not reading.needs_note:
        return shown, ()
    return shown, (EVENT_DATE_UNDERSTOOD.at(location, heading=heading, seen=quote_cell(content), day=shown),)


def _unclear_date(content: CellContent, reading: DayReading, quarter: Quarter, location: Location) -> Finding:
    heading, seen = HEADINGS["held_on"], quote_cell(content)
    if content.problem is CellProblem.OLD_DATE and (days := serial_days(content.value)):
        first, second = (f"{day:%d.%m.%Y}" for day in days)
        return EVENT_DATE_OLD.at(location, heading=heading, seen=seen, first=first, second=second)
    if content.problem is CellProblem.UNSEEN:
        return EVENT_UNSEEN.at(location, heading=heading, seen=seen)
    if reading.problem is DayProblem.SEVERAL:
        return EVENT_DATE_SEVERAL.at(location, heading=heading, seen=seen)
    if reading.problem is DayProblem.NO_YEAR:
        return EVENT_DATE_YEARLESS.at(location, heading=heading, seen=seen, quarter=quarter.title)
    if reading.problem is DayProblem.OTHER_WEEKDAY:
        return EVENT_DATE_WEEKDAY.at(location, heading=heading, seen=seen)
    return EVENT_DATE_UNCLEAR.at(location, heading=heading, seen=seen)


def _read_form(row: ReturnedRow) -> tuple[str, Findings]:
    content = _cell(row, "form")
    text = content.text.strip()
    if (not text and not content.problem) or match_key(text) in _FORMS:
        return text, ()
    forms = ", ".join(f"“{_(form)}”" for form in EVENT_FORMS)
    location = _location(row, "form")
    return text, (
        EVENT_FORM_UNCLEAR.at(location, heading=HEADINGS["form"], seen=quote_cell(content), known=forms),
    )


def _read_people(row: ReturnedRow) -> tuple[str, Findings]:
    content, location, heading = _cell(row, "people"), _location(row, "people"), HEADINGS["people"]
    if content.blank and (content.problem is None or content.problem.has_value):
        return "", ()
    seen = quote_cell(content)
    # Such a number is not kept: a later reader of it would not know of the doubt.
    if content.problem in _KINDS_OF_PEOPLE:
        return "", (_KINDS_OF_PEOPLE[content.problem].at(location, heading=heading, seen=seen),)
    number = read_number(content.value)
    if number.value is not None and not content.problem:
        return str(number.value), note_reading(number, content, location, "people")
    if number.problem is NumberProblem.SEVERAL:
        several = ", ".join(map(quote, number.readings))
        finding = EVENT_PEOPLE_SEVERAL.at(location, heading=heading, seen=several)
    elif number.problem is NumberProblem.AMBIGUOUS:
        first, second = number.readings
        finding = EVENT_PEOPLE_AMBIGUOUS.at(location, heading=heading, seen=seen, first=first, second=second)
    else:
        finding = EVENT_PEOPLE_UNCLEAR.at(location, heading=heading, seen=seen)
    return content.text.strip(), (finding,)

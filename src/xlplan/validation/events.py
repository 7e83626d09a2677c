"""Reading the events of a return, with the findings about each of them."""

import re
from datetime import date, datetime, timedelta

from xlplan.domain.entries import EVENT_FORMS, EventEntry
from xlplan.domain.findings.answer_kinds import (
    ENTRY_UNDERSTOOD,
    EVENT_DATE_UNCLEAR,
    EVENT_FORM_UNCLEAR,
    EVENT_OUTSIDE_QUARTER,
    EVENT_PEOPLE_UNCLEAR,
    EVENT_UNKNOWN,
    EVENT_WITHOUT_CODE,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue
from xlplan.domain.number_reading import read_number
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, all_translations
from xlplan.validation.context import Findings
from xlplan.validation.entries import note_reading
from xlplan.validation.quoting import quote_cell, shorten

_ABSENT_CELL = CellContent(None, "")
_FORMS = {match_key(word) for form in EVENT_FORMS for word in all_translations(form)}
# The usual way to write a date is "14.05.2021 р."; 14/05/2021, 14-05-2021 and 2021-05-14 are as clear.
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*(?:р\.?|року)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# Day 0 of the serial numbers of spreadsheets. The range covers the years 2000 to 2099; no other number is a date.
_DAY_ZERO = date(1899, 12, 30)
_SERIAL_DAYS = range(36_526, 73_051)


def read_events(issue: Issue, rows: tuple[ReturnedRow, ...]) -> tuple[tuple[EventEntry, ...], Findings]:
    """Return the events that a unit reported, in file order, and the findings about them.

    A planned event without any answer makes no entry. Every other event makes one, even if it is unclear.
    """
    planned = {event.key for row in issue.rows for event in row.events}
    issued_keys = {row.key for row in issue.rows}
    entries: list[EventEntry] = []
    findings: list[Finding] = []
    for row in rows:
        key = f"{row.key}#{_cell(row, 'number').text.strip()}"
        event = key if key in planned else ""
        is_filled_in = any(
            not _cell(row, name).blank or _cell(row, name).problem
            for name in ("held_on", "place", "form", "people", "partner", "link")
        )
        if not is_filled_in and (event or _cell(row, "event").blank):
            continue
        entry, event_findings = _read_event(row, event)
        entries.append(entry)
        findings += [
            *_code_findings(row, issued_keys),
            *event_findings,
            *_outside_quarter(issue.quarter, entry, row),
        ]
    return tuple(entries), tuple(findings)


def _cell(row: ReturnedRow, name: str) -> CellContent:
    return row.cells.get(name, _ABSENT_CELL)


def _location(row: ReturnedRow, name: str) -> Location:
    return Location(sheet=row.sheet, cell=_cell(row, name).cell, row=row.key)


def _outside_quarter(quarter: Quarter, entry: EventEntry, row: ReturnedRow) -> Findings:
    day = read_day(entry.held_on)
    if day is None or quarter.first_day <= day <= quarter.last_day:
        return ()
    values = {"heading": HEADINGS["held_on"], "seen": entry.held_on, "quarter": quarter.title}
    return (EVENT_OUTSIDE_QUARTER.at(_location(row, "held_on"), **values),)


def _code_findings(row: ReturnedRow, issued_keys: set[str]) -> Findings:
    if row.key in issued_keys:
        return ()
    if row.key:
        return (EVENT_UNKNOWN.at(_location(row, "key"), row=shorten(row.key)),)
    title = shorten(_cell(row, "event").text) or "…"
    return (EVENT_WITHOUT_CODE.at(_location(row, "key"), seen=title),)


def _read_event(row: ReturnedRow, event: str) -> tuple[EventEntry, Findings]:
    held_on, date_findings = _read_date(row)
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
    return entry, (*date_findings, *form_findings, *people_findings)


def _read_date(row: ReturnedRow) -> tuple[str, Findings]:
    content = _cell(row, "held_on")
    if content.blank and not content.problem:
        return "", ()
    day = content.value if isinstance(content.value, date) else read_day(content.text)
    if day is not None and not content.problem:
        return f"{day:%d.%m.%Y}", ()
    if day := _date_from_serial(content):
        shown = f"{day:%d.%m.%Y}"
        values = {"heading": HEADINGS["held_on"], "seen": quote_cell(content), "number": shown}
        return shown, (ENTRY_UNDERSTOOD.at(_location(row, "held_on"), **values),)
    return content.text.strip(), (
        EVENT_DATE_UNCLEAR.at(_location(row, "held_on"), heading=HEADINGS["held_on"], seen=quote_cell(content)),
    )


def read_day(text: str) -> date | None:
    """Return the day that a text names (`14.05.2021`, `14.05.2021 р.`, `2021-05-14`); None for any other text."""
    plain = text.strip()
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return datetime(year, month, day).date()
    except ValueError:
        return None


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


def _date_from_serial(content: CellContent) -> date | None:
    """Return the day of a serial number, as left by a program that dropped the date format; else None."""
    if isinstance(content.value, bool) or not isinstance(content.value, int | float):
        return None
    return _DAY_ZERO + timedelta(content.value) if content.value in _SERIAL_DAYS else None


def _read_people(row: ReturnedRow) -> tuple[str, Findings]:
    content = _cell(row, "people")
    location = _location(row, "people")
    if content.blank and not content.problem:
        return "", ()
    number = read_number(content.value)
    if number.value is not None and not content.problem:
        return str(number.value), note_reading(number, content, location, "people")
    return content.text.strip(), (
        EVENT_PEOPLE_UNCLEAR.at(location, heading=HEADINGS["people"], seen=quote_cell(content)),
    )

"""The register of events in a return: what a unit said of each, and what is unclear in it."""

import re
from datetime import date, datetime, timedelta

from xlplan.domain.answers import read_number
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
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.submission import EVENT_FORMS, EventEntry
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, all_translations
from xlplan.validation.context import Findings
from xlplan.validation.entries import note_understood, quote_cell
from xlplan.validation.quoting import short

_NOWHERE = CellContent(None, "")
_FORMS = {match_key(word) for form in EVENT_FORMS for word in all_translations(form)}
# "14.05.2021 р." is how a date is written here; 14/05/2021, 14-05-2021 and 2021-05-14 leave no doubt either.
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*(?:р\.?|року)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# How a spreadsheet counts days; these run from 2000 to 2099, and nothing else in a date's cell does.
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)


def read_events(issue: Issue, rows: tuple[ReturnedRow, ...]) -> tuple[tuple[EventEntry, ...], Findings]:
    """Return the events that a unit reported, in file order, and what is unclear in them.

    A planned event of which nothing was said makes no entry; every other one does, also where it is unclear.
    """
    planned = {event.key for row in issue.rows for event in row.events}
    known = {row.key for row in issue.rows}
    entries: list[EventEntry] = []
    findings: list[Finding] = []
    for row in rows:
        key = f"{row.key}#{_cell(row, 'number').text.strip()}"
        event = key if key in planned else ""
        said = any(
            not _cell(row, name).blank or _cell(row, name).problem
            for name in ("held_on", "place", "form", "people", "partner", "link")
        )
        if not said and (event or _cell(row, "event").blank):
            continue
        entry, unclear = _read_event(row, event)
        entries.append(entry)
        findings += [*_code_findings(row, known), *unclear, *_outside(issue.quarter, entry, row)]
    return tuple(entries), tuple(findings)


def _cell(row: ReturnedRow, name: str) -> CellContent:
    return row.cells.get(name, _NOWHERE)


def _place(row: ReturnedRow, name: str) -> Location:
    return Location(sheet=row.sheet, cell=_cell(row, name).cell, row=row.key)


def _outside(quarter: Quarter, entry: EventEntry, row: ReturnedRow) -> Findings:
    day = read_day(entry.held_on)
    if day is None or quarter.first_day <= day <= quarter.last_day:
        return ()
    names = {"heading": HEADINGS["held_on"], "seen": entry.held_on, "quarter": quarter.title}
    return (EVENT_OUTSIDE_QUARTER.at(_place(row, "held_on"), **names),)


def _code_findings(row: ReturnedRow, known: set[str]) -> Findings:
    if row.key in known:
        return ()
    if row.key:
        return (EVENT_UNKNOWN.at(_place(row, "key"), row=short(row.key)),)
    title = short(_cell(row, "event").text) or "…"
    return (EVENT_WITHOUT_CODE.at(_place(row, "key"), seen=title),)


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
    seen = _cell(row, "held_on")
    if seen.blank and not seen.problem:
        return "", ()
    day = seen.value if isinstance(seen.value, date) else read_day(seen.text)
    if day is not None and not seen.problem:
        return f"{day:%d.%m.%Y}", ()
    if day := _from_serial(seen):
        shown = f"{day:%d.%m.%Y}"
        names = {"heading": HEADINGS["held_on"], "seen": quote_cell(seen), "number": shown}
        return shown, (ENTRY_UNDERSTOOD.at(_place(row, "held_on"), **names),)
    return seen.text.strip(), (
        EVENT_DATE_UNCLEAR.at(_place(row, "held_on"), heading=HEADINGS["held_on"], seen=quote_cell(seen)),
    )


def read_day(text: str) -> date | None:
    """The day that a text plainly names (`14.05.2021`, `14.05.2021 р.`, `2021-05-14`), else None."""
    plain = text.strip()
    if typed := _DAY_FIRST.fullmatch(plain):
        day, month, year = (int(part) for part in typed.groups())
    elif typed := _YEAR_FIRST.fullmatch(plain):
        year, month, day = (int(part) for part in typed.groups())
    else:
        return None
    try:
        return datetime(year, month, day).date()
    except ValueError:
        return None


def _read_form(row: ReturnedRow) -> tuple[str, Findings]:
    seen = _cell(row, "form")
    text = seen.text.strip()
    if (not text and not seen.problem) or match_key(text) in _FORMS:
        return text, ()
    known = ", ".join(f"“{_(form)}”" for form in EVENT_FORMS)
    place = _place(row, "form")
    return text, (EVENT_FORM_UNCLEAR.at(place, heading=HEADINGS["form"], seen=quote_cell(seen), known=known),)


def _from_serial(seen: CellContent) -> date | None:
    """The day that a bare number is, where the program that saved the file dropped the looks of a date."""
    if isinstance(seen.value, bool) or not isinstance(seen.value, int | float):
        return None
    return _DAY_ZERO + timedelta(seen.value) if seen.value in _SERIALS else None


def _read_people(row: ReturnedRow) -> tuple[str, Findings]:
    seen = _cell(row, "people")
    place = _place(row, "people")
    if seen.blank and not seen.problem:
        return "", ()
    number = read_number(seen.value)
    if number.value is not None and not seen.problem:
        return str(number.value), note_understood(number, seen, place, "people")
    return seen.text.strip(), (EVENT_PEOPLE_UNCLEAR.at(place, heading=HEADINGS["people"], seen=quote_cell(seen)),)

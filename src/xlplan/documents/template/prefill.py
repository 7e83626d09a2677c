"""Prior answers of a unit as cells for a new template."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from xlplan.documents.cell_values import cell_number
from xlplan.documents.template.event_cells import EventAnswers
from xlplan.documents.template.report_sheet import Answers
from xlplan.domain.entries import NO, YES, Entry, EntryKind, EventEntry
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.text.translation import _


def entry_cells(entries: Iterable[Entry], asked_again: Iterable[str] = ()) -> Answers:
    """Return the cells of `Звіт` by row code and column name.

    Of rows that are asked again only the description stays: the unit must give its result once more.
    """
    keys = set(asked_again)
    return {entry.key: _cells(entry, entry.key in keys) for entry in entries}


def _cells(entry: Entry, asked_again: bool) -> dict[str, CellValue]:
    description: dict[str, CellValue] = {"description": entry.description}
    if asked_again:
        return description
    number = None if entry.number is None else cell_number(entry.number)
    done = _(Status.NOTHING_AROSE.value) if entry.kind is EntryKind.NOTHING_AROSE else number
    kept = None if entry.kept is None else _(YES if entry.kept else NO)
    return {"done": done, **description, "reason": entry.reason, "action": entry.action, "kept": kept}


def event_cells(events: Iterable[EventEntry]) -> EventAnswers:
    """Return the rows of `Заходи` by column name.

    A plain date is a date there, and a plain number of people is a number.
    """
    return [
        {
            "key": event.key,
            "number": int(event.event.rpartition("#")[2]) if event.event else None,
            "event": event.title,
            "held_on": _day(event.held_on),
            "place": event.place,
            "form": event.form,
            "people": int(event.people) if event.people.isdecimal() else event.people,
            "partner": event.partner,
            "link": event.link,
        }
        for event in events
    ]


def _day(text: str) -> CellValue:
    # The rules write a date that they understood in this form. Any other text stays as it was typed.
    with suppress(ValueError):
        return datetime.strptime(text, "%d.%m.%Y")
    return text

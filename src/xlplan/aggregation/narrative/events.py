"""Events in a narrative: counted by their sorts, with the people reached, and each with date, place and people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlplan.aggregation.narrative.texts import capital, clean, gap, in_a_row, joined, plain, sentence
from xlplan.domain.event_sorts import counted_sorts
from xlplan.domain.figure_words import unit_names
from xlplan.domain.narrative import Passages
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import Unit
from xlplan.domain.report import EventRow, EventState
from xlplan.text.translation import _, ngettext, quote

# Of more events under one row of a unit the first ones are told, and the others counted.
MOST_EVENTS = 12


def held(events: Iterable[EventRow]) -> tuple[EventRow, ...]:
    """Return the events that a unit reported."""
    return tuple(event for event in events if event.state is EventState.HELD)


def by_row(events: Iterable[EventRow]) -> Mapping[str, tuple[EventRow, ...]]:
    """Return events by the code of their row; "" for those that name none."""
    rows: dict[str, list[EventRow]] = {}
    for event in events:
        rows.setdefault(event.key, []).append(event)
    return {key: tuple(found) for key, found in rows.items()}


def counted_events(events: Sequence[EventRow]) -> Passages:
    """Return the sentence that counts the events held, by their sorts, and the people that they reached.

    An event whose people nobody counted is told as a gap, never as one that reached none.
    """
    reported = held(events)
    if not reported:
        return ()
    sorts = counted_sorts(event.title for event in reported)
    if len(sorts) == 1 and sorts[0][0] == len(reported):
        words = _("held {events}").format(events=sorts[0][1])
    else:
        words = ngettext("held {number} event", "held {number} events", len(reported))
        if sorts:
            listed = in_a_row([each for _number, each in sorts])
            words = _("{held}, of them {sorts}").format(held=words, sorts=listed)
    people = [event.people for event in reported if event.people is not None]
    if people:
        persons = ngettext("{number} person", "{number} persons", sum(people))
        words = _("{held}; reached: {persons}").format(held=words, persons=persons)
    without = len(reported) - len(people)
    missing: Passages = ()
    if without:
        text = ngettext("people not counted in {number} event", "people not counted in {number} events", without)
        missing = (plain(" "), gap(text))
    return sentence((plain(capital(words)), *missing))


def told_events(events: Sequence[EventRow], unit: str) -> Passages:
    """Return the events that a unit held under one row: date, place, title, people, form, partner.

    Args:
        events: The events, of one unit and one row.
        unit: The name of the unit, for the gaps.
    """
    reported = held(events)
    told = joined((_told(event, unit) for event in reported[:MOST_EVENTS]), "; ")
    more = len(reported) - MOST_EVENTS
    if more > 0:
        words = ngettext("and {number} more event", "and {number} more events", more)
        told = (*told, plain(f"; {words}"))
    return told


def _told(event: EventRow, unit: str) -> Passages:
    entry = event.entry
    if entry is None:
        return ()
    where = ", ".join(filter(None, (_shown(entry.held_on), _shown(entry.place))))
    title = _shown(event.title) or _("an event without a name")
    about = ", ".join(
        filter(None, (_people(event), _shown(_(entry.form) if entry.form else ""), _partner(entry.partner)))
    )
    words = f"{where} — {title}" if where else title
    passages = [plain(f"{words} ({about})" if about else words)]
    if not entry.held_on.strip():
        passages += [plain(" "), gap(_("an event without a date: {unit}").format(unit=unit))]
    return tuple(passages)


def _people(event: EventRow) -> str:
    if event.people is not None:
        return ngettext("{number} person", "{number} persons", event.people)
    seen = _shown(event.entry.people) if event.entry else ""
    return _("people: {seen}").format(seen=quote(seen)) if seen else ""


def _partner(text: str) -> str:
    return _("with {partner}").format(partner=_shown(text)) if text.strip() else ""


def _shown(text: str) -> str:
    return hide_personal_data(clean(text))


def not_mentioned(events: Iterable[EventRow]) -> Iterator[tuple[str, tuple[Unit, ...]]]:
    """Yield the planned events of which a return says nothing, by title, with the units that promised them."""
    found: dict[str, list[Unit]] = {}
    for event in events:
        if event.state is EventState.NOT_MENTIONED:
            found.setdefault(_shown(event.title), []).append(event.unit)
    for title, units in found.items():
        yield title, tuple(units)


def unmentioned_words(title: str, units: Sequence[Unit]) -> str:
    """Return the words on a planned event of which its unit says nothing."""
    if not title:
        return _("nothing said of a planned event: {units}").format(units=unit_names(units, MOST_EVENTS))
    return _("nothing said of the planned event {title}: {units}").format(
        title=quote(title), units=unit_names(units, MOST_EVENTS)
    )

"""The text of a planned event, apart from the date and the unit beside it: “лекція (лютий, Барське БПД)”."""

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.domain.term_reading import Term, read_term, split_term
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.text_cache import text_cache

_IN_BRACKETS = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*[.;,]*")
_BETWEEN = re.compile(r"\s*[,;:]\s+|\s+[-–—]\s+")


class EventText(Struct, frozen=True):
    """The text of an event without what stands beside it, its date, and the code of the unit that it names."""

    text: str
    term: Term | None = None
    unit: str = ""


def read_event(title: str, meant: UnitsByName, units: Collection[str]) -> EventText:
    """Return an event with the date and the unit that its text names at its end.

    Args:
        title: The text.
        meant: The units by match key.
        units: The codes of the units that may hold it. Any other name belongs to the text.
    """
    for text, parts in _ways(title):
        terms = [term for part in parts if (term := read_term(part))]
        named = [unit for part in parts if (unit := _unit_named(part, meant)) in units]
        if len(named) == 1 and len(terms) + len(named) == len(parts):
            dated = split_term(text)
            if terms and dated.term:
                continue
            return EventText(text if terms else dated.text, terms[0] if terms else dated.term, named[0])
    dated = split_term(title)
    return EventText(dated.text, dated.term)


@text_cache
def has_term(title: str) -> bool:
    """Tell if the text of an event has a date, also one beside a unit."""
    return split_term(title).term is not None or any(
        read_term(part) for _text, parts in _ways(title) for part in parts
    )


def _ways(title: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the ways to tell a text from one or two parts at its end: in brackets, after a comma, after a dash."""
    plain = clean_spaces(title)
    if bracketed := _IN_BRACKETS.fullmatch(plain):
        inside = _BETWEEN.split(bracketed["inside"].strip())
        if len(inside) <= 2:
            yield bracketed["text"].rstrip(" ,;:–—-"), inside
        return
    signs = list(_BETWEEN.finditer(plain))
    for number in (2, 1):
        if len(signs) >= number and signs[-number].start():
            first = signs[-number]
            yield plain[: first.start()], _BETWEEN.split(plain[first.end() :].rstrip(" .;,"))


def _unit_named(text: str, meant: UnitsByName) -> str:
    """Return the code of the unit that a text names, and nothing else; "" for any other text."""
    names = read_names(text, meant)
    units = meant.get(match_key(names[0].known), ()) if len(names) == 1 and names[0].known else ()
    return units[0].code if len(units) == 1 else ""

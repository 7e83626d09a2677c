"""Finding a unit or a row by what a person calls it."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Unit
from xlplan.text.normalize import fold, latin
from xlplan.text.translation import _

_MOST = 4


def unit_named(units: Iterable[Unit], name: str) -> Unit:
    """The unit with that code or name, however it is spelt. XlplanError without one, with those there are."""
    every = tuple(units)
    for unit in every:
        if fold(name) == fold(unit.name) or latin(name) == latin(unit.code):
            return unit
    known = ", ".join(f"{unit.code} ({unit.name})" for unit in every)
    raise XlplanError(_("There is no unit “{seen}”. Name one of these: {known}.").format(seen=name, known=known))


def nearest(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The entries of `known` that `name` was most probably meant to be, best first; at most four."""
    by_spelling = {latin(each): each for each in known}
    found = get_close_matches(latin(name), list(by_spelling), n=_MOST, cutoff=0.5)
    return tuple(by_spelling[each] for each in found)

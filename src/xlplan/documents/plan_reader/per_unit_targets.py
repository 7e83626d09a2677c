"""Targets that their words may give to each unit: “per department”, “на кожне бюро”, “3 each”."""

import re
from collections.abc import Iterable, Sequence

from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_number_kinds import PLAN_TARGET_PER_UNIT
from xlplan.domain.plan import Counting
from xlplan.domain.sheets import PLAN, SHARES
from xlplan.domain.unit_of_measure import Number

_ENGLISH = (
    r"(?:departments?|units?|bureaus?|bureaux|offices?|teams?|divisions?|cent(?:re|er)s?|branch(?:es)?|sections?)"
)
_UKRAINIAN = r"(?:бюро|бп[дп]|підрозділ\w*|відділ\w*|сектор\w*|центр\w*|управлінн\w*|служб\w*|філі\w*|офіс\w*)"
# “Each” with nothing behind it is each unit: “3 each”. “Each quarter” is not.
_ALONE = r"(?=\s*(?:$|[).,;:(–—-]))"
_PER_UNIT = re.compile(
    rf"(?<!\w)(?:(?:per|(?:(?:for|in|by|from|at|of)\s+)?(?:each|every))(?:\s+of)?(?:\s+the)?\s+(?:\w+\s+)?{_ENGLISH}"
    rf"|each{_ALONE}"
    rf"|(?:(?:на|по|у|в|від|для|з)\s+)?(?:кожн\w+|кожен)(?:\s+(?:\w+\s+)?{_UKRAINIAN}|{_ALONE})"
    rf"|на\s+(?:одн\w+\s+)?(?:бюро|бп[дп]|підрозділ|відділ|сектор|центр))(?!\w)",
    re.IGNORECASE,
)
_EACH_AMOUNT = re.compile(r"\s*по\s+\d+")


def words_per_unit(text: str) -> str:
    """Return the words of a text that give what it counts to each unit; "" without such words."""
    found = _PER_UNIT.search(text) or _EACH_AMOUNT.match(text)
    return found[0].strip() if found else ""


def target_per_unit(
    texts: Iterable[str], counts: Sequence[Number], units: Sequence[str], place: Location
) -> Finding | None:
    """Return the finding on a joint target that its words may give to each unit; None for any other.

    Args:
        texts: The words of the indicator and of its targets.
        counts: Its targets.
        units: The names of the units that report it.
        place: The cell where a person says who counts.
    """
    seen = next(filter(None, map(words_per_unit, texts)), "")
    if not seen or not counts or len(units) < 2:
        return None
    return PLAN_TARGET_PER_UNIT.at(
        place,
        seen=seen,
        target=", ".join(dict.fromkeys(map(str, counts))),
        units=", ".join(units),
        sheet=SHARES.name,
        word=Counting.JOINT.value,
        heading=PLAN.column("counting").shown,
    )

"""Words in the title of an indicator about its numbers: percentages, their unit, cumulative totals, limits."""

import re

from xlplan.domain.unit_words import UnitWords, read_unit_words
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.text_cache import text_cache

_CUMULATIVE = re.compile(
    rf"(?<!\w)(?:{match_key('наростаюч|накопич|кумулятив|cumulative|running total|year to date|year-to-date')}"
    rf"|(?:{match_key('станом на|на кінець|as of|as at|at the end of|by the end of')}) )"
)
_SHARE = re.compile(
    rf"(?:{match_key('частка|відсоток|питома вага|рівень|share|percentage|percent|proportion|rate')})(?!\w)"
)
_PERCENT_AT_END = re.compile(r".*(?:[,(]|\s(?:у|в|in))\s*%\s*\)?\.?|%(?:\s.*)?")
# What separates the parts of a title: “Витрати, тис. грн (наростаючим підсумком)”.
_BETWEEN = re.compile(r"\s*[,:;()\[\]]\s*|\s+[-–—]\s+|\s+[-–—]$")
_MOST = match_key(
    "не (?:більше|більш|вище|довше|пізніше)(?: ніж| як| від)?|не перевищує|щонайбільше|максимум|макс"
    "|(?:no|not) (?:more|higher|longer|later)(?: than)?|not exceeding|not to exceed|at most|maximum|max"
)
_CEILING = re.compile(rf"(?:.*\s)?(?:{_MOST})\.?|.*[≤⩽]")
_CEILING_IN_FRONT = re.compile(rf"(?:(?:{_MOST})\.?\s+|[≤⩽]\s*)(?P<rest>.+)")
_IN = re.compile(rf"(?:{match_key('у|в|in')}) ")
# A part of a title may say for how long it is counted, and no unit: “звернення (місяць)”.
_PERIODS = frozenset(match_key("день тиждень місяць рік година day week month year hour").split())
# “Чекали не більше тижня” names a time.
_TIMES = _PERIODS | frozenset(match_key("дня тижня місяця року години").split())
# The words that a title begins with, of what happens and of what does not.
_EVENTS = match_key(
    "захід|заход|лекці|семінар|тренінг|вебінар|зустріч|нарад|засідан|виїзд|виїзн|акці|виставк|конференці|занят"
    "|урок|бесід|круглий|круглих|форум|майстер-клас|екскурсі|брифінг|ефір|конкурс|презентаці|подія|подій|навчан"
    "|event|lecture|seminar|training|webinar|meeting|lesson|talk|session|visit|conference|workshop|campaign"
)
_NO_EVENTS = match_key(
    "ос(?:іб|оба|оби)(?!\\w)|люд(?:ей|ина|ини|и)(?!\\w)|працівник|учасни|слухач|консультаці|консультуван|документ|звернен"
    "|клієнт|громадян|відвідувач|діт(?:ей|и)(?!\\w)|учн|студент|жінок|чоловік|примірник|буклет|листівок|матеріал"
    "|публікаці|допис|стат(?:ей|ті)(?!\\w)|послуг|заяв|справ|договор|довід|лист|волонтер|партнер|адвокат|споживач"
    "|people|persons?(?!\\w)|participant|employee|staff|client|visitor|consultation|document|cop(?:y|ies)"
    "|booklet|leaflet|publication|posts?(?!\\w)|application|request|letter|service|citizen|volunteer|partner"
    "|child|pupil|student|wom[ae]n(?!\\w)|m[ae]n(?!\\w)|case"
)
_COUNTED = re.compile(rf"(?<!\w)(?:(?P<event>{_EVENTS})|(?P<other>{_NO_EVENTS}))")


@text_cache
def says_cumulative(title: str) -> bool:
    """Tell if a title says that each number holds those before it: “наростаючим підсумком”, “станом на кінець”."""
    return bool(_CUMULATIVE.search(match_key(title.casefold())))


def says_percent(title: str) -> bool:
    """Tell if a title ends or begins with the sign for per cent."""
    return bool(_PERCENT_AT_END.fullmatch(clean_spaces(title)))


def names_share(title: str) -> bool:
    """Tell if a title begins with a word for a share."""
    return bool(_SHARE.match(match_key(title.casefold())))


@text_cache
def unit_in_title(title: str) -> str:
    """Return the unit of measure that a part of a title is: “Витрати, тис. грн”, “Навчання (год)”; "" without one.

    Two different ones are none. A title of one letter is no unit.
    """
    found: dict[UnitWords, str] = {}
    if title[1:] == "":
        return ""
    for part in _parts(title):
        in_front = _CEILING_IN_FRONT.fullmatch(match_key(part))
        text = part[in_front.start("rest") :] if in_front and len(match_key(part)) == len(part) else part
        known = read_unit_words(text)
        if known and known.has_decimals and match_key(text) not in _PERIODS:
            inside = _IN.match(match_key(text))
            found.setdefault(known, text[inside.end() if inside else 0 :].rstrip("."))
    return next(iter(found.values())) if len(found) == 1 else ""


@text_cache
def says_ceiling(title: str) -> bool:
    """Tell if a title says that its numbers are not to be exceeded: “скарги, не більше”, “не більше (днів)”.

    “Заявники, що чекали не більше трьох днів” says nothing of the numbers.
    """
    keys = [match_key(part) for part in _parts(title)]
    # What follows in a title is only the unit.
    return any(
        _CEILING.fullmatch(key) or ((front := _CEILING_IN_FRONT.fullmatch(key)) and _is_unit(front["rest"]))
        for key in keys
    )


def _is_unit(text: str) -> bool:
    return match_key(text) not in _TIMES and read_unit_words(text) is not None


def counts_events(title: str) -> bool | None:
    """Tell if a title says that events are counted; False for people and things, None where it does not say.

    Its last part may name the unit: “навчання працівників, осіб”. Else its first word of either kind decides.
    """
    *others, last = _parts(title) or [""]
    unit = _COUNTED.match(match_key(last)) if others and len(last.split()) == 1 else None
    found = unit or _COUNTED.search(match_key(title))
    return None if found is None else found["event"] is not None


def _parts(title: str) -> list[str]:
    return [part for part in _BETWEEN.split(clean_spaces(title)) if part]

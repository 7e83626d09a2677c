"""What the title of an indicator says of its numbers: that they are percentages, of what unit, or cumulative."""

import re

from xlplan.text.normalize import clean_spaces, match_key

_CUMULATIVE = re.compile(
    rf"(?<!\w)(?:{match_key('наростаюч|накопич|кумулятив|cumulative|running total|year to date|year-to-date')}"
    rf"|(?:{match_key('станом на|на кінець|as of|as at|at the end of|by the end of')}) )"
)
_SHARE = re.compile(
    rf"(?:{match_key('частка|відсоток|питома вага|рівень|share|percentage|percent|proportion|rate')})(?!\w)"
)
_PERCENT_AT_END = re.compile(r".*(?:[,(]|\s(?:у|в|in))\s*%\s*\)?\.?|%(?:\s.*)?")
# The words for a unit of measure that titles end with: “Витрати, тис. грн”, “Навчання (год)”.
_WORDS = match_key(
    "грн|тис. грн|млн грн|тис. гривень|гривень|год|год.|годин|хв|хв.|хвилин|днів|дн.|міс|міс.|км|кг|т|тонн|га"
    "|кв. м|м2|м3|кілометрів|usd|eur|uah|hours|h|minutes|min|days|km|kg|thousand uah"
)
_UNIT_AT_END = re.compile(rf"(?:.*[,(–—-]\s*)?(?P<unit>{_WORDS.replace('.', '[.]')})\s*\)?\.?")


def says_cumulative(title: str) -> bool:
    """Tell if a title says that each number holds those before it: “наростаючим підсумком”, “станом на кінець”."""
    return bool(_CUMULATIVE.search(match_key(title.casefold())))


def says_percent(title: str) -> bool:
    """Tell if a title ends or begins with the sign for per cent."""
    return bool(_PERCENT_AT_END.fullmatch(clean_spaces(title)))


def names_share(title: str) -> bool:
    """Tell if a title begins with a word for a share."""
    return bool(_SHARE.match(match_key(title.casefold())))


def unit_in_title(title: str) -> str:
    """Return the unit of measure that a title ends with; "" without one."""
    text = clean_spaces(title)
    folded = match_key(text.casefold())
    found = _UNIT_AT_END.fullmatch(folded) if len(folded) == len(text) else None
    return text[found.start("unit") : found.end("unit")].rstrip(".") if found else ""

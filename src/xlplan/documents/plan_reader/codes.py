"""Codes as people paste them: with a word before, a point after, or in one cell with the text."""

import re

from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.text_cache import text_cache

CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
_NUMBER = r"(?P<code>\d+(?:\.\d+)*)"
# The text after a code begins with a letter or a quotation mark: "2.5-годинний" and "16 днів" hold no code.
_REST = r"(?P<end>[.):]*)\s*(?P<rest>(?:[^\W\d_]|[«\"“„(]).*)?"
_MEASURE = re.compile(rf"(?P<word>(?:{match_key('захід|measure')})\s*№?\s*)?{_NUMBER}{_REST}")
_LEVEL_WORDS = {
    "direction": match_key("напрям|напрямок|direction").split("|"),
    "task": match_key("завдання|задача|task").split("|"),
    "subtask": match_key("підзавдання|subtask").split("|"),
}
_ANY_LEVEL = "|".join(word for words in _LEVEL_WORDS.values() for word in words)
_LEVEL = re.compile(rf"(?P<word>(?:{_ANY_LEVEL})\s*№?\s*)?{_NUMBER}{_REST}")
# 1.4.10 is a code; 01.04.10 and 1.4.2010 are days.
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{2}\.\d{2}\.\d{2}")


@text_cache
def plain_code(text: str) -> str:
    """Return a code without the word before it and the points after it; any other text only without spaces."""
    match = _MEASURE.fullmatch(match_key(text))
    bare = match["code"] if match and not match["rest"] else clean_spaces(text)
    return bare.replace(" ", "").rstrip(".")


@text_cache
def split_code(text: str) -> tuple[str, str]:
    """Split a measure's text into its code and the rest: “Захід 1.4.5 Проведення…”, “1.1.2.2. Підготовка…”.

    The code is "" where the text has none. A day (01.06.2021) or a plain number is no code.
    """
    text = clean_spaces(text)
    match = _match(_MEASURE, text)
    if not match:
        return "", text
    bare = match["rest"] and ("." in match["code"] or match["end"]) and not _DAY.fullmatch(match["code"])
    if not (match["word"] or bare):
        return "", text
    return match["code"], text[match.start("rest") :] if match["rest"] else ""


def has_word(text: str) -> bool:
    """Tell if a measure's text begins with the word for a measure and a code."""
    match = _MEASURE.fullmatch(match_key(text))
    return bool(match and match["word"])


@text_cache
def plain_level(text: str) -> str:
    """Return a direction, task or subtask in one spelling: “Підзавдання 1.1.3. Зменшення” gives “1.1.3 Зменшення”.

    A direction keeps the point after its number, “1. Доступ”. A text without a number stays as it is.
    """
    text = clean_spaces(text)
    match = _match(_LEVEL, text)
    if not match or not match["rest"]:
        return text
    if not (match["word"] or match["end"] or "." in match["code"]) or _DAY.fullmatch(match["code"]):
        return text
    point = "" if "." in match["code"] else "."
    return f"{match['code']}{point} {text[match.start('rest') :]}"


def level_of(text: str, by_number: bool = True) -> str:
    """Return the level that a text names itself: “Завдання 1.1. …” is a task, “1.1.3 …” a subtask; "" for none.

    Args:
        text: The text of a direction, task or subtask.
        by_number: A number alone tells the level too.
    """
    text = clean_spaces(text)
    match = _match(_LEVEL, text)
    if not match or not match["rest"] or _DAY.fullmatch(match["code"]):
        return ""
    word = (match["word"] or "").rstrip(" №")
    if word:
        return next(level for level, words in _LEVEL_WORDS.items() if word in words)
    return "" if not by_number else {0: "direction", 1: "task", 2: "subtask"}.get(match["code"].count("."), "")


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    folded = match_key(text)
    # A few foreign letters become two in the key. Then positions in the two texts differ.
    return pattern.fullmatch(folded) if len(folded) == len(text) else None

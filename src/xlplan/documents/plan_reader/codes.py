"""Codes as people paste them: with the word before, a point after, in one cell with the text."""

import re

from xlplan.text.normalize import clean_spaces, match_key

CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
_NUMBER = r"(?P<code>\d+(?:\.\d+)*)"
# A text goes on after its code with a letter or a quotation: "2.5-годинний" and "16 днів" have none.
_REST = r"(?P<end>[.):]*)\s*(?P<rest>(?:[^\W\d_]|[«\"“„(]).*)?"
_MEASURE = re.compile(rf"(?P<word>(?:{match_key('захід|measure')})\s*№?\s*)?{_NUMBER}{_REST}")
_LEVEL = re.compile(
    rf"(?P<word>(?:{match_key('напрям|напрямок|підзавдання|завдання|задача|direction|subtask|task')})\s*№?\s*)?{_NUMBER}{_REST}"
)
# 1.4.10 is a code; 01.04.10 and 1.4.2010 are days.
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{2}\.\d{2}\.\d{2}")


def plain_code(text: str) -> str:
    """A code without the word before it and the points after it; any other text only without its spaces."""
    match = _MEASURE.fullmatch(match_key(text))
    bare = match["code"] if match and not match["rest"] else clean_spaces(text)
    return bare.replace(" ", "").rstrip(".")


def split_code(text: str) -> tuple[str, str]:
    """The code that a measure's text begins with, and the text without it; "" and `text` where there is none.

    “Захід 1.4.5 Проведення…”, “1.1.2.2. Підготовка…”; a day (01.06.2021) or a plain number is no code.
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
    """Whether a measure's text begins with the word for a measure and a code."""
    match = _MEASURE.fullmatch(match_key(text))
    return bool(match and match["word"])


def plain_level(text: str) -> str:
    """A direction, task or subtask as one spells it: “Підзавдання 1.1.3. Зменшення” is “1.1.3 Зменшення”.

    A direction keeps the point after its number, “1. Доступ”; where there is no number the text stays as it is.
    """
    text = clean_spaces(text)
    match = _match(_LEVEL, text)
    if not match or not match["rest"]:
        return text
    if not (match["word"] or match["end"] or "." in match["code"]) or _DAY.fullmatch(match["code"]):
        return text
    point = "" if "." in match["code"] else "."
    return f"{match['code']}{point} {text[match.start('rest') :]}"


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    folded = match_key(text)
    # A few foreign letters fold to two, and then a place in one text is another in the other.
    return pattern.fullmatch(folded) if len(folded) == len(text) else None

"""The words of the official forms: titles, levels with their numbers, dates, and names split from posts."""

import re
from datetime import date

from xlplan.domain.plan import Centre, Measure
from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import fold
from xlplan.text.translation import _, in_every_language, mark

TASK, SUBTASK, MEASURE = mark("Task"), mark("Subtask"), mark("Measure")
_MONTHS = (
    *(mark("of January"), mark("of February"), mark("of March"), mark("of April"), mark("of May")),
    *(mark("of June"), mark("of July"), mark("of August"), mark("of September"), mark("of October")),
    *(mark("of November"), mark("of December")),
)
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.*)", re.DOTALL)
_WORD = r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*"
_INITIALS = r"(?<!\w)(?:[^\W\d_]\.\s?){1,2}"
_SHORT_NAMES = (
    re.compile(rf"{_INITIALS}\s?{_WORD}$"),  # О.В. Сергієнко
    re.compile(rf"{_WORD} {_INITIALS}$"),  # Сергієнко О.В.
)
_FULL_NAMES = (
    re.compile(rf"{_WORD} {_WORD}(?:ич|вна) {_WORD}$"),  # Оксана Іванівна ПЕТРЕНКО
    re.compile(rf"{_WORD} {_WORD}$"),  # Оксана ПЕТРЕНКО
)
_VOWELS = set("аеєиіїоуюяaeiouy")
# How an adjective before an abbreviation ends, as in «начальник Народицького ДРАЦС»; a given name does not.
_ADJECTIVE_ENDINGS = ("ого", "ої", "их", "ому")


def form_title(centre: Centre, period: int | Quarter) -> str:
    """The title of the form: the plan's own; for one quarter of a longer plan with the quarter in its words."""
    words = centre.period if isinstance(period, int) or centre.quarters == (period,) else period.title
    if centre.plan_title and (centre.period in centre.plan_title or words == centre.period):
        title = centre.plan_title.replace(centre.period, words)
        # What it is for stands on a line of its own, as on paper.
        return re.sub(rf"\s+(\S+\s+{re.escape(words)})$", r"\n\1", title)
    if isinstance(period, int):
        own = _("Plan of activities for {year}").format(year=period)
    else:
        own = _("Local plan of measures for {quarter}").format(quarter=period.title)
    return f"{centre.title}\n{own}"


def level_words(word: str, text: str, point: str = "") -> str:
    """`text` of a level with its word before it, `Завдання 1.1 …`, and `point` after its number.

    A text that has the word already, or no number, stays as it is.
    """
    numbered = _NUMBERED.fullmatch(text)
    if not numbered or any(fold(text).startswith(fold(each)) for each in in_every_language(word)):
        return text
    return f"{_(word)} {numbered[1]}{point} {numbered[2]}"


def measure_words(measure: Measure) -> str:
    """The measure's code and text: `1.1.1.5 Проведення …`; the code once where the text begins with it."""
    numbered = _NUMBERED.fullmatch(measure.title)
    text = numbered[2] if numbered and numbered[1] == measure.code else measure.title
    return f"{measure.code} {text}"


def names_on_lines(names: str) -> str:
    """Names joined by semicolons as the paper has them: each on a line, with commas between."""
    return names.replace("; ", ",\n")


def day_words(day: date | None) -> str:
    """The day as the paper writes it, `« 10 » березня 2021 року`; blanks to write on where there is none."""
    if day is None:
        return _("“____” ______________ 20___")
    return _("“ {day} ” {month} {year}").format(day=f"{day:%d}", month=_(_MONTHS[day.month - 1]), year=day.year)


def split_name(text: str) -> tuple[str, str]:
    """The post, and the name at its end: `О.В. Сергієнко` or `Оксана ПЕТРЕНКО`; "" where none is told for sure."""
    for patterns, is_name in ((_SHORT_NAMES, _is_short_name), (_FULL_NAMES, _is_full_name)):
        for pattern in patterns:
            name = pattern.search(text)
            if name and is_name(name[0]) and (name.start() or is_name is _is_short_name):
                return text[: name.start()].rstrip(" ,"), name[0]
    return text, ""


def _is_short_name(text: str) -> bool:
    return all(word[0].isupper() for word in re.split(r"[\s.]+", text) if word)


def _is_full_name(text: str) -> bool:
    *given, surname = text.split()
    return (
        all(_is_given(part) for word in given for part in word.split("-"))
        and surname.isupper()
        and len(surname) >= 3
        and bool(_VOWELS & set(surname.casefold()))
    )


def _is_given(word: str) -> bool:
    return word[0].isupper() and word[1:].islower() and not word.endswith(_ADJECTIVE_ENDINGS)

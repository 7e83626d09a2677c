"""The items of a list in a measure's cell: lines with a dash, a date, a number or a letter in front."""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from xlplan.documents.plan_reader.event_texts import has_term
from xlplan.domain.term_reading import split_term
from xlplan.text.normalize import clean_spaces, is_dash, match_key
from xlplan.text.text_cache import text_cache

_DASH = re.compile(r"\s*[-‐‑‒–―−—•▪●·◦*]\s*(?=[^\W\d_]|[«\"“„(]|\d)")
_WORD = re.compile(r"[^\W\d_]|[«\"“„(]")
_NUMBER = re.compile(r"\s*(?P<mark>\d{1,2})[.)]\s*(?=[^\W\d_]|[«\"“„(]|\d{1,2}[./]\d\d)")
_LETTER = re.compile(r"\s*(?P<mark>[а-яґєіїa-z])[.)]\s*(?=[^\W\d_]|[«\"“„(]|\d)", re.IGNORECASE)
_LETTERS = ("абвгґдеєжзиіїйклмнопрст", "абвгдежзиклмнопрст", "abcdefghijklmnopqrst")
# A number or a letter with a bracket may begin an item within a line: “провести: 1) лекцію; 2) семінар”.
_WITHIN = re.compile(r"(?<=[;:,]\s)(?=(?:\d{1,2}|[а-яґєіїa-z])\)\s)", re.IGNORECASE)
_ALL_LETTERS = re.compile(r"[^\W\d_]+")
# Forms of one event. Those of several, like “лекцій”, name a kind of event and no event.
_ONE_EVENT = frozenset(
    match_key(
        "лекція|лекцію|семінар|тренінг|вебінар|зустріч|заняття|урок|бесіда|бесіду|нарада|нараду|засідання"
        "|конференція|конференцію|консультування|консультація|консультацію|виїзд|прийом|акція|акцію|захід"
        "|форум|круглий|стіл|квест|вікторина|вікторину|конкурс|виставка|виставку|презентація|презентацію"
        "|брифінг|ефір|виступ|майстер-клас|екскурсія|екскурсію|день|година|тиждень|марафон|флешмоб|воркшоп"
        "|опитування|анкетування|гра|гру|турнір|ярмарок|дебати|табір|семінар-тренінг|прес-конференція"
        "|lecture|seminar|workshop|training|webinar|meeting|lesson|talk|session|visit|conference"
        "|consultation|briefing|exhibition|fair|campaign|competition|quiz|hearing|presentation|tour|camp"
        "|forum|festival|day"
    ).split("|")
)
# After such a word an event stands in another case.
_OF_ONE = re.compile(
    rf"(?:{match_key('проведення|організація|участь|підготовка')}) (?:(?:{match_key('у|в')}) )?(?:\S+ )?(?:"
    + match_key(
        "лекції|семінару|семінарі|тренінгу|тренінгові|вебінару|вебінарі|зустрічі|заняття|занятті|уроку|уроці"
        "|бесіди|наради|нараді|засідання|засіданні|конференції|консультування|прийому|акції|круглого столу|форуму"
        "|конкурсу|виставки|презентації|екскурсії"
    )
    + r")(?!\w)"
)
_LAST_WORD = 3


class ItemList(Struct, frozen=True):
    """A cell's own text and the items listed below it.

    Attributes:
        lead: The text before the list.
        items: The items, as written but for the sign in front.
        is_marked: The items begin with dashes or dates, and not with numbers or letters.
    """

    lead: str
    items: tuple[str, ...] = ()
    is_marked: bool = True

    @property
    def is_plain(self) -> bool:
        """Tells that nothing but events is listed so: below a text without a colon, with dashes or dates."""
        return self.is_marked and not self.lead.endswith(":")


def read_items(value: object) -> ItemList:
    """Split a cell's text into what stands before a list and the items of the list."""
    return _items_of(value if isinstance(value, str) else "")


@text_cache
def _items_of(text: str) -> ItemList:
    lines = [line for line in text.splitlines() if line.strip()]
    if listed := _numbered(lines):
        return listed
    first = next((at for at, line in enumerate(lines) if at and item_of(line) is not None), len(lines))
    while 1 < first < len(lines) and is_dash(lines[first - 1]):
        first -= 1
    if first < len(lines):
        return ItemList(_joined(lines[:first]), read_marked_lines(lines[first:]))
    parts = [part for line in lines for part in _WITHIN.split(line) if part.strip()]
    return _numbered(parts) or ItemList(_joined(lines))


def read_marked_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the items of lines, of which the first begins one. A line without a sign goes on with its item."""
    items: list[str] = []
    for line in lines:
        # A dash alone is an event that nobody described yet.
        item = "" if is_dash(line) else item_of(line)
        if item is None:
            items[-1] += f" {line}"
        else:
            items.append(item)
    return tuple(map(_plain, items))


@text_cache
def item_of(line: str) -> str | None:
    """Return the text of a line that begins an item with a dash or a date; None for any other line."""
    dash = _DASH.match(line)
    rest = line[dash.end() :] if dash else line
    if dash and _WORD.match(rest):
        return rest
    # “- 2 години” is a list of numbers, “- 12.02 лекція” is one of events. A date is no item without an event.
    dated = split_term(rest)
    begins = rest.lstrip()[:1].isdigit() or not clean_spaces(rest).startswith(dated.text)
    return rest if dated.term and begins and (dash or dated.text) else None


def look_like_events(items: Sequence[str]) -> bool:
    """Tell if each item is plainly one event: it has a date, or begins with the word for one and says more."""
    return bool(items) and all(_looks_like_event(item) for item in items)


def _looks_like_event(item: str) -> bool:
    dated = split_term(item)
    if has_term(item):
        return True
    words = [match_key(word.casefold()) for word in _ALL_LETTERS.findall(dated.text)]
    return len(words) > 1 and (
        not _ONE_EVENT.isdisjoint(words[:_LAST_WORD]) or bool(_OF_ONE.match(match_key(dated.text.casefold())))
    )


def _numbered(parts: Sequence[str]) -> ItemList | None:
    """Return a list whose items begin with 1, 2, 3 or а, б, в; None where there is none."""
    for pattern in (_NUMBER, _LETTER):
        marks = {at: match for at, part in enumerate(parts) if at and (match := pattern.match(part))}
        signs = [match["mark"].casefold() for match in marks.values()]
        first = min(marks, default=0)
        # A single item is a list only where a colon announces one.
        is_list = len(signs) > 1 or _joined(parts[:first]).endswith(":")
        if signs and is_list and _in_sequence(signs):
            items: list[str] = []
            for at, part in enumerate(parts[first:], start=first):
                if at in marks:
                    items.append(part[marks[at].end() :])
                else:
                    items[-1] += f" {part}"
            return ItemList(_joined(parts[:first]), tuple(map(_plain, items)), is_marked=False)
    return None


def _in_sequence(signs: Sequence[str]) -> bool:
    if all(map(str.isdigit, signs)):
        return signs[0] == "1" and all(int(after) == int(sign) + 1 for sign, after in pairwise(signs))
    keys = [match_key(sign) for sign in signs]
    return any(keys == list(match_key(letters))[: len(keys)] for letters in _LETTERS)


def _joined(lines: Sequence[str]) -> str:
    return clean_spaces(" ".join(lines))


def _plain(item: str) -> str:
    return clean_spaces(item).rstrip(" ;,")

"""The numbers and dashes that Word puts before paragraphs by itself. Source: ECMA-376 part 1, 17.9."""

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from xlplan.documents.formats.word_styles import NumberPlace, WordStyles
from xlplan.documents.formats.word_xml import (
    attribute,
    child,
    child_number,
    child_value,
    children_by,
    switch,
    whole_number,
)

BULLET = "- "
_LEVELS = 9
_GAP = re.compile(r"%([1-9])")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The letters by which Word counts in Cyrillic.
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 10_000


class _Level(Struct, frozen=True):
    """A level of a list: from which number it counts, and how it writes it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    is_legal: bool = False
    is_hidden: bool = False
    style: str = ""


class _Counters(Struct):
    """The state of a list: the number of each level; None for one that has not begun, or begins anew."""

    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of a document. They count on while its paragraphs come by in their order.

    Args:
        root: The root of the numbering part; None for a document without one.
        styles: The styles, which number paragraphs too.
    """

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        self._styles = styles
        self._lists: Mapping[str, Element] = {} if root is None else children_by(root, "w:num", "numId")
        self._abstract: Mapping[str, Element] = (
            {} if root is None else children_by(root, "w:abstractNum", "abstractNumId")
        )
        self._levels: dict[int, tuple[str, list[_Level]]] = {}
        self._counters: dict[str, _Counters] = {}

    def take(self, properties: Element | None, style: str) -> str:
        """Count a paragraph; return what stands before its text. "" for one that is not numbered.

        Args:
            properties: The properties of the paragraph (`w:pPr`).
            style: Its style.
        """
        own = child(properties, "w:numPr")
        by_style = self._styles.number_place(style)
        stated = child_number(own, "w:numId")
        number = by_style.number if stated is None else stated
        if not number or str(number) not in self._lists:
            return ""
        name, levels = self._levels_of(number)
        at = self._level_at(NumberPlace(number, child_number(own, "w:ilvl")), by_style, style, levels)
        return self._count(number, name, levels, at)

    def _level_at(self, own: NumberPlace, by_style: NumberPlace, style: str, levels: list[_Level]) -> int:
        level = own.level
        if level is None:
            linked = (at for at, each in enumerate(levels) if each.style == style and style)
            level = next(linked, by_style.level or 0)
        return min(max(level, 0), _LEVELS - 1)

    def _count(self, number: int, name: str, levels: list[_Level], at: int) -> str:
        counters = self._counters.setdefault(name, _Counters())
        if number not in counters.begun:
            counters.begun.add(number)
            for level, start in self._fresh_starts(number).items():
                counters.numbers[level] = None
                levels[level] = _restarted(levels[level], start)
        for above in range(at):
            if counters.numbers[above] is None:
                counters.numbers[above] = levels[above].start
        last = counters.numbers[at]
        counters.numbers[at] = levels[at].start if last is None else last + 1
        for below in range(at + 1, _LEVELS):
            restart = levels[below].restart
            if restart is None or at < restart:
                counters.numbers[below] = None
        return _shown(levels, at, [each or 0 for each in counters.numbers])

    def _fresh_starts(self, number: int) -> Mapping[int, int]:
        """Return the levels that this list begins anew, although it shares their counters with another."""
        starts = {}
        for key, override in children_by(self._lists[str(number)], "w:lvlOverride", "ilvl").items():
            level, start = whole_number(key), child_number(override, "w:startOverride")
            if level is not None and 0 <= level < _LEVELS and start is not None:
                starts[level] = start
        return starts

    def _levels_of(self, number: int) -> tuple[str, list[_Level]]:
        """Return the name of the counters of a list, and its levels."""
        if number not in self._levels:
            name = self._abstract_name(number)
            levels = _read_levels(self._abstract.get(name))
            for key, override in children_by(self._lists[str(number)], "w:lvlOverride", "ilvl").items():
                at, own = whole_number(key), child(override, "w:lvl")
                if at is not None and 0 <= at < _LEVELS and own is not None:
                    levels[at] = _read_level(own)
            self._levels[number] = name, levels
        return self._levels[number]

    def _abstract_name(self, number: int) -> str:
        """Return the definition of a list; of one that a style of lists defines, that style's."""
        name = child_value(self._lists[str(number)], "w:abstractNumId") or ""
        link = child_value(self._abstract.get(name), "w:numStyleLink")
        if link:
            linked = self._styles.number_place(link).number
            if linked and linked != number and str(linked) in self._lists:
                return child_value(self._lists[str(linked)], "w:abstractNumId") or name
        return name


def _read_levels(definition: Element | None) -> list[_Level]:
    levels = [_Level()] * _LEVELS
    if definition is not None:
        for key, element in children_by(definition, "w:lvl", "ilvl").items():
            at = whole_number(key)
            if at is not None and 0 <= at < _LEVELS:
                levels[at] = _read_level(element)
    return levels


def _read_level(element: Element) -> _Level:
    gap = child_value(element, "w:suff") or "tab"
    start = child_number(element, "w:start")
    return _Level(
        start=0 if start is None else start,
        form=_number_form(element),
        text=child_value(element, "w:lvlText") or "",
        gap="" if gap == "nothing" else " ",
        restart=child_number(element, "w:lvlRestart"),
        is_legal=bool(switch(element, "w:isLgl")),
        is_hidden=bool(switch(element, "w:rPr", "w:vanish")),
        style=child_value(element, "w:pStyle") or "",
    )


def _number_form(element: Element) -> str:
    """Return how a level writes its numbers. A newer form stands beside an older one for older programs."""
    own = child(element, "w:numFmt")
    if own is None:
        own = child(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    return "decimal" if own is None else attribute(own, "val", "decimal")


def _restarted(level: _Level, start: int) -> _Level:
    return _Level(
        start, level.form, level.text, level.gap, level.restart, level.is_legal, level.is_hidden, level.style
    )


def _shown(levels: list[_Level], at: int, numbers: list[int]) -> str:
    level = levels[at]
    if level.is_hidden:
        return ""
    if level.form == "bullet":
        return BULLET if level.text.strip() else ""

    def fill(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        form = "decimal" if level.is_legal and levels[place].form != "none" else levels[place].form
        return write_number(numbers[place], form) if place <= at else ""

    text = _GAP.sub(fill, level.text).strip()
    return f"{text}{level.gap}" if text else ""


def write_number(number: int, form: str) -> str:
    """Return a number in a form of lists: `upperRoman`, `russianLower`; an unknown form is decimal."""
    write = _FORMS.get(form, str)
    return write(number) if 0 < number < _MOST or form in ("none", "decimalZero") else str(number)


def _letters(alphabet: str) -> Callable[[int], str]:
    """Return how letters number: behind the last one they are doubled, then tripled."""

    def write(number: int) -> str:
        rounds, at = divmod(number - 1, len(alphabet))
        return alphabet[at] * (rounds + 1)

    return write


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


_FORMS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _number: "",
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_CYRILLIC),
    "russianUpper": _letters(_CYRILLIC.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}

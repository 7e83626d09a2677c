"""Styles of an ods: the look of cells and texts, and the meaning that a cell's style gives to its number.

Source of the structure: OpenDocument 1.3, part 3, chapters 16 (styles) and 20 (their attributes).
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xlplan.documents.formats.number_formats import NumberSense, compares
from xlplan.domain.returned import CellValue

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STRIKES = (f"{_STYLE}text-line-through-type", f"{_STYLE}text-line-through-style")
_CONDITION = re.compile(r"value\(\)(<=|>=|!=|<|>|=)(-?[0-9.]+(?:E[+-]?[0-9]+)?)", re.IGNORECASE)
# The parts of a number format that show the number itself.
_DIGITS = frozenset(f"{_NUMBER}{name}" for name in ("number", "scientific-number", "fraction", "text-content"))
# No program nests styles deeper. A style that is its own ancestor ends here.
_ANCESTORS = 30


class TextLook(NamedTuple):
    """The look that a style asks for; None for what it leaves to the style around it."""

    is_struck: bool | None = None
    is_raised: bool | None = None

    def within(self, outer: "TextLook") -> "TextLook":
        """Return this look with what it leaves open taken from the look around it."""
        return TextLook(
            outer.is_struck if self.is_struck is None else self.is_struck,
            outer.is_raised if self.is_raised is None else self.is_raised,
        )


class CellStyle(NamedTuple):
    """The style of a cell: the look of its text, and the name of its number format, "" for the general one."""

    look: TextLook
    number_format: str


class OdsStyles:
    """The styles of a workbook. A style of the content hides one of the same name that all sheets share."""

    def __init__(self, content: Element, shared: Element) -> None:
        groups = [shared.find(f"{_OFFICE}styles"), content.find(f"{_OFFICE}automatic-styles")]
        self._elements = [element for group in groups if group is not None for element in group]
        self._cells: dict[str, CellStyle] = {}
        self._looks: dict[tuple[str, str], TextLook] = {}

    def cell(self, name: str) -> CellStyle:
        """Return the style of a cell by its name."""
        if name not in self._cells:
            chain = list(self._chain("table-cell", name))
            form = next((form for style in chain if (form := style.get(f"{_STYLE}data-style-name"))), "")
            self._cells[name] = CellStyle(_look(chain), form)
        return self._cells[name]

    def text(self, family: str, name: str) -> TextLook:
        """Return the look that a style of a paragraph or a span asks for."""
        key = family, name
        if key not in self._looks:
            self._looks[key] = _look(list(self._chain(family, name)))
        return self._looks[key]

    def number_sense(self, number_format: str, value: CellValue) -> NumberSense:
        """Return the meaning of a value in a cell with this number format."""
        form = self._number_formats.get(number_format)
        if form is None or isinstance(value, bool):
            return NumberSense.PLAIN
        if isinstance(value, str):
            is_for_texts = form.tag == f"{_NUMBER}text-style" and len(form)
            return NumberSense.UNSEEN if is_for_texts and not _shows_text(form) else NumberSense.PLAIN
        if not isinstance(value, int | float):
            return NumberSense.PLAIN
        for condition in form.iterfind(f"{_STYLE}map"):
            if _holds(condition.get(f"{_STYLE}condition", ""), value):
                form = self._number_formats.get(condition.get(f"{_STYLE}apply-style-name", ""), form)
                break
        return _sense(form, value)

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        """Yield a style, the styles that it inherits from, and the default of its family."""
        for _level in range(_ANCESTORS):
            style = self._styles.get((family, name)) if name else None
            if style is None:
                break
            yield style
            name = style.get(f"{_STYLE}parent-style-name", "")
        default = self._styles.get((family, "")) if family == "table-cell" else None
        if default is not None:
            yield default

    @cached_property
    def _styles(self) -> dict[tuple[str, str], Element]:
        """The styles by family and name; the default of a family has no name."""
        kinds = (f"{_STYLE}style", f"{_STYLE}default-style")
        return {
            (element.get(f"{_STYLE}family", ""), element.get(f"{_STYLE}name", "")): element
            for element in self._elements
            if element.tag in kinds
        }

    @cached_property
    def _number_formats(self) -> dict[str, Element]:
        return {
            element.get(f"{_STYLE}name", ""): element
            for element in self._elements
            if element.tag.startswith(_NUMBER)
        }


def _look(chain: list[Element]) -> TextLook:
    """Return the look that a chain of styles asks for. The first style that asks for something decides."""
    look = TextLook()
    for style in chain:
        for properties in style.iterfind(f"{_STYLE}text-properties"):
            look = look.within(TextLook(_is_struck(properties), _is_raised(properties)))
    return look


def _is_struck(properties: Element) -> bool | None:
    strikes = [value for name in _STRIKES if (value := properties.get(name))]
    return "none" not in strikes if strikes else None


def _is_raised(properties: Element) -> bool | None:
    """Tell if a text stands higher than its line: `super 58%`, or a share of the height of its letters."""
    position = properties.get(f"{_STYLE}text-position", "").split()
    if not position:
        return None
    share = position[0].rstrip("%")
    return position[0] == "super" or (share.replace(".", "", 1).isdecimal() and float(share) > 0)


def _holds(condition: str, number: float) -> bool:
    match = _CONDITION.fullmatch(condition.replace(" ", ""))
    try:
        limit = float(match[2]) if match else None
    except ValueError:
        limit = None
    if match is None or limit is None:
        return False
    return compares(number, match[1], limit)


def _sense(form: Element, number: float) -> NumberSense:
    """Return the meaning that one section of a number format gives to a number."""
    kind = form.tag.removeprefix(_NUMBER)
    if kind in ("percentage-style", "date-style", "time-style"):
        return NumberSense.PERCENTAGE if kind == "percentage-style" else NumberSense.DATE
    if kind == "boolean-style" or not len(form):
        return NumberSense.PLAIN
    factors = {part.get(f"{_NUMBER}display-factor", "1") for part in form}
    if factors - {"", "1"}:
        return NumberSense.SCALED
    # Words alone hide every number but a zero, for which they often stand.
    is_hidden = not _shows_zero(form) if number == 0 else not any(part.tag in _DIGITS for part in form)
    return NumberSense.UNSEEN if is_hidden else NumberSense.PLAIN


def _shows_zero(form: Element) -> bool:
    """Tell if a zero is seen: as a digit, as words, or in a format that says nothing of digits."""
    return any(
        part.tag in _DIGITS
        and not (
            part.get(f"{_NUMBER}min-integer-digits") == "0" and part.get(f"{_NUMBER}decimal-places", "0") == "0"
        )
        for part in form
    ) or _shows_words(form)


def _shows_text(form: Element) -> bool:
    return any(part.tag in _DIGITS for part in form) or _shows_words(form)


def _shows_words(form: Element) -> bool:
    return any(
        part.tag == f"{_NUMBER}currency-symbol" or "".join(part.itertext()).strip()
        for part in form
        if part.tag.startswith(_NUMBER)
    )

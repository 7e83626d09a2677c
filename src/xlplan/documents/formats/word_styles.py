"""The styles of a Word document: which texts they strike out, raise or hide, and which paragraphs they number.

Source: ECMA-376 part 1, 17.7.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xlplan.documents.formats.text_runs import Look
from xlplan.documents.formats.word_xml import attribute, child, child_number, child_value, children_by, switch

# Half points from which a raised text is meant to stand above the line.
_RAISED_FROM = 4
_PATH = "w:style"


class NumberPlace(NamedTuple):
    """A place in a list: the list's number, and the level from 0; None where it is not stated."""

    number: int | None
    level: int | None


class WordStyles:
    """The styles, by their identifiers.

    Args:
        root: The root of the styles part; None for a document without one.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles: Mapping[str, Element] = {} if root is None else children_by(root, _PATH, "styleId")
        self._defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._default_paragraph = next(
            (
                name
                for name, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
            ),
            "",
        )
        self._said: dict[tuple[str, str], str | None] = {}
        self._plain: dict[str, Look] = {}

    def paragraph_style(self, properties: Element | None) -> str:
        """Return the style of a paragraph with these properties; "" where it has none."""
        return child_value(properties, "w:pStyle") or self._default_paragraph

    def look(self, paragraph_style: str, properties: Element | None) -> Look:
        """Return the look of a run, or of the mark of a paragraph.

        Args:
            paragraph_style: The style of its paragraph.
            properties: Its own properties (`w:rPr`).
        """
        if properties is None:
            # Most runs have no properties of their own.
            if paragraph_style not in self._plain:
                self._plain[paragraph_style] = self._read_look(paragraph_style, None)
            return self._plain[paragraph_style]
        return self._read_look(paragraph_style, properties)

    def _read_look(self, paragraph_style: str, properties: Element | None) -> Look:
        style = child_value(properties, "w:rStyle") or ""
        if self._is_on("w:vanish", properties, style, paragraph_style):
            return "hidden"
        if self._is_on("w:strike", properties, style, paragraph_style):
            return "struck"
        if self._nearest("w:dstrike", properties, style, paragraph_style) not in (None, "0", "false", "off"):
            return "struck"
        height = self._nearest("w:position", properties, style, paragraph_style) or ""
        is_raised = height.isdecimal() and int(height[:6]) >= _RAISED_FROM
        if self._nearest("w:vertAlign", properties, style, paragraph_style) == "superscript" or is_raised:
            return "raised"
        return None

    def number_place(self, style: str) -> NumberPlace:
        """Return the list in which a paragraph of this style stands by its style."""
        level = None
        for each in self._chain(style):
            numbered = child(each, "w:pPr", "w:numPr")
            level = child_number(numbered, "w:ilvl") if level is None else level
            number = child_number(numbered, "w:numId")
            if number is not None:
                return NumberPlace(number, level)
        return NumberPlace(None, level)

    def _is_on(self, name: str, properties: Element | None, style: str, paragraph_style: str) -> bool:
        """Tell if a property is on that a style of letters turns round where the style of the paragraph has it."""
        own = switch(properties, name)
        if own is not None:
            return own
        said = [
            self._style_says(each, name) not in (None, "0", "false", "off") for each in (style, paragraph_style)
        ]
        return said[0] != said[1] or bool(switch(self._defaults, name))

    def _nearest(self, name: str, properties: Element | None, style: str, paragraph_style: str) -> str | None:
        said = (_value(properties, name), self._style_says(style, name), self._style_says(paragraph_style, name))
        return next((each for each in said if each is not None), _value(self._defaults, name))

    def _style_says(self, style: str, name: str) -> str | None:
        if not style:
            return None
        key = style, name
        if key not in self._said:
            said = (_value(child(each, "w:rPr"), name) for each in self._chain(style))
            self._said[key] = next((value for value in said if value is not None), None)
        return self._said[key]

    def _chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = child_value(self._styles[style], "w:basedOn") or ""


def _value(properties: Element | None, name: str) -> str | None:
    found = child(properties, name)
    return None if found is None else attribute(found, "val", "1").lower()

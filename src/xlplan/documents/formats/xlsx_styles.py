"""The cell styles of an xlsx that make a cell look other than its value. Source: ECMA-376, 18.8."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.etree import ElementTree

from msgspec import Struct, field

from xlplan.documents.formats.grid import UnreadableError, local_name
from xlplan.documents.formats.number_formats import BUILT_IN_PERCENTAGES, is_plain
from xlplan.domain.findings.file_kinds import FILE_DAMAGED

# The formats that every program has built in and that show a number otherwise.
_BUILT_IN = dict.fromkeys(map(str, BUILT_IN_PERCENTAGES), "0%")


class CellStyles(Struct, frozen=True):
    """The styles that matter to a reader, by their index.

    Attributes:
        formats: The codes of the number formats that show some value otherwise.
        struck: The styles whose font is struck out.
    """

    formats: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """The indices of all these styles."""
        return self.struck.union(self.formats)


# The returns of one quarter have a few styles parts among them.
@lru_cache(maxsize=16)
def read_styles(part: bytes) -> CellStyles:
    """Return the cell styles that matter, from the bytes of the styles part; none where there is no part.

    Raises:
        UnreadableError: The part is damaged, so nobody can tell which numbers are percentages.
    """
    if not part:
        return CellStyles()
    try:
        root = ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError):
        raise UnreadableError(FILE_DAMAGED) from None
    special = dict(_BUILT_IN)
    for element in _children(root, "numFmts"):
        if not is_plain(code := element.get("formatCode", "")):
            special[element.get("numFmtId", "")] = code
    fonts = [is_struck(font) for font in _children(root, "fonts")]
    styles = list(_children(root, "cellXfs"))
    struck = {str(at) for at, is_out in enumerate(fonts) if is_out}
    return CellStyles(
        {at: special[key] for at, style in enumerate(styles) if (key := style.get("numFmtId", "")) in special},
        frozenset(at for at, style in enumerate(styles) if style.get("fontId") in struck),
    )


def is_struck(font: ElementTree.Element) -> bool:
    """Tell if a font, or the properties of a run of text, strike the text out."""
    return any(local_name(each.tag) == "strike" and is_true(each.get("val", "1")) for each in font)


def is_raised(font: ElementTree.Element) -> bool:
    """Tell if the properties of a run of text raise it."""
    return any(local_name(each.tag) == "vertAlign" and each.get("val") == "superscript" for each in font)


def is_true(text: str) -> bool:
    """Tell if an attribute says yes. Source: XML Schema, boolean."""
    return text.strip() in ("1", "true", "on")


def _children(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    for element in root:
        if local_name(element.tag) == name:
            yield from element

"""Dangers in a part of a workbook: content that would stop a reader, or fetch something when a person opens it."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise

from xlplan.domain.findings.file_kinds import FILE_DANGEROUS, FILE_ENCRYPTED
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.cell_extent import are_comments_too_wide, is_sheet_too_wide, is_table_too_wide
from xlplan.sandbox.file_type import Format
from xlplan.sandbox.formulas import SheetNames
from xlplan.sandbox.limits import LETTERS_LIMIT, MERGES_LIMIT, STYLES_LIMIT
from xlplan.sandbox.outside_content import (
    has_outside_relations,
    ods_takes_from_outside,
    sheet_names_of,
    takes_from_outside,
)
from xlplan.sandbox.plain_xml import is_plain, spell_for_search
from xlplan.text.translation import N_

SWELLS = N_("it swells to hundreds of times its size when it is unpacked")
_DECLARATIONS = N_("it holds XML declarations that can swell without end")
_ODD_LETTERS = N_("its XML is in an encoding that no spreadsheet program uses")
_FAR_CELLS = N_("it has filled cells at the far edge of a sheet")
_LARGE_COUNTS = N_("it claims to hold billions of values")
_MANY_MERGES = N_("it holds thousands of merged cells")
_MANY_STYLES = N_("it holds more cell styles than any program makes")
_WIDE_MERGES = N_("it has a merged cell or a link over a whole sheet")
OUTSIDE_CONTENT = N_("it starts a program or pulls in content from outside")

# No search below runs beyond its tag. On a file built for that, such a search would take minutes.
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|\0<|<\0")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_SHORTEST_CELL = b'<c t="s"><v>0</v></c>'
_SHEET_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet[\s>]")
_TAG_BEGIN = re.compile(rb"<(?:[\w.-]+:)?")
_STYLE = re.compile(rb"<(?:\w+:)?xf[\s/>]")
_COUNT = re.compile(rb"""ount\s*=\s*["']\s*\+?[0-9]{8,}""")
# A range that ends in a column or row beyond those of a return. Whose range it is, the plain spelling tells.
_FAR_RANGE = re.compile(rb"""\sref\s*=\s*["'][^"':]*:\s*\$?(?:[A-Za-z]{3}|[A-Za-z]*\$?[0-9]{6})""")
_WIDE_RANGE = re.compile(rb"<(?:mergeCell|hyperlink)(?=\s)[^<>]*?" + _FAR_RANGE.pattern)
_SHORTEST_MERGE = b'<mergeCell ref="A"/>'
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.S)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_ASCII_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_PLAIN_ENCODINGS = re.compile(rb"(?i)utf-?8|(us-)?ascii|iso-8859-\d+|windows-125\d|utf-?16")


def refuse_dangerous(words: str) -> Finding:
    """Return the finding for a dangerous file; the words, a message of the catalogue, say what the danger is."""
    return FILE_DANGEROUS.at(seen=words)


def inspect_part(name: str, content: bytes, kind: Format, sheet_names: SheetNames) -> Finding | None:
    """Return the finding for which a workbook with this part is refused; None for a harmless part.

    Args:
        name: The name of the part, in small letters and with slashes.
        content: The part, inflated.
        kind: The format of the workbook.
        sheet_names: Gives the names of its sheets, where a formula can be judged by them alone.
    """
    if not _is_xml(name, content):
        return None
    text = _as_utf8(content)
    if text is None:
        return refuse_dangerous(_ODD_LETTERS)
    root = _start_of_root(text)
    if _has_declarations(text, root):
        return refuse_dangerous(_DECLARATIONS)
    if not is_plain(text):
        text, root = spell_for_search(text), 0
    if kind in (Format.ODS, Format.ODT) and name == "meta-inf/manifest.xml" and b"encryption-data" in text:
        return FILE_ENCRYPTED.at()
    if kind.is_document:
        return None
    if kind is Format.ODS:
        danger = _danger_in_ods(name, text, sheet_names)
    elif name.endswith(".rels"):
        danger = OUTSIDE_CONTENT if has_outside_relations(text) else ""
    else:
        danger = _danger_in_xlsx(name, text, root, sheet_names)
    return refuse_dangerous(danger) if danger else None


def refuse_too_many_letters(parts: Mapping[str, bytes]) -> Finding | None:
    """Return the finding for an xlsx that uses a long text so often that its copies would fill the memory."""
    xml = {name.lower(): part for name, part in parts.items() if _is_xml(name.lower(), part)}
    # Every part may hold texts but those that are sheets, which their names alone do not tell.
    others = [part for name, part in xml.items() if "sheets/" not in name or b"sheetData" not in part]
    longest = max(map(len, others), default=0)
    if sum(map(len, xml.values())) // len(_SHORTEST_CELL) * longest < LETTERS_LIMIT:
        return None
    # In UTF-16 every other byte is zero.
    sheets = [part for part in xml.values() if b"sheetData" in part or b"\0" in part[:8]]
    # Counting costs ten times as much as the search for the end of the cells.
    size = sum(_end_of_cells(_as_utf8(sheet) or b"") for sheet in sheets)
    if size // len(_SHORTEST_CELL) * longest < LETTERS_LIMIT:
        return None
    if sum(map(_count_values, sheets)) * longest < LETTERS_LIMIT:
        return None
    # What the spelling hides may only add to what is plain to see.
    return _refuse_letters(sheets, others) or _refuse_letters(map(_plain, sheets), map(_plain, others))


def _refuse_letters(sheets: Iterable[bytes], others: Iterable[bytes]) -> Finding | None:
    """Return the finding for texts that are used too often in these parts, as far as their spelling is plain."""
    used = sum(part.count(b't="s"', 0, _end_of_cells(part)) for part in sheets)
    longest = 0
    for texts in (part for part in others if used and b"<sst" in part):
        ends = chain((0,), (tag.start() for tag in re.finditer(b"si>", texts)), (len(texts),))
        longest = max(longest, *(after - before for before, after in pairwise(ends)))
    return refuse_dangerous(SWELLS) if used * longest > LETTERS_LIMIT else None


def _count_values(sheet: bytes) -> int:
    """Return at least the number of cells of a sheet that hold a value, however it is spelled."""
    text = _as_utf8(sheet) or b""
    end = _end_of_cells(text)
    return text.count(b"<v", 0, end) + text.count(b":v", 0, end)


def declared_sheet_names(parts: Iterable[bytes]) -> frozenset[str]:
    """Return the names of the sheets that these parts of a workbook declare, in small letters."""
    return sheet_names_of(map(_plain, parts))


def _is_xml(lower_name: str, content: bytes) -> bool:
    return lower_name.endswith(_XML_ENDINGS) or _XML_START.match(content) is not None


def _start_of_root(text: bytes) -> int:
    """Return where the first element of XML begins, or its DOCTYPE."""
    prolog = _PROLOG.match(text)
    return prolog.end() if prolog else 0


def _has_declarations(text: bytes, root: int) -> bool:
    """Tell whether XML declares anything: entities can be declared only before the first element."""
    return text.startswith(b"<!", root)


def _plain(content: bytes) -> bytes:
    """Return a part in the plain spelling; nothing where it cannot be read, or declares entities."""
    text = _as_utf8(content)
    is_safe = text is not None and not _has_declarations(text, _start_of_root(text))
    return spell_for_search(text) if text is not None and is_safe else b""


def _danger_in_ods(name: str, text: bytes, sheet_names: SheetNames) -> str:
    if name == "content.xml":
        # A tag that holds the sign of its end could hide from a search.
        if text.count(b"<") != text.count(b">"):
            text = spell_for_search(text)
        if is_table_too_wide(text):
            return _FAR_CELLS
    return OUTSIDE_CONTENT if ods_takes_from_outside(text, sheet_names) else ""


def _danger_in_xlsx(name: str, text: bytes, root: int, sheet_names: SheetNames) -> str:
    is_sheet = _SHEET_ROOT.match(text, root) is not None
    danger = _danger_in_sheet(text) if is_sheet or "sheets/" in name or b"sheetData" in text else ""
    if not danger and not is_sheet:
        danger = _danger_in_lists(name, text)
    return danger or (OUTSIDE_CONTENT if takes_from_outside(text, root, sheet_names) else "")


def _danger_in_lists(name: str, text: bytes) -> str:
    """Return the danger in comments, styles and texts."""
    if ("comment" in name or b"commentList" in text) and are_comments_too_wide(text):
        return _FAR_CELLS
    if len(text) > STYLES_LIMIT and b"cellXfs" in text and len(_STYLE.findall(text)) > STYLES_LIMIT:
        return _MANY_STYLES
    return _LARGE_COUNTS if _COUNT.search(text) else ""


def _end_of_cells(text: bytes) -> int:
    """Return where the cells of a sheet end. The input hints of a form follow; they are many times longer."""
    end = text.rfind(b"sheetData")
    is_end = end > 0 and text.startswith(b"</", max(0, text.rfind(b"<", 0, end)))
    return end if is_end else len(text)


def _danger_in_sheet(text: bytes) -> str:
    start, end = _start_of_cells(text), _end_of_cells(text)
    may_have_many = len(text) > MERGES_LIMIT * len(_SHORTEST_MERGE)
    if may_have_many and text.count(b"mergeCell") > MERGES_LIMIT:
        return _MANY_MERGES
    margins = ((0, start), (end, len(text)))
    if any(_has_wide_range(text, *margin) for margin in margins):
        return _WIDE_MERGES
    # To a reader of comments a sheet is as good as any other part.
    has_comments = any(text.find(b"commentList", *margin) >= 0 for margin in margins)
    is_too_wide = is_sheet_too_wide(text, end) or (has_comments and are_comments_too_wide(text))
    return _FAR_CELLS if is_too_wide else ""


def _start_of_cells(text: bytes) -> int:
    """Return where the cells of a sheet begin; its end where that is not plain."""
    start = text.find(b"sheetData")
    tag = text.rfind(b"<", 0, start) if start > 0 else -1
    return start if tag >= 0 and _TAG_BEGIN.fullmatch(text, tag, start) else len(text)


def _has_wide_range(text: bytes, start: int, stop: int) -> bool:
    """Tell whether a merged cell or a link there covers columns or rows beyond those of a return."""
    for element in (b"mergeCell", b"hyperlink"):
        first = text.find(element, start, stop)
        if first >= 0:
            last = text.find(b"<", text.rfind(element, first, stop), stop)
            if _FAR_RANGE.search(text, first, last if last >= 0 else stop):
                return _WIDE_RANGE.search(spell_for_search(text)) is not None
    return False


def _as_utf8(content: bytes) -> bytes | None:
    """Return XML in an encoding that the searches can read; None if they would miss what it says.

    Raises:
        UnicodeError: The part is not in the encoding that it begins with.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16").encode()
    if content[:4].count(0):
        return None
    encoding = _ENCODING.match(content[:400].lstrip(b"\xef\xbb\xbf \t\r\n"))
    if not encoding or encoding[1].lower() in _ASCII_ENCODINGS:
        return content
    if not _PLAIN_ENCODINGS.fullmatch(encoding[1]):
        return None
    # A reader that goes by the declaration alone fails on such a part.
    name = "utf-8" if encoding[1].lower().startswith(b"utf") else encoding[1].decode()
    return content.decode(name, "replace").encode()

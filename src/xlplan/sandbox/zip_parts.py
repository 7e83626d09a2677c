"""Dangers in a part of a workbook: content that would stop a reader, or fetch something when a person opens it."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from xlplan.domain.findings.file_kinds import FILE_DANGEROUS, FILE_ENCRYPTED
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.cell_extent import are_comments_too_wide, is_sheet_too_wide, is_table_too_wide
from xlplan.sandbox.file_type import Format
from xlplan.sandbox.limits import LETTERS_LIMIT, MERGES_LIMIT, STYLES_LIMIT
from xlplan.text.translation import N_

SWELLS = N_("it swells to hundreds of times its size when it is unpacked")
_DECLARATIONS = N_("it holds XML declarations that can swell without end")
_ODD_LETTERS = N_("its XML is in an encoding that no spreadsheet program uses")
_FAR_CELLS = N_("it has filled cells at the far edge of a sheet")
_LARGE_COUNTS = N_("it claims to hold billions of values")
_MANY_MERGES = N_("it holds thousands of merged cells")
_MANY_STYLES = N_("it holds more cell styles than any program makes")
_WIDE_MERGES = N_("it has a merged cell or a link over a whole sheet")
_OUTSIDE_CONTENT = N_("it pulls in content from outside")

# No search below runs beyond its tag. On a file built for that, such a search would take minutes.
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|\0<|<\0")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_SHORTEST_CELL = b'<c t="s"><v>0</v></c>'
_STYLE = re.compile(rb"<(?:\w+:)?xf[\s/>]")
_COUNT = re.compile(rb"""ount\s*=\s*["'][0-9]{8,}""")
_WIDE_RANGE = re.compile(
    rb"""(?:mergeCell|hyperlink)\s[^<>]*?ref\s*=\s*["'][^"':<>]*:(?:[A-Za-z]{3}|[A-Za-z]*[0-9]{6})"""
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
# A program follows a link to a page or to another workbook only if a person asks for it.
_HARMLESS_RELATION = re.compile(rb"/(?:hyperlink|externalLinkPath|externalLink|xlExternalLinkPath/\w+|image)[\"']")
# Formulas that start another program or fetch a page: =cmd|'/c calc'!A0, DDE(…), WEBSERVICE(…).
_REACHING_FORMULA = re.compile(rb"(?i)<(?:\w+:)?f(?:\s[^>]*)?>[^<]*(?:\w'?\||\bDDE\(|\bWEBSERVICE\()")
_REACHING_FORMULA_ODS = re.compile(rb"""(?i)table:formula="[^"]*(?:\w'?\||\bDDE\(|\bWEBSERVICE\()""")
_REACHING_SIGNS = (b"|", b"dde(", b"webservice(")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.S)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_PLAIN_ENCODINGS = re.compile(rb"(?i)utf-?8|(us-)?ascii|iso-8859-\d+|windows-125\d|utf-?16")


def refuse_dangerous(words: str) -> Finding:
    """Return the finding for a dangerous file; the words, a message of the catalogue, say what the danger is."""
    return FILE_DANGEROUS.at(seen=words)


def inspect_part(name: str, content: bytes, kind: Format) -> Finding | None:
    """Return the finding for which a workbook with this part is refused; None for a harmless part."""
    lower_name = name.lower().replace("\\", "/")
    if not lower_name.endswith(_XML_ENDINGS) and not _XML_START.match(content):
        return None
    text = _as_utf8(content)
    if text is None:
        return refuse_dangerous(_ODD_LETTERS)
    # Entities can be declared only inside a DOCTYPE, and a DOCTYPE stands only before the first element.
    prolog = _PROLOG.match(text)
    if prolog and text.startswith(b"<!", prolog.end()):
        return refuse_dangerous(_DECLARATIONS)
    if kind is Format.ODS and lower_name == "meta-inf/manifest.xml" and b"encryption-data" in text:
        return FILE_ENCRYPTED.at()
    find_danger = (
        _danger_in_ods
        if kind is Format.ODS
        else _danger_in_relations
        if lower_name.endswith(".rels")
        else _danger_in_xlsx
    )
    danger = find_danger(lower_name, text)
    return refuse_dangerous(danger) if danger else None


def refuse_too_many_letters(parts: Mapping[str, bytes]) -> Finding | None:
    """Return the finding for an xlsx that uses a long text so often that its copies would fill the memory."""
    texts = next((part for name, part in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    sheets = [(part, _end_of_cells(part)) for name, part in parts.items() if "sheets/" in name.lower()]
    if sum(end for _part, end in sheets) // len(_SHORTEST_CELL) * len(texts) < LETTERS_LIMIT:
        return None
    used = sum(part.count(b't="s"', 0, end) for part, end in sheets)
    if used * len(texts) < LETTERS_LIMIT:
        return None
    ends = chain((0,), (tag.start() for tag in re.finditer(b"si>", texts)), (len(texts),))
    longest = max(after - before for before, after in pairwise(ends))
    return refuse_dangerous(SWELLS) if used * longest > LETTERS_LIMIT else None


def _danger_in_ods(name: str, text: bytes) -> str:
    if name != "content.xml":
        return ""
    if is_table_too_wide(text):
        return _FAR_CELLS
    return (
        _OUTSIDE_CONTENT
        if b"dde-source" in text or _reaches_outside(text, _REACHING_FORMULA_ODS, len(text))
        else ""
    )


def _danger_in_relations(_name: str, text: bytes) -> str:
    outside = (match[0] for match in _RELATION.finditer(text) if b"External" in match[0])
    return _OUTSIDE_CONTENT if any(not _HARMLESS_RELATION.search(relation) for relation in outside) else ""


def _danger_in_xlsx(name: str, text: bytes) -> str:
    if b"sheetData" in text or "sheets/" in name:
        return _danger_in_sheet(text, _end_of_cells(text))
    if "comment" in name or b"commentList" in text:
        return _FAR_CELLS if are_comments_too_wide(text) else ""
    if b"ddeLink" in text or b"oleLink" in text:
        return _OUTSIDE_CONTENT
    if len(text) > STYLES_LIMIT and b"cellXfs" in text and len(_STYLE.findall(text)) > STYLES_LIMIT:
        return _MANY_STYLES
    return _LARGE_COUNTS if _COUNT.search(text) else ""


def _end_of_cells(text: bytes) -> int:
    """Return where the cells of a sheet end. The input hints of a form follow; they are many times longer."""
    end = text.find(b"</sheetData>")
    if end < 0:
        end = text.rfind(b":sheetData>")
    return end if end >= 0 else len(text)


def _danger_in_sheet(text: bytes, end: int) -> str:
    for start, stop in chain(_element_lists(text, b"mergeCell", end), _element_lists(text, b"hyperlink", end)):
        if text.count(b"mergeCell", start, stop) > MERGES_LIMIT:
            return _MANY_MERGES
        if _WIDE_RANGE.search(text, start, stop):
            return _WIDE_MERGES
    if is_sheet_too_wide(text, end):
        return _FAR_CELLS
    return _OUTSIDE_CONTENT if _reaches_outside(text, _REACHING_FORMULA, end) else ""


def _element_lists(text: bytes, name: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Return the start and end of each list of elements with this name, from its first element on."""
    start = text.find(name + b" ", start)
    while start >= 0:
        stop = text.find(name + b"s>", start)
        stop = stop if stop >= 0 else len(text)
        yield start, stop
        start = text.find(name + b" ", stop)


def _reaches_outside(text: bytes, formula: re.Pattern[bytes], end: int) -> bool:
    lower_text = text[:end].lower()
    is_doubtful = any(sign in lower_text for sign in _REACHING_SIGNS)
    return is_doubtful and formula.search(text, 0, end) is not None


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
    return None if encoding and not _PLAIN_ENCODINGS.fullmatch(encoding[1]) else content

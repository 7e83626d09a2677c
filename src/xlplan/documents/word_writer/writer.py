"""Writer of Word documents: title, headings, paragraphs and tables in the order of reading.

A document is written so::

    writer = WordWriter(base, DocumentDetails(title, centre.name, made_at))
    writer.add(StyledParagraph((title,), Style.TITLE))
    writer.add(StyledParagraph((direction,), Style.HEADING_1))
    writer.add(StyledParagraph(("Held: ", StyledRun("12 lectures", bold=True), "."), Style.BODY))
    writer.add(StyledParagraph(("Table 1. Shares",), Style.CAPTION))
    bar = StyledParagraph((ShareBar(share), " 50 %"), Style.TABLE_TEXT)
    writer.add(plain_table(("Indicator", "Share"), [("lectures", bar)], widths=(3, 2), title="Shares"))
    writer.add_footer("version 1 of 10.03.2021")
    data = writer.finish()

`base` holds the bytes of the centre's own base, or is None. A document looks as its styles say (`styles.py`), so
that a centre may change it; a paragraph names only what differs in its place. Space between paragraphs is that of
the style, or of `before` and `after`: no paragraph is blank. The values are those of `content.py`: `plain_table`
makes a table of plain rows, `PlacedTable` is one with merged cells. The same arguments give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from msgspec import Struct

from xlplan.documents.word_writer.base import open_base, own_base, take_theme
from xlplan.documents.word_writer.content import PlacedTable, StyledParagraph, TabStop
from xlplan.documents.word_writer.markup import paragraph_xml, parse, table_xml
from xlplan.documents.word_writer.styles import Style, complete_styles, name_styles
from xlplan.text.translation import _, language

# The language of a document, by the language in use.
_LANGUAGES = {"uk": "uk-UA", "en": "en-GB"}
_EMU_PER_TWENTIETH = 635
_NO_ROOM = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_PAGE_FIELD = re.compile(r"\bPAGE\b")
_FIELDS = (("{page}", "PAGE"), ("{pages}", "NUMPAGES"))


class DocumentDetails(Struct, frozen=True):
    """Properties of a document.

    Attributes:
        title: Its title, on one line.
        author: The centre.
        made_at: Its time.
    """

    title: str
    author: str
    made_at: datetime


class WordWriter:
    """A document that is being written.

    Attributes:
        text_width: The width between the margins, in twentieths of a point.
    """

    def __init__(self, base: bytes | None, details: DocumentDetails, *, across: bool = False) -> None:
        """Begin a document.

        Args:
            base: The bytes of the centre's base; None for that of xlplan.
            details: The properties of the document.
            across: Its pages lie across.

        Raises:
            UnreadableBaseError: The bytes are no sound Word document.
        """
        self._document = open_base(base, across)
        own = own_base()
        take_theme(self._document, own)
        self._styles = complete_styles(self._document, own)
        name_styles(self._document)
        self.text_width = _text_width(self._document)
        _set_language(self._document)
        _set_properties(self._document, details)
        _describe_pictures(self._document, details.author)

    def add(self, content: StyledParagraph | PlacedTable) -> None:
        """Add a paragraph or a table below what stands already."""
        if isinstance(content, StyledParagraph):
            xml = paragraph_xml(content, self._styles, self.text_width)
        else:
            xml = table_xml(content, self._styles, self.text_width)
        body = self._document.element.body
        body.insert(len(body) - 1, parse(xml))

    def add_footer(self, words: str) -> None:
        """Let every page say these words on the left of its foot, and its number on the right.

        What a centre's base has in its footers stays above. Where it numbers the pages, they are numbered once.
        """
        section = self._document.sections[0]
        footers = [section.footer]
        if section.different_first_page_header_footer:
            footers.append(section.first_page_footer)
        if self._document.settings.odd_and_even_pages_header_footer:
            footers.append(section.even_page_footer)
        for footer in footers:
            # A footer that is not there yet is made.
            footer.is_linked_to_previous = False
            element = footer._element
            _remove_own_line(element, self._styles[Style.VERSION])
            is_numbered = _numbers_pages(element)
            if words or not is_numbered:
                element.append(self._footer_line(words, () if is_numbered else _page_runs()))

    def _footer_line(self, words: str, page: Sequence[Any]) -> Any:
        text = f"{words}\t" if page else words
        paragraph = StyledParagraph((text,), Style.VERSION, tabs=(TabStop(1, "right"),))
        line = parse(paragraph_xml(paragraph, self._styles, self.text_width))
        for run in page:
            line.append(run)
        return line

    def finish(self) -> bytes:
        """Return the bytes of the document."""
        body = self._document.element.body
        # Word wants a paragraph behind a table that stands last; it takes no room.
        if len(body) > 1 and body[-2].tag == qn("w:tbl"):
            body.insert(len(body) - 1, parse(_NO_ROOM))
        content = io.BytesIO()
        self._document.save(content)
        return _without_times(content)


def _text_width(document: Document) -> int:
    section = document.sections[0]
    lengths = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    page, left, right, gutter = (int(length or 0) // _EMU_PER_TWENTIETH for length in lengths)
    return page - left - right - gutter


def _set_language(document: Document) -> None:
    """Say in which language the document is: to programs that correct spelling, and to those that read aloud."""
    code = _LANGUAGES[language()]
    styles = document.styles.element
    for parent in (*styles.iter(qn("w:rPrDefault")), *styles.iter(qn("w:style"))):
        for own in list(parent.iter(qn("w:lang"))):
            own.getparent().remove(own)
    defaults = _first_child(_first_child(_first_child(styles, "docDefaults"), "rPrDefault"), "rPr")
    defaults.append(parse(f'<w:lang w:val="{code}" w:eastAsia="{code}" w:bidi="ar-SA"/>'))
    for told in document.settings.element.findall(qn("w:themeFontLang")):
        told.set(qn("w:val"), code)
    document.core_properties.language = code


def _first_child(parent: Any, name: str) -> Any:
    """Return the child of this name; where there is none it is made, before all others."""
    child = parent.find(qn(f"w:{name}"))
    if child is None:
        child = parse(f"<w:{name}/>")
        parent.insert(0, child)
    return child


def _set_properties(document: Document, details: DocumentDetails) -> None:
    properties = document.core_properties
    properties.title, properties.author = details.title, details.author
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.last_modified_by = details.author
    properties.revision = 1
    made_at = details.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = made_at


def _describe_pictures(document: Document, centre: str) -> None:
    """Describe the pictures of a centre's base that have no description: a screen reader reads one aloud."""
    section = document.sections[0]
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        if part.is_linked_to_previous:
            continue
        for drawing in part._element.iter(qn("wp:docPr")):
            if not drawing.get("descr"):
                drawing.set("descr", _("Picture on the letterhead: {centre}").format(centre=centre))


def _page_runs() -> list[Any]:
    """Return the runs of `page 2 of 5` with live numbers."""
    words = _("page {page} of {pages}")
    for place, field in _FIELDS:
        words = words.replace(place, f"\0{field}\0")
    runs = []
    for number, text in enumerate(words.split("\0")):
        if number % 2:
            runs.append(parse(f'<w:fldSimple w:instr=" {text} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        elif text:
            runs.append(parse(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'))
    return runs


def _remove_own_line(footer: Any, style: str) -> None:
    """Remove the line of an earlier document from a footer, and a paragraph that shows nothing."""
    for paragraph in footer.findall(qn("w:p")):
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if (named is not None and named.get(qn("w:val")) == style) or (len(footer) == 1 and _is_blank(paragraph)):
            footer.remove(paragraph)


def _numbers_pages(footer: Any) -> bool:
    """Tell if a footer has a field with the number of the page."""
    simple = (field.get(qn("w:instr")) or "" for field in footer.iter(qn("w:fldSimple")))
    parts = (part.text or "" for part in footer.iter(qn("w:instrText")))
    return any(_PAGE_FIELD.search(instruction) for instruction in (*simple, *parts))


def _is_blank(paragraph: Any) -> bool:
    """Tell if a paragraph shows nothing: no text, no picture, no field."""
    return not [element for element in paragraph if element.tag != qn("w:pPr")]


def _without_times(content: io.BytesIO) -> bytes:
    """Return the zip without times and systems, so that the same content gives the same bytes everywhere."""
    finished = io.BytesIO()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            part = zipfile.ZipInfo(name)
            part.create_system = 0
            packed.writestr(part, made.read(name), zipfile.ZIP_DEFLATED)
    return finished.getvalue()

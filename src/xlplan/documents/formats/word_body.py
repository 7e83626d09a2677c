"""The paragraphs and tables of a Word document, from its XML. Source: ECMA-376 part 1, 17."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.formats.text_runs import Look
from xlplan.documents.formats.word_columns import straighten
from xlplan.documents.formats.word_numbering import BULLET, Numbering
from xlplan.documents.formats.word_styles import WordStyles
from xlplan.documents.formats.word_text import (
    Block,
    Cell,
    Paragraph,
    Piece,
    Table,
    TableRow,
    lines_of,
    symbol,
)
from xlplan.documents.formats.word_xml import (
    attribute,
    child,
    child_number,
    child_value,
    switch,
    whole_number,
)
from xlplan.text.normalize import DASHES

# No table of Word has more columns.
_WIDEST = 63
# Elements without a text of the document: properties, marks, instructions of fields, pronunciations.
_SKIPPED = frozenset(
    f"w:{name}"
    for name in (
        "pPr",
        "rPr",
        "tblPr",
        "tblPrEx",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "smartTagPr",
        "sectPr",
        "instrText",
        "delInstrText",
        "rt",
        "fldData",
        "ffData",
    )
)
_DELETED = ("w:del", "w:moveFrom")
_INSERTED = ("w:ins", "w:moveTo")
_SIGNS = {
    "w:tab": " ",
    "w:ptab": " ",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_TEXTS = ("w:t", "w:delText", "m:t")
# Parts of other files, shown as if they were in this one.
_IMPORTED = ("w:altChunk", "w:subDoc")
_PICTURES = (":blip", ":imagedata")
_DRAWN = ("w:drawing", "w:pict", "w:object")


class _Context(Struct, frozen=True):
    """The state in which a part of the document stands: what makes all of it left out, or inserted."""

    look: Look = None
    is_inserted: bool = False


class _Story(Struct):
    """The blocks of the body, of a cell or of a text box, as they come by."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    is_open: bool = False

    def add(self, pieces: Iterable[Piece], boxes: Iterable[Block], *, ends: bool) -> None:
        """Add the content of a paragraph. One that does not end joins the next."""
        self.pieces.extend(pieces)
        self.boxes.extend(boxes)
        self.is_open = True
        if ends:
            self.close()

    def close(self) -> None:
        """End a paragraph that would join a next one."""
        if self.is_open:
            self.blocks.append(Paragraph(lines_of(self.pieces), self.boxes))
        self.pieces, self.boxes, self.is_open = [], [], False

    def finish(self) -> list[Block]:
        """Return the blocks."""
        self.close()
        return self.blocks


class BodyReader:
    """The reading of the body of a document, and of the texts beside it.

    Args:
        styles: The styles of the document.
        numbering: Its lists.
    """

    def __init__(self, styles: WordStyles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        # One for each field that is open: the part with its instruction has passed.
        self._fields: list[bool] = []
        self._counts_fields = True
        self.objects = 0
        self.pictures = 0

    def read(self, root: Element) -> list[Block]:
        """Return the blocks of the body, or of another part of the document."""
        # A field without an end would swallow the rest of the document.
        self._counts_fields = _have_ends(root)
        self._fields.clear()
        return self._story(root, _Context())

    def _story(self, element: Element, context: _Context) -> list[Block]:
        story = _Story()
        self._walk(element, context, story)
        return story.finish()

    def _walk(self, element: Element, context: _Context, story: _Story) -> None:
        for each in element:
            if each.tag == "w:p":
                self._paragraph(each, context, story)
            elif each.tag == "w:tbl":
                story.close()
                story.blocks.append(self._table(each, context))
            elif each.tag in _IMPORTED:
                self.objects += 1
            elif each.tag not in _SKIPPED:
                self._walk(self._inside(each), self._within(each, context), story)

    def _within(self, element: Element, context: _Context) -> _Context:
        """Return the state inside an element around paragraphs, rows, cells or runs."""
        if element.tag in _DELETED:
            return replace(context, look="deleted")
        if element.tag in _INSERTED:
            return replace(context, is_inserted=True)
        if element.tag == "w:sdt" and switch(element, "w:sdtPr", "w:showingPlcHdr") and not context.look:
            return replace(context, look="placeholder")
        return context

    def _inside(self, element: Element) -> Element:
        """Return the one of several alternatives that counts; any other element is its own."""
        if element.tag != "mc:AlternateContent":
            return element
        choices = [each for each in element if each.tag in ("mc:Choice", "mc:Fallback")]
        full = (each for each in choices if any(inside.tag in _TEXTS for inside in each.iter()))
        return next(full, choices[0] if choices else element)

    def _paragraph(self, element: Element, context: _Context, story: _Story) -> None:
        properties = child(element, "w:pPr")
        style = self._styles.paragraph_style(properties)
        mark = child(properties, "w:rPr")
        mark_look = self._styles.look(style, mark)
        is_gone = any(child(mark, name) is not None for name in _DELETED) or context.look == "deleted"
        reading = _Inline(style)
        if not is_gone and mark_look != "hidden":
            number = self._numbering.take(properties, style)
            look: Look = mark_look if mark_look == "struck" else None
            if number:
                reading.number = Piece(number, context.look or look, context.is_inserted)
        self._inline(element, context, reading)
        joins = (is_gone and context.look != "deleted") or mark_look == "hidden"
        story.add(reading.result(), reading.boxes, ends=not joins)

    def _inline(self, element: Element, context: _Context, reading: "_Inline") -> None:
        for each in element:
            if each.tag == "w:r":
                self._run(each, context, reading)
            elif each.tag == "m:t":
                reading.add(each.text or "", context.look, context.is_inserted)
            elif each.tag not in _SKIPPED:
                self._inline(self._inside(each), self._within(each, context), reading)

    def _run(self, element: Element, context: _Context, reading: "_Inline") -> None:
        look = context.look or self._styles.look(reading.style, child(element, "w:rPr"))
        self._run_content(element, context if look == context.look else replace(context, look=look), reading)

    def _run_content(self, element: Element, context: _Context, reading: "_Inline") -> None:
        for each in element:
            if each.tag == "w:fldChar":
                if all(self._fields):
                    reading.add(_chosen(each), context.look, context.is_inserted)
                self._turn_field(attribute(each, "fldCharType"))
            elif each.tag in _DRAWN:
                self._drawing(each, context, reading)
            elif not all(self._fields):
                continue
            elif each.tag in _TEXTS:
                reading.add(
                    _text(each), "deleted" if each.tag == "w:delText" else context.look, context.is_inserted
                )
            elif each.tag in _SIGNS:
                reading.add(_SIGNS[each.tag], context.look, context.is_inserted)
            elif each.tag == "w:sym":
                reading.add(
                    symbol(attribute(each, "font"), attribute(each, "char")), context.look, context.is_inserted
                )
            elif each.tag not in _SKIPPED:
                self._run_content(self._inside(each), context, reading)

    def _turn_field(self, kind: str) -> None:
        if not self._counts_fields:
            return
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawing(self, element: Element, context: _Context, reading: "_Inline") -> None:
        """Read the text boxes of a drawing. What else it shows is no text."""
        self._count(element)
        is_raised_or_struck = context.look in ("raised", "struck")
        inside = replace(context, look=None) if is_raised_or_struck else context
        for box in _text_boxes(self._inside_all(element)):
            reading.boxes.extend(self._story(box, inside))

    def _count(self, element: Element) -> None:
        if element.tag == "w:object":
            self.objects += 1
        elif any(each.tag in _PICTURES for each in element.iter()):
            self.pictures += 1

    def _inside_all(self, element: Element) -> Iterator[Element]:
        for each in element:
            yield self._inside(each)

    def _table(self, element: Element, context: _Context) -> Table:
        rows = list(self._rows(element, context))
        grid = child(element, "w:tblGrid")
        columns = () if grid is None else (each for each in grid if each.tag == "w:gridCol")
        straighten(rows, [whole_number(attribute(column, "w")) or 0 for column in columns])
        return Table(rows)

    def _rows(self, table: Element, context: _Context) -> Iterator[TableRow]:
        for each in table:
            if each.tag == "w:tr":
                yield self._row(each, context)
            elif each.tag not in _SKIPPED:
                yield from self._rows(self._inside(each), self._within(each, context))

    def _row(self, element: Element, context: _Context) -> TableRow:
        properties = child(element, "w:trPr")
        is_deleted = child(properties, "w:del") is not None or context.look == "deleted"
        is_inserted = child(properties, "w:ins") is not None
        inside = _Context("deleted" if is_deleted else context.look, context.is_inserted or is_inserted)
        cells: list[Cell] = []
        column = max(child_number(properties, "w:gridBefore") or 0, 0)
        for each, state in self._cells(element, inside):
            cell = self._cell(each, state, column)
            cells.append(cell)
            column = column if cell.is_deleted else cell.end_column
        return TableRow(cells, bool(switch(properties, "w:hidden")), is_deleted, is_inserted)

    def _cells(self, row: Element, context: _Context) -> Iterator[tuple[Element, _Context]]:
        for each in row:
            if each.tag == "w:tc":
                yield each, context
            elif each.tag not in _SKIPPED:
                yield from self._cells(self._inside(each), self._within(each, context))

    def _cell(self, element: Element, context: _Context, column: int) -> Cell:
        properties = child(element, "w:tcPr")
        is_deleted = child(properties, "w:cellDel") is not None
        is_inserted = child(properties, "w:cellIns") is not None
        inside = _Context("deleted" if is_deleted else context.look, context.is_inserted or is_inserted)
        column = min(column, _WIDEST - 1)
        width = min(max(child_number(properties, "w:gridSpan") or 1, 1), _WIDEST - column)
        merge = child(properties, "w:cellMerge")
        vertical = (
            attribute(merge, "vMerge") == "cont" if merge is not None else _continues(properties, "w:vMerge")
        )
        return Cell(
            column,
            column + width,
            self._story(element, inside),
            begins_merge=child_value(properties, "w:vMerge") == "restart",
            continues_above=vertical,
            continues_left=_continues(properties, "w:hMerge"),
            is_deleted=is_deleted and not context.look,
        )


class _Inline(Struct):
    """The content of a paragraph as it comes by."""

    style: str
    number: Piece | None = None
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)

    def add(self, text: str, look: Look, is_inserted: bool) -> None:
        """Add a text."""
        if text:
            self.pieces.append(Piece(text, look, is_inserted))

    def result(self) -> list[Piece]:
        """Return the pieces, the number before them. A dash is not doubled, and stands before some text only."""
        if self.number is None:
            return self.pieces
        seen = "".join(piece.text for piece in self.pieces if piece.look in (None, "raised")).strip()
        if self.number.text == BULLET and (not seen or seen[0] in DASHES):
            return self.pieces
        return [self.number, *self.pieces]


def _chosen(mark: Element) -> str:
    """Return what is chosen in a list of a form; such a field has no result. "" for any other field."""
    choices = child(mark, "w:ffData", "w:ddList")
    if choices is None:
        return ""
    entries = [attribute(each, "val") for each in choices if each.tag == "w:listEntry"]
    at = child_number(choices, "w:result") or child_number(choices, "w:default") or 0
    return entries[at] if 0 <= at < len(entries) else ""


def _have_ends(root: Element) -> bool:
    """Tell if each field of a part has an end behind its beginning."""
    depth = 0
    for each in root.iter("w:fldChar"):
        depth += {"begin": 1, "end": -1}.get(attribute(each, "fldCharType"), 0)
        if depth < 0:
            return False
    return not depth


def _continues(properties: Element | None, name: str) -> bool:
    """Tell if a cell continues the one above, or to its left. Without a value the mark says so."""
    return child(properties, name) is not None and child_value(properties, name) in ("", "continue")


def _text(element: Element) -> str:
    """Return a text. Without a sign to keep them, Word drops the spaces at its ends."""
    text = element.text or ""
    if attribute(element, "space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")


def _text_boxes(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield the contents of text boxes, not those inside of others."""
    for each in elements:
        if each.tag == "w:txbxContent":
            yield each
        elif each.tag == "mc:AlternateContent":
            choices = [inside for inside in each if inside.tag in ("mc:Choice", "mc:Fallback")]
            yield from _text_boxes(choices[:1])
        else:
            yield from _text_boxes(each)

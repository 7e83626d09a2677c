"""The reading of a Word document: its body, with the lists and styles that it uses, and the texts beside it."""

from collections.abc import Iterable, Iterator

from xlplan.documents.formats.grid import Parts, UnreadableError
from xlplan.documents.formats.word import WordDocument, WordLine, WordRemark, WordTable
from xlplan.documents.formats.word_body import BodyReader
from xlplan.documents.formats.word_numbering import Numbering
from xlplan.documents.formats.word_styles import WordStyles
from xlplan.documents.formats.word_tables import content_of, framed_blocks, is_frame, lay_out
from xlplan.documents.formats.word_text import Block, Paragraph
from xlplan.documents.formats.word_xml import WordParts
from xlplan.domain.findings.file_kinds import FILE_DAMAGED

# Parts with texts that do not stand in the body, and what they are called.
ASIDES = ("header", "footer", "footnotes", "endnotes", "comments")


def read_word(parts: Parts) -> WordDocument:
    """Return a document, from the parts of its zip.

    Raises:
        UnreadableError: The document is damaged.
    """
    try:
        return _read(WordParts(parts))
    # Elements inside of one another without end are made by no program.
    except RecursionError:
        raise UnreadableError(FILE_DAMAGED) from None


def _read(parts: WordParts) -> WordDocument:
    styles = WordStyles(next(parts.roots("styles"), None))
    numbers = next(parts.roots("numbering"), None)
    reader = BodyReader(styles, Numbering(numbers, styles))
    blocks = tuple(_seen(reader.read(parts.body)))
    # A note counts no list of the body on.
    beside = BodyReader(styles, Numbering(numbers, styles))
    asides = tuple(
        (kind, text)
        for kind in ASIDES
        for root in parts.roots(kind)
        if (text := " ".join(content_of(beside.read(root)).text.split()))
    )
    return WordDocument(blocks, asides, reader.objects)


def _seen(blocks: Iterable[Block], *, is_boxed: bool = False) -> Iterator[WordLine | WordTable]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.lines:
                remarks = [WordRemark("inserted", text) for text in line.inserted]
                if is_boxed and line.text:
                    remarks.append(WordRemark("boxed", line.text))
                yield WordLine(line.text, line.left_out, tuple(remarks))
            yield from _seen(block.boxes, is_boxed=True)
        elif is_frame(block):
            yield from _seen(framed_blocks(block), is_boxed=is_boxed)
        else:
            yield lay_out(block)

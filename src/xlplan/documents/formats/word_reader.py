"""The reading of a Word document: its body, with the lists and styles that it uses, and the texts beside it."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

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
    return WordDocument(blocks, asides, reader.objects, reader.pictures)


def _seen(blocks: Iterable[Block]) -> Iterator[WordLine | WordTable]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.lines:
                remarks = tuple(WordRemark("inserted", text) for text in line.inserted)
                yield WordLine(line.text, line.left_out, remarks)
            yield from _boxed(block.boxes)
        elif is_frame(block):
            yield from _seen(framed_blocks(block))
        else:
            yield lay_out(block)


def _boxed(blocks: Sequence[Block]) -> Iterator[WordLine | WordTable]:
    """Yield what stands in text boxes of a paragraph; the first line or table of it tells that."""
    text = content_of(blocks).text
    for at, block in enumerate(_seen(blocks)):
        remark = WordRemark("boxed", text)
        yield replace(block, remarks=(remark, *block.remarks)) if text and not at else block

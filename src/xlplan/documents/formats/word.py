"""A Word document as read: paragraphs and tables in the order of reading."""

from typing import Literal, NamedTuple

from msgspec import Struct, field

from xlplan.documents.formats.grid import Rows, SheetDetails
from xlplan.domain.returned import LeftOut

RemarkKind = Literal["inserted", "row inserted", "row deleted", "cell deleted", "boxed", "nested"]


class WordRemark(NamedTuple):
    """A peculiarity of a text that is part of the value, or of a row that is not there.

    Attributes:
        kind: "inserted": by a tracked change, so is "row inserted". "row deleted", "cell deleted": so
            too, and the text is not in the values. "boxed": in a text box. "nested": in a table of a cell.
        text: The text.
        row: The row of the cell, from 0, or the row before which a deleted row stood.
        column: The column of the cell, from 0.
    """

    kind: RemarkKind
    text: str
    row: int = 0
    column: int = 0


class WordLine(Struct, frozen=True):
    """A paragraph, or a line of one: its text as a person sees it, and the parts that do not belong to it."""

    text: str
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[WordRemark, ...] = ()


class WordTable(Struct, frozen=True):
    """A table: the texts of its cells, lines divided by a line feed, and the details of these as of a sheet.

    `width` is the number of its columns, empty ones too; rows may be shorter.
    """

    rows: Rows
    details: SheetDetails = field(default_factory=SheetDetails)
    remarks: tuple[WordRemark, ...] = ()
    width: int = 0


class WordDocument(Struct, frozen=True):
    """The body of a document.

    Attributes:
        blocks: The lines and the tables in the order of reading. An empty paragraph is an empty line.
        asides: Texts that stand outside of the body, by kind: footnotes, comments, the top and foot of pages.
        objects: The number of embedded objects, such as a spreadsheet, whose content is not read.
        pictures: The number of pictures in the body.
    """

    blocks: tuple[WordLine | WordTable, ...]
    asides: tuple[tuple[str, str], ...] = ()
    objects: int = 0
    pictures: int = 0

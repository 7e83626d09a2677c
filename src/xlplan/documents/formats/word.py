"""A Word document as read: paragraphs and tables in the order of reading."""

from dataclasses import dataclass, field

from xlplan.documents.formats.grid import Rows, SheetDetails
from xlplan.domain.returned import LeftOut


@dataclass(frozen=True)
class WordLine:
    """A paragraph, or a line of one: its text as a person sees it, and the parts that do not belong to it."""

    text: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class WordTable:
    """A table: the texts of its cells, lines divided by a line feed, and the details of these as of a sheet."""

    rows: Rows
    details: SheetDetails = field(default_factory=SheetDetails)


@dataclass(frozen=True)
class WordDocument:
    """The body of a document."""

    blocks: tuple[WordLine | WordTable, ...]

"""The narrative of a quarter or a year as frozen values: paragraphs and tables in sections, gaps marked."""

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction

from msgspec import Struct

from xlplan.domain.quarter import Quarter


class Look(Enum):
    """The look of a passage. GAP: an editor must complete it, look at it or remove it before a signature."""

    PLAIN = "plain"
    STRONG = "strong"
    NAME = "name"
    GAP = "gap"


class Passage(Struct, frozen=True):
    """A part of a paragraph with one look. A gap is a text that can be understood alone: a list repeats it."""

    text: str
    look: Look = Look.PLAIN


Passages = tuple[Passage, ...]


class NarrativeParagraph(Struct, frozen=True):
    """A paragraph. `place`: the row code that it is about; "" where its section says enough.

    `is_lead`: the paragraph below it belongs to it.
    """

    passages: Passages
    place: str = ""
    is_lead: bool = False


class NarrativeCell(Struct, frozen=True):
    """A cell of a table. `share`: the part of a whole that a shaded bar beside the text shows, 0 to 1."""

    passages: Passages = ()
    share: Fraction | None = None

    @property
    def text(self) -> str:
        """The text without its looks."""
        return "".join(passage.text for passage in self.passages)


class NarrativeColumn(Struct, frozen=True):
    """A column of a table. `width`: in any unit, beside the other columns. `is_number`: its texts stand right."""

    heading: str
    width: int
    is_number: bool = False


class NarrativeRow(Struct, frozen=True):
    """A row of a table. `place`: the row code that it is about, or a name."""

    cells: tuple[NarrativeCell, ...]
    place: str = ""


class NarrativeTable(Struct, frozen=True):
    """A table. `description`: what it holds and how, for a person who hears it read aloud."""

    title: str
    columns: tuple[NarrativeColumn, ...]
    rows: tuple[NarrativeRow, ...]
    description: str = ""


class NarrativeSection(Struct, frozen=True):
    """A heading with what stands below it. `level` is 1 to 4."""

    title: str
    level: int
    blocks: tuple[NarrativeParagraph | NarrativeTable, ...] = ()

    @property
    def gaps(self) -> Iterator[tuple[str, str]]:
        """The gaps as they follow each other: the place of each, and its text."""
        for block in self.blocks:
            lines: tuple[tuple[Passages, str], ...]
            if isinstance(block, NarrativeParagraph):
                lines = ((block.passages, block.place),)
            else:
                lines = tuple((cell.passages, row.place) for row in block.rows for cell in row.cells)
            for passages, place in lines:
                yield from ((place or self.title, each.text) for each in passages if each.look is Look.GAP)


class Narrative(Struct, frozen=True):
    """A narrative.

    `title`: its lines, of which the last names the period. `sections`: in the order of reading.
    `state`: the words on what it is made from. `signatories`: post and name of each person who signs, "" for what
    nobody knows. `warnings`: place and text of each warning with which a return was accepted.
    """

    period: int | Quarter
    centre: str
    title: tuple[str, ...]
    state: str
    sections: tuple[NarrativeSection, ...]
    signatories: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def gaps(self) -> Mapping[str, tuple[str, ...]]:
        """The places of each gap, by its text: one that stands at several places is one line of the list."""
        places: dict[str, list[str]] = {}
        for section in self.sections:
            for place, text in section.gaps:
                places.setdefault(text, []).append(place)
        return {text: tuple(dict.fromkeys(found)) for text, found in places.items()}

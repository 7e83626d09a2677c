"""The Word document of a narrative: title, sections, signatures, and on a last page the list of gaps.

Gaps are highlighted where they stand. A note below the title counts them, so that nobody signs past them.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from xlplan.documents.word_writer.content import (
    PlacedTable,
    ShareBar,
    StyledParagraph,
    StyledRun,
    TabStop,
    plain_table,
)
from xlplan.documents.word_writer.styles import HEADINGS, Style
from xlplan.documents.word_writer.writer import DocumentDetails, WordWriter
from xlplan.domain.narrative import (
    Look,
    Narrative,
    NarrativeCell,
    NarrativeColumn,
    NarrativeParagraph,
    NarrativeTable,
    Passage,
)
from xlplan.text.translation import _, ngettext

_BAR_LENGTH = 12
# Parts of the width of the text, and points.
_LINE_END, _NAME, _NAME_END = 0.28, 0.34, 0.72
_ROOM_ABOVE_POST, _ROOM_TO_SIGN = 24, 14
_MOST_PLACES = 12
_SHORT_TEXT = 8


def narrative_document(narrative: Narrative, base: bytes | None, made_at: datetime) -> bytes:
    """Return the bytes of the document. The same arguments give the same bytes.

    Args:
        narrative: The narrative.
        base: The bytes of the centre's own base document; None for that of xlplan.
        made_at: The time in the properties of the document.
    """
    title = " ".join(narrative.title)
    writer = WordWriter(base, DocumentDetails(title, narrative.centre, made_at))
    for content in _contents(narrative):
        writer.add(content)
    writer.add_footer(narrative.state)
    return writer.finish()


def _contents(narrative: Narrative) -> Iterator[StyledParagraph | PlacedTable]:
    yield StyledParagraph(("\n".join(narrative.title),), Style.TITLE)
    gaps = narrative.gaps
    if gaps:
        words = ngettext(
            "⚠ Before signing: {number} thing to complete or check is highlighted and listed on the last page. "
            "Remove this line and that page.",
            "⚠ Before signing: {number} things to complete or check are highlighted and listed on the last page. "
            "Remove this line and that page.",
            len(gaps),
        )
        yield StyledParagraph((StyledRun(words, highlighted=True),), Style.BODY)
    *body, last = _body(narrative)
    yield from body
    yield _with_next(last)
    yield from _signatures(narrative)
    if gaps or narrative.warnings:
        yield from _editors_page(narrative)


def _body(narrative: Narrative) -> Iterator[StyledParagraph | PlacedTable]:
    for section in narrative.sections:
        if section.title:
            yield StyledParagraph(
                (section.title,), HEADINGS[min(section.level, len(HEADINGS)) - 1], with_next=True
            )
        for block in section.blocks:
            if isinstance(block, NarrativeTable):
                yield from _table(block, has_caption=block.title != section.title)
            elif block.passages:
                yield _paragraph(block)


def _with_next(content: StyledParagraph | PlacedTable) -> StyledParagraph | PlacedTable:
    """Return what stands before the signatures. They are on no page of their own."""
    if isinstance(content, StyledParagraph):
        return replace(content, with_next=True)
    return replace(content, with_next=frozenset({max(cell.row for cell in content.cells)}))


def _paragraph(paragraph: NarrativeParagraph) -> StyledParagraph:
    style = Style.NARRATIVE_TEXT if paragraph.place else Style.BODY
    return StyledParagraph(tuple(map(_run, paragraph.passages)), style, with_next=paragraph.is_lead)


def _run(passage: Passage) -> StyledRun:
    look = passage.look
    return StyledRun(
        passage.text, bold=look is Look.STRONG, italic=look is Look.NAME, highlighted=look is Look.GAP
    )


def _table(table: NarrativeTable, has_caption: bool) -> Iterator[StyledParagraph | PlacedTable]:
    if has_caption:
        yield StyledParagraph((table.title,), Style.CAPTION, with_next=True)
    yield plain_table(
        tuple(column.heading for column in table.columns),
        [
            tuple(_cell(cell, column) for cell, column in zip(row.cells, table.columns, strict=True))
            for row in table.rows
        ],
        tuple(column.width for column in table.columns),
        table.title,
        table.description,
    )


def _cell(cell: NarrativeCell, column: NarrativeColumn) -> StyledParagraph:
    pieces: tuple[StyledRun | ShareBar | str, ...] = tuple(map(_run, cell.passages))
    if cell.share is not None:
        # A short text stands beside the bar, a longer one below it.
        between = " " if len(cell.text) <= _SHORT_TEXT else "\n"
        pieces = (ShareBar(cell.share, _BAR_LENGTH), between, *pieces)
    return StyledParagraph(pieces, Style.TABLE_TEXT, "right" if column.is_number else "")


def _signatures(narrative: Narrative) -> Iterator[StyledParagraph]:
    """Yield the signatures: the post, below it the line to sign on and the name, and a day that is left open."""
    for post, name in narrative.signatories:
        stops: tuple[TabStop, ...] = (TabStop(_LINE_END, is_line=True), TabStop(_NAME))
        captions = [(_("(signature)"), _LINE_END / 2)]
        if not name:
            stops = (*stops, TabStop(_NAME_END, "right", is_line=True))
            captions.append((_("(first name, surname)"), (_NAME + _NAME_END) / 2))
        # In one paragraph: one of tabs alone would be blank to whoever hears it. The breaks leave room to sign.
        shown_post = post or _("(post)")
        words = f"{shown_post}\n\n\t\t{name or chr(9)}"
        yield StyledParagraph((words,), Style.SIGNATURE, tabs=stops, before=_ROOM_ABOVE_POST, with_next=True)
        places = tuple(TabStop(middle, "center") for _words, middle in captions)
        below = "".join(f"\t{words}" for words, _middle in captions)
        yield StyledParagraph((below,), Style.FORM_TEXT, tabs=places, with_next=True)
    if narrative.signatories:
        yield StyledParagraph((_("“____” ______________ 20___"),), Style.SIGNATURE, before=_ROOM_TO_SIGN)


def _editors_page(narrative: Narrative) -> Iterator[StyledParagraph | PlacedTable]:
    yield StyledParagraph((_("For the editor"),), Style.HEADING_1, on_new_page=True, with_next=True)
    if narrative.gaps:
        yield StyledParagraph((_("What to complete or to check"),), Style.CAPTION, with_next=True)
        rows = [(text, _places(places)) for text, places in narrative.gaps.items()]
        yield plain_table((_("What is marked"), _("Where")), rows, (3, 2), _("What to complete or to check"))
    if narrative.warnings:
        title = _("Warnings with which returns were accepted")
        yield StyledParagraph((title,), Style.CAPTION, with_next=True)
        yield plain_table((_("Where"), _("Warning")), narrative.warnings, (1, 3), title)


def _places(places: tuple[str, ...]) -> str:
    if len(places) <= _MOST_PLACES:
        return "; ".join(places)
    more = len(places) - _MOST_PLACES
    return "; ".join((*places[:_MOST_PLACES], ngettext("… and {number} more", "… and {number} more", more)))

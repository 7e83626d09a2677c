"""Writer of the official forms as Word documents, which are signed and edited further.

The table is that of the spreadsheet. Word divides it into pages, repeats its headings and keeps each row whole.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path

from xlplan.documents.plan_form.form_parts import HEADING, day_text
from xlplan.documents.plan_form.pages import PAGE_ROOM, Box, Form, box_height, end_row, row_heights
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.text_metrics import text_lines
from xlplan.documents.plan_form.year_form import year_form
from xlplan.documents.word_writer.content import PlacedCell, PlacedTable, StyledParagraph, StyledRun, TabStop
from xlplan.documents.word_writer.styles import Style
from xlplan.documents.word_writer.writer import DocumentDetails, WordWriter
from xlplan.domain.plan import Centre, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.signatories import split_post_and_name
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _

# Parts of the width between the margins: where the approval begins, the line for the signature, the name.
_APPROVAL, _APPROVAL_LINE_END, _APPROVAL_NAME = 0.62, 0.77, 0.79
_POST_END, _LINE, _LINE_END, _NAME, _NAME_END = 0.45, 0.5, 0.65, 0.68, 0.9
# In points: the room above a line to write on, above the day, above the signature.
_ROOM, _ROOM_ABOVE_DAY, _ROOM_ABOVE_SIGNATURE = 12.0, 6.0, 30.0
_SIGNATURE_SIZE = 14
# A measure that is taller breaks between its rows, so that no page stays half blank.
_TALLEST_KEPT = PAGE_ROOM / 2
_TWENTIETHS_PER_PIXEL = 15


def write_word_form(
    path: Path, plan: Plan, period: int | Quarter, version: str, made_at: datetime, base: bytes | None = None
) -> None:
    """Write the form of the plan for a year or a quarter to `path`, whole or not at all.

    The same arguments give the same bytes.

    Args:
        path: The document to write.
        plan: The plan.
        period: A year or a quarter.
        version: The text of the footer that names the version of the plan.
        made_at: The date of the document.
        base: The bytes of the centre's own base.

    Raises:
        UnreadableBaseError: The base is no sound Word document.
        PermissionError: Another program holds `path` open.
    """
    form = year_form(plan) if isinstance(period, int) else quarter_form(plan, period)
    details = DocumentDetails(form.title.replace("\n", " "), plan.centre.name, made_at)
    writer = WordWriter(base, details, across=True)
    for paragraph in _approval(plan.centre):
        writer.add(paragraph)
    writer.add(StyledParagraph((form.title,), Style.TITLE))
    writer.add(_table(form))
    for paragraph in _signature(plan.centre, writer.text_width):
        writer.add(paragraph)
    writer.add_footer(version)
    atomic_write_bytes(path, writer.finish())


def _approval(centre: Centre) -> Iterator[StyledParagraph]:
    """Yield the approval on the right: its word, the post, a line to sign on, the name, the day."""
    post, name = split_post_and_name(centre.approved_by)
    yield _approved((StyledRun(_("APPROVED"), bold=True),))
    if post:
        yield _approved((post,))
    else:
        yield _approved(("\t",), tabs=_blank("", 1), before=_ROOM)
        yield _captions([(_("(post)"), (1 + _APPROVAL) / 2)], _APPROVAL)
    line = (TabStop(_APPROVAL_LINE_END, is_line=True), TabStop(_APPROVAL_NAME))
    yield _approved(("\t\t" + (name or "\t"),), tabs=(*line, *_blank(name, 1)), before=_ROOM)
    captions = [(_("(signature)"), (_APPROVAL + _APPROVAL_LINE_END) / 2)]
    captions += [] if name else [(_("(first name, surname)"), (1 + _APPROVAL_NAME) / 2)]
    yield _captions(captions, _APPROVAL)
    yield _approved((day_text(centre.approved_on),), before=_ROOM_ABOVE_DAY)


def _approved(
    pieces: tuple[str | StyledRun, ...], tabs: tuple[TabStop, ...] = (), before: float | None = None
) -> StyledParagraph:
    return StyledParagraph(pieces, Style.APPROVAL, indent=_APPROVAL, tabs=tabs, before=before, with_next=True)


def _blank(name: str, end: float) -> tuple[TabStop, ...]:
    """Return the end of the line to write a name on, where it is not known."""
    return () if name else (TabStop(end, "right", is_line=True),)


def _captions(places: Sequence[tuple[str, float]], indent: float = 0) -> StyledParagraph:
    """Return the captions under lines to write on, each under the middle of its line."""
    tabs = tuple(TabStop(middle, "center") for _words, middle in places)
    text = "".join(f"\t{words}" for words, _middle in places)
    return StyledParagraph((text,), Style.FORM_CAPTION, indent=indent, tabs=tabs, with_next=True)


def _signature(centre: Centre, width: int) -> Iterator[StyledParagraph]:
    """Yield the signature: the post on the left, beside its last line the line to sign on and the name."""
    post, name = split_post_and_name(centre.signed_by)
    tabs = (TabStop(_LINE), TabStop(_LINE_END, is_line=True), TabStop(_NAME), *_blank(name, _NAME_END))
    captions = [(_("(signature)"), (_LINE + _LINE_END) / 2)]
    captions += [] if name else [(_("(first name, surname)"), (_NAME + _NAME_END) / 2)]
    if post:
        lines = text_lines(post, _POST_END * width / _TWENTIETHS_PER_PIXEL, _SIGNATURE_SIZE)
        begin = "\n".join(map(str.strip, lines))
    else:
        tabs, begin = (TabStop(_POST_END, is_line=True), *tabs), "\t"
        captions = [(_("(post)"), _POST_END / 2), *captions]
    pieces = (begin + "\t\t\t" + (name or "\t"),)
    yield StyledParagraph(pieces, Style.SIGNATURE, tabs=tabs, before=_ROOM_ABOVE_SIGNATURE)
    yield _captions(captions)


def _kept_rows(form: Form) -> Iterator[int]:
    """Yield the rows of the body that stay on one page with the next one.

    These are the rows of a measure, those beside the text of a group, and the one above the signature.
    """
    boxes = _in_table(form)
    rows = end_row(boxes)
    heights = row_heights(boxes, rows, form.widths)
    ends = [min(end, rows) for end in accumulate(form.blocks)]
    for first, end in pairwise((0, *ends)):
        if sum(heights[first:end]) <= _TALLEST_KEPT:
            yield from range(first, end - 1)
    for box in boxes:
        beside = accumulate(heights[box.row : box.end])
        needed = box_height(box, form.widths)
        if box.down > 1 and needed <= _TALLEST_KEPT:
            yield from (box.row + at for at, height in enumerate(beside) if height < needed)
    yield rows - 1


def _in_table(form: Form) -> list[Box]:
    """Return the boxes of the table. What has no lines around it stands below it."""
    return [box for box in form.body if box.edges]


def _table(form: Form) -> PlacedTable:
    """Return the table of a form."""
    headings = end_row(form.heading)
    cells = (
        *(_cell(box, 0) for box in form.heading),
        *(_cell(box, headings) for box in _in_table(form)),
    )
    return PlacedTable(
        cells,
        tuple(map(float, form.widths)),
        headings,
        form.title.replace("\n", " "),
        _("The measures of the plan under their directions and tasks. The headings stand on every page."),
        frozenset(headings + row for row in _kept_rows(form)),
    )


def _cell(box: Box, down: int) -> PlacedCell:
    style = Style.FORM_HEADING if box.style == HEADING else Style.FORM_TEXT
    align = "" if style is Style.FORM_HEADING or box.style.align == "left" else box.style.align
    is_bold = box.style.bold and style is not Style.FORM_HEADING
    paragraphs = tuple(
        StyledParagraph((StyledRun(line, is_bold, box.style.italic),), style, align)
        for line in str(box.value).split("\n")
    )
    valign = "center" if box.style.valign == "vcenter" else "top"
    return PlacedCell(box.row + down, box.column, paragraphs, box.down, box.across, box.edges, valign)

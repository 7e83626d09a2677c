"""Writer of the official forms as Word documents, which are signed and edited further.

The table is that of the spreadsheet. Word divides it into pages, repeats its headings and keeps each row whole.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path

from xlplan.documents.plan_form.form_parts import HEADING
from xlplan.documents.plan_form.pages import PAGE_ROOM, Box, Form, box_height, end_row, row_heights
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.title_and_signatures import day_text
from xlplan.documents.plan_form.year_form import year_form
from xlplan.documents.text_metrics import text_lines
from xlplan.documents.word_writer.content import PlacedCell, PlacedTable, StyledParagraph, StyledRun, TabStop
from xlplan.documents.word_writer.styles import Style
from xlplan.documents.word_writer.writer import DocumentDetails, WordWriter
from xlplan.domain.plan import Centre, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.signatories import split_post_and_name
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _

# Parts of the width between the margins: where the approval begins, where its name does, the post and the name of
# whoever signs.
_APPROVAL, _APPROVER, _POST_END, _NAME = 0.62, 0.81, 0.5, 0.7
# In points: the room for handwriting, above the day, above the signature.
_ROOM, _ROOM_ABOVE_DAY, _ROOM_ABOVE_SIGNATURE = 18.0, 6.0, 30.0
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
    """Yield the approval on the right: its word, the post, the name behind room for a signature, the day.

    A plan that names neither who approves it nor when has no approval.
    """
    if not (centre.approved_by or centre.approved_on):
        return
    post, name = split_post_and_name(centre.approved_by)
    yield _approved(StyledRun(_("APPROVED"), bold=True))
    if post:
        yield _approved(post)
    if name:
        yield _approved(f"\t{name}", tabs=(TabStop(_APPROVER),), before=_ROOM)
    yield _approved(day_text(centre.approved_on), before=_ROOM_ABOVE_DAY if name else _ROOM)


def _approved(
    words: str | StyledRun, tabs: tuple[TabStop, ...] = (), before: float | None = None
) -> StyledParagraph:
    return StyledParagraph((words,), Style.APPROVAL, indent=_APPROVAL, tabs=tabs, before=before, with_next=True)


def _signature(centre: Centre, width: int) -> Iterator[StyledParagraph]:
    """Yield who signs: the post on the left, beside its last line the name, with room for a signature between."""
    if not centre.signed_by:
        return
    post, name = split_post_and_name(centre.signed_by)
    lines = text_lines(post, _POST_END * width / _TWENTIETHS_PER_PIXEL, _SIGNATURE_SIZE) if post else []
    words = "\n".join(map(str.strip, lines)) + (f"\t{name}" if name else "")
    yield StyledParagraph((words,), Style.SIGNATURE, tabs=(TabStop(_NAME),), before=_ROOM_ABOVE_SIGNATURE)


def _kept_rows(form: Form) -> Iterator[int]:
    """Yield the rows of the body that stay on one page with the next one.

    These are the rows of a measure, those beside the text of a group, and the one above the signature.
    """
    rows = sum(form.blocks)
    heights = row_heights(form.body, rows, form.widths)
    for first, end in pairwise((0, *accumulate(form.blocks))):
        if sum(heights[first:end]) <= _TALLEST_KEPT:
            yield from range(first, end - 1)
    for box in form.body:
        beside = accumulate(heights[box.row : box.end])
        needed = box_height(box, form.widths)
        if box.down > 1 and needed <= _TALLEST_KEPT:
            yield from (box.row + at for at, height in enumerate(beside) if height < needed)
    yield rows - 1


def _table(form: Form) -> PlacedTable:
    """Return the table of a form."""
    headings = end_row(form.heading)
    cells = (
        *(_cell(box, 0) for box in form.heading),
        *(_cell(box, headings) for box in form.body),
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

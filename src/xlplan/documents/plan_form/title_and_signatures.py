"""The parts above and below the table of an official form: approval, title, signature."""

import re
from datetime import date

from xlplan.documents.plan_form.columns import FormColumns
from xlplan.documents.plan_form.pages import Box, BoxStyle, Form, end_row
from xlplan.domain.plan import Centre
from xlplan.domain.quarter import Quarter
from xlplan.domain.signatories import split_post_and_name
from xlplan.text.translation import N_, _

_MONTHS = (
    *(N_("of January"), N_("of February"), N_("of March"), N_("of April"), N_("of May")),
    *(N_("of June"), N_("of July"), N_("of August"), N_("of September"), N_("of October")),
    *(N_("of November"), N_("of December")),
)
_TEXT = BoxStyle(size=12)
_APPROVAL = BoxStyle(size=12, bold=True)
_TITLE = BoxStyle(size=14, bold=True, align="center", valign="vcenter")
_SIGNATURE = BoxStyle(size=12, valign="bottom")


def form_title(centre: Centre, period: int | Quarter) -> str:
    """Return the title of the form.

    It is the plan's own title where there is one. For one quarter of a longer plan the title names the quarter.
    """
    words = centre.period if isinstance(period, int) or centre.quarters == (period,) else period.title
    if centre.plan_title and (centre.period in centre.plan_title or words == centre.period):
        title = centre.plan_title.replace(centre.period, words)
        # The period stands on a line of its own, as on the paper form.
        return re.sub(rf"\s+(\S+\s+{re.escape(words)})$", r"\n\1", title)
    if isinstance(period, int):
        own = _("Plan of activities for {year}").format(year=period)
    else:
        own = _("Local plan of measures for {quarter}").format(quarter=period.title)
    return f"{centre.title}\n{own}"


def day_text(day: date | None) -> str:
    """Return the day as the paper form writes it: `«10» березня 2021 року`.

    Without a day the text has blanks to write on.
    """
    if day is None:
        return _("“____” ______________ 20___")
    return _("“{day}” {month} {year}").format(day=f"{day:%d}", month=_(_MONTHS[day.month - 1]), year=day.year)


def build_form(
    centre: Centre,
    period: int | Quarter,
    columns: FormColumns,
    heading: tuple[Box, ...],
    table: tuple[list[Box], list[int]],
) -> Form:
    """Return the form with this heading and table.

    Args:
        centre: The centre of the plan.
        period: A year or a quarter.
        columns: The columns of the form.
        heading: The boxes of the heading.
        table: The boxes of the table, and the number of rows of each measure.
    """
    body, blocks = table
    return Form(
        name=str(period),
        title=form_title(centre, period),
        widths=columns.widths,
        top=_opening_boxes(centre, period, columns),
        heading=heading,
        body=tuple(body),
        blocks=tuple(blocks),
        foot=_closing_boxes(centre, columns),
    )


def _opening_boxes(centre: Centre, period: int | Quarter, columns: FormColumns) -> tuple[Box, ...]:
    """Return the approval on the right and the title across the page, with an empty row below each.

    A plan that names neither who approves it nor when has no approval on paper either.
    """
    first, end = columns.at("responsible"), len(columns)
    boxes: list[Box] = []
    if centre.approved_by or centre.approved_on:
        boxes.append(Box(0, first, _("APPROVED"), _APPROVAL, across=end - first, edges=""))
        boxes += _approver_boxes(centre.approved_by, columns)
        day = day_text(centre.approved_on)
        boxes.append(Box(end_row(boxes), first, day, _TEXT, across=end - first, edges=""))
        boxes.append(Box(end_row(boxes), 0, "", across=end, edges=""))
    row = end_row(boxes)
    return (
        *boxes,
        Box(row, 0, form_title(centre, period), _TITLE, across=end, edges=""),
        Box(row + 1, 0, "", across=end, edges=""),
    )


def _approver_boxes(words: str, columns: FormColumns) -> list[Box]:
    """Return the post, and below it room for a signature with the name on the right."""
    post, name = split_post_and_name(words)
    first, middle, end = columns.at("responsible"), columns.at("indicator"), len(columns)
    boxes = [Box(1, first, post, _TEXT, across=end - first, edges="")] if post else []
    row = len(boxes) + 1
    # The line break leaves room for handwriting.
    boxes.append(Box(row, first, "\n", _SIGNATURE, across=middle - first, edges=""))
    boxes.append(Box(row, middle, name, _SIGNATURE, across=end - middle, edges=""))
    return boxes


def _closing_boxes(centre: Centre, columns: FormColumns) -> tuple[Box, ...]:
    """Return who signs, below an empty row: post on the left, room for a signature, name on the right."""
    if not centre.signed_by:
        return ()
    post, name = split_post_and_name(centre.signed_by)
    first, middle, end = columns.at("responsible"), columns.at("indicator"), len(columns)
    return (
        Box(0, 0, "\n", across=end, edges=""),
        Box(1, 0, post, _SIGNATURE, across=first, edges=""),
        Box(1, first, "", _SIGNATURE, across=middle - first, edges=""),
        Box(1, middle, name, _SIGNATURE, across=end - middle, edges=""),
    )

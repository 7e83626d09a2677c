"""The lines above a course: what its rows and signs say, and what was corrected since it was signed."""

from xlplan.domain.history import Course
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_MOST_NAMED = 6


def course_words(course: Course) -> tuple[str, str, str]:
    """Return three lines: on the rows of the table, on its blanks and signs, and on what was corrected."""
    if course.has_course:
        return _rows_text(course), _signs_text(course), _corrected_text(course)
    alone = _(
        "There is one quarter so far, so nothing to compare it with: "
        "the course of every row stands here from the next quarter on."
    )
    changed = f"{_rows_text(course)} {_signs_text(course.told)}" if course.told.rows else ""
    return alone, changed, _corrected_text(course)


def _rows_text(course: Course) -> str:
    if not course.was_reported:
        return _("No quarter has been closed yet: the figures are as they stand now.")
    return _(
        "“As reported”: what the first edition of a quarter's workbook said; blank where the quarter was never "
        "closed. Yellow: it changed since."
    )


def _signs_text(course: Course) -> str:
    seen = [each for row in course.rows for point in row.points.values() for each in point.seen]
    statuses = {each.status for each in seen}
    signs = [f"{status.sign} {_(status.value)}" for status in Status if status in statuses]
    star = [_("* a unit has not answered")] if any(each.is_partial for each in seen) else []
    return " · ".join([_("A blank is not a zero"), *signs, *star])


def _corrected_text(course: Course) -> str:
    if not course.was_reported:
        return ""
    found = [f"{row.row.key} ({quarter})" for row, quarter in course.corrected]
    if not found:
        return _("Every result is the one that its quarter was signed with.")
    shown = ", ".join(found[:_MOST_NAMED])
    if more := found[_MOST_NAMED:]:
        shown = ngettext("{shown} and {number} more", "{shown} and {number} more", len(more), shown=shown)
    return _("Changed after the quarter was signed: {rows}.").format(rows=shown)

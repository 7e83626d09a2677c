"""Templates that share a base: XlsxWriter writes what they have in common once, and the rest is put into it."""

from collections.abc import Hashable
from datetime import datetime

from xlplan.documents.template.base import Base, stamp, structure, write_base
from xlplan.documents.template.event_cells import EventAnswers
from xlplan.documents.template.package import zip_parts
from xlplan.documents.template.pieces import Pieces
from xlplan.documents.template.recording import RecordedBook, UnrecordableError
from xlplan.documents.template.report_sheet import Answers
from xlplan.documents.template.workbook import fill_workbook, lock_salt, template_bytes
from xlplan.domain.issue import Issue
from xlplan.text.translation import language

# The bases of this process. They outlive an issue: a plan is issued quarter by quarter, and anew where it changes.
_bases: dict[Hashable, Base] = {}
_MOST_BASES = 64


class TemplateStamps:
    """Templates of many units, each as `template_bytes` returns it, byte for byte.

    The rows that several templates have alike are written once too.
    """

    def __init__(self) -> None:
        self._pieces: dict[str, Pieces] = {}

    def template_bytes(
        self,
        issue: Issue,
        made_at: datetime,
        answers: Answers | None = None,
        event_answers: EventAnswers = (),
        password: str = "",
    ) -> bytes:
        """Return the workbook of an issue. The arguments are those of `template_bytes`."""
        book = RecordedBook(self._pieces.setdefault(language(), {}))
        try:
            growing_rows = fill_workbook(book, issue, made_at, answers or {}, event_answers)
        except UnrecordableError:
            return template_bytes(issue, made_at, answers, event_answers, password=password)
        return zip_parts(stamp(_base_of(book, password, lock_salt(issue)), book, frozenset(growing_rows)))


def _base_of(book: RecordedBook, password: str, salt: str) -> Base:
    key = structure(book, password, salt)
    base = _bases.get(key)
    if base is None:
        base = write_base(book, password, salt)
        if len(_bases) >= _MOST_BASES:
            del _bases[next(iter(_bases))]
        _bases[key] = base
    return base

"""The centre's own base of Word documents: whether there is one, and whether it may be one."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import (
    FILE_DAMAGED,
    FILE_DANGEROUS,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_TOO_LARGE,
    FILE_TOO_SLOW,
    FILE_WITH_MACROS,
)
from xlplan.domain.findings.finding import FindingKind
from xlplan.domain.findings.plan_source_kinds import PLAN_SOURCE_LINKED
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import N_, _

_DAMAGED = N_("it is damaged")
_OTHER_KIND = N_("it is no Word document")
_REASONS: Mapping[FindingKind, str] = {
    FILE_EMPTY: N_("it is empty"),
    FILE_DAMAGED: _DAMAGED,
    FILE_ENCRYPTED: N_("it is locked with a password"),
    FILE_TOO_LARGE: N_("it is too large"),
    FILE_TOO_SLOW: N_("it is too large"),
    FILE_DANGEROUS: N_("it is built in a dangerous way"),
    FILE_WITH_MACROS: N_("it holds macros"),
    PLAN_SOURCE_LINKED: N_("its pictures or other content lie outside of it and have to be inserted into it"),
}


class DocumentBase(Struct, frozen=True):
    """The base over which a Word document is written.

    Attributes:
        place: The centre's own base, or the place where it would be.
        data: The bytes of that base; None for the base of xlplan.
    """

    place: Path
    data: bytes | None = None

    @property
    def is_own(self) -> bool:
        """Tells that the centre put a base of its own there."""
        return self.data is not None


def read_document_base(workspace: Workspace) -> DocumentBase:
    """Return the base that the centre put into templates/, or that of xlplan.

    The file is the coordinator's own, so no child process reads it. It passes the gate all the same: what is
    written over it goes to others.

    Raises:
        XlplanError: The file cannot be a base. The sentence says why, and what to do.
        OSError: The file cannot be read.
    """
    from xlplan.documents.word_writer.base import UnreadableBaseError, open_base
    from xlplan.sandbox.file_type import Format
    from xlplan.sandbox.inspection import inspect

    path = workspace.document_base
    if not path.is_file():
        return DocumentBase(path)
    inspected = inspect(path, with_documents=True)
    findings = inspected if isinstance(inspected, tuple) else inspected.notes
    reason = next((_REASONS.get(finding.kind, _OTHER_KIND) for finding in findings), "")
    if not reason and not isinstance(inspected, tuple):
        if inspected.kind is not Format.DOCX:
            reason = _OTHER_KIND
        else:
            try:
                open_base(inspected.data, across=True)
            except UnreadableBaseError:
                reason = _DAMAGED
            else:
                return DocumentBase(path, inspected.data)
    raise XlplanError(
        _(
            "{file} cannot be the base of Word documents: {reason}. Open it in Word and save it as a document "
            "(.docx), or move it away: without it documents look as xlplan makes them."
        ).format(file=workspace.place(path), reason=_(reason))
    )

"""Unlocking: a copy of a workbook in which the coordinator may change anything."""

from pathlib import Path

from xlplan.documents.template.protection import without_locks
from xlplan.domain.errors import XlplanError
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.workspace import require_file
from xlplan.text.translation import _


def unlock(file: Path) -> Path:
    """Writes a copy without locks beside `file`; returns its path. The file itself is left as it is.

    XlplanError where there is no such file, it is no workbook of Excel, or the copy is there already.
    """
    require_file(file)
    book = without_locks(file.read_bytes())
    if book is None:
        raise XlplanError(
            _("{file} is no Excel workbook (.xlsx, .xlsm). Save it as one and unlock that.").format(file=file)
        )
    copy = file.with_stem(_("{name} (unlocked)").format(name=file.stem))
    if copy.exists():
        raise XlplanError(_("There is a file {file} already. Move it away first.").format(file=copy))
    atomic_write_bytes(copy, book)
    return copy

"""The consolidated workbook as a PDF: of an open quarter just consolidated, of a closed one its edition."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xlplan.errors import XlplanError
from xlplan.files.office import find_office, to_pdf
from xlplan.files.put import put
from xlplan.files.whole import write_whole
from xlplan.quarter import Quarter
from xlplan.steps.close.make import edition_of
from xlplan.steps.consolidate import Consolidated, consolidate
from xlplan.texts import _
from xlplan.workspace import Workspace


def consolidate_to_pdf(
    workspace: Workspace,
    quarter: Quarter,
    now: Callable[[], datetime],
    tell: Callable[[Consolidated], None],
) -> Path:
    """Consolidates the quarter, unless it is closed, and writes the workbook as a PDF beside it.

    `tell` hears of the workbook, which is there also where no PDF can be made. XlplanError without LibreOffice.
    """
    workbook = edition_of(workspace, quarter)
    if workbook is None:
        made = consolidate(workspace, quarter, now)
        tell(made)
        workbook = made.path
    office = find_office()
    if office is None:
        raise XlplanError(
            _("LibreOffice is not installed, so no PDF was made. Install it, or print {file} from Excel.").format(
                file=workbook.name
            )
        )
    source, program = workbook, office

    def convert(path: Path) -> None:
        if not to_pdf(program, source, path):
            raise XlplanError(
                _("LibreOffice made no PDF of {file}. Open it there, or print it from Excel.").format(
                    file=source.name
                )
            )

    path, _beside = put(workbook.with_suffix(".pdf"), lambda name: write_whole(name, convert), now())
    return path

"""The consolidated workbook on demand, also as a PDF: of an open quarter the working copy, else the edition."""

from collections.abc import Callable
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.services.closing.editions import edition_of
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.consolidate import ConsolidationResult, consolidate
from xlplan.storage.libreoffice import find_office, to_pdf
from xlplan.storage.publish import Published, publish
from xlplan.text.translation import _
from xlplan.workflows.board import refresh_board_and_tell


def rewrite_report(context: OpenWorkspace, quarter: Quarter) -> ConsolidationResult:
    """Write the working copy of a quarter's workbook, and the board.

    Raises:
        XlplanError: Nothing was issued for the quarter, or it is closed.
    """
    result = consolidate(context, quarter)
    refresh_board_and_tell(context)
    return result


def consolidate_to_pdf(
    context: OpenWorkspace,
    quarter: Quarter,
    show_workbook: Callable[[ConsolidationResult], None],
) -> Published:
    """Consolidate a quarter unless it is closed, and write the workbook as a PDF next to it.

    Args:
        context: The workspace.
        quarter: The quarter.
        show_workbook: It hears of the new workbook, which is there even if no PDF can be made.

    Raises:
        XlplanError: LibreOffice is missing, or makes no PDF.
    """
    workbook = edition_of(context, quarter)
    if workbook is None:
        result = rewrite_report(context, quarter)
        show_workbook(result)
        workbook = result.path
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

    return publish(context.workspace.own_files, workbook.with_suffix(".pdf"), convert, context.now())

"""The consolidated workbook of a quarter, written whole or not at all."""

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfileobj

import xlsxwriter.workbook
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from xlplan.documents.page_fit import zoom_of
from xlplan.documents.report import (
    changes,
    course,
    data,
    events,
    findings,
    plan_fact,
    shortfalls,
    signature,
    submissions,
    summary,
    summary_tables,
    units,
)
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.packing import QuickPackager, QuickZip
from xlplan.documents.report.sheet import SheetModule
from xlplan.documents.report.signed_log import write_signed_log
from xlplan.documents.report.streaming_sheet import StreamingSheet
from xlplan.documents.report.text_sheet import TextSheet
from xlplan.documents.style import BASE_OPTIONS, Formats, set_properties
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.report import ReportContent
from xlplan.domain.restatement import Restatement
from xlplan.storage.atomic import atomic_write
from xlplan.storage.temporary import private_temporary_files
from xlplan.text.translation import _

# The calculation engine of Excel since 2019. It calculates a workbook of an older one anew.
_CURRENT_CALCULATION = 191029
_COPIED_AT_ONCE = 1 << 18
_TURN_SECONDS = 0.0005
# In the order of the workbook.
SHEETS: tuple[SheetModule, ...] = (
    summary,
    changes,
    plan_fact,
    shortfalls,
    units,
    events,
    submissions,
    findings,
    data,
    signature,
    course,
)


def write_report(
    path: Path,
    content: ReportContent,
    made_at: datetime,
    archive: Callable[[str], str] | None = None,
    restatement: Restatement | None = None,
) -> None:
    """Write the consolidated workbook over `path`. The same input gives the same bytes.

    The workbook of an edition asks programs to open it for reading only.

    Args:
        path: The file to write.
        content: The content of the workbook.
        made_at: The time that it shows. Like those of the submissions it is in the centre's own time zone.
        archive: Returns the path, with slashes, from the workbook's folder to an archived file by its SHA-256, or
            "" if there is none.
        restatement: The differences from the previous edition, which get a sheet of their own.

    Raises:
        PermissionError: Another program holds `path` open. Its content is then unchanged.
        OSError: A disk takes no more. The error names the file, or the folder for temporary files.
    """

    def fill(book: Workbook) -> None:
        link = archive or (lambda _sha256: "")
        if content.edition:
            book.read_only_recommended()
        zoom = zoom_of(_widths(content.figures))
        _fill(ReportContext(book, content, restatement, made_at, link, Formats(book), zoom))

    write_workbook(path, fill)


def _widths(figures: QuarterFigures) -> Iterator[Sequence[float]]:
    """Yield the widths of the columns of each sheet that is read as a whole.

    The map of units grows with the plan, and the data are for programs.
    """
    yield summary_tables.WIDTHS
    for columns in (changes.columns_of(figures), plan_fact.columns_of(figures)):
        yield [column.width for column in columns]
    for module in (shortfalls, events, submissions, findings, signature):
        yield [column.width for column in module.SHEET.columns]


def write_workbook(path: Path, fill: Callable[[Workbook], None]) -> None:
    """Write the workbook that `fill` fills, whole or not at all.

    Its parts lie on the disk until they are packed.
    """
    # XlsxWriter leaves its parts where they are if one of them cannot be written.
    with private_temporary_files() as folder:
        packed = folder / "workbook.xlsx"
        book = QuickBook(str(packed), {**BASE_OPTIONS, "tmpdir": str(folder)})
        # Every cached value is there. A program that calculates on opening would ask to save what nobody touched.
        book.set_calc_mode("auto", _CURRENT_CALCULATION)
        book.calc_on_load = False
        try:
            with _quick_turns():
                fill(book)
                book.close()
        except (FileCreateError, OSError) as failure:
            problem = failure.args[0] if isinstance(failure, FileCreateError) else failure
            _close_files(failure)
            _close_files(problem)
        else:
            atomic_write(path, lambda beside: _copy(packed, beside))
            return
        finally:
            book.discard()
    problem.filename = problem.filename or tempfile.gettempdir()
    raise problem


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Let threads take turns soon.

    The one that packs needs Python for moments only. By default it would wait for each of them longer than it
    takes to pack a piece, and the second processor with it.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _copy(packed: Path, beside: Path) -> None:
    with packed.open("rb") as source, beside.open("wb") as target:
        copyfileobj(source, target, _COPIED_AT_ONCE)


class QuickBook(Workbook):  # type: ignore[misc]
    """A workbook that is packed by zlib-ng, the rows of its long sheets while they are made."""

    def _store_workbook(self) -> None:
        packed = {f"xl/worksheets/sheet{sheet.index + 1}.xml": sheet.packed for sheet in self._long_sheets()}
        usual, xlsxwriter.workbook.ZipFile = xlsxwriter.workbook.ZipFile, partial(QuickZip, packed)
        try:
            super()._store_workbook()
        finally:
            xlsxwriter.workbook.ZipFile = usual
            self.discard()

    def _get_packager(self) -> QuickPackager:
        return QuickPackager()

    def discard(self) -> None:
        """Close the files of the long sheets, also if the disk does not take the last of them."""
        for sheet in self._long_sheets():
            sheet.discard()

    def _long_sheets(self) -> list[StreamingSheet]:
        return [sheet for sheet in self.worksheets() if isinstance(sheet, StreamingSheet)]


def _close_files(problem: BaseException) -> None:
    """Close the files that only the frames of a failure still hold, because Windows deletes no open file.

    Closing a file writes what it still holds. That fails again, and newer versions of Python print it.
    """
    hook, sys.unraisablehook = sys.unraisablehook, lambda _failure: None
    try:
        traceback.clear_frames(problem.__traceback__)
    finally:
        sys.unraisablehook = hook


def _fill(report: ReportContext) -> None:
    centre = report.figures.plan.centre.name
    title = _("Plan and fact of {centre}, {quarter}").format(centre=centre, quarter=report.period_title)
    if report.content.edition:
        title += " · " + _("edition {number}").format(number=report.content.edition.number)
    set_properties(report.book, title, centre, report.made_at)
    write_signed_log(report.book, report.content.record)
    modules = [module for module in SHEETS if module.SHEET.applies(report)]
    worksheets = {
        module.SHEET.name: report.book.add_worksheet(
            module.SHEET.shown, StreamingSheet if module.SHEET.streams else TextSheet
        )
        for module in modules
    }
    for sheet in worksheets.values():
        sheet.inert_format = report.formats.inert
    for module in in_writing_order(modules):
        module.write(worksheets[module.SHEET.name], report)


def in_writing_order(modules: Sequence[SheetModule]) -> Iterator[SheetModule]:
    """Yield the sheets in the order of writing.

    Each sheet comes after those that it needs; apart from that the order of the workbook stays.
    """
    waiting = list(modules)
    while waiting:
        names = {module.SHEET.name for module in waiting}
        ready = next(module for module in waiting if all(sheet.name not in names for sheet in module.SHEET.after))
        waiting.remove(ready)
        yield ready

"""Marks in a person's own workbook: each faulty cell is coloured and explained, nothing else changes."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from msgspec import Struct
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from xlplan.documents import style
from xlplan.documents.marked_return.colours import clear_mark, colour_cells, remove_colours
from xlplan.documents.marked_return.corrections_sheet import write_corrections
from xlplan.documents.marked_return.finding_cells import fills_of, find_cell, group_by_cell, open_cells, reveal
from xlplan.documents.marked_return.outward import reaches_out, remove_links
from xlplan.documents.marked_return.preservation import loses_content, restore_values
from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.form_code import FormCode
from xlplan.domain.sheets import CORRECTIONS, find_heading_row, find_sheet
from xlplan.domain.submission import Attempt
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.temporary import private_temporary_files
from xlplan.text.translation import N_, _, all_translations

AUTHOR = "xlplan"
# The line between our text in a note and the text that the unit had written there.
_NOTE_SEPARATOR = "\n\n— — —\n"
_WRONG, _CORRECT, _INFORMATION = N_("What is wrong"), N_("How to correct it"), N_("For information")
_LINK_REMOVED = N_("The link that was here")
_NOTE_WIDTH = 46
_NOTE_PIXELS = 330
_LINE_PIXELS = 17
_MACROS = "xl/vbaProject.bin"


class Marks(Struct, frozen=True):
    """The colours that cells of a marked workbook have. `lost_links`: links that led out of it were removed."""

    pink: bool
    amber: bool
    lost_links: bool = False


def mark_return(
    path: Path, out: Path, findings: Sequence[Finding], form_code: FormCode, attempt: Attempt
) -> Marks | None:
    """Write the unit's own file to `out`, marked with the errors and warnings among `findings`.

    Answers stay as they are. A cell that nobody has to correct keeps its colour. Marks of an earlier round are
    removed. Source: design, marked return.

    Args:
        path: The return, an xlsx or xlsm file.
        out: The file to write. Only a name that ends in .xlsm keeps macros. Excel does not open them under another
            name.
        findings: The findings of the return.
        form_code: The form code of the return.
        attempt: The attempt that the first sheet names.

    Returns:
        The colours in it. None, with nothing written, if marking would lose content of the file, the marked file
        would reach out of itself, or openpyxl cannot open it. The answer to the unit is then a fresh template.

    Raises:
        PermissionError: Another program holds `out` open.
    """
    marked = [finding for finding in findings if finding.severity is not Severity.NOTE]
    marked.sort(key=lambda finding: finding.severity is not Severity.ERROR)
    nothing_corrected = "".join(
        f"{finding.whole_problem} " for finding in findings if finding.kind == NOTHING_CORRECTED
    )
    colours: set[str] = set()
    links: list[tuple[Any, str]] = []

    def change(book: Workbook) -> None:
        _remove_marks(book)
        links.extend(remove_links(book))
        for cell, address in links:
            if address:
                _add_to_note(cell, f"{_(_LINK_REMOVED)}: {address}")
        finding_cells = [(finding, find_cell(book, finding)) for finding in marked]
        for sheet, cells in group_by_cell(finding_cells).items():
            for cell, cell_findings in cells:
                _write_note(cell, cell_findings)
                reveal(cell)
            fills = fills_of(open_cells(sheet, cells))
            colour_cells(sheet, fills)
            colours.update(fills.values())
        _fit_notes(book)
        notice = f"{nothing_corrected}{attempt.due_sentence}"
        write_corrections(book, finding_cells, colours, form_code, attempt.number, notice)

    is_written = _rewrite(path, out, change, refuses=reaches_out)
    return Marks(style.FAULT in colours, style.DOUBT in colours, bool(links)) if is_written else None


def note_findings(path: Path, out: Path, findings: Iterable[Finding]) -> bool:
    """Write a copy of a workbook (xlsx or xlsm) to `out` with each finding as a note on its cell.

    Cells with errors are pink and cells with warnings amber until their content changes. Notes and colours of an
    earlier copy are removed.

    Returns:
        False, with nothing written, if the copy would lose content of the file or openpyxl cannot open it.

    Raises:
        PermissionError: Another program holds `out` open.
    """
    sorted_findings = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))

    def change(book: Workbook) -> None:
        _remove_marks(book)
        finding_cells = [(finding, find_cell(book, finding)) for finding in sorted_findings]
        for sheet, cells in group_by_cell(finding_cells).items():
            for cell, cell_findings in cells:
                _write_note(cell, cell_findings)
                reveal(cell)
            colour_cells(sheet, fills_of(cells))
        _fit_notes(book)

    return _rewrite(path, out, change, restore_values)


def _rewrite(
    path: Path,
    out: Path,
    change: Callable[[Workbook], None],
    finish: Callable[[bytes, bytes, Workbook], bytes] = lambda _before, after, _book: after,
    refuses: Callable[[bytes], bool] = lambda _after: False,
) -> bool:
    """Write the changed workbook to `out`.

    Returns:
        False, with nothing written, if that would lose content or `refuses` says so of the changed workbook.
    """
    content = path.read_bytes()
    book = _open(content, keep_macros=out.suffix == ".xlsm")
    if book is None:
        return False
    changed = _change_and_save(book, change)
    if book.vba_archive is not None:
        # Nobody else closes it, and what finds it open as garbage complains on the screen.
        book.vba_archive.close()
    if changed is None or loses_content(content, changed, book) or refuses(changed):
        return False
    atomic_write_bytes(out, finish(content, changed, book))
    return True


def _change_and_save(book: Workbook, change: Callable[[Workbook], None]) -> bytes | None:
    """Return the changed workbook; None if openpyxl cannot write its content."""
    changed = BytesIO()
    try:
        change(book)
        # openpyxl writes each sheet into a temporary file.
        with private_temporary_files():
            book.save(changed)
    except Exception:
        # openpyxl has no common error for content that it cannot write.
        return None
    return changed.getvalue()


def _open(content: bytes, keep_macros: bool) -> Workbook | None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            macros = _MACROS in parts.namelist()
        if macros and not keep_macros:
            return None
        with warnings.catch_warnings():
            # openpyxl warns of content that it drops. The comparison of the parts decides if that matters.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), rich_text=True, keep_vba=macros)
    except Exception:
        # openpyxl has no common error for a file that it cannot read. In each case a fresh template is the answer.
        return None
    return book if book.worksheets else None


def _remove_marks(book: Workbook) -> None:
    """Remove the marks of an earlier round."""
    old = find_sheet(book.sheetnames, CORRECTIONS)
    if old and len(book.worksheets) > 1 and _lists_corrections(book[old]):
        book.remove(book[old])
    for sheet in book.worksheets:
        remove_colours(sheet)
        for cell in _existing_cells(sheet):
            if cell.comment is not None and _is_own_note(cell.comment):
                _remove_note(cell)
                clear_mark(cell)


def _lists_corrections(sheet: Any) -> bool:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=20, max_col=10)]
    return find_heading_row(rows, CORRECTIONS) is not None


def _existing_cells(sheet: Any) -> list[Any]:
    # iter_rows would create every blank cell up to the last one.
    return [cell for cell in list(sheet._cells.values()) if isinstance(cell, Cell)]


def _is_own_note(note: Comment) -> bool:
    # LibreOffice does not keep authors, so the first words identify a note as well.
    starts = tuple(
        f"{words}:" for label in (_WRONG, _INFORMATION, _LINK_REMOVED) for words in all_translations(label)
    )
    return note.author == AUTHOR or note.text.removeprefix(f"{AUTHOR}:").lstrip().startswith(starts)


def _remove_note(cell: Any) -> None:
    note = cell.comment
    _own, between, existing = note.text.partition(_NOTE_SEPARATOR)
    cell.comment = Comment(existing, note.author) if between else None


def _write_note(cell: Any, findings: Sequence[Finding]) -> None:
    """Explain the findings in a note on the cell, above a text that somebody else wrote there."""
    text = "\n\n".join(
        f"{_(_INFORMATION)}: {finding.whole_problem}\n{finding.whole_remedy}"
        if finding.severity is Severity.NOTE
        else f"{_(_WRONG)}: {finding.whole_problem}\n{_(_CORRECT)}: {finding.whole_remedy}"
        for finding in findings
    )
    _add_to_note(cell, text)


def _add_to_note(cell: Any, text: str) -> None:
    """Write a text into the note on a cell, above what stands there."""
    existing = cell.comment
    if existing is None:
        cell.comment = Comment(text, AUTHOR)
    else:
        between = "\n\n" if _is_own_note(existing) else _NOTE_SEPARATOR
        cell.comment = Comment(f"{text}{between}{existing.text}", existing.author)


def _fit_notes(book: Workbook) -> None:
    """Fit the box of each note to its text.

    openpyxl would give all boxes one small size, also those of the unit's own notes.
    """
    for sheet in book.worksheets:
        for cell in _existing_cells(sheet):
            if cell.comment is not None:
                cell.comment.width = _NOTE_PIXELS
                cell.comment.height = _LINE_PIXELS * style.count_lines(cell.comment.text, _NOTE_WIDTH) + 14

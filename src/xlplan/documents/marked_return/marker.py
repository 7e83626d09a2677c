"""Marks in a person's own workbook: each faulty cell is coloured and explained, nothing else changes."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from xlplan.documents import style
from xlplan.documents.marked_return.corrections_sheet import write_corrections
from xlplan.documents.marked_return.preservation import (
    add_fault_rules,
    loses_content,
    remove_fault_rules,
    restore_values,
)
from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.form_code import FormCode
from xlplan.domain.sheets import CORRECTIONS, find_heading_row, find_sheet
from xlplan.domain.submission import Attempt
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import N_, _, all_translations

AUTHOR = "xlplan"
# The line between our text in a note and the text that the unit had written there.
_NOTE_SEPARATOR = "\n\n— — —\n"
_WRONG, _CORRECT, _INFORMATION = N_("What is wrong"), N_("How to correct it"), N_("For information")
_NOTE_WIDTH = 46
_NOTE_PIXELS = 330
_LINE_PIXELS = 17
_FAULT = PatternFill("solid", fgColor=f"FF{style.FAULT[1:]}")
_ENTRY = PatternFill("solid", fgColor=f"FF{style.ENTRY[1:]}")
_PLAIN = PatternFill()
_MACROS = "xl/vbaProject.bin"


def mark_return(path: Path, out: Path, findings: Sequence[Finding], form_code: FormCode, attempt: Attempt) -> bool:
    """Write the unit's own file to `out`, marked with the errors and warnings among `findings`.

    Answers stay as they are. Marks of an earlier round are removed. Source: design, marked return.

    Args:
        path: The return, an xlsx or xlsm file.
        out: The file to write. Only a name that ends in .xlsm keeps macros. Excel does not open them under another
            name.
        findings: The findings of the return.
        form_code: The form code of the return.
        attempt: The attempt that the first sheet names.

    Returns:
        False, with nothing written, if marking would lose content of the file or openpyxl cannot open it. The
        answer to the unit is then a fresh template.

    Raises:
        PermissionError: Another program holds `out` open.
    """
    marked = [finding for finding in findings if finding.severity is not Severity.NOTE]
    marked.sort(key=lambda finding: finding.severity is not Severity.ERROR)
    notice = "".join(f"{finding.whole_problem} " for finding in findings if finding.kind == NOTHING_CORRECTED)

    def change(book: Workbook) -> None:
        _remove_marks(book)
        finding_cells = [(finding, _find_cell(book, finding)) for finding in marked]
        for sheet, by_cell in _group_by_cell(finding_cells).items():
            for cell, cell_findings in by_cell:
                _write_note(cell, cell_findings)
                cell.fill = _FAULT
            add_fault_rules(sheet, [cell for cell, _findings in by_cell])
        _fit_notes(book)
        write_corrections(book, finding_cells, form_code, attempt.number, f"{notice}{attempt.due_sentence}")

    return _rewrite(path, out, change)


def note_findings(path: Path, out: Path, findings: Iterable[Finding]) -> bool:
    """Write a copy of a workbook (xlsx or xlsm) to `out` with each finding as a note on its cell.

    Cells with errors or warnings have the colour of a fault until their content changes. Their own format stays
    under it. Notes and colours of an earlier copy are removed.

    Returns:
        False, with nothing written, if the copy would lose content of the file or openpyxl cannot open it.

    Raises:
        PermissionError: Another program holds `out` open.
    """
    sorted_findings = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))

    def change(book: Workbook) -> None:
        _remove_marks(book)
        finding_cells = [(finding, _find_cell(book, finding)) for finding in sorted_findings]
        for sheet, by_cell in _group_by_cell(finding_cells).items():
            for cell, cell_findings in by_cell:
                _write_note(cell, cell_findings)
            add_fault_rules(sheet, [cell for cell, cell_findings in by_cell if _has_fault(cell_findings)])
        _fit_notes(book)

    return _rewrite(path, out, change, restore_values)


def _has_fault(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is not Severity.NOTE for finding in findings)


def _rewrite(
    path: Path,
    out: Path,
    change: Callable[[Workbook], None],
    finish: Callable[[bytes, bytes, Workbook], bytes] = lambda _before, after, _book: after,
) -> bool:
    """Write the changed workbook to `out`.

    Returns:
        False, with nothing written, if that would lose content.
    """
    content = path.read_bytes()
    book = _open(content, keep_macros=out.suffix == ".xlsm")
    if book is None:
        return False
    changed = _change_and_save(book, change)
    if changed is None or loses_content(content, changed, book):
        return False
    atomic_write_bytes(out, finish(content, changed, book))
    return True


def _change_and_save(book: Workbook, change: Callable[[Workbook], None]) -> bytes | None:
    """Return the changed workbook; None if openpyxl cannot write its content."""
    changed = BytesIO()
    try:
        change(book)
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
        remove_fault_rules(sheet)
        for cell in _existing_cells(sheet):
            if cell.comment is not None:
                _remove_note(cell)
            if cell.has_style and _has_fault_fill(cell):
                cell.fill = _PLAIN if cell.protection.locked else _ENTRY


def _lists_corrections(sheet: Any) -> bool:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=20, max_col=10)]
    return find_heading_row(rows, CORRECTIONS) is not None


def _existing_cells(sheet: Any) -> list[Any]:
    # iter_rows would create every blank cell up to the last one.
    return [cell for cell in list(sheet._cells.values()) if isinstance(cell, Cell)]


def _has_fault_fill(cell: Any) -> bool:
    fill = cell.fill
    return fill.fill_type == "solid" and str(fill.fgColor.rgb).upper().endswith(style.FAULT[1:].upper())


def _is_own_note(note: Comment) -> bool:
    # LibreOffice does not keep authors, so the first words identify a note as well.
    starts = tuple(f"{words}:" for label in (_WRONG, _INFORMATION) for words in all_translations(label))
    return note.author == AUTHOR or note.text.removeprefix(f"{AUTHOR}:").lstrip().startswith(starts)


def _remove_note(cell: Any) -> None:
    note = cell.comment
    if not _is_own_note(note):
        return
    _own, between, existing = note.text.partition(_NOTE_SEPARATOR)
    cell.comment = Comment(existing, note.author) if between else None


def _find_cell(book: Workbook, finding: Finding) -> Any:
    """Return the cell that a finding names; None if it names none or the file lacks the sheet."""
    location = finding.location
    if location.sheet not in book.sheetnames or not location.cell:
        return None
    sheet = book[location.sheet]
    cell = sheet[location.cell]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if location.cell in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell


def _group_by_cell(finding_cells: Sequence[tuple[Finding, Any]]) -> dict[Any, list[tuple[Any, list[Finding]]]]:
    """Return the cells with findings and their findings, by sheet."""
    by_sheet: dict[Any, dict[str, tuple[Any, list[Finding]]]] = {}
    for finding, cell in finding_cells:
        if cell is not None:
            by_cell = by_sheet.setdefault(cell.parent, {})
            by_cell.setdefault(cell.coordinate, (cell, []))[1].append(finding)
    return {sheet: list(by_cell.values()) for sheet, by_cell in by_sheet.items()}


def _write_note(cell: Any, findings: Sequence[Finding]) -> None:
    """Explain the findings in a note on the cell, above a text that somebody else wrote there."""
    text = "\n\n".join(
        f"{_(_INFORMATION)}: {finding.whole_problem}\n{finding.whole_remedy}"
        if finding.severity is Severity.NOTE
        else f"{_(_WRONG)}: {finding.whole_problem}\n{_(_CORRECT)}: {finding.whole_remedy}"
        for finding in findings
    )
    existing = cell.comment
    if existing is None:
        cell.comment = Comment(text, AUTHOR)
    else:
        cell.comment = Comment(f"{text}{_NOTE_SEPARATOR}{existing.text}", existing.author)


def _fit_notes(book: Workbook) -> None:
    """Fit the box of each note to its text.

    openpyxl would give all boxes one small size, also those of the unit's own notes.
    """
    for sheet in book.worksheets:
        for cell in _existing_cells(sheet):
            if cell.comment is not None:
                cell.comment.width = _NOTE_PIXELS
                cell.comment.height = _LINE_PIXELS * style.count_lines(cell.comment.text, _NOTE_WIDTH) + 14

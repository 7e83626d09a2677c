"""The tasks of the child process: inspect one file, then read it.

This module imports only what these tasks need.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.findings.file_kinds import FILE_DOCUMENT, FILE_PLAN, FILE_PLAN_WORKBOOK, FILE_TEXT
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent, ReturnedRow

if TYPE_CHECKING:
    from xlplan.documents.plan_import.source import Source
    from xlplan.sandbox.inspection import InspectedFile
    from xlplan.services.intake.early_check import CheckedFile

# The parts of a plan workbook of a hundred measures take less than half of this, in bytes.
_LARGEST_PLAN = 4_000_000


class FileInspection(Struct, frozen=True):
    """Everything that can be read from one file, also from one that is refused as a return.

    Attributes:
        refusal: The reasons why the file is refused; empty if it is not.
        content: The content of the file. None if nothing can be read from it.
        rows: The rows with a code, also without the headings of a template.
    """

    refusal: tuple[Finding, ...]
    content: ReturnContent | None = None
    rows: tuple[ReturnedRow, ...] = ()


def parse_and_check(path: Path, basis: bytes = b"") -> "ReturnContent | CheckedFile | tuple[Finding, ...]":
    """Read a returned workbook like `parse_file`, and apply the rules about one return to it.

    Args:
        path: The file.
        basis: A pickled `CheckBasis`; b"" to read the file only.
    """
    content = parse_file(path)
    if not basis or not isinstance(content, ReturnContent):
        return content
    # Imported here and not above: a child that reads a few files does not need the rules.
    from xlplan.services.intake.early_check import check_early

    return check_early(content, basis)


def parse_file(path: Path) -> ReturnContent | tuple[Finding, ...]:
    """Read a returned workbook, or return the reasons why it cannot be read.

    This runs in the child process. A failure here costs one file.
    """
    # Imported here and not above: the parent process never parses a file from outside.
    from xlplan.documents.return_reader.reader import read_bytes
    from xlplan.sandbox.inspection import inspect

    inspected = inspect(path)
    if isinstance(inspected, tuple):
        return _refuse_plan(path, inspected) or inspected
    content = read_bytes(inspected.data, inspected.parts)
    if not isinstance(content, ReturnContent):
        return content
    if plan := _find_plan(path, inspected, content):
        return plan
    return replace(content, file_findings=inspected.notes) if inspected.notes else content


def inspect_file(path: Path) -> FileInspection:
    """Read as much as possible from a workbook, or from a table saved as text. This runs in the child process."""
    # Imported here and not above: the parent process never parses a file from outside.
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.formats.open_book import open_book
    from xlplan.documents.return_reader.lenient import TextBook, rows_with_codes
    from xlplan.documents.return_reader.reader import read_book
    from xlplan.sandbox.inspection import inspect

    inspected = inspect(path)
    refusal = inspected if isinstance(inspected, tuple) else ()
    refusal = _refuse_plan(path, refusal) or refusal
    # A text is refused as a return, but its rows may still tell what it was meant to be.
    if refusal and refusal[0].kind != FILE_TEXT:
        return FileInspection(refusal)
    try:
        book = (
            TextBook(path.read_bytes())
            if isinstance(inspected, tuple)
            else open_book(inspected.data, inspected.parts)
        )
        content = read_book(book)
        if not isinstance(inspected, tuple):
            refusal = _find_plan(path, inspected, content)
        return FileInspection(refusal, content, content.rows or rows_with_codes(book))
    except UnreadableError as unreadable:
        return FileInspection(refusal or (unreadable.finding,))


def _refuse_plan(path: Path, refusal: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the finding that a refused file is a plan in Word; () where it is none, or shows no sign of one."""
    if not refusal or refusal[0].kind != FILE_DOCUMENT:
        return ()
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.formats.word_reader import read_word
    from xlplan.documents.plan_import.word_source import source_of_word
    from xlplan.sandbox.file_type import Format
    from xlplan.sandbox.inspection import inspect

    inspected = inspect(path, with_documents=True)
    if isinstance(inspected, tuple) or inspected.kind is not Format.DOCX or _is_too_large(inspected):
        return ()
    try:
        return _plan_findings(source_of_word(read_word(inspected.parts), path.name))
    except UnreadableError:
        return ()


def _find_plan(path: Path, inspected: "InspectedFile", content: ReturnContent) -> tuple[Finding, ...]:
    """Return the finding that a workbook is a plan; () for a return, and without a sign of a plan."""
    is_return = content.has_report_sheet or any(content.form_codes.values())
    if is_return or _is_too_large(inspected):
        return ()
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.plan_import.source import source_of_workbook

    try:
        return _plan_findings(source_of_workbook(path.name, inspected.data, inspected.parts))
    except UnreadableError:
        return ()


def _is_too_large(inspected: "InspectedFile") -> bool:
    """Tell if a file is larger than plans are. To read it once more would cost as much as the first time."""
    return max(len(inspected.data), sum(map(len, inspected.parts.values()))) > _LARGEST_PLAN


def _plan_findings(source: "Source") -> tuple[Finding, ...]:
    from xlplan.documents.plan_import.plan_signs import find_plan_sign

    sign = find_plan_sign(source)
    if sign is None:
        return ()
    return (FILE_PLAN.at(seen=sign.headings),) if sign.headings else (FILE_PLAN_WORKBOOK.at(),)

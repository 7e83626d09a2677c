"""What the child process does with one file: the gate, then the reading. It imports no more than that needs."""

from dataclasses import dataclass, replace
from pathlib import Path

from xlplan.domain.findings.file_kinds import FILE_TEXT
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent, ReturnedRow


@dataclass(frozen=True)
class FileInspection:
    """What a file holds, and why it would be refused. `rows`: those with a code, also where no headings are left;
    `read` is None where nothing can be read from it."""

    refusal: tuple[Finding, ...]
    content: ReturnContent | None = None
    rows: tuple[ReturnedRow, ...] = ()


def parse_file(path: Path) -> ReturnContent | tuple[Finding, ...]:
    """A returned workbook as read, or why it cannot be. Runs in the child: whatever it hits costs one file."""
    # Here, not above: the parent never parses what came from outside.
    from xlplan.documents.return_reader.reader import read_bytes
    from xlplan.sandbox.inspection import inspect

    inspected = inspect(path)
    if isinstance(inspected, tuple):
        return inspected
    content = read_bytes(inspected.data, inspected.parts)
    return (
        replace(content, file_findings=inspected.notes)
        if inspected.notes and isinstance(content, ReturnContent)
        else content
    )


def inspect_file(path: Path) -> FileInspection:
    """What can be read from a file, be it a workbook or a table saved as text. Runs in the child."""
    # Here, not above: the parent never parses what came from outside.
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.formats.open_book import open_book
    from xlplan.documents.return_reader.lenient import TextBook, rows_with_codes
    from xlplan.documents.return_reader.reader import read_book
    from xlplan.sandbox.inspection import inspect

    inspected = inspect(path)
    refusal = inspected if isinstance(inspected, tuple) else ()
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
        return FileInspection(refusal, content, content.rows or rows_with_codes(book))
    except UnreadableError as unreadable:
        return FileInspection(refusal or (unreadable.finding,))

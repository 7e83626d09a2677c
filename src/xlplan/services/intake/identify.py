"""Looking at one file without taking it: what it carries of its identity, and what its rows look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from xlplan.domain.findings.file_kinds import FILE_TEXT
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.ledger.issues import centre_identity, issued_quarters, latest_issues, load_issue_standing
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.workspace import require_file
from xlplan.validation.identification import Likeness, identify, likely


@dataclass(frozen=True)
class FileInspection:
    """What a file holds, and why it would be refused. `rows`: those with a code, also where no headings are left;
    `read` is None where nothing can be read from it."""

    refused: tuple[Finding, ...]
    read: ReturnContent | None = None
    rows: tuple[ReturnedRow, ...] = ()


@dataclass(frozen=True)
class Identity:
    """What is known of whose return a file is.

    `carriers`: the form codes of each carrier that survived; `issue`: the one they vote for, and `findings` what
    is to be said about that or about the file; `rows`: how many row codes it holds; `likely`: what they look like;
    `refused`: whether a file of this kind is never taken.
    """

    file: Path
    carriers: Mapping[str, tuple[str, ...]]
    issue: Issue | None
    findings: tuple[Finding, ...]
    rows: int
    likely: tuple[Likeness, ...]
    refused: bool


def identify_file(context: OpenWorkspace, file: Path) -> Identity:
    """Whose return `file` is or looks like; the inbox, the archive and the ledger stay as they are.

    XlplanError where there is no such file.
    """
    require_file(file)
    with ParserProcess(inspect_file) as child:
        seen = child.run(file)
    look = seen if isinstance(seen, FileInspection) else FileInspection(seen, None)
    if look.read is None:
        return Identity(file, {}, None, look.refused, 0, (), refused=True)
    with context.ledger.connect() as connection:
        return _identity(connection, file, look, look.read)


def inspect_file(path: Path) -> FileInspection:
    """What can be read from a file, be it a workbook or a table saved as text. Runs in the child."""
    # Here, not above: the parent never parses what came from outside.
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.formats.open_book import open_book
    from xlplan.documents.return_reader.lenient import TextBook, rows_with_codes
    from xlplan.documents.return_reader.reader import read_book
    from xlplan.sandbox.inspection import inspect

    seen = inspect(path)
    refused = seen if isinstance(seen, tuple) else ()
    # A text is refused as a return, but its rows may still tell what it was meant to be.
    if refused and refused[0].kind != FILE_TEXT:
        return FileInspection(refused)
    try:
        book = TextBook(path.read_bytes()) if isinstance(seen, tuple) else open_book(seen.data, seen.parts)
        read = read_book(book)
        return FileInspection(refused, read, read.rows or rows_with_codes(book))
    except UnreadableError as unreadable:
        return FileInspection(refused or (unreadable.finding,))


def _identity(connection: Connection, file: Path, look: FileInspection, read: ReturnContent) -> Identity:
    quarters = issued_quarters(connection)
    current = [issue for quarter in quarters for issue in latest_issues(connection, quarter)]
    codes = {code for held in read.form_codes.values() for code in held}
    known = {code: issued for code in codes if (issued := load_issue_standing(connection, code))}
    code, name = centre_identity(connection)
    issue, said = identify(read, code, known, name)
    keys = {row.key for row in look.rows if row.key}
    return Identity(
        file,
        read.form_codes,
        issue,
        look.refused or said,
        len(keys),
        likely(look.rows, current),
        refused=bool(look.refused),
    )

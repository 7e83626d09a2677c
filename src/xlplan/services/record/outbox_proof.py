"""The proof of what xlplan wrote for people: editions, templates and answers against the ledger."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from xlplan.documents.report.signed_log import signed_log
from xlplan.documents.template.identity import form_code_of
from xlplan.domain.decision_log import line_hash
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.record_kinds import (
    ANSWERS_DISAGREE,
    EDITION_CHANGED,
    EDITION_LOG_DIFFERS,
    EDITION_MISSING,
    RECEIPT_CHANGED,
    RECEIPT_MISSING,
    TEMPLATE_CHANGED,
    TEMPLATE_MISSING,
    TEMPLATE_UNKNOWN,
)
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.decision_log import recorded_lines
from xlplan.ledger.editions import closing_edition, editions_of, latest_editions
from xlplan.ledger.issues import issued_quarters, latest_issues
from xlplan.ledger.places import count_places, files_elsewhere, other_place_of
from xlplan.storage.append_log import read_lines
from xlplan.storage.archive import archive_link, sha256_of
from xlplan.storage.own_files import is_among, recorded_files
from xlplan.storage.workspace import Workspace


class Answer(Struct, frozen=True):
    """A line of the log of answers: its number, the receipt's number and file, the hash of the answered file."""

    line: int
    receipt: int
    file: str
    sha256: str


def read_answers(path: Path) -> list[Answer]:
    """Return the lines of the log of answers that can be read."""
    answers = []
    for number, line in enumerate(read_lines(path), 1):
        with suppress(ValueError, KeyError, TypeError):
            values = json.loads(line)
            answers.append(
                Answer(number, int(values["receipt"]), str(values["receipt_file"]), str(values["sha256"]))
            )
    return answers


def check_editions(workspace: Workspace, connection: Connection) -> Iterator[Finding]:
    """Yield each edition that is not in its place, is not what was signed, or was signed over another log."""
    hashes = {number: line_hash(line) for number, line in enumerate(recorded_lines(connection), 1)}
    for quarter in (latest.quarter for latest in latest_editions(connection)):
        for edition in editions_of(connection, quarter):
            path = workspace.edition(quarter, edition.number)
            place = Location(workspace.place(path))
            if not path.is_file():
                # It lies where the quarter was closed.
                if other_place_of(connection, edition.sha256):
                    continue
                yield EDITION_MISSING.at(place, number=edition.number, quarter=quarter)
                continue
            if (seen := sha256_of(path)) != edition.sha256:
                yield EDITION_CHANGED.at(place, number=edition.number, quarter=quarter, seen=seen)
            head = signed_log(path)
            if head and hashes.get(head.number) != head.sha256:
                yield EDITION_LOG_DIFFERS.at(place, number=edition.number, quarter=quarter, entry=head.number)


def check_templates(workspace: Workspace, connection: Connection) -> Iterator[Finding]:
    """Yield what is wrong with the templates of the open quarters."""
    files = recorded_files(workspace.own_files)
    known = set(connection.column("SELECT form_code FROM issues"))
    for quarter in issued_quarters(connection):
        # Templates that were issued at another place lie there.
        is_elsewhere = count_places(connection) > 1 and not (workspace.templates / str(quarter)).is_dir()
        if not closing_edition(connection, quarter) and not is_elsewhere:
            yield from _check_folder(workspace, connection, quarter, files, known)


def _check_folder(
    workspace: Workspace, connection: Connection, quarter: Quarter, files: frozenset[str], known: set[str]
) -> Iterator[Finding]:
    folder = workspace.templates / str(quarter)
    paths = [path for path in sorted(folder.glob("*.xlsx")) if not path.name.startswith((".", "~$"))]
    carriers: dict[str, list[Path]] = {}
    for path in paths:
        carriers.setdefault(form_code_of(path), []).append(path)
    for code in carriers.keys() - known - {""}:
        for path in carriers[code]:
            yield TEMPLATE_UNKNOWN.at(Location(workspace.place(path)), code=code)
    for issue in latest_issues(connection, quarter):
        code = str(issue.form_code)
        if code not in carriers:
            yield TEMPLATE_MISSING.at(code=code, unit=issue.unit.name, quarter=quarter)
        # A copy without locks may lie beside it.
        elif not any(is_among(files, workspace.own_files, path) for path in carriers[code]):
            yield TEMPLATE_CHANGED.at(Location(workspace.place(carriers[code][0])), quarter=quarter)


def check_answers(workspace: Workspace, connection: Connection, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Yield each submission whose answer is missing or changed, and each answer that the ledger does not know.

    Args:
        workspace: The workspace.
        connection: The ledger.
        answers: The lines of the log of answers, read before the ledger.
    """
    rows = connection.run("SELECT number, sha256, file FROM submissions ORDER BY number").fetchall()
    hashes = {number: sha256 for number, sha256, _file in rows}
    log = Location(workspace.place(workspace.answers))
    for each in answers:
        if hashes.get(each.receipt) != each.sha256:
            yield ANSWERS_DISAGREE.at(log, line=each.line, number=each.receipt)
    # A file that was recorded before the ledger was read may have got its answer after that.
    places = {each.receipt: each.file for each in read_answers(workspace.answers)}
    files = recorded_files(workspace.own_files)
    archived = archive_link(workspace.archive, workspace.root)
    elsewhere = files_elsewhere(connection)
    for number, sha256, file in rows:
        place = places.get(number, "")
        # It was answered where it came in.
        if not place and sha256 in elsewhere:
            continue
        where, source = Location(place), archived(sha256)
        if not place or not (workspace.root / place).is_file():
            yield RECEIPT_MISSING.at(where, number=number, name=file, archived=source)
        elif not is_among(files, workspace.own_files, workspace.root / place):
            yield RECEIPT_CHANGED.at(where, number=number, archived=source)

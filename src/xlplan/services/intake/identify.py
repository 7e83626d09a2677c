"""The identification of one file without taking it: the identity that it carries, and the likeness of its rows."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.returned import ReturnContent
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import centre_identity, issued_quarters, latest_issues, load_issue_standing
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.child_tasks import FileInspection
from xlplan.services.intake.inspection_beginning import begin_inspection
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.validation.identification import Likeness, identify, likely_issues


class Identity(Struct, frozen=True):
    """Everything that is known about the origin of a file.

    Attributes:
        file: The file.
        carriers: The form codes of each carrier that survived.
        issue: The issue for which the carriers vote. None if they do not agree on one.
        findings: The findings on the identity, or on the file itself.
        rows: The number of row codes in the file.
        likenesses: The issues that the rows resemble.
        is_refused: A file of this kind is never taken.
    """

    file: Path
    carriers: Mapping[str, tuple[str, ...]]
    issue: Issue | None
    findings: tuple[Finding, ...]
    rows: int
    likenesses: tuple[Likeness, ...]
    is_refused: bool


def identify_file(context: OpenWorkspace, file: Path) -> Identity:
    """Return the owner that a file names or resembles. The inbox, the archive and the ledger are not changed.

    Raises:
        XlplanError: There is no such file.
    """
    with begin_inspection(file) as child:
        return finish_identification(context, file, child)


def finish_identification(context: OpenWorkspace, file: Path, child: ParserProcess[FileInspection]) -> Identity:
    """Return the owner of a file that a process inspects already."""
    answer = child.result()
    inspection = answer if isinstance(answer, FileInspection) else FileInspection(answer, None)
    if inspection.content is None:
        return Identity(file, {}, None, inspection.refusal, 0, (), is_refused=True)
    with context.ledger.connect() as connection:
        return _identity(connection, file, inspection, inspection.content)


def _identity(connection: Connection, file: Path, inspection: FileInspection, content: ReturnContent) -> Identity:
    quarters = issued_quarters(connection)
    current = [issue for quarter in quarters for issue in latest_issues(connection, quarter)]
    codes = {code for carried in content.form_codes.values() for code in carried}
    known = {code: issued for code in codes if (issued := load_issue_standing(connection, code))}
    code, name = centre_identity(connection)
    issue, findings = identify(content, code, known, name)
    keys = {row.key for row in inspection.rows if row.key}
    return Identity(
        file,
        content.form_codes,
        issue,
        inspection.refusal or findings,
        len(keys),
        likely_issues(inspection.rows, current),
        is_refused=bool(inspection.refusal),
    )

"""The proof of the whole record: archive, ledger, decision log, editions, templates and answers agree."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding
from xlplan.ledger.archive_gaps import known_files, lacking_files
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Ledger
from xlplan.ledger.decision_log import recorded_lines
from xlplan.ledger.ownership import identity_of, read_state, require_own
from xlplan.ledger.places import Place, known_log_head, read_place_mark
from xlplan.ledger.verification import check_database, check_log, check_records
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.record.archive_proof import check_archive, check_lacking
from xlplan.services.record.counter import Counter
from xlplan.services.record.outbox_proof import (
    check_answers,
    check_editions,
    check_templates,
    read_answers,
)
from xlplan.storage.append_log import read_lines
from xlplan.storage.archive import files_in_archive
from xlplan.storage.ledger_presence import require_ledger
from xlplan.storage.workspace import Workspace


class Verification(Struct, frozen=True):
    """The findings of the proof of the record.

    Attributes:
        findings: What does not agree, in reading order.
        refusal: Why the ledger is not one to work with; None where it is.
        file_count: The number of files in the archive.
        record_count: The number of records in the ledger.
        entry_count: The number of entries in the decision log.
        elsewhere: The number of files that lie in the archives of other places, by the place.
    """

    findings: tuple[Finding, ...]
    refusal: XlplanError | None
    file_count: int
    record_count: int
    entry_count: int
    elsewhere: Mapping[Place, int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Tells that everything agrees."""
        return not self.findings and self.refusal is None


def verify(context: OpenWorkspace, advance: Callable[[str], None] = lambda _name: None) -> Verification:
    """Prove the record of a workspace. Nothing is mended.

    Args:
        context: The workspace.
        advance: It is called with the name of each file and record that was proved.

    Raises:
        XlplanError: There is no ledger, or it is not one of this workspace.
    """
    workspace = context.workspace
    require_ledger(workspace)
    refusal = _refusal(workspace)
    counter = Counter(advance)
    # What comes in meanwhile is in the ledger when that is read.
    files, lines = files_in_archive(workspace.archive), read_lines(workspace.decision_log)
    answers = read_answers(workspace.answers)
    # One state of the ledger for all questions.
    with open_ledger(workspace.ledger) as ledger, _at_place(ledger, workspace).read() as connection:
        known, recorded = known_files(connection), recorded_lines(connection)
        lacking = lacking_files(connection, known, {path.stem for path in files})
        findings = (
            *check_archive(workspace, files, known, advance),
            *check_lacking(lacking),
            *check_database(connection),
            *check_records(connection, counter),
            *check_log(recorded, lines, known_log_head(connection)),
            *check_editions(workspace, connection),
            *check_templates(workspace, connection),
            *check_answers(workspace, connection, answers),
        )
    return Verification(findings, refusal, len(files), counter.number, len(recorded), lacking.elsewhere)


def _at_place(ledger: Ledger, workspace: Workspace) -> Ledger:
    """Return the ledger as the folder of the workspace works with it."""
    return ledger if ledger.is_file else ledger.at(read_place_mark(workspace.place_mark))


def _refusal(workspace: Workspace) -> XlplanError | None:
    """Return why other commands refuse the ledger; None where they do not.

    Raises:
        XlplanError: The ledger belongs to others.
    """
    try:
        require_own(workspace)
    except XlplanError as problem:
        state = read_state(workspace.ledger)
        if state is None or state.workspace != identity_of(workspace):
            raise
        return problem
    return None

"""The content of the board, from the ledger and the folders of answers."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from xlplan.domain.board import (
    Board,
    BoardAnswer,
    BoardFile,
    BoardLetter,
    BoardQuarter,
    BoardReturn,
    BoardWaiting,
)
from xlplan.domain.counting_submissions import CountingRules
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import answer_of
from xlplan.domain.submission import Submission, SubmissionState
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import dismissals_of
from xlplan.ledger.issues import issued_quarters, latest_issue_headers
from xlplan.ledger.letters import letters_of
from xlplan.ledger.submissions import findings_of, last_submissions, submissions_not_taken, submissions_of
from xlplan.services.report.status import QuarterStatus, ReturnStatus, quarter_status, returns_by_year
from xlplan.storage.answer_files import marked_files, receipt_files
from xlplan.storage.archive import archive_link
from xlplan.storage.workspace import Workspace, same_file_key, unit_file_names
from xlplan.text.translation import _

_LAST_ANSWERS = 15
_LAST_LETTERS = 15
_MOST_NOT_TAKEN = 20
# A letter about these quarters to the unit of this code.
_LetterTo = tuple[frozenset[Quarter], str, BoardLetter]


def load_board(connection: Connection, workspace: Workspace, now: datetime) -> Board:
    """Load the board from the ledger as it is now."""
    issued = issued_quarters(connection)
    rules = {quarter: load_counting_rules(connection, quarter) for quarter in issued}
    shown = _shown_quarters(connection, rules)
    years = {quarter.year for quarter in shown}
    quarters = {
        quarter: quarter_status(connection, workspace, quarter, now) for quarter in issued if quarter.year in years
    }
    places = _Places(workspace)
    names = {
        quarter: {each.owed.unit.code: each.unit for each in status.returns}
        for quarter, status in quarters.items()
    }
    answers = _Answers(connection, rules, places, names)
    letters = _letters(connection, names, places)
    dismissed = dismissals_of(connection)
    not_taken = [each for each in reversed(submissions_not_taken(connection)) if each.number not in dismissed]
    return Board(
        centre=quarters[shown[-1]].centre if shown else "",
        made_at=now,
        quarters=tuple(
            _board_quarter(quarters[quarter], _by_hash(connection, quarter), places, letters) for quarter in shown
        ),
        years=returns_by_year(quarters),
        answers=tuple(answers.of(each) for each in last_submissions(connection, _LAST_ANSWERS)),
        not_taken=tuple(
            answers.of(each, findings_of(connection, each.number)) for each in not_taken[:_MOST_NOT_TAKEN]
        ),
        more_not_taken=len(not_taken[_MOST_NOT_TAKEN:]),
        letters=tuple(each for _quarters, _unit, each in reversed(letters[-_LAST_LETTERS:])),
        refresh_seconds=workspace.settings.board_refresh_seconds,
    )


def _letters(
    connection: Connection, names: Mapping[Quarter, Mapping[str, str]], places: "_Places"
) -> tuple[_LetterTo, ...]:
    """Return the letters about quarters, oldest first.

    Args:
        connection: The ledger.
        names: The names of the units, by quarter and code.
        places: The places of files.
    """
    found: list[_LetterTo] = []
    for record in letters_of(connection, names.keys()):
        letter, quarters = record.letter, frozenset(item.quarter for item in record.items)
        known = (names[quarter].get(letter.unit) for quarter in quarters & names.keys())
        draft = places.workspace.root / letter.file if letter.file else None
        shown = BoardLetter(
            at=record.outcome.at if record.outcome else letter.at,
            unit=next(filter(None, known), letter.unit),
            kind=letter.kind,
            subject=letter.subject,
            state=record.state,
            draft=places.of(draft) if draft and draft.is_file() else "",
        )
        found.append((quarters, letter.unit, shown))
    return tuple(found)


def _by_hash(connection: Connection, quarter: Quarter) -> Mapping[str, Submission]:
    return {each.sha256: each for each in submissions_of(connection, quarter)}


def _shown_quarters(connection: Connection, rules: Mapping[Quarter, CountingRules]) -> tuple[Quarter, ...]:
    """Return the open quarters and those for which something waits, oldest first; without any the last one."""
    shown = tuple(
        quarter
        for quarter, own in rules.items()
        if own.last_number is None or own.waiting(submissions_of(connection, quarter))
    )
    return shown or tuple(rules)[-1:]


class _Places:
    """The places of files, as seen from the folder of the board. Each folder is listed once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        # From a SHA-256 to the place of the file in the archive.
        self.original: Callable[[str], str] = archive_link(workspace.archive, workspace.outbox)
        self._receipts: dict[Quarter | None, dict[int, str]] = {}
        self._marked: dict[Quarter, dict[int, str]] = {}
        self._templates: dict[Quarter, dict[str, str]] = {}

    def of(self, path: Path) -> str:
        """Return the place of a file or a folder."""
        return Path(os.path.relpath(path, self.workspace.outbox)).as_posix()

    def receipt(self, quarter: Quarter | None, number: int) -> str:
        """Return the place of a receipt."""
        if quarter not in self._receipts:
            folder = self.workspace.receipts(quarter)
            way, found = self.of(folder), receipt_files(folder)
            self._receipts[quarter] = {number: f"{way}/{path.name}" for number, path in found.items()}
        return self._receipts[quarter].get(number, "")

    def to_correct(self, quarter: Quarter | None, number: int) -> str:
        """Return the place of a marked return."""
        if quarter is None:
            return ""
        if quarter not in self._marked:
            folder = self.workspace.to_correct(quarter)
            way = self.of(folder)
            self._marked[quarter] = {number: f"{way}/{path.name}" for number, path in marked_files(folder)}
        return self._marked[quarter].get(number, "")

    def template(self, quarter: Quarter, file: str) -> str:
        """Return the place of the template of a unit, by the name of its files."""
        if quarter not in self._templates:
            folder = self.workspace.template(quarter, file).parent
            way = self.of(folder)
            names = (each.name for each in folder.iterdir()) if folder.is_dir() else ()
            self._templates[quarter] = {same_file_key(name): f"{way}/{name}" for name in names}
        return self._templates[quarter].get(same_file_key(f"{file}.xlsx"), "")


class _Answers:
    """The answers to submissions as they stand now."""

    def __init__(
        self,
        connection: Connection,
        rules: Mapping[Quarter, CountingRules],
        places: _Places,
        names: Mapping[Quarter, Mapping[str, str]],
    ) -> None:
        """Take what is known of the units, by quarter and code. The names of other quarters are looked up."""
        self._connection = connection
        self._rules = rules
        self._places = places
        self._counting: dict[Quarter, dict[str, tuple[int, Submission]]] = {}
        self._names = dict(names)

    def of(self, submission: Submission, findings: tuple[Finding, ...] = ()) -> BoardAnswer:
        """Return the answer to a submission.

        Args:
            submission: The submission.
            findings: The findings in it, of which the errors are shown.
        """
        quarter, unit = submission.quarter, submission.unit or ""
        rules = self._rules.get(quarter) if quarter else None
        if quarter is None or rules is None:
            state, name = SubmissionState.NOT_TAKEN, ""
        else:
            counting = self._latest(quarter, rules).get(unit)
            state, name = rules.state(submission, counting[1] if counting else None), self._name(quarter, unit)
        withdrawal = rules.withdrawals.get(submission.number) if rules else None
        return _answer(submission, state, self._places, name, findings, withdrawal.reason if withdrawal else "")

    def _latest(self, quarter: Quarter, rules: CountingRules) -> dict[str, tuple[int, Submission]]:
        if quarter not in self._counting:
            self._counting[quarter] = rules.latest(submissions_of(self._connection, quarter))
        return self._counting[quarter]

    def _name(self, quarter: Quarter, unit: str) -> str:
        if quarter not in self._names:
            issues = latest_issue_headers(self._connection, quarter)
            self._names[quarter] = {issue.unit.code: issue.unit.name for issue in issues}
        return self._names[quarter].get(unit, unit)


def _answer(
    submission: Submission,
    state: SubmissionState,
    places: _Places,
    unit: str,
    findings: tuple[Finding, ...] = (),
    reason: str = "",
) -> BoardAnswer:
    # A file that was not taken may be dangerous, so nothing leads to it.
    is_safe = state is not SubmissionState.NOT_TAKEN
    return BoardAnswer(
        number=submission.number,
        received_at=submission.received_at,
        file=submission.shown_file,
        answer=answer_of(state),
        unit=unit,
        findings=errors_of(findings),
        reason=reason,
        original=places.original(submission.sha256) if is_safe else "",
        receipt=places.receipt(submission.quarter, submission.number),
        to_correct=places.to_correct(submission.quarter, submission.number),
    )


def _board_quarter(
    status: QuarterStatus, submissions: Mapping[str, Submission], places: _Places, letters: tuple[_LetterTo, ...]
) -> BoardQuarter:
    """Return a quarter on the board.

    Args:
        status: Its status.
        submissions: Its submissions by their SHA-256.
        places: The places of files.
        letters: The letters, oldest first.
    """
    last = {unit: letter for quarters, unit, letter in letters if status.quarter in quarters}
    files = unit_file_names(each.owed.unit for each in status.returns)
    closed_by = status.closed_by
    return BoardQuarter(
        quarter=status.quarter,
        deadline=status.deadline,
        returns=tuple(
            _board_return(
                each,
                submissions,
                places.template(status.quarter, files[each.owed.unit.code]),
                places,
                last.get(each.owed.unit.code),
            )
            for each in status.returns
        ),
        counts=status.counts,
        closed_at=closed_by.closed_at if closed_by else None,
        reopened=status.reopening.reason if status.reopening else "",
        not_issued=status.not_issued,
        waiting=tuple(
            BoardWaiting(unit, each.submission.shown_file, each.submission.received_at, each.will_count)
            for unit, each in status.waiting
        ),
        files=tuple(_files_of(status, places)),
        other_senders=tuple((each.shown_file, sender) for each, sender in status.other_senders),
    )


def _board_return(
    status: ReturnStatus,
    submissions: Mapping[str, Submission],
    template: str,
    places: _Places,
    letter: BoardLetter | None,
) -> BoardReturn:
    latest, state, counting = status.latest, status.latest_state, status.counting
    latest_answer = shown = None
    if latest and state:
        reason = status.withdrawal.reason if status.withdrawal else ""
        latest_answer = shown = _answer(latest, state, places, status.unit, status.errors, reason)
    if status.latest_is_beside:
        counts = submissions.get(counting.sha256) if counting else None
        shown = _answer(counts, SubmissionState.COUNTS, places, status.unit) if counts else None
    return BoardReturn(
        unit=status.unit,
        state=status.owed.state,
        is_overdue=status.is_overdue,
        timeliness=status.owed.timeliness,
        attempts=status.attempts,
        shown=shown,
        beside=latest_answer if status.latest_is_beside else None,
        rows_asked_again=status.rows_asked_again,
        template=template,
        letter=letter,
    )


def _files_of(status: QuarterStatus, places: _Places) -> Iterator[BoardFile]:
    """Yield the workbooks of a quarter, newest first, and its folders of answers."""
    workspace, quarter = places.workspace, status.quarter
    if status.report and not status.closed_by:
        yield BoardFile(_("Consolidated workbook"), places.of(status.report))
    for path in reversed(status.waiting_workbooks):
        yield BoardFile(_("A newer one, which waits beside it: {file}").format(file=path.name), places.of(path))
    for each in reversed(status.editions):
        name = _("edition {number} of {day}").format(
            number=each.edition.number, day=f"{each.edition.closed_at:%d.%m.%Y}"
        )
        if each.path.is_file():
            yield BoardFile(name, places.of(each.path))
    folders = (
        (_("Receipts"), workspace.receipts(quarter)),
        (_("Files to correct"), workspace.to_correct(quarter)),
    )
    for name, folder in folders:
        if folder.is_dir():
            yield BoardFile(name, places.of(folder))

"""The listener of `xlplan watch`: its log, and its lines or live view on the terminal."""

import logging
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.crash_report import crash_message, crash_text, log_file
from xlplan.cli.output.common import gap_sentences, print_consolidated
from xlplan.cli.output.fetch import refused_texts, seen_text
from xlplan.cli.output.intake import clock_message, exclusion_sentences, print_answer, print_round, unfinished_text
from xlplan.cli.output.mail import problem_lines, record_lines
from xlplan.domain.errors import XlplanError
from xlplan.domain.messages import MessageKind
from xlplan.domain.personal_data import hide_personal_data
from xlplan.ledger.archive_gaps import ArchiveGaps
from xlplan.services.intake.results import FailedFile, IntakeResult
from xlplan.storage.inbox import Exclusion, ExclusionKind
from xlplan.storage.settling import PATIENCE_SECONDS
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.board import board_problem
from xlplan.workflows.failures import failed_file_message, failure_key, failure_message, retried_message
from xlplan.workflows.intake_round import RoundResult
from xlplan.workflows.watcher import WatchListener

if TYPE_CHECKING:
    from xlplan.cli.output.live import LiveDisplay
    from xlplan.services.mail.dispatch import MailResult
    from xlplan.services.mail.fetch import FetchResult, SeenMessage
    from xlplan.services.report.consolidate import ConsolidationResult

log = logging.getLogger("xlplan.watch")
# A file that did not change for so long is hardly being copied any more.
_COPYING_SECONDS = 60.0


class ConsoleListener(WatchListener):
    """A listener that writes to the log, and to the live view or in lines to the terminal."""

    def __init__(self, workspace: Workspace, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.screen: LiveDisplay | None = None
        self._workspace = workspace
        self._now = now
        # A lasting problem comes back with every round. It is printed once.
        self._complaints: set[Hashable] = set()
        self._workbook_complaints: set[Hashable] = set()
        self._workbook_problem = ""
        self._letter_complaints: set[str] = set()
        # Mail is fetched in another thread, and has its own.
        self._mail_complaints: set[Hashable] = set()
        self._exclusions: frozenset[Exclusion] = frozenset()
        # A file without its end waits for many rounds. It is told once.
        self._unfinished: frozenset[Path] = frozenset()
        # What keeps the board from being written anew. It is told once.
        self._board_problem = ""
        self._has_board_failed = False
        # The last entry of the ledger beside which the clock was doubted. It is told once.
        self._doubted_by: datetime | None = None

    def file_begins(self, name: str) -> None:
        """Show the file in hand."""
        if self.screen:
            self.screen.file_begins(hide_personal_data(name))

    def file_answered(self, result: IntakeResult) -> None:
        """Write a line for an answered file."""
        self._write(print_answer(self._workspace, result))
        if self.screen:
            self.screen.file_answered(result)

    def file_failed(self, file: FailedFile) -> None:
        """Complain of a file that could not be processed."""
        key = file.file, failure_key(file.problem)
        self._complain(failed_file_message(file), key, self._complaints)

    def round_ended(self, result: RoundResult) -> None:
        """Show the result of a round, and say so if the watcher works again."""
        works_again = bool(self._complaints) and not result.intake.failed
        if works_again:
            self._complaints.clear()
        has_board_failed = bool(result.board and result.board.failure)
        # What still keeps the workbooks from being written was told, too.
        works_again = works_again and not self._workbook_complaints
        if works_again or (self._has_board_failed and not has_board_failed):
            self._write(_("It works again."))
        self._has_board_failed = has_board_failed
        if self.screen:
            self.screen.round_ended(result)
            if self._workbook_problem:
                self.screen.show_problem(self._workbook_problem)
        elif result.did_something:
            print_round(self._workspace, result)
        doubt = result.intake.clock_doubt
        if doubt and self.screen:
            self.screen.show_problem(clock_message(doubt))
        if doubt and doubt.last_entry != self._doubted_by:
            self._write(f"! {clock_message(doubt)}", logging.WARNING)
            self._doubted_by = doubt.last_entry
        self._tell_unfinished(result.intake.unfinished)
        problem = board_problem(result.board) if result.board else ""
        if problem and problem != self._board_problem:
            self._write(f"! {problem}", logging.WARNING)
        self._board_problem = problem
        exclusions = result.intake.exclusions
        news = [each for each in exclusions if each not in self._exclusions]
        # A bin is emptied and filled again, and nobody wants to hear of it each time.
        kept = {each for each in self._exclusions if each.kind is ExclusionKind.FOREIGN}
        self._exclusions = frozenset(exclusions) | kept
        for sentence in exclusion_sentences(self._workspace, news):
            self._write(f"! {sentence}", logging.WARNING)

    def workbooks_written(self, reports: "Sequence[ConsolidationResult]") -> None:
        """Write a line for each workbook, and say so if workbooks are written again."""
        if self._workbook_complaints:
            self._workbook_complaints.clear()
            self._workbook_problem = ""
            if not self._complaints:
                self._write(_("It works again."))
        for report in reports:
            log.info("%s → %s", report.quarter, report.path.name)
            if self.screen is None:
                print_consolidated(self._workspace, report)

    def workbooks_failed(self, problem: BaseException) -> None:
        """Complain of what keeps workbooks from being written. The log gets the details."""
        self._workbook_problem = self._complain_of(problem, self._workbook_complaints)

    def _tell_unfinished(self, unfinished: Mapping[Path, float]) -> None:
        """Tell of the files that lack their end, once it is likely that nobody is copying them any more."""
        late = time.time() + PATIENCE_SECONDS - _COPYING_SECONDS
        told = {path: until for path, until in unfinished.items() if until < late}
        for path in told.keys() - self._unfinished:
            self._write(f"! {unfinished_text(self._workspace, path, told[path])}", logging.WARNING)
        self._unfinished = frozenset(told)

    def archive_differs(self, gaps: ArchiveGaps) -> None:
        """Write what archive and ledger lack of each other."""
        for sentence in gap_sentences(self._workspace, gaps):
            self._write(f"! {sentence}", logging.WARNING)
            if self.screen:
                self.screen.show_problem(sentence)

    def round_failed(self, problem: BaseException) -> None:
        """Complain of a failed round. The log gets the details."""
        self._complain_of(problem, self._complaints)

    def _complain_of(self, problem: BaseException, complaints: set[Hashable]) -> str:
        """Complain of a problem, once until the complaints of its kind are cleared, and return the sentence.

        The log gets the details.
        """
        message, key = failure_message(problem), failure_key(problem)
        details = repr(problem)
        if message is None:
            message, details = crash_message(problem, log_file(self._workspace.log)), crash_text(problem)
        elif not isinstance(problem, XlplanError):
            message = retried_message(message)
        is_told = key in self._complaints | self._workbook_complaints
        if not is_told and not isinstance(problem, XlplanError):
            log.error(details)
        self._complain(message, key, complaints)
        return message

    def letters_sent(self, result: "MailResult") -> None:
        """Write a line for each answer that was sent, and complain once of each that did not go."""
        if result.is_complete:
            self._letter_complaints.clear()
        for line, is_well in record_lines(self._workspace, result):
            if is_well:
                self._write(line)
            else:
                self._complain_of_letter(line)
        for sentence in problem_lines(result, "xlplan return"):
            self._complain_of_letter(sentence)

    def letters_failed(self, problem: BaseException) -> None:
        """Complain of what keeps all answers from going. The log gets the details of a fault."""
        message = failure_message(problem)
        if message is None:
            log.error(crash_text(problem))
        self._complain_of_letter(message or crash_message(problem, log_file(self._workspace.log)))

    def _complain_of_letter(self, sentence: str) -> None:
        """Write a sentence on letters once, until all of them go again."""
        if sentence not in self._letter_complaints:
            self._letter_complaints.add(sentence)
            self._write(f"! {sentence}", logging.WARNING)
            if self.screen:
                self.screen.show_problem(sentence)

    def message_seen(self, message: "SeenMessage") -> None:
        """Write a line for a new message of the mailbox."""
        is_fetched = message.message.kind is MessageKind.FETCHED
        self._write(seen_text(message), logging.INFO if is_fetched else logging.WARNING)
        if self.screen:
            self.screen.show_mail(seen_text(message))

    def fetch_ended(self, result: "FetchResult") -> None:
        """Complain once of what broke a fetching off, and say so if the next one works again."""
        if result.problem:
            self._complain_of_mail(str(result.problem), failure_key(result.problem))
            return
        for sentence in refused_texts(result):
            self._tell_of_mail(sentence, sentence)
        if self._mail_complaints and not result.refused:
            self._mail_complaints.clear()
            self._write(_("Fetching mail works again."))
            if self.screen:
                self.screen.show_mail(_("Fetching mail works again."))

    def fetch_failed(self, problem: BaseException) -> None:
        """Complain once of what keeps the mailbox from being looked at. The log gets the details of a fault."""
        message, key = failure_message(problem), failure_key(problem)
        if message is None and key not in self._mail_complaints:
            log.error(crash_text(problem))
        shown = message or crash_message(problem, log_file(self._workspace.log))
        self._complain_of_mail(shown, key)

    def _complain_of_mail(self, message: str, key: Hashable) -> None:
        promise = _("Nothing is lost: the messages stay in the mailbox, and it is tried again.")
        self._tell_of_mail(f"{message} {promise}", key)

    def _tell_of_mail(self, message: str, key: Hashable) -> None:
        if key not in self._mail_complaints:
            self._mail_complaints.add(key)
            self._write(f"! {message}", logging.WARNING)
        if self.screen:
            self.screen.show_mail(f"! {message}")

    def _complain(self, message: str, key: Hashable, complaints: set[Hashable]) -> None:
        # A full disk meets receipts and workbooks alike.
        is_told = key in self._complaints | self._workbook_complaints
        complaints.add(key)
        if not is_told:
            self._write(f"! {message}", logging.WARNING)
        if self.screen:
            self.screen.show_problem(message)

    def _write(self, line: str, level: int = logging.INFO) -> None:
        log.log(level, line)
        if self.screen is None:
            click.echo(f"{self._now():%d.%m.%Y %H:%M} {line}", err=level > logging.INFO)

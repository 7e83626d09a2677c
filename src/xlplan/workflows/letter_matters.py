"""The matters of letters to units: each return with its template, or with the answer to its file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlplan.documents.letters.content import ACCEPTED, ANEW, CORRECT, KEPT, MISSING, REFUSED, Matter
from xlplan.domain.issue import Issue
from xlplan.domain.letters import Enclosure, LetterItem, LetterKind, LetterRecord
from xlplan.domain.messages import Sender
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Answer, answer_of
from xlplan.domain.submission import Submission
from xlplan.ledger.issues import latest_issue_headers
from xlplan.ledger.letters import addresses_of, letters_of
from xlplan.ledger.messages import senders_of
from xlplan.ledger.places import Place, files_elsewhere
from xlplan.ledger.reports import plan_of
from xlplan.services.mail.dispatch import UnitProblem
from xlplan.services.mail.requests import LetterRequest, WantedMatter
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.status import ASKED_ANEW, TO_CORRECT, QuarterStatus, ReturnStatus
from xlplan.services.templates.folder import TemplateFolder, read_folder
from xlplan.storage.own_files import is_own
from xlplan.text.translation import _, speaking
from xlplan.validation.finding_groups import group_findings

_ANSWER_STATES = {
    Answer.ACCEPTED: ACCEPTED,
    Answer.KEPT: KEPT,
    Answer.TO_CORRECT: CORRECT,
    Answer.NOT_TAKEN: REFUSED,
}


class QuarterLetters(Struct, frozen=True):
    """A quarter with all that its letters are made from.

    `elsewhere`: where the answers lie that were given at another place, by the SHA-256 of the answered files.
    """

    status: QuarterStatus
    issues: dict[str, Issue]
    addresses: dict[str, str]
    records: tuple[LetterRecord, ...]
    folder: TemplateFolder
    senders: Mapping[str, Sender]
    elsewhere: Mapping[str, Place]

    @property
    def quarter(self) -> Quarter:
        """The quarter."""
        return self.status.quarter

    def sent_from(self, submission: Submission) -> str:
        """Return the addresses that the answer to a file goes to: back to whoever sent it.

        A file that came from elsewhere is answered to its unit as well, in whose name it speaks.
        """
        own, sender = self.addresses.get(submission.unit or "", ""), self.senders.get(submission.sha256)
        if sender is None or not sender.address:
            return own
        return sender.address if sender.is_of_unit else f"{sender.address} {own}".strip()

    def last_day(self, unit: str) -> date | None:
        """Return the day of the last letter to a unit that may have gone."""
        days = [each.letter.at.date() for each in self.records if each.letter.unit == unit and each.may_have_gone]
        return max(days, default=None)

    def has_had_another(self, issue: Issue) -> bool:
        """Tell if a unit may have had an earlier template."""
        item = _template_item(issue)
        return any(
            each.enclosure is Enclosure.TEMPLATE and each.quarter == self.quarter and each != item
            for record in self.records
            if record.letter.unit == issue.unit.code and record.may_have_gone
            for each in record.items
        )


def quarter_letters(context: OpenWorkspace, status: QuarterStatus) -> QuarterLetters:
    """Return a quarter with all that its letters are made from."""
    quarter = status.quarter
    with context.ledger.connect() as connection:
        issues = {issue.unit.code: issue for issue in latest_issue_headers(connection, quarter)}
        in_force = plan_of(connection, quarter)
        addresses = addresses_of(in_force[1] if in_force else None, issues.values())
        records = letters_of(connection, (quarter,))
        senders = senders_of(connection, quarter)
        elsewhere = files_elsewhere(connection)
    folder = read_folder(context.workspace.templates / str(quarter))
    return QuarterLetters(status, issues, addresses, records, folder, senders, elsewhere)


def _template_item(issue: Issue) -> LetterItem:
    return LetterItem(issue.quarter, Enclosure.TEMPLATE, str(issue.form_code))


class WantedLetters:
    """The letters that are wanted: one for a unit, whatever it is about."""

    def __init__(self, context: OpenWorkspace, kind: LetterKind) -> None:
        self._context = context
        self._kind = kind
        self._requests: dict[tuple[str, str], LetterRequest] = {}
        self.problems: list[UnitProblem] = []

    def requests(self) -> tuple[LetterRequest, ...]:
        """Return the letters."""
        return tuple(self._requests.values())

    def add(
        self, letters: QuarterLetters, issue: Issue, matter: WantedMatter | None, typed: str | None = None
    ) -> None:
        """Add a matter to the letter of a unit.

        Args:
            letters: The quarter.
            issue: The issue of the unit.
            matter: The matter; None where it cannot be made.
            typed: The addresses that it goes to; those of the unit where it is None.
        """
        if matter is None:
            return
        to = letters.addresses[issue.unit.code] if typed is None else typed
        # What came from elsewhere is answered there, and nothing else goes there with it.
        key = (issue.unit.code, to)
        before = self._requests[key].matters if key in self._requests else ()
        self._requests[key] = LetterRequest(
            self._kind, issue.unit, to, issue.centre, issue.contact, (*before, matter)
        )

    def template(
        self, letters: QuarterLetters, issue: Issue, state: str, each: ReturnStatus, replaces: bool = False
    ) -> WantedMatter | None:
        """Return a matter that brings the template."""
        workspace = self._context.workspace
        usual = workspace.template(letters.quarter, issue.unit.name)
        path = letters.folder.carrier(str(issue.form_code), usual)
        if path is None:
            words = _("its template is not in templates/{quarter}. Run “xlplan issue {quarter}”.")
            self._no_letter(issue, words.format(quarter=letters.quarter))
            return None
        if not is_own(workspace.own_files, path):
            words = _(
                "its template {file} was changed after xlplan wrote it. Move it away and run "
                "“xlplan issue {quarter}”."
            )
            self._no_letter(issue, words.format(file=path.name, quarter=letters.quarter))
            return None
        matter = Matter(
            letters.quarter, letters.status.deadline.due, state, (path.name,), replaces, each.rows_asked_again
        )
        return WantedMatter(matter, _template_item(issue), (path,))

    def owed(self, letters: QuarterLetters, issue: Issue, each: ReturnStatus) -> WantedMatter | None:
        """Return a matter by what a unit owes."""
        if each.state == TO_CORRECT:
            return self.answer(letters, issue, each)
        state = ANEW if each.state == ASKED_ANEW else MISSING
        return self.template(letters, issue, state, each)

    def answer(self, letters: QuarterLetters, issue: Issue, each: ReturnStatus) -> WantedMatter | None:
        """Return a matter that brings the answer to the latest file of a return."""
        latest, state = each.latest, each.latest_state
        if latest is None or state is None:
            return None
        receipts = _by_number(self._context.workspace.receipts(latest.quarter), f"{latest.number:04} *.html")
        if not receipts and latest.sha256 in letters.elsewhere:
            words = _("its answer lies where its file came in ({place}). Run the command there.")
            self._no_letter(issue, words.format(place=letters.elsewhere[latest.sha256]))
            return None
        if not receipts:
            words = _(
                "its receipt No. {number} is not in the outbox. Put the file into inbox/ again to have it written."
            )
            self._no_letter(issue, words.format(number=latest.number))
            return None
        answer = answer_of(state)
        marked: tuple[Path, ...] = ()
        if answer is Answer.TO_CORRECT:
            folder = self._context.workspace.to_correct(letters.quarter)
            marked = _by_number(folder, f"* {latest.number:04}.xlsx", f"* {latest.number:04} (*).xlsx")
        files = (*marked[-1:], receipts[-1])
        with speaking(self._context.workspace.settings.language):
            matter = Matter(
                letters.quarter,
                letters.status.deadline.due,
                _ANSWER_STATES[answer],
                tuple(path.name for path in files),
                problems=tuple(map(str, group_findings(each.errors))),
                receipt=latest.number,
                received=f"{latest.received_at:%d.%m.%Y}",
                answer=_(answer.value),
                has_marked_file=bool(marked),
            )
        return WantedMatter(matter, LetterItem(letters.quarter, Enclosure.ANSWER, str(latest.number)), files)

    def _no_letter(self, issue: Issue, sentence: str) -> None:
        self.problems.append(UnitProblem(issue.unit.name, sentence))


def _by_number(folder: Path, *patterns: str) -> tuple[Path, ...]:
    """Return the files of a folder by their names, the latest last."""
    found = [path for pattern in patterns for path in folder.glob(pattern) if path.is_file()]
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime))

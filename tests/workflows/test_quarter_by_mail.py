"""A whole quarter by mail, as a coordinator lives it: two real mail servers, every decision, two editions.

The story is one test, for each step stands on the ones before it. What it checks is what it says in its comments.
"""

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import groupby
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support import mail_server as mailbox
from tests.support import smtp_server as postman
from tests.support.centre import QUARTER, at, call, call_by, send, take
from tests.support.joint_shortfalls import EXCEEDED, SHORT
from tests.support.mail_centre import CODES, attached, text_of, with_addresses, with_mail
from tests.support.mail_server import MailServer
from tests.support.mailed import fetch, mailed, return_of, with_mailbox
from tests.support.smtp_server import RunningServer
from xlplan.domain.returned import CellValue
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decision_log import log_entries
from xlplan.services.closing.notes import NoteRequest
from xlplan.services.closing.waivers import WaiverRequest
from xlplan.services.record.verify import verify
from xlplan.services.report.status import QuarterStatus, read_status
from xlplan.storage.secrets import VARIABLE
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, note, prepare_closing, reopen, waive, withdraw
from xlplan.workflows.letters import LetterOptions, remind, return_answers, send_templates

COORDINATOR, DIRECTOR = "Марія К.", "О. Петренко"
PLAIN = LetterOptions()
Answers = Mapping[str, Mapping[str, CellValue]]


@dataclass
class Office:
    """The centre, the server that takes its letters, and the mailbox that its bureaus write to."""

    centre: Workspace
    postman: RunningServer
    mailbox: MailServer
    _read: int = 0

    def new_letters(self) -> dict[str, EmailMessage]:
        """The letters since the last look, by the code of the unit that they went to; one a unit."""
        new, self._read = self.postman.box.letters[self._read :], len(self.postman.box.letters)
        box = type(self.postman.box)(letters=list(new)).by_recipient()
        assert all(len(letters) == 1 for letters in box.values())
        return {address.partition("@")[0].upper(): letters[0] for address, letters in box.items()}

    def mail_in(self, day: int, answers: Mapping[str, Answers | None]) -> dict[str, str]:
        """Bureaus mail their returns; they are fetched and answered. The states of all units afterwards."""
        messages = [
            mailed(
                return_of(self.centre, unit, changes),
                sender=f"Бюро <{unit.lower()}@buro.example>",
                message_id=f"{unit}-{day}@buro.example",
            )
            for unit, changes in answers.items()
        ]
        self.mailbox.deliver(*messages, came_at=at(day, hour=9))
        fetched = fetch(self.centre, at(day))
        assert (fetched.problem, fetched.delivered) == (None, len(messages))
        # The mailbox is as it was, and nothing comes twice.
        assert fetch(self.centre, at(day)).delivered == 0
        take(self.centre, at(day))
        assert list(self.centre.inbox.iterdir()) == []
        return self.states(day)

    def status(self, day: int) -> QuarterStatus:
        (status,) = call(read_status, self.centre, lambda: at(day), QUARTER).quarters
        return status

    def states(self, day: int) -> dict[str, str]:
        return {each.owed.unit.code: each.state for each in self.status(day).returns}

    def board(self) -> str:
        return self.centre.board.read_text("utf-8")

    def decisions(self) -> list[str]:
        """The kinds of the decisions in the log, in its order."""
        with open_ledger(self.centre.ledger) as ledger, ledger.connect() as connection:
            return [entry.decision.kind.value for entry in log_entries(connection)]

    def close(self, day: int) -> Path:
        """The director closes; the new edition."""
        preview = call(prepare_closing, self.centre, lambda: at(day), QUARTER)
        call_by(DIRECTOR, close, self.centre, lambda: at(day), preview)
        return self.status(day).editions[-1].path


@pytest.fixture
def office(centre: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    (tmp_path / "postman").mkdir()
    monkeypatch.setenv(VARIABLE, postman.PASSWORD)
    says_password = f"import sys; sys.stdout.buffer.write({mailbox.PASSWORD!r}.encode())"
    command = shlex.join([sys.executable, "-c", says_password])
    with mailbox.mail_server() as inbound, postman.mail_server(tmp_path / "postman") as outbound:
        ready = with_mail(with_addresses(centre), **outbound.settings(timeout_seconds=10))
        yield Office(with_mailbox(ready, inbound, password_command=command), outbound, inbound)


def test_ledger_log_letters_board_and_editions_tell_the_quarter_exactly(office: Office) -> None:
    centre = office.centre

    # Each unit gets its template, once.
    call_by(COORDINATOR, send_templates, centre, lambda: at(16, 6), QUARTER, PLAIN)
    letters = office.new_letters()
    assert set(letters) == set(CODES)
    templates = {path.read_bytes() for path in (centre.templates / str(QUARTER)).glob("*.xlsx")}
    assert {content for letter in letters.values() for _name, content in attached(letter)} == templates
    call_by(COORDINATOR, send_templates, centre, lambda: at(17, 6), QUARTER, PLAIN)
    assert office.new_letters() == {}

    # Three bureaus answer by mail, one of them with a mistake; the office's own file is dropped in by hand.
    send(centre, "KOR", {SHORT: {"done": 0}, EXCEEDED: {"done": 3}})
    states = office.mail_in(
        5,
        {
            "HOR": {SHORT: {"done": 0}, EXCEEDED: {"done": 4}},
            "LUG": {SHORT: {"done": 0}},
            "OVR": {SHORT: {"done": "багато"}},
        },
    )
    assert Counter(states.values()) == {"accepted": 3, "to correct": 1, "issued": 2}

    # The answers go back to whoever sent a file; the marked file goes with the one that is to be corrected.
    call_by(COORDINATOR, return_answers, centre, lambda: at(5), None, PLAIN)
    answers = office.new_letters()
    assert "OVR" in answers
    assert [name.endswith(".xlsx") for name, _content in attached(answers["OVR"])].count(True) == 1
    assert {"NAR", "MAL"}.isdisjoint(answers)

    # Three days before the deadline those that owe are reminded, by what they owe, and nobody else.
    call_by(COORDINATOR, remind, centre, lambda: at(6), None, PLAIN)
    reminders = office.new_letters()
    assert set(reminders) == {"NAR", "OVR", "MAL"}
    assert text_of(reminders["OVR"]) != text_of(reminders["MAL"])
    call_by(COORDINATOR, remind, centre, lambda: at(6, hour=15), None, PLAIN)
    assert office.new_letters() == {}

    # A corrected file comes, another bureau's first; a wrong file is withdrawn, and its bureau owes again.
    states = office.mail_in(7, {"OVR": {SHORT: {"done": 0}}, "NAR": {SHORT: {"done": 0}}})
    assert Counter(states.values()) == {"accepted": 5, "issued": 1}
    call_by(COORDINATOR, withdraw, centre, lambda: at(7), QUARTER, "LUG", "надіслано не той файл")
    assert office.states(7)["LUG"] != "accepted"
    call_by(COORDINATOR, remind, centre, lambda: at(8), None, PLAIN)
    assert set(office.new_letters()) == {"LUG", "MAL"}
    assert office.mail_in(8, {"LUG": {SHORT: {"done": 0}, EXCEEDED: {"done": 1}}})["LUG"] == "accepted"

    # The last one is late. A double count is waived, and the joint shortfall gets its reason.
    assert set(office.mail_in(12, {"MAL": {SHORT: {"done": 0}}}).values()) == {"accepted"}
    waiver = WaiverRequest("", "double-count", "різні заходи", row=EXCEEDED)
    call_by(COORDINATOR, waive, centre, lambda: at(12), QUARTER, waiver)
    call_by(COORDINATOR, note, centre, lambda: at(12), QUARTER, NoteRequest(SHORT, "карантин", "у липні"))

    # The director closes. What is corrected afterwards is kept, and changes nothing that was signed.
    first = office.close(13)
    signed = first.read_bytes()
    office.mail_in(14, {"HOR": {SHORT: {"done": 1}, EXCEEDED: {"done": 4}}})
    assert [name for name, _file in office.status(14).waiting] == ["Хорошівське БПД"]
    assert first.read_bytes() == signed

    # The quarter is reopened for it and closed again; the second edition says what changed.
    call_by(DIRECTOR, reopen, centre, lambda: at(15), QUARTER, "лист бюро від 14.07")
    second = office.close(15)
    assert (first.read_bytes(), second != first) == (signed, True)
    assert SHORT in {cell.value for row in load_workbook(second)["Що змінилося"].iter_rows() for cell in row}

    # The log names every decision in its order, the letters among them, and the record is sound.
    kinds = office.decisions()
    assert kinds.count("letter") == len(office.postman.box.letters)
    story = ["letter", "withdraw", "letter", "waive", "note", "close", "reopen", "close"]
    assert [kind for kind, _run in groupby(kinds) if kind in story] == story
    assert call(verify, centre, lambda: at(15)).is_well

    # The board shows the closed quarter and the letters, and holds no password; nor does any other file.
    assert "hor@buro.example" not in office.board()
    for secret in (postman.PASSWORD, mailbox.PASSWORD):
        assert not [
            path
            for path in centre.root.rglob("*")
            if path.is_file() and path.name != "xlplan.toml" and secret.encode() in path.read_bytes()
        ]

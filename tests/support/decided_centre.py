"""A centre in which everything was decided that can be: every table of the ledger has a row."""

from datetime import date

from tests.support.centre import QUARTER, at, call, call_by, issue_of, take_files
from tests.support.joint_shortfalls import SHORT, answer_short
from tests.support.revision import edit, targeted
from xlplan.domain.letters import Enclosure, Letter, LetterItem, LetterKind, LetterOutcome, LetterState, Means
from xlplan.domain.messages import Message, MessageKind, MessagePlace
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.letters import record_letter, record_outcome
from xlplan.ledger.messages import record_message, record_place
from xlplan.services.closing.decisions import reopen_quarter, undo_withdrawal, withdraw_return
from xlplan.services.closing.dismissals import dismiss_file
from xlplan.services.closing.notes import NoteRequest, note_shortfall
from xlplan.services.closing.waivers import WaiverRequest, waive_finding
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.plan.undo import undo_adoption
from xlplan.services.report.consolidate import load_quarter
from xlplan.storage.archive import store
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.fill_template import fill_template

COORDINATOR, DIRECTOR = "Марія К.", "О. Петренко"


def decide_everything(centre: Workspace) -> None:
    """All six return, one with a mistake and events; then each decision is made once, and a second edition.

    The consolidated workbook is written once, with the returns: no decision needs another one.
    """
    answer_short(centre)
    event = next(event for row in issue_of(centre, "HOR").rows for event in row.events)
    template = centre.template(QUARTER, "Хорошівське БПД")
    fill_template(
        template, centre.inbox / "лише захід.xlsx", {}, {event.key: {"held_on": "05.06.2021", "people": 12}}
    )
    (centre.inbox / "лист.txt").write_text("це не звіт", encoding="utf-8")
    take_files(centre, at(6))
    record_mail(centre)
    edit(centre, lambda plan: targeted(plan, SHORT, 7))
    call_by(COORDINATOR, adopt_plan, centre, lambda: at(6), None, "наказ № 17")
    call_by(COORDINATOR, undo_adoption, centre, lambda: at(6), "наказ скасовано")
    edit(centre, lambda plan: targeted(plan, SHORT, 3))
    call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "LUG", "надіслано не той файл")
    call_by(COORDINATOR, undo_withdrawal, centre, lambda: at(8), QUARTER, "LUG", "файл таки той")
    request = NoteRequest(SHORT, "карантин", "проведемо у липні")
    call_by(COORDINATOR, note_shortfall, centre, lambda: at(9), call(load_quarter, centre, at, QUARTER), request)
    waiver = WaiverRequest("HOR", "correction-open", "у бюро відпустка", date(2021, 12, 31))
    call_by(COORDINATOR, waive_finding, centre, lambda: at(10), QUARTER, waiver)
    call_by(COORDINATOR, dismiss_file, centre, lambda: at(11), "лист.txt", "лист, не звіт")
    close_quarter(centre, 12)
    call_by(COORDINATOR, reopen_quarter, centre, lambda: at(14), QUARTER, "лист бюро від 14.07")
    close_quarter(centre, 15)


def close_quarter(centre: Workspace, day: int) -> None:
    """The director closes the quarter on a day of July."""
    preview = call(prepare_closing, centre, lambda: at(day), QUARTER)
    call_by(DIRECTOR, close, centre, lambda: at(day), preview)


def record_mail(centre: Workspace) -> None:
    """A message with a return lies in the archive and in the record, as after a fetching; a letter was sent."""
    path = centre.root / "message.eml"
    path.write_text("From: horoshiv@example.org\n\n", "utf-8")
    kept = store(centre.archive, path)
    path.unlink()
    message = Message(0, "1@example.org", kept.sha256, MessageKind.FETCHED, "horoshiv@example.org", at(5), at(6))
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        recorded = record_message(connection, message, ["a" * 64])
        record_place(connection, recorded.number, MessagePlace("plan@imap.example.org/INBOX", 1, 7))
        letter = Letter(
            *(0, LetterKind.TEMPLATE, "HOR", ("horoshiv@example.org",), "Шаблон", "2@example.org"),
            *("b" * 64, Means.SMTP, at(6), COORDINATOR),
        )
        sent = record_letter(connection, letter, [LetterItem(QUARTER, Enclosure.TEMPLATE, "KR-21Q2-HOR-8E3V-W")])
        record_outcome(connection, LetterOutcome(sent.number, LetterState.SENT, at(6)))

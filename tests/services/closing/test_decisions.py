"""Withdrawing and waiving: recorded with a reason, nothing deleted, consolidated again."""

from pathlib import Path

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, call_by, send, take, take_files
from tests.support.machines import sheet_rows
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import withdrawal_records_of
from xlplan.ledger.issues import latest_issues
from xlplan.ledger.submissions import submission_by_hash
from xlplan.services.closing.decisions import undo_withdrawal as record_undoing
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.closing.waivers import WaiverRequest
from xlplan.services.report.consolidate import stale_quarters
from xlplan.services.report.status import ISSUED, read_status
from xlplan.services.templates.template_file import load_prior_answers
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing, undo_withdrawal, waive, withdraw

WHY = "надіслано чернетку"


def counts(centre: Workspace) -> dict[str, AcceptedReturn]:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return accepted_returns(connection, QUARTER)


def sent(centre: Workspace, done: int, name: str) -> bytes:
    """A return of one bureau; the bytes that came."""
    path = send(centre, "HOR", {"1.2.1": {"done": done}}, name)
    content = path.read_bytes()
    take_files(centre)
    return content


@pytest.fixture
def sent_once(prepared: Prepare) -> Workspace:
    """The centre after the first return of the bureau, and with its workbook."""
    return prepared(_first_return)


def _first_return(centre: Workspace) -> None:
    send(centre, "HOR", {"1.2.1": {"done": 3}}, "перший.xlsx")
    take(centre)


def listed(centre: Workspace) -> list[tuple[object, ...]]:
    """The files of the bureau on the sheet of submissions: file and state."""
    rows = sheet_rows(centre.report(QUARTER), "Подання")["Подання"]
    top = next(number for number, row in enumerate(rows) if "Файл" in row)
    unit, file, state = (rows[top].index(heading) for heading in ("Підрозділ", "Файл", "Стан"))
    return [(row[file], row[state]) for row in rows[top + 1 :] if row[unit] == "Хорошівське БПД"]


def test_the_return_before_the_one_withdrawn_counts_again(sent_once: Workspace) -> None:
    sent(sent_once, 4, "другий.xlsx")
    withdrawn, done = call_by("coordinator", withdraw, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    assert withdrawn.withdrawn.file == "другий.xlsx"
    assert withdrawn.counting is not None
    assert withdrawn.counting.file == counts(sent_once)["HOR"].file == "перший.xlsx"
    assert counts(sent_once)["HOR"].entries["1.2.1"].number == 3
    assert len(done.reports) == 1
    assert listed(sent_once) == [("перший.xlsx", "✓ прийнято"), ("другий.xlsx", f"відкликано: {WHY}")]


def test_a_unit_whose_only_return_is_withdrawn_has_not_returned(sent_once: Workspace) -> None:
    withdrawn, _done = call(withdraw, sent_once, lambda: at(6), QUARTER, "хорошівське бпд", WHY)
    assert withdrawn.counting is None
    assert counts(sent_once) == {}
    (quarter,) = call(read_status, sent_once, lambda: at(6)).quarters
    own = next(each for each in quarter.returns if each.unit == "Хорошівське БПД")
    assert own.state == ISSUED
    assert own.withdrawal is not None
    assert own.withdrawal.reason == WHY
    assert listed(sent_once) == [("перший.xlsx", f"відкликано: {WHY}")]


def test_what_was_withdrawn_stays_in_the_archive_and_the_ledger(sent_once: Workspace) -> None:
    withdrawn = call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    assert list(sent_once.archive.rglob(f"{withdrawn.withdrawn.sha256}*"))
    with open_ledger(sent_once.ledger) as ledger, ledger.connect() as connection:
        assert submission_by_hash(connection, withdrawn.withdrawn.sha256) is not None


def test_the_withdrawn_file_sent_again_is_told_that_it_does_not_count(centre: Workspace) -> None:
    content = sent(centre, 3, "перший.xlsx")
    call(withdraw_return, centre, lambda: at(6), QUARTER, "HOR", WHY)
    (centre.inbox / "знову.xlsx").write_bytes(content)
    (answered,) = take_files(centre, at(7)).results
    assert WHY in " ".join(answered.receipt.read_text("utf-8").split())
    assert counts(centre) == {}


def test_a_withdrawal_that_is_undone_lets_the_return_count_again_and_both_stay_recorded(
    sent_once: Workspace,
) -> None:
    call_by("Марія", withdraw, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    undone, done = call_by("Іван", undo_withdrawal, sent_once, lambda: at(7), QUARTER, "hor", "усе гаразд")
    assert (undone.restored.number, undone.withdrawal.reason) == (1, WHY)
    assert undone.counting is not None
    assert counts(sent_once)["HOR"].entries["1.2.1"].number == 3
    assert len(done.reports) == 1
    assert listed(sent_once) == [("перший.xlsx", "✓ прийнято")]
    with open_ledger(sent_once.ledger) as ledger, ledger.connect() as connection:
        (records,) = withdrawal_records_of(connection, QUARTER).values()
    assert [(each.reason, each.by, each.is_undone) for each in records] == [
        (WHY, "Марія", False),
        ("усе гаразд", "Іван", True),
    ]


def test_a_return_may_be_withdrawn_again_and_that_undone_again(sent_once: Workspace) -> None:
    for day in (6, 8):
        call(withdraw_return, sent_once, lambda day=day: at(day), QUARTER, "HOR", WHY)  # type: ignore[misc]
        assert counts(sent_once) == {}
        call(record_undoing, sent_once, lambda day=day: at(day + 1), QUARTER, "HOR", WHY)  # type: ignore[misc]
        assert "HOR" in counts(sent_once)


def test_the_latest_standing_withdrawal_is_undone_first(sent_once: Workspace) -> None:
    sent(sent_once, 4, "другий.xlsx")
    call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    call(withdraw_return, sent_once, lambda: at(7), QUARTER, "HOR", WHY)
    first = call(record_undoing, sent_once, lambda: at(8), QUARTER, "HOR", WHY)
    second = call(record_undoing, sent_once, lambda: at(9), QUARTER, "HOR", WHY)
    assert [first.restored.file, second.restored.file] == ["перший.xlsx", "другий.xlsx"]
    assert second.counting is not None
    assert second.counting.file == "другий.xlsx"


@pytest.mark.parametrize(
    ("unit", "reason", "said"),
    [("HOR", "", "--reason"), ("LUG", WHY, "скасовувати нічого"), ("Житомир", WHY, "HOR")],
)
def test_what_cannot_be_undone_is_refused_in_a_sentence(
    sent_once: Workspace, unit: str, reason: str, said: str
) -> None:
    call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    with pytest.raises(XlplanError, match=said):
        call(record_undoing, sent_once, lambda: at(7), QUARTER, unit, reason)
    assert counts(sent_once) == {}


def test_a_withdrawal_is_not_undone_twice_nor_in_a_closed_quarter(sent_once: Workspace) -> None:
    call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    call(record_undoing, sent_once, lambda: at(7), QUARTER, "HOR", WHY)
    with pytest.raises(XlplanError, match="скасовувати нічого"):
        call(record_undoing, sent_once, lambda: at(7), QUARTER, "HOR", WHY)
    call(withdraw_return, sent_once, lambda: at(8), QUARTER, "HOR", WHY)
    call(close, sent_once, lambda: at(12), call(prepare_closing, sent_once, lambda: at(12), QUARTER))
    with pytest.raises(XlplanError, match="reopen"):
        call(record_undoing, sent_once, lambda: at(13), QUARTER, "HOR", WHY)


def open_points(centre: Workspace) -> list[tuple[str, str]]:
    """The open points at the sign-off: unit and code."""
    sheet = call(prepare_closing, centre, lambda: at(12), QUARTER).sign_off
    assert sheet is not None
    return [(each.unit, each.finding.code) for each in sheet.open_findings]


def test_the_sign_off_lists_a_unit_whose_only_return_was_withdrawn_and_came_again(centre: Workspace) -> None:
    content = sent(centre, 3, "перший.xlsx")
    call(withdraw_return, centre, lambda: at(6), QUARTER, "HOR", WHY)
    assert ("HOR", "withdrawn-again") not in open_points(centre)
    (centre.inbox / "знову.xlsx").write_bytes(content)
    take_files(centre, at(7))
    assert ("HOR", "withdrawn-again") in open_points(centre)
    call(record_undoing, centre, lambda: at(8), QUARTER, "HOR", WHY)
    assert ("HOR", "withdrawn-again") not in open_points(centre)
    assert ("HOR", "unit-missing") not in open_points(centre)


@pytest.mark.parametrize(
    ("quarter", "unit", "reason", "said"),
    [
        (QUARTER, "HOR", "", "--reason"),
        (QUARTER, "Житомир", WHY, "HOR"),
        (QUARTER, "LUG", WHY, "відкликати нічого"),
        (Quarter(2021, 3), "HOR", WHY, "2021-Q3"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused_in_a_sentence(
    sent_once: Workspace, quarter: Quarter, unit: str, reason: str, said: str
) -> None:
    with pytest.raises(XlplanError, match=said):
        call(withdraw, sent_once, lambda: at(6), quarter, unit, reason)
    assert "HOR" in counts(sent_once)


def test_a_crash_after_the_withdrawal_is_healed_by_the_next_round(sent_once: Workspace) -> None:
    call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    assert call(stale_quarters, sent_once, lambda: at(6)) == (QUARTER,)
    (report,) = take(sent_once, at(6)).reports
    assert report.accepted_count == 0


def test_a_closed_quarter_takes_neither_withdrawal_nor_waiver(sent_once: Workspace) -> None:
    call(close, sent_once, lambda: at(12), call(prepare_closing, sent_once, lambda: at(12), QUARTER))
    with pytest.raises(XlplanError, match="reopen"):
        call(withdraw, sent_once, lambda: at(13), QUARTER, "HOR", WHY)
    with pytest.raises(XlplanError, match="reopen"):
        call(waive, sent_once, lambda: at(13), QUARTER, WaiverRequest("HOR", "unit-missing", "так"))


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (WaiverRequest("HOR", "unit-missing", ""), "--reason"),
        (WaiverRequest("HOR", "unit-mising", "так"), "unit-missing"),
        (WaiverRequest("HOR", "entry-missing", "так"), "помилка"),
        (WaiverRequest("Житомир", "unit-missing", "так"), "HOR"),
        (WaiverRequest("HOR", "unit-missing", "так", at(5).date()), "05.07.2021"),
    ],
    ids=["no reason", "unknown code", "error", "unknown unit", "over already"],
)
def test_what_cannot_be_waived_is_refused_in_a_sentence(centre: Workspace, wish: WaiverRequest, said: str) -> None:
    with pytest.raises(XlplanError, match=said):
        call(waive, centre, lambda: at(6), QUARTER, wish)


def test_a_new_template_does_not_carry_over_what_was_withdrawn(sent_once: Workspace) -> None:
    call(withdraw_return, sent_once, lambda: at(6), QUARTER, "HOR", WHY)
    with open_ledger(sent_once.ledger) as ledger, ledger.connect() as connection:
        issue = next(each for each in latest_issues(connection, QUARTER) if each.unit.code == "HOR")
        assert load_prior_answers(connection, issue) is None


def test_the_archive_grows_by_nothing_when_something_is_withdrawn(centre: Workspace) -> None:
    def archived_files() -> list[Path]:
        return sorted(path for path in centre.archive.rglob("*") if path.is_file())

    sent(centre, 3, "перший.xlsx")
    before = archived_files()
    call(withdraw_return, centre, lambda: at(6), QUARTER, "HOR", WHY)
    assert archived_files() == before

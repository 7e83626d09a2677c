"""Intake: every file that arrives is answered and recorded once, and none is lost."""

import hashlib
import os
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from tests.support.centre import QUARTER, Hurried, at, call, issue_of, send, take_files
from tests.support.rows_only import rows_only
from xlplan.domain.entries import EntryKind
from xlplan.domain.errors import XlplanError
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.submissions import entries_of, submissions_not_taken, submissions_of
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.intake.results import IntakeListener, IntakeResult
from xlplan.storage.workspace import Workspace
from xlplan.validation.returns import check_return

Office = Callable[..., Path]


def entries(workspace: Workspace, number: int) -> dict[str, tuple[EntryKind, Number | None]]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return {entry.key: (entry.kind, entry.number) for entry in entries_of(connection, number)}


def not_taken(workspace: Workspace) -> list[tuple[str, str | None, Outcome]]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return [(each.file, each.unit, each.outcome) for each in submissions_not_taken(connection)]


def submissions(workspace: Workspace, quarter: Quarter = QUARTER) -> list[tuple[str, str | None, Outcome]]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return [(each.file, each.unit, each.outcome) for each in submissions_of(connection, quarter)]


def answered(workspace: Workspace) -> list[IntakeResult]:
    return list(take_files(workspace).results)


def test_a_clean_return_under_any_name_is_accepted_and_the_inbox_ends_empty(centre: Workspace) -> None:
    send(centre, "HOR", name="остаточний (2) копія.xlsx")
    (answer,) = answered(centre)
    assert (answer.outcome, answer.unit) == (Outcome.ACCEPTED, "Хорошівське БПД")
    assert answer.receipt.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert not list(centre.inbox.iterdir())
    assert submissions(centre) == [("остаточний (2) копія.xlsx", "HOR", Outcome.ACCEPTED)]


def test_a_zero_nothing_arose_and_a_blank_are_three_things(centre: Workspace) -> None:
    send(centre, "HOR", {"1.2.1": {"done": 0, "reason": "скасовано", "action": "15.07"}})
    answered(centre)
    kept = entries(centre, 1)
    assert kept["1.2.1"] == (EntryKind.NUMBER, 0)
    assert kept["2.1.1"] == (EntryKind.NOTHING_AROSE, None)
    assert kept["2.1.2"] == (EntryKind.MISSING, None)


def test_the_original_is_archived_byte_for_byte(centre: Workspace) -> None:
    content = send(centre, "HOR").read_bytes()
    answered(centre)
    sha256 = hashlib.sha256(content).hexdigest()
    assert (centre.archive / sha256[:2] / f"{sha256}.xlsx").read_bytes() == content


def test_a_file_planted_in_the_archive_is_not_read_in_place_of_the_one_that_came(centre: Workspace) -> None:
    content = send(centre, "HOR", {"1.4.10": {"done": 5}}).read_bytes()
    false = send(centre, "HOR", {"1.4.10": {"done": 1}}, name="підкинуто.xlsx")
    sha256 = hashlib.sha256(content).hexdigest()
    place = centre.archive / sha256[:2] / f"{sha256}.xlsx"
    place.parent.mkdir()
    false.rename(place)
    answered(centre)
    assert entries(centre, 1)["1.4.10"] == (EntryKind.NUMBER, 5)
    assert place.read_bytes() == content


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"1.1.1": {"done": None}}, "entry-missing"),
        ({"1.1.1": {"done": "одна зустріч"}}, "entry-not-a-number"),
        ({"1.1.1": {"done": -1}}, "entry-negative"),
        ({"1.1.1": {"done": 0.5}}, "entry-fraction"),
        ({"1.1.1": {"done": 0, "reason": None}}, "reason-missing"),
        ({"2.1.1": {"done": None}}, "answer-missing"),
        ({"1.1.1": {"key": "9.9.9"}}, "row-unknown"),
    ],
)
def test_what_must_be_corrected_sends_the_return_back_marked(
    centre: Workspace, change: dict[str, dict[str, str | int | None]], code: str
) -> None:
    send(centre, "HOR", change)
    (answer,) = answered(centre)
    assert answer.outcome is Outcome.TO_CORRECT
    assert code in {finding.code for finding in answer.errors}
    assert answer.marked_return is not None
    assert answer.marked_return.parent == centre.to_correct(QUARTER)


def test_a_corrected_copy_of_the_marked_return_is_accepted_and_the_marked_one_goes(centre: Workspace) -> None:
    send(centre, "HOR", {"1.1.1": {"done": "1 шт."}})
    (answer,) = answered(centre)
    assert answer.marked_return is not None
    from xlplan.workflows.fill_template import fill_template

    fill_template(answer.marked_return, centre.inbox / answer.marked_return.name, {"1.1.1": {"done": 1}})
    (again,) = answered(centre)
    assert again.outcome is Outcome.ACCEPTED, again.errors
    assert not answer.marked_return.exists()
    assert entries(centre, 2)["1.1.1"] == (EntryKind.NUMBER, 1)


def test_the_same_bytes_twice_change_nothing_and_get_the_same_receipt(centre: Workspace) -> None:
    first = send(centre, "HOR")
    shutil.copyfile(first, centre.inbox / "ще раз.xlsx")
    one, two = answered(centre)
    assert one.receipt == two.receipt
    assert len(submissions(centre)) == 1
    assert len(list(centre.receipts(QUARTER).iterdir())) == 1


def test_a_later_accepted_return_counts_and_the_earlier_one_stays_recorded(centre: Workspace) -> None:
    send(centre, "HOR", {"1.4.10": {"done": 3}})
    answered(centre)
    send(centre, "HOR", {"1.4.10": {"done": 5}})
    answered(centre)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        returns = accepted_returns(connection, QUARTER)
        assert returns["HOR"].entries["1.4.10"].number == 5
        assert returns["HOR"].attempt == 2
    assert entries(centre, 1)["1.4.10"] == (EntryKind.NUMBER, 3)


def a_text(path: Path) -> None:
    path.write_text("Шановні колеги, звіт буде завтра.", "utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")
    # Nobody fills it any more.
    os.utime(path, (1, 1))


def half_a_workbook(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    # It has not grown for more than ten minutes.
    os.utime(path, (1, 1))


def some_other_workbook(path: Path) -> None:
    with Workbook(str(path)) as book:
        book.add_worksheet().write("A1", "Меню на тиждень")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (a_text, "file-text"),
        (nothing, "file-empty"),
        (half_a_workbook, "file-damaged"),
        (some_other_workbook, "not-ours"),
    ],
)
def test_a_file_that_is_no_return_gets_one_sentence_and_stays_in_the_archive(
    centre: Workspace, make: Callable[[Path], None], code: str
) -> None:
    path = send(centre, "HOR", name="файл.xlsx")
    make(path)
    content = path.read_bytes()
    (answer,) = answered(centre)
    assert answer.outcome is Outcome.NOT_TAKEN
    (problem,) = answer.errors
    assert problem.code == code
    assert problem.problem in unescape(answer.receipt.read_text("utf-8"))
    assert answer.receipt.parent == centre.outbox / "квитанції"
    sha256 = hashlib.sha256(content).hexdigest()
    assert next((centre.archive / sha256[:2]).glob(f"{sha256}*")).read_bytes() == content
    assert not_taken(centre) == [("файл.xlsx", None, Outcome.NOT_TAKEN)]


def relabelled(centre: Workspace, code: str) -> None:
    """A return of another issue: every carrier of its form code rewritten."""
    from zipfile import ZipFile

    path = send(centre, "HOR", name="чужий.xlsx")
    ours = str(issue_of(centre, "HOR").form_code).encode()
    with ZipFile(path) as old:
        parts = {name: old.read(name).replace(ours, code.encode()) for name in old.namelist()}
    with ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


@pytest.mark.parametrize(
    ("centre_code", "quarter", "code"),
    [("LB", QUARTER, "other-centre"), ("KR", Quarter(2021, 1), "not-issued")],
)
def test_a_return_of_another_centre_or_quarter_is_named_as_that(
    centre: Workspace, centre_code: str, quarter: Quarter, code: str
) -> None:
    from xlplan.domain.form_code import FormCode

    relabelled(centre, str(FormCode(centre_code, quarter, "HOR", "7F3K")))
    (answer,) = answered(centre)
    assert (answer.outcome, answer.errors[0].code) == (Outcome.NOT_TAKEN, code)


def test_a_named_file_is_dealt_with_as_a_copy_and_stays_where_it_is(centre: Workspace, tmp_path: Path) -> None:
    path = send(centre, "HOR").rename(tmp_path / "звіт.xlsx")
    send(centre, "MAL")
    taken = call(process_inbox, centre, at, Hurried(), (path,))
    assert [answer.unit for answer in taken.results] == ["Хорошівське БПД"]
    assert path.exists()
    assert [each.name for each in centre.inbox.iterdir()] == ["Малинське БПД.xlsx"]


def test_a_named_file_that_is_missing_is_said_before_anything_is_done(centre: Workspace, tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match=r"немає\.xlsx"):
        call(process_inbox, centre, at, Hurried(), (tmp_path / "немає.xlsx",))


def test_a_ledger_that_is_gone_is_never_replaced_by_an_empty_one(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre)
    away = centre.ledger_file.rename(centre.root / "deleted by mistake.db")
    path = centre.inbox / "звіт.xlsx"
    shutil.copyfile(centre.template(QUARTER, "Малинське БПД"), path)
    with pytest.raises(XlplanError, match=r"xlplan\.db"):
        take_files(centre)
    assert path.exists()
    assert not centre.ledger_file.exists()
    away.rename(centre.ledger_file)
    assert [each.unit for each in take_files(centre).results] == ["Малинське БПД"]


def test_a_file_that_still_grows_waits_for_the_next_look(centre: Workspace) -> None:
    path = send(centre, "HOR")

    class Growing(IntakeListener):
        def pause(self, seconds: float) -> None:
            path.write_bytes(path.read_bytes() + b"\0")

    taken = call(process_inbox, centre, at, Growing())
    assert taken.results == ()
    assert taken.waiting == (path,)


def test_half_a_workbook_whose_copy_pauses_waits_for_the_rest(centre: Workspace) -> None:
    path = send(centre, "HOR")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert take_files(centre).waiting == (path,)
    path.write_bytes(content)
    (answer,) = answered(centre)
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_a_return_saved_by_libreoffice_is_accepted_with_the_same_entries(
    centre: Workspace, office: Office, tmp_path: Path, to: str
) -> None:
    filled = send(centre, "HOR", {"1.2.1": {"done": 0, "reason": "скасовано", "action": "15.07"}})
    kept = filled.rename(tmp_path / "звіт.xlsx")
    shutil.copyfile(kept, centre.inbox / "a.xlsx")
    shutil.copyfile(office(kept, to), centre.inbox / f"b.{to}")
    first, second = answered(centre)
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED), second.errors
    assert entries(centre, 1) == entries(centre, 2)


@pytest.mark.office
@pytest.mark.parametrize("to", ["xls", "ods"])
def test_where_the_unit_s_own_file_cannot_be_marked_a_fresh_template_holds_its_answers(
    centre: Workspace, office: Office, tmp_path: Path, to: str
) -> None:
    filled = send(centre, "HOR", {"1.1.1": {"done": "1 шт."}, "1.4.10": {"done": 7}}).rename(
        tmp_path / "звіт.xlsx"
    )
    shutil.copyfile(office(filled, to), centre.inbox / f"звіт.{to}")
    (answer,) = answered(centre)
    assert answer.outcome is Outcome.TO_CORRECT
    assert answer.marked_return is not None
    from xlplan.workflows.fill_template import fill_template

    fill_template(answer.marked_return, centre.inbox / "виправлено.xlsx", {"1.1.1": {"done": 1}})
    (again,) = answered(centre)
    assert again.outcome is Outcome.ACCEPTED, again.errors
    assert entries(centre, 2)["1.4.10"] == (EntryKind.NUMBER, 7)


def test_a_row_that_is_gone_comes_back_in_a_fresh_template_with_the_other_answers(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.4.3": {"description": "лекція в бібліотеці"}})
    _without_row(path, "1.1.1")
    (answered,) = take_files(centre).results
    assert [finding.code for finding in answered.errors] == ["row-missing"]
    assert answered.marked_return
    rows = _rows(answered.marked_return)
    assert "1.1.1" in rows
    assert "лекція в бібліотеці" in rows["1.4.3"]


def test_a_file_with_an_answer_outside_its_rows_is_marked_itself(centre: Workspace) -> None:
    path = send(centre, "HOR")
    _without_row(path, "1.1.1")
    book = load_workbook(path)
    book["Звіт"].append([None, "Наш захід", "лекції", 1, 3])
    book.save(path)
    (answered,) = take_files(centre).results
    assert answered.marked_return
    assert any("Наш захід" in values for values in _rows(answered.marked_return).values())


def _without_row(path: Path, key: str) -> None:
    book = load_workbook(path)
    sheet = book["Звіт"]
    sheet.delete_rows(next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == key))
    book.save(path)


def _rows(path: Path) -> dict[object, tuple[object, ...]]:
    """The rows of the report sheet by what stands in their first cell."""
    return {values[0]: values for values in rows_only(path)["Звіт"].iter_rows(values_only=True)}


def test_the_returns_in_a_zip_are_answered_each(centre: Workspace) -> None:
    paths = [send(centre, unit) for unit in ("HOR", "LUG")]
    with ZipFile(centre.inbox / "пошта.zip", "w") as packed:
        for path in paths:
            packed.write(path, f"звіти/{path.name}")
            path.unlink()
    answered = take_files(centre).results
    assert {(each.file, each.outcome) for each in answered} == {(path.name, Outcome.ACCEPTED) for path in paths}
    assert not list(centre.inbox.iterdir())


def test_an_answer_with_signs_that_cannot_be_seen_is_quoted_without_them_and_marked(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.4.3": {"done": "\x07п\u202eять"}})
    (answered,) = take_files(centre).results
    assert answered.outcome is Outcome.TO_CORRECT
    assert "«пять»" in answered.errors[0].problem
    assert answered.marked_return
    assert not path.exists()


def test_a_file_over_which_the_rules_stumble_costs_nobody_else_an_answer(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(issue: Issue, *rest: Any) -> object:
        return 1 / 0 if issue.unit.code == "HOR" else check_return(issue, *rest)

    monkeypatch.setattr("xlplan.services.intake.verdict.check_return", stumble)
    send(centre, "HOR")
    send(centre, "LUG")
    first, second = take_files(centre).results
    assert (first.outcome, first.errors[0].code) == (Outcome.NOT_TAKEN, "file-failed")
    assert second.outcome is Outcome.ACCEPTED
    assert not list(centre.inbox.iterdir())

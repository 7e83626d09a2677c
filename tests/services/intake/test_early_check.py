"""Whoever reads a return may apply the rules to it: the verdict is that of the process that records it."""

import os
import pickle
from pathlib import Path
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from tests.services.intake.test_arrival_order import saved
from tests.services.intake.test_workers import result_of
from tests.support.centre import (
    QUARTER,
    Answers,
    at,
    call,
    call_by,
    clean_answer,
    copy_of,
    issue_of,
    send,
    take_files,
)
from tests.support.livoberezhnyi import FIRST, SECOND, after, drop
from tests.support.livoberezhnyi import issue_of as issue_of_year
from tests.support.pooled import process_by
from xlplan.documents.template.workbook import write_template
from xlplan.domain.copies import ReturnKey
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue, ReturnContent
from xlplan.domain.submission import Verdict
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import record_withdrawal
from xlplan.ledger.issues import record_issue
from xlplan.ledger.validation_context import earlier_numbers
from xlplan.services.intake import verdict as judging
from xlplan.services.intake.child_tasks import parse_and_check, parse_file
from xlplan.services.intake.early_check import CheckedFile
from xlplan.services.intake.verdict import decide_verdict, load_basis
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.validation.returns import check_return
from xlplan.workflows.closing import close, prepare_closing

MANY = "xlplan.services.intake.inbox_pass._MANY_FILES"


def key_of(workspace: Workspace, unit: str) -> ReturnKey:
    code = issue_of(workspace, unit).form_code
    return code.centre, code.quarter, code.unit


def read_early(workspace: Workspace, path: Path, unit: str) -> CheckedFile:
    """What a child makes of a file on the basis as the ledger has it now."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        basis = load_basis(connection, key_of(workspace, unit), workspace.settings.far_over)
    assert basis
    read = parse_and_check(path, pickle.dumps(basis))
    assert isinstance(read, CheckedFile)
    # As the process that records does, which has loaded the basis.
    return replace(read, issue_body=basis.issue_body)


def both_verdicts(workspace: Workspace, path: Path, read: CheckedFile) -> tuple[Verdict, Verdict]:
    """The verdict on a file that was checked early, and on the same file as read."""
    far_over = workspace.settings.far_over
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return decide_verdict(connection, read, far_over), decide_verdict(connection, parse_file(path), far_over)


ANSWERS: dict[str, Answers] = {
    "clean": {},
    "far over": {"1.4.10": {"done": 99}},
    "no number": {"1.4.10": {"done": "дві"}, "1.4.2": {"description": "тел. 067 123 45 67"}},
    "blank": {"1.4.10": {"done": None}},
    "hostile": {"1.4.10": {"description": "=HYPERLINK(1)\x7f\u202e"}, "1.4.2": {"reason": "-"}},
}


@pytest.mark.parametrize("unit", ["HOR", "LUG", "MAL", "NAR", "OVR", "KOR"])
@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_a_file_that_is_checked_early_has_the_same_verdict(centre: Workspace, unit: str, answers: Answers) -> None:
    path = send(centre, unit, answers)
    early, now = both_verdicts(centre, path, read_early(centre, path, unit))
    assert early == now
    assert len(early.entries) == len(issue_of(centre, unit).rows)


@pytest.mark.parametrize("unit", ["KER", "BPD", "FIN"])
def test_the_numbers_of_earlier_quarters_are_part_of_the_basis(
    issued_year: Workspace, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Mock(wraps=check_return)
    monkeypatch.setattr(judging, "check_return", again)
    drop(issued_year, FIRST, unit)
    take_files(issued_year, after(FIRST, 5))
    path = drop(issued_year, SECOND, unit)
    issue = issue_of_year(issued_year, SECOND, unit)
    with open_ledger(issued_year.ledger) as ledger, ledger.write() as connection:
        basis = load_basis(connection, (issue.form_code.centre, SECOND, unit), 0.5)
        assert basis is not None
        assert basis.key.earlier == (1,)
        assert basis.earlier_numbers == earlier_numbers(connection, issue) != {}
        read = parse_and_check(path, pickle.dumps(basis))
        assert isinstance(read, CheckedFile)
        assert read.checked == check_return(issue, read.content, basis.earlier_numbers, 0.5)
        again.reset_mock()
        assert decide_verdict(connection, read, 0.5).entries == read.checked[0]
        assert again.call_count == 0
        # A return that was withdrawn since has no numbers any more.
        record_withdrawal(connection, Withdrawal(1, after(FIRST, 6), "director", "помилка"))
        assert load_basis(connection, (issue.form_code.centre, SECOND, unit), 0.5) != basis
        early = decide_verdict(connection, read, 0.5)
        assert again.call_count == 1
        assert early == decide_verdict(connection, read.content, 0.5)


def test_a_newer_form_that_was_issued_while_a_file_was_read_is_seen(centre: Workspace) -> None:
    path = send(centre, "HOR")
    read = read_early(centre, path, "HOR")
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        issue = issue_of(centre, "HOR")
        newer = replace(issue, form_code=replace(issue.form_code, token="ZZZZ"), rows=issue.rows[1:])
        record_issue(connection, newer, at())
    early, now = both_verdicts(centre, path, read)
    assert early == now
    assert [finding.code for finding in early.findings][:1] == ["form-older"]


def test_a_file_on_another_form_than_expected_comes_as_it_was_read(centre: Workspace) -> None:
    path = send(centre, "HOR")
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        basis = load_basis(connection, key_of(centre, "LUG"), 1.5)
    read = parse_and_check(path, pickle.dumps(basis))
    assert isinstance(read, ReturnContent)
    assert read.rows


def test_there_is_no_basis_for_what_was_never_issued(centre: Workspace) -> None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        assert load_basis(connection, ("KR", Quarter(2030, 1), "HOR"), 1.5) is None


def test_another_setting_has_the_rules_applied_again(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.4.10": {"done": 40}})
    read = read_early(centre, path, "HOR")
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        for far_over in (1.5, 90.0):
            assert decide_verdict(connection, read, far_over) == decide_verdict(connection, read.content, far_over)
        codes = [{each.code for each in decide_verdict(connection, read, far).findings} for far in (1.5, 90.0)]
    assert ["far-over-target" in each for each in codes] == [True, False]


def test_findings_are_in_the_language_of_whoever_records_them(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.4.10": {"done": True}})
    use_language("en")
    early, now = both_verdicts(centre, path, read_early(centre, path, "HOR"))
    assert early == now
    assert "TRUE" in str(early.findings)


def test_a_bug_in_a_rule_is_left_to_whoever_records_the_file(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(centre, "HOR")
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        basis = load_basis(connection, key_of(centre, "HOR"), 1.5)
    monkeypatch.setattr("xlplan.services.intake.early_check.check_return", lambda *_arguments: 1 / 0)
    assert isinstance(parse_and_check(path, pickle.dumps(basis)), ReturnContent)


def many_fates(centre: Workspace) -> None:
    """Fill the inbox with returns, some renamed, copies of one return, a corrected one, and what is none."""
    send(centre, "HOR", {"1.4.10": {"done": 2}}, "01 перейменовано.xlsx")
    send(centre, "HOR", {"1.4.10": {"done": 99}}, "02.xlsx")
    for name, number, moment in (("03.xlsx", 5, "2021-07-05T07:15:00Z"), ("06.xlsx", 3, "2021-07-01T06:00:00Z")):
        saved(send(centre, "LUG", {"1.4.10": {"done": number}}, name), moment)
    send(centre, "MAL", {"1.4.2": {"done": "один"}}, "04.xlsx")
    send(centre, "MAL", name="05.xlsx")
    (centre.inbox / "07 лист.xlsx").write_text("Лист.", "utf-8")
    event: dict[str, CellValue] = {
        "key": "1.4.8",
        "event": "Лекція",
        "held_on": "14.05.2021",
        "place": "бібліотека",
    }
    for name in ("NAR", "OVR"):
        issue = issue_of(centre, name)
        answers = {row.key: clean_answer(row) for row in issue.rows}
        write_template(centre.inbox / f"1{name} =cmd|' !A0.xlsx", issue, at(), answers, [event])
    for number, path in enumerate(sorted(centre.inbox.iterdir())):
        os.utime(path, (number + 1, number + 1))


@pytest.mark.slow
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_a_pass_in_which_children_apply_the_rules_leaves_the_same(
    centre: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_closed: bool
) -> None:
    many_fates(centre)
    if is_closed:
        call_by("director", close, centre, at, call(prepare_closing, centre, at, QUARTER))
    left, applied = [], list[int]()
    for least in (1000, 0):
        again = Mock(wraps=check_return)
        monkeypatch.setattr(MANY, least)
        monkeypatch.setattr(judging, "check_return", again)
        copied = copy_of(centre.root, tmp_path / str(least) / "centre")
        left.append(result_of(copied, call(process_by, copied, at, 2)))
        applied.append(again.call_count)
    assert left[0] == left[1]
    # Of eight returns none is checked by the process that records them.
    assert applied == [8, 0]

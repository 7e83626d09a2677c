"""The decision log: an entry for each decision, in a chain, and in its file whatever happens."""

import json
from errno import ENOSPC
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import SQLITE
from tests.support.centre import QUARTER, at, call, call_by, send, take_files
from tests.support.decided_centre import COORDINATOR, DIRECTOR, close_quarter, decide_everything
from xlplan.domain.decision_log import NO_ENTRY, entry_line, line_hash, read_entry
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.report.status import read_status
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.closing import reopen

pytestmark = pytest.mark.both_ledgers


@pytest.fixture(scope="module")
def _whole_logs(_decided_centre: Path) -> dict[str, bytes]:
    return {SQLITE: find_workspace(_decided_centre).decision_log.read_bytes()}


@pytest.fixture
def whole_log(centre: Workspace, _whole_logs: dict[str, bytes], request: pytest.FixtureRequest) -> Workspace:
    """A centre with the log of one of its kind in which everything was decided; only the log is to be read."""
    kind = request.node.callspec.params["centre"]
    if kind not in _whole_logs:
        decide_everything(centre)
        _whole_logs[kind] = centre.decision_log.read_bytes()
    centre.decision_log.write_bytes(_whole_logs[kind])
    return centre


def lines(centre: Workspace) -> list[str]:
    return centre.decision_log.read_text("utf-8").splitlines()


def entries(centre: Workspace) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines(centre)]


def test_each_decision_is_an_entry_with_person_computer_time_and_reason(whole_log: Workspace) -> None:
    told = [(entry["decision"], entry["by"], entry["reason"]) for entry in entries(whole_log)][3:]
    assert told == [
        ("adopt", COORDINATOR, "наказ № 17"),
        ("adopt-undo", COORDINATOR, "наказ скасовано"),
        ("withdraw", COORDINATOR, "надіслано не той файл"),
        ("withdraw-undo", COORDINATOR, "файл таки той"),
        ("note", COORDINATOR, "карантин"),
        ("waive", COORDINATOR, "у бюро відпустка"),
        ("dismiss", COORDINATOR, "лист, не звіт"),
        ("close", DIRECTOR, ""),
        ("reopen", COORDINATOR, "лист бюро від 14.07"),
        ("close", DIRECTOR, "лист бюро від 14.07"),
    ]
    assert all(entry["machine"] and entry["folder"] and entry["at"] for entry in entries(whole_log))
    assert [entry["decision"] for entry in entries(whole_log)][:3] == ["begin", "adopt", "issue"]


def test_an_entry_says_what_was_so_before_and_what_is_so_after(centre: Workspace) -> None:
    for number in (1, 2):
        send(centre, "HOR", {"1.4.10": {"done": number, "description": "проведено"}})
        take_files(centre, at(4 + number))
    call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    withdrawn = entries(centre)[-1]
    before, after = withdrawn["before"], withdrawn["after"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert (before["receipt"], after["receipt"], withdrawn["unit"]) == (2, 1, "HOR")


def test_each_entry_holds_the_hash_of_the_line_before(whole_log: Workspace) -> None:
    hashes = [NO_ENTRY, *map(line_hash, lines(whole_log))]
    assert [entry["previous"] for entry in entries(whole_log)] == hashes[:-1]


def test_an_entry_names_the_records_that_the_decision_made(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre)
    call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    rows = entries(centre)[-1]["rows"]
    assert isinstance(rows, dict)
    assert list(rows) == ["withdrawals 1"]


def test_a_line_is_read_as_it_was_written(whole_log: Workspace) -> None:
    for line in lines(whole_log):
        entry = read_entry(line)
        assert entry is not None
        assert entry_line(entry) == line


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"number": "x"}', "[" * 10_000])
def test_a_line_that_is_no_entry_is_none(line: str) -> None:
    assert read_entry(line) is None


def test_an_issue_that_changes_nothing_is_no_decision(centre: Workspace) -> None:
    before = lines(centre)
    call(issue_templates, centre, lambda: at(15, 6), QUARTER)
    assert lines(centre) == before


def test_a_refused_decision_leaves_no_entry(centre: Workspace) -> None:
    before = lines(centre)
    with pytest.raises(Exception, match="не закрит"):
        call_by(COORDINATOR, reopen, centre, lambda: at(7), QUARTER, "лист")
    assert lines(centre) == before


def test_an_entry_that_a_failure_kept_out_is_added_when_the_ledger_is_opened_again(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(centre, "HOR")
    take_files(centre)

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(ENOSPC, "full", "decisions.jsonl")

    with monkeypatch.context() as failing:
        failing.setattr("xlplan.ledger.decision_log.append_line", full)
        with pytest.raises(OSError, match=r"decisions\.jsonl"):
            call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    assert len(entries(centre)) == 3
    for _time in range(2):
        call(read_status, centre, lambda: at(8))
        assert [entry["decision"] for entry in entries(centre)] == ["begin", "adopt", "issue", "withdraw"]


def test_half_a_line_that_a_killed_process_left_is_no_entry(centre: Workspace) -> None:
    whole = centre.decision_log.read_bytes()
    centre.decision_log.write_bytes(whole + b'{"number": 4, "at"')
    send(centre, "HOR")
    take_files(centre)
    call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    assert [entry["number"] for entry in entries(centre)] == [1, 2, 3, 4]


def test_lines_that_were_cut_are_written_again_with_the_next_decision_and_that_is_an_entry_too(
    centre: Workspace,
) -> None:
    send(centre, "HOR")
    take_files(centre)
    before = lines(centre)
    centre.decision_log.write_text(before[0] + "\n", encoding="utf-8")
    call_by(COORDINATOR, withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "не той файл")
    assert lines(centre)[:3] == before
    added = {str(entry["decision"]): entry["after"] for entry in entries(centre)[3:]}
    # The log of a machine that shares its ledger is made whole when the ledger is opened, else after the decision.
    assert sorted(added) == ["log-completion", "withdraw"]
    assert added["log-completion"] == {"lines": [2, 3]}


def test_the_signed_workbook_names_the_last_entry_before_it(centre: Workspace) -> None:
    for unit in ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL"):
        send(centre, unit)
    take_files(centre)
    head = lines(centre)[-1]
    close_quarter(centre, 12)
    with ZipFile(centre.edition(QUARTER, 1)) as parts:
        properties = parts.read("docProps/custom.xml").decode()
    assert f"3 {line_hash(head)}" in properties
    assert centre.settings.workspace in properties

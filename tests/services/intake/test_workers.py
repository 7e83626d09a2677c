"""Several workers and one give the same: receipts, records, findings, in the order in which the files came."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from errno import EACCES
from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.services.intake.test_arrival_order import saved
from tests.services.intake.test_older_returns import OLDER
from tests.support.centre import Hurried, at, call, copy_of, issue_of, send
from tests.support.hostile import other_files, xlsx_files, zip_files
from tests.support.pooled import process_by
from tests.support.thoroughness import IS_THOROUGH
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome, SubmissionState, Verdict
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection, LedgerError, LedgerOperationError
from xlplan.ledger.issues import record_issue
from xlplan.ledger.submissions import record_submission
from xlplan.services.intake.inbox_pass import PassResult
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.storage.claims import Claim, release
from xlplan.storage.workspace import Workspace

HOSTILE = list(chain.from_iterable(table.FILES for table in (zip_files, xlsx_files, other_files)))
# Some of them, each of which is read by one worker, by two and by four.
HARMFUL = HOSTILE[:: 5 if IS_THOROUGH else 10]
TABLES = ("submissions", "entries", "event_entries", "findings")
Office = Callable[[Path, str], Path]


def mix(centre: Workspace, office: Office) -> None:
    """Fill the inbox with returns of every fate between files that do harm."""
    send(centre, "HOR", {"1.4.10": {"done": 2}}, "01.xlsx")
    for name, number, moment in (("02.xlsx", 5, "2021-07-05T07:15:00Z"), ("06.xlsx", 3, "2021-07-01T06:00:00Z")):
        saved(send(centre, "LUG", {"1.4.10": {"done": number}}, name), moment)
    shutil.copyfile(centre.inbox / "01.xlsx", centre.inbox / "03 ще раз.xlsx")
    send(centre, "MAL", {"1.4.2": {"done": "один"}}, "04.xlsx")
    send(centre, "MAL", {"1.4.2": {"done": "два"}}, "05.xlsx")
    send(centre, "MAL", name="07.xlsx")
    send(centre, "HOR", {"1.4.10": {"done": "дві"}}, "11.xlsx")
    # A template of another ledger, and one of a quarter for which a newer one is out.
    shutil.copyfile(OLDER, centre.inbox / "08.xlsx")
    send(centre, "OVR", name="09.xlsx")
    issued = issue_of(centre, "OVR")
    later = replace(issued, form_code=replace(issued.form_code, quarter=Quarter(2021, 3)))
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        record_issue(connection, later, at(14, 6))
    for kind in ("xls", "ods"):
        kept = send(centre, "NAR", {"1.4.10": {"done": len(kind)}}, f"{kind}.xlsx").rename(
            centre.root / f"{kind}.xlsx"
        )
        shutil.copyfile(office(kept, kind), centre.inbox / f"10.{kind}")
    for number, make in enumerate(HARMFUL):
        (centre.inbox / f"{number % 11:02} {make.__name__}.xlsx").write_bytes(make())
    for number, path in enumerate(sorted(centre.inbox.iterdir())):
        os.utime(path, (number + 1, number + 1))


def result_of(centre: Workspace, taken: PassResult) -> dict[str, object]:
    """Everything that a pass leaves, without the marks of the process and the names of its claims."""
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        rows = {table: connection.run(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in TABLES}
        arrivals = [row[1:] for row in connection.run("SELECT * FROM arrivals ORDER BY rowid")]
    answers = [path for path in (centre.root / "outbox").rglob("*") if path.suffix in (".html", ".xlsx")]
    lines = [json.loads(line) for line in centre.answers.read_text("utf-8").splitlines()]
    return {
        **rows,
        "arrivals": arrivals,
        "answers": sorted((path.name, path.read_bytes() if path.suffix == ".html" else b"") for path in answers),
        "log": [{**line, "claim": ""} for line in lines],
        "told": [(each.file, each.outcome, each.standing, each.number, each.attempt) for each in taken.results],
        "inbox": list(centre.inbox.iterdir()),
    }


@pytest.mark.office
def test_one_worker_two_and_four_leave_the_same(centre: Workspace, office: Office, tmp_path: Path) -> None:
    mix(centre, office)
    left = []
    for workers in (1, 2, 4):
        copied = copy_of(centre.root, tmp_path / str(workers) / "centre")
        left.append(result_of(copied, call(process_by, copied, at, workers)))
    one, two, four = left
    outcomes = [line["verdict"] for line in one["log"]]  # type: ignore[attr-defined]
    assert {outcome: outcomes.count(outcome) for outcome in set(outcomes)} == {
        "accepted": 8,
        "not taken": len(HARMFUL) + 1,
        "to correct": 3,
    }
    assert one == two == four


class StopsAfterOne(Hurried):
    """Stops as soon as a file is answered."""

    is_over = False

    def file_answered(self, result: object) -> None:
        self.is_over = True

    def stopped(self) -> bool:
        return self.is_over


def letters(centre: Workspace, count: int) -> None:
    for number in range(count):
        (centre.inbox / f"{number:03} лист.txt").write_text(f"Лист {number}.", "utf-8")


def test_a_stop_in_the_middle_answers_what_is_in_hand_and_leaves_the_rest_in_the_inbox(centre: Workspace) -> None:
    letters(centre, 120)
    taken = call(process_by, centre, at, 2, StopsAfterOne())
    left = sorted(path.name for path in centre.inbox.iterdir())
    assert [each.file for each in taken.results] + left == [f"{number:03} лист.txt" for number in range(120)]
    assert 1 <= len(taken.results) < 60
    assert len(call(process_by, centre, at, 2).results) == len(left)


def impatient(context: OpenWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ledger wait for no other process."""
    monkeypatch.setattr("xlplan.ledger.sqlite_ledger._WAIT_SECONDS", 0.001)
    context.ledger.close()


def test_a_group_that_finds_the_ledger_locked_is_answered_by_the_next_pass(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters(centre, 30)
    with open_workspace(centre, at) as context:
        impatient(context, monkeypatch)
        with open_ledger(centre.ledger) as other, other.write(), pytest.raises(LedgerOperationError):
            process_by(context, 2)
        assert not centre.answers.exists()
        assert len(process_by(context, 2).results) == 30
    assert len(centre.answers.read_text("utf-8").splitlines()) == 30
    assert not list(centre.inbox.iterdir())


def test_a_file_that_cannot_be_recorded_costs_no_other_of_its_group_an_answer(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(connection: Connection, sha256: str, file: str, moment: datetime, verdict: Verdict) -> object:
        submission = record_submission(connection, sha256, file, moment, verdict)
        return 1 / 0 if submission.unit == "HOR" else submission

    monkeypatch.setattr("xlplan.services.intake.record.record_submission", stumble)
    for unit in ("LUG", "HOR", "NAR", "MAL"):
        send(centre, unit)
    taken = call(process_by, centre, at, 2).results
    assert [each.number for each in taken] == [1, 2, 3, 4]
    outcomes = {each.file: (each.outcome, [error.code for error in each.errors]) for each in taken}
    failed = outcomes.pop(f"{issue_of(centre, 'HOR').unit.name}.xlsx")
    assert failed == (Outcome.NOT_TAKEN, ["file-failed"])
    assert list(outcomes.values()) == [(Outcome.ACCEPTED, [])] * 3
    assert not list(centre.inbox.iterdir())


def test_a_file_that_stops_the_pass_keeps_no_answer_of_its_group_back(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(connection: Connection, sha256: str, file: str, moment: datetime, verdict: Verdict) -> object:
        submission = record_submission(connection, sha256, file, moment, verdict)
        if submission.unit == "HOR":
            raise LedgerError("refused")
        return submission

    for number, unit in enumerate(("LUG", "MAL", "HOR", "NAR")):
        os.utime(send(centre, unit, name=f"{number}.xlsx"), (number + 1, number + 1))
    with monkeypatch.context() as patched:
        patched.setattr("xlplan.services.intake.record.record_submission", refuse)
        with pytest.raises(LedgerError, match="refused"):
            call(process_by, centre, at, 2)
    answered = [json.loads(line)["file"] for line in centre.answers.read_text("utf-8").splitlines()]
    assert answered == ["0.xlsx", "1.xlsx"]
    assert sorted(each.file for each in call(process_by, centre, at, 2).results) == ["2.xlsx", "3.xlsx"]
    assert not list(centre.inbox.iterdir())


def test_a_file_that_is_answered_again_after_a_crash_keeps_one_receipt(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(claim: Claim) -> None:
        if claim.name == "1.xlsx":
            raise PermissionError(EACCES, "held", str(claim.path))
        release(claim)

    for number in (1, 2):
        path = send(centre, "HOR", {"1.4.10": {"done": number}}, f"{number}.xlsx")
        os.utime(path, (number, number))
    with monkeypatch.context() as patched:
        patched.setattr("xlplan.storage.claims.release", hold)
        assert len(call(process_by, centre, at, 2).failed) == 1
    # The later one counts by now.
    (again,) = call(process_by, centre, at, 2).results
    assert again.standing.state is SubmissionState.SUPERSEDED
    assert [path.name[:4] for path in sorted(again.receipt.parent.glob("*.html"))] == ["0001", "0002"]

"""A file that was not taken is put aside: by its receipt or its name, once, with a reason, and nothing is lost."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import at, call_by, take_files
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import dismissals_of
from xlplan.services.closing.dismissals import dismiss_file
from xlplan.storage.workspace import Workspace

REASON = "рахунок, не звіт"


@pytest.fixture
def refused(prepared: Prepare) -> Workspace:
    """Receipt 1 is a file that is no return, receipt 2 another one."""
    return prepared(_two_refused)


def _two_refused(centre: Workspace) -> None:
    for moment, name in enumerate(("рахунок.pdf", "лист.pdf")):
        (centre.inbox / name).write_bytes(f"%PDF-1.4 {name}".encode())
        take_files(centre, at(5 + moment))


def status(workspace: Workspace, *options: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), "status", *options])


@pytest.mark.parametrize("wanted", ["1", "№ 1", "рахунок.pdf", "Рахунок.PDF"])
def test_a_file_is_put_aside_by_its_receipt_or_its_name(refused: Workspace, wanted: str) -> None:
    result = call_by("Ганна", dismiss_file, refused, lambda: at(7), wanted, REASON)
    assert (result.submission.number, result.left) == (1, 1)
    with open_ledger(refused.ledger) as ledger, ledger.connect() as connection:
        (dismissal,) = dismissals_of(connection).values()
    assert (dismissal.submission, dismissal.by, dismissal.reason, dismissal.at) == (1, "Ганна", REASON, at(7))


def test_status_counts_it_and_names_it_no_more(refused: Workspace) -> None:
    before = status(refused).output
    assert "рахунок.pdf" in before
    assert "xlplan dismiss 2" in before
    call_by("Ганна", dismiss_file, refused, lambda: at(7), "1", REASON)
    shown = status(refused).output
    assert "рахунок.pdf" not in shown
    assert "лист.pdf" in shown
    assert "Відкладено 1 неприйнятий файл" in shown


def test_status_for_programs_keeps_it_with_its_dismissal(refused: Workspace) -> None:
    call_by("Ганна", dismiss_file, refused, lambda: at(7), "1", REASON)
    first, second = json.loads(status(refused, "--json").output)["not_taken"]
    assert first["dismissed"] == {"at": at(7).isoformat(), "by": "Ганна", "reason": REASON}
    assert second["dismissed"] is None


def test_the_decision_log_has_who_put_it_aside_and_which_file(refused: Workspace) -> None:
    call_by("Ганна", dismiss_file, refused, lambda: at(7), "1", REASON)
    entry = json.loads(refused.decision_log.read_text("utf-8").splitlines()[-1])
    assert (entry["decision"], entry["by"], entry["reason"]) == ("dismiss", "Ганна", REASON)
    assert (entry["before"]["receipt"], entry["before"]["file"]) == (1, "рахунок.pdf")
    assert list(entry["rows"]) == ["dismissals 1"]


def test_a_dismissal_is_proved_and_told_like_every_decision(refused: Workspace) -> None:
    call_by("Ганна", dismiss_file, refused, lambda: at(7), "1", REASON)
    at_root = ["--workspace", str(refused.root)]
    assert CliRunner().invoke(main, [*at_root, "verify"]).exit_code == 0
    told = CliRunner().invoke(main, [*at_root, "log"]).output
    assert "рахунок.pdf" in told
    assert REASON in told


@pytest.mark.parametrize(
    ("wanted", "reason", "said"),
    [("1", "", "--reason"), ("9", REASON, "xlplan status"), ("нема.pdf", REASON, "xlplan status")],
)
def test_without_a_reason_or_such_a_file_nothing_is_put_aside(
    refused: Workspace, wanted: str, reason: str, said: str
) -> None:
    before = refused.decision_log.read_bytes()
    with pytest.raises(XlplanError, match=said):
        call_by("Ганна", dismiss_file, refused, lambda: at(7), wanted, reason)
    assert refused.decision_log.read_bytes() == before


def test_a_file_is_not_put_aside_twice(refused: Workspace) -> None:
    call_by("Ганна", dismiss_file, refused, lambda: at(7), "1", REASON)
    with pytest.raises(XlplanError, match="«рахунок"):
        call_by("Ганна", dismiss_file, refused, lambda: at(8), "рахунок.pdf", REASON)


def test_of_several_files_of_one_name_the_receipt_is_asked_for(refused: Workspace) -> None:
    (refused.inbox / "лист.pdf").write_bytes(b"%PDF-1.4 another")
    take_files(refused, at(7))
    with pytest.raises(XlplanError, match="2, 3"):
        call_by("Ганна", dismiss_file, refused, lambda: at(8), "лист.pdf", REASON)


def test_a_return_that_was_taken_is_not_put_aside(returned: Workspace) -> None:
    with pytest.raises(XlplanError, match="xlplan withdraw"):
        call_by("Ганна", dismiss_file, returned, lambda: at(7), "1", REASON)


def test_the_command_says_what_was_put_aside_and_what_is_left(refused: Workspace) -> None:
    done = CliRunner().invoke(
        main, ["--workspace", str(refused.root), "dismiss", "рахунок.pdf", "--reason", REASON]
    )
    assert done.exit_code == 0
    assert "«рахунок.pdf»" in done.output
    assert "1" in done.output.splitlines()[-1]
    asked = {
        "_XLPLAN_COMPLETE": "zsh_complete",
        "COMP_WORDS": f"xlplan --workspace {refused.root} dismiss ",
        "COMP_CWORD": "4",
    }
    assert CliRunner().invoke(main, [], env=asked).output == "plain\n2\nлист.pdf\n"

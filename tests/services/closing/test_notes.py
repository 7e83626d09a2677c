"""The coordinator says why a joint target fell short: on every sheet, at the sign-off, in the explanation."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, call_by
from tests.support.joint_shortfalls import ALSO_SHORT, EXCEEDED, LEAD, SHORT, answer_short
from tests.support.rows_only import rows_only
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import notes_of
from xlplan.services.closing.notes import NoteRequest
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, explain, note, prepare_closing

REASON, ACTION = "карантин у громадах", "проведемо у III кварталі"


@pytest.fixture
def short(prepared: Prepare) -> Workspace:
    return prepared(answer_short)


def noted(centre: Workspace, code: str = SHORT, reason: str = REASON, action: str = ACTION) -> None:
    call_by("Марія", note, centre, lambda: at(11), QUARTER, NoteRequest(code, reason, action))


def rows_of(path: Path, sheet: str, key: str) -> list[str]:
    """The rows of a sheet that begin with a row code, each as a line of text."""
    rows = rows_only(path)[sheet].iter_rows(values_only=True)
    return [" | ".join(str(cell) for cell in row if cell is not None) for row in rows if key in row[:3]]


def unexplained(centre: Workspace) -> list[tuple[str, str]]:
    sheet = call(prepare_closing, centre, lambda: at(12), QUARTER).sign_off
    assert sheet is not None
    return [
        (each.unit, each.finding.location.row)
        for each in sheet.open_findings
        if each.finding.code == "shortfall-unexplained"
    ]


def test_without_a_note_every_sheet_says_that_no_reason_is_given(short: Workspace) -> None:
    for sheet in ("План-факт", "Недовиконання", "Зведення"):
        assert any("причину не вказано" in row for row in rows_of(short.report(QUARTER), sheet, SHORT)), sheet
    assert ("", SHORT) in unexplained(short)


def test_a_note_stands_on_every_sheet_and_the_sign_off_lists_the_row_no_more(short: Workspace) -> None:
    before = unexplained(short)
    noted(short)
    for sheet in ("План-факт", "Недовиконання", "Зведення", "Дані"):
        rows = rows_of(short.report(QUARTER), sheet, SHORT)
        assert any(REASON in row and ACTION in row for row in rows), sheet
        assert not any("причину не вказано" in row for row in rows), sheet
    assert unexplained(short) == [each for each in before if each != ("", SHORT)]


def test_the_page_of_signature_counts_one_reason_less_as_missing(short: Workspace) -> None:
    def counted() -> str:
        rows = rows_only(short.report(QUARTER))["Підпис"].iter_rows(values_only=True)
        return next(str(cell) for row in rows for cell in row if "без причини" in str(cell))

    before, missing = counted(), len(unexplained(short))
    assert f"без причини {missing}" in before
    noted(short)
    assert f"без причини {missing - 1}" in counted()


def test_a_later_note_replaces_an_earlier_one_and_both_stay_recorded(short: Workspace) -> None:
    noted(short)
    noted(short, reason="брак коштів", action="")
    with open_ledger(short.ledger) as ledger, ledger.connect() as connection:
        counting = notes_of(connection, QUARTER)[SHORT]
        written = connection.value("SELECT count(*) FROM notes")
    assert (counting.reason, counting.action, counting.by, written) == ("брак коштів", "", "Марія", 2)
    (row,) = rows_of(short.report(QUARTER), "Недовиконання", SHORT)
    assert "брак коштів" in row
    assert REASON not in row


def test_explain_tells_who_noted_what_and_when(short: Workspace) -> None:
    noted(short)
    (explanation,) = call(explain, short, lambda: at(12), QUARTER, SHORT, None)
    assert explanation.note is not None
    assert (explanation.note.reason, explanation.note.by) == (REASON, "Марія")


@pytest.mark.parametrize(
    ("code", "reason", "action", "said"),
    [
        ("1.4.100", REASON, "", SHORT),
        (LEAD, REASON, "", "не спільний"),
        (EXCEEDED, REASON, "", "недовиконання немає"),
        (SHORT, "", "", "--reason"),
    ],
)
def test_what_cannot_be_noted_is_refused_in_a_sentence(
    short: Workspace, code: str, reason: str, action: str, said: str
) -> None:
    with pytest.raises(XlplanError, match=said):
        noted(short, code, reason, action)


def test_a_closed_quarter_takes_no_note(short: Workspace) -> None:
    call(close, short, lambda: at(12), call(prepare_closing, short, lambda: at(12), QUARTER))
    with pytest.raises(XlplanError, match="reopen"):
        noted(short)


def run(centre: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *[str(each) for each in arguments]])


def test_the_commands_say_what_was_noted_or_waived_and_what_to_run_next(short: Workspace) -> None:
    first = run(short, "note", QUARTER, SHORT, "--reason", REASON, "--action", ACTION)
    assert first.exit_code == 0, first.output
    assert REASON in first.output
    assert f"xlplan note 2021-Q2 {ALSO_SHORT} --reason" in first.output
    again = run(short, "note", QUARTER, ALSO_SHORT, "--action", ACTION)
    assert f"Ще без причини: {ALSO_SHORT}" in again.output
    last = run(short, "note", QUARTER, ALSO_SHORT, "--reason", REASON)
    assert "Це замінює пояснення" in last.output
    assert "xlplan close 2021-Q2" in last.output
    assert f"причина: {REASON}" in run(short, "explain", QUARTER, SHORT).output
    (told,) = json.loads(run(short, "explain", QUARTER, SHORT, "--json").output)
    assert (told["note"]["reason"], told["note"]["action"]) == (REASON, ACTION)
    waive = ("waive", QUARTER, "--code", "double-count", "--row", EXCEEDED, "--reason", "різні заходи")
    waived = run(short, *waive)
    assert waived.exit_code == 0, waived.output
    assert f"центр загалом · рядок {EXCEEDED}" in waived.output
    assert run(short, "note", QUARTER, SHORT).exit_code == 1

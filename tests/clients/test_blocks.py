"""A part of a template carried over into a new book in LibreOffice, or saved as text: known, or asked about."""

from pathlib import Path

import pytest

from tests.conftest import Office
from tests.support.centre import at, call, issue_of, take
from tests.support.client_answers import Checked, checked, codes
from xlplan.domain.issue import Issue
from xlplan.domain.submission import Outcome
from xlplan.services.intake.identify import Identity, identify_file
from xlplan.storage.workspace import Workspace
from xlplan.validation.identification import best_matches

pytestmark = pytest.mark.office
UTF8, CP1251 = 76, 34


def looks_like(identity: Identity) -> list[tuple[str, int, int, int]]:
    """(form code, row codes, texts in common, rows issued) of what the rows cannot decide between."""
    best = best_matches(identity.likenesses)
    return [(str(each.issue.form_code), each.codes, each.texts, len(each.issue.rows)) for each in best]


@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_a_sheet_copied_to_a_new_book_is_known_by_its_visible_form_code(
    to: str, issued: Workspace, issue: Issue, before: Checked, by_hand: Path
) -> None:
    path = by_hand / f"copy sheet.{to}"
    seen = call(identify_file, issued, at, path)
    assert list(seen.carriers) == ["visible"]
    assert seen.issue == issue
    assert codes(seen.findings) == ["carriers-lost"]
    assert looks_like(seen) == [(str(issue.form_code), 28, 28, 28)]
    assert checked(issue, path)[0] == before[0]


@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_a_pasted_block_is_asked_about_and_never_taken(
    to: str, issued: Workspace, issue: Issue, by_hand: Path
) -> None:
    seen = call(identify_file, issued, at, by_hand / f"paste block.{to}")
    assert (seen.carriers, seen.issue) == ({}, None)
    assert codes(seen.findings) == ["identity-missing"]
    assert looks_like(seen) == [(str(issue.form_code), 28, 28, 28)]


@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_the_intake_takes_the_copied_sheet_and_answers_the_pasted_block(
    to: str, centre: Workspace, by_hand: Path
) -> None:
    for name in ("copy sheet", "paste block"):
        (centre.inbox / f"{name}.{to}").write_bytes((by_hand / f"{name}.{to}").read_bytes())
    rounds = take(centre).intake.results
    outcomes = {answered.file.partition(".")[0]: answered.outcome for answered in rounds}
    assert outcomes == {"copy sheet": Outcome.ACCEPTED, "paste block": Outcome.NOT_TAKEN}
    assert not list(centre.inbox.iterdir())
    (asked,) = (each.errors for each in rounds if each.outcome is Outcome.NOT_TAKEN)
    assert codes(asked) == ["identity-missing", "identity-likely"]
    assert "(28 з 28)" in asked[1].problem
    assert str(issue_of(centre, "KOR").form_code) in asked[1].remedy


@pytest.mark.parametrize(("separator", "encoding"), [(",", UTF8), (";", CP1251)])
def test_a_csv_is_refused_with_advice_and_still_told_what_it_looks_like(
    separator: str, encoding: int, issued: Workspace, issue: Issue, filled: Path, office: Office
) -> None:
    path = office(filled, f"csv:Text - txt - csv (StarCalc):{ord(separator)},34,{encoding}")
    seen = call(identify_file, issued, at, path)
    assert seen.is_refused
    assert codes(seen.findings) == ["file-text"]
    assert (list(seen.carriers), seen.issue) == (["visible"], issue)
    assert looks_like(seen) == [(str(issue.form_code), 28, 28, 28)]

"""A filled template, opened and saved by every program that a bureau may have: what is left of it."""

import pytest
from msgspec.structs import replace

from tests.clients.conftest import Resave
from tests.support.client_answers import Checked, checked, codes, read
from xlplan.domain.issue import Issue, IssueStanding
from xlplan.validation.identification import identify

# Which carriers of the identity survive. The visible form code does everywhere, and suffices.
CARRIERS = """
    LibreOffice xlsx | visible, property, hidden sheet, name
    LibreOffice xls  | visible, property, hidden sheet, name
    LibreOffice ods  | visible, property, hidden sheet, name
    openpyxl    xlsx | visible, property, hidden sheet, name
    pandas      xlsx | visible, hidden sheet
    exceljs     xlsx | visible, hidden sheet
    SheetJS     xlsx | visible, property, hidden sheet, name
    SheetJS     xls  | visible, property, hidden sheet
    SheetJS     ods  | visible, hidden sheet
    Gnumeric    xlsx | visible, property, hidden sheet, name
    Gnumeric    xls  | visible, property, hidden sheet, name
    Gnumeric    ods  | visible, property, hidden sheet, name
"""
SURVIVING = {
    tuple(who.split()): carriers.strip().split(", ")
    for who, carriers in (line.split("|") for line in CARRIERS.strip().splitlines())
}
EVERY = pytest.mark.parametrize(("program", "to"), list(SURVIVING), ids=[" ".join(who) for who in SURVIVING])


def as_saved(text: str, program: str, to: str) -> str:
    """What a program makes of a text as it saves it, beyond any reader's help; mostly the text itself."""
    if program == "pandas":
        return "0" if text.startswith("=") else text
    return text[:255] if (program, to) == ("SheetJS", "xls") else text


@EVERY
def test_entries_and_events_are_those_of_the_file_before(
    program: str, to: str, issue: Issue, before: Checked, resaved: Resave
) -> None:
    entries, events, _findings = before
    expected = [
        replace(
            entry,
            description=as_saved(entry.description, program, to),
            reason=as_saved(entry.reason, program, to),
            action=as_saved(entry.action, program, to),
        )
        for entry in entries
    ]
    named = [replace(event, title=as_saved(event.title, program, to)) for event in events]
    after = checked(issue, resaved(program, to))
    assert after[0] == tuple(expected)
    assert after[1] == tuple(named)


@EVERY
def test_nothing_is_found_that_was_not_there_before_but_what_the_program_did(
    program: str, to: str, issue: Issue, before: Checked, resaved: Resave
) -> None:
    did = {
        # It cuts every text after 255 signs, the measures' own too.
        ("SheetJS", "xls"): ["locked-changed"] * 3,
        # It saves a date as a bare number.
        ("SheetJS", "ods"): ["event-date-understood"],
    }
    after = checked(issue, resaved(program, to))[2]
    assert sorted(codes(after)) == sorted([*codes(before[2]), *did.get((program, to), [])])


@EVERY
def test_the_carriers_that_survive_vote_for_the_one_issue(
    program: str, to: str, issue: Issue, resaved: Resave
) -> None:
    returned = read(resaved(program, to))
    code = str(issue.form_code)
    assert returned.form_codes == dict.fromkeys(SURVIVING[program, to], (code,))
    whose, said = identify(returned, issue.form_code.centre, {code: IssueStanding(issue, issue, issue.quarter)})
    assert whose == issue
    assert codes(said) == ([] if len(SURVIVING[program, to]) == 4 else ["carriers-lost"])

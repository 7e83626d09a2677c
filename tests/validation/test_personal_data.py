"""What looks like a person's own data is a warning that names it and never repeats it."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.returned import CellContent, ReturnContent
from xlplan.domain.sheets import FILLED_BY, HEADINGS
from xlplan.validation.personal_data import check_personal_data
from xlplan.validation.returns import check_return, read_answers

HEAD = "key | done | description | reason | action"
TAX, PASSPORT = "a person's tax number", "the number of a passport"
BIRTH, RECORD = "a person's date of birth", "the number of a person's record in the register"
PHONE, EMAIL = "a telephone number", "an e-mail address"


def personal_data(content: ReturnContent) -> tuple[Finding, ...]:
    """What the rule finds in a return of one row."""
    return tuple(check_personal_data(read_answers(issue(issue_row("1.1")), content)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("гр. Іваненко, РНОКПП 1759013776", [TAX]),
        ("паспорт СН 123456", [PASSPORT]),
        ("паспорт АА№654321", [PASSPORT]),
        ("тел. 0671234567", [PHONE]),
        ("тел. +38 (067) 123-45-67", [PHONE]),
        ("067 123 45 67", [PHONE]),
        ("писати на ivanenko@ukr.net", [EMAIL]),
        ("УНЗР 19850201-01234", [RECORD]),
        ("Іваненко І., 01.02.1985 р.н.", [BIRTH]),
        ("Іваненко І., 01.02.1985 року народження", [BIRTH]),
        ("звіт про народження дитини 14.05.2021", []),
        ("ivanenko@ukr.net, 067-123-45-67", [PHONE, EMAIL]),
        ("писали на korosten@legalaid.gov.ua", []),
        ("проведено 14.05.2021, 12 учасників", []),
        ("14.05.2021-20.05.2021, охоплено 1 200 осіб", []),
        ("рахунок 1234567890", []),
        # A tax number ends with the digit that its first nine give; a remainder of ten gives 0.
        ("код 1759013777", []),
        ("код 2160493710", [TAX]),
        ("код 2061728350", [TAX]),
        # With a zero in front it is a telephone's, whatever it ends with.
        ("код 0671230004", [PHONE]),
        ("https://facebook.com/permalink/1029384756102938", []),
        ("наказ № 123456 від 01.04.2021", []),
        ("ЄДРПОУ 26313037", []),
        ("", []),
    ],
)
def test_personal_data_is_told_apart_from_the_numbers_of_a_report(text: str, expected: list[str]) -> None:
    findings = personal_data(returned(f"{HEAD}\n1.1 | 1 | {text} | |"))
    assert [dict(finding.values)["seen"] for finding in findings] == expected
    assert {finding.location.cell for finding in findings} <= {"C7"}


def test_it_is_a_warning_that_does_not_repeat_the_data() -> None:
    table = "key | measure | indicator | target | done | description | reason | action\n"
    file = returned(f"{table}1.1 | Захід 1.1 | лекції | 1 | 1 | тел. 0671234567 | |")
    _entries, _events, findings = check_return(issue(issue_row("1.1")), file)
    assert [finding.code for finding in findings] == ["personal-data"]
    assert errors_of(findings) == ()
    assert "0671234567" not in f"{findings[0]} {findings[0].values}"


def test_what_is_said_of_events_is_looked_at_and_their_links_are_not() -> None:
    head = "key | event | held_on | place | form | people | partner | link"
    phone, link = "тел. 067 123 45 67", "https://x.ua/0671234567"
    line = f"1.1 | {phone} | {phone} | {phone} | | {phone} | {phone} | {link}"
    found = personal_data(returned(events=f"{head}\n{line}"))
    assert [finding.location.cell for finding in found] == ["B7", "C7", "D7", "F7", "G7"]
    assert all(finding.problem for finding in found)


def test_the_line_that_says_who_filled_it_in_holds_a_name_and_no_more() -> None:
    filled = replace(returned(f"{HEAD}\n1.1 | 1 | | |"), filled_by="Іван Іваненко, 067 123 45 67")
    (found,) = personal_data(filled)
    assert (found.location.sheet, dict(found.values)["seen"]) == ("Довідка", PHONE)
    assert personal_data(replace(filled, filled_by="Іван Іваненко, начальник бюро")) == ()


ALL = "key | done | description | reason | action | kept"


@pytest.mark.parametrize(
    ("column", "cell"), [("done", "B7"), ("description", "C7"), ("reason", "D7"), ("action", "E7"), ("kept", "F7")]
)
def test_every_cell_that_is_filled_in_is_looked_at(column: str, cell: str) -> None:
    cells = " | ".join("067 123 45 67" if name == column else "" for name in ALL.split(" | ")[1:])
    (found,) = personal_data(returned(f"{ALL}\n1.1 | {cells}"))
    assert found.location == Location(sheet="Звіт", cell=cell, row="1.1")
    assert dict(found.values) == {"heading": HEADINGS[column], "seen": PHONE}


def test_a_number_is_looked_at_like_a_text_and_a_date_is_not() -> None:
    file = returned(f"{HEAD}\n1.1 | 1 | 1759013776 | |")
    assert [dict(found.values)["seen"] for found in personal_data(file)] == [TAX]
    row = file.rows[0]
    dated = {**row.cells, "description": CellContent(date(1985, 2, 1), "C7")}
    assert personal_data(replace(file, rows=(replace(row, cells=dated),))) == ()


def test_what_the_line_of_the_name_holds_is_told_under_its_heading() -> None:
    (found,) = personal_data(replace(returned(), filled_by="067 123 45 67"))
    assert found.location == Location(sheet="Довідка")
    assert dict(found.values) == {"heading": FILLED_BY, "seen": PHONE}

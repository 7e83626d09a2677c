"""Findings as a person reads them: grave ones first, none a hundred times, no error ever left out."""

import pytest

from xlplan.domain.findings.answer_kinds import LOCKED_CHANGED
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.domain.findings.finding import Finding, Location
from xlplan.text.translation import use_language
from xlplan.validation.finding_groups import group_findings, limit_findings

CHANGED = {"heading": "Measure", "seen": "а", "issued": "б"}


def at(code: str, row: int) -> Finding:
    """A finding in a row of its own."""
    values = {"heading": "Done", "seen": "а", "issued": "б", "number": 5, "description": "Description", "row": row}
    kind = CATALOGUE[code]
    location = Location(sheet="Звіт", cell=f"E{row}", row=f"1.{row}")
    return kind.at(location, **{name: value for name, value in values.items() if name in kind.fields})


def several(code: str, number: int) -> list[Finding]:
    return [at(code, row) for row in range(1, number + 1)]


def test_errors_come_before_warnings_and_warnings_before_notes_each_in_the_order_found() -> None:
    findings = (
        at("entry-understood", 1),
        at("locked-changed", 2),
        at("entry-not-a-number", 3),
        at("row-left-out", 4),
        at("entry-not-a-number", 5),
    )
    assert [(each.code, each.location.cell) for each in group_findings(findings)] == [
        ("entry-not-a-number", "E3"),
        ("entry-not-a-number", "E5"),
        ("locked-changed", "E2"),
        ("entry-understood", "E1"),
        ("row-left-out", "E4"),
    ]


def test_up_to_five_alike_stand_by_themselves() -> None:
    assert group_findings(several("locked-changed", 5)) == tuple(several("locked-changed", 5))


def test_more_than_five_warnings_of_one_kind_become_one_that_lists_the_rows_and_quotes_the_first() -> None:
    (one,) = group_findings(several("locked-changed", 6))
    assert (one.code, one.location) == ("many-alike", at("locked-changed", 1).location)
    assert "1.1, 1.2, 1.3, 1.4, 1.5, 1.6" in one.problem
    assert at("locked-changed", 1).problem in one.problem
    assert at("locked-changed", 1).remedy in one.remedy


def test_many_notes_stay_a_note() -> None:
    (one,) = group_findings(several("entry-understood", 40))
    assert one.code == "many-alike-noted"


def test_an_error_is_never_put_together_with_others() -> None:
    assert len(group_findings(several("entry-not-a-number", 200))) == 200


def test_a_place_without_a_row_is_told_by_its_cell_and_each_place_once() -> None:
    places = (Location(sheet="Звіт", cell=f"B{row // 2}") for row in range(2, 14))
    findings = [LOCKED_CHANGED.at(place, heading="Measure", seen="а", issued="б") for place in places]
    (one,) = group_findings(findings)
    assert "(B1, B2, B3, B4, B5, B6)" in one.problem


def test_what_is_quoted_is_in_the_language_in_use() -> None:
    use_language("en")
    (one,) = group_findings(several("locked-changed", 6))
    assert one.problem.startswith("“Done” was changed")


def test_grouping_twice_changes_nothing() -> None:
    once = group_findings(
        [*several("locked-changed", 9), *several("entry-understood", 9), *several("row-repeated", 9)]
    )
    assert group_findings(once) == once


@pytest.mark.parametrize(
    ("code", "rest"),
    [("row-repeated", "more-errors"), ("locked-changed", "more-warnings"), ("entry-understood", "more-notes")],
)
def test_beyond_two_hundred_of_one_kind_the_rest_is_counted_in_one_of_the_same_severity(
    code: str, rest: str
) -> None:
    findings = limit_findings([*several(code, 50_000), at("file-empty", 1)])
    assert [each.code for each in findings] == [code] * 200 + ["file-empty", rest]
    assert findings[-1].severity is findings[0].severity
    assert "49800" in findings[-1].problem
    assert "E201" in findings[-1].problem
    assert "E50000" in findings[-1].problem


def test_up_to_two_hundred_of_each_kind_stay_as_they_are() -> None:
    findings = (*several("row-repeated", 200), *several("locked-changed", 200))
    assert limit_findings(findings) == findings


def test_a_list_of_many_places_is_cut_and_says_so() -> None:
    (one,) = group_findings(several("locked-changed", 40))
    assert "1.29, 1.30 … (+10)" in one.problem


def test_the_rest_stands_on_the_sheet_of_the_first_and_quotes_it() -> None:
    rest = limit_findings(several("row-repeated", 203))[-1]
    assert rest.location == Location(sheet="Звіт")
    first = at("row-repeated", 201).problem
    assert dict(rest.values) == {"number": "3", "first": "E201", "last": "E203", "problem": first}
    elsewhere = [LOCKED_CHANGED.at(Location(file=f"{row}.xlsx"), **CHANGED) for row in range(202)]
    rest = limit_findings(elsewhere)[-1]
    assert rest.location == Location(file="200.xlsx")
    assert (dict(rest.values)["first"], dict(rest.values)["last"]) == ("200.xlsx", "201.xlsx")


PLACES = [
    (Location("a.xlsx", "Звіт", "E7", "1.1"), "1.1"),
    (Location("a.xlsx", "Звіт", "E7"), "E7"),
    (Location("a.xlsx", "Звіт"), "Звіт"),
    (Location("a.xlsx"), "a.xlsx"),
    (Location(), "—"),
]


@pytest.mark.parametrize(("place", "shown"), PLACES)
def test_a_place_is_told_by_its_row_else_its_cell_else_its_sheet_else_its_file(
    place: Location, shown: str
) -> None:
    (one,) = group_findings([LOCKED_CHANGED.at(place, **CHANGED)] * 6)
    assert (dict(one.values)["rows"], dict(one.values)["number"]) == (shown, "6")

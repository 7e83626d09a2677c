"""One row of a return: what its cells say, and how what is wrong with them is quoted."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.returned import CellContent, CellProblem, CellValue
from xlplan.text.translation import use_language
from xlplan.validation.quoting import quote_cell
from xlplan.validation.returns import check_return

HEAD = "key | measure | indicator | target | done | description | reason | action | kept"
COUNT, DEMAND, ALWAYS = issue_row("1", 5), issue_row("1", "за потреби"), issue_row("1", "постійно")
LONG = "дуже довге пояснення того, чому цього кварталу нічого не вийшло зовсім"
QUOTED = "дуже довге пояснення того, чому цього кварталу нічого не…"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("п'ять", "п'ять"),
        (LONG, QUOTED),
        (5, "5"),
        (5.0, "5"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (True, "ІСТИНА"),
        (False, "ХИБНІСТЬ"),
        (date(2021, 6, 5), "05.06.2021"),
        (None, ""),
    ],
)
def test_a_cell_is_quoted_as_people_see_it(value: CellValue, shown: str) -> None:
    assert quote_cell(CellContent(value, "E7")) == shown


def test_a_number_is_quoted_with_the_decimal_sign_of_the_language() -> None:
    use_language("en")
    assert (quote_cell(CellContent(12.5, "E7")), quote_cell(CellContent(True, "E7"))) == ("12.5", "TRUE")


@pytest.mark.parametrize(
    ("problem", "words"), [(CellProblem.FORMULA, "a formula"), (CellProblem.ERROR, "an error value")]
)
def test_a_cell_without_a_value_is_quoted_by_the_word_for_why(problem: CellProblem, words: str) -> None:
    assert quote_cell(CellContent(None, "E7", problem)) == words


def read(row: IssueRow, answer: str) -> tuple[Entry, tuple[Finding, ...]]:
    """The entry and the findings; `answer`: done | description | reason | action | kept."""
    line = f"1 | {row.measure} | {row.indicator} | {row.target.words} | {answer}"
    (entry,), _events, findings = check_return(issue(row), returned(f"{HEAD}\n{line}"))
    return entry, findings


DONE, COUNTED = {"heading": "Done"}, {"heading": "Done", "description": "Description"}
ASKED = {"heading": "Done", "nothing": "nothing arose"}
SHORT_OF = {"target": "5", "seen": "4"}
FINDINGS: dict[str, tuple[IssueRow, str, str, dict[str, str]]] = {
    "no number": (COUNT, "п'ять | | | |", "entry-not-a-number", {**COUNTED, "seen": "п'ять"}),
    "a fraction": (COUNT, "12.5 | | | |", "entry-fraction", {**DONE, "seen": "12,5"}),
    "less than nothing": (COUNT, "-3 | | | |", "entry-negative", {**DONE, "seen": "-3"}),
    "a part": (COUNT, "50% | | | |", "entry-percent", {**DONE, "seen": "50%"}),
    "a formula": (COUNT, "!formula | | | |", "entry-without-value", {**DONE, "seen": "a formula"}),
    "an error": (COUNT, "!error | | | |", "entry-without-value", {**DONE, "seen": "an error value"}),
    "a blank": (COUNT, " | | | |", "entry-missing", DONE),
    "digits as text": (COUNT, "'5 ' | | | |", "entry-understood", {**DONE, "seen": "5", "number": "5"}),
    "nothing where a number is asked for": (
        COUNT, "потреби не було | | | |", "nothing-arose-misplaced",
        {**DONE, "seen": "потреби не було", "target": "5"},
    ),
    "a blank on demand": (DEMAND, " | | | |", "answer-missing", {**ASKED, "target": "за потреби"}),
    "no answer on demand": (DEMAND, "немає | | | |", "answer-unclear", {**ASKED, "seen": "немає"}),
    "nothing, said beside": (
        DEMAND, " | потреби не виникало | | |", "nothing-arose-elsewhere",
        {**ASKED, "description": "Description", "seen": "потреби не виникало"},
    ),
    "no description": (
        ALWAYS, " | | | |", "description-missing", {"heading": "Description", "target": "постійно"},
    ),
    "no reason": (
        COUNT, "4 | | | у липні |", "reason-missing", {"heading": "Reason for the shortfall", **SHORT_OF},
    ),
    "no action": (COUNT, "4 | | хвороба | |", "action-missing", {"heading": "What will be done", **SHORT_OF}),
    "words behind a formula": (
        COUNT, "5 | !formula | | |", "text-without-value", {"heading": "Description", "seen": "a formula"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FINDINGS)
def test_a_finding_quotes_the_cell_and_names_its_heading(case: str) -> None:
    row, answer, code, values = FINDINGS[case]
    _entry, (finding,) = read(row, answer)
    assert (finding.code, dict(finding.values)) == (code, values)


def test_long_words_are_quoted_short() -> None:
    _entry, (finding,) = read(COUNT, f"{LONG} | | | |")
    assert dict(finding.values)["seen"] == QUOTED
    _entry, (finding,) = read(DEMAND, f" | потреби не було {' ' * 80} | | |")
    assert dict(finding.values)["seen"] == "потреби не було"


@pytest.mark.parametrize(
    ("row", "answer", "kind"),
    [
        (COUNT, "5 | | | |", EntryKind.NUMBER),
        (COUNT, " | | | |", EntryKind.MISSING),
        (COUNT, " | потреби не було | | |", EntryKind.MISSING),
        (COUNT, "потреби не було | | | |", EntryKind.MISSING),
        (COUNT, "!formula | | | |", EntryKind.MISSING),
        (ALWAYS, " | триває | | |", EntryKind.MISSING),
        (ALWAYS, " | потреби не було | | |", EntryKind.MISSING),
        (DEMAND, " | | | |", EntryKind.MISSING),
        (DEMAND, "потреби не було | | | |", EntryKind.NOTHING_AROSE),
        (DEMAND, " | потреби не було | | |", EntryKind.NOTHING_AROSE),
    ],
)
def test_a_row_is_a_number_nothing_or_missing_and_only_on_demand_may_nothing_arise(
    row: IssueRow, answer: str, kind: EntryKind
) -> None:
    assert read(row, answer)[0].kind is kind


@pytest.mark.parametrize(
    ("row", "answer", "expected"),
    [
        (ALWAYS, " | !formula | | |", [("text-without-value", "F7")]),
        (COUNT, "4 | | !error | |", [("text-without-value", "G7"), ("action-missing", "H7")]),
        (COUNT, "4 | | | !error |", [("text-without-value", "H7"), ("reason-missing", "G7")]),
    ],
)
def test_words_that_cannot_be_read_are_not_called_missing_as_well(
    row: IssueRow, answer: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.code, each.location.cell) for each in read(row, answer)[1]] == expected


def test_the_texts_of_a_row_are_kept_without_the_spaces_around_them() -> None:
    entry, findings = read(COUNT, "4 | ' опис ' | ' хвороба ' | ' у липні ' |")
    assert (entry.description, entry.reason, entry.action) == ("опис", "хвороба", "у липні")
    assert (entry.key, entry.sheet, entry.cell, findings) == ("1", "Звіт", "E7", ())


PROMISED = replace(COUNT, past=RowHistory(shortfall=2, promised="лекція 15.07"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("так", True), ("Так.", True), ("тaк", True), ("yes", True), ("ні", False), ("НІ!", False), ("no", False)],
)
def test_whether_a_promise_was_kept_is_a_plain_yes_or_no_in_either_language(typed: str, kept: bool) -> None:
    entry, findings = read(PROMISED, f"5 | | | | {typed}")
    assert (entry.kept, findings) == (kept, ())


@pytest.mark.parametrize("typed", ["", "частково", "так, але пізніше", "потреби не було"])
def test_a_promise_of_which_it_is_not_said_whether_it_was_kept_is_asked_about(typed: str) -> None:
    entry, (finding,) = read(PROMISED, f"5 | | | | {typed}")
    assert entry.kept is None
    assert (finding.code, finding.location) == ("promise-unanswered", Location(sheet="Звіт", cell="I7", row="1"))
    promise = {"heading": "Was it done?", "promised": "лекція 15.07", "yes": "yes", "no": "no"}
    assert dict(finding.values) == promise


def test_a_long_promise_is_quoted_short() -> None:
    row = replace(COUNT, past=RowHistory(shortfall=2, promised=LONG))
    assert dict(read(row, "5 | | | |")[1][0].values)["promised"] == QUOTED


def test_where_nothing_was_promised_nothing_is_asked() -> None:
    entry, findings = read(COUNT, "5 | | | | так")
    assert (entry.kept, findings) == (None, ())

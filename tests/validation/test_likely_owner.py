"""What rows without a form code look like: said with how far it is so, and a tie is a tie."""

import pytest

from tests.support.return_tables import HOR, LUG, form_code, issue, issue_row, returned
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.validation.identification import Likeness, best_matches, likely_issues, suggest_issues

# Хорошів reports on everything that Лугини does, and on two measures more.
SHORT = issue(issue_row("1.1", 2), issue_row("1.2"), issue_row("1.3"), code=form_code("LUG"), unit=LUG)
LONG = issue(*(issue_row(key) for key in ("1.1", "1.2", "1.3", "1.4", "1.5")), code=form_code("HOR"), unit=HOR)
NEXT = issue(*SHORT.rows, code=form_code("LUG", Quarter(2021, 3)), unit=LUG)
ISSUES = (SHORT, LONG)


def like(*lines: str, issues: tuple[Issue, ...] = ISSUES) -> list[tuple[str, int, int]]:
    """(unit, row codes, texts in common) of what the rows cannot decide between."""
    head = "key | measure | indicator | target | done"
    rows = returned("\n".join((head, *lines)), codes={}).rows
    return [(each.issue.unit.code, each.codes, each.texts) for each in best_matches(likely_issues(rows, issues))]


def line(key: str, target: int = 1, measure: str = "") -> str:
    return f"{key} | {measure or f'Захід {key}'} | лекції | {target} | 5"


def test_all_rows_of_one_issue_look_like_that() -> None:
    rows = [line(key) for key in ("1.1", "1.2", "1.3", "1.4", "1.5")]
    assert like(*rows) == [("HOR", 5, 5)]


def test_a_target_tells_apart_what_the_texts_do_not() -> None:
    assert like(line("1.1", 2), line("1.2")) == [("LUG", 2, 2)]
    assert like(line("1.1", 1), line("1.2")) == [("HOR", 2, 2)]


def test_a_part_that_both_have_is_a_tie() -> None:
    assert like(line("1.2"), line("1.3")) == [("LUG", 2, 2), ("HOR", 2, 2)]


def test_rows_that_are_one_issue_as_a_whole_are_not_taken_for_a_part_of_a_longer_one() -> None:
    shorter = issue(*LONG.rows[:3], code=form_code("LUG"), unit=LUG)
    assert like(*(line(key) for key in ("1.1", "1.2", "1.3")), issues=(shorter, LONG)) == [("LUG", 3, 3)]


def test_two_quarters_that_ask_the_same_are_a_tie() -> None:
    rows = [line("1.1", 2), line("1.2"), line("1.3")]
    assert like(*rows, issues=(SHORT, NEXT)) == [("LUG", 3, 3), ("LUG", 3, 3)]


def test_the_same_codes_over_other_texts_are_no_common_text() -> None:
    rows = [line(key, measure="Облік майна") for key in ("1.1", "1.2", "1.3", "1.4", "1.5")]
    assert like(*rows) == [("HOR", 5, 0)]


@pytest.mark.parametrize("rows", [[], [line("7.1"), line("7.2"), line("1.1")]])
def test_rows_most_of_which_nobody_was_asked_for_are_like_nothing(rows: list[str]) -> None:
    assert like(*rows) == []


def test_the_likeliest_comes_first_and_the_others_are_kept() -> None:
    rows = returned("key | measure | indicator | target\n1.1 | Захід 1.1 | лекції | 2").rows
    found: tuple[Likeness, ...] = likely_issues(rows, ISSUES)
    assert [(each.issue.unit.code, each.targets) for each in found] == [("LUG", 1), ("HOR", 0)]


def test_a_changed_indicator_is_no_common_text_either() -> None:
    head = "key | measure | indicator | target"
    rows = returned(f"{head}\n1.1 | Захід 1.1 | лекції | 2\n1.2 | Захід 1.2 | семінари | 1", codes={}).rows
    assert [(each.codes, each.texts, each.targets) for each in likely_issues(rows, (SHORT,))] == [(2, 1, 2)]


@pytest.mark.parametrize(("strange", "number"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_more_than_half_of_the_codes_must_be_those_of_the_issue(strange: int, number: int) -> None:
    lines = [line("1.1", 2), line("1.2"), *(line(f"7.{each}") for each in range(strange))]
    assert len(like(*lines, issues=(SHORT,))) == number


def test_rows_without_a_code_are_not_counted() -> None:
    lines = [line("1.1", 2), line("1.2"), *(line("") for _ in range(5))]
    assert like(*lines, issues=(SHORT,)) == [("LUG", 2, 2)]


def asked(*lines: str, issues: tuple[Issue, ...]) -> list[dict[str, str]]:
    rows = returned("\n".join(("key | measure | indicator | target | done", *lines)), codes={}).rows
    findings = suggest_issues(rows, issues)
    assert {finding.code for finding in findings} <= {"identity-likely"}
    return [dict(finding.values) for finding in findings]


def test_the_question_names_the_unit_the_quarter_the_code_and_how_many_rows_are_alike() -> None:
    lines = [line("1.1", 2), line("1.2"), line("7.1"), line("")]
    assert asked(*lines, issues=ISSUES) == [
        {
            "seen": "2",
            "rows": "3",
            "unit": "Лугинське БПД",
            "quarter": "ІІ квартал 2021 року",
            "form": str(SHORT.form_code),
        }
    ]


def test_of_many_that_it_may_be_three_are_asked_about() -> None:
    units = [issue(*SHORT.rows, code=form_code(f"U{number}"), unit=LUG) for number in range(4)]
    forms = [values["form"] for values in asked(line("1.1", 2), line("1.2"), line("1.3"), issues=tuple(units))]
    assert forms == [str(each.form_code) for each in units[:3]]


def test_rows_that_are_like_nothing_ask_nothing() -> None:
    assert asked(line("7.1"), issues=ISSUES) == []

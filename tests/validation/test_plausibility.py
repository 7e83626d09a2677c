"""Numbers that can be read and are hard to believe: each is accepted, and asked about once."""

import pytest

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better
from xlplan.validation.returns import check_return

HEAD = "key | measure | indicator | target | done | description | reason | action"
EVENTS = "key | number | event | held_on"
KINDS = {
    "plan of 4": issue_row("1", 4),
    "plan of 1": issue_row("1", 1),
    "plan of 0": issue_row("1", 0),
    "at most 4": issue_row("1", 4, better=Better.LESS),
    "joint 4": issue_row("1", 4, "joint"),
    "on demand": issue_row("1", "за потреби"),
    "unset": issue_row("1", None),
}


def asked(
    row: IssueRow,
    done: str,
    reason: str = "",
    earlier: tuple[int, ...] = (),
    events: str = "",
    far_over: float = 1.5,
) -> list[str]:
    """The codes of what is asked about a row with this number; nothing of it must be corrected."""
    line = f"1 | {row.measure} | {row.indicator} | {row.target.shown} | {done} | опис | {reason} | щось"
    file = returned(f"{HEAD}\n{line}", f"{EVENTS}\n{events}" if events else "")
    _entries, _events, findings = check_return(issue(row), file, {"1": earlier}, far_over)
    assert not errors_of(findings)
    return [_code(finding) for finding in findings]


def _code(finding: Finding) -> str:
    assert finding.problem
    assert finding.remedy
    return f"{finding.code}@{finding.location.cell}"


@pytest.mark.parametrize(
    ("kind", "done", "expected"),
    [
        ("plan of 4", "6", []),
        ("plan of 4", "7", ["far-over-target@E7"]),
        ("plan of 4", "9000000", ["far-over-target@E7"]),
        ("plan of 1", "3", []),
        ("plan of 1", "4", ["far-over-target@E7"]),
        ("plan of 0", "7", []),
        ("joint 4", "7", ["far-over-target@E7"]),
        ("at most 4", "0", []),
        ("on demand", "900", []),
        ("unset", "900", []),
    ],
)
def test_a_number_far_over_its_target_is_asked_about(kind: str, done: str, expected: list[str]) -> None:
    assert asked(KINDS[kind], done) == expected


def test_how_far_is_a_setting() -> None:
    assert asked(KINDS["plan of 4"], "8", far_over=2) == []
    assert asked(KINDS["plan of 4"], "9", far_over=2) == ["far-over-target@E7"]


@pytest.mark.parametrize(
    ("kind", "done", "reason", "expected"),
    [
        ("plan of 4", "4", "", []),
        ("plan of 4", "4", "хвороба працівника", ["reason-unneeded@G7"]),
        ("plan of 4", "5", "карантин", ["reason-unneeded@G7"]),
        ("plan of 4", "3", "карантин", []),
        ("plan of 4", "4", "-", []),
        ("plan of 4", "4", "Немає.", []),
        ("plan of 4", "4", "план виконано", []),
        ("at most 4", "4", "карантин", ["reason-unneeded@G7"]),
        ("joint 4", "4", "карантин", []),
        ("on demand", "4", "карантин", []),
    ],
)
def test_a_reason_without_a_shortfall_is_asked_about(
    kind: str, done: str, reason: str, expected: list[str]
) -> None:
    assert asked(KINDS[kind], done, reason) == expected


@pytest.mark.parametrize(
    ("kind", "done", "earlier", "expected"),
    [
        ("unset", "30", (), []),
        ("unset", "30", (9, 10), ["unlike-earlier@E7"]),
        ("unset", "29", (9, 10), []),
        ("unset", "6", (0,), ["unlike-earlier@E7"]),
        ("unset", "5", (0,), []),
        ("unset", "3", (10, 9), ["unlike-earlier@E7"]),
        ("unset", "4", (10, 9), []),
        ("unset", "0", (5,), ["unlike-earlier@E7"]),
        ("unset", "0", (4,), []),
        ("on demand", "0", (5,), ["unlike-earlier@E7"]),
        ("joint 4", "0", (5,), ["unlike-earlier@E7"]),
        ("plan of 4", "4", (30,), []),
        ("plan of 4", "4", (0,), []),
        ("plan of 4", "6", (0,), ["unlike-earlier@E7"]),
        ("plan of 4", "9", (1,), ["far-over-target@E7"]),
    ],
)
def test_a_number_three_times_more_or_less_than_in_any_quarter_before_is_asked_about(
    kind: str, done: str, earlier: tuple[int, ...], expected: list[str]
) -> None:
    assert asked(KINDS[kind], done, earlier=earlier) == expected


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("44352", ["entry-like-date@E7"]),
        ("43831", ["entry-like-date@E7"]),
        ("43830", []),
        ("44926", ["entry-like-date@E7"]),
        ("44927", []),
    ],
)
def test_a_number_that_is_the_day_of_a_year_nearby_is_asked_about(done: str, expected: list[str]) -> None:
    assert asked(KINDS["unset"], done) == expected


LECTURES = issue_row("1", 3, events="лекція; зустріч; семінар")
PLANNED = issue_row("1", "за потреби", events="лекція")
ONE, TWO = "1 | 1 | лекція | 14.05.2021", "1 | 2 | зустріч | 15.05.2021"
UNDATED = "1 | 2 | зустріч | "


@pytest.mark.parametrize(
    ("row", "done", "events", "expected"),
    [
        (LECTURES, "3", (), []),
        (LECTURES, "3", (ONE,), ["events-unlike-count@E7"]),
        (LECTURES, "3", (ONE, UNDATED), ["events-unlike-count@E7"]),
        (PLANNED, "2", (ONE, TWO), []),
        (PLANNED, "1", (ONE, TWO), ["events-unlike-count@E7"]),
        (issue_row("1", 3), "3", (ONE,), []),
    ],
)
def test_a_count_that_is_not_the_number_of_the_events_held_is_asked_about(
    row: IssueRow, done: str, events: tuple[str, ...], expected: list[str]
) -> None:
    assert asked(row, done, events="\n".join(events)) == expected


def test_an_indicator_that_counts_people_is_not_held_against_the_events() -> None:
    people = IssueRow(**{**vars(LECTURES), "indicator": "кількість учасників"})
    assert asked(people, "4", events=ONE) == []

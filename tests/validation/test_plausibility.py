"""Numbers that can be read and are hard to believe: each is accepted, and asked about once."""

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.findings.finding import Finding, Location, errors_of
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
    people = replace(LECTURES, indicator="кількість учасників")
    assert asked(people, "4", events=ONE) == []


def test_without_a_setting_half_as_much_again_is_far() -> None:
    row = KINDS["plan of 4"]
    numbers = []
    for done in (6, 7):
        line = f"1 | {row.measure} | {row.indicator} | 4 | {done} | опис | | щось"
        _entries, _events, findings = check_return(issue(row), returned(f"{HEAD}\n{line}"))
        numbers.append(len(findings))
    assert numbers == [0, 1]


def test_more_than_a_ceiling_allows_has_its_reason_and_is_not_asked_about_as_well() -> None:
    assert asked(KINDS["at most 4"], "9", reason="карантин") == []


def test_a_row_that_met_its_plan_is_not_held_against_the_quarters_before() -> None:
    assert asked(KINDS["plan of 4"], "4", earlier=(1,)) == []
    assert asked(issue_row("1", 30), "30", earlier=(2,)) == []
    assert asked(issue_row("1", 30), "31", earlier=(2,)) == ["unlike-earlier@E7"]
    assert asked(issue_row("1", 30, "joint"), "30", earlier=(2,)) == ["unlike-earlier@E7"]


def test_a_number_is_held_against_the_highest_and_the_lowest_quarter_before() -> None:
    assert asked(KINDS["unset"], "30", earlier=(1, 11)) == []
    assert asked(KINDS["unset"], "3", earlier=(10, 8)) == []
    assert asked(KINDS["unset"], "2", earlier=(10, 8)) == ["unlike-earlier@E7"]


def test_a_number_under_six_is_no_rise() -> None:
    assert asked(KINDS["unset"], "5", earlier=(1,)) == []
    assert asked(KINDS["unset"], "6", earlier=(1,)) == ["unlike-earlier@E7"]


@pytest.mark.parametrize("indicator", ["Кількість Учaсників", "охоплено осіб", "ОСІБ", "кількість переглядів"])
def test_an_indicator_of_people_is_known_however_spelled(indicator: str) -> None:
    assert asked(replace(LECTURES, indicator=indicator), "4", events=ONE) == []


def test_a_reason_that_says_there_is_none_is_known_by_its_words_however_spelled() -> None:
    for reason in ("—", "немає!", "ПЛАН ПЕРЕВИКОНАНО", "н/д", " Нeмає ."):
        assert asked(KINDS["plan of 4"], "4", reason) == []


LONG = "хвороба працівника, яка тривала весь квартал і ще трохи довше за нього"
# kind, done, reason, earlier, events -> what is told of it
TOLD: dict[str, tuple[IssueRow, str, str, tuple[int, ...], str, str, dict[str, str]]] = {
    "far-over-target": (KINDS["plan of 4"], "7", "", (), "", "E7", {"target": "4", "seen": "7"}),
    "reason-unneeded": (
        KINDS["plan of 4"], "5", LONG, (), "", "G7",
        {
            "heading": "Reason for the shortfall", "target": "4", "done": "5",
            "seen": "хвороба працівника, яка тривала весь квартал і ще трохи…",
        },
    ),
    "unlike-earlier": (
        KINDS["unset"], "30", "", (9, 10), "", "E7", {"heading": "Done", "seen": "30", "earlier": "9, 10"},
    ),
    "entry-like-date": (
        KINDS["unset"], "44352", "", (), "", "E7", {"heading": "Done", "seen": "44352", "date": "05.06.2021"},
    ),
    "events-unlike-count": (
        LECTURES, "3", "", (), ONE, "E7", {"heading": "Done", "seen": "3", "held": "1", "sheet": "Events"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", TOLD)
def test_a_doubt_stands_at_its_cell_and_says_what_it_rests_on(code: str) -> None:
    row, done, reason, earlier, events, cell, values = TOLD[code]
    line = f"1 | {row.measure} | {row.indicator} | {row.target.shown} | {done} | опис | {reason} | щось"
    file = returned(f"{HEAD}\n{line}", f"{EVENTS}\n{events}" if events else "")
    _entries, _events, (finding,) = check_return(issue(row), file, {"1": earlier})
    assert (finding.code, finding.location) == (code, Location(sheet="Звіт", cell=cell, row="1"))
    assert dict(finding.values) == values

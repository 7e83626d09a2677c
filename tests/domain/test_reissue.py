"""What a newer issue keeps of the answers to an older one."""

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row
from xlplan.domain.entries import EventEntry
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better, Ratio
from xlplan.domain.reissue import carry_events, is_asked_again, rows_to_ask_again
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure


@pytest.mark.parametrize(
    ("older", "newer", "again"),
    [
        (issue_row("1.1", 2), issue_row("1.1", 2), False),
        (issue_row("1.1", 2), issue_row("1.1", 3), True),
        (issue_row("1.1", 2), issue_row("1.1", "постійно"), True),
        (issue_row("1.1", 2), issue_row("1.1", None), True),
        (issue_row("1.1", "за потреби"), issue_row("1.1", "у разі потреби"), False),
        (issue_row("1.1", 2), issue_row("1.1", 2, "joint"), True),
        (issue_row("1.1", 2), issue_row("1.1", 2, better=Better.LESS), True),
        (IssueRow("1.1", "Лекції для дітей", "лекції", issue_row("", 2).target, issue_row("").counting),
         IssueRow("1.1", "Лекції для дiтей ", "лекції", issue_row("", 2).target, issue_row("").counting), False),
        (IssueRow("1.1", "Лекції для дітей", "лекції", issue_row("", 2).target, issue_row("").counting),
         IssueRow("1.1", "Закупівля паперу", "лекції", issue_row("", 2).target, issue_row("").counting), True),
        (IssueRow("1.1", "Лекції", "лекції", issue_row("", 2).target, issue_row("").counting),
         IssueRow("1.1", "Лекції", "слухачі", issue_row("", 2).target, issue_row("").counting), True),
    ],
    ids=["same", "other count", "words for a count", "no target", "other words of one kind", "other counting",
         "other way round", "mended words", "another measure", "another indicator"],
)  # fmt: skip
def test_a_row_is_asked_again_where_it_asks_for_something_else(
    older: IssueRow, newer: IssueRow, again: bool
) -> None:
    assert is_asked_again(older, newer) is again


def about(measure: str, indicator: str = "лекції") -> IssueRow:
    return replace(issue_row("1.1", 2), measure=measure, indicator=indicator)


@pytest.mark.parametrize(
    ("before", "now", "again"),
    [
        ("Лекції для дітей", "Лекцiї  для ДІТЕЙ", False),
        ("Лекції для дітей", "Лекції для дітей та молоді", False),
        ("Лекції для дітей", "Лекція для дітей", False),
        ("Лекції", "Лекції для дітей", True),
        ("Лекції для дітей", "Закупівля паперу", True),
        # In a long text every letter stands often; they count all the same.
        ("лекції для дітей, " * 15, "зустріч, " + "лекції для дітей, " * 14, False),
    ],
)
def test_a_measure_whose_words_were_corrected_is_the_same_and_one_with_other_words_is_not(
    before: str, now: str, again: bool
) -> None:
    assert is_asked_again(about(before), about(now)) is again
    assert is_asked_again(about(now), about(before)) is again


@pytest.mark.parametrize(("before", "now"), [("ЛЕКЦІЇ", "лекцiї"), ("лекцiї", "Лекції ")])
def test_an_indicator_is_the_same_however_spelled(before: str, now: str) -> None:
    assert not is_asked_again(about("Захід", before), about("Захід", now))


def test_a_measure_is_the_same_in_look_alike_letters() -> None:
    """Letters that only look alike are the same ones."""
    cyrillic, latin = "РОСА ВЕСНА МОРЕ", "POCA BECHA MOPE"
    assert not is_asked_again(about(cyrillic), about(latin))
    assert not is_asked_again(about(latin), about(cyrillic))


def test_changed_and_new_rows_are_asked_again_in_the_order_issued_and_dropped_ones_are_not() -> None:
    older = issue(issue_row("1.1"), issue_row("1.2"), issue_row("1.3"))
    newer = issue(issue_row("1.4"), issue_row("1.3"), issue_row("1.1", 5))
    assert rows_to_ask_again(older, newer) == ("1.4", "1.1")


def said(event: str, key: str, title: str) -> EventEntry:
    return EventEntry(event, key, title, "14.05.2021")


def test_events_take_the_numbers_that_the_newer_issue_gives_them() -> None:
    older = issue(issue_row("1.1", events="у суді; у школі; у громаді"), issue_row("1.2", events="на пошті"))
    newer = issue(issue_row("1.1", events="у школі; у лікарні; у суді"))
    events = (
        said("1.1#1", "1.1", "у суді"),
        said("1.1#2", "1.1", "у школі"),
        said("1.1#3", "1.1", "у громаді"),
        said("", "1.1", "ще одна"),
        said("1.2#1", "1.2", "на пошті"),
    )
    assert [(each.event, each.title) for each in carry_events(events, older, newer)] == [
        ("1.1#3", "у суді"),
        ("1.1#1", "у школі"),
        ("", "у громаді"),
        ("", "ще одна"),
    ]


def test_a_planned_event_is_the_same_however_its_title_is_spelled() -> None:
    older, newer = issue(issue_row("1.1", events="У суді")), issue(issue_row("1.1", events="у школі; у  cуді"))
    assert [each.event for each in carry_events([said("1.1#1", "1.1", "")], older, newer)] == ["1.1#2"]
    assert [each.event for each in carry_events([said("1.1#2", "1.1", "")], newer, older)] == ["1.1#1"]


def test_of_two_planned_events_of_one_name_each_keeps_its_own() -> None:
    older, newer = (
        issue(issue_row("1.1", events=events)) for events in ("лекція; лекція", "збори; лекція; лекція")
    )
    events = [said("1.1#1", "1.1", ""), said("1.1#2", "1.1", "")]
    assert [each.event for each in carry_events(events, older, newer)] == ["1.1#2", "1.1#3"]


def test_a_row_in_another_unit_of_measure_is_asked_again() -> None:
    assert is_asked_again(issue_row("1.1", 2), replace(issue_row("1.1", 2), unit_of_measure=PERCENTAGE))
    hours = replace(issue_row("1.1", 2), unit_of_measure=UnitOfMeasure("год", 1))
    assert is_asked_again(hours, replace(hours, unit_of_measure=UnitOfMeasure("год", 2)))


def test_a_row_that_becomes_a_share_of_two_counts_is_another_row_and_one_that_ceases_to_be_is_asked() -> None:
    plain = replace(issue_row("1.3", 95), unit_of_measure=PERCENTAGE)
    share = replace(plain, ratio=Ratio("1.2", "1.1"))
    assert is_asked_again(plain, share)
    assert rows_to_ask_again(issue(share), issue(plain)) == ("1.3",)


def test_the_row_of_a_share_is_never_asked_again_for_it_follows_its_counts() -> None:
    counts = (issue_row("1.1", None), issue_row("1.2", None))
    share = replace(issue_row("1.3", 95), unit_of_measure=PERCENTAGE, ratio=Ratio("1.2", "1.1"))
    stricter = replace(share, target=count_target(98))
    assert rows_to_ask_again(issue(*counts, share), issue(*counts, stricter)) == ()
    assert rows_to_ask_again(issue(*counts), issue(*counts, share)) == ()

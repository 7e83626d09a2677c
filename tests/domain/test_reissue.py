"""What a newer issue keeps of the answers to an older one."""

import pytest

from tests.support.return_tables import issue, issue_row
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better
from xlplan.domain.reissue import carry_events, is_asked_again, rows_to_ask_again
from xlplan.domain.submission import EventEntry


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

"""What is known beside a file: the unit's own earlier numbers, and what other units say of the same days."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, issue_of
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome, Verdict
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import record_withdrawal
from xlplan.ledger.issues import record_issue
from xlplan.ledger.submissions import record_submission, submissions_of
from xlplan.ledger.validation_context import earlier_numbers, events_of_others
from xlplan.storage.workspace import Workspace

pytestmark = pytest.mark.both_ledgers

LECTURE = EventEntry("", "1.1.1", "лекція", "14.05.2021", place="школа")
LATER = EventEntry("", "1.1.1", "лекція", "15.05.2021", place="школа")


@pytest.fixture
def ledger(centre: Workspace) -> Iterator[Connection]:
    with open_ledger(centre.ledger) as opened, opened.write() as connection:
        yield connection


def submitted(
    ledger: Connection, name: str, issue: Issue, number: Number, outcome: Outcome = Outcome.ACCEPTED,
    events: tuple[EventEntry, ...] = (),
) -> None:  # fmt: skip
    """A submission that reports this number, and a blank, for two rows."""
    entries = (Entry("1.1.1", EntryKind.NUMBER, number), Entry("1.1.2", EntryKind.MISSING))
    record_submission(ledger, name, name, at(), Verdict(outcome, issue, (), entries, events))


def of_quarter(ledger: Connection, issue: Issue, quarter: Quarter) -> Issue:
    """The same unit's issue for another quarter."""
    other = replace(issue, form_code=FormCode("KR", quarter, issue.unit.code, "AAAA"))
    record_issue(ledger, other, at())
    return other


def test_the_numbers_of_earlier_quarters_come_by_row_oldest_first(centre: Workspace, ledger: Connection) -> None:
    second = issue_of(centre, "HOR")
    first, third = of_quarter(ledger, second, Quarter(2021, 1)), of_quarter(ledger, second, Quarter(2021, 3))
    last_year = of_quarter(ledger, second, Quarter(2020, 4))
    for name, issue, number in (("a", second, 5), ("b", first, 4), ("c", first, 3), ("d", third, 9),
                                ("e", last_year, 7)):  # fmt: skip
        submitted(ledger, name, issue, number)
    submitted(ledger, "f", first, 100, Outcome.TO_CORRECT)
    submitted(ledger, "g", issue_of(centre, "LUG"), 50)
    assert earlier_numbers(ledger, third) == {"1.1.1": (3, 5)}
    assert earlier_numbers(ledger, second) == {"1.1.1": (3,)}
    assert earlier_numbers(ledger, first) == {}


def test_the_numbers_of_earlier_quarters_have_their_decimals(centre: Workspace, ledger: Connection) -> None:
    """20.1 hours are never read as 201."""
    second = issue_of(centre, "HOR")
    submitted(ledger, "a", of_quarter(ledger, second, Quarter(2021, 1)), Decimal("20.1"))
    assert earlier_numbers(ledger, second) == {"1.1.1": (Decimal("20.1"),)}


def test_the_events_of_others_are_those_of_their_latest_accepted_return(
    centre: Workspace, ledger: Connection
) -> None:
    own, other = issue_of(centre, "HOR"), issue_of(centre, "LUG")
    submitted(ledger, "a", own, 1, events=(LECTURE,))
    submitted(ledger, "b", other, 1, events=(LECTURE, LATER))
    submitted(ledger, "c", other, 1, Outcome.TO_CORRECT, (replace(LECTURE, title="зустріч"),))
    days = {"14.05.2021"}
    assert list(events_of_others(ledger, "HOR", QUARTER, days)) == [(str(other.form_code), LECTURE)]
    submitted(ledger, "d", other, 1, events=(LATER,))
    assert list(events_of_others(ledger, "HOR", QUARTER, days)) == []


def test_a_submission_that_was_withdrawn_is_nobody_s_past(centre: Workspace, ledger: Connection) -> None:
    first = of_quarter(ledger, issue_of(centre, "HOR"), Quarter(2021, 1))
    submitted(ledger, "a", first, 3)
    submitted(ledger, "b", first, 300)
    (last,) = (each for each in submissions_of(ledger, first.quarter) if each.sha256 == "b")
    record_withdrawal(ledger, Withdrawal(last.number, at(), "координатор", "помилка"))
    assert earlier_numbers(ledger, issue_of(centre, "HOR")) == {"1.1.1": (3,)}

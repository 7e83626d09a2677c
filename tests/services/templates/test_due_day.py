"""The due day of a quarter: named at an issue or from the settings, one for every unit, never silently another."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, issue_of, send, take, take_files
from tests.support.rows_only import rows_only
from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Outcome
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.services.report.status import read_status
from xlplan.services.templates import IssueResult, Renewal, issue_templates
from xlplan.storage.workspace import Workspace

USUAL, LATER, LATEST = date(2021, 7, 9), date(2021, 7, 15), date(2021, 7, 20)
GAP = {"1.1.1": {"done": 0.5}}


def issue(centre: Workspace, due: date | None = None, unit: str | None = None) -> IssueResult:
    return call(issue_templates, centre, lambda: at(20, 6), QUARTER, unit, due=due)


def with_settings(centre: Workspace, **changes: Any) -> Workspace:
    return replace(centre, settings=replace(centre.settings, **changes))


def deadline(centre: Workspace) -> Deadline:
    (quarter,) = call(read_status, centre, at).quarters
    return quarter.deadline


def timeliness(centre: Workspace) -> dict[str, Timeliness]:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return {unit: each.timeliness for unit, each in accepted_returns(connection, QUARTER).items()}


def test_a_due_day_that_is_named_stands_until_another_one_is_named(centre: Workspace) -> None:
    assert deadline(centre) == Deadline(USUAL)
    moved = issue(centre, LATER)
    assert (moved.deadline.before, moved.deadline.now, moved.deadline.is_named) == (
        Deadline(USUAL),
        Deadline(LATER),
        True,
    )
    again = issue(with_settings(centre, due_days=20))
    assert (again.deadline.now, again.deadline.is_named, again.templates) == (Deadline(LATER), True, ())
    assert issue(centre, LATEST).deadline.now == Deadline(LATEST)
    assert deadline(centre) == Deadline(LATEST)


def test_a_due_day_from_the_settings_moves_with_them(centre: Workspace) -> None:
    moved = issue(with_settings(centre, due=((QUARTER, LATER),), grace_days=2))
    assert (moved.deadline.is_moved, moved.deadline.is_named, moved.deadline.in_settings) == (True, False, None)
    assert deadline(centre) == Deadline(LATER, 2)


def test_a_due_day_in_the_settings_beside_one_that_was_named_is_told_and_does_not_count(centre: Workspace) -> None:
    issue(centre, LATER)
    again = issue(with_settings(centre, due=((QUARTER, LATEST),)))
    assert (again.deadline.now.due, again.deadline.in_settings) == (LATER, LATEST)


def test_templates_are_new_where_nothing_has_come_back(centre: Workspace) -> None:
    send(centre, "MAL")
    send(centre, "HOR", GAP)
    outcomes = {each.outcome for each in take_files(centre).results}
    assert outcomes == {Outcome.ACCEPTED, Outcome.TO_CORRECT}
    before = {unit: issue_of(centre, unit).form_code for unit in ("HOR", "MAL", "LUG")}

    moved = issue(centre, LATER)

    assert {template.renewal for template in moved.templates} == {Renewal.DUE_DAY_MOVED}
    assert len(moved.templates) == 4
    after = {unit: issue_of(centre, unit).form_code for unit in before}
    assert [unit for unit in before if before[unit] != after[unit]] == ["LUG"]
    shown = rows_only(centre.template(QUARTER, "Лугинське БПД"))["Звіт"]
    assert any("15.07.2021" in str(cell.value) for row in shown.iter_rows(max_row=4) for cell in row)
    assert issue(centre).templates == ()


def test_a_return_that_came_before_is_judged_by_the_due_day_of_now(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre, at(12))
    assert timeliness(centre) == {"HOR": Timeliness.LATE}
    issue(centre, LATER)
    assert timeliness(centre) == {"HOR": Timeliness.IN_TIME}
    issue(centre, date(2021, 7, 11))
    assert timeliness(centre) == {"HOR": Timeliness.LATE}
    issue(with_settings(centre, grace_days=1))
    assert timeliness(centre) == {"HOR": Timeliness.IN_GRACE}


def test_a_unit_that_was_issued_later_has_the_due_day_of_the_quarter(centre: Workspace) -> None:
    issue(centre, LATER)
    alone = issue(with_settings(centre, due_days=3, grace_days=9), unit="HOR")
    assert (alone.deadline.now, issue_of(centre, "HOR").due) == (Deadline(LATER), LATER)
    assert deadline(centre) == Deadline(LATER)


@pytest.mark.parametrize(
    ("due", "unit", "words"),
    [
        (LATER, "HOR", "без --unit"),
        (date(2020, 7, 15), None, "закінчується ІІ квартал 2021 року"),
        (date(2031, 7, 15), None, "понад рік"),
    ],
)
def test_a_due_day_that_cannot_be_is_refused_and_nothing_changes(
    centre: Workspace, due: date, unit: str | None, words: str
) -> None:
    with pytest.raises(XlplanError, match=words):
        issue(centre, due, unit)
    assert deadline(centre) == Deadline(USUAL)


@pytest.mark.parametrize(
    ("change", "is_rewritten"),
    [(lambda centre: issue(centre, LATER), True), (issue, False)],
)
def test_the_workbook_follows_a_due_day_that_moved(
    returned: Workspace, change: Callable[[Workspace], object], is_rewritten: bool
) -> None:
    change(returned)
    assert bool(take(returned).reports) is is_rewritten

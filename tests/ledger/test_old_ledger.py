"""A ledger that an older xlplan wrote reads the same today, value by value."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from sqlalchemy import Connection

from tests.support.old_ledger import (
    PLAN_VERSION,
    QUARTERS,
    WAIVER,
    WITHDRAWAL,
    by_quarter,
    old_centre,
    old_readings,
    read_accepted,
    read_editions,
    read_issues,
    read_submissions,
    reading,
)
from xlplan.domain.quarter import Quarter
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decisions import waivers_of, withdrawals_of
from xlplan.ledger.plans import plan_versions
from xlplan.ledger.reports import events_by_file, findings_by_file, last_report, ledger_position
from xlplan.ledger.submissions import events_of, findings_of, submissions_of
from xlplan.storage.workspace import Workspace


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return old_centre(tmp_path_factory.mktemp("old") / "центр")


@pytest.fixture
def ledger(centre: Workspace) -> Iterator[Connection]:
    with open_ledger(centre.ledger) as engine, engine.connect() as connection:
        yield connection


def test_submissions_read_the_same_with_their_entries_events_and_findings(ledger: Connection) -> None:
    assert read_submissions(ledger) == old_readings()["submissions"]


def test_editions_read_the_same_with_their_figures_and_reopenings(ledger: Connection) -> None:
    assert read_editions(ledger) == old_readings()["editions"]


def test_waivers_and_withdrawals_read_the_same(ledger: Connection) -> None:
    waivers = [reading(waiver, WAIVER) for quarter in QUARTERS for waiver in waivers_of(ledger, quarter)]
    assert waivers == old_readings()["waivers"]
    withdrawn = [each for quarter in QUARTERS for each in withdrawals_of(ledger, quarter).values()]
    assert [reading(each, WITHDRAWAL) for each in withdrawn] == old_readings()["withdrawals"]


def test_versions_of_the_plan_and_issues_read_the_same(ledger: Connection) -> None:
    assert [reading(version, PLAN_VERSION) for version in plan_versions(ledger)] == old_readings()["plans"]
    assert read_issues(ledger) == old_readings()["issues"]


def test_the_same_returns_count(ledger: Connection) -> None:
    def counting(quarter: Quarter) -> object:
        return {unit: read_accepted(each) for unit, each in accepted_returns(ledger, quarter).items()}

    expected = deepcopy(old_readings()["accepted"])
    # The first accepted return came by the due day. Its later correction does not make the unit late any more.
    expected["2021-Q2"]["NAR"]["in_time"] = True
    assert by_quarter(counting) == expected


def test_the_last_reports_and_the_position_of_the_ledger_are_the_same(ledger: Connection) -> None:
    def report(quarter: Quarter) -> object:
        made = last_report(ledger, quarter)
        return made and [made.last_number, made.made_at.isoformat(), made.decision_count]

    def position(quarter: Quarter) -> object:
        rests_on = ledger_position(ledger, quarter)
        return rests_on and [
            rests_on.last_number,
            rests_on.last_number_of_quarter,
            rests_on.decision_count,
            rests_on.plan_version,
        ]

    assert by_quarter(report) == old_readings()["reports"]
    assert by_quarter(position) == old_readings()["positions"]


def test_events_and_findings_are_the_same_by_file_as_by_submission(ledger: Connection) -> None:
    for quarter in QUARTERS:
        events, findings = events_by_file(ledger, quarter), findings_by_file(ledger, quarter)
        for submission in submissions_of(ledger, quarter):
            assert tuple(events.get(submission.sha256, ())) == events_of(ledger, submission.number)
            assert tuple(findings.get(submission.sha256, ())) == findings_of(ledger, submission.number)

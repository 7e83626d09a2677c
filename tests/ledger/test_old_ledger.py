"""A ledger that an older xlplan wrote reads the same today, value by value."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.centre import at
from tests.support.old_ledger import (
    FIRST,
    PLAN_VERSION,
    QUARTERS,
    WAIVER,
    WITHDRAWAL,
    WITHOUT_DECIMALS,
    by_quarter,
    old_centre,
    old_readings,
    read_accepted,
    read_editions,
    read_issues,
    read_submissions,
    reading,
)
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.record_kinds import RECORD_CHANGED
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome, Verdict
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import waivers_of, withdrawals_of
from xlplan.ledger.plans import plan_versions
from xlplan.ledger.reports import events_by_file, findings_by_file, last_report, ledger_position
from xlplan.ledger.submissions import entries_of, events_of, findings_of, record_submission, submissions_of
from xlplan.ledger.tables import VERSION
from xlplan.ledger.verification import check_records
from xlplan.storage.workspace import Workspace

Readings = Mapping[str, Any]


@pytest.fixture(scope="module", params=[FIRST, WITHOUT_DECIMALS])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory, name: str) -> Workspace:
    return old_centre(tmp_path_factory.mktemp("old") / "центр", name)


@pytest.fixture
def ledger(centre: Workspace) -> Iterator[Connection]:
    with open_ledger(centre.ledger) as opened, opened.connect() as connection:
        yield connection


@pytest.fixture
def readings(name: str) -> Readings:
    return old_readings(name)


def test_submissions_read_the_same_with_their_entries_events_and_findings(
    ledger: Connection, readings: Readings
) -> None:
    assert read_submissions(ledger) == readings["submissions"]


def test_editions_read_the_same_with_their_figures_and_reopenings(ledger: Connection, readings: Readings) -> None:
    assert read_editions(ledger) == readings["editions"]


def test_waivers_and_withdrawals_read_the_same(ledger: Connection, readings: Readings) -> None:
    waivers = [reading(waiver, WAIVER) for quarter in QUARTERS for waiver in waivers_of(ledger, quarter)]
    assert waivers == readings["waivers"]
    withdrawn = [each for quarter in QUARTERS for each in withdrawals_of(ledger, quarter).values()]
    assert [reading(each, WITHDRAWAL) for each in withdrawn] == readings["withdrawals"]


def test_versions_of_the_plan_and_issues_read_the_same(ledger: Connection, readings: Readings) -> None:
    assert [reading(version, PLAN_VERSION) for version in plan_versions(ledger)] == readings["plans"]
    assert read_issues(ledger) == readings["issues"]


def test_the_same_returns_count(ledger: Connection, readings: Readings, name: str) -> None:
    def counting(quarter: Quarter) -> object:
        return {unit: read_accepted(each) for unit, each in accepted_returns(ledger, quarter).items()}

    expected = deepcopy(readings["accepted"])
    if name == FIRST:
        # The first accepted return came by the due day. Its later correction does not make the unit late any more.
        expected["2021-Q2"]["NAR"]["in_time"] = True
    assert by_quarter(counting) == expected


def test_the_last_reports_and_the_position_of_the_ledger_are_the_same(
    ledger: Connection, readings: Readings
) -> None:
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

    assert by_quarter(report) == readings["reports"]
    assert by_quarter(position) == readings["positions"]


def test_events_and_findings_are_the_same_by_file_as_by_submission(ledger: Connection) -> None:
    for quarter in QUARTERS:
        events, findings = events_by_file(ledger, quarter), findings_by_file(ledger, quarter)
        for submission in submissions_of(ledger, quarter):
            assert tuple(events.get(submission.sha256, ())) == events_of(ledger, submission.number)
            assert tuple(findings.get(submission.sha256, ())) == findings_of(ledger, submission.number)


def test_a_ledger_from_before_takes_decimals_beside_the_whole_numbers_that_it_has(tmp_path: Path) -> None:
    centre = old_centre(tmp_path / "центр", WITHOUT_DECIMALS)
    entry = Entry("1.4.5", EntryKind.NUMBER, Decimal("5.5"), sheet="Звіт", cell="E12")
    with open_ledger(centre.ledger) as opened, opened.write() as connection:
        verdict = Verdict(Outcome.ACCEPTED, None, (), (entry,))
        number = record_submission(connection, "a1", "звіт.xlsx", at(), verdict).number
    with open_ledger(centre.ledger) as opened, opened.connect() as connection:
        assert entries_of(connection, number) == (entry,)
        before = [each for each in read_submissions(connection) if isinstance(each, dict)]
    assert [each for each in before if each["number"] != number] == old_readings(WITHOUT_DECIMALS)["submissions"]


def test_records_from_before_keep_their_hashes_and_new_ones_get_theirs(tmp_path: Path) -> None:
    centre = old_centre(tmp_path / "центр", WITHOUT_DECIMALS)
    with open_ledger(centre.ledger) as opened, opened.write() as connection:
        entry = Entry("1.4.5", EntryKind.NUMBER, Decimal("5.5"))
        record_submission(connection, "a1", "звіт.xlsx", at(), Verdict(Outcome.ACCEPTED, None, (), (entry,)))
        versions = connection.column("SELECT DISTINCT version FROM row_hashes ORDER BY version")
        assert versions == [8, VERSION]
        assert list(check_records(connection, lambda _key: None)) == []


@pytest.mark.parametrize("change", ["decimals = 1", "number = number * 10, decimals = 1"])
def test_a_whole_number_from_before_that_was_made_a_decimal_by_hand_is_found(tmp_path: Path, change: str) -> None:
    centre = old_centre(tmp_path / "центр", WITHOUT_DECIMALS)
    with open_ledger(centre.ledger) as opened, opened.write() as connection:
        one = "rowid = (SELECT min(rowid) FROM entries WHERE number > 0)"
        (submission,) = connection.column(f"SELECT submission FROM entries WHERE {one}")
        connection.run(f"UPDATE entries SET {change} WHERE {one}")
        (finding,) = check_records(connection, lambda _key: None)
    assert finding == RECORD_CHANGED.at(key=submission, table="submissions")

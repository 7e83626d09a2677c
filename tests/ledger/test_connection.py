"""The ledger's file: made whole, refused in one sentence, written in whole transactions."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.migrations import UPGRADES
from xlplan.ledger.plans import plan_versions
from xlplan.ledger.tables import VERSION


def arrival(claim: str) -> dict[str, object]:
    return {"claim": claim, "file": "a.xlsx", "size": 1, "sha256": "0", "arrived_at": "2021-07-05"}


def claims(path: Path) -> list[str]:
    with open_ledger(path) as ledger, ledger.connect() as connection:
        return connection.column("SELECT claim FROM arrivals ORDER BY rowid")


def test_a_ledger_is_made_where_there_is_none_with_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "новий" / "xlplan.db"
    assert claims(path) == []
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "xlplan.db"

    def fail_halfway() -> None:
        with open_ledger(path) as ledger, ledger.write() as connection:
            connection.add("arrivals", arrival("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert claims(path) == []


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "xlplan.db"
    with open_ledger(path) as one, open_ledger(path) as two:
        for ledger, claim in ((one, "a"), (two, "b"), (one, "c")):
            with ledger.write() as connection:
                connection.add("arrivals", arrival(claim))
    assert claims(path) == ["a", "b", "c"]


def test_a_new_ledger_lies_alone(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "xlplan.db"):
        pass
    assert [each.name for each in tmp_path.iterdir()] == ["xlplan.db"]


def test_what_is_recorded_outlasts_a_power_cut(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "xlplan.db") as ledger, ledger.connect() as connection:
        assert connection.value("PRAGMA journal_mode") == "wal"
        full = 2
        assert connection.value("PRAGMA synchronous") == full


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look like one" * 40])
def test_a_file_that_is_no_ledger_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "xlplan.db"
    path.write_bytes(content)
    with pytest.raises(XlplanError, match=r"xlplan\.db"), open_ledger(path):
        pass


def test_a_ledger_of_a_newer_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = tmp_path / "xlplan.db"
    with open_ledger(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()
    with pytest.raises(XlplanError, match=rf"{VERSION + 1}.*{VERSION}"), open_ledger(path):
        pass


def test_a_ledger_of_the_first_version_is_brought_up_to_date_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "xlplan.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(_FIRST)
    connection.close()
    with open_ledger(path) as ledger, ledger.connect() as ledger_connection:
        (version,) = plan_versions(ledger_connection)
        names = {
            table: {row[1] for row in ledger_connection.run(f"PRAGMA table_info({table})")}
            for table in ("submissions", "entries", "event_entries", "reports", *ADDED)
        }
    assert "filled_by" in names["submissions"]
    assert {"kept", "decimals"} <= names["entries"]
    assert "decided" in names["reports"]
    assert {"place", "form", "partner"} <= names["event_entries"]
    assert (version.number, version.file, version.adopted_on, version.reason) == (
        1,
        "План.xlsx",
        date(2021, 3, 10),
        "",
    )


def test_tables_that_an_upgrade_adds_are_those_of_a_new_ledger(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with sqlite3.connect(old) as connection:
        connection.executescript(_FIRST)
    connection.close()
    shapes = []
    for path in (old, new):
        with open_ledger(path) as ledger, ledger.connect() as ledger_connection:
            run = ledger_connection.run
            shapes.append({table: run(f"PRAGMA table_info({table})").fetchall() for table in ADDED})
    assert shapes[0] == shapes[1]
    assert all(shapes[0].values())


def test_what_is_asked_for_every_file_is_looked_up_and_not_searched_for(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with sqlite3.connect(old) as connection:
        connection.executescript(_FIRST)
    connection.close()
    for path in (old, new):
        with open_ledger(path) as ledger, ledger.connect() as ledger_connection:
            plans = [
                row[3]
                for query in (
                    "SELECT * FROM issues WHERE unit = 'HOR'",
                    "SELECT * FROM submissions WHERE quarter = '2021-Q2' AND unit = 'HOR'",
                )
                for row in ledger_connection.run(f"EXPLAIN QUERY PLAN {query}")
            ]
        assert plans == [
            "SEARCH issues USING INDEX ix_issues_unit (unit=?)",
            "SEARCH submissions USING INDEX ix_submissions_return (quarter=? AND unit=?)",
        ]


def test_every_older_version_has_a_way_to_the_present_one() -> None:
    assert set(UPGRADES) == set(range(1, VERSION))


ADDED = ("editions", "reopenings", "withdrawals", "waivers")
# A ledger of the first version, as far as later ones have added to it.
_FIRST = """
CREATE TABLE plans (
    version INTEGER NOT NULL, adopted_at VARCHAR NOT NULL, file VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (version)
);
CREATE TABLE submissions (number INTEGER PRIMARY KEY, sha256 VARCHAR, file VARCHAR, received_at VARCHAR,
    quarter VARCHAR, unit VARCHAR);
CREATE INDEX ix_submissions_quarter ON submissions (quarter);
CREATE TABLE issues (number INTEGER PRIMARY KEY, form_code VARCHAR, quarter VARCHAR, unit VARCHAR, body TEXT);
CREATE TABLE entries (submission INTEGER, key VARCHAR, kind VARCHAR, number INTEGER);
CREATE TABLE event_entries (submission INTEGER, position INTEGER, event VARCHAR);
CREATE TABLE reports (number INTEGER PRIMARY KEY, quarter VARCHAR, upto INTEGER, made_at VARCHAR, file VARCHAR);
INSERT INTO plans VALUES (1, '2021-03-10T09:00:00+02:00', 'План.xlsx', 'ab',
    '{"centre": {"code": "KR", "name": "К", "title": "К", "period": "2021", "year": 2021,
      "quarters": [{"year": 2021, "number": 2}]}, "units": [], "measures": []}');
PRAGMA user_version=1;
"""

"""The names that the ledger knows, for a shell to complete: quarters, units, rows, versions.

A person waits for them at every press of a key, so the ledger is read by one bare connection, without
a look at whose it is. Nothing is written.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.domain.submission import Outcome
from xlplan.ledger.reading_connection import connect_for_reading

_VERSIONS = """
    SELECT version, applies_from, reason, body FROM plans
    WHERE version NOT IN (SELECT version FROM adoption_undoings) ORDER BY version
"""
_NOT_TAKEN = """
    SELECT number, file FROM submissions
    WHERE outcome = ? AND number NOT IN (SELECT submission FROM dismissals) ORDER BY number
"""
_ISSUED = "SELECT DISTINCT quarter FROM issues"


class PlanNames(Struct, frozen=True):
    """The names in a version of the plan.

    Attributes:
        version: Its number.
        reason: Why it was adopted.
        applies_from: The first quarter for which it counts.
        quarters: The quarters that it covers.
        units: The name of each unit by its code.
        rows: The words of each row by its code.
    """

    version: int
    reason: str
    applies_from: Quarter
    quarters: tuple[Quarter, ...]
    units: Mapping[str, str]
    rows: Mapping[str, str]

    def covers(self, quarter: Quarter) -> bool:
        """Tell whether the version counts for a quarter."""
        return quarter in self.quarters and self.applies_from <= quarter


class LedgerNames(Struct, frozen=True):
    """The names that a ledger knows.

    Attributes:
        plans: Every version of the plan that was not taken back, oldest first.
        issued: The quarters for which templates were issued, in order.
        not_taken: The names of the files that stand as not taken, by receipt number.
    """

    plans: tuple[PlanNames, ...] = ()
    issued: tuple[Quarter, ...] = ()
    not_taken: Mapping[int, str] = field(default_factory=dict)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters of the latest version of the plan, and those issued, in order."""
        planned = self.plans[-1].quarters if self.plans else ()
        return tuple(sorted({*planned, *self.issued}))

    def plan(self, quarter: Quarter | None) -> PlanNames | None:
        """Return the version in force for a quarter; the latest one where the quarter is not known."""
        latest = reversed(self.plans)
        return next((plan for plan in latest if quarter is None or plan.covers(quarter)), None)


def read_names(path: Path) -> LedgerNames:
    """Return the names that a ledger knows.

    Raises:
        sqlite3.Error: It cannot be read, or is of a version that lacks what is asked.
        ValueError, KeyError: Something in it is not as xlplan writes it.
    """
    with closing(connect_for_reading(path)) as ledger:
        plans = tuple(_plan(*row) for row in ledger.execute(_VERSIONS))
        return LedgerNames(plans, tuple(sorted(_quarters(ledger))), _not_taken(ledger))


def _plan(version: int, applies_from: str, reason: str, body: str) -> PlanNames:
    plan: dict[str, Any] = json.loads(body)
    return PlanNames(
        version,
        reason,
        _quarter(applies_from),
        tuple(Quarter(**quarter) for quarter in plan["centre"]["quarters"]),
        {unit["code"]: unit["name"] for unit in plan["units"]},
        {
            row["key"]: ": ".join(filter(None, (row["title"], measure["title"])))
            for measure in plan["measures"]
            for row in measure["indicators"]
        },
    )


def _not_taken(ledger: sqlite3.Connection) -> dict[int, str]:
    # A ledger that was not opened since xlplan was updated lacks the table.
    with suppress(sqlite3.OperationalError):
        return dict(ledger.execute(_NOT_TAKEN, (Outcome.NOT_TAKEN.value,)).fetchall())
    return {}


def _quarters(ledger: sqlite3.Connection) -> set[Quarter]:
    return {_quarter(text) for (text,) in ledger.execute(_ISSUED)}


def _quarter(text: str) -> Quarter:
    quarter = read_quarter(text)
    if quarter is None:
        raise ValueError(f"no quarter: {text}")
    return quarter

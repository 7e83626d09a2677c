"""Printing: a plan becomes its official form of a year or a quarter, ready to sign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlplan.books.plan.find import find_plan
from xlplan.books.printed.quarter import asked
from xlplan.books.printed.write import write_printed
from xlplan.errors import XlplanError
from xlplan.files.put import put
from xlplan.finding import Finding
from xlplan.ledger import queries
from xlplan.ledger.store import open_ledger
from xlplan.model import Plan
from xlplan.quarter import Quarter
from xlplan.texts import _
from xlplan.workspace import Workspace


@dataclass(frozen=True)
class Printed:
    """The form that was written. `beside`: the usual name was held open elsewhere.

    `version`: the words of its footer. `left_out`: how many measures have no target in the quarter asked for.
    """

    path: Path
    beside: bool
    version: str
    left_out: int
    warnings: tuple[Finding, ...]


def print_plan(
    workspace: Workspace, period: int | Quarter, now: Callable[[], datetime], version: int | None = None
) -> Printed:
    """Writes the form of a year or a quarter into outbox/, from the plan workbook or the version of that number.

    XlplanError where no sound plan covers the period, or the plan asks for nothing in it.
    """
    quarters = tuple(Quarter(period, number) for number in range(1, 5)) if isinstance(period, int) else (period,)
    recorded = _recorded(workspace)
    warnings: tuple[Finding, ...] = ()
    if version is None:
        plan, _file, warnings = find_plan(workspace.templates, quarters)
    else:
        plan = _version(recorded, version, quarters)
    number = next((number for number in reversed(recorded) if recorded[number] == plan), None)
    left_out = 0 if isinstance(period, int) else sum(not asked(plan, each, period) for each in plan.measures)
    if left_out == len(plan.measures):
        raise XlplanError(
            _("The plan asks for nothing in {quarter}. Print another quarter.").format(quarter=period)
        )
    words = _version_words(version or number)
    path, beside = put(
        workspace.printed(period),
        lambda path: write_printed(path, plan, period, words, now()),
        now(),
    )
    return Printed(path, beside, words, left_out, warnings)


def _recorded(workspace: Workspace) -> dict[int, Plan]:
    """The versions in the ledger by their numbers, oldest first; none where there is no ledger yet."""
    if not workspace.ledger.exists():
        return {}
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return {
            number: queries.plan_version(connection, number)
            for number, _sha256 in queries.plan_versions(connection)
        }


def _version(recorded: dict[int, Plan], number: int, quarters: tuple[Quarter, ...]) -> Plan:
    if number not in recorded:
        known = ", ".join(str(each) for each in recorded) or "-"
        raise XlplanError(
            _("The plan has no version {number}; recorded: {known}. Name one of these.").format(
                number=number, known=known
            )
        )
    covered = recorded[number].centre.quarters
    if not set(quarters) <= set(covered):
        raise XlplanError(
            _("Version {number} of the plan covers {known} and not all of {quarters}. Name another.").format(
                number=number,
                known=", ".join(str(each) for each in covered),
                quarters=", ".join(str(each) for each in quarters),
            )
        )
    return recorded[number]


def _version_words(number: int | None) -> str:
    """What the footer says of the plan: its version, or that it is a draft yet."""
    return _("draft") if number is None else _("version {number}").format(number=number)

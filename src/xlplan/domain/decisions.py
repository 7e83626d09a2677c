"""Decisions of the coordinator about a quarter."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from xlplan.domain.quarter import Quarter


class AdoptionUndoing(Struct, frozen=True):
    """The undoing of an adoption: a version of the plan that is taken back."""

    version: int
    at: datetime
    by: str
    reason: str


class Reopening(Struct, frozen=True):
    """A reopening of a quarter after one of its editions."""

    quarter: Quarter
    edition: int
    at: datetime
    by: str
    reason: str


class Withdrawal(Struct, frozen=True):
    """A withdrawal of a submission, which has the number of its receipt, or the undoing of one (`is_undone`).

    A submission may be withdrawn more than once. The latest record counts.
    """

    submission: int
    at: datetime
    by: str
    reason: str
    is_undone: bool = False


class Dismissal(Struct, frozen=True):
    """The putting aside of a file that was not taken, by the number of its receipt."""

    submission: int
    at: datetime
    by: str
    reason: str


class Waiver(Struct, frozen=True):
    """A waiver of one finding for a quarter.

    `unit`: the code of the unit; "" for a finding on the whole centre. `code`: the kind of the finding.
    `key`: the row code; "" where the waiver is of any row. `until`: the last day; None where it has no end.
    """

    quarter: Quarter
    unit: str
    code: str
    reason: str
    until: date | None
    at: datetime
    by: str
    key: str = ""

    def is_in_force(self, day: date) -> bool:
        """Tell whether the waiver is in force on a day."""
        return self.until is None or day <= self.until

    def silences(self, unit: str, code: str, row: str, day: date) -> bool:
        """Tell whether the waiver silences a finding on a day.

        Args:
            unit: The code of the unit; "" for a finding on the whole centre.
            code: The kind of the finding.
            row: The row code at which it stands, or several, separated by commas; "" where it stands at none.
            day: The day.
        """
        is_its_row = not self.key or self.key in row.split(", ")
        return (self.unit, self.code) == (unit, code) and is_its_row and self.is_in_force(day)


def silencing(waivers: Iterable[Waiver], unit: str, code: str, row: str, day: date) -> Waiver | None:
    """Return the latest waiver that silences a finding, by the arguments of `silences`; None where none does."""
    found = [waiver for waiver in waivers if waiver.silences(unit, code, row, day)]
    return found[-1] if found else None


class Note(Struct, frozen=True):
    """The coordinator's reason for a joint shortfall of a quarter, and what will be done about it.

    `key`: the row code at that time. `line`: the row's line of descent, by which the note stays with its row. Of
    several notes on a row the latest counts.
    """

    quarter: Quarter
    key: str
    line: str
    reason: str
    action: str
    at: datetime
    by: str

"""Editions of a quarter's consolidated workbook."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from xlplan.domain.quarter import Quarter
from xlplan.domain.unit_of_measure import Number

# In place of a unit's code, for a figure of the whole centre. No unit has this code.
CENTRE = ""


class SnapshotRow(Struct, frozen=True):
    """The figures of one row in an edition: of a unit, by its code, or of the whole centre (CENTRE).

    `target`: the count or the plan's words.
    `done`: a number, the word for “nothing arose”, or None where nothing was reported.
    `status`: the catalogue's word; "" for a unit that has left the row.
    """

    key: str
    unit: str
    target: Number | str
    done: Number | str | None
    status: str
    target_to_date: Number | None
    done_to_date: Number | None


# Row code (or a quarter of the year, or "" for the whole workbook), unit, heading of the catalogue.
DetailKey = tuple[str, str, str]


class EditionSnapshot(Struct, frozen=True):
    """The figures of an edition in the plan's order, for comparison with the next one.

    `files`: for each quarter of the year so far, the SHA-256 of the file that counted for each unit.
    `details`: whatever else the sheets show. `headings`: the headings that `details` can have. Editions of an
    older xlplan have fewer, and are compared over those alone.
    """

    rows: tuple[SnapshotRow, ...] = ()
    files: Mapping[Quarter, Mapping[str, str]] = field(default_factory=dict)
    details: Mapping[DetailKey, Number | str] = field(default_factory=dict)
    headings: frozenset[str] = frozenset()


class LedgerPosition(Struct, frozen=True):
    """The version of a quarter's inputs. The figures need computing again only when it changes.

    `last_number`: the highest receipt number that counts for the year so far, and for the year before.
    `last_number_of_quarter`: the same for this quarter alone.
    `decision_count`: the number of decisions (closings, reopenings, withdrawals, waivers) in the ledger on these
    quarters.
    `plan_version`: the version of the plan that counts for the quarter.
    """

    last_number: int
    last_number_of_quarter: int
    decision_count: int
    plan_version: int


class Edition(Struct, frozen=True):
    """One numbered consolidated workbook of a closed quarter. It never changes.

    `note`: the reason for an edition after the first. `upto`: the highest receipt number that counts in it.
    `plan_version`: the version of the plan that it follows. `sha256` is "" while the workbook is being written.
    """

    quarter: Quarter
    number: int
    closed_at: datetime
    by: str
    note: str
    upto: int
    plan_version: int
    file: str
    sha256: str = ""

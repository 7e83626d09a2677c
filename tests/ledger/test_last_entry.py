"""The last entry of the ledger is the latest that a person still holds for right."""

from datetime import datetime

import pytest

from tests.support.centre import QUARTER, ZONE, at, call, send, take_files
from tests.support.revision import by_order, edit
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.last_entry import TIMES, last_entry_time, load_clock_doubt
from xlplan.ledger.tables import TABLES
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.open_workspace import open_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.plan.undo import undo_adoption
from xlplan.storage.workspace import Workspace

pytestmark = pytest.mark.both_ledgers

AHEAD = datetime(2031, 7, 12, 10, 0, tzinfo=ZONE)


def last_entry(centre: Workspace) -> datetime | None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return last_entry_time(connection)


def test_every_table_that_says_when_a_row_was_added_is_looked_at() -> None:
    told = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.name == "at" or column.name.endswith("_at")
    }
    # An undoing only takes an entry away; a submission has an arrival; the mail server has a clock of its own;
    # the others are no work of a person.
    others = {
        ("adoption_undoings", "at"),
        ("submissions", "received_at"),
        ("submissions", "saved_at"),
        ("identity", "made_at"),
        ("reports", "made_at"),
        ("messages", "came_at"),
    }
    assert told - others == set(TIMES.items())


def test_every_kind_of_entry_counts(centre: Workspace) -> None:
    assert last_entry(centre) == at(14, 6)
    send(centre, "HOR")
    take_files(centre, at(6))
    assert last_entry(centre) == at(6)
    call(withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "помилка")
    assert last_entry(centre) == at(7)


def test_an_adoption_that_was_taken_back_is_no_entry_any_more(centre: Workspace) -> None:
    edit(centre, by_order)
    call(adopt_plan, centre, lambda: AHEAD, None, "наказ")
    assert last_entry(centre) == AHEAD
    with open_workspace(centre, lambda: at(5)) as context:
        undo_adoption(context, "годинник")
    assert last_entry(centre) == at(14, 6)


def test_times_that_a_person_called_wrong_are_left_out_and_later_ones_are_not(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre, AHEAD)
    call(withdraw_return, centre, lambda: at(7), QUARTER, "HOR", "помилка")
    assert last_entry(centre) == at(7)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        assert load_clock_doubt(connection, at(6)) is not None
        assert load_clock_doubt(connection, at(8)) is None
    send(centre, "NAR")
    later = AHEAD.replace(year=2032)
    take_files(centre, later)
    assert last_entry(centre) == later


def test_a_reason_that_quotes_a_confirmation_confirms_nothing(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre, at(6))
    call(withdraw_return, centre, lambda: at(7), QUARTER, "HOR", 'у журналі: "decision": "clock"')
    assert last_entry(centre) == at(7)

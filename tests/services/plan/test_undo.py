"""An adoption can be taken back as long as nothing was issued on it; its row and its number stay."""

from datetime import date, datetime

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, ZONE, at, call, call_by
from tests.support.revision import by_order, edit, revise, without
from xlplan.domain.decision_log import DecisionKind
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import PlanVersion
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decision_log import log_entries
from xlplan.ledger.plan_lines import trace_from_ledger
from xlplan.ledger.plans import plan_in_force, plan_versions
from xlplan.services.open_workspace import open_workspace
from xlplan.services.plan.adopt import adopt_plan, read_workbook
from xlplan.services.plan.diff import diff_plans
from xlplan.services.plan.undo import undo_adoption
from xlplan.services.report.consolidate import stale_quarters
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace
from xlplan.workflows.plan_adoption import undo

REASON = "годинник поспішав"
AHEAD = datetime(2031, 1, 12, 10, 0, tzinfo=ZONE)


def versions(centre: Workspace) -> tuple[PlanVersion, ...]:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return plan_versions(connection)


def adopt_ahead(centre: Workspace, moment: datetime = AHEAD) -> None:
    """Adopts an order, and issues nothing on it."""
    edit(centre, by_order)
    call(adopt_plan, centre, lambda: moment, None, "наказ № 17")


@pytest.fixture
def ahead(prepared: Prepare) -> Workspace:
    """The centre after that adoption."""
    return prepared(adopt_ahead)


def test_a_version_that_was_taken_back_counts_for_nothing_and_its_number_is_not_given_again(
    ahead: Workspace,
) -> None:
    with open_ledger(ahead.ledger) as ledger, ledger.connect() as connection:
        in_force = plan_in_force(connection, QUARTER)
    assert in_force is not None
    assert in_force[0].number == 2
    result = call_by("Олена", undo_adoption, ahead, lambda: at(5), REASON)
    assert (result.undone.number, result.in_force) == (2, versions(ahead)[0])
    with open_ledger(ahead.ledger) as ledger, ledger.connect() as connection:
        in_force = plan_in_force(connection, QUARTER)
        assert in_force is not None
        assert in_force[0].number == 1
        assert connection.column("SELECT version FROM plans ORDER BY version")[-1] == 2
        undoings = connection.run('SELECT version, "by", reason FROM adoption_undoings').fetchall()
        assert undoings == [(2, "Олена", REASON)]
        entry = list(log_entries(connection))[-1]
        assert (entry.decision.kind, entry.decision.reason) == (DecisionKind.ADOPTION_UNDOING, REASON)
        plan, _findings = read_workbook(ahead.templates / "План.xlsx")
        assert trace_from_ledger(connection, plan) is not None
    adopted = call(adopt_plan, ahead, lambda: at(6), None, "наказ № 17")
    assert (adopted.version.number, adopted.previous) == (3, versions(ahead)[0])
    assert [each.number for each in versions(ahead)] == [1, 3]


def test_status_and_diff_know_it_no_more(ahead: Workspace) -> None:
    call(undo_adoption, ahead, lambda: at(5), REASON)
    status = call(read_status, ahead, lambda: at(5))
    assert status.quarters[0].plan == versions(ahead)[0]
    with pytest.raises(XlplanError, match="є: 1"):
        call(diff_plans, ahead, lambda: at(5), "2")
    assert call(diff_plans, ahead, lambda: at(5)).old == versions(ahead)[0]


def test_the_workbooks_follow_at_once(returned: Workspace) -> None:
    adopt_ahead(returned, at(6))
    assert call(stale_quarters, returned, lambda: at(7)) == (QUARTER,)
    undoing = call(undo, returned, lambda: at(7), REASON)
    assert [each.quarter for each in undoing.reports] == [QUARTER]
    assert call(stale_quarters, returned, lambda: at(7)) == ()


def test_it_needs_a_reason_and_a_version(ahead: Workspace) -> None:
    with pytest.raises(XlplanError, match="--reason"):
        call(undo_adoption, ahead, lambda: at(5), "")
    call(undo_adoption, ahead, lambda: at(5), REASON)
    with pytest.raises(XlplanError, match="2021-Q2"):
        call(undo_adoption, ahead, lambda: at(5), REASON)


def test_a_version_on_which_templates_were_issued_stays(centre: Workspace) -> None:
    revise(centre, by_order, at(15, 6))
    with pytest.raises(XlplanError, match="2021-Q2"):
        call(undo_adoption, centre, lambda: at(5), REASON)
    assert len(versions(centre)) == 2


def test_an_adoption_ahead_names_the_undoing_and_blocks_nothing_after_it(ahead: Workspace) -> None:
    edit(ahead, lambda plan: without(plan, "1.4.11"))
    with open_workspace(ahead, lambda: at(5)) as context:
        with pytest.raises(XlplanError, match="--undo"):
            adopt_plan(context, None, "наказ № 18")
        undo_adoption(context, REASON)
        assert adopt_plan(context, None, "наказ № 18").version.adopted_on == date(2021, 7, 5)


def test_an_adoption_ahead_on_which_templates_were_issued_keeps_nobody_from_the_next_one(
    centre: Workspace,
) -> None:
    revise(centre, by_order, AHEAD)
    adoption = revise(centre, lambda plan: without(plan, "1.4.11"), at(6)).adoption
    assert (adoption.version.number, adoption.version.adopted_on) == (3, date(2021, 7, 6))

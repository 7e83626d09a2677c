"""A clock before the last entry: decisions are refused until it is right or called right; returns never are."""

from datetime import datetime, timedelta

import pytest

from tests.support.centre import QUARTER, ZONE, Hurried, at, send, take_files
from tests.support.revision import by_order, edit
from xlplan.domain.decision_log import DecisionKind
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Outcome
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decision_log import log_entries
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.report.status import read_status
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.intake_round import run_intake_round

# A computer that lost its time begins anew.
BEHIND = datetime(2021, 1, 3, 10, 0, tzinfo=ZONE)


def adopt(context: OpenWorkspace) -> None:
    edit(context.workspace, by_order)
    adopt_plan(context, None, "наказ")


def issue(context: OpenWorkspace) -> None:
    edit(context.workspace, by_order)
    with open_workspace(context.workspace, lambda: at(5)) as right:
        adopt_plan(right, None, "наказ")
    issue_templates(context, QUARTER)


def sign(context: OpenWorkspace) -> None:
    close(context, prepare_closing(context, QUARTER))


def take_back(context: OpenWorkspace) -> None:
    withdraw_return(context, QUARTER, "HOR", "помилка")


@pytest.mark.parametrize("decide", [adopt, issue, sign, take_back])
def test_a_decision_is_refused_with_both_times_and_a_way_out(centre: Workspace, decide: object) -> None:
    assert callable(decide)
    send(centre, "HOR")
    take_files(centre)
    with open_workspace(centre, lambda: BEHIND) as context, pytest.raises(XlplanError) as raised:
        decide(context)
    words = str(raised.value)
    assert words.startswith("Годинник показує 03.01.2021 10:00, а останній запис журналу — 05.07.2021 10:00.")
    assert "--clock-is-right" in words
    assert len(words.splitlines()) == 1
    assert not centre.edition(QUARTER, 1).exists()


def test_a_clock_some_minutes_behind_decides(returned: Workspace) -> None:
    with open_workspace(returned, lambda: at(5) - timedelta(minutes=9)) as context:
        take_back(context)


def test_who_calls_the_clock_right_is_recorded_and_asked_no_more(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre, at(5).replace(year=2031))
    with open_workspace(centre, lambda: at(6), "Олена", is_clock_right=True) as context:
        take_back(context)
    with open_workspace(centre, lambda: at(7)) as context:
        sign(context)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        entries = list(log_entries(connection))
    confirmations = [each for each in entries if each.decision.kind is DecisionKind.CLOCK_CONFIRMATION]
    assert [(each.actor.person, each.at) for each in confirmations] == [("Олена", at(6))]
    assert confirmations[0].decision.after == {"last_entry": "2031-07-05T10:00:00+03:00"}


def test_returns_are_recorded_with_the_time_of_the_clock_and_that_is_told(centre: Workspace) -> None:
    send(centre, "HOR")
    with open_workspace(centre, lambda: BEHIND) as context:
        result = run_intake_round(context, Hurried())
        status = read_status(context)
    (answer,) = result.intake.results
    assert (answer.outcome, answer.received_at) == (Outcome.ACCEPTED, BEHIND)
    assert result.intake.clock_doubt is not None
    assert result.intake.clock_doubt.last_entry == at(14, 6)
    assert status.clock_doubt == result.intake.clock_doubt


def test_a_round_that_takes_nothing_says_nothing_of_the_clock(centre: Workspace) -> None:
    with open_workspace(centre, lambda: BEHIND) as context:
        assert run_intake_round(context, Hurried()).intake.clock_doubt is None


def test_a_right_clock_is_not_doubted(centre: Workspace) -> None:
    send(centre, "HOR")
    assert take_files(centre).clock_doubt is None
    with open_workspace(centre, at) as context:
        assert read_status(context).clock_doubt is None

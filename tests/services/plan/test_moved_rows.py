"""An order in the middle of a quarter that moves rows: answers follow their rows, whatever the codes."""

import pytest
from msgspec.structs import replace

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, send, take_files
from tests.support.revision import revise
from xlplan.domain.explanation import Explanation
from xlplan.domain.plan import Counting, Indicator, Measure, Plan
from xlplan.domain.submission import AcceptedReturn, Outcome
from xlplan.domain.target import count_target
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.services.report.consolidate import load_quarter
from xlplan.services.report.explain import explain
from xlplan.storage.workspace import Workspace

# The first row of the plan, which Khoroshiv leads, gets this before it.
INSERTED = Measure(
    "1.1.1",
    "Вуличне інформування мешканців громад",
    ("HOR",),
    (Indicator("1.1.1", "виходи", Counting.LEAD, ((QUARTER, count_target(2)),), count_target(2)),),
    direction="1. Суб'єкти відповідного права мають рівний доступ до БПД",
    responsible="Хорошівське БПД",
)
NEW_CODES = {"1.1.1": "1.1.2", "1.1.2": "1.1.3", "1.1.3": "1.1.4"}


def renumbered(plan: Plan) -> Plan:
    """The plan with one more measure at the top of a task; those below it move down by one."""

    def moved(key: str) -> str:
        code, sign, rest = key.partition("#")
        return NEW_CODES.get(code, code) + sign + rest

    measures = tuple(
        replace(
            each,
            code=moved(each.code),
            indicators=tuple(replace(one, key=moved(one.key)) for one in each.indicators),
        )
        for each in plan.measures
    )
    return replace(
        plan,
        measures=(replace(INSERTED, task=measures[0].task), *measures),
        shares=tuple(replace(each, indicator=moved(each.indicator)) for each in plan.shares),
        events=tuple(replace(each, key=moved(each.key)) for each in plan.events),
    )


def accepted(workspace: Workspace, unit: str) -> AcceptedReturn:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return accepted_returns(connection, QUARTER)[unit]


@pytest.fixture
def moved(prepared: Prepare) -> Workspace:
    """Two bureaus have returned before the order."""
    return prepared(_order_after_two_returns)


def _order_after_two_returns(centre: Workspace) -> None:
    send(centre, "HOR", {"1.1.1": {"done": 7, "description": "зустріч"}})
    send(centre, "LUG", {"1.1.2": {"done": 1, "description": "семінар"}})
    take_files(centre)
    revise(centre, renumbered)


def test_an_answer_stands_under_the_new_code_of_its_row(moved: Workspace) -> None:
    khoroshiv, luhyny = accepted(moved, "HOR"), accepted(moved, "LUG")
    assert (khoroshiv.entries["1.1.2"].number, khoroshiv.entries["1.1.2"].key) == (7, "1.1.2")
    assert khoroshiv.asked_again == ("1.1.1",)
    assert "1.1.1" not in khoroshiv.entries
    assert (luhyny.entries["1.1.3"].number, luhyny.asked_again) == (1, ())


def test_the_figures_of_the_rows_below_follow_them(moved: Workspace) -> None:
    figures = {each.indicator.key: each for each in call(load_quarter, moved, at, QUARTER).figures.indicators}
    assert figures["1.1.2"].done == 7
    assert figures["1.1.1"].done is None


def test_the_lines_of_both_versions_join_the_row_and_the_new_one_has_its_own(moved: Workspace) -> None:
    with open_ledger(moved.ledger) as ledger, ledger.connect() as connection:
        before, now = lines_of_version(connection, 1), lines_of_version(connection, 2)
    assert now["1.1.2"] == before["1.1.1"]
    assert now["1.1.1"] == ("1.1.1~2",)
    assert now["1.4.5"] == before["1.4.5"] == ("1.4.5",)


def test_a_return_on_the_old_template_answers_the_rows_under_their_new_codes(moved: Workspace) -> None:
    path = moved.root / "старий.xlsx"
    # Malyn is not touched: its template of before the order still counts.
    (moved.inbox / send(moved, "MAL").name).rename(path)
    path.rename(moved.inbox / path.name)
    (answered,) = take_files(moved).results
    assert answered.outcome is Outcome.ACCEPTED


def test_the_explanation_finds_the_answer_of_before_the_order(moved: Workspace) -> None:
    (story,) = explain_row(moved, "1.1.2")
    (unit,) = (each for each in story.units if each.figure.unit.code == "HOR")
    assert unit.figure.entry.number == 7
    assert [entry.number if entry else None for _quarter, entry in unit.quarters] == [7]
    assert [answer.entry.number if answer.entry else None for answer in unit.answers] == [7]


def explain_row(workspace: Workspace, code: str) -> tuple[Explanation, ...]:
    snapshot = call(load_quarter, workspace, at, QUARTER)
    return call(explain, workspace, at, snapshot, code)

"""The next steps of a coordinator, in each state that a workspace can have."""

from datetime import date

import pytest

from xlplan.domain.next_step import NextStep, PlanState, QuarterState, WorkspaceState, first_step, next_steps
from xlplan.domain.quarter import Quarter

Q1, Q2, Q3 = (Quarter(2021, number) for number in (1, 2, 3))
PLAN = "templates/План.xlsx"
EMPTY, WRONG, CHECKED, ADOPTED = (
    PlanState(PLAN, 0, 6, False),
    PlanState(PLAN, 5, 2, False),
    PlanState(PLAN, 5, 0, False),
    PlanState(PLAN, 5, 0, True),
)
PLANNED = QuarterState(Q1, is_issued=False)
OPEN = QuarterState(Q1, True, owed=6, accepted=4)
ALL_IN = QuarterState(Q1, True, owed=6, accepted=6)
CLOSED = QuarterState(Q1, True, is_closed=True, owed=6, accepted=6)
LATE = QuarterState(Q1, True, is_closed=True, owed=6, accepted=5, late_returns=1)
LACKING = QuarterState(Q1, True, owed=6, accepted=4, not_issued=1)
SECOND = QuarterState(Q2, is_issued=False)

# The plan workbooks, the quarters, the files in the inbox, and the commands offered, the first one first.
STATES: list[tuple[str, tuple[PlanState, ...], tuple[QuarterState, ...], int, list[str]]] = [
    ("no plan", (), (), 0, ["plan import", "plan new"]),
    ("empty plan", (EMPTY,), (), 0, ["plan import", ""]),
    ("plan with errors", (WRONG,), (), 0, [f"plan check {PLAN}"]),
    ("plan without errors", (CHECKED,), (), 0, [f"plan check {PLAN}", f"plan adopt {PLAN}"]),
    ("adopted", (ADOPTED,), (PLANNED,), 0, ["issue 2021-Q1"]),
    ("issued", (ADOPTED,), (OPEN,), 0, ["status 2021-Q1", "watch"]),
    ("files came", (ADOPTED,), (OPEN,), 2, ["intake", "status 2021-Q1", "watch"]),
    ("a unit was forgotten", (ADOPTED,), (LACKING,), 0, ["issue 2021-Q1", "status 2021-Q1", "watch"]),
    ("all in", (ADOPTED,), (ALL_IN, SECOND), 0, ["close 2021-Q1"]),
    ("closed", (ADOPTED,), (CLOSED, SECOND), 0, ["issue 2021-Q2"]),
    ("late return", (ADOPTED,), (LATE,), 0, ["reopen 2021-Q1"]),
    ("changed plan", (CHECKED,), (CLOSED,), 0, [f"plan check {PLAN}", f"plan adopt {PLAN}"]),
    ("nothing to do", (ADOPTED,), (CLOSED,), 0, ["status"]),
]


@pytest.mark.parametrize(
    ("plans", "quarters", "files", "commands"), [state[1:] for state in STATES], ids=[state[0] for state in STATES]
)
def test_each_state_has_its_next_steps(
    plans: tuple[PlanState, ...], quarters: tuple[QuarterState, ...], files: int, commands: list[str]
) -> None:
    steps = next_steps(WorkspaceState(plans, quarters, files, date(2021, 1, 20)))
    assert [" ".join(step.command) for step in steps] == commands
    assert all(step.words for step in steps)


def test_the_next_quarter_is_issued_once_it_has_begun_although_one_is_open() -> None:
    state = WorkspaceState((ADOPTED,), (OPEN, SECOND, QuarterState(Q3, False)), 0, date(2021, 4, 1))
    assert next_steps(state)[-1].command == ("issue", "2021-Q2")


def test_when_every_quarter_of_a_plan_is_closed_the_next_plan_is_begun_from_it() -> None:
    state = WorkspaceState((ADOPTED,), (CLOSED,), 0, date(2021, 4, 20), period="2021")
    assert [step.command for step in next_steps(state)] == [("plan", "new", "--from", "2021")]


@pytest.mark.parametrize(
    ("plan", "quarter"), [(ADOPTED, OPEN), (ADOPTED, PLANNED), (CHECKED, CLOSED)], ids=["open", "planned", "begun"]
)
def test_the_next_plan_is_not_offered_while_a_quarter_or_a_plan_waits(
    plan: PlanState, quarter: QuarterState
) -> None:
    state = WorkspaceState((plan,), (quarter,), 0, date(2021, 4, 20), period="2021")
    assert not [step for step in next_steps(state) if "--from" in step.command]


def test_without_a_workspace_one_is_made() -> None:
    assert first_step() == NextStep(first_step().words, ("init",))


def test_the_first_step_carries_the_language_that_somebody_named() -> None:
    assert first_step("en").command == ("--lang", "en", "init")

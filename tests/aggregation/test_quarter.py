from tests.support.small_plan import figures_of, measure, plan_of
from xlplan.aggregation.quarter import shortfalls
from xlplan.domain.plan import Better


def test_shortfalls_stand_worst_first_then_by_their_part_of_the_target_then_in_plan_order() -> None:
    plan = plan_of(
        measure("1.1", 10, "lead", "A"),  # 2 of 10
        measure("1.2", 4, "lead", "A"),  # 2 of 4
        measure("1.3", 9, "joint", "AB"),  # 5 of 9
        measure("1.4", 1, "lead", "A"),
        measure("1.5", 1, "lead", "A"),
    )
    said = {"A": {"1.1": 8, "1.2": 2, "1.3": 4, "1.4": 0, "1.5": 0}, "B": {"1.3": 0}}
    rows = shortfalls(figures_of(plan, said))
    assert [(row.figure.indicator.key, row.missing) for row in rows] == [
        ("1.3", 5),
        ("1.2", 2),
        ("1.1", 2),
        ("1.4", 1),
        ("1.5", 1),
    ]


def test_a_unit_falls_short_of_its_share_the_centre_of_a_joint_target() -> None:
    plan = plan_of(
        measure("1.1", 3, "split", "AB"), measure("1.2", 5, "joint", "AB"), shares={"1.1": {"A": 2, "B": 1}}
    )
    rows = shortfalls(figures_of(plan, {"A": {"1.1": 2, "1.2": 1}, "B": {"1.1": 0, "1.2": 1}}))
    assert [(row.figure.indicator.key, row.unit and row.unit.unit.code, row.missing) for row in rows] == [
        ("1.2", None, 3),
        ("1.1", "B", 1),
    ]


def test_what_the_silent_could_bring_stands_beside_a_shortfall_and_is_not_in_it() -> None:
    plan = plan_of(measure("1.1", 4, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 1}}))
    assert (row.unit and row.unit.unit.code, row.missing, row.unknown) == ("A", 1, 2)


def test_silence_alone_is_no_shortfall() -> None:
    plan = plan_of(measure("1.1", 4, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    assert shortfalls(figures_of(plan, {})) == ()


def test_a_broken_ceiling_is_a_shortfall_by_what_is_over_it() -> None:
    plan = plan_of(measure("1.1", 3, "lead", "A", better=Better.LESS))
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 5}}))
    assert row.missing == 2


def test_who_returned_and_who_is_silent() -> None:
    figures = figures_of(plan_of(measure("1.1", 3, "joint", "ABC")), {"A": {"1.1": 1}, "C": {"1.1": 1}})
    assert [unit.code for unit in figures.accepted] == ["A", "C"]
    assert [unit.code for unit in figures.silent] == ["B"]

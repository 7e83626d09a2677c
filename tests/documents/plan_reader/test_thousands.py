"""Numbers of a plan whose thousands are set apart: what settles their meaning, and what does not."""

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.grid import Grid
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.thousands import settle_thousands
from xlplan.domain.findings.finding import Finding

NAMES = ("q1", "q2", "q3", "q4", "total")


def settled(*values: object, sheet: str = "План") -> tuple[list[object], list[Finding]]:
    """The targets of a row as they are read, and what is said of them."""
    findings: list[Finding] = []
    row = Row(Grid("План.xlsx", sheet, (values,)), 0, {name: at for at, name in enumerate(NAMES)}, values)
    read = settle_thousands(row, "1.1", findings)
    return [read.value(name) for name in NAMES], findings


@pytest.mark.parametrize("sign", [",", "."])
def test_a_total_that_is_the_sum_in_one_meaning_only_settles_it(sign: str) -> None:
    values, (told,) = settled(f"1{sign}200", "800", None, None, f"2{sign}000")
    assert values == [1200, "800", None, None, 2000]
    assert told.code == "plan-thousands-by-total"
    assert f"«1{sign}200», «2{sign}000» читається як 1200, 2000" in told.problem


def test_a_total_can_settle_decimals_as_well() -> None:
    values, (told,) = settled("1,234", "0,5", None, None, "1,734")
    assert values == [1.234, "0,5", None, None, 1.734]
    assert told.code == "plan-thousands-by-total"


@pytest.mark.parametrize(
    "targets",
    [
        # The sum is right in both meanings.
        ("1,200", "1,300", None, None, "2,500"),
        # It is right in none.
        ("1,200", "800", None, None, "3,000"),
        ("1,200", None, None, None, None),
        # Two signs say two things.
        ("1,200", "1.300", None, None, "2500"),
        # A number beside them is unclear itself.
        ("1,200", "5-6", None, None, "1,206"),
    ],
)
def test_what_settles_nothing_stays_as_typed(targets: tuple[object, ...]) -> None:
    assert settled(*targets) == (list(targets), [])


def test_several_groups_have_one_meaning_and_settle_the_row() -> None:
    values, (told,) = settled("1.200.000", "800.000", None, None, None)
    assert values == [1200000, 800000, None, None, None]
    assert told.code == "plan-thousands-read"


def test_commas_of_an_english_plan_stand_between_thousands() -> None:
    values, (told,) = settled("1,200", "1,300", "900", 1600, None, sheet="Plan")
    assert values == [1200, 1300, "900", 1600, None]
    assert told.code == "plan-thousands-read"


@pytest.mark.parametrize("targets", [("1.200",) * 5, ("1,200", "3000", None, None, None), ("1,200%",) * 5])
def test_an_english_plan_with_other_signs_is_asked_about(targets: tuple[object, ...]) -> None:
    assert settled(*targets, sheet="Plan") == (list(targets), [])


def test_words_and_signs_around_the_number_stay() -> None:
    values, _told = settled("$12,500", "1,200 hours", "at least 3,000", None, None, sheet="Plan")
    assert values == ["$12500", "1200 hours", "at least 3000", None, None]


def test_a_plan_is_read_with_the_settled_numbers(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("plan") / "План.xlsx"
    row = planned("1.1", "Лекції", "Хорошівське БПД", "години", None, "1,200", "800", None, None, "2,000")
    plan, findings = read_plan(plan_book(path, plan=[row]))
    assert plan is not None, [str(each) for each in findings]
    indicator = plan.measures[0].indicators[0]
    assert [target.count for _quarter, target in indicator.targets] == [1200, 800]
    assert indicator.total.count == 2000

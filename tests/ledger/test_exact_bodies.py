"""Plans, issues and editions keep exact decimals; a body from before reads the same, number by number."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from tests.support.centre import QUARTER, at
from xlplan.domain.edition import CENTRE, Edition, EditionSnapshot, SnapshotRow
from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow, RowHistory
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Centre,
    Counting,
    EmptyLevel,
    Indicator,
    Measure,
    Plan,
    Ratio,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import FORECAST, SHORTFALL
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.editions import edition_snapshot, record_edition
from xlplan.ledger.json_bodies import issue_body, plan_body, read_issue_body, read_plan_body
from xlplan.ledger.plans import Adoption, record_plan

DAYS = UnitOfMeasure("день", 1)
CENTRE_OF_PLAN = Centre("KR", "Коростенський МЦ", "План", "ІІ квартал 2021 року", 2021, (QUARTER,))
HOROSHIV = Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU)
WAITING = Indicator(
    "1.2.1",
    "середній строк",
    Counting.SPLIT,
    ((QUARTER, count_target(Decimal("5.5"))), (Quarter(2021, 3), count_target(6))),
    Target(TargetKind.COUNT, "не більше 5,5", Decimal("5.5")),
    AddsUp.MEAN,
    unit_of_measure=DAYS,
    across_units=AcrossUnits.GREATEST,
)
SHARE = Indicator(
    "1.2.2", "частка", Counting.SPLIT, (), unit_of_measure=PERCENTAGE, ratio=Ratio("1.2.1/2", "1.2.1")
)
PLAN = Plan(
    CENTRE_OF_PLAN,
    (HOROSHIV,),
    (Measure("1.2.1", "Надання допомоги", ("HOR",), (WAITING, SHARE)),),
    (Share("1.2.1", "HOR", QUARTER, Decimal("0.0001")),),
)
ROW = IssueRow("1.2.1", "Надання", "строк", count_target(Decimal("5.5")), Counting.SPLIT, unit_of_measure=DAYS)
PAST = RowHistory(Decimal("5.5"), Decimal("11000.5"), AddsUp.MEAN, Decimal("0.25"), "", 1, 2)
ISSUE = Issue(
    FormCode("KR", QUARTER, "HOR", "7F3K"),
    "КМЦ",
    HOROSHIV,
    1,
    date(2021, 6, 1),
    date(2021, 7, 10),
    (replace(ROW, past=PAST),),
)
SNAPSHOT = EditionSnapshot(
    (
        SnapshotRow("1.2.1", CENTRE, Decimal("5.5"), Decimal("5.4"), "met", Decimal("5.5"), 6),
        # The words of a plan may be digits. They stay words.
        SnapshotRow("1.2.1", "HOR", "5.5", "nothing arose", "", None, None),
        SnapshotRow("1.2.2", CENTRE, 90, Decimal("1234567890123.4567"), "met", None, None),
    ),
    {QUARTER: {"HOR": "a1"}},
    {("1.2.1", CENTRE, SHORTFALL): Decimal("0.1"), ("1.2.1", CENTRE, FORECAST): 12, ("", "HOR", "Return"): "5.5"},
    frozenset((SHORTFALL,)),
)


def same(read: object, written: object) -> bool:
    """The two are equal, and of the same types throughout."""
    return read == written and repr(read) == repr(written)


def test_a_plan_keeps_decimals_units_of_measure_rules_and_computed_shares() -> None:
    assert same(read_plan_body(plan_body(PLAN)), PLAN)


def test_an_issue_keeps_decimals_and_the_history_behind_its_rows() -> None:
    assert same(read_issue_body(issue_body(ISSUE).encode()), ISSUE)


def test_decimals_are_exact_texts_and_whole_numbers_are_numbers_in_a_plan() -> None:
    body = json.loads(plan_body(PLAN))
    targets = [target["count"] for _quarter, target in body["measures"][0]["indicators"][0]["targets"]]
    assert targets == ["5.5", 6]
    assert body["shares"][0]["count"] == "0.0001"


def test_a_plan_of_whole_things_differs_from_one_of_before_only_in_the_fields_that_are_new() -> None:
    whole = Indicator("1.4.5", "зустрічі", Counting.LEAD, ((QUARTER, count_target(3)),))
    plan = replace(PLAN, measures=(Measure("1.4.5", "Зустрічі", ("HOR",), (whole,)),), shares=())
    body = json.loads(plan_body(plan))
    (indicator,) = body["measures"][0]["indicators"]
    added = {"unit_of_measure": {"word": "", "decimals": 0}, "across_units": "sum", "ratio": None}
    assert added.items() <= indicator.items()
    for name in added:
        del indicator[name]
    assert same(read_plan_body(json.dumps(body)), plan)


def test_a_row_of_an_issue_from_before_counts_whole_things() -> None:
    row = replace(ROW, target=count_target(3), unit_of_measure=DAYS)
    head, line = issue_body(replace(ISSUE, rows=(row,))).split("\n")
    older = json.loads(line)
    del older["unit_of_measure"], older["ratio"]
    (read,) = read_issue_body(f"{head}\n{json.dumps(older)}".encode()).rows
    assert same(read, IssueRow("1.2.1", "Надання", "строк", count_target(3), Counting.SPLIT))


def test_an_edition_keeps_decimals_apart_from_words_of_the_same_digits(tmp_path: Path) -> None:
    edition = Edition(QUARTER, 1, at(12), "Марія", "", 9, 1, "випуск.xlsx", "b2")
    with open_ledger(tmp_path / "xlplan.db") as opened, opened.write() as connection:
        record_plan(connection, PLAN, "План.xlsx", "a1", Adoption(date(2021, 3, 10), "", QUARTER, at()))
        record_edition(connection, edition, SNAPSHOT)
        assert same(edition_snapshot(connection, edition), SNAPSHOT)


def test_levels_without_measures_are_kept_and_without_any_a_body_is_as_it_was_before_them() -> None:
    plan = replace(PLAN, empty_levels=(EmptyLevel("1. Доступ", "1.2 Сайт", before="1.2.1"),))
    assert read_plan_body(plan_body(plan)) == plan
    assert list(json.loads(plan_body(PLAN))) == ["centre", "units", "measures", "shares", "events"]


def test_words_for_executors_are_kept_and_a_measure_without_any_is_as_it_was_before_them() -> None:
    first, *others = PLAN.measures
    worded = replace(first, executors=("Працівники Хорошівського БПД",))
    plan = replace(PLAN, measures=(worded, *others))
    assert read_plan_body(plan_body(plan)) == plan
    bodies = (json.loads(plan_body(each))["measures"] for each in (plan, PLAN))
    assert [["executors" in measure for measure in body] for body in bodies] == [
        [True, *[False] * len(others)],
        [False] * (len(others) + 1),
    ]


def test_what_is_computed_from_a_plan_or_a_quarter_is_no_part_of_its_body() -> None:
    fresh = plan_body(read_plan_body(plan_body(PLAN)))
    WAITING.target(QUARTER)
    PLAN.unit("HOR")
    assert QUARTER.to_date
    assert plan_body(PLAN) == fresh

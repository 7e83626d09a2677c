"""The two real plans: what their workbooks say, in their own words."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import xlplan
from tests.conftest import Office
from tests.support.paths import ROOT
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.plan import Counting, EmptyLevel, Indicator, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.signatories import split_post_and_name
from xlplan.domain.target import UNSET, TargetKind

KOROSTEN = ROOT / "templates" / "План Коростенського МЦ 2021-Q2.xlsx"
LIVOBEREZHNYI = ROOT / "examples" / "livoberezhnyi-2023" / "templates" / "План Лівобережного КМЦ 2023.xlsx"
Q2 = Quarter(2021, 2)


def plan_of(path: Path) -> Plan:
    plan, findings = read_plan(path)
    assert plan is not None, [str(finding) for finding in findings]
    return plan


@pytest.fixture(scope="module")
def korosten() -> Plan:
    return plan_of(KOROSTEN)


@pytest.fixture(scope="module")
def livoberezhnyi() -> Plan:
    return plan_of(LIVOBEREZHNYI)


def indicator(plan: Plan, key: str) -> Indicator:
    return {each.key: each for measure in plan.measures for each in measure.indicators}[key]


def words(plan: Plan) -> dict[str, str]:
    """The targets that are words, by row code, as the plan prints them."""
    indicators = [each for measure in plan.measures for each in measure.indicators]
    return {each.key: each.total.words for each in indicators if each.total.kind.value not in ("count", "unset")}


def test_the_quarterly_plan_is_whole(korosten: Plan) -> None:
    assert (len(korosten.units), len(korosten.measures), len(korosten.events)) == (6, 37, 41)
    assert (korosten.centre.code, korosten.centre.quarters) == ("KR", (Q2,))
    assert (korosten.centre.approved_by, korosten.centre.approved_on) == (
        "Директор Коростенського місцевого центру з надання БПД у Житомирській області",
        date(2021, 3, 10),
    )
    assert sum(each.total.count or 0 for measure in korosten.measures for each in measure.indicators) == 72


def test_the_quarterly_plan_has_a_task_without_measures_in_its_place(korosten: Plan) -> None:
    (level,) = korosten.empty_levels
    assert (level.task, level.before) == ("1.3 Механізм перенаправлення", "1.4.1")
    assert level.purpose.startswith("Впровадження механізму партнерських відносин")


def test_measures_of_one_task_have_purposes_of_their_own_in_the_quarterly_plan(korosten: Plan) -> None:
    purposes: dict[str, list[str]] = {}
    for each in korosten.measures:
        own = purposes.setdefault(each.task.split()[0], [])
        own += [] if each.purpose in own else [each.purpose]
    assert {task: len(own) for task, own in purposes.items() if len(own) > 1} == {
        "1.1": 2,
        "1.4": 3,
        "2.1": 4,
        "3.1": 2,
        "4.2": 2,
    }


def test_no_plan_names_a_person(korosten: Plan, livoberezhnyi: Plan) -> None:
    named = [
        each for plan in (korosten, livoberezhnyi) for each in (plan.centre.approved_by, plan.centre.signed_by)
    ]
    assert [split_post_and_name(each)[1] for each in named] == [""] * 4


def test_the_quarterly_plan_keeps_its_words(korosten: Plan) -> None:
    assert words(korosten) == {
        "1.4.8": "при проведенні заходів",
        "2.1.1": "при наявності та потребі",
        "4.1.1": "постійно",
        "4.2.1": "постійно",
        "4.2.2": "за потреби",
    }
    assert indicator(korosten, "1.4.8").target(Q2).kind is TargetKind.ON_DEMAND
    assert indicator(korosten, "2.1.2").target(Q2) == UNSET


@pytest.mark.parametrize(
    ("key", "counting", "units"),
    [
        ("1.4.9", Counting.JOINT, ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")),
        ("1.1.2", Counting.SPLIT, ("LUG", "NAR")),
        ("1.4.4", Counting.LEAD, ("KOR",)),
        ("3.1.1", Counting.JOINT, ("OVR", "KOR")),
    ],
)
def test_who_counts_in_the_quarterly_plan(
    korosten: Plan, key: str, counting: Counting, units: tuple[str, ...]
) -> None:
    assert indicator(korosten, key).counting is counting
    assert next(measure.units for measure in korosten.measures if measure.code == key) == units


def test_the_shares_of_the_quarterly_plan_are_its_events(korosten: Plan) -> None:
    shared = Counter(share.indicator for share in korosten.shares for _one in range(int(share.count)))
    assert shared == {key: indicator(korosten, key).target(Q2).count for key in shared}
    assert list(shared) == [
        *("1.1.2", "1.1.3", "1.4.1", "1.4.2", "1.4.3", "1.4.5", "1.4.7"),
        *("1.5.1", "1.5.2", "1.5.3", "1.5.5", "1.5.6"),
    ]


def found_rows(path: Path) -> dict[str, list[str]]:
    """The row codes of each kind of finding, in the plan's own order."""
    _plan, findings = read_plan(path)
    return {code: [each.location.row for each in findings if each.code == code] for code in
            dict.fromkeys(each.code for each in findings)}  # fmt: skip


def noted(plan: Plan) -> list[str]:
    """The row codes whose `Примітка` says what was hard to read in the scan; "" for a level without measures."""
    rows = in_plan_order(plan.measures, plan.empty_levels)
    parts = [(each,) if isinstance(each, EmptyLevel) else each.indicators for each in rows]
    return [getattr(each, "key", "") for part in parts for each in part if each.note]


def test_the_check_of_the_quarterly_plan_names_exactly_the_doubts_of_its_transcription(korosten: Plan) -> None:
    rows = found_rows(KOROSTEN)
    assert rows == {
        "plan-events-differ": ["1.4.4", "1.5.4", "3.1.1"],
        "plan-event-unnamed": ["1.1.3", "3.1.1"],
        "plan-target-unset": ["2.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "4.3.1", "4.4.1"],
        "plan-noted": noted(korosten),
        "plan-level-empty": [""],
    }
    assert {key for keys in rows.values() for key in keys} == set(noted(korosten))
    assert len(noted(korosten)) == 19


def test_the_check_of_the_annual_plan_names_exactly_the_doubts_of_its_transcription(livoberezhnyi: Plan) -> None:
    rows = found_rows(LIVOBEREZHNYI)
    unset = ["2.3.1.1", "2.3.1.2", "2.3.1.3", "2.3.2.1", "2.3.2.2", "2.3.3.1", "2.3.3.2"]
    assert rows == {"plan-target-unset": unset, "plan-noted": noted(livoberezhnyi)}
    assert {key for keys in rows.values() for key in keys} == set(noted(livoberezhnyi))
    assert len(noted(livoberezhnyi)) == 41


def test_the_annual_plan_is_whole(livoberezhnyi: Plan) -> None:
    assert (len(livoberezhnyi.units), len(livoberezhnyi.measures), len(livoberezhnyi.events)) == (3, 52, 0)
    assert livoberezhnyi.centre.quarters == tuple(Quarter(2023, number) for number in range(1, 5))
    assert "2.1.2.10" in {measure.code for measure in livoberezhnyi.measures}
    first = livoberezhnyi.measures[0]
    assert (first.direction, first.task[:4], first.subtask[:6]) == ("", "1.1 ", "1.1.1 ")


def test_the_annual_plan_keeps_its_words(livoberezhnyi: Plan) -> None:
    assert words(livoberezhnyi) == {
        "1.1.1.5": "у разі потреби",
        "1.1.2.1": "протягом року",
        "1.2.1.1": "за дорученням Координаційного центру",
        "1.2.1.2": "постійно",
        "2.1.2.1": "постійно",
        "2.1.2.10": "за потреби та у випадку оновлення вже розміщеної інформації",
        "2.1.3.6": "протягом року",
        "2.2.1.1": "постійно",
        "2.2.1.2": "у разі проведення",
    }
    unset = [each.key for measure in livoberezhnyi.measures for each in measure.indicators if not each.targets]
    assert unset == ["2.3.1.1", "2.3.1.2", "2.3.1.3", "2.3.2.1", "2.3.2.2", "2.3.3.1", "2.3.3.2"]


def test_what_was_hard_to_read_stands_in_the_notes(korosten: Plan, livoberezhnyi: Plan) -> None:
    assert [len(noted(plan)) for plan in (korosten, livoberezhnyi)] == [19, 41]
    assert indicator(korosten, "1.4.4").note == "У скані план 3, а захід названо один."


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("path", [KOROSTEN, LIVOBEREZHNYI], ids=["quarterly", "annual"])
def test_a_plan_saved_by_libreoffice_reads_the_same(path: Path, to: str, office: Office) -> None:
    saved = office(path, to)
    assert plan_of(saved) == plan_of(path)
    cells = [[(each.code, each.location.cell) for each in read_plan(one)[1]] for one in (saved, path)]
    assert cells[0] == cells[1]


def test_the_sample_in_the_package_is_the_workspaces_own_plan() -> None:
    sample = Path(xlplan.__file__).parent / "workflows/demo_data" / "korosten-2021-q2.xlsx"
    assert sample.read_bytes() == KOROSTEN.read_bytes()

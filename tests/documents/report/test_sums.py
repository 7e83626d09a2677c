"""Every figure on every sheet is what an independent sum over the answers says, on random plans and returns."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.report_sample import written
from tests.support.small_plan import NAMES, QUARTER, Answer, figures_of, measure, plan_of
from tests.support.thoroughness import examples
from xlplan.domain.issue import reporting_units, unit_target
from xlplan.domain.plan import AddsUp, Plan
from xlplan.domain.target import TargetKind

UnitAnswers = Mapping[str, Mapping[str, Answer]]
NOTHING = "потреби не було"
_files = count()

numbers = st.integers(0, 9)
answers = st.one_of(numbers, st.just("∅"), st.none())


@st.composite
def quarters(draw: st.DrawFn) -> tuple[Plan, UnitAnswers, UnitAnswers]:
    """A plan, what was said of the quarter and what of the one before; who is left out sent nothing."""
    measures, shares = [], {}
    for place in range(1, draw(st.integers(1, 5)) + 1):
        code, units = f"1.{place}", draw(st.sampled_from(("A", "AB", "ABC")))
        counting = draw(st.sampled_from(("split", "joint", "lead")))
        target: object = draw(st.one_of(numbers, st.sampled_from(("за потреби", "постійно", ""))))
        if counting == "split" and isinstance(target, int):
            shares[code] = {unit: draw(numbers) for unit in units}
            target = sum(shares[code].values())
        adds_up = draw(st.sampled_from(AddsUp))
        earlier = draw(st.one_of(st.none(), numbers)) if counting != "split" else None
        measures.append(measure(code, target, counting, units, adds_up, earlier=earlier))
    plan = plan_of(*measures, shares=shares)
    return plan, draw(said_of(plan)), draw(said_of(plan))


@st.composite
def said_of(draw: st.DrawFn, plan: Plan) -> UnitAnswers:
    """What the units that sent a return said of each row of theirs."""
    senders = draw(st.sets(st.sampled_from([unit.code for unit in plan.units])))
    return {
        unit: {each.code: draw(answers) for each in plan.measures if unit in _reporting(each.code, plan)}
        for unit in sorted(senders)
    }


def _reporting(code: str, plan: Plan) -> tuple[str, ...]:
    found = next(each for each in plan.measures if each.code == code)
    return found.units[:1] if found.indicators[0].counting.value == "lead" else found.units


def frame(said: UnitAnswers) -> pd.DataFrame:
    """The answers, a row for each unit and code: what was said, and its number where it is one."""
    rows = [(NAMES[unit], code, value) for unit, rows in said.items() for code, value in rows.items()]
    table = pd.DataFrame(rows, columns=["unit", "code", "said"], dtype=object)
    return table.assign(number=pd.to_numeric(table["said"], errors="coerce"))


def summed(table: pd.DataFrame) -> dict[str, float]:
    """The sums by code; a code without any number is left out."""
    sums: dict[str, float] = table.groupby("code")["number"].sum(min_count=1).dropna().to_dict()
    return sums


def indicators(sheet: pd.DataFrame) -> pd.DataFrame:
    """The rows of indicators on plan and fact, by code; the columns by their headings."""
    rows = sheet[sheet[2].notna() & sheet[0].notna() & (sheet.index > 2)]
    return rows.set_axis(sheet.iloc[2].tolist(), axis=1).set_index("Код")


def read(path: Path, name: str) -> pd.DataFrame:
    return pd.read_excel(path, sheet_name=name, header=None, dtype=object, engine="calamine")


@pytest.mark.slow
@given(quarters())
@settings(
    max_examples=examples(25, 8),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_each_sheet_says_what_was_said(tmp_path: Path, case: tuple[Plan, UnitAnswers, UnitAnswers]) -> None:
    plan, now, before = case
    path = written(tmp_path / f"{next(_files)}.xlsx", figures_of(plan, now, earlier=before))
    said = frame(now)
    sums = summed(said)
    rows = indicators(read(path, "План-факт"))
    shown = pd.to_numeric(rows["Виконано"], errors="coerce").dropna()
    assert shown.to_dict() == sums

    data = read(path, "Дані")
    data = data.iloc[1:].set_axis(data.iloc[0].tolist(), axis=1)
    own = data[data["Підрозділ"] != "спільно"]
    done = own.set_index(["Підрозділ", "Код"])["Виконано"]
    for unit, code, value, number in said.itertuples(index=False):
        cell = done[unit, code]
        assert cell == {"∅": NOTHING}.get(value, number) if value is not None else pd.isna(cell)
    silent = own[~own["Підрозділ"].isin(set(said["unit"]))]
    assert silent["Виконано"].isna().all()

    units = read(path, "Підрозділи")
    codes = units.iloc[3, 5:].tolist()
    for _place, row in units.iloc[4:-1].iterrows():
        for code, cell in zip(codes, row.tolist()[5:], strict=True):
            wanted = said[(said["unit"] == row[0]) & (said["code"] == code)]
            value = wanted["said"].iloc[0] if len(wanted) else None
            assert cell == value if isinstance(value, int) else not isinstance(cell, int | float) or pd.isna(cell)
            assert (cell == "∅") is (value == "∅")
    together = pd.Series(units.iloc[-1, 5:].tolist(), index=codes)
    assert pd.to_numeric(together, errors="coerce").dropna().to_dict() == sums

    book = openpyxl.load_workbook(path, data_only=True)
    tiles = [int(str(book["Зведення"].cell(6, column).value)) for column in (1, 3, 5, 6, 7, 8)]
    assert sum(tiles) == len(plan.measures)
    assert book["Зведення"]["H4"].value == "✓ сходиться"


@given(quarters())
@settings(
    max_examples=examples(25, 8),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_the_year_to_date_follows_each_indicators_own_rule(
    tmp_path: Path, case: tuple[Plan, UnitAnswers, UnitAnswers]
) -> None:
    plan, now, before = case
    path = written(tmp_path / f"{next(_files)}.xlsx", figures_of(plan, now, earlier=before))
    both = pd.concat([frame(before), frame(now)]).dropna(subset="number")
    first, second, together = summed(frame(before)), summed(frame(now)), summed(both)
    # A mean of the quarters' sums is rounded, halves up.
    by_quarter = pd.DataFrame([first, second]).astype(float)
    joined = ((by_quarter.mean() + 0.5) // 1).to_dict()
    wanted = {}
    for each in plan.measures:
        # The latest value is that of the latest quarter in which the row was asked.
        is_asked = each.code in second or any(
            unit_target(plan, each.indicators[0], unit, QUARTER).kind is not TargetKind.UNSET
            for unit in reporting_units(each, each.indicators[0])
        )
        latest = second if is_asked else first
        sums = {AddsUp.SUM: together, AddsUp.LAST: latest, AddsUp.MEAN: joined}[each.indicators[0].adds_up]
        if each.code in sums:
            wanted[each.code] = sums[each.code]
    rows = indicators(read(path, "План-факт"))
    assert pd.to_numeric(rows["Виконано з початку року"], errors="coerce").dropna().to_dict() == wanted
    assert {len(rows)} == {len(plan.measures)}


def test_the_sample_is_not_all_silence() -> None:
    """The strategy must reach numbers, words and silence, or the tests above prove nothing."""
    seen: set[str] = set()

    @given(quarters())
    @settings(max_examples=30, deadline=None, database=None)
    def look(case: tuple[Plan, UnitAnswers, UnitAnswers]) -> None:
        plan, now, _before = case
        seen.update(type(value).__name__ for rows in now.values() for value in rows.values())
        seen.update("silent" for unit in plan.units if unit.code not in now)

    look()
    assert seen == {"int", "str", "NoneType", "silent"}

"""Small plans and returns written as the tests read them: one line for one indicator."""

from collections.abc import Mapping
from datetime import date, datetime

from xlplan.aggregation.quarter import quarter_figures
from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterBasis, QuarterFigures, YearBasis
from xlplan.domain.plan import AddsUp, Better, Centre, Counting, Indicator, Measure, Plan, Share, Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.domain.target import Target
from xlplan.domain.target_reading import read_target

QUARTER = Quarter(2021, 2)
DUE = date(2021, 7, 10)
OPEN, PAST = date(2021, 7, 1), date(2021, 7, 12)
NAMES = {"A": "Хорошівське БПД", "B": "Народицьке БПД", "C": "Овруцьке БПД"}
UNITS = {code: Unit(code, name, UnitKind.BUREAU) for code, name in NAMES.items()}

Answer = int | str | None


def typed(words: object) -> Target:
    """The target that a plan's cell with these words holds."""
    target = read_target(words)
    assert target is not None
    return target


def measure(
    code: str,
    target: object,
    counting: str,
    units: str,
    adds_up: AddsUp = AddsUp.SUM,
    better: Better = Better.MORE,
    earlier: object = None,
    title: str = "Зустрічі",
) -> Measure:
    """A measure with one indicator; `counting` is split, joint or lead, `units` their codes: "ABC"."""
    targets = [(QUARTER, typed(target))]
    if earlier is not None:
        targets.insert(0, (Quarter(2021, 1), typed(earlier)))
    indicator = Indicator(code, "зустрічі", Counting(counting), tuple(targets), adds_up=adds_up, better=better)
    return Measure(code, title, tuple(units), (indicator,), direction=f"{code[0]}. Напрям", task="1.1. Завдання")


def plan_of(*measures: Measure, shares: Mapping[str, Mapping[str, int]] | None = None) -> Plan:
    """A plan of these measures; `shares`: code -> unit -> share of the quarter."""
    quarters = tuple(sorted({quarter for each in measures for quarter, _ in each.indicators[0].targets}))
    centre = Centre("KR", "Коростенський МЦ", "План", "ІІ квартал 2021 року", 2021, quarters)
    own = [
        Share(key, unit, QUARTER, count) for key, each in (shares or {}).items() for unit, count in each.items()
    ]
    codes = sorted({code for each in measures for code in each.units})
    return Plan(centre, tuple(UNITS[code] for code in codes), measures, tuple(own))


def entry(key: str, answer: Answer) -> Entry:
    """5: a number; "∅": nothing arose; None: the cell left blank; other words: a description without a number."""
    kind, number, words = EntryKind.MISSING, None, answer
    if isinstance(answer, int):
        kind, number, words = EntryKind.NUMBER, answer, ""
    elif answer == "∅":
        kind, words = EntryKind.NOTHING_AROSE, ""
    return Entry(key, kind, number, description=str(words or ""), sheet="Звіт", cell="E12")


def returned(unit: str, *entries: Entry, timeliness: Timeliness = Timeliness.IN_TIME) -> AcceptedReturn:
    """An accepted return with these entries."""
    received = datetime(2021, 7, 5, 14, 20)
    by_key = {each.key: each for each in entries}
    return AcceptedReturn(unit, f"{UNITS[unit].name}.xlsx", unit.lower() * 64, received, 1, timeliness, by_key)


def figures_of(
    plan: Plan,
    answers: Mapping[str, Mapping[str, Answer]],
    today: date = PAST,
    earlier: Mapping[str, Mapping[str, Answer]] | None = None,
    on_track: float = 1.0,
) -> QuarterFigures:
    """The figures of the quarter; `answers`: unit -> code -> answer. A unit that is not there is silent."""
    returns = {
        quarter: {
            unit: returned(unit, *(entry(key, value) for key, value in rows.items()))
            for unit, rows in said.items()
        }
        for quarter, said in ((Quarter(2021, 1), earlier or {}), (QUARTER, answers))
    }
    return quarter_figures(year_of(plan, returns), Period(QUARTER, today, DUE, on_track))


def year_of(plan: Plan, returns: Mapping[Quarter, Mapping[str, AcceptedReturn]]) -> YearBasis:
    """A year in which one version is in force for its quarters and those with returns; every unit owes returns."""
    quarters = {*plan.centre.quarters, *(quarter for quarter, accepted in returns.items() if accepted)}
    return {quarter: QuarterBasis(plan, returns=returns.get(quarter, {}), owed=plan.units) for quarter in quarters}

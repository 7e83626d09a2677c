"""The form of a quarter: what is printed is the plan, field by field, with its events and who holds them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, Row, plain, plan_of, read_form
from tests.support.look_at import look_at
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.domain.plan import (
    Centre,
    Counting,
    EmptyLevel,
    Indicator,
    Measure,
    Plan,
    PlannedEvent,
    Share,
    Unit,
    UnitKind,
    in_plan_order,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import count_target
from xlplan.domain.target_reading import read_target

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
Q2 = Quarter(2021, 2)
CENTRE = Centre("KR", "Коростенський МЦ", "Коростенський місцевий центр", "ІІ квартал 2021 року", 2021, (Q2,))
LEVEL_HEADINGS = ("Найменування завдання", "Мета та основний результат виконання завдання")
UNITS = (Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU), Unit("LUG", "Лугинське БПД", UnitKind.BUREAU))


def printed(plan: Plan, path: Path, quarter: Quarter = Q2) -> Path:
    write_plan_form(path, plan, quarter, "проєкт", MADE)
    return path


def small_plan(*events: PlannedEvent, shares: tuple[Share, ...] = ()) -> Plan:
    """One measure `1.1` of two units, its target 3."""
    one = Indicator("1.1", "лекції", Counting.SPLIT, ((Q2, count_target(3)),), count_target(3))
    names = "Хорошівське БПД; Лугинське БПД"
    measure = Measure("1.1", "Лекції", ("HOR", "LUG"), (one,), responsible=names, term="протягом кварталу")
    return Plan(CENTRE, UNITS, (measure,), shares, events)


def lines(plan: Plan, path: Path) -> list[list[object]]:
    """Of each row of the table: measure or event, who, when; None for an empty cell."""
    return [[row.get(letter) for letter in "DEF"] for row in read_form(printed(plan, path), 1).rows]


def shown_of(plan: Plan, rows: list[Row]) -> list[dict[str, object]]:
    """The measures as they stand on a form, each with the levels above it, its events and their units.

    A task without measures is its levels alone.
    """
    directions = {measure.direction for measure in plan.measures}
    above: Row = {}
    found: list[dict[str, object]] = []
    for row in rows:
        if row.get("A") in directions:
            above = {"direction": row["A"]}
            continue
        if "B" in row and row["A"] != above.get("number"):
            above = {"direction": above["direction"], "number": row["A"], "task": plain(row["B"])}
        above |= {"purpose": plain(row["C"])} if "C" in row else {}
        if "G" in row:
            found.append(above | {"measure": plain(row["D"]), "term": row["F"], "responsible": row.get("E")})
            found[-1] |= {"indicator": plain(row["G"]), "value": row.get("H"), "events": []}
        elif "D" in row or "E" in row:
            found[-1]["events"] += [(row.get("D"), row["E"])]  # type: ignore[operator]
        elif "B" in row:
            found.append(dict(above))
    return found


def expected_of(plan: Plan) -> list[dict[str, object]]:
    """The same, made of the plan's fields alone."""
    ordered = list(in_plan_order(plan.measures, plan.empty_levels))
    tasks = list(dict.fromkeys((each.direction, each.task) for each in ordered))
    found: list[dict[str, object]] = []
    for measure in ordered:
        levels = {
            "direction": measure.direction,
            "number": tasks.index((measure.direction, measure.task)) + 1,
            "task": f"Завдання {measure.task}",
            "purpose": measure.purpose,
        }
        if isinstance(measure, EmptyLevel):
            found.append(levels)
            continue
        (indicator,) = measure.indicators
        own = [event for event in plan.events if event.key.split("#")[0] == indicator.key]
        words = dict(zip(measure.responsible.split("; "), measure.executors, strict=True))
        said = {unit.code: words.get(unit.name, people_of(unit.name)) for unit in plan.units}
        beside = [name for name in words.values() if name not in {said[event.unit] for event in own}]
        found.append(
            {
                **levels,
                "measure": f"Захід {measure.code} {measure.title}",
                "term": measure.term,
                "responsible": "\n".join(beside) or None,
                "indicator": indicator.title,
                "value": None if indicator.target(Q2).shown == "" else indicator.target(Q2).shown,
                "events": [(f"- {each.title}" if each.title else None, said[each.unit]) for each in own],
            }
        )
    return found


def people_of(unit: str) -> str:
    """The words of the real plan for a unit."""
    for ending, genitive in {"ське БПД": "ського БПД", "цьке БПД": "цького БПД", "ський МЦ": "ського МЦ"}.items():
        unit = unit.replace(ending, genitive)
    return f"Працівники {unit}"


def test_every_field_of_the_real_plan_stands_in_its_place_and_nothing_else(tmp_path: Path) -> None:
    plan = plan_of(KOROSTEN)
    rows = read_form(printed(plan, tmp_path / "a.xlsx"), 1).rows
    found = shown_of(plan, rows)
    assert found == expected_of(plan)
    events = sum(len(cast("list[object]", each.get("events", []))) for each in found)
    assert (len(found), found[-1]["number"], events) == (37 + 1, 12, 41)


def test_each_task_of_the_real_plan_has_one_number(tmp_path: Path) -> None:
    plan = plan_of(KOROSTEN)
    rows = read_form(printed(plan, tmp_path / "a.xlsx"), 1).rows
    printed_rows = list(in_plan_order(plan.measures, plan.empty_levels))
    tasks = [(row["A"], row["B"]) for row in rows if "B" in row]
    assert len(set(tasks)) == len({(each.direction, each.task) for each in printed_rows})
    assert [number for number, _task in tasks] == sorted(number for number, _task in tasks)


def test_the_headings_are_those_of_the_paper(tmp_path: Path) -> None:
    (row,) = read_form(printed(plan_of(KOROSTEN), tmp_path / "a.xlsx"), 1).headings
    assert list(row.values()) == [
        "п/п",
        "Найменування завдання",
        "Мета та основний результат виконання завдання",
        "Найменування заходу для виконання завдання",
        "Відповідальний виконавець заходу (на рівні відділу або службової особи*)",
        "Термін (дата) виконання заходу",
        "Найменування показників результативності виконання заходу",
        "Показник результативності",
    ]


def test_a_direction_stands_across_all_columns(tmp_path: Path) -> None:
    plan = plan_of(KOROSTEN)
    sheet = look_at(printed(plan, tmp_path / "a.xlsx")).worksheets[0]
    directions = {measure.direction for measure in plan.measures}
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in directions]
    across = {each.coord.split(":")[0]: each.coord.split(":")[1][0] for each in sheet.merged_cells.ranges}
    assert [(cell.column_letter, across[cell.coordinate]) for cell in cells] == [("A", "H")] * 4


def test_title_approval_and_signature_of_the_real_plan(tmp_path: Path) -> None:
    form = read_form(printed(plan_of(KOROSTEN), tmp_path / "a.xlsx"), 1)
    assert form.above == [
        "ЗАТВЕРДЖЕНО",
        "Директор Коростенського місцевого центру з надання БПД у Житомирській області",
        "«10» березня 2021 року",
        "Локальний план заходів Коростенського місцевого центру з надання безоплатної вторинної правової допомоги "
        "на ІІ квартал 2021 року",
    ]
    assert form.foot == [
        "Заступник начальника відділу правопросвітництва та надання безоплатної правової допомоги"
    ]


def test_an_event_stands_opposite_to_its_unit(tmp_path: Path) -> None:
    plan = small_plan(
        PlannedEvent("1.1#1", "HOR", Q2, "лекція в суді"),
        PlannedEvent("1.1#2", "LUG", Q2, "", "протягом кварталу"),
        PlannedEvent("1.1#3", "LUG", Q2, "лекція в школі", "12.05.2021"),
    )
    assert lines(plan, tmp_path / "a.xlsx") == [
        ["Захід 1.1 Лекції", None, "протягом кварталу"],
        ["- лекція в суді", "Хорошівське БПД", None],
        [None, "Лугинське БПД", None],
        ["- лекція в школі", "Лугинське БПД", "12.05.2021"],
    ]


def test_who_is_responsible_without_an_event_is_named_beside_the_measure(tmp_path: Path) -> None:
    plan = small_plan(PlannedEvent("1.1#1", "HOR", Q2, "лекція"))
    assert lines(plan, tmp_path / "a.xlsx") == [
        ["Захід 1.1 Лекції", "Лугинське БПД", "протягом кварталу"],
        ["- лекція", "Хорошівське БПД", None],
    ]


def test_a_share_that_the_events_do_not_tell_is_said_in_figures(tmp_path: Path) -> None:
    plan = small_plan(
        PlannedEvent("1.1#1", "HOR", Q2, "лекція"),
        shares=(Share("1.1", "HOR", Q2, 1), Share("1.1", "LUG", Q2, 2)),
    )
    assert lines(plan, tmp_path / "a.xlsx") == [
        ["Захід 1.1 Лекції", "Лугинське БПД: 2", "протягом кварталу"],
        ["- лекція", "Хорошівське БПД", None],
    ]


def test_a_quarter_of_a_year_shows_the_measures_with_a_target_in_it_or_in_none(tmp_path: Path) -> None:
    plan = plan_of(LIVOBEREZHNYI)
    third = Quarter(2023, 3)
    form = read_form(printed(plan, tmp_path / "a.xlsx", third), 1)
    codes = [row["D"].split()[1] for row in form.rows if row.get("D")]
    assert codes == [
        each.code
        for each in plan.measures
        if third in dict(each.indicators[0].targets) or not each.indicators[0].targets
    ]
    assert "1.1.4.2" in codes
    assert "2.1.2.3" not in codes
    assert form.above[-1].endswith("правової допомоги на ІІІ квартал 2023 року")


def test_a_plan_with_subtasks_has_a_column_of_them(tmp_path: Path) -> None:
    plan = plan_of(LIVOBEREZHNYI)
    form = read_form(printed(plan, tmp_path / "a.xlsx", Quarter(2023, 2)), 1)
    shown = dict.fromkeys(row["S"] for row in form.rows if "S" in row)
    quarter = Quarter(2023, 2)
    asked = [
        each
        for each in plan.measures
        if quarter in dict(each.indicators[0].targets) or not each.indicators[0].targets
    ]
    assert list(shown) == [f"Підзавдання {subtask}" for subtask in dict.fromkeys(each.subtask for each in asked)]


def test_a_column_without_a_text_is_not_printed_and_gives_its_width_to_the_others() -> None:
    bare = quarter_form(small_plan(), Q2)
    full = quarter_form(with_empty_task(), Q2)
    assert [box.value for box in bare.heading] == [
        box.value for box in full.heading if box.value not in ("п/п", *LEVEL_HEADINGS)
    ]
    assert sum(bare.widths) == sum(full.widths)


def test_a_second_indicator_has_its_own_line_and_value(tmp_path: Path) -> None:
    def one(key: str, title: str, words: object) -> Indicator:
        target = read_target(words)
        assert target is not None
        return Indicator(key, title, Counting.LEAD, ((Q2, target),), target)

    both = (one("1.1", "лекції", 2), one("1.1/2", "буклети", "за потреби"))
    plan = Plan(CENTRE, UNITS, (Measure("1.1", "Лекції", ("HOR",), both, responsible="Хорошівське БПД"),))
    rows = read_form(printed(plan, tmp_path / "a.xlsx"), 1).rows
    assert [(row.get("D"), row.get("G"), row.get("H")) for row in rows] == [
        ("Захід 1.1 Лекції", "лекції", 2),
        (None, "буклети", "за потреби"),
    ]


def test_a_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = printed(small_plan(PlannedEvent("1.1#1", "HOR", Q2, "+38 лекція")), tmp_path / "a.xlsx")
    sheet = look_at(path).worksheets[0]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if "лекція" in str(cell.value))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("- +38 лекція", "s", True)


@pytest.mark.parametrize("path", [KOROSTEN, LIVOBEREZHNYI], ids=["quarterly", "annual"])
def test_openxml_audit_finds_nothing_and_the_same_plan_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    plan = plan_of(path)
    quarter = plan.centre.quarters[-1]
    one, two = (printed(plan, tmp_path / name, quarter) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == two.read_bytes()
    assert OpenXmlValidator().validate(str(one)).errors == []


# A task without measures.


def with_empty_task(**levels: str) -> Plan:
    plan = small_plan()
    (measure,) = plan.measures
    first = replace(measure, direction="1. Доступ", task="1.1 Зустрічі", purpose="Знання")
    last = replace(
        first,
        code="1.3",
        task="1.3 Сайт",
        indicators=(replace(measure.indicators[0], key="1.3"),),
    )
    level = replace(EmptyLevel("1. Доступ", "1.2 Переадресація", "", "Партнерство", "1.3"), **levels)
    return replace(plan, measures=(first, last), empty_levels=(level,))


def test_a_task_without_measures_has_a_row_with_its_number_and_purpose_and_blank_cells(tmp_path: Path) -> None:
    rows = read_form(printed(with_empty_task(), tmp_path / "a.xlsx"), 1).rows
    assert [{letter: row[letter] for letter in "ABC"} for row in rows if "B" in row] == [
        {"A": 1, "B": "Завдання 1.1 Зустрічі", "C": "Знання"},
        {"A": 2, "B": "Завдання 1.2 Переадресація", "C": "Партнерство"},
        {"A": 3, "B": "Завдання 1.3 Сайт", "C": "Знання"},
    ]
    assert {"A": 2, "B": "Завдання 1.2 Переадресація", "C": "Партнерство"} in rows


def test_a_direction_without_measures_stands_across_alone(tmp_path: Path) -> None:
    plan = with_empty_task(direction="2. Якість", task="", purpose="", before="")
    assert read_form(printed(plan, tmp_path / "a.xlsx"), 1).rows[-1] == {"A": "2. Якість"}


def test_a_subtask_without_measures_stands_beside_its_task(tmp_path: Path) -> None:
    rows = read_form(printed(with_empty_task(subtask="1.2.1 Села"), tmp_path / "a.xlsx"), 1).rows
    assert {
        **{"A": 2, "B": "Завдання 1.2 Переадресація"},
        **{"S": "Підзавдання 1.2.1 Села", "C": "Партнерство"},
    } in rows


def test_a_purpose_without_measures_stands_within_its_task(tmp_path: Path) -> None:
    rows = read_form(printed(with_empty_task(task="1.1 Зустрічі", purpose="Довіра"), tmp_path / "a.xlsx"), 1).rows
    assert [row["C"] for row in rows if "C" in row] == ["Знання", "Довіра", "Знання"]
    assert [row["A"] for row in rows if "B" in row] == [1, 2]

"""The form of a year: what is printed is the plan, field by field."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, plain, plan_of, read_form
from tests.support.look_at import look_at
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.domain.plan import (
    AddsUp,
    Better,
    Centre,
    Counting,
    EmptyLevel,
    Indicator,
    Measure,
    Plan,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target
from xlplan.domain.target_reading import read_target
from xlplan.text.translation import use_language

MADE = datetime(2023, 1, 5, 9, 0, tzinfo=UTC)
QUARTERS = tuple(Quarter(2023, number) for number in range(1, 5))
CENTRE = Centre("LB", "Лівобережний КМЦ", "Лівобережний місцевий центр", "2023 рік", 2023, QUARTERS)
UNITS = (Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU), Unit("LUG", "Лугинське БПД", UnitKind.BUREAU))


def typed(words: object) -> Target:
    target = read_target(words)
    assert target is not None
    return target


def indicator(*quarters: object, total: object = None, counting: Counting = Counting.LEAD) -> Indicator:
    """An indicator `1.1`; each quarter a number, words, or None where the plan gives nothing."""
    targets = tuple((QUARTERS[at], typed(each)) for at, each in enumerate(quarters) if each is not None)
    return Indicator("1.1", "Кількість заходів", counting, targets, typed(total))


def year_plan(
    *indicators: Indicator, centre: Centre = CENTRE, title: str = "Лекції", shares: tuple[Share, ...] = ()
) -> Plan:
    one = Measure("1.1", title, ("HOR", "LUG"), indicators, task="1 Доступ", responsible="Хорошівське БПД")
    return Plan(centre, UNITS, (one,), shares)


def printed(plan: Plan, path: Path, version: str = "проєкт") -> Path:
    write_plan_form(path, plan, plan.centre.year, version, MADE)
    return path


def values(plan: Plan, path: Path) -> list[list[object]]:
    """Of each row from the centre's on: its name, I, II, III, IV, total; None for an empty cell."""
    rows = read_form(printed(plan, path), 2).rows
    return [[row.get(letter) for letter in "GHIJKL"] for row in rows[1:]]


def test_a_ceiling_is_printed_in_words_in_the_cell_of_each_quarter(tmp_path: Path) -> None:
    ceiling = replace(indicator(10, 10, 10, 12, total=42, counting=Counting.SPLIT), better=Better.LESS)
    shares = tuple(Share("1.1", "HOR", quarter, 5) for quarter in QUARTERS)
    assert values(year_plan(ceiling, shares=shares), tmp_path / "план.xlsx") == [
        ["Лівобережний КМЦ", *(f"не більше {number}" for number in (10, 10, 10, 12, 42))],
        ["Хорошівське БПД", *(f"не більше {number}" for number in (5, 5, 5, 5, 20))],
    ]


def as_printed(plan: Plan) -> list[list[object]]:
    """The rows of the form that a year's plan without shares comes to, made of its fields alone."""
    rows: list[list[object]] = []
    tasks = list(dict.fromkeys(measure.task for measure in plan.measures))
    above = {"task": "", "subtask": "", "purpose": ""}
    for measure in plan.measures:
        own = {name: getattr(measure, name) for name in above}
        shown = {name: "" if own[name] == above[name] else own[name] for name in own}
        above = own
        number = f"{tasks.index(measure.task) + 1}." if shown["task"] else None
        levels = [number, *(numbered(word, shown[name]) for word, name in WORDS), shown["purpose"] or None]
        text = [f"{measure.code} {measure.title}", ", ".join(measure.responsible.split("; "))]
        for each in measure.indicators:
            rows.append([*levels, *text, each.title, *[None] * 5])
            cells: list[object] = [each.target(quarter).shown for quarter in QUARTERS]
            cells.append(each.total.shown)
            if isinstance(cells[0], str) and len(set(cells)) == 1:
                cells = [cells[0], *[""] * 4]
            rows.append(
                [
                    *[None] * 6,
                    plan.centre.short or plan.centre.name,
                    *(None if cell == "" else cell for cell in cells),
                ]
            )
    return rows


def without_repeats(rows: list[list[object]]) -> list[list[object]]:
    """The rows without the levels that a new page opens with again."""
    above: list[object] = [None] * 4
    found = []
    for row in rows:
        own = [None if cell == before else cell for cell, before in zip(row[:4], above, strict=True)]
        above = [before if cell is None else cell for cell, before in zip(row[:4], above, strict=True)]
        found.append([*own, *row[4:]])
    return found


WORDS = (("Завдання", "task"), ("Підзавдання", "subtask"))


def numbered(word: str, text: str) -> str | None:
    return f"{word} " + re.sub(r"^([\d.]*\d) ", r"\1. ", text) if text else None


def test_every_field_of_the_real_plan_stands_in_its_place_and_nothing_else(tmp_path: Path) -> None:
    plan = plan_of(LIVOBEREZHNYI)
    rows = read_form(printed(plan, tmp_path / "a.xlsx"), 2).rows
    read = [[None if row.get(letter) is None else row[letter] for letter in "ABCDEFGHIJKL"] for row in rows]
    tidy = [[plain(cell) if isinstance(cell, str) else cell for cell in row] for row in read]
    assert without_repeats(tidy) == as_printed(plan)
    assert len(plan.measures) == 52


def test_the_headings_are_those_of_the_paper(tmp_path: Path) -> None:
    first, second = read_form(printed(plan_of(LIVOBEREZHNYI), tmp_path / "a.xlsx"), 2).headings
    assert list(first.values()) == [
        "п/п",
        "Найменування завдання",
        "Підзавдання",
        "Мета та основний результат виконання завдання",
        "Найменування заходу для виконання завдання",
        "Відповідальний виконавець (на рівні відділу або службової особи)",
        "Найменування показників результативності виконання заходу",
    ]
    numerals = {"H": "I", "I": "II", "J": "III", "K": "IV", "L": "Разом"}
    assert second == {"G": "Кількість показників результативності виконання заходу", **numerals}


def test_the_name_of_an_indicator_stands_across_the_columns_of_its_values(tmp_path: Path) -> None:
    sheet = look_at(printed(plan_of(LIVOBEREZHNYI), tmp_path / "a.xlsx")).worksheets[0]
    across = {each.coord.split(":")[0]: each.coord.split(":")[1][0] for each in sheet.merged_cells.ranges}
    named = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Кількість заходів")]
    assert len(named) > 10
    assert {(cell.coordinate[0], across[cell.coordinate]) for cell in named} == {("G", "L")}


def test_a_plan_that_names_nobody_who_approves_or_signs_has_the_title_alone(tmp_path: Path) -> None:
    form = read_form(printed(plan_of(LIVOBEREZHNYI), tmp_path / "a.xlsx"), 2)
    assert form.above == [
        "План діяльності Лівобережного київського місцевого центру з надання безоплатної вторинної правової "
        "допомоги на 2023 рік"
    ]
    assert form.foot == []


def test_who_approves_and_signs_stands_with_the_post_left_and_the_name_right(tmp_path: Path) -> None:
    centre = Centre(
        *("LB", "ЛБ", "Центр", "2023 рік", 2023, QUARTERS),
        approved_by="Директор центру Оксана ПЕТРЕНКО",
        approved_on=date(2022, 12, 30),
        signed_by="Начальник відділу О.В. Коваленко",
        plan_title="План на 2023 рік",
    )
    form = read_form(printed(year_plan(indicator(1), centre=centre), tmp_path / "a.xlsx"), 2)
    assert form.above == [
        *("ЗАТВЕРДЖЕНО", "Директор центру", "Оксана ПЕТРЕНКО", "«30» грудня 2022 року"),
        "План на 2023 рік",
    ]
    assert form.foot == ["Начальник відділу", "О.В. Коваленко"]


def test_an_approval_without_a_day_has_room_to_write_it(tmp_path: Path) -> None:
    centre = replace(CENTRE, approved_by="Директор центру", plan_title="План")
    form = read_form(printed(year_plan(indicator(1), centre=centre), tmp_path / "a.xlsx"), 2)
    assert form.above[:-1] == ["ЗАТВЕРДЖЕНО", "Директор центру", "«____» ______________ 20___ року"]


@pytest.mark.parametrize(
    ("indicator", "row"),
    [
        (indicator(2, 2, 2, 2, total=8), [2, 2, 2, 2, 8]),
        (indicator(1, None, 1, None, total=2), [1, None, 1, None, 2]),
        (indicator(*["постійно"] * 4, total="постійно"), ["постійно", None, None, None, None]),
        (indicator("за потреби", "за потреби", 1, 0, total=1), ["за потреби", None, 1, 0, 1]),
        (indicator(total=5), [None, None, None, None, 5]),
        (indicator(), [None, None, None, None, None]),
    ],
    ids=["counts", "some quarters", "words", "words and counts", "total alone", "unset"],
)
def test_a_target_is_printed_as_typed(indicator: Indicator, row: list[object], tmp_path: Path) -> None:
    assert values(year_plan(indicator), tmp_path / "a.xlsx") == [["Лівобережний КМЦ", *row]]


def test_words_for_the_whole_year_stand_once_across_it(tmp_path: Path) -> None:
    path = printed(year_plan(indicator(*["постійно"] * 4, total="постійно")), tmp_path / "a.xlsx")
    sheet = look_at(path).worksheets[0]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "постійно")
    across = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
    assert across.max_col - across.min_col + 1 == 5
    assert across.max_col == sheet.max_column


def test_a_split_target_has_a_row_for_each_unit_and_its_sum(tmp_path: Path) -> None:
    shares = (
        *(Share("1.1", "HOR", QUARTERS[0], 1), Share("1.1", "HOR", QUARTERS[1], 2)),
        Share("1.1", "LUG", QUARTERS[1], 3),
    )
    plan = year_plan(indicator(1, 5, total=6, counting=Counting.SPLIT), shares=shares)
    assert values(plan, tmp_path / "a.xlsx") == [
        ["Лівобережний КМЦ", 1, 5, None, None, 6],
        ["Хорошівське БПД", 1, 2, None, None, 3],
        ["Лугинське БПД", None, 3, None, None, 3],
    ]


def test_a_unit_has_its_latest_share_for_a_total_where_quarters_do_not_add_up(tmp_path: Path) -> None:
    shares = (Share("1.1", "HOR", QUARTERS[0], 1), Share("1.1", "HOR", QUARTERS[2], 2))
    latest = replace(indicator(1, None, 2, total=2, counting=Counting.SPLIT), adds_up=AddsUp.LAST)
    assert values(year_plan(latest, shares=shares), tmp_path / "a.xlsx") == [
        ["Лівобережний КМЦ", 1, None, 2, None, 2],
        ["Хорошівське БПД", 1, None, 2, None, 2],
    ]


def test_the_centre_is_called_by_its_short_name_where_it_has_one(tmp_path: Path) -> None:
    centre = Centre("LB", "Лівобережний КМЦ", "Центр", "2023 рік", 2023, QUARTERS, short="ЛБ КМЦ")
    assert values(year_plan(indicator(1), centre=centre), tmp_path / "a.xlsx")[0][0] == "ЛБ КМЦ"


def test_a_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = printed(year_plan(Indicator("1.1", "=1+1", Counting.LEAD, (), UNSET)), tmp_path / "a.xlsx")
    sheet = look_at(path).worksheets[0]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_text_longer_than_a_page_is_printed_whole(tmp_path: Path) -> None:
    title = " ".join(f"слово{number}" for number in range(900))
    plan = year_plan(indicator(1), title=title)
    path = printed(plan, tmp_path / "a.xlsx")
    rows = read_form(path, 2).rows
    parts = [row["E"] for row in rows if "E" in row]
    assert len(parts) > 1
    assert " ".join(parts) == f"1.1 {title}"
    heights = [row.height for row in look_at(path).worksheets[0].row_dimensions.values()]
    assert max(heights) <= 409


def test_a_number_is_drawn_smaller_rather_than_as_hashes(tmp_path: Path) -> None:
    path = printed(year_plan(indicator(123456, total=123456)), tmp_path / "a.xlsx")
    cells = [cell for row in look_at(path).worksheets[0].iter_rows() for cell in row]
    numbers = [cell.alignment for cell in cells if cell.value == 123456]
    assert [(each.shrink_to_fit, each.wrap_text) for each in numbers] == [(True, None), (True, None)]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = plan_of(LIVOBEREZHNYI)
    assert printed(plan, tmp_path / "a.xlsx").read_bytes() == printed(plan, tmp_path / "b.xlsx").read_bytes()


def test_openxml_audit_finds_nothing(tmp_path: Path) -> None:
    assert OpenXmlValidator().validate(str(printed(plan_of(LIVOBEREZHNYI), tmp_path / "a.xlsx"))).errors == []


def test_the_form_speaks_english_where_asked_to(tmp_path: Path) -> None:
    use_language("en")
    write_plan_form(tmp_path / "a.xlsx", year_plan(indicator(1, total=1)), 2023, "draft", MADE)
    sheet = look_at(tmp_path / "a.xlsx").worksheets[0]
    texts = Counter(cell.value for row in sheet.iter_rows() for cell in row)
    assert texts["Item no."] == 1


def test_a_plan_with_directions_has_a_row_for_each(tmp_path: Path) -> None:
    plan = plan_of(KOROSTEN)
    path = tmp_path / "a.xlsx"
    write_plan_form(path, plan, 2021, "проєкт", MADE)
    directions = dict.fromkeys(measure.direction for measure in plan.measures)
    shown = [row["A"] for row in read_form(path, 2).rows if row.get("A") in directions]
    assert shown == list(directions)


def test_a_task_without_measures_has_a_row_with_its_number_and_blank_cells(tmp_path: Path) -> None:
    plan = year_plan(indicator(1, 1, total=2))
    levels = (EmptyLevel(task="0 Порожнє", purpose="Колись", before="1.1"), EmptyLevel("2. Напрям"))
    rows = read_form(printed(replace(plan, empty_levels=levels), tmp_path / "план.xlsx"), 2).rows
    assert rows[0] == {"A": "1.", "B": "Завдання 0. Порожнє", "D": "Колись"}
    assert (rows[1]["A"], rows[1]["B"]) == ("2.", "Завдання 1. Доступ")
    assert rows[-1] == {"A": "2. Напрям"}
